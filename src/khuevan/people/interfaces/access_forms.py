"""Forms around accounts: inviting, coming in, roles, the second step."""

from typing import Any, ClassVar

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.people.domain.colleagues import colleague_roles, require_second_step, roles_stamp, set_roles
from khuevan.people.domain.invitations import accept_invitation, invite_colleague
from khuevan.people.domain.second_step import renew_paper_codes, turn_off_second_step, turn_on_second_step, use_code
from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Invitation, Office, User

_NEW_PASSWORD = {"autocomplete": "new-password"}


def roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(kind.value, kind.label) for kind in RoleKind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class InviteForm(VerbForm):
    """A colleague who is to get a link."""

    error_fields: ClassVar[dict[str, str]] = {
        "name_missing": "full_name",
        "roles_missing": "kinds",
        "username_invited": "username",
        "username_taken": "username",
        "username_like_email": "username",
        "email_taken": "email",
    }
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none(), empty_label=None)
    full_name = forms.CharField(label=_("full name"), max_length=150)
    username = forms.CharField(
        label=_("user name"), max_length=150, help_text=_("Letters without marks, digits, dots; as in thuhang.pham.")
    )
    email = forms.EmailField(
        label=_("e-mail"), required=False, help_text=_("May be used to sign in, in place of the user name.")
    )
    kinds = roles_field()

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(actor, *args, **kwargs)
        offices = Office.objects.administered_by(actor).select_related("organization")
        field = self.fields["office"]
        field.queryset = offices  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), offices[0].pk

    def perform(self) -> tuple[Invitation, str]:
        values = {name: self.cleaned_data[name] for name in ("office", "full_name", "username", "email", "kinds")}
        return invite_colleague(self.actor, **values)


class RolesForm(VerbForm):
    """The roles of one colleague in one office; what counts as changed are the roles, not the account."""

    error_fields: ClassVar[dict[str, str]] = {"roles_missing": "kinds", "last_administrator": "kinds"}
    kinds = roles_field()

    def __init__(self, actor: Actor, data: Any, office: Office, user: User) -> None:  # noqa: ANN401 - POST data or None
        self.office, self.user = office, user
        had = colleague_roles(office, user)
        super().__init__(
            actor, data, initial={"kinds": had, "seen": roles_stamp(had)}, prefix=f"o{office.pk}", auto_id="id_%s"
        )

    def perform(self) -> None:
        set_roles(self.actor, self.office, self.user, self.cleaned_data["kinds"], self.seen_stamp)

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        if error.code == "changed_meanwhile":
            data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("seen")] = roles_stamp(colleague_roles(self.office, self.user))
            self.data = data


class SecondStepRuleForm(VerbForm):
    """From whom an office wants a second step."""

    requires_second_step = forms.ChoiceField(
        label=_("second step at sign-in"), choices=SecondStep.choices, widget=forms.RadioSelect
    )

    def __init__(self, actor: Actor, data: Any, office: Office) -> None:  # noqa: ANN401 - POST data or None
        super().__init__(actor, data, instance=office, prefix=f"o{office.pk}")

    def perform(self) -> None:
        office: models.Model | None = self.instance
        if isinstance(office, Office):
            require_second_step(self.actor, office, self.cleaned_data["requires_second_step"], self.seen_stamp)


class NewPasswordForm(VerbForm):
    """Comes in by an invitation with a new account."""

    error_fields: ClassVar[dict[str, str]] = {"password_refused": "password1"}
    password1 = forms.CharField(
        label=_("password"), strip=False, widget=forms.PasswordInput(attrs={**_NEW_PASSWORD, "autofocus": True})
    )
    password2 = forms.CharField(
        label=_("password once more"), strip=False, widget=forms.PasswordInput(attrs=_NEW_PASSWORD)
    )

    def __init__(self, actor: Actor, data: Any, token: str) -> None:  # noqa: ANN401 - POST data or None
        self.token = token
        super().__init__(actor, data)

    def clean_password2(self) -> str:
        again = str(self.cleaned_data["password2"])
        if again != self.cleaned_data.get("password1"):
            raise ValidationError(_("The two passwords are not the same."))
        return again

    def perform(self) -> User:
        return accept_invitation(self.actor, token=self.token, password=self.cleaned_data["password1"])


class OwnPasswordForm(VerbForm):
    """Asks for the present password before something that would help a stranger at an open screen."""

    error_fields: ClassVar[dict[str, str]] = {"wrong_code": "code"}
    password = forms.CharField(
        label=_("present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user
        super().__init__(user, request.POST if request.method == "POST" else None)

    def clean_password(self) -> str:
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise ValidationError(_("Too many attempts. Wait a few minutes, then try again."))
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("The present password is not right."))
        return password


class SecondStepOnForm(OwnPasswordForm):
    """Shows that the telephone knows the secret."""

    def __init__(self, request: HttpRequest, user: User, secret: str) -> None:
        self.secret = secret
        super().__init__(request, user)
        self.fields["code"].label = _("code of six digits on the telephone")

    def perform(self) -> None:
        code = "".join(self.cleaned_data["code"].split())
        turn_on_second_step(self.actor, self.user, secret=self.secret, code=code)


class SecondStepOffForm(OwnPasswordForm):
    """Asks for the password and for a code that counts."""

    def perform(self) -> None:
        use_code(self.user, self.cleaned_data["code"])
        turn_off_second_step(self.actor, self.user)


class PaperCodesForm(OwnPasswordForm):
    """New codes for paper, for whoever has the telephone."""

    def perform(self) -> None:
        use_code(self.user, self.cleaned_data["code"])
        renew_paper_codes(self.actor, self.user)
