"""Which columns a plan has, by the words of its headings, in any order and over several rows."""

import re
from dataclasses import dataclass

from khuevan.readers.grids import Grid
from khuevan.readers.planning.model import Column
from khuevan.readers.planning.tables import spread, text_of
from khuevan.vietnamese.folding import fold

_SEARCHED_ROWS = 60
_MOST_HEIGHT = 4
_LONGEST = 90
_WORDS = tuple(
    (column, re.compile(words))
    for column, words in (
        (Column.ORDER, r"^(?:stt|tt|so tt|so thu tu|t t)$"),
        (Column.NOTE, r"\bghi chu\b"),
        (Column.MONEY_SOURCE, r"\bnguon\b"),
        (Column.ESTIMATE, r"\bdu toan\b|\bkinh phi\b|\bso tien\b|\bthanh tien\b|\bdu tru\b"),
        (Column.CO, r"\bphoi hop\b"),
        (Column.LEAD, r"\bchu tri\b|\b(?:don vi|co quan|dau moi) (?:to chuc|thuc hien|mo lop)\b"),
        (Column.VENUE, r"\bdia diem\b|\bnoi (?:to chuc|hoc)\b"),
        (Column.CLASSES, r"\bso (?:luong )?(?:lop|khoa)\b|^so luong (?:lop|khoa)\b"),
        (Column.FIRST_DAY, r"\btu ngay$|\bngay (?:bat dau|khai giang|mo lop)\b|\bngay dau\b"),
        (Column.LAST_DAY, r"\bden ngay$|\bngay (?:ket thuc|be giang)\b|\bngay cuoi\b"),
        (Column.MONTH_FROM, r"\btu thang$|\bthang bat dau\b"),
        (Column.MONTH_TO, r"\bden thang$|\bthang ket thuc\b"),
        (Column.PERIODS, r"\btiet\b|\bthoi luong\b|\bso (?:ngay|buoi|tuan)\b"),
        (
            Column.PEOPLE,
            r"\bso (?:luong|nguoi|hoc vien|luot|hv)\b|\bsi so\b|\bquy mo\b|\bchi tieu\b|^hoc vien$",
        ),
        (Column.AUDIENCE, r"\bdoi tuong\b|\bthanh phan\b"),
        (Column.FIELD, r"\blinh vuc\b|\bnhom (?:noi dung|lop)\b"),
        (Column.TIME, r"\bthoi (?:gian|diem|han)\b|\bthang\b|\bquy\b|^ngay\b|\blich\b"),
        (
            Column.TITLE,
            r"\bten (?:lop|khoa|chuong trinh|noi dung|hoi nghi|chuyen de)\b|\bnoi dung\b|\bchuyen de\b"
            r"|\b(?:lop|khoa) (?:dao tao|boi duong|tap huan|hoc)\b|^(?:ten|lop|cac lop|danh muc)\b",
        ),
    )
)


@dataclass(frozen=True)
class Heading:
    """Headings fill rows ``top`` up to ``below``; ``columns`` says where each thing stands, ``words`` under what."""

    top: int
    below: int
    columns: dict[Column, int]
    words: dict[Column, str]
    unused: list[str]


def column_of(text: str) -> Column | None:
    """What a heading announces.

    >>> [column_of(text).value for text in ("Đơn vị chủ trì", "Số lượng học viên", "Số lượng (lớp)", "Tháng")]
    ['lead', 'people', 'classes', 'time']
    """
    plain = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    if not plain or len(plain) > _LONGEST:
        return None
    return next((column for column, words in _WORDS if words.search(plain)), None)


def find_heading(grid: Grid) -> Heading | None:
    """The heading that gives most columns a meaning, the uppermost of equals; it must name the classes."""
    best: Heading | None = None
    for top in range(min(len(grid.rows), _SEARCHED_ROWS)):
        filled = [text for cell in grid.rows[top] if (text := text_of(cell))]
        if sum(column_of(text) is not None for text in filled) < 2:
            continue
        for height in range(1, _MOST_HEIGHT + 1):
            found = _heading(grid, top, height)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _heading(grid: Grid, top: int, height: int) -> Heading | None:
    if top + height > len(grid.rows) or (height > 1 and not _goes_on(grid, top, top + height - 1)):
        return None
    columns: dict[Column, int] = {}
    words: dict[Column, str] = {}
    unused = []
    for place in range(max(map(len, grid.rows[top : top + height]))):
        parts = dict.fromkeys(text for row in range(top, top + height) if (text := text_of(spread(grid, row, place))))
        text = " ".join(parts)
        column = _of_parts(list(parts))
        if column is None or column in columns:
            unused += [text] if text else []
        else:
            columns[column], words[column] = place, text
    if Column.TITLE not in columns or len(columns) < 2:
        return None
    return Heading(top, top + height, columns, words, unused)


def _of_parts(parts: list[str]) -> Column | None:
    """Headings above each other are read together, else the lowest that says something."""
    together = column_of(" ".join(parts))
    lowest = next((column for text in reversed(parts) if (column := column_of(text)) is not None), None)
    return lowest if lowest in {Column.MONEY_SOURCE, Column.CO, Column.VENUE} else together or lowest


def _goes_on(grid: Grid, top: int, row: int) -> bool:
    """Whether ``row`` belongs to the heading above: a merged heading reaches it, or it parts one that is broad."""
    reaching = any(merge.top <= row - 1 and row <= merge.bottom and merge.top >= top for merge in grid.merges)
    broad = [
        merge for merge in grid.merges if top <= merge.top < row and merge.right > merge.left and merge.bottom < row
    ]
    parted = any(
        any(text_of(spread(grid, row, place)) for place in range(merge.left, merge.right + 1)) for merge in broad
    )
    return reaching or parted
