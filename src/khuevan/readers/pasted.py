"""Lists pasted as text from a chat, an e-mail, a sheet or a document: lines to grids.  No Django here.

What chats and mails put around the lines (who wrote when, signs of quoting) goes first; then the text is one of three:
rows with tabs, records that name their fields ("Họ tên: …"), or a person a line.
"""

import csv
import io
import re

from khuevan.readers.grids import Cell, Grid, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.oldfonts import convert_by_content
from khuevan.readers.pastedlines import records_of_lines
from khuevan.readers.pastedrecords import records_of_fields

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?"
_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_SAID = re.compile(
    rf"^\s*(?:\[\s*(?:{_TIME},?\s*{_DATE}|{_DATE},?\s*{_TIME}|{_TIME})\s*\]\s*[^:\n\t]{{0,60}}:"
    rf"|(?:{_TIME},?\s*{_DATE}|{_DATE},?\s*{_TIME})\s*-\s*[^:\n\t]{{1,60}}:)\s*"
)
_QUOTED = re.compile(r"^(?:\s*[>›»]\s?)+")
_ENVELOPE = re.compile(
    r"^\s*(?:(?:Từ|Gửi|Người gửi|Đến|Tới|Ngày gửi|Đã gửi|Chủ đề|Tiêu đề|From|Sent|To|Cc|Bcc|Subject|Date)\s*:\s.*"
    r"|(?:On|Vào)\b.{5,200}\b(?:wrote|đã viết)\s*:|-{2,}.*-{2,}|-{2,}\s*|_{5,}\s*|={5,}\s*"
    rf"|\[?(?:{_TIME},?\s*{_DATE}|{_DATE},?\s*{_TIME})\]?\s*)$"
)
_MARKDOWN_RULE = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$")
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_LONGEST = 2_000_000


def grids_of_text(text: str, limits: Limits | None = None, *, letter: bool = False) -> list[Grid]:
    """The lists in a text, usually one; none when there is no list.

    Records that name their fields get a heading row of these names; other rows have as many columns as most of them,
    and no heading unless the text has one.  In a ``letter`` only lines with numbers or bullets are people, as its
    sentences have commas too.  ``first_row`` is 1 whatever stood before the list.  Raises ``Refused``.
    """
    limits = limits or Limits()
    if len(text) > _LONGEST:
        raise Refused("too_many_rows")
    lines = _cleaned(text)
    rows = _rows_with_tabs(lines) or records_of_fields(lines) or records_of_lines(lines, marked_only=letter)
    check_size(len(rows), max(map(len, rows), default=0), limits)
    return [Grid("", rows)] if rows else []


def _cleaned(text: str) -> list[str]:
    """The lines of the list in Unicode, without what chat and mail programs wrote."""
    lines = []
    for line in _BREAKS.sub("\n", text).split("\n"):
        bare = _SAID.sub("", _QUOTED.sub("", line)).rstrip()
        if not _ENVELOPE.match(bare) and not _MARKDOWN_RULE.match(bare):
            lines.append(bare)
    grid = Grid("", [[line] for line in lines])
    convert_by_content(grid)
    return [str(row[0]) for row in grid.rows]


def _rows_with_tabs(lines: list[str]) -> list[list[Cell]]:
    """Rows copied from a sheet or a Word table; a cell of several lines is in quotation marks."""
    tabbed = [line for line in lines if "\t" in line.strip("\t ")]
    if not tabbed or (len(tabbed) == 1 and len([line for line in lines if line.strip()]) > 1):
        return []
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter="\t"))
    except csv.Error:
        rows = [line.split("\t") for line in lines]
    if sum(len(row) > 1 for row in rows) < len(tabbed) / 2:  # a quotation mark that was only a sign swallowed lines
        rows = [line.split("\t") for line in lines]
    return [[value.strip() for value in row] for row in rows if any(value.strip() for value in row)]
