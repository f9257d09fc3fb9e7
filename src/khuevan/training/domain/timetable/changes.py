"""What differs between two programmes: one change a half day and kind, in words, with the people concerned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from khuevan.core.templatetags.khuevan import vn_date, vn_weekday
from khuevan.training.domain.timetable.rows import (
    ItemRow,
    LecturerRow,
    Row,
    VenueRow,
    day_of,
    groups_of,
    people_of,
)
from khuevan.training.enums import DayPart, ItemKind


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RETIMED = "retimed"
    VENUE = "venue"
    GROUPS = "groups"
    CONTENT = "content"
    LECTURER = "lecturer"


@dataclass(frozen=True)
class Change:
    """One difference; ``words`` is a sentence in the language of whoever asked.

    ``lecturers`` are keys of people who taught the lines before or teach them now; ``groups`` None means that every
    learner is concerned; ``venues`` are the places before and after.
    """

    kind: ChangeKind
    words: str
    session: int
    date: date
    lecturers: frozenset[int]
    groups: frozenset[int] | None
    venues: frozenset[int]


def differences(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """By day; empty exactly when both read the same, whatever the keys of lines and lecturers are."""
    before, after = {row["key"]: row for row in old}, {row["key"]: row for row in new}
    found = [_change(ChangeKind.REMOVED, _lost(row), [row]) for key, row in before.items() if key not in after]
    for key, row in after.items():
        if key not in before:
            found.append(_change(ChangeKind.ADDED, _new(row) if old else told(row), [row]))
        elif before[key] != row:
            found.extend(_of_half_day(before[key], row))
    return sorted(found, key=lambda one: (one.date, one.session))


def half_day(row: Row) -> str:
    """``Buổi sáng thứ Hai, 05/10/2026``."""
    day = day_of(row)
    return capfirst(f"{DayPart(row['part']).label} {vn_weekday(day)}, {vn_date(day)}")


def hours(row: Row) -> str:
    return f"{row['starts_at']} – {row['ends_at']}"


def place_words(venue: VenueRow | None) -> str:
    if venue is None:
        return _("no venue")
    return ", ".join(filter(None, (venue["name"], venue["address"])))


def names_of(lecturers: Iterable[LecturerRow]) -> str:
    return "; ".join(", ".join(filter(None, (one["name"], one["post"]))) for one in lecturers)


def group_words(row: Row) -> str:
    return ", ".join(group["name"] for group in row["groups"]) or _("everybody")


def _of_half_day(old: Row, new: Row) -> Iterator[Change]:
    moved = (old["date"], old["part"]) != (new["date"], new["part"])
    retimed = hours(old) != hours(new)
    names = {"half": half_day(new), "old": hours(old), "new": hours(new)}
    if moved:
        words = _("%(old)s moves to %(new)s, %(hours)s") % {
            "old": half_day(old), "new": half_day(new), "hours": hours(new)
        }  # fmt: skip
        yield _change(ChangeKind.MOVED, words, (old, new))
    elif retimed:
        yield _change(ChangeKind.RETIMED, _("%(half)s: %(old)s becomes %(new)s") % names, (old, new))
    if _place(old["venue"]) != _place(new["venue"]):
        words = _("%(half)s is held at %(new)s instead of %(old)s") % {
            "half": half_day(new), "old": place_words(old["venue"]), "new": place_words(new["venue"])
        }  # fmt: skip
        yield _change(ChangeKind.VENUE, words, (old, new))
    if old["groups"] != new["groups"]:
        words = _("%(half)s is for %(new)s; before: %(old)s") % {
            "half": half_day(new), "old": group_words(old), "new": group_words(new)
        }  # fmt: skip
        yield _change(ChangeKind.GROUPS, words, (old, new))
    if old["periods"] != new["periods"]:
        words = _("%(half)s: %(new)d periods instead of %(old)d") % {
            "half": half_day(new), "old": old["periods"], "new": new["periods"]
        }  # fmt: skip
        yield _change(ChangeKind.CONTENT, words, (old, new))
    yield from _of_lines(old, new, shift=_minutes(new["starts_at"]) - _minutes(old["starts_at"]))


def _of_lines(old: Row, new: Row, *, shift: int) -> Iterator[Change]:
    """Lines that moved together with the beginning of their half day are no change of their own."""
    pairs, gone, come = _paired(old["items"], new["items"])
    for line in gone:
        words = _("%(half)s: “%(title)s” is left out") % {"half": half_day(new), "title": line["title"]}
        yield _change(ChangeKind.CONTENT, words, (old, new), [line])
    for line in come:
        words = _("%(half)s: new at %(time)s “%(title)s”") % {
            "half": half_day(new), "time": line["starts_at"], "title": line["title"]
        }  # fmt: skip
        yield _change(ChangeKind.CONTENT, words, (old, new), [line])
    for before, after in pairs:
        yield from _of_line(old, new, before, after, shift)
    was = [line["key"] for line, _after in pairs]
    if was != [line["key"] for line, _after in sorted(pairs, key=lambda pair: new["items"].index(pair[1]))]:
        words = _("%(half)s: the lines stand in another order") % {"half": half_day(new)}
        yield _change(ChangeKind.CONTENT, words, (old, new))


def _of_line(old: Row, new: Row, before: ItemRow, after: ItemRow, shift: int) -> Iterator[Change]:
    parts = []
    if _minutes(after["starts_at"]) != _minutes(before["starts_at"]) + shift:
        parts.append(_("at %(new)s instead of %(old)s") % {"new": after["starts_at"], "old": before["starts_at"]})
    if (before["title"], before["topic"]) != (after["title"], after["topic"]):
        parts.append(_("instead of “%(old)s”") % {"old": before["topic"] or before["title"]})
    if before["kind"] != after["kind"]:
        parts.append(_("%(new)s instead of %(old)s") % {"new": _kind(after["kind"]), "old": _kind(before["kind"])})
    if parts:
        words = f"{half_day(new)}: “{after['topic'] or after['title']}” {', '.join(parts)}"
        yield _change(ChangeKind.CONTENT, words, (old, new), [before, after])
    if _taught(before) != _taught(after):
        words = _("%(half)s, “%(title)s”: %(new)s; before: %(old)s") % {
            "half": half_day(new),
            "title": after["title"],
            "old": names_of(before["lecturers"]) or _("nobody yet"),
            "new": names_of(after["lecturers"]) or _("nobody yet"),
        }
        yield _change(ChangeKind.LECTURER, words, (old, new), [before, after])


def _paired(
    old: Sequence[ItemRow], new: Sequence[ItemRow]
) -> tuple[list[tuple[ItemRow, ItemRow]], list[ItemRow], list[ItemRow]]:
    """Lines that are the same line by key, else by what they say; then those without a partner on either side."""
    by_key = {line["key"]: line for line in new}
    partners = {line["key"]: by_key[line["key"]] for line in old if line["key"] in by_key}
    taken = {line["key"] for line in partners.values()}
    for line in old:
        if line["key"] not in partners:
            twin = next((one for one in new if one["key"] not in taken and _said(one) == _said(line)), None)
            if twin is not None:
                partners[line["key"]] = twin
                taken.add(twin["key"])
    pairs = [(line, partners[line["key"]]) for line in old if line["key"] in partners]
    gone = [line for line in old if line["key"] not in partners]
    return pairs, gone, [line for line in new if line["key"] not in taken]


def _said(line: ItemRow) -> tuple[Any, ...]:
    return line["kind"], line["starts_at"], line["title"], line["topic"], _taught(line)


def _taught(line: ItemRow) -> list[tuple[int | None, str, str]]:
    return [(one["person"], one["name"], one["post"]) for one in line["lecturers"]]


def _place(venue: VenueRow | None) -> tuple[int, str, str, bool] | None:
    """The place as people know it; whether it is the main one is seen by nobody."""
    return (venue["key"], venue["name"], venue["address"], venue["is_remote"]) if venue else None


def _kind(value: str) -> str:
    return str(ItemKind(value).label) if value in ItemKind.values else value


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _new(row: Row) -> str:
    words = _("New: %(half)s, %(hours)s") % {"half": half_day(row), "hours": hours(row)}
    return _with_titles(words, row)


def _lost(row: Row) -> str:
    words = _("Cancelled: %(half)s, %(hours)s") % {"half": half_day(row), "hours": hours(row)}
    return _with_titles(words, row)


def told(row: Row) -> str:
    """A half day with what is held in it, on one line."""
    return _with_titles(f"{half_day(row)}, {hours(row)}", row)


def _with_titles(words: str, row: Row) -> str:
    titles = "; ".join(item["title"] for item in row["items"])
    return f"{words}: {titles}" if titles else words


def _change(kind: ChangeKind, words: str, rows: Sequence[Row], lines: Sequence[ItemRow] | None = None) -> Change:
    """``rows``: the half day before and after, or the one there is; ``lines`` when only some are concerned."""
    taught = lines if lines is not None else [item for row in rows for item in row["items"]]
    groups = [groups_of(row) for row in rows]
    whom = None if None in groups else frozenset[int]().union(*(one for one in groups if one))
    venues = frozenset(row["venue"]["key"] for row in rows if row["venue"])
    return Change(kind, words, rows[-1]["key"], day_of(rows[-1]), people_of(taught), whom, venues)
