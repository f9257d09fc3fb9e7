"""Fonts, formats, hidden rows and formulas of an .xlsx, which python-calamine does not tell.

Runs in the child process; no Django here.  Sheets are searched with patterns, as parsing a hundred thousand rows of
XML once more would take longer than all the rest; cells are searched only when the styles know an old font or a format
of zeros.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from khuevan.readers.limits import Limits
from khuevan.readers.looks import Look, SheetLook, zeros_of
from khuevan.readers.members import member_bytes
from khuevan.readers.oldfonts import OLD_NAMES, old_font

_CELL = rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])"
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\br=[\"'](\d{1,7})[\"'])(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])")
_ERROR = re.compile(_CELL + rb"[^>]*\bt=[\"']e[\"']")
_UNVALUED = re.compile(
    _CELL + rb"(?![^>]*\bt=[\"']str[\"'])[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULAS = (b"<f>", b"<f ", b":f>", b":f ")
_LINKED = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]*\[[^\]<]+\][^<\[\]]*!")
_TEXT_CELL = re.compile(
    _CELL + rb"(?:(?=[^>]*\bs=[\"'](\d+)[\"']))?[^>]*\bt=[\"'](?:s|inlineStr)[\"'][^>]*>"
    rb"(?:<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?(?:<(?:\w+:)?v>(\d+)</|<(?:\w+:)?is>(.*?)</(?:\w+:)?is>)",
    re.DOTALL,
)
_STRING = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_PIECE = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_PIECE_FONT = re.compile(rb"<(?:\w+:)?rFont\s[^>]*?val=[\"']([^\"']*)[\"']")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_PHONETIC = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\w+:id=[\"']([^\"']+)[\"']")
_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED_STRINGS = "xl/sharedStrings.xml"

type Piece = tuple[str, str | None]


type Element = ElementTree.Element[str]  # evaluated only by type checkers


class XlsxLooks:
    """Of one workbook; sheets are known by their place among all sheets."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._names = set(archive.namelist())
        self.sheet_files = self._find_sheets()
        self.linked = any(name.startswith("xl/externalLinks/") for name in self._names)
        self._styles = self._read_styles()
        self._old = any(look.old for look in self._styles.values())
        self._strings = self._read_strings()

    def _bytes(self, name: str) -> bytes:
        return member_bytes(self._archive, name, self._limits.unpacked_size) if name in self._names else b""

    def _tree(self, name: str) -> "Element | None":
        """None for what is damaged: fonts are worth less than the list."""
        content = self._bytes(name)
        try:
            return ElementTree.fromstring(content) if content else None  # noqa: S314 - no document type, in a child
        except ElementTree.ParseError:
            return None

    def _find_sheets(self) -> list[str]:
        tree = self._tree("xl/_rels/workbook.xml.rels")
        targets = {} if tree is None else {link.get("Id"): link.get("Target", "") for link in tree}
        found = (
            targets.get(key.decode(errors="replace"), "") for key in _SHEET.findall(self._bytes("xl/workbook.xml"))
        )
        return [target[1:] if target.startswith("/") else f"xl/{target}" for target in found]

    def _read_styles(self) -> dict[int, Look]:
        """Only styles that change what a cell says, by their number."""
        tree = self._tree("xl/styles.xml")
        if tree is None:
            return {}
        fonts = [
            old_font(name.get("val", "")) if (name := font.find("{*}name")) is not None else None
            for font in tree.iterfind("{*}fonts/{*}font")
        ]
        zeros = {
            code.get("numFmtId"): zeros_of(code.get("formatCode", "")) for code in tree.iterfind("{*}numFmts/{*}numFmt")
        }
        looks = {}
        for number, style in enumerate(tree.iterfind("{*}cellXfs/{*}xf")):
            font = style.get("fontId", "")
            old = fonts[int(font)] if font.isdigit() and int(font) < len(fonts) else None
            if look := Look(old, zeros.get(style.get("numFmtId"))):
                looks[number] = look
        return looks

    def _read_strings(self) -> dict[int, list[Piece]]:
        """Shared texts of several fonts, an old one among them or in the cell."""
        xml = self._bytes(_NAMED_STRINGS)
        if b"rFont" not in xml or not (self._old or OLD_NAMES.search(xml)):
            return {}
        texts = ((number, _pieces(match[1] or b"")) for number, match in enumerate(_STRING.finditer(xml)))
        return {number: pieces for number, pieces in texts if any(font for _text, font in pieces)}

    def of(self, xml: bytes) -> SheetLook:
        look = SheetLook(linked=bool(b"[" in xml and _LINKED.search(xml)))
        if b"hidden=" in xml:
            look.hidden_rows = {int(match[1]) - 1 for match in _HIDDEN.finditer(xml)}
        if b'"e"' in xml or b"'e'" in xml:
            look.unvalued |= {_place(match) for match in _ERROR.finditer(xml)}
        if any(mark in xml for mark in _FORMULAS):
            look.unvalued |= {_place(match) for match in _UNVALUED.finditer(xml)}
        for place, cell in self._styled(xml):
            look.looks.setdefault(place[0], {})[place[1]] = cell
        for place, pieces in self._pieced(xml):
            look.pieces[place] = pieces
        return look

    def _styled(self, xml: bytes) -> Iterator[tuple[tuple[int, int], Look]]:
        if not self._styles:
            return
        numbers = "|".join(map(str, self._styles)).encode()
        cells = re.compile(_CELL + rb"(?=[^>]*\bs=[\"'](" + numbers + rb")[\"'])[^>]*(?<!/)>")
        for match in cells.finditer(xml):
            yield _place(match), self._styles[int(match[3])]

    def _pieced(self, xml: bytes) -> Iterator[tuple[tuple[int, int], list[Piece]]]:
        if not self._strings and not (b"rFont" in xml and (self._old or OLD_NAMES.search(xml))):
            return
        for match in _TEXT_CELL.finditer(xml):
            pieces = self._strings.get(int(match[4])) if match[4] else _pieces(match[5] or b"")
            if pieces and any(font for _text, font in pieces):
                yield _place(match), pieces


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1


