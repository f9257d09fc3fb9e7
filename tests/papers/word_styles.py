"""What a run or a paragraph of a .docx finally looks like: direct formatting over styles over the defaults."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from PIL import ImageFont

TWIPS_A_MM = 1440 / 25.4
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
_METRIC = Path("/usr/share/fonts/truetype/liberation2")
"""Fonts as wide as Times New Roman, letter by letter."""


def mm(twips: str | int | None) -> float:
    return round(int(twips or 0) / TWIPS_A_MM, 2)


def said(element: Any, name: str, value: str = "val") -> str | None:
    found = element.find(qn(f"w:{name}")) if element is not None else None
    return None if found is None else found.get(qn(f"w:{value}"), "1")


@dataclass(frozen=True)
class Run:
    text: str
    size: float
    bold: bool
    italic: bool
    fonts: frozenset[str | None]
    color: str


@dataclass(frozen=True)
class Line:
    """One paragraph.  ``left``, ``right`` and ``first`` in millimetres, ``before`` and ``after`` in points."""

    element: Any
    style: str
    text: str
    runs: tuple[Run, ...]
    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    spacing: float
    is_exact: bool

    @property
    def is_rule(self) -> bool:
        borders = self.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        return borders is not None and not self.text

    @property
    def is_bold(self) -> bool:
        return bool(self.runs) and all(run.bold for run in self.runs)

    @property
    def is_italic(self) -> bool:
        return bool(self.runs) and all(run.italic for run in self.runs)

    @property
    def sizes(self) -> set[float]:
        return {run.size for run in self.runs}


class Styles:
    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self.by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self.default = next(
            style for style in self.by_id.values()
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
        )  # fmt: skip
        defaults = root.find(qn("w:docDefaults"))
        self.run_default = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self.paragraph_default = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")

    def chain(self, style_id: str | None) -> Iterator[Any]:
        style = self.by_id[style_id] if style_id else self.default
        while style is not None:
            yield style
            style = self.by_id.get(said(style, "basedOn") or "")

    def line(self, element: Any) -> Line:
        properties = element.find(qn("w:pPr"))
        style_id = said(properties, "pStyle")
        styles = list(self.chain(style_id))
        layers = [properties, *(style.find(qn("w:pPr")) for style in styles), self.paragraph_default]
        runs = tuple(
            run for run in (self.run(one, styles) for one in element.iter(qn("w:r"))) if run.text.strip()
        )  # fmt: skip
        is_exact = _first(layers, "spacing", "lineRule") == "exact"
        return Line(
            element=element,
            style=str(said(styles[0], "name")),
            text="".join(run.text for run in runs),
            runs=runs,
            align=_first(layers, "jc", "val") or "left",
            left=mm(_first(layers, "ind", "left")),
            right=mm(_first(layers, "ind", "right")),
            first=mm(_first(layers, "ind", "firstLine")),
            before=int(_first(layers, "spacing", "before") or 0) / 20,
            after=int(_first(layers, "spacing", "after") or 0) / 20,
            spacing=int(_first(layers, "spacing", "line") or 240) / 240,
            is_exact=is_exact,
        )

    def run(self, element: Any, styles: list[Any]) -> Run:
        layers = [element.find(qn("w:rPr")), *(style.find(qn("w:rPr")) for style in styles), self.run_default]
        themed = any(_first(layers, "rFonts", f"{script}Theme") for script in SCRIPTS)
        fonts = {_first(layers, "rFonts", script) for script in SCRIPTS} | ({"theme"} if themed else set())
        text = "".join(
            "\t" if part.tag == qn("w:tab") else part.text or ""
            for part in element.iter(qn("w:t"), qn("w:tab"))
        )  # fmt: skip
        return Run(
            text=text,
            size=int(_first(layers, "sz", "val") or 20) / 2,
            bold=_is_on(layers, "b"),
            italic=_is_on(layers, "i"),
            fonts=frozenset(fonts),
            color=_first(layers, "color", "val") or "000000",
        )


def _first(layers: list[Any], name: str, value: str) -> str | None:
    for layer in layers:
        found = layer.find(qn(f"w:{name}")) if layer is not None else None
        if found is not None and found.get(qn(f"w:{value}")) is not None:
            text: str = found.get(qn(f"w:{value}"))
            return text
    return None


def _is_on(layers: list[Any], name: str) -> bool:
    for layer in layers:
        value = said(layer, name)
        if value is not None:
            return value not in ("0", "false")
    return False


@cache
def _font(is_bold: bool) -> ImageFont.FreeTypeFont | None:
    path = _METRIC / f"LiberationSerif-{'Bold' if is_bold else 'Regular'}.ttf"
    return ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC) if path.exists() else None


def length(text: str, points: float, *, bold: bool) -> float | None:
    """Millimetres on paper, measured with a real font; None where it is not installed."""
    font = _font(bold)
    return font.getlength(text) * points / 1000 * 25.4 / 72 if font else None


def longest(text: str, points: float, room: float, *, bold: bool) -> float | None:
    """Of the lines that the text makes in ``room`` millimetres."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        long = length(longer, points, bold=bold)
        if long is None:
            return None
        if lines and long <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return max(length(line, points, bold=bold) or 0 for line in lines)
