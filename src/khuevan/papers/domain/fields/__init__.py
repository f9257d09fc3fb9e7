"""The names that a Word template of an office may use, what each means, and what it says on a paper of a class.

A template gets plain data only (words, lists, rows of words), made here from the facts and the paper as the program
writes it; no object of Python ever reaches it.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from khuevan.papers.blocks import Paper
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields import lists, of_class, of_money, of_paper
from khuevan.papers.domain.fields.shapes import Field
from khuevan.papers.enums import PaperKind
from khuevan.papers.filling.grammar import Schema
from khuevan.papers.wordml import legal

GROUPS: Final = (
    (_("The paper: letterhead, number, text, signature"), of_paper.FIELDS),
    (_("The class"), of_class.FIELDS),
    (_("Lists"), lists.FIELDS),
    (_("Money"), of_money.FIELDS),
)
FIELDS: Final[dict[str, Field]] = {field.name: field for _label, fields in GROUPS for field in fields}

_NUMBERED: Final = (("so_ky_hieu",), ("dia_danh",), ("ngay_thang",), ("nguoi_ky",))
_TEXT: Final = ("noi_dung", "ten_lop")
_LISTED: Final[dict[PaperKind, tuple[str, ...]]] = {
    PaperKind.PROGRAMME: ("buoi", "noi_dung"),
    PaperKind.LEARNER_LIST: ("hoc_vien", "noi_dung"),
    PaperKind.FEE_LIST: ("thu_lao", "noi_dung"),
    PaperKind.ESTIMATE: ("kinh_phi", "noi_dung"),
}


def fields_of(kind: PaperKind) -> dict[str, Field]:
    return {name: field for name, field in FIELDS.items() if field.is_known_on(kind)}


def schema_of(kind: PaperKind) -> dict[str, Schema]:
    return {name: field.schema for name, field in fields_of(kind).items()}


def needed_on(kind: PaperKind, *, is_numbered: bool) -> list[tuple[str, ...]]:
    """Names, or several of which one is enough, that a paper of this kind hardly does without."""
    return [*(_NUMBERED if is_numbered else ()), _LISTED.get(kind, _TEXT)]


def example_context(kind: PaperKind) -> dict[str, Any]:
    """Invented words for every field of a kind."""
    return {name: field.example() for name, field in fields_of(kind).items()}


def context_of(facts: Facts, paper: Paper, names: Iterable[str]) -> dict[str, Any]:
    """The words of these fields: only what a template uses is asked and given to it."""
    known = fields_of(PaperKind(facts.kind)) if facts.kind else FIELDS
    with translation.override("vi"):
        asked = {name: known[name].value for name in names if name in known}
        return {name: _plain(value(facts, paper)) for name, value in asked.items() if value}


def _plain(value: Any) -> Any:  # noqa: ANN401 - plain data, whatever its shape
    """Words, lists and rows only, without the signs that Word's markup cannot hold.  Raises TypeError for others."""
    match value:
        case str():
            return legal(str(value)).replace("\r", "")
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
    raise TypeError(type(value))
