"""Forms for guests and for parts in the ceremonies: answers, several guests at once, who does what in which."""

from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.training.domain import arrangements, people_changes
from khuevan.training.domain.guests.ceremonies import OWN, set_ceremony
from khuevan.training.domain.guests.inviting import MOST_AT_ONCE, invite_guests, set_guest_state
from khuevan.training.enums import Ceremony, CeremonyKind, GuestState
from khuevan.training.interfaces.forms.arrangements import CeremonyRoleForm
from khuevan.training.interfaces.guest_lines import Known, Offered, offered, read_guests
from khuevan.training.models import CeremonyRole, Guest, TrainingClass

LEAVE, NEW = "bo", "moi"
"""What may be chosen for a line beside somebody known: leave it out, or somebody new."""


class GuestAnswerForm(VerbForm):
    """What a guest said, or what the office wants to remember of them."""

    error_fields = {"nobody_instead": "comes_instead"}
    state = forms.ChoiceField(label=_("what is known"), widget=forms.RadioSelect)
    comes_instead = forms.CharField(
        label=_("who comes instead"),
        required=False,
        max_length=250,
        help_text=_("As it is read out: form of address, name, post. Only where the guest cannot come."),
    )
    is_introduced = forms.BooleanField(label=_("is introduced by name"), required=False)
    note = forms.CharField(label=_("note"), required=False, max_length=300)

    def __init__(self, actor: Actor, *args: Any, guest: Guest, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(actor, *args, instance=guest, **kwargs)
        self.guest = guest
        choices = [(value, capfirst(str(label))) for value, label in GuestState.choices]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def perform(self) -> Guest:
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "state"}}
        set_guest_state(self.actor, self.guest, self.cleaned_data["state"], **values, seen=self.seen_stamp)
        return self.guest


class PasteGuestsForm(VerbForm):
    """Lines of guests; once read, each says whom it means (``ai-1``): somebody known, somebody new, nobody."""

    lines = forms.CharField(
        label=_("one guest a line"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Form of address, name, then post and body: “Ông Nguyễn Văn A, Phó Chủ tịch UBND tỉnh”."),
    )

    def __init__(self, actor: Actor, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.training_class = training_class
        self.rows: list[tuple[Offered, str, list[tuple[str, str]]]] = []

    def clean_lines(self) -> str:
        text = str(self.cleaned_data["lines"])
        found = offered(self.actor, read_guests(text))
        if len(found) > MOST_AT_ONCE:
            words = _now("At most %(count)s guests are entered at once.")
            raise forms.ValidationError(words % {"count": MOST_AT_ONCE})
        self.rows = [(row, self._picked(row), _choices(row)) for row in found]
        return text

    def _picked(self, row: Offered) -> str:
        """What was chosen for a line; the only one of that name is proposed."""
        said = str(self.data.get(f"ai-{row.line.number}", "")).strip()
        if said in {value for value, _words in _choices(row)}:
            return said
        if not row.is_readable:
            return LEAVE
        return str(row.known[0].person.pk) if len(row.known) == 1 else NEW

    @property
    def unread(self) -> list[str]:
        return [row.line.text for row, _picked, _offers in self.rows if not row.is_readable]

    @property
    def ready(self) -> int:
        return sum(picked != LEAVE for _row, picked, _offers in self.rows)

    def perform(self) -> list[Guest]:
        wanted = []
        for row, picked, _offers in self.rows:
            if picked != LEAVE:
                known = next((one.person for one in row.known if str(one.person.pk) == picked), None)
                wanted.append(row.as_guest(known))
        return invite_guests(self.actor, self.training_class, wanted)


def _choices(row: Offered) -> list[tuple[str, str]]:
    if not row.is_readable:
        return [(LEAVE, _now("cannot be read: write it anew above"))]
    if not row.line.name:
        return [(NEW, _now("invited as a body, the person is not known yet")), (LEAVE, _now("leave this line out"))]
    known = [(str(one.person.pk), _known_words(one)) for one in row.known]
    return [*known, (NEW, _now("somebody new")), (LEAVE, _now("leave this line out"))]


def _known_words(one: Known) -> str:
    words = _now("in the directory: %(name)s") % {"name": one.person.addressed}
    return f"{words}, {one.post}" if one.post else words


class CeremonyPartForm(CeremonyRoleForm):
    """Who has which part, and in which of the two ceremonies."""

    ceremony = forms.ChoiceField(label=_("in which ceremony"), required=False)
    note = forms.CharField(
        label=_("note"), required=False, max_length=300, help_text=_("What the MC should know, or what is handed over.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        usual = _now("as usual for the part; both where nothing is usual")
        choices = [("", capfirst(usual)), *((value, capfirst(str(label))) for value, label in Ceremony.choices)]
        self.fields["ceremony"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.order_fields(("kind", "ceremony", "person", "title", "organization", "note"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        own = OWN.get(values.get("kind", ""))
        if own and values.get("ceremony") not in {"", own, None}:
            self.add_error("ceremony", str(_("This speech belongs to the other ceremony.")))
        return values

    @transaction.atomic
    def perform(self) -> CeremonyRole:
        values = self.values()
        place = {"ceremony": values.pop("ceremony"), "note": values.pop("note")}
        if self.instance is None:
            role: CeremonyRole = arrangements.give_ceremony_role(
                self.actor, self.training_class, CeremonyKind(values.pop("kind")), **values
            )
        else:
            role = cast("CeremonyRole", self.instance)
            people_changes.change_ceremony_role(self.actor, role, **values, seen=self.seen_stamp)
        set_ceremony(self.actor, role, **place)
        return role
