"""One cell of the attendance grid: its letter, its words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from khuevan.attendance.domain.queries import Cell
from khuevan.attendance.enums import AttendanceStatus
from khuevan.training.models import Session

LETTERS: dict[AttendanceStatus, str | Promise] = {
    AttendanceStatus.PRESENT: "✓",
    AttendanceStatus.LATE: pgettext_lazy("attendance letter", "L"),
    AttendanceStatus.LEFT_EARLY: pgettext_lazy("attendance letter", "E"),
    AttendanceStatus.EXCUSED: pgettext_lazy("attendance letter", "P"),
    AttendanceStatus.ABSENT: pgettext_lazy("attendance letter", "A"),
}
"""What stands in a cell of the grid, and the key that writes it."""


@dataclass(frozen=True)
class GridCell:
    """One learner in one half day."""

    session: Session
    column_words: str
    cell: Cell | None

    @property
    def letter(self) -> str:
        return str(LETTERS[self.cell.status]) if self.cell else "·"

    @property
    def words(self) -> str:
        return self.words_of(self.cell)

    @staticmethod
    def words_of(cell: Cell | None) -> str:
        """The whole word, with the reason of an absence."""
        if cell is None:
            return _("not marked")
        label = str(cell.status.label)
        return f"{label}: {cell.reason}" if cell.reason else label
