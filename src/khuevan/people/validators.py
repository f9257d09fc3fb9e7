"""What a password has to be, in our words: Django has no Vietnamese for some of these."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError

SENTENCES = {
    "password_too_short": _("The password is too short: it needs at least %(min_length)d characters."),
    "password_too_common": _("This password is one of the most common ones. Choose another."),
    "password_too_similar": _("This password is too much like your user name or e-mail address."),
}


def in_our_words(error: ValidationError) -> ValidationError:
    sentence = SENTENCES.get(error.code or "")
    return ValidationError(sentence, error.code, error.params) if sentence else error


def strong_password(password: str, user: Any) -> str:  # noqa: ANN401 - a User, stored or not
    """``password``, when ``user`` may have it.  Raises ``password_refused`` with the first reason."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        reason = in_our_words(error.error_list[0])
        raise DomainError("password_refused", "%(reason)s", reason=reason.messages[0]) from error
    return password
