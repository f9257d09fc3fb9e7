"""The register of documents sent out as files that print as they are: Excel and PDF."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import fontpkg_noto_serif
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.core.workbooks import Sheet, workbook
from khuevan.people.models import Office
from khuevan.records.domain.register import COLUMNS, RegisterRow

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "register.typ"
FONTS: Final = (Path(fontpkg_noto_serif.ROOT) / "files",)
_TITLE: Final = "Sổ đăng ký văn bản đi năm {year}"


def register_workbook(office: Office, year: int, rows: Sequence[RegisterRow]) -> bytes:
    """One sheet with the ten columns; each series begins with its name."""
    lines: list[Sequence[object]] = []
    books = _books(rows)
    for name, of_book in books:
        if len(books) > 1:
            lines.append((name, *([""] * (len(COLUMNS) - 1))))
        lines += [_values(row) for row in of_book]
    return workbook(Sheet(_TITLE.format(year=year), str(office), COLUMNS, lines))


def register_pdf(office: Office, year: int, rows: Sequence[RegisterRow]) -> bytes:
    """Each series on pages of its own, numbered from 1.  Raises ``register_not_printed``."""
    title = _TITLE.format(year=year)
    books: list[dict[str, Any]] = [
        {"name": name, "foot": f"{title}. {name}", "rows": [row.cells for row in of_book]}
        for name, of_book in _books(rows) or [("", [])]
    ]
    data = {"title": title, "office": str(office), "columns": COLUMNS, "books": books}
    try:
        return typeset(TEMPLATE, data, fonts=FONTS)
    except TypesettingError as error:
        sentence = _("The register could not be printed: %(reason)s")
        raise DomainError("register_not_printed", sentence, reason=error.reason) from error


def _books(rows: Sequence[RegisterRow]) -> list[tuple[str, list[RegisterRow]]]:
    return [(name, list(of_book)) for name, of_book in groupby(rows, key=lambda row: row.book)]


def _values(row: RegisterRow) -> tuple[object, ...]:
    """Days stay days, so that the sheet can be sorted."""
    cells = list[object](row.cells)
    cells[1], cells[6], cells[7] = row.day, row.copies, row.sent_on
    return tuple(cells)
