"""Lists as Excel files that print as they are: A4, fitted to the width, the heading on every page."""

import io
import math
import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from khuevan.papers.domain.building import Built
from khuevan.papers.domain.lists import Group, PrintedList
from khuevan.papers.wordml import legal
from khuevan.training.models import TrainingClass

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_TAB = 31
_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]")

A4 = 9
"""Excel's number of the paper."""

UPRIGHT, ACROSS = 92, 138
"""Letters to a line, over all columns together."""

LINE = 16.0
"""Height of a line, in points."""

POINTS_TO_MILLIMETRE = 72 / 25.4

type Formats = dict[str, Format]


def workbook(training_class: TrainingClass, lists: Sequence[PrintedList]) -> Built:
    """A sheet for each list.  All words are text cells, so telephone numbers keep their zeros and "=" is no formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        formats = _formats(book)
        for printed, tab in zip(lists, _tabs(lists), strict=True):
            _write(book.add_worksheet(tab), printed, formats)
    return Built(f"{lists[0].slug}-{training_class.slug}.xlsx", file.getvalue(), XLSX)


def _tabs(lists: Sequence[PrintedList]) -> list[str]:
    """Names of sheets as Excel takes them: at most 31 letters, some signs never, no name twice."""
    tabs: dict[str, str] = {}
    for printed in lists:
        name = _NOT_IN_TABS.sub(" ", printed.tab).strip("' ")[:LONGEST_TAB] or "Danh sách"
        number = 1
        while name.casefold() in tabs:
            number += 1
            sign = f" ({number})"
            name = name[: LONGEST_TAB - len(sign)].removesuffix(f" ({number - 1})") + sign
        tabs[name.casefold()] = name
    return list(tabs.values())


def _formats(book: Workbook) -> Formats:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
    cell = {**plain, "border": 1, "num_format": "@"}
    return {
        "office": book.add_format({**plain, "bold": True}),
        "title": book.add_format({**plain, "bold": True, "font_size": 14, "align": "center"}),
        "detail": book.add_format({**plain, "align": "center"}),
        "label": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E1E1E1"}),
        "heading": book.add_format({**cell, "bold": True, "bg_color": "#F0F0F0"}),
        "left": book.add_format(cell),
        "center": book.add_format({**cell, "align": "center"}),
        "number": book.add_format({**cell, "align": "center", "num_format": "0"}),
        "closing": book.add_format({**plain, "italic": True}),
    }


def _write(page: Worksheet, printed: PrintedList, formats: Formats) -> None:
    widths = _widths(printed)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    labels = _top(page, printed, formats, len(widths) - 1)
    _set_up(page, printed, labels)
    for column, heading in enumerate(printed.columns):
        page.write_string(labels, column, heading.label, formats["label"])
    page.set_row(labels, 2 * LINE + 4)
    row = labels + 1
    for group in printed.groups:
        row = _group(page, printed, group, row, widths=widths, formats=formats)
    _across(page, row, len(widths) - 1, printed.closing, formats["closing"])
    _signatures(page, printed, row + 2, len(widths), formats)


def _top(page: Worksheet, printed: PrintedList, formats: Formats, last: int) -> int:
    """Office, title and details over the whole width; returns the row of the labels."""
    lines = [(printed.letterhead.office.upper(), "office", LINE), (printed.title.upper(), "title", LINE + 6)]
    room = ACROSS if printed.is_landscape else UPRIGHT
    lines += [(text, "detail", LINE * math.ceil(len(text) / room)) for text in printed.details]
    for row, (text, name, height) in enumerate(lines):
        _across(page, row, last, text, formats[name])
        page.set_row(row, height)
    return len(lines)


def _across(page: Worksheet, row: int, last: int, text: str, style: Format) -> None:
    page.merge_range(row, 0, row, last, "", style)
    page.write_string(row, 0, legal(text), style)


def _set_up(page: Worksheet, printed: PrintedList, labels: int) -> None:
    page.set_paper(A4)
    if printed.is_landscape:
        page.set_landscape()
    page.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(labels)
    page.freeze_panes(labels + 1, 0)
    page.set_footer("&RTrang &P/&N")
    page.center_horizontally()


def _group(
    page: Worksheet, printed: PrintedList, group: Group, row: int, *, widths: Sequence[float], formats: Formats
) -> int:
    """Writes the rows from ``row`` on and returns the row after them."""
    if group.heading:
        _across(page, row, len(widths) - 1, group.heading, formats["heading"])
        row += 1
    least = printed.row_height * POINTS_TO_MILLIMETRE
    for number, (place, *texts) in enumerate(group.rows, start=row):
        page.write_number(number, 0, int(place), formats["number"])
        for column, text in enumerate(texts, start=1):
            page.write_string(number, column, legal(text), formats[printed.columns[column].align])
        page.set_row(number, max(least, _lines(texts, widths[1:]) * LINE + 2))
    return row + len(group.rows)


def _widths(printed: PrintedList) -> list[float]:
    room = ACROSS if printed.is_landscape else UPRIGHT
    total = sum(column.share for column in printed.columns)
    return [round(room * column.share / total, 1) for column in printed.columns]


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Lines of the tallest cell: Excel does not grow a row to its words when the file comes from elsewhere."""
    counted = (_folded(text, width) for text, width in zip(texts, widths, strict=True))
    return max(chain((1,), counted))


def _folded(text: str, width: float) -> int:
    """Lines that ``text`` takes in a column, word by word; a letter of Times is about as wide as Excel's unit."""
    lines, room = 1, width - 1
    left = room
    for word in text.split():
        if len(word) > left and left < room:
            lines, left = lines + 1, room
        lines += max(0, math.ceil(len(word) / room) - 1)
        left -= len(word) % max(1, int(room)) + 1
    return lines


def _signatures(page: Worksheet, printed: PrintedList, row: int, columns: int, formats: Formats) -> None:
    if not printed.signed_by:
        return
    share = columns // len(printed.signed_by)
    for place, who in enumerate(printed.signed_by):
        first = place * share
        last = columns - 1 if place == len(printed.signed_by) - 1 else first + share - 1
        page.merge_range(row, first, row, last, who, formats["title"])
