"""Position and organization written in one cell ("Phó Giám đốc, Sở Nội vụ"), and how to tell which is which."""

import functools
import re

from khuevan.readers.roster.work_words import BODY, FIELD_OF_WORK, NAMELESS, NO_BODY, POSITION
from khuevan.vietnamese.cleaning import clean

type Pair = tuple[str | None, str | None]
type Cuts = list[tuple[int, int]]

_SEPARATOR = re.compile(r"\s*[,;\n|]\s*|\s+[-–—/]\s+|\s*[–—/]\s*|(?<=[^\W\d_]{2})-\s+|\s+-(?=[^\W\d_]{2})|\s+tại\s+")
_BRACKETED = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")
_RATHER_BODY = re.compile(r"(?:văn phòng|thanh tra|phòng|ban|đoàn|hội|đội|công an|kiểm lâm)\b", re.IGNORECASE)


def is_body(text: str, start: int = 0) -> bool:
    """Whether the name of a public body, school or firm begins here; names begin with a capital."""
    if start >= len(text) or not BODY.match(text, start) or NO_BODY.match(text, start):
        return False
    return text[start].isupper() or text.islower()


def is_position(text: str, start: int = 0) -> bool:
    """Whether a known position begins here."""
    return POSITION.match(text, start) is not None


@functools.lru_cache(maxsize=16_384)
def split_work(text: str, *, organization_first: bool = False) -> Pair:
    """Part a cell into position and organization; ``text`` may have line breaks.

    Whichever order the heading promises, what the parts are decides: the name of a body after a separator, a known
    position after one.  Only where both are unknown the order counts.  A cell that is only one of both gives only that.
    """
    bracket = _BRACKETED.fullmatch(text)
    if bracket and (pair := _from_bracket(bracket["first"], bracket["second"])):
        return pair
    cuts = [match.span() for match in _SEPARATOR.finditer(text) if not FIELD_OF_WORK.match(text, match.end())]
    starts_as_body = is_body(text) and not is_position(text)
    if organization_first or starts_as_body:
        return _organization_first(text, cuts, sure=starts_as_body)
    return _position_first(text, cuts)


def _from_bracket(first: str, second: str) -> Pair | None:
    if is_body(second) and not is_body(first):
        return _pair(first, second)
    return _pair(second, first) if is_position(second) and is_body(first) else None


def _position_first(text: str, cuts: Cuts) -> Pair:
    for start, end in cuts:
        if is_body(text, end) and (not is_position(text, end) or _RATHER_BODY.match(text, end)):
            position, body = _without_separator(text[:start])
            return _pair(position or "", f"{body}, {text[end:]}" if body else text[end:])
    apart = _without_separator(text)
    if not cuts or None not in apart:
        return apart
    if all(is_position(text, end) for _start, end in cuts):
        return clean(text), None
    return _pair(text[: cuts[0][0]], text[cuts[0][1] :])


def _organization_first(text: str, cuts: Cuts, *, sure: bool) -> Pair:
    """``sure``: the text begins like a body, so that an unknown word behind a comma rather goes on with its name."""
    for start, end in cuts:
        if is_position(text, end) and not is_body(text, end):
            return _pair(text[end:], text[:start])
    if is_position(text) and not is_body(text):
        return _position_first(text, cuts)
    if sure:
        cuts = [(start, end) for start, end in cuts if set(text[start:end]) & {"\n", "|"}]
    if cuts and not is_body(text, cuts[-1][1]):
        return _pair(text[cuts[-1][1] :], text[: cuts[-1][0]])
    return None, clean(text)


def _without_separator(text: str) -> Pair:
    position = POSITION.match(text)
    if position is None:
        return (None, clean(text)) if is_body(text) else (clean(text), None)
    rest = text[position.end() :].strip()
    # "Bí thư Đảng ủy, Chủ tịch HĐND xã": two positions, not one with an agency.
    several = any(is_position(rest, match.end()) for match in _SEPARATOR.finditer(rest))
    names_agency = " " in rest and is_body(rest) and not is_body(text) and not NAMELESS.fullmatch(rest)
    return _pair(position[0], rest) if names_agency and not several else (clean(text), None)


def _pair(position: str, organization: str) -> Pair:
    return clean(position).strip(" ,;-–—") or None, clean(organization).strip(" ,;-–—") or None
