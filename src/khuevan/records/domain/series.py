"""Series of numbers of our own, for offices without e-office: which kinds of documents each numbers."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.numbering import take
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.models import Office
from khuevan.records.enums import DOCUMENT_KINDS, NumberState
from khuevan.records.models import DocumentNumber, NumberSeries

MOST_CARRIED = 5_000
CARRIED = "Cấp trong sổ giấy"
"""What the register says of numbers that were given on paper before; it is Vietnamese like the register."""


class SeriesFields(TypedDict, total=False):
    """``kinds`` are abbreviations of Nghị định 30/2020, Phụ lục III, "" the công văn; none: all that are left."""

    name: str
    kinds: Collection[str]
    is_active: bool


@verb("records.add_series")
def add_series(actor: Actor, office: Office, **fields: Unpack[SeriesFields]) -> NumberSeries:
    """Begins a series; its first number of each year is 1.

    Raises ``series_kind_unknown``, ``kind_in_two_series``, ``second_general_series``, ``already_there``.
    """
    require(actor, "records.change_series", office)
    series = NumberSeries(office=locked(office))
    _describe(series, fields)
    series.save(force_insert=True)
    record(actor, "records.add_series", series)
    return series


@verb("records.change_series")
def change_series(
    actor: Actor, series: NumberSeries, *, seen: str = "", **fields: Unpack[SeriesFields]
) -> NumberSeries:
    """Changes name and kinds, or takes the series out of use; numbers given stay.

    Raises what ``add_series`` raises, and ``changed_meanwhile``.
    """
    require(actor, "records.change_series", series.office)
    locked(series.office)
    unchanged(locked(series), seen)
    before = snapshot(series)
    _describe(series, fields)
    series.save()
    record(actor, "records.change_series", series, before)
    return series


@verb("records.carry_over_numbers")
def carry_over_numbers(actor: Actor, series: NumberSeries, *, on: date, last: int) -> list[DocumentNumber]:
    """The book was kept on paper up to ``last``, given on the day ``on``: the next number of that year follows it.

    Raises ``numbers_given_already``, ``number_out_of_range``, ``number_day_to_come``.
    """
    require(actor, "records.take_number", series)
    locked(series)
    refuse_days_to_come(on)
    if not 1 <= last <= MOST_CARRIED:
        raise DomainError("number_out_of_range", _("Give a number from 1 to %(most)s."), most=MOST_CARRIED)
    if series.numbers.filter(year=on.year).exists():
        raise DomainError("numbers_given_already", _("Numbers of this year were given here already."))
    carried = {"day": on, "state": NumberState.USED, "reason": CARRIED, "taken_by": account_of(actor)}
    rows = [
        DocumentNumber(series=series, year=on.year, number=number, **carried)
        for number in take(key_of(series, on.year), last)
    ]
    DocumentNumber.objects.bulk_create(rows)
    record(actor, "records.carry_over_numbers", rows[-1])
    return rows


def series_for(office: Office, kind: str) -> NumberSeries | None:
    """The series that numbers documents of a kind ("" is the công văn); None where văn thư takes it in e-office."""
    general = None
    for series in office.number_series.filter(is_active=True).order_by("pk"):
        if kind in series.kinds:
            return series
        if not series.kinds and general is None:
            general = series
    return general


def key_of(series: NumberSeries, year: int) -> str:
    """Of the numbers of one year in ``core.numbering``."""
    return f"records.series:{series.pk}:{year}"


def refuse_days_to_come(on: date) -> None:
    """A day late in the year, typed by mistake, would close all days before it."""
    if on > timezone.localdate():
        raise DomainError(
            "number_day_to_come", _("A number is given on the day of the document, not for a day to come.")
        )


def _describe(series: NumberSeries, fields: SeriesFields) -> None:
    for name in ("name", "is_active"):
        if name in fields:
            value = fields[name]
            setattr(series, name, value.strip() if isinstance(value, str) else value)
    if "kinds" in fields:
        series.kinds = [kind for kind in DOCUMENT_KINDS if kind in fields["kinds"]]
        if unknown := sorted(set(fields["kinds"]) - DOCUMENT_KINDS.keys()):
            sentence = _("%(kind)s is no abbreviation of a kind of document.")
            raise DomainError("series_kind_unknown", sentence, kind=unknown[0])
    if series.is_active:
        _refuse_overlap(series)
    checked(series)


def _refuse_overlap(series: NumberSeries) -> None:
    """A kind is numbered by one series, so that nobody chooses."""
    for other in series.office.number_series.filter(is_active=True).exclude(pk=series.pk):
        if not series.kinds and not other.kinds:
            sentence = _("The series %(series)s numbers all other kinds already; choose the kinds of this one.")
            raise DomainError("second_general_series", sentence, series=other.name)
        if both := [kind for kind in series.kinds if kind in other.kinds]:
            sentence = _("%(kind)s is numbered by the series %(series)s already.")
            raise DomainError("kind_in_two_series", sentence, kind=DOCUMENT_KINDS[both[0]], series=other.name)


words(
    verbs={
        "records.add_series": _("began a series of numbers"),
        "records.change_series": _("changed a series of numbers"),
        "records.carry_over_numbers": _("carried numbers over from the paper book"),
    },
)
