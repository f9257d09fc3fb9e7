"""Numbers of our own series: each once, none left out, in the order of days (Nghị định 30/2020/NĐ-CP, Điều 15).

A number that was reserved or given back may be used for an earlier day; a new one may not.  What is not used stays in
the register as void.
"""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from khuevan.core import audit
from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.numbering import take
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, reasoned
from khuevan.people.domain import letterheads
from khuevan.people.models import Office, Organization
from khuevan.records.domain.series import (
    CARRIED,
    add_series,
    carry_over_numbers,
    change_series,
    key_of,
    refuse_days_to_come,
    series_for,
)
from khuevan.records.enums import NumberState
from khuevan.records.models import DocumentNumber, DocumentNumberQuerySet, NumberSeries, Record
from khuevan.vietnamese.dates import numeric_date

__all__ = (
    "add_series",
    "carry_over_numbers",
    "change_series",
    "doubles",
    "offered",
    "release",
    "reserve",
    "series_for",
    "take_number",
    "use",
    "void",
    "written",
)

MOST_RESERVED = 50
_SHOWN = 8


@verb("records.take_number")
def take_number(
    actor: Actor,
    series: NumberSeries,
    *,
    on: date,
    number: int | None = None,
    record: Record | None = None,
    reason: str = "",
) -> DocumentNumber:
    """The next number of the year of ``on``, or one given back on that day; ``number`` chooses one that is ``offered``.

    With a ``record`` the number is that document's; without, ``use`` says later which it is.  Raises
    ``series_not_in_use``, ``number_day_to_come``, ``number_day_past`` naming what may be used for the earlier day,
    ``number_not_free``, and what ``use`` raises.
    """
    require(actor, "records.take_number", series)
    _refuse_unused(locked(series))
    refuse_days_to_come(on)
    taken = _free(series, on.year, number) if number is not None else _given_back(series, on)
    if taken is None:
        taken = _new(actor, series, on, NumberState.USED)
        before = None
    else:
        before = snapshot(taken)
        taken.state, taken.day, taken.taken_by = NumberState.USED, on, account_of(actor)
    taken.reason = reason.strip()
    if record is not None:
        _link(taken, record)
    checked(taken).save()
    audit.record(actor, "records.take_number", taken, before)
    return taken


@verb("records.reserve_numbers")
def reserve(actor: Actor, series: NumberSeries, *, on: date, count: int = 1, reason: str) -> list[DocumentNumber]:
    """Keeps the next numbers for documents of the day ``on`` that are still to be signed.

    Raises ``reason_missing``, ``number_out_of_range`` beyond 50, ``series_not_in_use``, ``number_day_to_come``,
    ``number_day_past``.
    """
    require(actor, "records.take_number", series)
    why = reasoned(reason)
    _refuse_unused(locked(series))
    refuse_days_to_come(on)
    if not 1 <= count <= MOST_RESERVED:
        raise DomainError("number_out_of_range", _("Give a number from 1 to %(most)s."), most=MOST_RESERVED)
    rows = [_new(actor, series, on, NumberState.RESERVED) for _turn in range(count)]
    for row in rows:
        row.reason = why
        row.save()
    audit.record(actor, "records.reserve_numbers", rows)
    return rows


@verb("records.release_number")
def release(actor: Actor, number: DocumentNumber, reason: str) -> DocumentNumber:
    """Gives a number back that no document has: the next one of the same day takes it, and any other may.

    Raises ``reason_missing``, ``number_has_document``, ``number_on_paper``.
    """
    return _put(actor, "records.release_number", number, NumberState.RELEASED, reason)


@verb("records.void_number")
def void(actor: Actor, number: DocumentNumber, reason: str) -> DocumentNumber:
    """Says that a number is not used; it stays in the register.  ``release`` takes that back.

    Raises ``reason_missing``, ``number_has_document``, ``number_on_paper``.
    """
    return _put(actor, "records.void_number", number, NumberState.VOID, reason)


