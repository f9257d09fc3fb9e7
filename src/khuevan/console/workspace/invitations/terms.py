"""On which terms agencies are asked: the form, the letter with its number, the short address to hand on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.invitations.shell import INVITE, TAB, board_address, invitation_of, invited_class
from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.permissions import may
from khuevan.core.qr import qr_image, qr_png
from khuevan.core.screens import act, answer_form, file_response, notice, staff_page
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.domain.phone_texts import invitation_text
from khuevan.nominations.interfaces.invitation_forms import LetterForm, TermsForm, use_letter
from khuevan.nominations.models import Invitation
from khuevan.records.interfaces.forms import SIGNERS, SYMBOLS
from khuevan.records.interfaces.known import known
from khuevan.records.models import Record
from khuevan.training.enums import ClassState, RecordPurpose

QR_SCALE = 16
"""Pixels a dot of the picture: some 500 on each side, sharp on paper and in Zalo."""


@staff_page
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepares the invitation, or changes its terms; from a new one it goes on to choosing whom to invite."""
    training_class = class_of(request, pk)
    if not may(request.user, INVITE, training_class):
        raise Http404
    instance = invitation_of(request, training_class)
    if instance is None and training_class.state not in OPEN | {ClassState.PLANNED}:
        raise Http404
    form = TermsForm(request.user, request.POST or None, training_class=training_class, instance=instance)

    def done(_invitation: Invitation) -> str:
        if instance is not None:
            notice(request, _("The terms of the invitation are saved."))
            return board_address(training_class)
        notice(request, _("The invitation is prepared. Choose now which agencies it goes to."))
        return reverse("console:class_invite", args=(pk,))

    context = {
        **workspace_context(training_class, TAB),
        "heading": _("Terms of the invitation") if instance else _("Prepare the invitation"),
        "submit": _("Save") if instance else _("Save and choose agencies"),
        "cancel": board_address(training_class),
    }
    return answer_form(request, form, "console/invitations/terms.html", context, done)


@staff_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, symbol and date of the letter, as e-office gave them."""
    training_class, invitation = invited_class(request, pk, INVITE)
    if not may(request.user, "training.attach_record", training_class):
        raise Http404
    form = LetterForm(request.user, request.POST or None, request.FILES or None, invitation=invitation)

    def done(document: Record) -> str:
        notice(request, _("The letter of invitation is %(what)s.") % {"what": document})
        return board_address(training_class)

    context = {
        **workspace_context(training_class, TAB),
        "heading": _("The official letter of invitation"),
        "cancel": board_address(training_class),
        "known": known(request.user, training_class.office),
        "symbols_id": SYMBOLS,
        "signers_id": SIGNERS,
        "filed": [] if invitation.record else filed_letters(invitation),
    }
    return answer_form(request, form, "console/invitations/letter.html", context, done)


def filed_letters(invitation: Invitation) -> list[Record]:
    """Letters of invitation that lie in the file of the class already."""
    rows = invitation.training_class.class_records.filter(purpose=RecordPurpose.INVITATION)
    return [one.record for one in rows.select_related("record__issuer")]


@staff_page
@require_POST
def choose_letter(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A letter of the file of the class is the one that asked the agencies."""
    training_class, invitation = invited_class(request, pk, INVITE)
    filed = Record.objects.visible_to(request.user).filter(
        class_records__training_class=training_class, class_records__purpose=RecordPurpose.INVITATION
    )
    found = get_object_or_404(filed.distinct(), pk=document)

    def work() -> None:
        use_letter(request.user, invitation, found)
        notice(request, _("The letter of invitation is %(what)s.") % {"what": found})

    return act(request, work, board_address(training_class))


@staff_page
@require_safe
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Short address and QR code, to print, to save as a picture, to send on Zalo."""
    training_class, invitation = invited_class(request, pk)
    address = invitation_address(invitation)
    context: dict[str, Any] = {
        "invitation": invitation,
        "address": address,
        "qr": qr_image(address),
        "zalo": invitation_text(invitation),
    }
    return workspace(request, training_class, TAB, context, template="console/invitations/share.html")


@staff_page
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code as PNG."""
    _training_class, invitation = invited_class(request, pk)
    return file_response(qr_png(invitation_address(invitation), scale=QR_SCALE), f"ma-qr-{invitation.code}.png")


urlpatterns = [
    path("dieu-kien/", terms, name="class_invitation_terms"),
    path("cong-van/", letter, name="class_invitation_letter"),
    path("cong-van/<int:document>/", choose_letter, name="class_invitation_letter_use"),
    path("dia-chi/", share, name="class_invitation_share"),
    path("ma-qr.png", picture, name="class_invitation_qr"),
]
