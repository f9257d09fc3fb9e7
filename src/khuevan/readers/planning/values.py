"""Numbers of a plan as people write them: 02 lớp, 40 người/lớp, 3 ngày, 120 triệu đồng."""

import re
from decimal import Decimal

from khuevan.readers.grids import Cell
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.numbers import parse_number

PERIODS_A_DAY, PERIODS_A_HALF_DAY, PERIODS_A_WEEK = 8, 4, 40
"""Four tiết a buổi, two buổi a day, five days a week."""

_NUMBER = r"(?P<number>\d[\d.,\s]*)"
_ABOUT = re.compile(r"^(?:khoang|du kien|tren|duoi|hon|toi da|toi thieu|tu|moi lop|~|>|<|≈)\s*")
_UNITS = (
    (re.compile(r"\b(?:ty|ti)\b"), 1_000_000_000),
    (re.compile(r"\b(?:trieu|tr)\b"), 1_000_000),
    (re.compile(r"\b(?:nghin|ngan|1\.?000)\b"), 1_000),
)
_COUNT = re.compile(
    rf"{_NUMBER}\s*(?:lop|nguoi|hoc vien|hv|dai bieu|can bo|khoa|luot(?: nguoi)?)?\s*(?P<each>/\s*(?:1\s*)?lop)?"
)
_LASTING = re.compile(rf"{_NUMBER}\s*(?P<unit>tiet|ngay|buoi|tuan)?(?:\s*/\s*(?:1\s*)?lop)?")
_LONG = {"tiet": 1, "ngay": PERIODS_A_DAY, "buoi": PERIODS_A_HALF_DAY, "tuan": PERIODS_A_WEEK}


def unit_of(text: str) -> int:
    """In what money is written below a heading such as "Dự toán (triệu đồng)"; 1 for đồng.

    >>> unit_of("Kinh phí (ĐVT: triệu đồng)"), unit_of("Đơn vị tính: 1.000 đồng"), unit_of("Dự toán")
    (1000000, 1000, 1)
    """
    plain = fold(text)
    return next((factor for pattern, factor in _UNITS if pattern.search(plain)), 1)


def money(cell: Cell, unit: int = 1) -> int | None:
    """Whole đồng.

    >>> money("120.000.000"), money("120 triệu đồng"), money("1,2 tỷ"), money(85.5, 1_000_000)
    (120000000, 120000000, 1200000000, 85500000)
    """
    if isinstance(cell, int | float):
        return _whole(Decimal(str(cell)) * unit)
    plain = _plain(cell)
    if not plain:
        return None
    factor = unit_of(plain)
    bare = re.sub(r"\b(?:ty|ti|trieu|tr|nghin|ngan|dong|vnd|d)\b\.?", "", plain).strip(" .đ₫")
    number = parse_number(bare)
    if number is None:
        return None
    # what names no unit and is large enough to be đồng is not multiplied a second time
    own = factor if factor > 1 else (1 if unit > 1 and number >= unit else unit)
    return _whole(number * own)


def count(cell: Cell) -> tuple[int, bool] | None:
    """A number of classes or people, and whether it is meant for each class.

    >>> count("02 lớp"), count("40 người/lớp"), count("khoảng 1.200 học viên")
    ((2, False), (40, True), (1200, False))
    """
    if isinstance(cell, int | float):
        whole = _whole(Decimal(str(cell)))
        return None if whole is None else (whole, False)
    plain = _ABOUT.sub("", _plain(cell))
    match = _COUNT.fullmatch(plain)
    number = parse_number(match["number"].strip()) if match else None
    whole = _whole(number) if number is not None else None
    return None if match is None or whole is None else (whole, match["each"] is not None)


def periods(cell: Cell, heading: str = "") -> int | None:
    """Tiết of one class; ``heading`` tells the unit of bare numbers.

    >>> periods("24 tiết"), periods("3 ngày"), periods("2,5 ngày"), periods(5, "Số ngày"), periods(40, "Số tiết")
    (24, 24, 20, 40, 40)
    """
    named = next(
        (unit for unit in ("tiet", "buoi", "ngay", "tuan") if re.search(rf"\b{unit}\b", fold(heading))), "tiet"
    )
    if isinstance(cell, int | float):
        return _whole(Decimal(str(cell)) * _LONG[named])
    plain = re.split(r"\(|,\s|;| tuong duong|\s=", _ABOUT.sub("", _plain(cell)))[0].strip()
    match = _LASTING.fullmatch(plain)
    number = parse_number(match["number"].strip()) if match else None
    return None if match is None or number is None else _whole(number * _LONG[match["unit"] or named])


def _plain(cell: Cell) -> str:
    return fold(clean(str(cell or ""))).strip(" .;:")


def _whole(number: Decimal) -> int | None:
    return int(number) if number == number.to_integral_value() and number >= 0 else None