@verb("records.use_number")
def use(actor: Actor, number: DocumentNumber, record: Record) -> DocumentNumber:
    """Says which document has a number; its date becomes the day of the number.  Said twice, it changes nothing.

    Raises ``number_has_document``, ``document_has_number``, ``document_of_another_office``, ``number_differs``,
    ``number_of_other_year``, ``number_day_order``, ``number_void``.
    """
    require(actor, "records.take_number", number.series)
    locked(number.series)
    before = snapshot(locked(number))
    if number.record_id == record.pk:
        audit.record(actor, "records.use_number", [])
        return number
    if number.state == NumberState.VOID:
        raise DomainError("number_void", _("Number %(number)s is void; give it back first."), number=str(number))
    if number.state == NumberState.USED:
        _refuse_disorder(number, record.date)
    _link(number, record)
    number.state = NumberState.USED
    number.save()
    audit.record(actor, "records.use_number", number, before)
    return number


def written(number: int) -> str:
    """As it is printed: 05, 23."""
    return f"{number:02d}"


def padded(number: str) -> str:
    """A number as it was typed: 5 is 05, so that nothing can be put before it (Nghị định 30/2020, Phụ lục I)."""
    return written(int(number)) if len(number) == 1 and number.isdecimal() else number


def offered(series: NumberSeries, on: date) -> DocumentNumberQuerySet:
    """Numbers of that year that wait for a document, also one of an earlier day."""
    waiting = (NumberState.RESERVED, NumberState.RELEASED)
    return series.numbers.filter(year=on.year, state__in=waiting).order_by("number")


def follow(record: Record) -> None:
    """After a document with a number of ours was corrected: its date is the day of the number.

    Raises ``number_from_series`` where number or year are no longer those of the series, ``number_day_order``.
    """
    number = DocumentNumber.objects.select_related("series").filter(record=record).first()
    if number is None:
        return
    if not _says(record, number) or (record.date is not None and record.date.year != number.year):
        sentence = _("Number and year come from the series %(series)s: they stay %(number)s.")
        raise DomainError("number_from_series", sentence, series=number.series.name, number=str(number))
    if record.date is not None and record.date != number.day:
        refuse_days_to_come(record.date)
        _refuse_disorder(number, record.date)
        number.day = record.date
        number.save(update_fields=["day"])


def row_for(record: Record) -> DocumentNumber | None:
    """The number of our own series that a document of our own bears, so that keeping it uses that number.

    None for other issuers, without a series, and for years that no series counted.  Raises ``number_not_taken`` for
    one that the series has not reached, ``number_void``, ``number_has_document``.
    """
    series = series_of(record)
    if series is None or record.date is None:
        return None
    rows = DocumentNumber.objects.filter(series=series, year=record.date.year)
    last = rows.aggregate(last=Max("number"))["last"]
    if last is None:
        return None
    found = rows.filter(number=int(record.number)).select_related("series").first()
    if found is None:
        sentence = _("The series %(series)s has come to %(last)s; take the next number there.")
        raise DomainError("number_not_taken", sentence, series=series.name, last=written(last))
    if found.state == NumberState.VOID:
        raise DomainError("number_void", _("Number %(number)s is void; give it back first."), number=str(found))
    if found.record_id is not None and found.record_id != record.pk:
        raise _has_document(found)
    return found


def series_of(record: Record) -> NumberSeries | None:
    """Which of our series numbers a document; none where another body issued it or its number is no plain one."""
    if not record.number.isdecimal() or record.issuer_id not in own_bodies(record.office):
        return None
    return series_for(record.office, record.kind)


def own_bodies(office: Office) -> set[int]:
    """In whose name the office writes: its own, and that of the body whose seal it uses."""
    return {office.organization_id, letterheads.issuer_of(office.organization).pk}


def doubles(
    office: Office,
    issuer: Organization,
    *,
    number: str,
    kind: str,
    on: date | None,
    but: Record | None = None,
) -> list[Record]:
    """Other documents of a body that have this number in the same year and series, whatever their symbol.

    Where we do not know how a body numbers, each kind of document counts as a series.  The very same symbol is no
    question: ``keep_record`` refuses it.
    """
    if not number or on is None:
        return []
    number = padded(number)
    same = Record.objects.filter(office=office, issuer=issuer, number=number, date__year=on.year)
    rows = [one for one in same.select_related("issuer") if one != but]
    own = series_for(office, kind) if issuer.pk in own_bodies(office) else None
    return [one for one in rows if one.kind == kind or (own is not None and own == series_for(office, one.kind))]


def _refuse_unused(series: NumberSeries) -> None:
    if not series.is_active:
        raise DomainError("series_not_in_use", _("The series %(series)s is no longer in use."), series=series.name)


