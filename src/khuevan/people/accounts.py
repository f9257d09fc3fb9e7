"""How allauth treats our accounts: staff are invited, nobody signs up; what it writes goes through our verbs."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.people.domain.sessions import change_password, sign_in
from khuevan.people.models import SignIn, User
from khuevan.people.sealing import seal, unseal

_MISMATCH = _("User name or password is not right. Check the Caps Lock key and the Vietnamese keyboard.")
NOTICES = {
    "account/messages/password_changed.txt": _("Your password is changed. Other browsers were signed out."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-up is closed; what people read is ours, because allauth has no Vietnamese for it."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "invalid_login": _MISMATCH,
        "enter_current_password": _("Enter your present password."),
        "incorrect_password": _("The present password is not right."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:  # noqa: ANN401
        """User names are given by the administrator, never made up."""

    def add_message(self, request: HttpRequest, level: int, message_template: str = "", *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Few of allauth's notices help anybody, and none is Vietnamese."""
        if message_template in NOTICES:
            messages.add_message(request, level, str(NOTICES[message_template]))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("console:account")

    def login(self, request: HttpRequest, user: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().login(request, user)
        key = request.session.session_key or ""
        sign_in(user, session_key=key, address=address_of(request), user_agent=agent_of(request))

    def logout(self, request: HttpRequest) -> None:
        SignIn.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        key = self.request.session.session_key or ""
        own = get_user(self.request)  # ``user`` may be what only stands for it
        if own != user or not isinstance(own, User):
            raise PermissionDenied
        change_password(own, own, password=password, keep=key)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Secrets of the second step are sealed with a key from the keys folder."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


def address_of(request: HttpRequest) -> str | None:
    """Where the request comes from, through the proxy if there is a trusted one; None on a local socket."""
    try:
        return str(AccountAdapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
