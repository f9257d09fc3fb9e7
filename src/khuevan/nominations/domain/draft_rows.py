"""The rows of a list that is being checked, as they lie in the table: read, judged, written."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import batched

from django.utils.translation import gettext as _

from khuevan.core import bulk
from khuevan.core.errors import DomainError
from khuevan.nominations.enums import LineState
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.identity import digits_of, seal_citizen_id
from khuevan.readers.roster import Level, Place, Problem, RosterRow
from khuevan.readers.roster.retyped import RETYPED
from khuevan.vietnamese.folding import fold, spelling_key

KEPT = (*RETYPED, "honorific", "rank")
"""Fields of a row that stand in ``DraftLine.values``."""
DUPLICATE = "duplicate"
SETTLED = frozenset({LineState.TAKEN, LineState.RESERVED})
"""States of rows that have their place, on the list of the class or on its reserve list."""
BATCH = 500
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d[ .\-–]?){11}\d(?!\d)")
"""Telephone numbers are shorter: twelve digits in a sentence about a cell are a citizen ID in the wrong column."""
_MASK = "•••"
_FREE_TEXTS = ("position", "organization", "note")
"""Values in which a number of twelve digits is somebody's, and out of place."""

JUDGED = ("errors", "notices", "is_double", "twin_key", "agency_key", "search_key", "problems")
"""Columns that follow from the others (``judge``)."""


def line_of(draft: RosterDraft, index: int, row: RosterRow, id_columns: Collection[int] = ()) -> DraftLine:
    """An unsaved line for a row of a reader.

    A citizen ID is sealed where the draft says why it is kept; otherwise it is left out and that is said.
    ``id_columns`` are the cells of ``row.original`` that hold such numbers.
    """
    line: DraftLine = bulk.fresh(
        DraftLine,
        draft_id=draft.pk,
        index=index,
        number=row.place.row,
        sheet=row.place.sheet[:120],
        table=row.table[:120],
        values={name: _masked_value(name, getattr(row, name)) for name in KEPT if getattr(row, name)},
        original=[_masked_cell(text, whole=at in id_columns) for at, text in enumerate(row.original)],
    )
    judge(line, _with_citizen_id(line, row, keep=draft.keeps_ids))
    return line


def _masked_value(name: str, text: str) -> str:
    return _ID_NUMBER.sub(_MASK, text) if name in _FREE_TEXTS else text


def _masked_cell(text: str, *, whole: bool) -> str:
    return _MASK if whole and any(char.isdigit() for char in text) else _ID_NUMBER.sub(_MASK, text)


def _with_citizen_id(line: DraftLine, row: RosterRow, *, keep: bool) -> list[Problem]:
    """Puts the number into its two columns, if it is kept; the problems of the row with what is to be said of it."""
    kept = keep and row.citizen_id and digits_of(row.citizen_id)
    problems = [
        Problem(one.field, _ID_NUMBER.sub(_MASK, one.message), level=one.level)
        for one in row.problems
        if kept or one.field != "citizen_id"
    ]
    if kept:
        line.citizen_id_sealed, line.citizen_id_hash = seal_citizen_id(str(row.citizen_id))
    elif row.citizen_id or len(problems) < len(row.problems):
        problems.append(Problem("citizen_id", _("The citizen ID in the list was not kept."), level=Level.NOTICE))
    return problems


def row_of(line: DraftLine) -> RosterRow:
    """The row as a reader would give it, without its citizen ID."""
    problems = [Problem(field, message, level=Level(level)) for field, message, level in line.problems]
    known = {name: value for name, value in line.values.items() if name in KEPT}
    return RosterRow(Place(line.sheet, line.number), **known, problems=problems, original=line.original)


def rewrite(line: DraftLine, row: RosterRow) -> None:
    """Sets the values and problems of an unsaved or locked line."""
    line.values = {name: getattr(row, name) for name in KEPT if getattr(row, name)}
    judge(line, row.problems)


