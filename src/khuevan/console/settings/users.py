"""Colleagues: who works in the offices of an administrator, and as what."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.settings.shell import PARTS, administrators_only
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.history import readable
from khuevan.core.screens import act, notice
from khuevan.people.access import forget_second_step_answer
from khuevan.people.domain.colleagues import close_account, remove_colleague, reopen_account, reset_second_step
from khuevan.people.domain.offices import reset_password
from khuevan.people.interfaces.access_forms import RolesForm
from khuevan.people.interfaces.audit import entries_about
from khuevan.people.models import Invitation, Office, Role, User
from khuevan.people.sealing import seal, unseal

ROWS = 50
MOST_ENTRIES = 50


@administrators_only
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    page = Paginator(_colleagues(request.user).order_by("full_name", "pk"), ROWS).get_page(request.GET.get("trang"))
    waiting = Invitation.objects.visible_to(request.user).filter(accepted_at=None, revoked_at=None)
    context = {
        "parts": PARTS,
        "page": page,
        "waiting": waiting.select_related("office__organization"),
        "several_offices": Office.objects.administered_by(request.user).count() > 1,
    }
    return render(request, "console/settings/users.html", context)


@administrators_only
@require_safe
def user(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_colleagues(request.user), pk=pk)
    return _user_page(request, found)


@administrators_only
@require_POST
def change_roles(request: HttpRequest, pk: int, office_pk: int) -> HttpResponse:
    found, office = _at_work(request.user, pk, office_pk)
    form = RolesForm(request.user, request.POST, office, found)
    if form.is_valid():
        try:
            form.perform()
        except DomainError as error:
            form.refuse(error)
        else:
            notice(request, _("The roles of %(name)s are saved.") % {"name": found})
            return HttpResponseRedirect(_address(request.user, found))
    return _user_page(request, found, form)


@administrators_only
@require_POST
def act_on_user(request: HttpRequest, pk: int, office_pk: int, deed: str) -> HttpResponse:
    """One of the buttons on the page of a colleague."""
    found, office = _at_work(request.user, pk, office_pk)
    return act(request, lambda: DEEDS[deed](request, office, found), _address(request.user, found))


def _remove(request: HttpRequest, office: Office, user: User) -> str:
    remove_colleague(request.user, office, user)
    notice(request, _("%(name)s works in %(office)s no more; what they did stays.") % {"name": user, "office": office})
    return _address(request.user, user)


def _close(request: HttpRequest, office: Office, user: User) -> None:
    close_account(request.user, office, user)
    notice(request, _("The account of %(name)s is closed; its sessions have ended.") % {"name": user})


def _reopen(request: HttpRequest, office: Office, user: User) -> None:
    reopen_account(request.user, office, user)
    notice(request, _("The account of %(name)s is open again.") % {"name": user})


def _reset_second_step(request: HttpRequest, office: Office, user: User) -> None:
    reset_second_step(request.user, office, user)
    forget_second_step_answer(user)
    notice(request, _("%(name)s signs in with the password alone and can set up a new telephone.") % {"name": user})


def _reset_password(request: HttpRequest, office: Office, user: User) -> None:
    password = reset_password(request.user, office=office, user=user)
    request.session[_password_name(user)] = seal(password)


DEEDS = {
    "roi-don-vi": _remove,
    "khoa": _close,
    "mo-lai": _reopen,
    "bo-buoc-hai": _reset_second_step,
    "mat-khau": _reset_password,
}


def _colleagues(actor: Actor) -> QuerySet[User]:
    """With what the pages show; of other offices no more than that there are some."""
    offices = Office.objects.administered_by(actor)
    here = Role.objects.filter(office__in=offices).select_related("office__organization").order_by("office", "kind")
    elsewhere = Role.objects.filter(user=OuterRef("pk")).exclude(office__in=offices)
    telephone = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        User.objects.administered_by(actor)
        .annotate(works_elsewhere=Exists(elsewhere), second_step=Exists(telephone))
        .prefetch_related(Prefetch("roles", here, to_attr="roles_here"))
    )


def _at_work(actor: Actor, pk: int, office_pk: int) -> tuple[User, Office]:
    office = get_object_or_404(Office.objects.administered_by(actor), pk=office_pk)
    return get_object_or_404(_colleagues(actor).filter(roles__office=office).distinct(), pk=pk), office


def _user_page(request: HttpRequest, found: User, sent: RolesForm | None = None) -> HttpResponse:
    roles: list[Role] = found.roles_here  # type: ignore[attr-defined]  # prefetched by _colleagues
    offices = list({role.office_id: role.office for role in roles}.values())
    context: dict[str, Any] = {
        "parts": PARTS,
        "colleague": found,
        "offices": [(office, _form_of(request, office, found, sent)) for office in offices],
        "first_office": offices[0],
        "is_me": found == request.user,
        "history": readable(list(entries_about(request.user, found)[:MOST_ENTRIES])),
        "password": _password_once(request, found),
    }
    return render(request, "console/settings/user.html", context, status=422 if sent else 200)


def _form_of(request: HttpRequest, office: Office, user: User, sent: RolesForm | None) -> RolesForm:
    return sent if sent and sent.office == office else RolesForm(request.user, None, office, user)


def _address(actor: Actor, user: User) -> str:
    """The page of a colleague, while they are one."""
    if User.objects.administered_by(actor).filter(pk=user.pk).exists():
        return reverse("console:user", args=[user.pk])
    return reverse("console:users")


def _password_name(user: User) -> str:
    return f"new_password.{user.pk}"


def _password_once(request: HttpRequest, user: User) -> str:
    sealed = request.session.pop(_password_name(user), "")
    return unseal(sealed) if sealed else ""
