"""Tables as Excel files that print as they are: A4, fitted to the width, the heading on every page."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

_LANDSCAPE_FROM = 7
_WIDEST = 46
_NARROWEST = 5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Amount(int):
    """A number shown with signs between its thousands, such as money."""


@dataclass(frozen=True)
class Sheet:
    """One table: a title, a line under it, headings, rows of values (texts, numbers, dates, None)."""

    title: str
    subtitle: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook(sheet: Sheet, *, many: bool = False) -> bytes:
    """The file.  Texts stay texts: a telephone number keeps its zero, and a leading "=" is no formula.

    ``many``: rows go to a temporary file one by one, for a sheet that memory should not hold.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": not many,
            "constant_memory": many,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    page = book.add_worksheet(_("List"))
    _print_setup(page, sheet)
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
    styles = _Styles(
        text=book.add_format({**plain, "border": 1}),
        day=book.add_format({**plain, "border": 1, "num_format": "dd/mm/yyyy"}),
        amount=book.add_format({**plain, "border": 1, "num_format": "#,##0"}),
    )
    head = book.add_format({**plain, "border": 1, "bold": True, "align": "center", "valign": "vcenter"})
    for row, (text, size, bold) in enumerate(((sheet.title, 14, True), (sheet.subtitle, 12, False))):
        style = book.add_format({**plain, "bold": bold, "font_size": size, "align": "center"})
        _across(page, row, max(len(sheet.headings), 1), text, style)
    page.write_row(2, 0, sheet.headings, head)
    widths = [len(heading) + 2 for heading in sheet.headings]
    for number, values in enumerate(sheet.rows, start=3):
        for column, value in enumerate(values):
            _write(page, (number, column), value, styles)
            widths[column] = max(widths[column], min(len(str(value or "")) + 2, _WIDEST))
    for column, width in enumerate(widths):
        page.set_column(column, column, max(_NARROWEST, width))
    book.close()
    return buffer.getvalue()


def _across(
    page: xlsxwriter.worksheet.Worksheet, row: int, columns: int, text: str, style: xlsxwriter.format.Format
) -> None:
    if columns > 1:  # one cell cannot be merged
        page.merge_range(row, 0, row, columns - 1, text, style)
    else:
        page.write_string(row, 0, text, style)


def _print_setup(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    page.set_paper(9)
    if len(sheet.headings) >= _LANDSCAPE_FROM:
        page.set_landscape()
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 0)
    page.set_footer(f"&C{_('Page')} &P/&N")


@dataclass(frozen=True)
class _Styles:
    text: xlsxwriter.format.Format
    day: xlsxwriter.format.Format
    amount: xlsxwriter.format.Format


def _write(page: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], value: object, styles: _Styles) -> None:
    if value is None or value == "":
        page.write_blank(*place, None, styles.text)
    elif isinstance(value, bool):
        page.write_string(*place, "x" if value else "", styles.text)
    elif isinstance(value, int | float):
        page.write_number(*place, value, styles.amount if isinstance(value, Amount) else styles.text)
    elif isinstance(value, date):
        moment = localtime(value).replace(tzinfo=None) if isinstance(value, datetime) and is_aware(value) else value
        page.write_datetime(*place, moment, styles.day)
    else:
        page.write_string(*place, _CONTROL.sub("", str(value))[:32_000], styles.text)