def judge(line: DraftLine, problems: Iterable[Problem] | None = None) -> None:
    """Sets what follows from values and ``problems`` (those it has already when None)."""
    if problems is not None:
        line.problems = [[one.field, str(one.message), one.level.value] for one in problems]
    values = line.values
    line.errors = sum(1 for one in line.problems if one[2] == Level.ERROR.value)
    line.notices = len(line.problems) - line.errors
    line.is_double = any(one[0] == DUPLICATE for one in line.problems)
    name, agency = values.get("full_name") or "", values.get("organization") or ""
    line.agency_key = agency_key(agency)
    line.twin_key = _twin_key(name, values.get("birth") or "", line.agency_key)
    words = f"{name} {values.get('position') or ''} {agency} {values.get('phone') or ''} {values.get('email') or ''}"
    line.search_key = fold(words)[:700]


@lru_cache(maxsize=4096)
def agency_key(name: str) -> str:
    """Equal for agencies spelled alike."""
    return spelling_key(name)[:250]


def _twin_key(name: str, birth: str, agency_key: str) -> str:
    """Equal for rows that would be one person, as ``readers.roster.checks`` has it; empty without a name.

    Rows without a birth are doubles only when the agency is the same too: two people of one name are common.
    """
    if not name:
        return ""
    text = json.dumps([spelling_key(name), birth, "" if birth else agency_key], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def stamp_of(line: DraftLine) -> str:
    """What the row is right now; a form that changes it carries this as ``seen``."""
    now = [line.pk, line.values, line.state, line.refused, line.decision, line.organization_id, line.enrollment_id]
    return hashlib.sha256(json.dumps(now, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:20]


def lines_of(draft: RosterDraft) -> list[DraftLine]:
    """All rows of a draft, in the order of the file."""
    return list(draft.lines.order_by("index"))


def line_at(draft: RosterDraft, index: int, *, lock: bool = False) -> DraftLine:
    """Raises ``no_such_row``."""
    lines = draft.lines.select_for_update() if lock else draft.lines.select_related("match", "organization")
    found = lines.filter(index=index).first() if index >= 0 else None
    if found is None:
        raise DomainError("no_such_row", _("The list has no such row."))
    found.draft = draft
    return found


def store(draft: RosterDraft, lines: Sequence[DraftLine], *, beside: Sequence[DraftLine] = ()) -> None:
    """Writes new lines and the doubles among them and those that stand there already (``beside``)."""
    changed = mark_twins([*lines, *beside])
    DraftLine.objects.bulk_update([line for line in changed if line.pk], JUDGED, batch_size=BATCH)
    bulk.store(lines)
    count_waiting(draft)


def mark_twins(lines: Iterable[DraftLine]) -> list[DraftLine]:
    """Names every line that repeats another of ``lines``, all of one list; returns those that changed, unsaved.

    A learner who is on the list already comes first, then the order of the file; what is left out repeats nobody.
    """
    first: dict[str, DraftLine] = {}
    changed = []
    for line in sorted(lines, key=lambda one: (one.state not in SETTLED, one.index)):
        counts = bool(line.twin_key) and line.state != LineState.LEFT
        before = first.setdefault(line.twin_key, line) if counts else line
        if line.state not in SETTLED and _name_double(line, before):
            changed.append(line)
    return changed


def _name_double(line: DraftLine, first: DraftLine) -> bool:
    """Whether the line had to be changed."""
    kept = [one for one in line.problems if not _is_twin(one)]
    if first is not line:
        place = Place(first.sheet, first.number)
        sentence = _("The same person stands already in %(place)s.") % {"place": place}
        kept = [*kept, [DUPLICATE, sentence, Level.ERROR.value]]
    if kept == line.problems:
        return False
    line.problems = kept
    judge(line)
    return True


def _is_twin(problem: Sequence[str]) -> bool:
    """A notice about somebody perhaps the same comes from the reader and stays."""
    return problem[0] == DUPLICATE and problem[2] == Level.ERROR.value


def mark_twins_anew(draft: RosterDraft, keys: Iterable[str]) -> None:
    """Judges the rows of these twin keys again, after one of them was corrected, left out or brought back."""
    wanted = {key for key in keys if key}
    for some in batched(wanted, BATCH):
        groups: dict[str, list[DraftLine]] = defaultdict(list)
        for line in draft.lines.select_for_update().filter(twin_key__in=some):
            groups[line.twin_key].append(line)
        changed = [line for group in groups.values() for line in mark_twins(group)]
        DraftLine.objects.bulk_update(changed, JUDGED, batch_size=BATCH)


def count_waiting(draft: RosterDraft) -> None:
    """Sets ``draft.waiting``; unsaved."""
    draft.waiting = draft.lines.waiting().count()