def _pieces(xml: bytes) -> list[Piece]:
    """The texts of a cell with their fonts; None for the font of the cell."""
    pieces = []
    for match in _PIECE.finditer(_PHONETIC.sub(b"", xml)):
        font = _PIECE_FONT.search(match[1])
        text = b"".join(part or b"" for part in _TEXT.findall(match[1])).decode("utf-8", "replace")
        plain = unescape(text, {"&quot;": '"', "&apos;": "'"})
        plain = re.sub(r"&#(x[0-9A-Fa-f]{1,5}|\d{1,6});", _referred, plain)
        plain = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), plain)
        pieces.append((plain, font[1].decode("utf-8", "replace") if font else None))
    return pieces


def _referred(match: re.Match[str]) -> str:
    number = int("0" + match[1], 16) if match[1].startswith("x") else int(match[1])
    return chr(number) if number < 0x110000 else ""


def looks_of_xlsx(
    archive: zipfile.ZipFile, limits: Limits, check: Callable[[bytes], None]
) -> Callable[[int], SheetLook]:
    """What there is to say of each sheet, by its place; every file of a sheet is given to ``check`` first."""
    looks = XlsxLooks(archive, limits)
    found: dict[str, SheetLook] = {}
    for name in dict.fromkeys([*looks.sheet_files, *archive.namelist()]):
        listed = name in looks.sheet_files
        if name in archive.NameToInfo and (listed or ("/worksheets/" in name.lower() and name.endswith(".xml"))):
            xml = member_bytes(archive, name, limits.unpacked_size)
            check(xml)
            if listed:
                found[name] = looks.of(xml)

    def of_place(place: int) -> SheetLook:
        name = looks.sheet_files[place] if place < len(looks.sheet_files) else ""
        look = found.get(name, SheetLook())
        look.linked |= looks.linked
        return look

    return of_place
