"""Forms of accounts, in our words: Django and allauth have no Vietnamese for some of theirs."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "password_too_short": _("The password is too short: it needs at least %(min_length)d characters."),
    "password_too_common": _("This password is one of the most common ones. Choose another."),
    "password_too_similar": _("This password is too much like your user name or e-mail address."),
}


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth is untyped
    """Sign-in with our labels alone: allauth's placeholders are English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they come
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Change of one's own password in our words: Django and allauth have no Vietnamese for these."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they come
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 - a text, an error or several
        if field == "password2" and isinstance(error, str | Promise):
            error = _("The two new passwords are not the same.")
        elif isinstance(error, ValidationError) and hasattr(error, "error_list"):
            error = [_said(one) for one in error.error_list]
        super().add_error(field, error)


def _said(error: ValidationError) -> ValidationError:
    sentence = SENTENCES.get(error.code or "")
    return ValidationError(sentence, error.code, error.params) if sentence else error
