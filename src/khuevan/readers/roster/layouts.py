"""What a person said about the columns of a list, for one file or for all lists of an agency.

A layout overrides what the reader thought.  It is stored as JSON by whoever keeps it, so whatever comes back is read
with care: what is no layout, or names no role, is ignored.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from khuevan.readers.roster.headings import Role, heading_words
from khuevan.readers.roster.model import SKIP, TableReading

ROLE_CODES = frozenset({SKIP, *(role.code for role in Role)})
_LAST_COLUMN = 16_383
_LAST_ROW = 1_048_576
NO_HEADING = 0
"""The ``heading_row`` of a table that has none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Either for the table ``table`` of one file, by ``columns`` (index from zero: code of a role or ``skip``) and
    perhaps the ``heading_row`` a person sees; or for every table whose headings have the ``signature``, by
    ``headings`` (words of a heading: code of a role), wherever the columns stand."""

    table: str = ""
    columns: dict[int, str] = field(default_factory=dict)
    heading_row: int | None = None
    signature: str = ""
    headings: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "columns": {str(index): role for index, role in self.columns.items()},
            "heading_row": self.heading_row,
            "signature": self.signature,
            "headings": dict(self.headings),
        }

    @classmethod
    def from_json(cls, stored: object) -> "Layout | None":
        """None for whatever is no layout; single entries that make no sense are left out."""
        if not isinstance(stored, Mapping):
            return None
        table, signature = stored.get("table"), stored.get("signature")
        heading_row = stored.get("heading_row")
        layout = cls(
            table=table if isinstance(table, str) else "",
            columns=_known_columns(stored.get("columns")),
            heading_row=heading_row if _is_whole(heading_row, _LAST_ROW) else None,
            signature=signature if isinstance(signature, str) else "",
            headings=_known_headings(stored.get("headings")),
        )
        return layout if layout.table or layout.signature else None


def remembered(table: TableReading) -> Layout | None:
    """What to keep of a table that a person approved; None when its headings say too little to know it again."""
    texts = [column.heading for column in table.columns]
    signature = signature_of(texts)
    if not signature:
        return None
    names = distinct_words(texts)
    roles = {name: column.role for name, column in zip(names, table.columns, strict=True) if name}
    return Layout(signature=signature, headings=roles)


def signature_of(headings: Iterable[str]) -> str:
    """The same for the same headings in whatever order, case and spelling; empty for fewer than two headings."""
    words = sorted(name for name in distinct_words(list(headings)) if name)
    if len(words) < 2:
        return ""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def distinct_words(headings: Sequence[str]) -> list[str]:
    """The words of each heading; a heading that comes again is told apart by its number."""
    seen: dict[str, int] = {}
    names = []
    for heading in headings:
        words = heading_words(heading)
        seen[words] = seen.get(words, 0) + 1
        names.append(words if seen[words] == 1 or not words else f"{words} #{seen[words]}")
    return names


def layouts_of(given: Iterable[object]) -> list[Layout]:
    """Layouts from layouts or their JSON; all else is left out."""
    found = (one if isinstance(one, Layout) else Layout.from_json(one) for one in given)
    return [layout for layout in found if layout is not None]


def _known_columns(stored: object) -> dict[int, str]:
    if not isinstance(stored, Mapping):
        return {}
    columns = {}
    for index, role in stored.items():
        number = int(index) if isinstance(index, str) and index.isascii() and index.isdigit() else index
        if _is_whole(number, _LAST_COLUMN) and _is_role(role):
            columns[number] = role
    return columns


def _known_headings(stored: object) -> dict[str, str]:
    if not isinstance(stored, Mapping):
        return {}
    return {words: role for words, role in stored.items() if isinstance(words, str) and _is_role(role)}


def _is_role(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value in ROLE_CODES


def _is_whole(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
