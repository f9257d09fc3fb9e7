"""Lists as PDF."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import fontpkg_noto_serif
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.lists import PrintedList
from khuevan.training.models import TrainingClass

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "list.typ"
FONTS: Final = (Path(fontpkg_noto_serif.ROOT) / "files",)

LONGEST_WORD = 14
"""Letters that fit the narrowest column of words; a longer word may break, instead of running over its edge."""

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BREAK = "\N{ZERO WIDTH SPACE}"


def pdf(training_class: TrainingClass, lists: Sequence[PrintedList]) -> Built:
    """The lists one after the other, each with pages numbered from 1.  Raises ``list_not_printed``."""
    first = lists[0]
    data = {
        "title": f"{first.title}: {first.details[0]}",
        "author": first.letterhead.office,
        "parent": first.letterhead.parent,
        "office": first.letterhead.office,
        "sheets": [_sheet(printed) for printed in lists],
    }
    try:
        content = typeset(TEMPLATE, data, fonts=FONTS)
    except TypesettingError as error:
        message = _("The list could not be printed: %(reason)s")
        raise DomainError("list_not_printed", message, reason=error.reason) from error
    return Built(f"{first.slug}-{training_class.slug}.pdf", content, "application/pdf")


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
    }


def _breakable(text: str) -> str:
    """Long words get places to break, never between a letter and its marks; all others stay letter for letter."""
    return _LONG_WORD.sub(lambda word: _opened(word[0]), text)


def _opened(word: str) -> str:
    marks = {"Mn", "Mc", "Me"}
    return "".join(letter if unicodedata.category(letter) in marks else _BREAK + letter for letter in word)[1:]
