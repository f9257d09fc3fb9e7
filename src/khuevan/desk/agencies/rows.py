"""One person as an agency types or checks them: the same reading, with the same sentences, as a list of an officer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.nominations.domain.drafts import LABELS
from khuevan.nominations.domain.nominees import Nominee, nominee_of_row
from khuevan.nominations.models import Invitation, Nomination
from khuevan.people.enums import Gender
from khuevan.people.identity import digits_of, unseal_citizen_id
from khuevan.people.models import Person
from khuevan.readers.roster import Level, Place, Problem, RosterRow
from khuevan.readers.roster.retyped import RETYPED, retype

FIELDS = ("full_name", "birth", "gender", "position", "organization", "phone", "email", "ethnicity", "party_member",
          "citizen_id", "note")  # fmt: skip
"""Everything that can be asked of a nominee, in the order of a list."""
SENSITIVE = frozenset({"citizen_id", "ethnicity", "party_member"})
KEPT_IF_THERE = frozenset({"email", "note"})
"""Shown too where nobody asked for them and a list brought them: nothing is sent that was not seen."""
_SHOWN_GENDER = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}


def _genders() -> list[tuple[str, str]]:
    return [("", "—"), ("Nam", capfirst(_("male"))), ("Nữ", capfirst(_("female")))]


def _yes_no() -> list[tuple[str, str]]:
    return [("", "—"), ("co", capfirst(_("yes"))), ("khong", capfirst(_("no")))]


_LONGEST = {"full_name": 150, "position": 250, "organization": 250, "phone": 40, "note": 300, "ethnicity": 60}
_LABELS = {
    **LABELS,
    "organization": gettext_lazy("office or unit"),
    "ethnicity": gettext_lazy("ethnicity"),
    "party_member": gettext_lazy("Party member"),
    "citizen_id": gettext_lazy("citizen ID"),
}


@dataclass(frozen=True)
class Cell:
    """One field of a person with what is wrong or doubtful about it."""

    field: BoundField
    notes: list[str]

    @property
    def is_wrong(self) -> bool:
        return bool(self.field.errors or self.notes)


class RowForm(forms.Form):
    """One person; ``nomination`` is the row that stands already, None for somebody new.

    ``person`` is whom the agency chose from those it sent before.  ``base`` is the row before what was typed.
    """

    full_name = forms.CharField(max_length=150, required=False)
    birth = forms.CharField(max_length=40, required=False)
    gender = forms.ChoiceField(choices=_genders, required=False)
    position = forms.CharField(max_length=250, required=False)
    organization = forms.CharField(max_length=250, required=False)
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.CharField(max_length=254, required=False, widget=forms.TextInput(attrs={"inputmode": "email"}))
    ethnicity = forms.CharField(max_length=60, required=False)
    party_member = forms.ChoiceField(choices=_yes_no, required=False)
    citizen_id = forms.CharField(max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    note = forms.CharField(max_length=300, required=False)
    out = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - passed on
        asked: Sequence[str],
        nomination: Nomination | None = None,
        number: int = 0,
        is_over: bool = False,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.nomination = nomination
        self.number = number
        self.is_over = is_over
        self.base = _row_of(nomination)
        if nomination is not None:
            kwargs["initial"] = {**_shown(nomination, self.base), **(kwargs.get("initial") or {})}
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        initial = kwargs.get("initial") or {}
        for name in FIELDS:
            if name != "full_name" and name not in asked and not (name in KEPT_IF_THERE and initial.get(name)):
                del self.fields[name]
        if nomination is None:
            del self.fields["out"]
        self._dress()

    def _dress(self) -> None:
        for name, field in self.fields.items():
            field.label = str(_LABELS.get(name, _("Do not send this person")))
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": "leave-out" if name == "out" else css, "autocomplete": "off"}
        if "birth" in self.fields:
            self.fields["birth"].widget.attrs["placeholder"] = _("1984 or 02/06/1984")
        if "citizen_id" in self.fields and self.nomination is not None and self.nomination.citizen_id_sealed:
            self.fields["citizen_id"].widget.attrs["placeholder"] = _("typed already, not shown again")

    @property
    def is_blank(self) -> bool:
        """Whether a card for somebody new was left empty but for the agency it comes with; it is then nobody."""
        own = [name for name in self.fields if name != "organization"]
        return self.nomination is None and not any(str(self[name].data or "").strip() for name in own)

    @property
    def is_left_out(self) -> bool:
        return bool(self.cleaned_data.get("out"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("out") or self.is_blank:
            return values
        typed = {name: str(values.get(name) or "") for name in RETYPED if name in self.fields and name in values}
        self.after = retype(self.base, typed)
        for problem in self.after.problems:
            is_typed = problem.field == "full_name" or typed.get(problem.field, "").strip()
            if problem.level == Level.ERROR and problem.field in self.fields and is_typed:
                self.add_error(problem.field, problem.message)
        if values.get("citizen_id") and digits_of(str(values["citizen_id"])) is None:
            self.add_error("citizen_id", _("A citizen ID has twelve digits."))
        return values

    def nominee(self, *, person: Person | None = None) -> Nominee:
        """What was typed, for the verbs; only after ``is_valid``."""
        values = self.cleaned_data
        known = self.nomination
        stays = known is not None and known.full_name == (self.after.full_name or "")
        kept = dict.fromkeys(("ethnicity", "citizen_id"), "") | {"party_member": None}
        sensitive = {name: _sensitive(name, values[name]) for name in SENSITIVE if name in self.fields}
        if "citizen_id" in self.fields and not sensitive["citizen_id"] and known is not None:
            sensitive["citizen_id"] = unseal_citizen_id(known.citizen_id_sealed)
        return replace(
            nominee_of_row(self.after),
            **{**kept, **sensitive},
            person=person or (known.person if known is not None and stays else None),
        )

    def cells(self) -> Iterator[Cell]:
        """The fields to fill in, with the sentences that came with a list for those nobody has touched yet."""
        notes = self._notes()
        for name in FIELDS:
            if name in self.fields:
                yield Cell(self[name], [] if self[name].errors else notes.get(name, []))

    def loose_notes(self) -> list[str]:
        """What is to be said of the person as a whole, of something not asked for, or of a field folded away."""
        notes = self._notes()
        return [one for name, some in notes.items() if name not in self.fields or not self.is_open for one in some]

    def _notes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self._untouched():
            found.setdefault(problem.field, []).append(problem.message)
        return found

    def _untouched(self) -> Iterator[Problem]:
        return (problem for problem in self.base.problems if not self._was_touched(problem.field))

    def _was_touched(self, name: str) -> bool:
        is_shown = self.is_bound and name in self.fields
        return is_shown and str(self[name].data or "") != str(self.initial.get(name) or "")

    @property
    def is_open(self) -> bool:
        """Whether the card stands open: somebody new, or something to fill in.

        What only looks doubtful, as a name typed in capitals, is said on the folded card: lists are often typed so
        from the first name to the last.
        """
        missing = (one for one in self._untouched() if one.level == Level.ERROR and one.field in self.fields)
        return self.nomination is None or bool(self.errors) or any(missing)

    @property
    def heading(self) -> str:
        """The name as it stands, or as it was just typed."""
        return str(self["full_name"].value() or "")

    @property
    def born(self) -> str:
        return str(self["birth"].value() or "") if "birth" in self.fields else ""

    @property
    def post(self) -> str:
        names = [name for name in ("position", "organization") if name in self.fields]
        return ", ".join(str(self[name].value()) for name in names if self[name].value())

    @property
    def tel(self) -> str:
        return str(self["phone"].value() or "") if "phone" in self.fields else ""


def asked_of(invitation: Invitation) -> list[str]:
    """Fields asked of each person; what is sensitive only with the reason that is shown beside it."""
    return [name for name in FIELDS if name in invitation.fields and (name not in SENSITIVE or invitation.field_reason)]


def shown_birth(text: str | None) -> str:
    """``02/06/1982`` for ``1982-06-02``; a year as it is."""
    parts = (text or "").split("-")
    return "/".join(reversed(parts))


def shown_nominee(said: Nominee) -> dict[str, Any]:
    """What the fields of a card show of somebody known."""
    gender = _SHOWN_GENDER[Gender(said.gender)] if said.gender in Gender.values else ""
    values = {name: getattr(said, name) for name in ("full_name", "position", "phone", "email", "note")}
    return {**values, "birth": shown_birth(said.birth), "gender": gender, "organization": said.organization_name}


def _row_of(nomination: Nomination | None) -> RosterRow:
    """The row as a reader would have given it."""
    if nomination is None:
        return RosterRow(Place("", 0))
    birth = nomination.birth_date.isoformat() if nomination.birth_date else str(nomination.birth_year or "")
    return RosterRow(
        Place("", nomination.index + 1),
        full_name=nomination.full_name or None,
        birth=birth or None,
        gender=_SHOWN_GENDER.get(Gender(nomination.gender)) if nomination.gender else None,
        position=nomination.position or None,
        organization=nomination.organization_name or None,
        phone=nomination.phone or None,
        email=nomination.email or None,
        note=nomination.note or None,
        honorific=nomination.honorific or None,
        problems=[Problem(field, message, level=Level(level)) for field, message, level in nomination.problems],
    )


def _shown(nomination: Nomination, row: RosterRow) -> dict[str, Any]:
    values = {name: getattr(row, name) or "" for name in RETYPED}
    values["birth"] = shown_birth(row.birth)
    values["ethnicity"] = nomination.ethnicity
    values["party_member"] = "" if nomination.party_member is None else "co" if nomination.party_member else "khong"
    return values


def _sensitive(name: str, value: str) -> Any:  # noqa: ANN401 - a text, or yes, no, unknown
    return {"co": True, "khong": False}.get(value) if name == "party_member" else value.strip()
