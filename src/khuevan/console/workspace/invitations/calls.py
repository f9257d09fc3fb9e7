"""Agencies that have not answered: called, written to on Zalo, reminded by e-mail; the personal links sent first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.invitations.board import links_said
from khuevan.console.workspace.invitations.shell import INVITE, TAB, board_address, invited_class, quota_of, rights
from khuevan.console.workspace.shell import workspace
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.answers import AgencyRow, board
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.domain.phone_texts import reminder_text
from khuevan.nominations.domain.previews import invitation_preview, reminder_preview
from khuevan.nominations.domain.reminding import forget_call, remind, send_links, to_invite, to_remind


@dataclass(frozen=True)
class Call:
    """One agency to call, and the text for Zalo."""

    row: AgencyRow
    text: str


@staff_page
@require_safe
def calls(request: HttpRequest, pk: int) -> HttpResponse:
    """The telephone list in protocol order; who was called today stands below the others."""
    training_class, invitation = invited_class(request, pk)
    silent = [row for row in board(invitation).rows if row.is_silent]
    silent.sort(key=lambda row: row.quota.reminded_at is not None)
    context = {
        "invitation": invitation,
        "part": "calls",
        "calls": [Call(row, reminder_text(row.quota)) for row in silent],
        "reminded": sum(row.quota.reminded_at is not None for row in silent),
        "is_open": training_class.state in OPEN,
        **rights(request.user, training_class),
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/invitations/calls.html"))


@staff_page
@require_POST
def uncalled(request: HttpRequest, pk: int, quota: int) -> HttpResponse:
    _training_class, invitation = invited_class(request, pk)
    found = quota_of(request, invitation, quota)

    def work() -> None:
        forget_call(request.user, found)
        notice(request, _("%(name)s: the tick is taken back.") % {"name": found.name})

    return act(request, work, reverse("console:class_calls", args=(pk,)))


@staff_page
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a reminder reaches and how it reads; a press sends it to all of them."""
    training_class, invitation = invited_class(request, pk, INVITE)
    if request.method == "POST":

        def work() -> None:
            sent = len(remind(request.user, invitation).mailed)
            words = ngettext(
                "%(count)s reminder is on its way by e-mail.", "%(count)s reminders are on their way by e-mail.", sent
            )
            notice(request, words % {"count": thousands(sent)})

        return act(request, work, reverse("console:class_calls", args=(pk,)))
    found = to_remind(invitation)
    context = {
        "invitation": invitation,
        "part": "calls",
        "heading": _("Remind by e-mail"),
        "found": found,
        "told_words": _("Reminded today already"),
        "preview": reminder_preview(found.mailed[0].quota) if found.mailed else None,
        "is_open": training_class.state in OPEN,
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/invitations/mail.html"))


@staff_page
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the invitation with a personal link reaches and how it reads."""
    training_class, invitation = invited_class(request, pk, INVITE)
    if request.method == "POST":

        def work() -> None:
            notice(request, links_said(len(send_links(request.user, invitation).mailed)))

        return act(request, work, board_address(training_class))
    found = to_invite(invitation)
    context = {
        "invitation": invitation,
        "part": "links",
        "heading": _("Send the personal links by e-mail"),
        "found": found,
        "told_words": _("Got their link already"),
        "preview": invitation_preview(found.mailed[0].quota) if found.mailed else None,
        "is_open": training_class.state in OPEN,
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/invitations/mail.html"))


urlpatterns = [
    path("goi/", calls, name="class_calls"),
    path("don-vi/<int:quota>/chua-goi/", uncalled, name="class_quota_uncalled"),
    path("nhac/", reminders, name="class_reminders"),
    path("duong-dan/", links, name="class_links"),
]
