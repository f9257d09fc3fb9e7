"""Small lists of the kinds that agencies send, written to files by the tests."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import xlsxwriter

type Rows = Sequence[Sequence[object]]

SHEET = "xl/worksheets/sheet1.xml"
LETTERHEAD: Rows = (
    ("UBND TỈNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ NỘI VỤ", None, None, "Độc lập - Tự do - Hạnh phúc"),
    (),
    ("DANH SÁCH CÁN BỘ, CÔNG CHỨC THAM DỰ LỚP BỒI DƯỠNG",),
    ("(Kèm theo Công văn số 12/SNV-VP ngày 20/5/2014)",),
)
FOOTER: Rows = (
    (None, "Tổng cộng: 2 người"),
    (),
    (None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"),
    (None, "(Ký tên)", None, "(Ký tên, đóng dấu)"),
    (),
    (None, "Trần Thị Lập", None, "Nguyễn Văn Ký"),
)


def xlsx(path: Path, *sheets: Rows, merges: Sequence[str] = (), hidden: Sequence[int] = ()) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"DS {number + 1}")
        for row in rows:
            sheet.append(list(row))
        for block in merges if number == 0 else ():
            sheet.merge_cells(block)
        if number in hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


def shared_strings_xlsx(path: Path, rows: Rows) -> Path:
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return path


def docx_table(path: Path, rows: Rows, merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    document = docx.Document()
    document.add_paragraph("Kính gửi: Sở Thông tin và Truyền thông")
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(number, column).text = str(value)
    for top, left, bottom, right in merges:
        table.cell(top, left).merge(table.cell(bottom, right))
    document.save(str(path))
    return path


def ods(path: Path, table: str, manifest: str = "") -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="DS">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*cells: str, repeat: int = 1) -> str:
    inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeat}">{inner}</table:table-row>'


def edited(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The same zip with one member changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == member else content)
    path.write_bytes(packed.getvalue())
    return path


def xls(
    path: Path,
    cells: dict[tuple[int, int], str | float],
    *,
    fonts: Sequence[str] = (),
    formats: Sequence[str] = (),
    styles: dict[tuple[int, int], int] | None = None,
    hidden_rows: Sequence[int] = (),
    before: bytes = b"",
    streams: Sequence[str] = (),
) -> Path:
    """A BIFF8 workbook of one sheet "DS" in an OLE file; addresses are row and column from zero.

    Style n (from 1) of a cell is in font n and format n; ``before`` are records that come first, ``streams`` further
    names in the directory.
    """
    styles = styles or {}
    rows = b"".join(record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20)) for row in hidden_rows)
    body = b"".join(_biff_cell(*place, value, styles.get(place, 0)) for place, value in cells.items())
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + rows + body + record(0x000A)
    globals_ = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + before + _looks(fonts, formats)
    tail = record(0x000A)
    offset = len(globals_) + 4 + 10 + len(tail)
    bound = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 2, 0) + b"DS")
    path.write_bytes(ole(["Workbook", *streams], globals_ + bound + tail + sheet))
    return path


def _looks(fonts: Sequence[str], formats: Sequence[str]) -> bytes:
    """Font and format 0, then those asked for, and a style of each; there is no font 4."""
    names = ["Arial", *fonts][:4]
    known = b"".join(record(0x31, bytes(14) + struct.pack("<BB", len(name), 0) + name.encode()) for name in names)
    known += b"".join(
        record(0x41E, struct.pack("<HHB", 164 + number, len(code), 0) + code.encode())
        for number, code in enumerate(formats)
    )
    count = max(len(fonts), len(formats)) + 1
    return known + b"".join(
        record(
            0xE0, struct.pack("<HH", number if number < len(names) else 0, 163 + number if number else 0) + bytes(16)
        )
        for number in range(count)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff_cell(row: int, column: int, value: str | float, style: int) -> bytes:
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, str):
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return record(0x0203, place + struct.pack("<d", value))


def ole(names: Sequence[str], stream: bytes) -> bytes:
    """The smallest OLE file: header, one FAT sector, one directory sector, the stream under the first name."""
    stream += bytes(max(4096 - len(stream), -len(stream) % 512))
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = _ole_entry("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0)
    for number, name in enumerate(names):
        entries += _ole_entry(
            name, 2, child=0xFFFFFFFF, start=0xFFFFFFFE if number else 2, size=0 if number else len(stream)
        )
    return header + fat + entries.ljust(512, b"\0") + stream


def _ole_entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)
