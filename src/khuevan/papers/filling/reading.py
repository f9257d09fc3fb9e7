"""Where the tags of a Word file stand, as somebody who has it open would find them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from khuevan.papers.filling.packages import W

TAG = re.compile(r"\{\{(?P<field>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#(?P<comment>.*?)#\}", re.DOTALL)
_TORN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_PREFIX = re.compile(r"(tr|tc|p|r)\s+")
_STORY = re.compile(r"word/([a-z]+)\d*\.xml")
_AROUND = 30
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


@dataclass(frozen=True)
class Place:
    """``story`` is document, header, footer, footnotes ...; numbers begin at 1, those of no table are 0."""

    story: str
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    in_box: bool = False


@dataclass(frozen=True)
class Tag:
    """``prefix`` is what docxtpl repeats around it: tr a row, p a paragraph; ``alone`` means that its row, paragraph
    ... holds nothing else, which falls away with it."""

    kind: str
    inner: str
    prefix: str
    place: Place
    around: str
    paragraph: Any
    alone: bool = True

    def within(self, name: str) -> Any:  # noqa: ANN401 - an lxml element or None
        """The row (``tr``), cell (``tc``) or table (``tbl``) that it stands in."""
        return next(self.paragraph.iterancestors(f"{W}{name}"), None)


@dataclass(frozen=True)
class Torn:
    """Brackets that are no whole tag."""

    bracket: str
    place: Place
    around: str


@dataclass(frozen=True)
class Words:
    """A paragraph with the tags in it."""

    text: str
    place: Place
    tags: tuple[Tag, ...]
    torn: tuple[Torn, ...]


def told(parts: Mapping[str, Any]) -> Iterator[tuple[str, list[Words]]]:
    """Part by part, the paragraphs in reading order."""
    for name, root in parts.items():
        match = _STORY.fullmatch(name)
        story = match[1] if match else "document"
        yield story, [_words(paragraph, place) for paragraph, place in _paragraphs(root, story)]


def hidden(parts: Mapping[str, Any]) -> bool:
    """Whether tags stand where no words are: in attributes, in instructions of fields, in deleted text."""
    for root in parts.values():
        for element in root.iter():
            texts = [str(value) for value in element.attrib.values()]
            if element.tag != f"{W}t":
                texts.append(element.text or "")
            if any("{{" in text or "{%" in text for text in texts):
                return True
    return False


def is_tracked(parts: Mapping[str, Any]) -> bool:
    """Whether changes are still tracked in it."""
    return any(next(root.iter(f"{W}ins", f"{W}del"), None) is not None for root in parts.values())


def _paragraphs(root: Any, story: str) -> Iterator[tuple[Any, Place]]:  # noqa: ANN401 - lxml elements
    tables = {table: _Table(number, table) for table, number in zip(_outer_tables(root), count(1), strict=False)}
    numbers = count(1)
    for paragraph in root.iter(f"{W}p"):
        outer = list(paragraph.iterancestors(f"{W}tbl"))
        in_box = next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None
        if outer and outer[-1] in tables:
            yield paragraph, replace(tables[outer[-1]].place_of(paragraph, story), in_box=in_box)
        else:
            yield paragraph, Place(story, 0 if in_box else next(numbers), in_box=in_box)


def _outer_tables(root: Any) -> list[Any]:  # noqa: ANN401 - lxml elements
    return [table for table in root.iter(f"{W}tbl") if next(table.iterancestors(f"{W}tbl"), None) is None]


class _Table:
    def __init__(self, number: int, table: Any) -> None:  # noqa: ANN401 - an lxml element
        self._number = number
        self._table = table
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        self._rows = {row: place for place, row in enumerate(rows, start=1)}

    def place_of(self, paragraph: Any, story: str) -> Place:  # noqa: ANN401 - an lxml element
        row = next((one for one in paragraph.iterancestors(f"{W}tr") if one in self._rows), None)
        if row is None:
            return Place(story, table=self._number)
        cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
        inside = set(paragraph.iterancestors(f"{W}tc"))
        cell = next((number for number, one in enumerate(cells, start=1) if one in inside), 0)
        return Place(story, table=self._number, row=self._rows[row], cell=cell)


def _words(paragraph: Any, place: Place) -> Words:  # noqa: ANN401 - an lxml element
    text = text_of(paragraph)
    tags, rest, end = [], [], 0
    for match in TAG.finditer(text):
        rest.append((text[end : match.start()], end))
        end = match.end()
        tags.append(_tag(match, paragraph, place, text))
    rest.append((text[end:], end))
    torn = [
        Torn(found[0], place, _around(text, start + found.start(), start + found.end()))
        for piece, start in rest
        for found in _TORN.finditer(piece)
    ]
    return Words(text, place, tuple(tags), tuple(torn))


def _tag(match: re.Match[str], paragraph: Any, place: Place, text: str) -> Tag:  # noqa: ANN401 - an lxml element
    kind = str(match.lastgroup)
    inner = match[kind].translate(_QUOTES)
    prefix = _PREFIX.match(inner)
    if prefix:
        inner = inner[prefix.end() :]
    found = prefix[1] if prefix else ""
    around = _around(text, match.start(), match.end())
    return Tag(kind, inner.strip(), found, place, around, paragraph, alone=_is_alone(paragraph, found, match[0]))


def _is_alone(paragraph: Any, prefix: str, tag: str) -> bool:  # noqa: ANN401 - an lxml element
    if prefix in {"tr", "tc"}:
        around = next(paragraph.iterancestors(f"{W}{prefix}"), None)
        if around is None:
            return True
        return "".join(text_of(one) for one in around.iter(f"{W}p")).strip() == tag
    return prefix != "p" or text_of(paragraph).strip() == tag


def text_of(paragraph: Any) -> str:  # noqa: ANN401 - an lxml element
    """Its words without those of text boxes that hang on it."""
    pieces = []
    for one in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if next(one.iterancestors(f"{W}p")) is paragraph:
            pieces.append((one.text or "") if one.tag == f"{W}t" else " ")
    return "".join(pieces)


def _around(text: str, start: int, end: int) -> str:
    before, after = text[:start], text[end:]
    first = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    last = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    return " ".join(f"{first}{text[start:end][:120]}{last}".split())
