"""Numbers as Vietnamese papers write them: a dot between thousands, a comma before the decimals."""

import re
from decimal import Decimal
from typing import Final

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# Points of a document run through the alphabet without the letters that only marks tell apart (Nghị định 30/2020).
_POINTS: Final = "abcdđeghiklmnopqrstuvxy"

_UNIT = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)
_SIGN = "(?P<sign>[-+−]?)"
_FORMS = tuple(
    re.compile(_SIGN + form, re.ASCII)
    for form in (
        r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<places>\d+))?",
        r"(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:,(?P<places>\d+))?",
        r"(?P<whole>\d{1,3}(?:,\d{3})+)\.(?P<places>\d+)",
        r"(?P<whole>\d{1,3}(?:,\d{3}){2,})(?P<places>)",
        r"(?P<whole>\d+)\.(?P<places>\d{1,2}|\d{4,})",
    )
)


def group_thousands(number: int) -> str:
    """A whole number with a dot between thousands.

    >>> group_thousands(577821)
    '577.821'
    """
    return f"{number:,}".replace(",", ".")


def format_decimal(number: Decimal, places: int | None = None) -> str:
    """A decimal number with dots and a comma, with the places it has or as many as asked for.

    >>> format_decimal(Decimal("2000000.5")), format_decimal(Decimal("8.25"), 1), format_decimal(Decimal("7"), 2)
    ('2.000.000,5', '8,2', '7,00')
    """
    text = f"{number:,f}" if places is None else f"{number:,.{places}f}"
    return text.translate({ord(","): ".", ord("."): ","})


def parse_number(text: str) -> Decimal | None:
    """The number a text tells, with or without the name of the currency behind it; None when it tells none.

    A dot before three figures parts thousands, any other dot and every single comma begins the decimals; English
    grouping is read where it can be nothing else ("2,000,000", "2,000.5").

    >>> parse_number("2.000.000,5"), parse_number("2.000 đồng"), parse_number("8.5"), parse_number("2,000,000.50")
    (Decimal('2000000.5'), Decimal('2000'), Decimal('8.5'), Decimal('2000000.50'))
    >>> parse_number("1.2.3"), parse_number("hai")
    (None, None)
    """
    text = _UNIT.sub("", text.strip())
    match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    whole = re.sub(r"\D", "", match["whole"]) + (f".{match['places']}" if match["places"] else "")
    return -Decimal(whole) if match["sign"] in {"-", "−"} else Decimal(whole)


def roman(number: int) -> str:
    """The Roman numeral of a part or chapter; ``ValueError`` outside 1 to 3999.

    >>> [roman(number) for number in (1, 4, 9, 14, 2026)]
    ['I', 'IV', 'IX', 'XIV', 'MMXXVI']
    """
    if not 1 <= number <= 3999:
        raise ValueError(number)
    numeral = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        numeral += sign * count
    return numeral


def parse_roman(text: str) -> int | None:
    """The number of a Roman numeral in its one correct form, in capitals or small letters.

    >>> parse_roman("xiv"), parse_roman("IIII")
    (14, None)
    """
    rest, number = text.upper(), 0
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            number, rest = number + value, rest[len(sign) :]
    return number if not rest and 1 <= number <= 3999 and roman(number) == text.upper() else None


def point_letter(number: int) -> str:
    """The letter of a point of a document, from 1 on: a, b, c, d, đ, e, g ...; ``ValueError`` beyond y.

    >>> "".join(point_letter(number) for number in range(1, 9))
    'abcdđegh'
    """
    if not 1 <= number <= len(_POINTS):
        raise ValueError(number)
    return _POINTS[number - 1]
