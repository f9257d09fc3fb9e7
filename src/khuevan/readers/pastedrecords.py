"""Records that name their fields: "Họ tên: Lê An; Sinh năm: 1980; Chức vụ: …", on one line or on many.

No Django here.
"""

import re

from khuevan.readers.fieldnames import NAMED, heading_of, is_name_of_person, plain
from khuevan.readers.grids import Cell

_ENDS = " \t,;.|-–—•*+"
_NUMBER = re.compile(r"(?:^|\s)\d{1,4}\s*[.)]?\s*$")
_BULLET = re.compile(r"^\s*(?:\d{1,4}\s*[.)/-]|[-–—•*+●▪])\s*")
_LEAST_FIELDS = 2


def records_of_fields(lines: list[str]) -> list[list[Cell]]:
    """A heading row of all field names and a row for each record; nothing unless persons' names are among them."""
    records: list[dict[str, str]] = []
    headings: dict[str, str] = {}
    open_field: str | None = None
    for line in lines:
        found = list(NAMED.finditer(line))
        if not found:
            open_field = _filled(records, open_field, line)
            continue
        ends = [match.start() for match in found[1:]] + [len(line)]
        for match, end in zip(found, ends, strict=True):
            field = plain(match[1])
            headings.setdefault(field, heading_of(match[1]))
            if not records or field in records[-1] or (is_name_of_person(field) and _has_name(records[-1])):
                records.append({})
            value = _NUMBER.sub("", line[match.end() : end]) if end < len(line) else line[match.end() : end]
            records[-1][field] = value.strip(_ENDS)
            open_field = field
    records = [record for record in records if any(record.values())]
    named = sum(_has_name(record) for record in records)
    if not named or len(headings) < _LEAST_FIELDS or named * 2 < len(records):
        return []
    rows: list[list[Cell]] = [list(headings.values())]
    return rows + [[record.get(field) for field in headings] for record in records]


def _has_name(record: dict[str, str]) -> bool:
    return any(is_name_of_person(field) for field in record)


def _filled(records: list[dict[str, str]], field: str | None, line: str) -> str | None:
    """A value may stand on the line below its name."""
    text = _BULLET.sub("", line).strip(_ENDS)
    if text and field and records and not records[-1].get(field):
        records[-1][field] = text
        return None
    return field if not text else None
