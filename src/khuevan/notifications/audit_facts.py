"""Words of the outbox in the log of changes."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.audit_words import AREAS, COLUMN_LABELS, words

AREAS.setdefault("notifications", _("Messages"))
COLUMN_LABELS.setdefault("folded_into", _("went out within"))
COLUMN_LABELS.setdefault("is_secret", _("holds a link or a code"))
words(
    verbs={
        "notifications.mark_sent": _("ticked a message as sent"),
        "notifications.unmark_sent": _("took the tick of a sent message back"),
        "notifications.retry": _("asked for a message to be sent again"),
        "notifications.cancel": _("cancelled a message"),
        "notifications.change_template": _("changed the words of a message"),
        "notifications.reset_template": _("went back to the usual words of a message"),
    },
    kinds={
        "notifications.message": _("message"),
        "notifications.messagetemplate": _("words of a message"),
    },
)
