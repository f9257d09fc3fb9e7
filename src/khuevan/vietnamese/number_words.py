"""Numbers in Vietnamese words: for sums of money, minutes and certificates, and read back from them."""

from decimal import Decimal
from typing import Final, Literal

from khuevan.vietnamese.cleaning import clean

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MILLIARD: Final = 1_000_000_000


def number_in_words(
    number: int, *, zero_tens: Literal["linh", "lẻ"] = "linh", thousand: Literal["nghìn", "ngàn"] = "nghìn"
) -> str:
    """A whole number in words: mốt, tư and lăm behind tens, linh (or lẻ) for tens left out, âm below zero.

    The south says lẻ and ngàn.

    >>> number_in_words(2_000_105), number_in_words(-1_024)
    ('hai triệu một trăm linh năm', 'âm một nghìn không trăm hai mươi tư')
    >>> number_in_words(1_005, zero_tens="lẻ", thousand="ngàn"), number_in_words(21_315)
    ('một ngàn không trăm lẻ năm', 'hai mươi mốt nghìn ba trăm mười lăm')
    """
    if number < 0:
        return "âm " + number_in_words(-number, zero_tens=zero_tens, thousand=thousand)
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    rest, lower = divmod(number, _MILLIARD)
    if rest:
        words = [number_in_words(rest, zero_tens=zero_tens, thousand=thousand), "tỷ"]
    for group, name in ((lower // 1_000_000, "triệu"), (lower // 1_000 % 1_000, thousand), (lower % 1_000, "")):
        if group:
            words += _group(group, zero_tens, first=not words)
            words += [name] if name else []
    return " ".join(words)


def _group(number: int, zero_tens: str, *, first: bool) -> list[str]:
    """Three digits; their hundreds are said even when they are none, except at the beginning of the number."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not first else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append(zero_tens)
    if ones == 0:
        return words
    behind_tens = {1: "mốt", 4: "tư", 5: "lăm"} if tens > 1 else {5: "lăm"} if tens == 1 else {}
    return [*words, behind_tens.get(ones, _DIGITS[ones])]


def decimal_in_words(number: Decimal) -> str:
    """A decimal number: ``phẩy`` and the places, as one number when they are two, else figure by figure.

    >>> decimal_in_words(Decimal("8.25")), decimal_in_words(Decimal("-0.05")), decimal_in_words(Decimal("7.5"))
    ('tám phẩy hai mươi lăm', 'âm không phẩy không năm', 'bảy phẩy năm')
    """
    whole, _, places = format(abs(number), "f").partition(".")
    words = ("âm " if number < 0 else "") + number_in_words(int(whole))
    if not places:
        return words
    as_one = len(places) == 2 and places[0] != "0"
    behind = number_in_words(int(places)) if as_one else " ".join(_DIGITS[int(figure)] for figure in places)
    return f"{words} phẩy {behind}"


def money_in_words(amount: int) -> str:
    """A sum in đồng as papers write it, ``chẵn`` behind whole thousands.

    >>> money_in_words(2_000_000), money_in_words(1_250_500)
    ('Hai triệu đồng chẵn', 'Một triệu hai trăm năm mươi nghìn năm trăm đồng')
    """
    words = number_in_words(amount) + " đồng" + (" chẵn" if amount and amount % 1_000 == 0 else "")
    return words[0].upper() + words[1:]


def ordinal_in_words(number: int) -> str:
    """``thứ nhất``, ``thứ hai``, ``thứ ba``, ``thứ tư`` ...

    >>> [ordinal_in_words(number) for number in (1, 2, 4, 10, 21)]
    ['thứ nhất', 'thứ hai', 'thứ tư', 'thứ mười', 'thứ hai mươi mốt']
    """
    special = {1: "nhất", 4: "tư"}
    return "thứ " + (special.get(number) or number_in_words(number))


_SAID = {word: figure for figure, word in enumerate(_DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7}
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}


def parse_number_words(text: str) -> int | None:
    """The number that words tell, in any of the ways above; None when they tell none.

    >>> [parse_number_words(text) for text in ("Hai triệu một trăm lẻ năm", "âm hai mươi mốt", "hai đồng")]
    [2000105, -21, None]
    """
    words = clean(text).casefold().replace("tỉ", "tỷ").split(" ")
    if words[0] == "âm":
        positive = parse_number_words(" ".join(words[1:])) if len(words) > 1 and words[1] != "âm" else None
        return None if positive is None else -positive
    if "tỷ" in words:
        cut = len(words) - 1 - words[::-1].index("tỷ")
        above = parse_number_words(" ".join(words[:cut])) if cut else None
        below = _below_milliard(words[cut + 1 :]) if words[cut + 1 :] else 0
        return None if above is None or below is None or above < 1 else above * _MILLIARD + below
    return _below_milliard(words)


def _below_milliard(words: list[str]) -> int | None:
    total, least, group = 0, _MILLIARD, list[str]()
    for word in words:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        number = _three_figures(group)
        if number is None or scale >= least:
            return None
        total, least, group = total + number * scale, scale, []
    if not group:
        return total if least < _MILLIARD else None
    number = _three_figures(group)
    return None if number is None else total + number


def _three_figures(words: list[str]) -> int | None:
    """``ba trăm linh năm``: hundreds, tens, ones, each at most once and in this order."""
    total, rest = 0, words
    if len(rest) > 1 and rest[1] == "trăm":
        if rest[0] not in _SAID:
            return None
        total, rest = _SAID[rest[0]] * 100, rest[2:]
        if rest and rest[0] in {"linh", "lẻ"}:
            return total + _SAID[rest[1]] if len(rest) == 2 and rest[1] in _SAID else None
    if len(rest) > 1 and rest[1] == "mươi" and rest[0] in _SAID:
        total, rest = total + _SAID[rest[0]] * 10, rest[2:]
    elif rest and rest[0] == "mười":
        total, rest = total + 10, rest[1:]
    if not rest:
        return total if words else None
    return total + _SAID[rest[0]] if len(rest) == 1 and rest[0] in _SAID else None
