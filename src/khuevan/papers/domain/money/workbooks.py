"""Estimate, fees, planned against spent as Excel files whose sums are formulas; they print on A4 across."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from khuevan.papers.domain import wording
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.contents.money_parts import name_of_group
from khuevan.papers.domain.money.balance import GroupBalance, balance
from khuevan.papers.domain.money.fees import fees_of, masked
from khuevan.papers.domain.workbooks import A4, LINE, XLSX
from khuevan.papers.wordml import legal
from khuevan.training.models import TrainingClass

type Column = tuple[str, float, str]

MONEY: Final = "#,##0"
QUANTITY: Final = "General"
HEADINGS_AT = 3
"""Row of the headings, behind office, title and name of the class."""


@dataclass(frozen=True)
class Formula:
    """``text`` for Excel to compute, ``value`` for what reads the file without computing."""

    text: str
    value: int | float


@dataclass
class _Sheet:
    """A worksheet being filled from the top; ``columns`` are label, width in letters and look of each."""

    page: Worksheet
    formats: dict[str, Format]
    columns: Sequence[Column]
    row: int = HEADINGS_AT + 1
    sums: list[int] = field(default_factory=list)

    def write(self, values: Sequence[object], *, bold: bool = False) -> int:
        """Writes a row and answers with its number."""
        lines = 1
        for column, (value, (_label, width, kind)) in enumerate(zip(values, self.columns, strict=True)):
            style = self.formats[f"{kind} bold" if bold else kind]
            if isinstance(value, Formula):
                self.page.write_formula(self.row, column, value.text, style, value.value)
            elif value is None or value == "":
                self.page.write_blank(self.row, column, None, style)
            elif isinstance(value, str):
                self.page.write_string(self.row, column, legal(value), style)
                lines = max(lines, len(wrap(value, max(1, int(width) - 1))))
            else:
                self.page.write_number(self.row, column, value, style)
        self.page.set_row(self.row, lines * LINE + 2)
        self.row += 1
        return self.row - 1


def estimate_book(training_class: TrainingClass) -> Built:
    """Lines by group; group sums add their lines, the total adds the group sums."""
    columns = (
        ("STT", 6, "center"),
        ("Nội dung chi", 38, "text"),
        ("Đơn vị tính", 12, "center"),
        ("Số lượng", 9, "quantity"),
        ("Số lần", 8, "quantity"),
        ("Đơn giá (đồng)", 14, "money"),
        ("Thành tiền (đồng)", 16, "money"),
        ("Căn cứ, ghi chú", 34, "text"),
    )

    def fill(sheet: _Sheet) -> None:
        groups = [one for one in balance(training_class) if one.group is not None]
        for group in groups:
            _estimate_group(sheet, training_class, group)
        total = _added(sheet.sums, 6, sum(one.planned for one in groups))
        sheet.write(("", "Tổng cộng", "", None, None, None, total, ""), bold=True)

    return _book(training_class, "Dự toán kinh phí", "du-toan", columns, fill)


def _estimate_group(sheet: _Sheet, training_class: TrainingClass, group: GroupBalance) -> None:
    first = sheet.row + 1
    name = name_of_group(training_class, group.group) if group.group else ""
    total = Formula(f"=SUM({cell(first, 6)}:{cell(first + len(group.lines) - 1, 6)})", group.planned)
    sheet.sums.append(sheet.write(("", name, "", None, None, None, total, ""), bold=True))
    for place, one in enumerate(group.lines, start=1):
        line = one.line
        if line is None:
            continue
        row = sheet.row
        planned = Formula(f"=ROUND({cell(row, 3)}*{cell(row, 4)}*{cell(row, 5)},0)", line.planned)
        basis = "; ".join(part for part in (line.rate.basis if line.rate else "", line.note) if part)
        sheet.write((place, line.name, line.unit, line.quantity, line.times, line.price, planned, basis))


def fees_book(training_class: TrainingClass, *, whole_accounts: bool) -> Built:
    """``whole_accounts`` only for who may see account numbers."""
    columns = (
        ("STT", 6, "center"),
        ("Họ và tên, chức vụ, đơn vị", 28, "text"),
        ("Số buổi", 7, "quantity"),
        ("Mức chi (đồng/buổi)", 12, "money"),
        ("Thành tiền (đồng)", 13, "money"),
        ("Thuế khấu trừ (%)", 8, "quantity"),
        ("Thuế khấu trừ (đồng)", 12, "money"),
        ("Thực nhận (đồng)", 13, "money"),
        ("Số tài khoản", 16, "text"),
        ("Ngân hàng", 16, "text"),
        ("Mã số thuế", 13, "text"),
        ("Ký nhận", 10, "text"),
    )
    fees = fees_of(training_class)

    def fill(sheet: _Sheet) -> None:
        for place, fee in enumerate(fees, start=1):
            row = sheet.row
            total = Formula(f"=ROUND({cell(row, 2)}*{cell(row, 3)},0)", fee.total)
            tax = Formula(f"=ROUND({cell(row, 4)}*{cell(row, 5)}/100,0)", fee.tax)
            paid_out = Formula(f"={cell(row, 4)}-{cell(row, 6)}", fee.paid_out)
            account = fee.account_number if whole_accounts else masked(fee.account_number)
            tax_code = fee.tax_code if whole_accounts else masked(fee.tax_code)
            who = wording.sentence_case(wording.official(fee.lecturer))
            money = (fee.half_days, fee.price, total, fee.tax_percent, tax, paid_out)
            sheet.write((place, who, *money, account, fee.bank, tax_code, ""))
        sums = {name: sum(getattr(fee, name) for fee in fees) for name in ("total", "tax", "paid_out", "half_days")}
        added = [
            _whole_column(sheet, column, sums[name])
            for column, name in ((2, "half_days"), (4, "total"), (6, "tax"), (7, "paid_out"))
        ]
        sheet.write(("", "Tổng cộng", added[0], None, added[1], None, *added[2:], *[""] * 4), bold=True)

    title = f"Bảng kê thù lao {wording.lecturers(training_class)}"
    return _book(training_class, title, "bang-ke-thu-lao", columns, fill)


def balance_book(training_class: TrainingClass) -> Built:
    """Planned against spent; what is over stands below zero in the last column."""
    columns = (
        ("STT", 6, "center"),
        ("Nội dung chi", 60, "text"),
        ("Dự toán (đồng)", 22, "money"),
        ("Đã chi (đồng)", 22, "money"),
        ("Còn lại (đồng)", 22, "money"),
    )

    def fill(sheet: _Sheet) -> None:
        groups = balance(training_class)
        for group in groups:
            _balance_group(sheet, training_class, group)
        planned = _added(sheet.sums, 2, sum(one.planned for one in groups))
        spent = _added(sheet.sums, 3, sum(one.spent for one in groups))
        sheet.write(("", "Tổng cộng", planned, spent, _left(sheet.row, sum(one.left for one in groups))), bold=True)

    return _book(training_class, "Đối chiếu dự toán và thực chi", "du-toan-thuc-chi", columns, fill)


def _balance_group(sheet: _Sheet, training_class: TrainingClass, group: GroupBalance) -> None:
    first, last = sheet.row + 1, sheet.row + len(group.lines)
    name = name_of_group(training_class, group.group) if group.group else "Ngoài dự toán"
    sums = [
        Formula(f"=SUM({cell(first, column)}:{cell(last, column)})", value)
        for column, value in ((2, group.planned), (3, group.spent))
    ]
    sheet.sums.append(sheet.write(("", name, *sums, _left(sheet.row, group.left)), bold=True))
    for place, one in enumerate(group.lines, start=1):
        about = one.line.name if one.line else "Chi không có trong dự toán"
        sheet.write((place, about, one.planned, one.spent, _left(sheet.row, one.left)))


def _left(row: int, value: int) -> Formula:
    return Formula(f"={cell(row, 2)}-{cell(row, 3)}", value)


def _added(rows: Sequence[int], column: int, value: int) -> Formula:
    """The sum of single cells: those of the groups."""
    return Formula("=" + ("+".join(cell(row, column) for row in rows) or "0"), value)


def _whole_column(sheet: _Sheet, column: int, value: float) -> Formula:
    first, last = HEADINGS_AT + 1, sheet.row - 1
    return Formula(f"=SUM({cell(first, column)}:{cell(last, column)})" if last >= first else "=0", float(value))


def _book(
    training_class: TrainingClass,
    title: str,
    slug: str,
    columns: Sequence[Column],
    fill: Callable[[_Sheet], None],
) -> Built:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        formats = _formats(book)
        page = book.add_worksheet(title[:31])
        office = str(training_class.office.organization).upper()
        named = ((office, "office"), (title.upper(), "title"), (wording.class_name(training_class), "detail"))
        for row, (text, style) in enumerate(named):
            page.merge_range(row, 0, row, len(columns) - 1, "", formats[style])
            page.write_string(row, 0, legal(text), formats[style])
        for column, (label, width, _kind) in enumerate(columns):
            page.set_column(column, column, width)
            page.write_string(HEADINGS_AT, column, label, formats["label"])
        page.set_row(HEADINGS_AT, 2 * LINE + 4)
        fill(_Sheet(page, formats, columns))
        _set_up(page)
    return Built(f"{slug}-{training_class.slug}.xlsx", file.getvalue(), XLSX)


def _set_up(page: Worksheet) -> None:
    page.set_paper(A4)
    page.set_landscape()
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS_AT)
    page.freeze_panes(HEADINGS_AT + 1, 2)
    page.set_footer("&RTrang &P/&N")


def _formats(book: Workbook) -> dict[str, Format]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
    looks = {
        "text": {},
        "center": {"align": "center"},
        "money": {"num_format": MONEY, "align": "right"},
        "quantity": {"num_format": QUANTITY, "align": "right"},
    }
    made = {
        "office": book.add_format({**plain, "bold": True}),
        "title": book.add_format({**plain, "bold": True, "font_size": 14, "align": "center"}),
        "detail": book.add_format({**plain, "align": "center"}),
        "label": book.add_format({**plain, "bold": True, "border": 1, "align": "center", "bg_color": "#E1E1E1"}),
    }
    for name, look in looks.items():
        made[name] = book.add_format({**plain, "border": 1, **look})
        made[f"{name} bold"] = book.add_format({**plain, "border": 1, "bold": True, **look})
    return made
