"""Lists as PDF."""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import fontpkg_noto_serif
import pypdfium2
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.lists import PrintedList
from khuevan.training.models import TrainingClass

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "list.typ"
FONTS: Final = (Path(fontpkg_noto_serif.ROOT) / "files",)

PORTION: Final = 3_000
"""Rows that are set in one go, in about a second."""
READ_ON_SCREEN: Final = 500
"""Rows up to which a file is tagged for readers of screens; longer ones are for the printer, and set by a child of
their own."""

LONGEST_WORD = 14
"""Letters that fit the narrowest column of words; a longer word may break, instead of running over its edge."""

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BREAK = "\N{ZERO WIDTH SPACE}"


def pdf(training_class: TrainingClass, lists: Sequence[PrintedList]) -> Built:
    """The lists one after the other, each with pages numbered from 1.  Raises ``list_not_printed``.

    Many rows are set in portions, two at once, and put together: one portion would take longer than a file may.
    """
    first = lists[0]
    portions = list(_portions(lists))
    try:
        with ThreadPoolExecutor(2) as both:
            made = list(both.map(_set, portions))
    except TypesettingError as error:
        message = _("The list could not be printed: %(reason)s")
        raise DomainError("list_not_printed", message, reason=error.reason) from error
    return Built(f"{first.slug}-{training_class.slug}.pdf", joined(made), "application/pdf")


def _portions(lists: Sequence[PrintedList]) -> Iterator[list[PrintedList]]:
    portion: list[PrintedList] = []
    rows = 0
    for printed in lists:
        length = _length(printed)
        if portion and rows + length > PORTION:
            yield portion
            portion, rows = [], 0
        portion.append(printed)
        rows += length
    yield portion


def _length(printed: PrintedList) -> int:
    return sum(len(group.rows) for group in printed.groups)


def _set(lists: Sequence[PrintedList]) -> bytes:
    first = lists[0]
    data = {
        "title": f"{first.title}: {first.details[0]}",
        "author": first.letterhead.office,
        "parent": first.letterhead.parent,
        "office": first.letterhead.office,
        "sheets": [_sheet(printed) for printed in lists],
    }
    rows = sum(map(_length, lists))
    return typeset(TEMPLATE, data, fonts=FONTS, once=rows > READ_ON_SCREEN, tagged=rows <= READ_ON_SCREEN)


def joined(files: Sequence[bytes]) -> bytes:
    """PDF files of our own making as one, which is called as the first."""
    if len(files) == 1:
        return files[0]
    whole, file = pypdfium2.PdfDocument(files[0]), io.BytesIO()
    for content in files[1:]:
        whole.import_pages(pypdfium2.PdfDocument(content))
    whole.save(file)
    return file.getvalue()


def _sheet(printed: PrintedList) -> dict[str, Any]:
    return {
        "title": printed.title,
        "details": printed.details,
        "columns": [asdict(column) for column in printed.columns],
        "groups": [
            {"heading": group.heading, "rows": [[_breakable(text) for text in row] for row in group.rows]}
            for group in printed.groups
        ],
        "closing": printed.closing,
        "foot": f"{printed.title}. {printed.details[0]}",
        "signed_by": printed.signed_by,
        "row_height": printed.row_height,
        "is_landscape": printed.is_landscape,
        "is_lettered": printed.is_lettered,
    }


def _breakable(text: str) -> str:
    """Long words get places to break, never between a letter and its marks; all others stay letter for letter."""
    return _LONG_WORD.sub(lambda word: _opened(word[0]), text)


def _opened(word: str) -> str:
    marks = {"Mn", "Mc", "Me"}
    return "".join(letter if unicodedata.category(letter) in marks else _BREAK + letter for letter in word)[1:]
