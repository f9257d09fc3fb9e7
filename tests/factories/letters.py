"""Letters as agencies send them, by the layout of Nghị định 30/2020: as Word, as PDF with text, as Excel."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import docx
import fontpkg
import typst
import xlsxwriter

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
HEAD = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Bùi")
MIDDLE = (("Văn", "Nam"), ("Thị", "Nữ"), ("Minh", "Nam"), ("Ngọc", "Nữ"), ("Đức", "Nam"))
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hòa", "Khánh", "Lan", "Phượng", "Quân", "Thủy", "Tuấn")


@dataclass(frozen=True)
class Reply:
    """One letter.  ``head`` are the lines at the left above the number; ``rows`` are cells as in ``HEAD``."""

    head: Sequence[str] = ()
    number: str = "123"
    symbol: str = ""
    day: date | None = date(2026, 10, 5)
    place: str = "Khánh Hòa"
    about: str = "V/v cử công chức tham dự lớp bồi dưỡng nghiệp vụ đối ngoại"
    to: str = "Sở Ngoại vụ tỉnh Khánh Hòa"
    words: Sequence[str] = ("Thực hiện Công văn số 456/SNgV-VP ngày 21/9/2026 của Sở Ngoại vụ, đơn vị cử như sau:",)
    rows: Sequence[Sequence[str]] = ()
    title: str = "GIÁM ĐỐC"
    signer: str = "Nguyễn Hữu Phước"
    footer: str = ""
    party: bool = field(default=False)

    @property
    def code(self) -> str:
        return f"Số: {self.number or '      '}/{self.symbol}" if self.symbol else ""

    @property
    def dated(self) -> str:
        if self.day is None:
            return f"{self.place}, ngày      tháng 10 năm 2026"
        month = f"{self.day.month:02}" if self.day.month < 3 else self.day.month
        return f"{self.place}, ngày {self.day.day:02} tháng {month} năm {self.day.year}"


def people(organization: str, count: int, seed: int = 0) -> list[list[str]]:
    rows = []
    for number in range(count):
        at = seed * 7 + number
        middle, gender = MIDDLE[at % 5]
        name = f"{FAMILY[at % 8]} {middle} {GIVEN[(at * 3) % 11]}"
        phone = f"09{(at * 7919) % 100_000_000:08d}"
        rows.append([str(number + 1), name, str(1975 + at % 22), gender, "Chuyên viên", organization, phone])
    return rows


def as_docx(reply: Reply) -> bytes:
    document = docx.Document()
    top = document.add_table(rows=1, cols=2)
    left, right = top.rows[0].cells
    for line in [*reply.head, reply.code, reply.about]:
        left.add_paragraph(line)
    for line in (COUNTRY if not reply.party else "ĐẢNG CỘNG SẢN VIỆT NAM", MOTTO, reply.dated):
        right.add_paragraph(line)
    document.add_paragraph(f"Kính gửi: {reply.to}")
    for line in reply.words:
        document.add_paragraph(line)
    if reply.rows:
        table = document.add_table(rows=1, cols=len(HEAD))
        for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
            cell.text = text
        for row in reply.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    bottom = document.add_table(rows=1, cols=2)
    left, right = bottom.rows[0].cells
    for line in ("Nơi nhận:", "- Như trên;", "- Ban Tổ chức Tỉnh ủy (b/c);", "- Lưu: VT.", reply.footer):
        left.add_paragraph(line)
    for line in (reply.title, "", reply.signer):
        right.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_xlsx(reply: Reply) -> bytes:
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = workbook.add_worksheet("DS")
    at = 0
    for number, line in enumerate([*reply.head, reply.code]):
        sheet.write_string(number, 0, line)
        at = number + 1
    if reply.head:
        sheet.write_string(0, 4, COUNTRY)
        sheet.write_string(1, 4, MOTTO)
    sheet.write_string(at + 1, 0, "DANH SÁCH CÁN BỘ, CÔNG CHỨC THAM DỰ LỚP BỒI DƯỠNG")
    for number, row in enumerate([HEAD, *reply.rows], start=at + 3):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    workbook.close()
    return made.getvalue()


def as_pdf(reply: Reply) -> bytes:
    left = [*reply.head, reply.code, reply.about]
    right = [COUNTRY if not reply.party else "ĐẢNG CỘNG SẢN VIỆT NAM", MOTTO, reply.dated]
    head = f"#grid(columns: (1fr, 1.3fr), align: center, {_column(left)}, {_column(right)})"
    cells = ", ".join(f"[{_text(cell)}]" for row in ([HEAD, *reply.rows] if reply.rows else []) for cell in row)
    table = f"#table(columns: (auto,) * 4 + (1fr, 1fr, auto), {cells})" if cells else ""
    left = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", reply.footer]
    foot = f"#grid(columns: (1fr, 1fr), {_column(left)}, {_column([reply.title, '', reply.signer])})"
    words = "\n\n".join(_text(line) for line in reply.words)
    body = f"{head}\n\nKính gửi: {_text(reply.to)}\n\n{words}\n\n{table}\n\n{foot}"
    return typst.compile(
        ('#set text(font: "Noto Serif", size: 9pt, hyphenate: false)\n' + body).encode(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


def _column(lines: Sequence[str]) -> str:
    return "[" + " \\ ".join(_text(line) for line in lines if line) + "]"


def _text(text: str) -> str:
    """Typst takes a hyphen at the beginning for a list and some signs for its own."""
    return "".join(f"\\{char}" if char in "#$*_@<>`~\\-+=/[]" else char for char in text)


@cache
def _fonts() -> list[str]:
    folder = Path(fontpkg.__file__).resolve().parents[1] / "fontpkg_noto_serif"
    return sorted({str(path.parent) for path in folder.rglob("*.ttf")})
