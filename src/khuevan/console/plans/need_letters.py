"""Writing to agencies about their needs: whom a first letter or a reminder reaches, how it reads, one press to send."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from khuevan.console.plans.needs import CHANGE, call_address, call_of, call_page
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.need_notices import (
    CALL,
    REMINDER,
    NeedRound,
    needs_preview,
    remind_needs,
    send_need_calls,
    to_tell,
)
from khuevan.notifications.enums import Channel, MessageState


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, call: int, *, again: bool) -> HttpResponse:
    """Asks before it sends: how many by e-mail, who gets a text to copy, who has no contact at all."""
    found = call_of(request, call, CHANGE)
    if request.method == "POST":

        def work() -> None:
            sent = (remind_needs if again else send_need_calls)(request.user, found)
            notice(request, _said(sent))

        return act(request, work, call_address(found))
    whom = to_tell(found, again=again)
    context = {
        "again": again,
        "heading": _("Remind the agencies that have not answered") if again else _("Send the call to the agencies"),
        "found": whom,
        "told_words": _("Written to today already") if again else _("Got the call already"),
        "preview": needs_preview(found, whom.reached[0], again=again) if whom.reached else None,
        "to_copy": _to_copy(again=again),
    }
    return form_page(call_page(request, found, "board", "console/plans/need_letters.html", context))


def _said(sent: NeedRound) -> str:
    mails, texts, nobody = len(sent.mailed), len(sent.by_hand), len(sent.unknown)
    said = []
    if mails:
        words = ngettext("%(count)s e-mail is on its way.", "%(count)s e-mails are on their way.", mails)
        said.append(words % {"count": thousands(mails)})
    if texts:
        words = ngettext(
            "%(count)s text waits among the messages to be copied into Zalo.",
            "%(count)s texts wait among the messages to be copied into Zalo.",
            texts,
        )
        said.append(words % {"count": thousands(texts)})
    if nobody:
        words = ngettext("%(count)s agency has no contact.", "%(count)s agencies have no contact.", nobody)
        said.append(words % {"count": thousands(nobody)})
    return " ".join(said)


def _to_copy(*, again: bool) -> str:
    """The messages that wait to be copied by hand, each with its text and QR code."""
    asked = {"loai": REMINDER if again else CALL, "cach": Channel.HAND, "trang_thai": MessageState.WAITING}
    return f"{reverse('console:messages')}?{urlencode(asked)}"


_CALL = "nhu-cau/<int:call>/"
urlpatterns = [
    path(f"{_CALL}gui/", letters, {"again": False}, name="need_send"),
    path(f"{_CALL}nhac/", letters, {"again": True}, name="need_remind"),
]
