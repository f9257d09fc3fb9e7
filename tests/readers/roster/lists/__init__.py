"""Lists as real agencies write them, each with the rows and problems that must come out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FIELDS = ("full_name", "birth", "gender", "position", "organization", "phone", "email", "citizen_id", "note")


@dataclass(frozen=True)
class Case:
    """``write`` makes the file below a folder and gives its path; ``rows`` are values in the order of ``FIELDS``,
    ``problems`` are (number of the row from one, field)."""

    name: str
    write: Callable[[Path], Path]
    rows: Sequence[tuple[str | None, ...]]
    problems: Sequence[tuple[int, str]] = field(default=())
