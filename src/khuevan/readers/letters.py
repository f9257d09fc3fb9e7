"""A letter as it was sent: who wrote it, under which number, what it answers, and whether it sends nobody.

Everything is told from its words and their order (``letterhead``); nothing here knows the directory of an office.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from khuevan.readers.grids import Grid
from khuevan.readers.letterhead import Attached, attached_to, head_of, number_in
from khuevan.readers.roster.evidence import is_name
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold

_MOST_BODY = 20_000
_LONGEST_LINE, _LONGEST_SENTENCE = 500, 600
_ROWS_TOLD = 60
_LAYOUT_CELLS = 3
_CITED = re.compile(
    r"(?:số|công văn|văn bản|giấy mời|thông báo|kế hoạch|cv)\s*[:.]?\s*"
    r"(\d{1,6}\s*[-/]\s*[A-ZĐ][^\s,;:.()]*(?:\s?[-/]\s?[A-ZĐ][^\s,;:.()]*)*)",
    re.IGNORECASE,
)
_TO = re.compile(r"^\W*kính\s+(?:gửi|gởi|trình|chuyển)\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^\W*nơi\s+nhận\b", re.IGNORECASE)
_SIGNS_FOR = re.compile(r"^\W*(?:TM|KT|TL|TUQ|TUN|Q|T/M|K/T|T/L)\s*\.?\s")
_SIGNING = re.compile(
    r"^(?:phó |quyền |q\. ?)?(?:tổng |phó )?(?:giám đốc|chủ tịch|chánh văn phòng|chánh thanh tra"
    r"|trưởng (?:ban|phòng|công an)|trưởng đoàn|hiệu trưởng"
    r"|bí thư|viện trưởng|cục trưởng|chi cục trưởng|thủ trưởng|chỉ huy trưởng|tổng biên tập"
    r"|vụ trưởng|chính ủy|chủ nhiệm|phó chủ tịch|phó giám đốc|phó trưởng)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/.-])(?:\+?84|0)(?:[\s.-]?\d){8,10}(?![\d/])")
_CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_SENTENCE = re.compile(rf"(?<=[.;!?])\s+(?=[{_CAPITALS}])|(?<=;)\s+")
_SAYS_SOMETHING = re.compile(r"\b(?:số|ngày|không|cử|đăng ký|gửi|báo cáo|theo|thực hiện|căn cứ)\b|[,:]$", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\b(?:khong|chua)(?P<between>(?: [^ ]+){0,12}?) (?:cu|tham gia|tham du|dang ky|du hoc|di hoc|theo hoc)\b"
)
_BETWEEN = frozenset(
    """
    can bo cong chuc vien nguoi lao dong nhan su dai bieu hoc truong hop ai doi tuong chi so luong thanh phan cbccvc
    nao chuyen bo tri va hoac duoc the phu du dieu kien sap xep co nhu cau de xin phep , /
    """.split()  # noqa: SIM905 - words
)
"""What may stand between "không" and the verb, word by word."""
# "Nếu không cử ...", "trường hợp không tham dự": a condition, not an answer.
_CONDITION = re.compile(
    r"\b(?:neu|truong hop|de nghi (?:quy |cac )?(?:so|don vi|co quan)|don vi nao|co quan nao|nguoi nao|hoc vien nao"
    r"|thi|phai bao|bi coi|xem nhu|coi nhu|da tung|nhung nguoi)\b.{0,60}\bkhong\b"
    r"|\bkhong\b.{0,60}\b(?:qua|tre|lan luot)\b"
    r"|\bkhong cu (?:lai|trung|nguoi da|nhung nguoi|can bo da|cong chuc da)\b"
)


@dataclass(frozen=True)
class Letter:
    """``names`` are the bodies of the letterhead from the highest down: the last is the issuer.

    ``kind`` is the abbreviation of Nghị định 30/2020, Phụ lục III, empty for a công văn and for a bare list.
    ``refers_to`` are number and symbol of the documents it cites, the first cited first.  ``body`` are its words
    between the addressee and the list of recipients, ``nobody`` the sentence that says that nobody is sent.
    """

    names: tuple[str, ...] = ()
    number: str = ""
    symbol: str = ""
    date: dt.date | None = None
    place: str = ""
    subject: str = ""
    kind: str = ""
    refers_to: tuple[str, ...] = ()
    signer: str = ""
    body: str = ""
    nobody: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    attached_to: Attached | None = None

    @property
    def issuer(self) -> str:
        return self.names[-1] if self.names else ""

    @property
    def parent(self) -> str:
        """The body above the issuer."""
        return self.names[-2] if len(self.names) > 1 else ""

    @property
    def says_nobody(self) -> bool:
        return bool(self.nobody)


def letter_of(lines: Sequence[Sequence[str]]) -> Letter:
    """What the lines of a document say, each in its pieces from left to right."""
    pieces = [piece for line in lines for piece in (clean(part[:_LONGEST_LINE]) for part in line) if piece]
    pieces = _first(pieces)
    head = head_of(pieces)
    body, signature = _parts(head.rest)
    words = "\n".join(body)[:_MOST_BODY]
    everything = "\n".join(pieces)[:_MOST_BODY]
    running = " ".join(body)[:_MOST_BODY]
    return Letter(
        names=tuple(head.names),
        number=head.number,
        symbol=head.symbol,
        date=head.date,
        place=head.place,
        subject=(head.subject.capitalize() if head.subject.isupper() else head.subject)[:500],
        kind=head.kind,
        refers_to=_cited(f"{head.subject}\n{running}", f"{head.number}/{head.symbol}"),
        signer=_signer([*body, *signature]),
        body=words,
        nobody=_nobody(running) or _nobody(head.subject),
        emails=tuple(dict.fromkeys(found.lower() for piece in pieces for found in _EMAIL.findall(piece))),
        phones=tuple(dict.fromkeys(re.sub(r"\D", "", one) for piece in pieces for one in _PHONE.findall(piece))),
        attached_to=attached_to(everything),
    )


def _first(pieces: Sequence[str]) -> list[str]:
    """As many as a letter has; whatever fills more is none."""
    kept, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > _MOST_BODY:
            break
        kept.append(piece)
    return kept


def lines_of_grids(ways: Sequence[Sequence[Grid]]) -> list[list[str]]:
    """Lines of a sheet that lay out a letterhead, a title or a signature: the first rows of few filled cells."""
    lines = []
    for grid in ways[0] if ways else ():
        if grid.hidden:
            continue
        for row in grid.rows[:_ROWS_TOLD]:
            cells = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            if 0 < len(cells) <= _LAYOUT_CELLS:
                parts = [cell.split("\n") for cell in cells]
                lines += [[part] for cell in parts for part in cell]
    return lines


def _parts(rest: Sequence[str]) -> tuple[list[str], list[str]]:
    """The body without its addressees, and what follows from "Nơi nhận" on without the recipients."""
    body: list[str] = []
    signature: list[str] = []
    addressing = receiving = open_end = False
    for piece in rest:
        if _RECIPIENTS.match(piece):
            addressing, receiving = False, True
            continue
        if _TO.match(piece):
            addressing, receiving = True, False
            open_end = piece.rstrip().endswith((":", ",", ";"))
            continue
        if addressing and (piece.startswith(("-", "+", "–", "•")) or (open_end and _short_name(piece))):
            open_end = not piece.endswith(".")
            continue
        addressing = False
        if receiving and _is_recipient(piece):
            continue
        (signature if receiving and len(signature) < 12 else body).append(piece)
        if piece.isupper() and fold(piece).startswith(("danh sach", "phu luc", "bieu ")):
            receiving = False
    return body, signature


def _short_name(piece: str) -> bool:
    """ "Sở Ngoại vụ tỉnh Khánh Hòa." on a line of its own under "Kính gửi:"."""
    return len(piece) < 70 and not _SAYS_SOMETHING.search(piece)


def _is_recipient(piece: str) -> bool:
    return (
        piece.startswith(("-", "+", "–", "•")) or piece.endswith((";", "b/c)", "p/h)")) or fold(piece).startswith("luu")
    )


def _cited(text: str, own: str) -> tuple[str, ...]:
    found = (re.sub(r"\s*([-/])\s*", r"\1", match).strip(".-/") for match in _CITED.findall(text))
    return tuple(dict.fromkeys(one for one in found if fold(one) != fold(own)))[:10]


def _signer(pieces: Sequence[str]) -> str:
    """The first name of a person below a title that signs."""
    below = False
    for piece, after in pairwise([*pieces, ""]):
        if _SIGNS_FOR.match(piece) or (_SIGNING.match(piece) and (piece.isupper() or len(piece) < 40)):
            below = True
        elif below and not piece.isupper() and is_name(piece.strip(" .,")):
            return piece.strip(" .,")
        elif below and number_in(piece) and after:
            below = False
    return ""


def _refuses(folded: str) -> bool:
    spaced = folded.replace(",", " ,").replace("  ", " ")
    return any(_BETWEEN.issuperset(found["between"].split()) for found in _REFUSAL.finditer(spaced))


def _nobody(text: str) -> str:
    """The first sentence that says that nobody is sent; a condition is no answer."""
    for sentence in _SENTENCE.split(text):
        folded = fold(sentence[:_LONGEST_SENTENCE])
        if _refuses(folded) and not _CONDITION.search(folded):
            return clean(sentence)[:300]
    return ""
