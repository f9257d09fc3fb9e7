"""The order of the file of a class, and names that every system can store: 01_2026-03-05_15-QĐ-SNgV_Quyet-dinh.pdf."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.text import slugify

from khuevan.training.domain.dossier import Entry, Section
from khuevan.vietnamese.folding import fold

_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What Windows takes in no name."""
_NUMBER: Final = re.compile(r"\d+")
_WIDEST: Final = 9
"""So many digits put 9/GM before 10/GM and 100/GM."""
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(1, 10)), *(f"lpt{digit}" for digit in range(1, 10))}
)
LONGEST_NAME: Final = 60
LONGEST_CODE: Final = 40


@dataclass(frozen=True)
class Placed:
    """An entry at its place: ``number`` is its line of the index, ``path`` its name in the ZIP, empty without one."""

    entry: Entry
    number: int
    path: str


def placed(entries: Iterable[Entry]) -> list[Placed]:
    """In the order of days, what has no day at the end; the same entries always give the same order and names."""
    lines = _lines(sorted(entries, key=_place))
    digits = max(2, len(str(len(lines))))
    taken: set[str] = set()
    rows = []
    for number, line in enumerate(lines, start=1):
        inner = max(3, len(str(len(line))))
        for part, entry in enumerate(line, start=1):
            head = f"{number:0{digits}d}" if len(line) == 1 else f"{number:0{digits}d}.{part:0{inner}d}"
            rows.append(Placed(entry, number, _free(_path(entry, head), taken)))
    return rows


def _place(entry: Entry) -> tuple[date, int, str, str, str, str]:
    order = list(Section)
    day = entry.day or date.max
    code = _NUMBER.sub(lambda number: number[0].zfill(_WIDEST), entry.code)
    return (day, order.index(entry.section), entry.group, code, entry.title, entry.stored or entry.argument)


def _lines(ordered: Sequence[Entry]) -> list[list[Entry]]:
    """Entries of one group are one line, where its first entry stands."""
    lines: list[list[Entry]] = []
    groups: dict[str, list[Entry]] = {}
    for entry in ordered:
        if entry.group and entry.group in groups:
            groups[entry.group].append(entry)
            continue
        lines.append([entry])
        if entry.group:
            groups[entry.group] = lines[-1]
    return lines


def _path(entry: Entry, head: str) -> str:
    if not (entry.stored or entry.made):
        return ""
    day = f"_{entry.day:%Y-%m-%d}" if entry.day else ""
    code = f"_{safe(entry.code)[:LONGEST_CODE]}" if entry.code else ""
    name = f"{head}{day}{code}_{plain(entry.name)}.{plain(entry.ending, longest=8).lower()}"
    return f"{entry.section.value}/{name}" if entry.section is not Section.DOCUMENTS else name


def _free(path: str, taken: set[str]) -> str:
    """Two files of one folder must differ in more than capitals."""
    if not path:
        return path
    stem, _dot, ending = path.rpartition(".")
    found, count = path, 1
    while found.lower() in taken:
        count += 1
        found = f"{stem}-{count}.{ending}"
    taken.add(found.lower())
    return found


def plain(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Letters a to z, digits and hyphens, the first one a capital: Quyet-dinh-mo-lop."""
    slug = slugify(fold(text)).strip("-") or "van-ban"
    if len(slug) > longest:
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    if slug in _RESERVED:
        slug = f"{slug}-1"
    return slug[:1].upper() + slug[1:]


def safe(code: str) -> str:
    """A number and symbol as it is, with hyphens for what no file may be called: 15-QĐ-SNgV."""
    return _UNSAFE.sub("-", "-".join(code.split())).strip(" .-") or "so"


def numbered(rows: Iterable[Placed]) -> Iterator[tuple[int, list[Placed]]]:
    """The lines of the index: their number and the files of each."""
    lines: dict[int, list[Placed]] = {}
    for row in rows:
        lines.setdefault(row.number, []).append(row)
    yield from lines.items()
