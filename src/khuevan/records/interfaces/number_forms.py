"""Series of numbers of our own, numbers taken from them, and what the register says of a document."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.people.models import Office
from khuevan.records.domain.keeping import change_record
from khuevan.records.domain.numbers import MOST_RESERVED, offered, reserve, take_number, written
from khuevan.records.domain.series import MOST_CARRIED, add_series, carry_over_numbers, change_series
from khuevan.records.enums import DOCUMENT_KINDS
from khuevan.records.interfaces.forms import RecordForm
from khuevan.records.models import DocumentNumber, NumberSeries, Record

MOST_COPIES = 10_000


class SeriesForm(VerbForm):
    """One series and the kinds of document it numbers."""

    error_fields: ClassVar = {
        "already_there": "name",
        "second_general_series": "kinds",
        "kind_in_two_series": "kinds",
        "series_kind_unknown": "kinds",
    }
    name = forms.CharField(
        label=_("name of the series"), max_length=120, help_text=_("Such as “Quyết định” or “Văn bản hành chính”.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("kinds of document"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for one series that numbers whatever no other series does."),
    )
    is_active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        office: Office,
        instance: NumberSeries | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.office = office
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(key or "-", f"{name} ({key})" if key else name) for key, name in DOCUMENT_KINDS.items()]
        if instance is None:
            del self.fields["is_active"]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a NumberSeries
        return {
            "name": instance.name,
            "kinds": [kind or "-" for kind in instance.kinds],
            "is_active": instance.is_active,
        }

    def perform(self) -> NumberSeries:
        given = self.cleaned_data
        kinds = ["" if kind == "-" else kind for kind in given["kinds"]]
        if isinstance(self.instance, NumberSeries):
            return change_series(
                self.actor,
                self.instance,
                name=given["name"],
                kinds=kinds,
                is_active=given["is_active"],
                seen=self.seen_stamp,
            )
        return add_series(self.actor, self.office, name=given["name"], kinds=kinds)


class _OfSeriesForm(VerbForm):
    def __init__(self, actor: Actor, *args: Any, series: NumberSeries, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.series = series


class TakeNumberForm(_OfSeriesForm):
    """The next number, or one that is reserved or was given back."""

    error_fields: ClassVar = {
        "number_day_to_come": "on",
        "number_day_past": "on",
        "number_not_free": "number",
    }
    on = DateField(label=_("date of the document"))
    number = forms.TypedChoiceField(label=_("number"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label=_("for which document"),
        max_length=300,
        required=False,
        help_text=_("Its title, until it is written down."),
    )

    def __init__(self, actor: Actor, *args: Any, series: NumberSeries, **kwargs: Any) -> None:  # noqa: ANN401
        today = timezone.localdate()
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, series=series, **kwargs)
        waiting = offered(series, today)
        choices: Any = self.fields["number"]
        choices.choices = [("", _now("the next one")), *((one.number, _offered_words(one)) for one in waiting)]
        if not waiting:
            del self.fields["number"]

    def perform(self) -> DocumentNumber:
        given = self.cleaned_data
        return take_number(self.actor, self.series, on=given["on"], number=given.get("number"), reason=given["reason"])


def _offered_words(one: DocumentNumber) -> str:
    said = ", ".join(part for part in (one.get_state_display(), one.reason) if part)
    return f"{written(one.number)} ({said})"


class ReserveNumbersForm(_OfSeriesForm):
    """Keeps the next numbers for documents that are still to be signed."""

    error_fields: ClassVar = {
        "number_day_to_come": "on",
        "number_day_past": "on",
        "number_out_of_range": "count",
        "reason_missing": "reason",
    }
    on = DateField(label=_("date of the documents"))
    count = forms.IntegerField(label=_("how many"), min_value=1, max_value=MOST_RESERVED, initial=1)
    reason = forms.CharField(label=_("for which documents"), max_length=300)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> list[DocumentNumber]:
        given = self.cleaned_data
        return reserve(self.actor, self.series, on=given["on"], count=given["count"], reason=given["reason"])


class CarryOverForm(_OfSeriesForm):
    """The book was kept on paper until now: its last number."""

    error_fields: ClassVar = {
        "number_day_to_come": "on",
        "number_out_of_range": "last",
        "numbers_given_already": "last",
    }
    last = forms.IntegerField(label=_("last number in the paper book"), min_value=1, max_value=MOST_CARRIED)
    on = DateField(label=_("date of that document"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> list[DocumentNumber]:
        given = self.cleaned_data
        return carry_over_numbers(self.actor, self.series, on=given["on"], last=given["last"])


class NumberedRecordForm(RecordForm):
    """The document of a number of our own; keeping it uses that number."""

    def __init__(self, actor: Actor, *args: Any, number: DocumentNumber, **kwargs: Any) -> None:  # noqa: ANN401
        kinds = [kind for kind in number.series.kinds if kind]
        day: date = number.day
        kwargs["initial"] = {
            "number": written(number.number),
            "symbol": f"{kinds[0]}-" if len(kinds) == 1 else "",
            "date": day,
            "subject": number.reason,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(actor, *args, office=number.series.office, **kwargs)


class RegisterForm(VerbForm):
    """What the register of documents sent out says beside number, date and title."""

    recipients = forms.CharField(
        label=pgettext_lazy("register", "Sent to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One recipient a line."),
    )
    kept_by_unit = forms.CharField(
        label=_("unit or person that keeps the archived copy"), max_length=200, required=False
    )
    copies = forms.IntegerField(label=_("number of copies"), min_value=0, max_value=MOST_COPIES, required=False)
    sent_on = DateField(label=pgettext_lazy("register", "Sent on"), required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def perform(self) -> Record:
        document = self.instance
        if not isinstance(document, Record):
            raise TypeError("the register says something of a document")
        given = {name: self.cleaned_data[name] for name in ("recipients", "kept_by_unit", "copies", "sent_on", "note")}
        change_record(self.actor, document, seen=self.seen_stamp, **given)
        return document
