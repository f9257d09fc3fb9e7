"""Fonts, formats, hidden rows and formulas of an .xls ([MS-XLS]), which python-calamine does not tell.

Runs in the child process; no Django here.  Only Excel 97 to 2003 (BIFF8); older workbooks have values only.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from khuevan.readers.limits import Refused
from khuevan.readers.looks import Look, SheetLook, zeros_of
from khuevan.readers.oldfonts import old_font
from khuevan.readers.ole import CompoundFile

_BEGIN, _END, _SHEET, _PASSWORD, _FONT, _FORMAT, _STYLE, _LINK = 0x809, 0x0A, 0x85, 0x2F, 0x31, 0x41E, 0xE0, 0x1AE
_ROW, _FORMULA, _RK_ROW, _ERROR = 0x208, 0x06, 0xBD, 0x205
# Cells of one value: RK, NUMBER, LABELSST, LABEL, RSTRING.
_CELLS = {0x27E, 0x203, 0xFD, 0x204, 0xD6}
_BIFF8 = 0x0600
_CODE_PAGE, _UTF_16 = 0x42, struct.pack("<H", 1200)
_SECTOR = 512
_ROW_HIDDEN = 0x20
_LEAST_LINK = 4
_ERROR_VALUE = 2
_NOT_A_NUMBER = b"\xff\xff"

type Record = tuple[int, int, bytes]
"""Kind, place in the stream, content."""


@dataclass
class _Workbook:
    fonts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int]] = field(default_factory=list)
    sheets: list[int] = field(default_factory=list)
    linked: bool = False

    def looks(self) -> dict[int, Look]:
        found = {}
        for number, (font, number_format) in enumerate(self.styles):
            place = font - (font > 4)  # there is no font 4
            old = old_font(self.fonts[place]) if place < len(self.fonts) else None
            if look := Look(old, zeros_of(self.formats.get(number_format, ""))):
                found[number] = look
        return found


def looks_of_xls(content: bytes) -> Callable[[int], SheetLook]:
    """What there is to say of each sheet, by its place.  Refuses passwords, macros and Word documents."""
    file = CompoundFile(content)
    stream = file.stream("Workbook", "Book")
    if not stream:
        raise Refused("old_word" if "WordDocument" in file.names else "damaged")
    if "_VBA_PROJECT_CUR" in file.names or "_VBA_PROJECT" in file.names:
        raise Refused("macros")
    try:
        workbook = _read_globals(stream)
    except (struct.error, IndexError, ValueError):
        workbook = _Workbook()  # calamine says what is wrong, if it cannot read it either
    looks = workbook.looks()

    def of_place(place: int) -> SheetLook:
        look = SheetLook(linked=workbook.linked)
        if place < len(workbook.sheets):
            _read_sheet(stream, workbook.sheets[place], looks, look)
        return look

    return of_place


def as_unicode(content: bytes) -> bytes:
    """The workbook with the code page that BIFF8 always has: some programs name another one, as in older workbooks,
    and python-calamine then reads the UTF-16 of all texts in it.
    """
    stream = CompoundFile(content).stream("Workbook", "Book")
    start = content.find(stream[:_SECTOR]) if stream else -1
    for kind, place, data in _records(stream, 0):
        if kind == _END or (place == 0 and data[:2] != struct.pack("<H", _BIFF8)):
            break
        if kind == _CODE_PAGE and len(data) == len(_UTF_16) and start >= 0:
            told = start + place + 4
            if content[told - 4 : told + 2] == stream[place : place + 6]:
                return content[:told] + _UTF_16 + content[told + 2 :]
    return content


def _records(stream: bytes, place: int) -> Iterator[Record]:
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _read_globals(stream: bytes) -> _Workbook:
    workbook = _Workbook()
    for kind, place, data in _records(stream, 0):
        if place == 0 and (kind != _BEGIN or struct.unpack_from("<H", data)[0] != _BIFF8):
            break
        if kind == _PASSWORD:
            raise Refused("protected")
        if kind == _FONT:
            workbook.fonts.append(_text(data[16:], data[14], data[15]) if len(data) > 15 else "")
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", data)
            workbook.formats[number] = _text(data[5:], length, wide)
        elif kind == _STYLE:
            workbook.styles.append(struct.unpack_from("<HH", data))
        elif kind == _SHEET:
            workbook.sheets.append(struct.unpack_from("<I", data)[0])
        elif kind == _LINK:
            workbook.linked |= len(data) > _LEAST_LINK
        elif kind == _END:
            break
    return workbook


def _text(data: bytes, length: int, wide: int) -> str:
    return data[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else data[:length].decode("latin-1")


def _read_sheet(stream: bytes, start: int, looks: dict[int, Look], look: SheetLook) -> None:
    for kind, place, data in _records(stream, start):
        if kind == _END and place > start:
            return
        if len(data) < 6:
            continue
        row, column, style = struct.unpack_from("<HHH", data)
        if kind == _ROW and len(data) >= 16 and data[12] & _ROW_HIDDEN:
            look.hidden_rows.add(row)
        elif kind in _CELLS and style in looks:
            look.looks.setdefault(row, {})[column] = looks[style]
        elif kind == _FORMULA:
            if data[12:14] == _NOT_A_NUMBER and data[6] == _ERROR_VALUE:
                look.unvalued.add((row, column))
            if style in looks:
                look.looks.setdefault(row, {})[column] = looks[style]
        elif kind == _ERROR and len(data) > 7 and data[7]:
            look.unvalued.add((row, column))
        elif kind == _RK_ROW:
            for number in range((len(data) - 6) // 6):
                (own,) = struct.unpack_from("<H", data, 4 + 6 * number)
                if own in looks:
                    look.looks.setdefault(row, {})[column + number] = looks[own]
