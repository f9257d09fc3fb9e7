"""My account: who I am here, where I am signed in, the second step."""

import time

from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.errors import DomainError
from khuevan.core.qr import qr_image
from khuevan.core.screens import act, notice, staff_page
from khuevan.people.access import forget_second_step_answer
from khuevan.people.browsers import browser_of, is_handheld
from khuevan.people.domain.second_step import has_second_step, is_required_of, new_secret, paper_codes
from khuevan.people.domain.sessions import end_other_sessions, end_session, open_sign_ins
from khuevan.people.interfaces.access_forms import OwnPasswordForm, PaperCodesForm, SecondStepOffForm, SecondStepOnForm
from khuevan.people.models import SignIn, User
from khuevan.people.qr import second_step_address
from khuevan.people.sealing import UnreadableSecretError, seal, unseal

_PENDING = "second_step_pending"
_CODES_UNTIL = "paper_codes_until"
CODES_SHOWN_SECONDS = 10 * 60


@staff_page
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    context = {
        "roles": user.roles.select_related("office__organization").order_by("office", "kind"),
        "second_step": has_second_step(user),
        "second_step_required": is_required_of(user),
        "devices": len(open_sign_ins(user)),
    }
    return render(request, "console/settings/account.html", context)


@staff_page
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    rows = [
        (row, browser_of(row.user_agent), is_handheld(row.user_agent), row.session_key == request.session.session_key)
        for row in open_sign_ins(_user(request))
    ]
    return render(request, "console/settings/devices.html", {"rows": rows, "others": len(rows) - 1})


@staff_page
@require_POST
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(request)
    row = get_object_or_404(SignIn, user=user, pk=pk)
    is_this_one = row.session_key == request.session.session_key
    browser = browser_of(row.user_agent)
    end_session(user, row)
    if is_this_one:
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    notice(request, _("Signed out of %(browser)s.") % {"browser": browser})
    return HttpResponseRedirect(reverse("console:devices"))


@staff_page
@require_POST
def end_other_devices(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        user = _user(request)
        ended = end_other_sessions(user, user, keep=request.session.session_key or "")
        said = ngettext("Signed out of %(count)s other browser.", "Signed out of %(count)s other browsers.", ended)
        notice(request, said % {"count": ended})

    return act(request, work, reverse("console:devices"))


@staff_page
@sensitive_post_parameters("password")
def second_step(request: HttpRequest) -> HttpResponse:
    """Sets the second step up; where it is on, says so."""
    user = _user(request)
    if has_second_step(user):
        left = {"required": is_required_of(user), "codes_left": len(paper_codes(user))}
        return render(request, "console/settings/second_step_on.html", left)
    secret = _pending_secret(request)
    form = SecondStepOnForm(request, user, secret)
    if _performed(request, form):
        request.session.pop(_PENDING, None)
        request.session[_CODES_UNTIL] = time.time() + CODES_SHOWN_SECONDS
        forget_second_step_answer(user)
        notice(request, _("The second step is on. Keep the codes below on paper."))
        return HttpResponseRedirect(_with_next(request, "console:paper_codes"))
    context: dict[str, object] = {
        "form": form,
        "qr": qr_image(second_step_address(user, secret)),
        "groups": [secret[start : start + 4] for start in range(0, len(secret), 4)],
        "required": is_required_of(user),
        "next": _next(request),
    }
    return render(request, "console/settings/second_step.html", context, status=_status(form))


@staff_page
@sensitive_post_parameters("password")
def second_step_off(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if not has_second_step(user):
        return HttpResponseRedirect(reverse("console:second_step"))
    form = SecondStepOffForm(request, user)
    if _performed(request, form):
        forget_second_step_answer(user)
        notice(request, _("The second step is off. Your password alone signs you in."))
        return HttpResponseRedirect(reverse("console:account"))
    context = {"form": form, "required": is_required_of(user)}
    return render(request, "console/settings/second_step_off.html", context, status=_status(form))


@staff_page
@sensitive_post_parameters("password")
def codes(request: HttpRequest) -> HttpResponse:
    """The codes for paper, for ten minutes after they were made; later, a form that makes new ones."""
    user = _user(request)
    if not has_second_step(user):
        return HttpResponseRedirect(reverse("console:second_step"))
    if request.method != "POST" and request.session.get(_CODES_UNTIL, 0) > time.time():
        shown = {"codes": [f"{code[:4]} {code[4:]}" for code in paper_codes(user)], "next": _next(request)}
        return render(request, "console/settings/paper_codes.html", shown)
    form = PaperCodesForm(request, user)
    if _performed(request, form):
        request.session[_CODES_UNTIL] = time.time() + CODES_SHOWN_SECONDS
        notice(request, _("New codes are made; the old ones count no more."))
        return HttpResponseRedirect(reverse("console:paper_codes"))
    context = {"form": form, "codes_left": len(paper_codes(user))}
    return render(request, "console/settings/paper_codes_renew.html", context, status=_status(form))


def _user(request: HttpRequest) -> User:
    """The signed-in account as the model it is; ``staff_page`` stands before."""
    user = get_user(request)  # request.user only stands for it, and verbs lock and refresh the object itself
    if not isinstance(user, User):
        raise TypeError(user)
    return user


def _performed(request: HttpRequest, form: OwnPasswordForm) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        form.perform()
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _status(form: OwnPasswordForm) -> int:
    return 422 if form.is_bound else 200


def _pending_secret(request: HttpRequest) -> str:
    """The same secret until it is confirmed, so that a page loaded again still fits the telephone."""
    try:
        return unseal(request.session.get(_PENDING, ""))
    except UnreadableSecretError:
        secret = new_secret()
        request.session[_PENDING] = seal(secret)
        return secret


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""


def _with_next(request: HttpRequest, name: str) -> str:
    following = _next(request)
    return f"{reverse(name)}?{urlencode({'next': following})}" if following else reverse(name)