def _given_back(series: NumberSeries, on: date) -> DocumentNumber | None:
    return offered(series, on).filter(state=NumberState.RELEASED, day=on).first()


def _free(series: NumberSeries, year: int, number: int) -> DocumentNumber:
    found: DocumentNumber | None = offered(series, date(year, 1, 1)).filter(number=number).first()
    if found is None:
        sentence = _("Number %(number)s is not free; take one that is reserved or was given back, or the next.")
        raise DomainError("number_not_free", sentence, number=written(number))
    return found


def _new(actor: Actor, series: NumberSeries, on: date, state: NumberState) -> DocumentNumber:
    """A row for the next number, unsaved; refuses days before the last document."""
    used = series.numbers.filter(year=on.year, state=NumberState.USED)
    last = used.aggregate(last=Max("day"))["last"]
    if last is not None and on < last:
        raise _day_past(series, on, last)
    (number,) = take(key_of(series, on.year))
    return DocumentNumber(series=series, year=on.year, number=number, state=state, day=on, taken_by=account_of(actor))


def _day_past(series: NumberSeries, on: date, last: date) -> DomainError:
    waiting = [written(number) for number in offered(series, on).values_list("number", flat=True)[:_SHOWN]]
    if not waiting:
        sentence = _(
            "The last number was given on %(last)s, and no number is reserved or was given back for an earlier day."
        )
        return DomainError("number_day_past", sentence, last=numeric_date(last))
    sentence = _("The last number was given on %(last)s; for an earlier day choose one of these: %(numbers)s.")
    return DomainError("number_day_past", sentence, last=numeric_date(last), numbers=", ".join(waiting))


def _link(number: DocumentNumber, record: Record) -> None:
    if number.record_id is not None and number.record_id != record.pk:
        raise _has_document(number)
    if record.office_id != number.series.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    other = DocumentNumber.objects.filter(record=record).exclude(pk=number.pk).first()
    if other is not None:
        raise DomainError("document_has_number", _("This document has the number %(number)s."), number=str(other))
    if not _says(record, number):
        sentence = _("The document says number %(said)s, not %(number)s.")
        raise DomainError("number_differs", sentence, said=record.number or "—", number=written(number.number))
    if record.date is not None:
        refuse_days_to_come(record.date)
        if record.date.year != number.year:
            raise DomainError(
                "number_of_other_year", _("The number is one of %(year)s; the date is not."), year=number.year
            )
        number.day = record.date
    number.record = record


def _says(record: Record, number: DocumentNumber) -> bool:
    return record.number.isdecimal() and int(record.number) == number.number


def _refuse_disorder(number: DocumentNumber, day: date | None) -> None:
    """A number that was given keeps its place between those before and after it."""
    if day is None or day == number.day:
        return
    others = number.series.numbers.filter(year=number.year, state=NumberState.USED)
    earlier = others.filter(number__lt=number.number).aggregate(last=Max("day"))["last"]
    later = others.filter(number__gt=number.number).order_by("day").values_list("day", flat=True).first()
    if (earlier is not None and day < min(earlier, number.day)) or (later is not None and day > max(later, number.day)):
        sentence = _("Numbers before and after %(number)s are of other days; the date cannot be %(day)s.")
        raise DomainError("number_day_order", sentence, number=str(number), day=numeric_date(day))


def _put(actor: Actor, verb_name: str, number: DocumentNumber, state: NumberState, reason: str) -> DocumentNumber:
    require(actor, "records.take_number", number.series)
    why = reasoned(reason)
    locked(number.series)
    before = snapshot(locked(number))
    if number.record_id is not None:
        raise _has_document(number)
    if number.state == NumberState.USED and number.reason == CARRIED:
        raise DomainError("number_on_paper", _("This number was given in the paper book; it stays as it is there."))
    number.state, number.reason = state, why
    number.save()
    audit.record(actor, verb_name, number, before, reason=why)
    return number


def _has_document(number: DocumentNumber) -> DomainError:
    sentence = _("The document %(record)s has the number %(number)s.")
    return DomainError("number_has_document", sentence, record=str(number.record), number=str(number))


words(
    verbs={
        "records.take_number": _("took a number"),
        "records.reserve_numbers": _("reserved a number"),
        "records.release_number": _("gave a number back"),
        "records.void_number": _("said that a number is not used"),
        "records.use_number": _("said which document has a number"),
    },
)
