"""The parts of the settings that lie beside the messages: all of them for administrators, two for other staff."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.console.settings.shell import PARTS
from khuevan.core.actors import Actor
from khuevan.people.models import Office

type Part = tuple[str, str | Promise]

MESSAGE_PARTS: tuple[Part, ...] = (
    ("console:messages", _("Messages")),
    ("console:message_templates", _("Words of messages")),
)


def parts_for(actor: Actor) -> tuple[Part, ...]:
    return PARTS if Office.objects.administered_by(actor).exists() else MESSAGE_PARTS
