"""Checks over all rows of a list: who stands twice, and what only shows when rows are held beside each other."""

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from khuevan.readers.roster.model import Level, Problem, RosterRow
from khuevan.vietnamese.folding import fold, spelling_key

# Fewer dates say nothing about how a spreadsheet program took days and months.
_LEAST_DATES = 3

_SAME = _("The same person stands already in %(place)s.")
_PERHAPS = _("Perhaps the same person as in %(place)s: %(reason)s.")
_SAME_PHONE = _("%(name)s in %(place)s has the same telephone number.")
_SAME_ID = _("%(name)s in %(place)s has the same citizen ID.")
_SPELLED = _("Other rows of the list write “%(usual)s”.")
_SWAPPED = _("Day and month may have been swapped by a spreadsheet program; please check %(value)s.")


def check_list(rows: Sequence[RosterRow], dates: Iterable[tuple[RosterRow, bool]] = ()) -> None:
    """All checks; ``dates`` are rows with a full date of birth, and whether the cell held a stored date."""
    mark_doubles(rows)
    mark_likely_doubles(rows)
    mark_odd_spellings(rows)
    mark_swapped_dates(list(dates))


def mark_doubles(rows: Sequence[RosterRow]) -> None:
    """Name the field ``duplicate`` on every row that repeats the name and birth of a row before it.

    Rows without a birth are doubles only when the organization is the same too: two people of one name are common.
    """
    seen: dict[tuple[str, str, str], RosterRow] = {}
    key_of = functools.cache(spelling_key)
    for row in rows:
        if row.full_name is None:
            continue
        agency = "" if row.birth else key_of(row.organization or "")
        first = seen.setdefault((key_of(row.full_name), row.birth or "", agency), row)
        if first is not row:
            row.problems.append(Problem("duplicate", _SAME, {"place": first.place}))


def mark_likely_doubles(rows: Sequence[RosterRow]) -> None:
    """Notices on rows that share a telephone number, a citizen ID, or a name and a year with a row before them."""
    for field, sentence in (("phone", _SAME_PHONE), ("citizen_id", _SAME_ID)):
        for row, first in _sharing(rows, field):
            if _is_told(row):
                continue
            if _alike(row, first):
                reason = (
                    _("name and telephone are the same") if field == "phone" else _("name and citizen ID are the same")
                )
                row.problems.append(
                    Problem("duplicate", _PERHAPS, {"place": first.place, "reason": reason}, Level.NOTICE)
                )
            elif field == "citizen_id" or not str(row.phone).startswith("02"):
                params: dict[str, object] = {"place": first.place, "name": first.full_name or "?"}
                row.problems.append(Problem(field, sentence, params, Level.NOTICE))
    _mark_same_year(rows)


def _mark_same_year(rows: Sequence[RosterRow]) -> None:
    """One row has the year only, the other a date of that year."""
    seen: dict[tuple[str, str], RosterRow] = {}
    for row in rows:
        if row.full_name is None or row.birth is None:
            continue
        first = seen.setdefault((row.full_name, row.birth[:4]), row)
        if first is not row and len(first.birth or "") != len(row.birth) and not _is_told(row):
            reason = _("the name and the year of birth are the same")
            row.problems.append(Problem("duplicate", _PERHAPS, {"place": first.place, "reason": reason}, Level.NOTICE))


def _sharing(rows: Sequence[RosterRow], field: str) -> list[tuple[RosterRow, RosterRow]]:
    """Rows whose value of a field stood in a row before, with that row."""
    seen: dict[str, RosterRow] = {}
    pairs = []
    for row in rows:
        value = getattr(row, field)
        if value is not None:
            first = seen.setdefault(value, row)
            if first is not row:
                pairs.append((row, first))
    return pairs


def _alike(row: RosterRow, first: RosterRow) -> bool:
    return fold(row.full_name or "") == fold(first.full_name or "")


def _is_told(row: RosterRow) -> bool:
    return any(problem.field == "duplicate" for problem in row.problems)


def mark_odd_spellings(rows: Sequence[RosterRow]) -> None:
    """Notices where an agency is written another way than in more of the other rows ("Sở nội vụ", "Sở Nội vụ")."""
    counts = Counter(row.organization for row in rows if row.organization is not None)
    usual: dict[str, str] = {}
    for name, _count in counts.most_common():
        usual.setdefault(fold(name), name)
    if len(usual) == len(counts):
        return
    for row in rows:
        if row.organization is None:
            continue
        best = usual[fold(row.organization)]
        if best != row.organization and counts[best] > counts[row.organization]:
            row.problems.append(Problem("organization", _SPELLED, {"usual": best}, Level.NOTICE))


def mark_swapped_dates(dates: Sequence[tuple[RosterRow, bool]]) -> None:
    """A program set to American dates takes 05/12 for the twelfth of May and leaves 25/12 a text.

    That shows when no stored date has a day beyond 12 and no text one up to 12.
    """
    stored = [row for row, is_stored in dates if is_stored and row.birth]
    typed = [row for row, is_stored in dates if not is_stored and row.birth]
    if min(len(stored), len(typed)) < _LEAST_DATES:
        return
    if any(_day(row) > 12 for row in stored) or any(_day(row) <= 12 for row in typed):
        return
    for row in stored:
        shown = dt.date.fromisoformat(str(row.birth)).strftime("%d/%m/%Y")
        row.problems.append(Problem("birth", _SWAPPED, {"value": shown}, Level.NOTICE))


def _day(row: RosterRow) -> int:
    return int(str(row.birth)[8:10])
