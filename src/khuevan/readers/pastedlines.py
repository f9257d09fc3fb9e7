"""A person a line: "1. Lê An - 1980 - Chuyên viên - Sở Nội vụ - 0912345678", numbered, with bullets or bare.

The separator is the one that parts most lines into equally many parts.  Where a part holds the separator itself ("Đài
Phát thanh - Truyền hình"), or a field is missing, parts are put below those of the same kind in other lines.
No Django here.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from khuevan.readers.fieldnames import LEADING, LOOSELY_LEADING, heading_of, plain
from khuevan.readers.grids import Cell

_NUMBERED = re.compile(r"^\s*(\d{1,4})(?:\s*[.)/:-]+\s*|\s+(?=[^\W\d_]))(?!\d)")
_BULLET = re.compile(r"^\s*(?:[-–—•*+●▪◦·]|[a-zđ]\))\s*(?=\S)")
_SEPARATORS = (
    re.compile(r"\s*;\s*"),
    re.compile(r"\s*\|\s*"),
    re.compile(r"\s+[-–—]+\s+|\s+[-–—](?=\S)|(?<=\w)[–—](?=\w)"),
    re.compile(r"\s*,\s*"),
    re.compile(r"\s{2,}"),
    re.compile(r"\s*[/]\s+|\s+[/]\s*"),
    re.compile(r"\s*[,;]\s*"),
)
_JOINTS = ("; ", " | ", " - ", ", ", " ", " / ", ", ")
_PHONE = re.compile(r"[+(]?\d[\d\s.()-]{7,16}\d")
_DATE = re.compile(r"(?:\d{1,2}\s*[/.-]\s*){0,2}(?:19|20)?\d{2}")
_EMAIL = re.compile(r"\S+@\S+")
_GENDER = re.compile(r"nam|nữ", re.IGNORECASE)
# What never begins a field: the second half of the name of an agency or a department.
_SECOND_HALF = re.compile(
    r"(?:Truyền hình|Truyền thông|Thể thao|Du lịch|Thương binh|Xã hội|Hạ tầng|Hành chính|Tổng hợp|Quản trị|Đào tạo"
    r"|Công nghệ|Môi trường|Khoa học|Thông tin|Gia đình|Trẻ em|Đầu tư|Kỹ thuật|Pháp chế|Tôn giáo|Dịch vụ|Đô thị"
    r"|Kế hoạch|Tài chính|Tổ chức|Dân số|Việc làm|Lưu trữ|Giáo dục|Thương mại|Công thương|Môi giới)\b"
)
_TITLE = re.compile(r"(?:ông|bà|anh|chị|đ/c|đồng chí)[.:]?\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_SENTENCE = re.compile(r"[.!?:]\s*$|kính|trân trọng|cảm ơn|danh sách|xin gửi|tổng (?:số|cộng)|vui lòng", re.IGNORECASE)
_MOST_PARTS = 30


def records_of_lines(lines: list[str], *, marked_only: bool = False) -> list[list[Cell]]:
    numbers, texts = _records(lines, marked_only=marked_only)
    if not texts:
        return []
    way = max(range(len(_SEPARATORS)), key=lambda number: (_evenness(texts, number), -number))
    split = [_parts(text, way) for text in texts]
    width = _usual(split)
    if width == 1 and not _all_names(texts):
        return []
    kinds = _usual_kinds([parts for parts in split if len(parts) == width])
    rows = [_aligned(parts, kinds, _JOINTS[way]) for parts in split]
    return _with_headings(rows, numbers)


def _records(lines: list[str], *, marked_only: bool) -> tuple[list[str] | None, list[str]]:
    """Numbers, if the records have any, and texts.

    Numbers and bullets say where records begin; lines between them belong to the record above when most records have
    such lines.  Without them every line of more than one part is a record.
    """
    marked = [(match[1] if mark is _NUMBERED else "", line[match.end() :], number)
              for mark in (_NUMBERED, _BULLET) for number, line in enumerate(lines)
              if (match := mark.match(line))]  # fmt: skip
    numbered = [record for record in marked if record[0]]
    chosen = numbered if _ascending(numbered) else marked if len(marked) > 1 and not numbered else []
    if not chosen:
        return None, [] if marked_only else [line.strip() for line in lines if _may_be_record(line)]
    texts = _with_rest(lines, chosen)
    heading = _heading_above(lines, chosen[0][2])
    if heading:
        return ["", *(number for number, _text, _place in chosen)], [heading, *texts]
    return [number for number, _text, _place in chosen] if numbered else None, texts


def _ascending(numbered: Sequence[tuple[str, str, int]]) -> bool:
    """Numbers of a list count up; telephones and years at the beginning of lines do not."""
    values = [int(number) for number, _text, _place in numbered]
    steps = sum(after == before + 1 for before, after in pairwise(values))
    return bool(values) and steps * 2 >= len(values) - 1 and (len(values) > 1 or values[0] == 1)


def _with_rest(lines: list[str], chosen: Sequence[tuple[str, str, int]]) -> list[str]:
    ends = [place for _number, _text, place in chosen[1:]] + [len(lines)]
    rests = []
    for (_number, _text, place), end in zip(chosen, ends, strict=True):
        between = lines[place + 1 : end]
        blank = next((number for number, line in enumerate(between) if not line.strip()), len(between))
        rests.append([line.strip() for line in between[:blank] if not _SENTENCE.search(line)])
    many = sum(bool(rest) for rest in rests) * 2 > len(rests)
    return [
        "; ".join([text.strip(), *(_BULLET.sub("", line) for line in rest)]) if many and rest else text.strip()
        for (_number, text, _place), rest in zip(chosen, rests, strict=True)
    ]


def _heading_above(lines: list[str], first: int) -> str | None:
    above = next((lines[number] for number in range(first - 1, -1, -1) if lines[number].strip()), "")
    match = re.match(r"\s*(?:stt|tt|số tt)\s*(?:[.;|,]|\s[-–—]\s|\s{2,})\s*", above, re.IGNORECASE)
    return above[match.end() :].strip() if match else None


def _may_be_record(line: str) -> bool:
    text = line.strip().strip("|").strip()
    if not text or len(text) > 400:
        return False
    return _is_name(text) or (not _SENTENCE.search(text) and any(separator.search(text) for separator in _SEPARATORS))


def _parts(text: str, way: int) -> list[str]:
    parts: list[str] = []
    for part in _SEPARATORS[way].split(text.strip().strip("|;").strip())[:_MOST_PARTS]:
        if len(parts) > 1 and _SECOND_HALF.match(part) and _kind(parts[-1]) == "text":
            parts[-1] += _JOINTS[way] + part.strip()
        else:
            parts.append(part.strip())
    return parts


def _evenness(texts: list[str], way: int) -> float:
    """How well a separator parts lines: the share that has the usual number of parts, and how many these are."""
    split = [_parts(text, way) for text in texts]
    width = _usual(split)
    if width == 1:
        return 0.0
    near = sum(1.0 if len(parts) == width else 0.5 if abs(len(parts) - width) == 1 else 0.0 for parts in split)
    short = sum(1 for parts in split for part in parts if len(part) > 60)
    return near / len(split) * min(width, 6) - short / len(split)


def _usual(split: Sequence[Sequence[str]]) -> int:
    """Of lengths as frequent as each other the middle one: one field too few is as likely as one too many."""
    counts = Counter(len(parts) for parts in split)
    most = max(counts.values(), default=0)
    usual = sorted(width for width, count in counts.items() if count == most)
    return usual[(len(usual) - 1) // 2] if usual else 0


def _all_names(texts: list[str]) -> bool:
    return sum(map(_is_name, texts)) * 10 >= len(texts) * 8


def _is_name(text: str) -> bool:
    words = _TITLE.sub("", text.strip(" .,;"), count=1).split()
    return 2 <= len(words) <= 7 and all(_WORD.fullmatch(word) and word[0].isupper() for word in words)


def _kind(part: str) -> str:
    match = LEADING.match(part)
    value = part[match.end() :].strip() if match else part
    for kind, form in (("email", _EMAIL), ("date", _DATE), ("phone", _PHONE), ("gender", _GENDER)):
        if form.fullmatch(value):
            return kind
    return "text"


def _usual_kinds(split: Sequence[Sequence[str]]) -> list[str]:
    columns = zip(*split, strict=True)
    return [Counter(map(_kind, column)).most_common(1)[0][0] for column in columns]


def _aligned(parts: list[str], kinds: list[str], joint: str) -> list[str]:
    """Parts below those of the same kind: texts too many are joined, the last first; fields too few leave a gap."""
    parts = list(parts)
    while len(parts) > len(kinds):
        found = [
            place for place in range(len(parts) - 1, 1, -1) if _kind(parts[place]) == _kind(parts[place - 1]) == "text"
        ]
        place = found[0] if found else len(parts) - 1
        parts[place - 1 : place + 1] = [parts[place - 1] + joint + parts[place]]
    if len(parts) == len(kinds):
        return parts
    row = [""] * len(kinds)
    column = 0
    for number, part in enumerate(parts):
        last = len(kinds) - (len(parts) - number)
        places = [place for place in range(column, last + 1) if kinds[place] == _kind(part)]
        column = places[0] if places else min(column, last)
        row[column] = part
        column += 1
    return row


def _with_headings(rows: list[list[str]], numbers: list[str] | None) -> list[list[Cell]]:
    """Names of fields that most parts of a column begin with ("ĐT: 0912…") become its heading."""
    headings = [_take_heading(rows, column) for column in range(len(rows[0]))]
    made: list[list[Cell]] = [list(row) for row in rows]
    if any(headings):
        headings[0] = headings[0] or "Họ và tên"
        made.insert(0, list(headings))
    if numbers:
        numbers = ["STT", *numbers] if any(headings) else numbers
        if numbers[0] == "":
            numbers = ["STT", *numbers[1:]]
        made = [[number, *row] for number, row in zip(numbers, made, strict=True)]
    return made


def _take_heading(rows: list[list[str]], column: int) -> str:
    """The name of the field that most parts of a column begin with, taken away from them."""
    several = sum(bool(row[column]) for row in rows)
    for form in (LEADING, LOOSELY_LEADING)[: 2 if several > 1 else 1]:
        found = {
            number: match
            for number, row in enumerate(rows)
            if (match := form.match(row[column])) and match.end() < len(row[column])
        }
        names = Counter(plain(match[1]) for match in found.values())
        if len(found) * 2 > several:
            for number, match in found.items():
                rows[number][column] = match.string[match.end() :].strip()
            common = names.most_common(1)[0][0]
            return heading_of(next(match[1] for match in found.values() if plain(match[1]) == common))
    return ""
