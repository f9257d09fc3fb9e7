"""Forms of accounts, in our words: Django and allauth have no Vietnamese for some of theirs."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.people.domain.second_step import use_code
from khuevan.people.validators import in_our_words


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
            error = [in_our_words(one) for one in error.error_list]
        super().add_error(field, error)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The code after the password; telephones and papers show it in groups, so blanks do not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they come
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        was_right = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = use_code(self.user, code)
        except DomainError as error:
            raise ValidationError(error.message, error.code) from error
        self.authenticator.user = self.user
        was_right()
        return code
