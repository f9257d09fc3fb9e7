"""Forms of bodies: what they are, what became of them, whom to write to, groups, alias names."""

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField, VerbForm
from khuevan.people.domain.contacts import add_contact, change_contact
from khuevan.people.domain.groups import add_group, change_group, join_group
from khuevan.people.domain.naming import learn_alias
from khuevan.people.domain.organizations import LAST, add_organization, change_organization
from khuevan.people.domain.succession import change_succession, rename_body, succeed
from khuevan.people.enums import ContactSlot, OrganizationKind, SuccessionKind
from khuevan.people.interfaces.choosing import ChoosingForm, OrganizationField, organization_of
from khuevan.people.models import Contact, Office, Organization, OrganizationAlias, OrganizationGroup, Succession


class OrganizationForm(ChoosingForm):
    error_fields: ClassVar = {
        "organization_without_name": "name",
        "ends_before_start": "valid_to",
        "parent_of_itself": "parent",
    }

    name = forms.CharField(label=_("name"), max_length=250)
    short_name = forms.CharField(label=_("short name"), max_length=120, required=False)
    symbol = forms.CharField(label=_("symbol in document numbers"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=OrganizationKind.choices, initial=OrganizationKind.OTHER)
    parent = OrganizationField(label=_("belongs to"), required=False, may_be_new=False)
    issues_documents = forms.BooleanField(
        label=_("has a seal and a symbol of its own"),
        required=False,
        initial=True,
        help_text=_("Without: a unit that writes under the letterhead of the body it belongs to."),
    )
    head_title = forms.CharField(
        label=_("title of its head"), max_length=80, required=False, help_text=_("As in signatures: Giám đốc.")
    )
    place_name = forms.CharField(label=_("place named in documents"), max_length=120, required=False)
    area_code = forms.CharField(label=_("code of the place"), max_length=10, required=False)
    protocol_order = forms.IntegerField(
        label=_("protocol order"),
        min_value=1,
        max_value=LAST,
        required=False,
        help_text=_("The smaller the number, the earlier in lists; empty stands at the end."),
    )
    valid_from = DateField(label=_("exists since"), required=False)
    valid_to = DateField(label=_("existed until"), required=False)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Organization
        order = instance.protocol_order
        return {**super().values_of(instance), "protocol_order": None if order == LAST else order}

    def perform(self) -> Organization:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        values["protocol_order"] = values["protocol_order"] or LAST
        if isinstance(self.instance, Organization):
            change_organization(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return add_organization(self.actor, **values)


class SuccessionForm(ChoosingForm):
    """What became of ``body``, one successor at a time; a body that was split is asked about once for each."""

    error_fields: ClassVar = {
        "successor_missing": "successor",
        "succeeds_itself": "successor",
        "successor_not_there": "on",
        "succession_circle": "successor",
        "ended_already": "on",
        "ends_before_start": "on",
        "organization_without_name": "new_name",
    }

    kind = forms.ChoiceField(label=_("what happened"), choices=SuccessionKind.choices, widget=forms.RadioSelect)
    on = DateField(
        label=_("in force from"), help_text=_("The first day of the new order; the body ends the day before.")
    )
    new_name = forms.CharField(
        label=_("new name"), max_length=250, required=False, help_text=_("Only when it was renamed.")
    )
    successor = OrganizationField(
        label=_("who took over"), required=False, help_text=_("When it was merged, split or part of its work moved.")
    )
    scope = forms.CharField(
        label=_("work taken over"),
        max_length=300,
        required=False,
        help_text=_("When only part of the work went there, such as press and foreign information."),
    )
    document = forms.CharField(label=_("by document"), max_length=200, required=False)

    def __init__(self, actor: Any, *args: Any, body: Organization, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.body = body
        super().__init__(actor, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == SuccessionKind.RENAMED and not (values.get("new_name") or values.get("successor")):
            self.add_error("new_name", _("Say the new name."))
        return values

    def perform(self) -> Organization:
        values = self.cleaned_data
        kind, on, document = SuccessionKind(values["kind"]), values["on"], values["document"]
        if kind == SuccessionKind.RENAMED and values["successor"] is None:
            return rename_body(self.actor, self.body, on=on, document=document, name=values["new_name"], short_name="")
        successor = None if kind == SuccessionKind.DISSOLVED else organization_of(self.actor, values["successor"])
        more = {"on": on, "scope": values["scope"], "document": document}
        succeed(self.actor, self.body, successor, kind=kind, **more)
        return successor or self.body


class SuccessionChangeForm(VerbForm):
    """Day, share and document of what was said already."""

    error_fields: ClassVar = {"successor_not_there": "on", "ends_before_start": "on", "succession_circle": "on"}

    on = DateField(label=_("in force from"))
    scope = forms.CharField(label=_("work taken over"), max_length=300, required=False)
    document = forms.CharField(label=_("by document"), max_length=200, required=False)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Succession
        return {**super().values_of(instance), "document": instance.record}

    def perform(self) -> Succession:
        if not isinstance(self.instance, Succession):
            raise TypeError(self.instance)
        values = {name: self.cleaned_data[name] for name in ("on", "scope", "document")}
        change_succession(self.actor, self.instance, seen=self.seen_stamp, **values)
        return self.instance


class ContactForm(VerbForm):
    error_fields: ClassVar = {"contact_empty": "name"}

    slot = forms.ChoiceField(label=_("for what"), choices=ContactSlot.choices, initial=ContactSlot.FOCAL)
    name = forms.CharField(label=_("full name"), max_length=150, required=False)
    position = forms.CharField(label=_("position"), max_length=250, required=False)
    phone = forms.CharField(
        label=_("telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("e-mail"), required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, actor: Any, *args: Any, body: Organization, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.body = body
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> Contact:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if isinstance(self.instance, Contact):
            change_contact(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return add_contact(self.actor, self.body, **values)


class ContactSheetForm(forms.Form):
    """A file of contacts."""

    sheet = forms.FileField(
        label=_("list of contacts"),
        widget=forms.FileInput(attrs={"class": "form-control"}),
        help_text=_("Excel, Word or text; the heading row names the agency and who is written to, in any order."),
    )

    def clean_sheet(self) -> Any:  # noqa: ANN401 - an uploaded file
        file = self.cleaned_data["sheet"]
        if not PurePath(file.name or "").suffix:
            raise forms.ValidationError(_("The name of the file has no ending, such as .xlsx."))
        return file


class GroupForm(VerbForm):
    error_fields: ClassVar = {"group_without_name": "name", "group_known": "name"}

    name = forms.CharField(label=_("name of the group"), max_length=120)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def perform(self) -> OrganizationGroup:
        name, note = self.cleaned_data["name"], self.cleaned_data["note"]
        if isinstance(self.instance, OrganizationGroup):
            change_group(self.actor, self.instance, name=name, note=note, seen=self.seen_stamp)
            return self.instance
        return add_group(self.actor, _own_office(self.actor), name=name, note=note)


class JoinForm(ChoosingForm):
    """A body for a group, by typing its name."""

    organization = OrganizationField(label=_("organization"), may_be_new=False)

    def __init__(self, actor: Any, *args: Any, group: OrganizationGroup, **kwargs: Any) -> None:  # noqa: ANN401
        self.group = group
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> Organization:
        body: Organization = self.cleaned_data["organization"]
        if not join_group(self.actor, self.group, [body]):
            raise DomainError("member_already", _("%(name)s is in the group already."), name=body.name)
        return body


class AliasForm(ChoosingForm):
    """How lists write a body."""

    error_fields: ClassVar = {"alias_without_name": "written"}

    written = forms.CharField(label=_("as written"), max_length=250)
    organization = OrganizationField(label=_("means"), may_be_new=False)

    def perform(self) -> OrganizationAlias:
        office = _own_office(self.actor)
        return learn_alias(self.actor, office, self.cleaned_data["written"], self.cleaned_data["organization"])


def _own_office(actor: Any) -> Office:  # noqa: ANN401 - any actor
    """The office that what somebody enters belongs to: the first they work for.  Raises ``no_office``."""
    office = Office.objects.of_staff(actor).first()
    if office is None:
        raise DomainError("no_office", _("Your account works for no office."))
    return office
