"""What agencies need: the call of an office, and the answer of one agency as an officer writes it down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.people.models import Office
from khuevan.training.domain.need_calls import call_needs, change_call, reopen_call
from khuevan.training.domain.needs import (
    MOST_PEOPLE,
    MOST_ROWS,
    NeedRow,
    answer_needs,
    declare_none,
    prefilled,
)
from khuevan.training.models import NeedAnswer, NeedCall, Topic
from khuevan.vietnamese.folding import fold

FREE_ROWS, MORE_ROWS = 3, 5
"""Empty rows a form begins with, and those added when more are asked for."""
TITLES = "nhu-cau-da-biet"
"""The ``datalist`` with the topics of the office."""


class NeedCallForm(VerbForm):
    """Asks agencies for one year, or changes until when they answer."""

    error_fields: ClassVar = {"call_known": "year", "year_unlikely": "year", "deadline_past": "reply_by"}
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("for the year"), min_value=1945, max_value=2099)
    reply_by = DateField(label=_("answer until"))
    note = forms.CharField(
        label=_("word to the agencies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands above the form on the page of each agency."),
    )

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        offices: Sequence[Office] = (),
        instance: NeedCall | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.offices = offices
        if instance is not None:
            del self.fields["office"], self.fields["year"]
        elif len(offices) == 1:
            del self.fields["office"]
        else:
            rows = Office.objects.filter(pk__in=[one.pk for one in offices]).select_related("organization")
            self.fields["office"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def perform(self) -> NeedCall:
        given = self.cleaned_data
        if isinstance(self.instance, NeedCall):
            change_call(self.actor, self.instance, reply_by=given["reply_by"], note=given["note"], seen=self.seen_stamp)
            return self.instance
        office = given.get("office") or self.offices[0]
        return call_needs(self.actor, office, given["year"], reply_by=given["reply_by"], note=given["note"])


class ReopenCallForm(VerbForm):
    """Opens a call again, until a day to come."""

    error_fields: ClassVar = {"deadline_past": "reply_by"}
    reply_by = DateField(label=_("answer until"))

    def __init__(self, actor: Actor, *args: Any, call: NeedCall, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(actor, *args, **kwargs)
        self.call = call

    def perform(self) -> NeedCall:
        reopen_call(self.actor, self.call, reply_by=self.cleaned_data["reply_by"])
        return self.call


@dataclass(frozen=True)
class FormRow:
    """One row of the form; ``number`` is the one shown."""

    number: int
    fields: list[BoundField]


class NeedAnswerForm(VerbForm):
    """The rows of one agency.  ``so-dong`` in the data says how many rows the page showed."""

    error_fields: ClassVar = {"people_missing": "r1_people"}
    row_fields: ClassVar = ("title", "people", "audience", "months", "note")
    count = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS)
    has_none = forms.BooleanField(label=_("The agency said that it needs nothing"), required=False)
    answered_by = forms.CharField(label=_("who answered"), max_length=150, required=False)
    note = forms.CharField(label=_("note"), max_length=500, required=False)

    def __init__(
        self,
        actor: Actor,
        data: Any = None,  # noqa: ANN401 - POST data or None
        *,
        answer: NeedAnswer,
        more: bool = False,
    ) -> None:
        self.answer = answer
        self.known = prefilled(answer)
        self.size = self._size(data, more=more)
        super().__init__(actor, data, instance=answer, initial={"count": self.size})
        self._add_rows()
        if data is not None:
            copied = data.copy()
            copied["count"] = str(self.size)
            self.data = copied

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a NeedAnswer
        return {"has_none": instance.has_none, "answered_by": instance.answered_by, "note": instance.note}

    def _size(self, data: Any, *, more: bool) -> int:  # noqa: ANN401 - POST data or None
        if data is None:
            return min(len(self.known) + FREE_ROWS, MOST_ROWS)
        asked = data.get("count", "")
        size = int(asked) if asked.isdecimal() and len(asked) < 4 else FREE_ROWS
        return max(1, min(size + (MORE_ROWS if more else 0), MOST_ROWS))

    def _add_rows(self) -> None:
        wide: dict[str, Any] = {"class": "form-control", "autocomplete": "off"}
        for number in range(1, self.size + 1):
            said = self.known[number - 1] if number <= len(self.known) else None
            given: dict[str, forms.Field] = {
                "title": forms.CharField(
                    label=_("what should be learnt"),
                    max_length=300,
                    widget=forms.TextInput(attrs={**wide, "list": TITLES}),
                ),
                "people": forms.IntegerField(
                    label=_("number of learners"),
                    min_value=1,
                    max_value=MOST_PEOPLE,
                    widget=forms.NumberInput(attrs={**wide, "inputmode": "numeric"}),
                ),
                "audience": forms.CharField(label=_("audience"), max_length=300, widget=forms.TextInput(attrs=wide)),
                "months": forms.CharField(label=_("wished time"), max_length=120, widget=forms.TextInput(attrs=wide)),
                "note": forms.CharField(label=_("note"), max_length=300, widget=forms.TextInput(attrs=wide)),
            }
            for name, field in given.items():
                field.required = False
                self.fields[f"r{number}_{name}"] = field
                self.initial[f"r{number}_{name}"] = getattr(said, name) if said else None

    def rows(self) -> Iterator[FormRow]:
        for number in range(1, self.size + 1):
            yield FormRow(number, [self[f"r{number}_{name}"] for name in self.row_fields])

    @property
    def rest(self) -> list[BoundField]:
        return [self["answered_by"], self["note"]]

    @property
    def may_have_more(self) -> bool:
        return self.size < MOST_ROWS

    def known_titles(self) -> list[str]:
        """Topics of the office, to be offered while a title is typed."""
        return list(Topic.objects.filter(office=self.answer.call.office_id).values_list("title", flat=True)[:300])

    def clean(self) -> dict[str, Any]:
        """A row that was only offered and got no number is none; a number without words, or words alone, are asked."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("has_none"):
            return values
        offered = {fold(one.title) for one in self.known if one.people is None}
        for number in range(1, self.size + 1):
            title, people = values.get(f"r{number}_title"), values.get(f"r{number}_people")
            wrong = f"r{number}_people" in self.errors or f"r{number}_title" in self.errors
            others = any(values.get(f"r{number}_{name}") for name in ("audience", "months", "note"))
            if (people or others) and not title and not wrong:
                self.add_error(f"r{number}_title", _now("Say what should be learnt."))
            elif title and not people and not wrong and (others or fold(title) not in offered):
                self.add_error(f"r{number}_people", _now("Say how many people."))
        return values

    def perform(self) -> NeedAnswer:
        given = self.cleaned_data
        said = {"name": given["answered_by"], "note": given["note"], "seen": self.seen_stamp}
        if given["has_none"]:
            return declare_none(self.actor, self.answer, **said)
        rows = [row for row in map(self._row, range(1, self.size + 1)) if row.people]
        return answer_needs(self.actor, self.answer, rows, **said)

    def _row(self, number: int) -> NeedRow:
        given = {name: self.cleaned_data.get(f"r{number}_{name}") for name in self.row_fields}
        known = next((one for one in self.known if fold(one.title) == fold(given["title"] or "")), None)
        return NeedRow(
            given["title"] or "",
            given["people"],
            topic=known.topic if known else None,
            field=known.field if known else "",
            audience=given["audience"] or "",
            months=given["months"] or "",
            note=given["note"] or "",
        )
