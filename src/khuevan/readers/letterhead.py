"""What stands above the first sentence of a letter: who wrote it, its number, its date, what it is about.

The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: at the left the body above in capitals, below it the issuer,
"Số: 123/SNV-CCVC" and "V/v ..."; at the right the name of the country, its motto, place and date.  Letters of the Party
(Hướng dẫn 36-HD/VPTW) write "Số 123-CV/BTCTU" and a star.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold

MOST_HEAD, LONGEST_PIECE = 40, 300
"""Pieces of lines among which the head of a letter is looked for, and characters of each that are looked at."""
KINDS = {
    "quyet dinh": "QĐ", "to trinh": "TTr", "ke hoach": "KH", "thong bao": "TB", "bao cao": "BC", "giay moi": "GM",
    "giay gioi thieu": "GGT", "phieu chuyen": "PC", "phieu gui": "PG", "bien ban": "BB", "huong dan": "HD",
    "phieu dang ky": "", "danh sach": "", "danh sach cu": "", "bieu tong hop": "", "tong hop danh sach": "",
}  # fmt: skip
"""Kinds that are named in the middle of the page, folded, and how a symbol writes them (Phụ lục III)."""
_CODES = frozenset(
    {
        "NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ",
        "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "KL",
    }
)  # fmt: skip
_COUNTRY = re.compile(
    r"c[ộôo]ng\s+h[òo][àa]\s+x[ãa]\s+h[ộôo]i\s+ch[ủu]\s+ngh[ĩi]a\s+vi[ệêe]t\s+nam"
    r"|độc\s+lập\s*[-–—]\s*tự\s+do\s*[-–—]\s*hạnh\s+phúc|đảng\s+cộng\s+sản\s+việt\s+nam",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?<![\w/-])(?P<place>[^\W\d_]+(?:(?:[.'’-] ?| )[^\W\d_]+){0,6}))?,?\s*"
    r"ngày\s*(?P<day>\d{1,2})?[\s.…]*tháng\s*(?P<month>\d{1,2})?[\s.…]*"
    r"năm\s*(?P<year>\d{4})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\W*số\s*(?:[:.]\s*)?(?P<number>\d{1,6}[a-zđ]?)?[\s.…_]*(?P<sign>[-–/])\s*(?P<symbol>[A-ZĐƯ][^\s,;:]*"
    r"(?:\s*[-–/]\s*[A-ZĐƯ][^\s,;:]*)*)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^\W*(?:v\s*/\s*v|v/\s*v|về việc)\s*[:.]?\s*", re.IGNORECASE)
_TO = re.compile(r"^\W*kính\s+(?:gửi|gởi|trình|chuyển)\b", re.IGNORECASE)
_BODY_BEGINS = re.compile(r"^\W*(?:thực hiện|căn cứ|phúc đáp|tiếp theo|theo|tiếp nhận|trả lời)\s", re.IGNORECASE)
_RULE = re.compile(r"[\s*_=~.…\-–—]+")
_STARTS = re.compile(
    r"(?:ubnd|u[ỷy]? ?ban|ủy ban|hđnd|hội đồng|sở|ban|phòng|bộ|cục|chi cục|tổng cục|vụ|tỉnh ủy|thành ủy|huyện ủy"
    r"|thị ủy|quận ủy|đảng ủy|đảng bộ|tỉnh đoàn|thành đoàn|đoàn|hội|liên hiệp|liên đoàn|liên minh|mặt trận|ubmttq"
    r"|mttq|bch|bcđ|trung tâm|trường|viện|học viện|bệnh viện|trạm|công an|công ty|tổng công ty|tập đoàn|ngân hàng"
    r"|văn phòng|vp|thanh tra|kho bạc|bảo hiểm|bhxh|tòa án|đài|báo|nhà xuất bản|khu|quân khu|đồn|hải quan|thuế"
    r"|hạt|đội|nhà|thư viện|bảo tàng|quỹ|doanh nghiệp|hợp tác xã)\b",
    re.IGNORECASE,
)
_STARTS_BARE = re.compile(fold(_STARTS.pattern), re.IGNORECASE)
_ENDS_OPEN = re.compile(r"(?:\bvà|\bcủa|[,\-–&])$", re.IGNORECASE)
# Such a line says nothing alone: the next one belongs to it.
_HALF = frozenset(
    {
        "van phong", "uy ban", "uy ban nhan dan", "ubnd", "hoi dong", "ban chap hanh", "ban thuong vu",
        "ban thuong truc", "bo chi huy", "ban chi huy", "hoi", "ban", "so", "phong", "doan", "truong", "trung tam",
        "dang uy", "dang bo", "lien hiep", "ban quan ly", "uy ban mttq", "uy ban mat tran to quoc", "bch",
        "hoi lien hiep", "bo tu lenh",
    }
)  # fmt: skip
_LONGEST_NAME = 160
# A stamp or a tab parts "Số:" from its symbol and "ngày" from its number.
_CUT = re.compile(r"(?:\bsố\s*[:.]?\s*\d{0,6}|\b(?:ngày|tháng|năm)\s*\d{0,2})$", re.IGNORECASE)
_GOES_ON = re.compile(r"[/\d…. ]|tháng\b|năm\b|[-–][A-ZĐ]", re.IGNORECASE)
_INLINE = re.compile(r"\s(?=v\s*/\s*v\b)", re.IGNORECASE)
_ATTACHED = re.compile(
    r"kèm theo[^)\n]{0,60}?số\s*[:.]?\s*(?P<words>[\s.…_]*(?:\d{1,6}[a-zđ]?)?\s*[-–/]\s*[A-ZĐ][^\s,;:)]*)"
    r"(?:[\s,]*ngày\s*(?P<day>\d{1,2})\s*(?:[-/.]|tháng)\s*(?P<month>\d{1,2})\s*(?:[-/.]|năm)\s*(?P<year>\d{4}))?"
    r"(?:\s*(?:năm\s*\d{4}\s*)?của\s+(?P<issuer>[^)\n;.]{3,120}))?",
    re.IGNORECASE,
)


@dataclass
class Head:
    """``names`` are the bodies of the letterhead from the highest down; ``rest`` are the pieces behind the head."""

    names: list[str] = field(default_factory=list)
    number: str = ""
    symbol: str = ""
    date: dt.date | None = None
    place: str = ""
    subject: str = ""
    kind: str = ""
    has_country: bool = False
    rest: list[str] = field(default_factory=list)


class Numbered(NamedTuple):
    number: str
    symbol: str


class Attached(NamedTuple):
    """The letter to which a list says it belongs; ``issuer`` as it is named there, perhaps empty."""

    number: str
    symbol: str
    date: dt.date | None
    issuer: str


def head_of(pieces: Sequence[str]) -> Head:
    """The head of a letter from its pieces in reading order."""
    head = Head()
    left: list[str] = []
    pieces = [*_joined([piece[:LONGEST_PIECE] for piece in pieces[:MOST_HEAD]]), *pieces[MOST_HEAD:]]
    taken = 0
    while taken < min(len(pieces), MOST_HEAD) and not _ends(pieces[taken], head):
        _take(_without_right(pieces[taken], head), head, left)
        taken += 1
    head.names = _names(left) if _is_letterhead(head, left) else []
    head.rest = pieces[taken:]
    head.kind = head.kind or _code(head.symbol)
    return head


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    waiting = ""
    for piece in (part for one in pieces for part in _INLINE.split(clean(one))):
        if waiting and len(waiting) < LONGEST_PIECE and _CUT.search(waiting[-20:]) and _GOES_ON.match(piece):
            waiting = f"{waiting} {piece}"
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def attached_to(text: str) -> Attached | None:
    """ "(Kèm theo Công văn số 12/SNV-VP ngày 20/5/2014 của Sở Nội vụ)" above a list."""
    found = _ATTACHED.search(text)
    numbered = number_in(f"Số: {found['words']}") if found else None
    if found is None or numbered is None:
        return None
    return Attached(*numbered, _date(found), clean(found["issuer"] or ""))


def _ends(piece: str, head: Head) -> bool:
    if _TO.match(piece):
        return True
    return bool(_BODY_BEGINS.match(piece)) and not head.subject and len(piece) > _LONGEST_NAME // 3


def _without_right(piece: str, head: Head) -> str:
    """What is left of a piece without country, motto, place and date, which stand at the right."""
    if _COUNTRY.search(piece):
        head.has_country = True
        piece = _COUNTRY.sub(" ", piece)
    found = _DATE.search(piece)
    if found and not head.subject.endswith(","):
        before = piece[: found.start()]
        head.date = head.date or _date(found)
        head.place = head.place or _place(found["place"] or "")
        piece = before + piece[found.end() :]
    return clean(_RULE.sub(" ", piece) if _RULE.fullmatch(piece) else piece)


def _place(text: str) -> str:
    """ "Số: 12/SNV Khánh Hòa" where a scan ran both columns together: only the words behind the number."""
    words = re.split(r"\S*[\d/]\S*", text)[-1]
    return clean(words).strip(" ,.-")


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except (TypeError, ValueError):
        return None


def _take(piece: str, head: Head, left: list[str]) -> None:
    if not piece:
        return
    if not head.symbol and (numbered := number_in(piece)):
        head.number, head.symbol = numbered
        return
    if about := _ABOUT.match(piece):
        head.subject = piece[about.end() :].strip()
    elif head.subject:
        if len(head.subject) < 400 and not piece.isupper():
            head.subject = f"{head.subject} {piece}"
    elif (kind := _kind(piece)) is not None and not head.kind:
        head.kind, head.subject = kind, "" if kind else piece
    elif not head.symbol:
        left.append(piece)
    elif head.kind and piece:
        head.subject = piece


def number_in(piece: str) -> Numbered | None:
    """Number and symbol of "Số: 123/SNV-CCVC"; the number is empty where it is filled in by hand."""
    found = _NUMBER.match(piece)
    if found is None:
        return None
    number, symbol = found["number"] or "", re.sub(r"\s*([-–/])\s*", r"\1", found["symbol"]).replace("–", "-")
    symbol = symbol.strip(".-/")
    if found["sign"] != "/" and "/" in symbol:  # of the Party: 123-CV/BTCTU
        kind, symbol = symbol.split("/", 1)
        number = f"{number}-{kind}" if number else ""
    return Numbered(number[:20], symbol[:60])


def _kind(piece: str) -> str | None:
    if not piece.isupper():
        return None
    folded = fold(piece)
    return next((code for name, code in KINDS.items() if folded == name or folded.startswith(f"{name} ")), None)


def _code(symbol: str) -> str:
    first = re.split(r"[-/]", symbol, maxsplit=1)[0]
    return first if first in _CODES else ""


def _is_letterhead(head: Head, left: Sequence[str]) -> bool:
    """Words in capitals, or any name of a body where the country or a number shows that it is a letter."""
    return any(_looks_like_name(line, strict=not (head.has_country or head.symbol)) for line in left)


def _looks_like_name(line: str, *, strict: bool) -> bool:
    if len(line) > _LONGEST_NAME or sum(char.isalpha() for char in line) < 3:
        return False
    return line.isupper() or (not strict and _starts(line))


def _starts(line: str) -> bool:
    """Whether the name of a body begins here, also one written without diacritics."""
    return bool(_STARTS.match(line) or (line.isascii() and _STARTS_BARE.match(line)))


def _names(left: Sequence[str]) -> list[str]:
    """Lines put together to names: a line that does not begin as a body goes on with the one above."""
    names: list[str] = []
    for line in _kept(left):
        goes_on = names and (not _starts(line) or _ENDS_OPEN.search(names[-1]) or fold(names[-1]).strip(" -") in _HALF)
        if goes_on:
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    names = [name[:LONGEST_PIECE] for name in names]
    return [name for name in names if _starts(name)] or names[:2]


def _kept(left: Sequence[str]) -> Iterator[str]:
    began = False
    for line in left:
        plain = line.strip(" *_-–.")
        if not _looks_like_name(plain, strict=False) and not (began and plain.isupper()):
            if began:
                return
            continue
        began = True
        yield plain
