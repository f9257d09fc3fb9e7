"""What a mail server's no means, in one sentence.  Its own words may hold addresses and are in any language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES: Final[dict[int, Promise]] = {
    421: gettext_lazy("The mail server asks us to come back later"),
    450: gettext_lazy("The mailbox cannot be reached just now"),
    451: gettext_lazy("The mail server cannot take the message just now"),
    452: gettext_lazy("The mail server or the mailbox has no room just now"),
    550: gettext_lazy("The mail server knows no such address, or does not let our message in"),
    551: gettext_lazy("The addressee is at another mail server"),
    552: gettext_lazy("The mailbox is full, or the message too large for it"),
    553: gettext_lazy("The mail server does not take this address as it is written"),
    554: gettext_lazy("The mail server refused the message, perhaps as unwanted mail"),
}


def sentence(code: int) -> str:
    if code in _SENTENCES:
        words = str(_SENTENCES[code])
    elif code >= 500:
        words = _("The mail server refused the message")
    else:
        words = _("The mail server did not take the message this time")
    return _("%(words)s (code %(code)s).") % {"words": words, "code": code}
