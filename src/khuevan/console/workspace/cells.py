"""Cells of the attendance grid: their letters and words, and a whole row of them as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from khuevan.attendance.domain.queries import Cell, SessionCount
from khuevan.attendance.enums import AttendanceStatus
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.queries import groups_of
from khuevan.training.models import Session

LETTERS: dict[AttendanceStatus, str | Promise] = {
    AttendanceStatus.PRESENT: "✓",
    AttendanceStatus.LATE: pgettext_lazy("attendance letter", "L"),
    AttendanceStatus.LEFT_EARLY: pgettext_lazy("attendance letter", "E"),
    AttendanceStatus.EXCUSED: pgettext_lazy("attendance letter", "P"),
    AttendanceStatus.ABSENT: pgettext_lazy("attendance letter", "A"),
}
"""What stands in a cell of the grid, and the key that writes it."""

DASH = "–"
"""For half days that are for other groups."""


def letter_of(cell: Cell | None) -> str:
    return str(LETTERS[cell.status]) if cell else "·"


def words_of(cell: Cell | None) -> str:
    """The whole word, with the reason of an absence."""
    if cell is None:
        return _("not marked")
    label = str(cell.status.label)
    return f"{label}: {cell.reason}" if cell.reason else label


def words_of_none() -> str:
    return _("not expected in this half day")


@dataclass(frozen=True)
class GridColumn:
    """One half day with its counts; ``expected`` are the learners it is for, None: everybody."""

    session: Session
    words: str
    expected: frozenset[int] | None
    count: SessionCount
    learners: int

    @property
    def unmarked(self) -> int:
        return max(0, self.learners - self.count.marked)

    @property
    def group_names(self) -> str:
        """Of the groups it is for; empty for everybody."""
        return ", ".join(group.name for group in groups_of(self.session))

    def is_for(self, learner: int) -> bool:
        return self.expected is None or learner in self.expected


@dataclass(frozen=True)
class _Look:
    """A cell without its place: class, letter and words, ready for HTML."""

    css: str
    letter: str
    words: str


class RowDrawer:
    """Draws the rows of one page of the grid.

    A page has hundreds of cells of a few looks: each look, name and heading is translated and escaped once.  In a
    template the cells would cost most of the time of the page.
    """

    def __init__(self, columns: Sequence[GridColumn], *, may_take: bool) -> None:
        self._columns = [(column.session.pk, escape(column.words), column.expected) for column in columns]
        self._may_take = may_take
        self._looks: dict[tuple[AttendanceStatus, str] | None, _Look] = {}

    def row(self, learner: Enrollment, cells: Mapping[int, Cell]) -> SafeString:
        """``cells``: those of this learner, by half day."""
        name, key = escape(learner.full_name), learner.pk
        made = (
            self._cell(key, name, pk, column, cells.get(pk)) if keys is None or key in keys else self._nothing
            for pk, column, keys in self._columns
        )
        return mark_safe("".join(made))  # noqa: S308 - every word in it went through escape

    @cached_property
    def _nothing(self) -> str:
        return f'<td class="half is-not"><span role="img" aria-label="{escape(words_of_none())}">{DASH}</span></td>'

    def _cell(self, learner: int, name: str, session: int, column: str, cell: Cell | None) -> str:
        look = self._look(cell)
        if not self._may_take:
            return f'<td class="half{look.css}"><span role="img" aria-label="{look.words}">{look.letter}</span></td>'
        return (
            f'<td class="half{look.css}"><a href="{session}/{learner}/" data-mark="{cell.mark if cell else ""}"'
            f' data-session="{session}" aria-label="{name}, {column}: {look.words}">{look.letter}</a></td>'
        )

    def _look(self, cell: Cell | None) -> _Look:
        key = (cell.status, cell.reason) if cell else None
        if key not in self._looks:
            css = f" is-{cell.status}" if cell else ""
            self._looks[key] = _Look(css, escape(letter_of(cell)), escape(words_of(cell)))
        return self._looks[key]
