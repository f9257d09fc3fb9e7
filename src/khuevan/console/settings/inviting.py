"""Invitations as administrators see them; the link is shown once, to copy or to print."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.settings.shell import PARTS, administrators_only
from khuevan.core.history import readable
from khuevan.core.qr import qr_image
from khuevan.core.screens import act, answer_form, notice
from khuevan.people.domain.invitations import reissue_invitation, revoke_invitation
from khuevan.people.interfaces.access_forms import InviteForm
from khuevan.people.interfaces.audit import entries_about
from khuevan.people.models import Invitation
from khuevan.people.sealing import seal, unseal


@administrators_only
def invite(request: HttpRequest) -> HttpResponse:
    def done(result: tuple[Invitation, str]) -> str:
        return _remember(request, *result)

    form = InviteForm(request.user, request.POST or None)
    return answer_form(request, form, "console/settings/invite.html", {"parts": PARTS}, done)


@administrators_only
@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("office__organization"), pk=pk)
    sealed = request.session.pop(_name(found), "")
    link = settings.KHUEVAN_BASE_URL + reverse("account_invitation", args=[unseal(sealed)]) if sealed else ""
    context = {
        "parts": PARTS,
        "invitation": found,
        "link": link,
        "qr": qr_image(link) if link else "",
        "history": readable(list(entries_about(request.user, found)[:20])),
    }
    return render(request, "console/settings/invitation.html", context)


@administrators_only
@require_POST
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    back = reverse("console:sent_invitation", args=[found.pk])
    return act(request, lambda: _remember(request, found, reissue_invitation(request.user, found)), back)


@administrators_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)

    def work() -> str:
        revoke_invitation(request.user, found)
        said = _("The invitation of %(name)s is taken back; its link does not work any more.")
        notice(request, said % {"name": found})
        return reverse("console:users")

    return act(request, work, reverse("console:sent_invitation", args=[found.pk]))


def _remember(request: HttpRequest, invitation: Invitation, token: str) -> str:
    """Keeps the secret, sealed, for the one page that shows it."""
    request.session[_name(invitation)] = seal(token)
    return reverse("console:sent_invitation", args=[invitation.pk])


def _name(invitation: Invitation) -> str:
    return f"invitation.{invitation.pk}"
