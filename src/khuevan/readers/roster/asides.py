"""Rows of a table that are no people: sections, totals, signatures, numbers of columns."""

import re

from khuevan.readers.roster.evidence import is_name
from khuevan.readers.roster.work import is_position
from khuevan.vietnamese.folding import fold

_NUMBER = re.compile(r"\(?\d{1,6}\s*[.)/-]?|\d{1,3}\.\d{1,3}\.?")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?", re.IGNORECASE)
# The sign before a section ("I.", "A -", "1)") and what kind of sign it is.
_SIGN = re.compile(
    r"^(?:(?P<roman>[IVXLC]+)|(?P<letter>[A-ZĐ])|(?P<digit>\d{1,2}(?:\.\d{1,2})*))(?:\s*[.)/:–-]+\s*|\s+(?=\W))(?=\S)"
    r"|^(?P<dash>[-–+*•])\s*(?=\S)"
)
_SIGN_ALONE = re.compile(r"[IVXLC]+[.)]?|[A-ZĐ][.)]?|\d{1,2}(?:\.\d{1,2})*[.)]?")
# "(05 người)", ": 3 đồng chí" behind a section.
_COUNT = re.compile(
    r"\s*[:–,-]?\s*[(\[]?\s*(?:gồm|có|tổng(?: số| cộng)?)?:?\s*\d{1,4}\s*"
    r"(?:người|đ/c|đồng chí|đại biểu|học viên|cán bộ|suất|chỉ tiêu|công chức|viên chức|ng)\.?\s*[)\]]?\s*[.:]?$",
    re.IGNORECASE,
)
# Accents matter: "Tống Công Minh" is a name, "Tổng cộng" is not.
_TOTAL = re.compile(
    r"^\W*(?:tổng (?:cộng|số|hợp)\b|tổng\s*(?:[:=]|$)|cộng\b"
    r"|(?:ấn định|(?:trên đây là )?(?:bản )?danh sách) (?:này |trên |trên đây )?(?:gồm|có|là)\b"
    r"|số lượng\s*:|tong (?:cong|so)\s*[:\d]|tong (?:cong|so)$|cong\s*:|total\b)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\W*(?:nguoi (?:lap|tong hop|ky|bao cao)|can bo (?:lap|tong hop)|thu truong|xac nhan|ky(?:,| va)? (?:ten|ghi ro)"
    r"|lanh dao (?:don vi|co quan|so|phong|ubnd)|noi nhan|ghi chu\s*:|luu y\s*:|(?:kt|tl|tm|tuq|q)\s*\. ?[a-z]"
    r"|da ky\b|ky,? dong dau|ke toan truong$|lap (?:bang|bieu|danh sach)\b|nguoi lam don|phe duyet|duyet\b)"
    r"|\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b|\bghi ro ho (?:va )?ten\b"
)
_REMARK = re.compile(r"^\W*(?:\*|\(\*+\)|\(\d\)|¹|²|ghi chú|lưu ý|chú thích|ghi chu|note)\W*[:.]?\s*\S", re.IGNORECASE)


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def is_sign(text: str) -> bool:
    """Whether a cell holds nothing but the sign of a section."""
    return bool(_SIGN_ALONE.fullmatch(text))


def is_column_numbers(texts: list[str]) -> bool:
    """The row "(1) (2) (3) ..." or "A B 1 2 ..." under a heading."""
    return len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def is_total(text: str) -> bool:
    return bool(_TOTAL.match(text.strip(" (["))) or bool(
        re.match(r"^\W*danh sách\b.*\b\d+\s*(?:người|đồng chí|đ/c|đại biểu|học viên)", text, re.IGNORECASE)
    )


def is_signature(text: str) -> bool:
    """Whether a text belongs to the place, the date and the signatures below a list."""
    folded = fold(text)
    if _SIGNATURE.search(folded):
        return True
    return text.isupper() and is_position(text) and not is_name(text) and len(text) < 60


def is_remark(text: str) -> bool:
    """Whether a text is a footnote."""
    return bool(_REMARK.match(text)) and not is_name(text)


def section_sign(text: str) -> str:
    """The kind of sign a section begins with, empty without one."""
    match = _SIGN.match(text)
    return match.lastgroup if match and match.lastgroup else ""


def section_title(text: str) -> str:
    """The words of a section without its sign, its count and its colon."""
    plain = _SIGN.sub("", text).strip()
    return _COUNT.sub("", plain).strip(" :;.,-–")
