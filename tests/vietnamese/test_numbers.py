from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.numbers import format_decimal, group_thousands, parse_number, parse_roman, point_letter, roman


@pytest.mark.parametrize(("number", "text"), [(577821, "577.821"), (2000000, "2.000.000"), (7, "7"), (-1234, "-1.234")])
def test_thousands(number: int, text: str) -> None:
    assert group_thousands(number) == text


@given(st.integers(-(10**15), 10**15))
def test_thousands_are_read_back(number: int) -> None:
    assert parse_number(group_thousands(number)) == number
    assert parse_number(f"{group_thousands(number)} đồng") == number
    assert parse_number(f"{number:,}".replace(",", " ")) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_decimals_are_read_back(number: Decimal) -> None:
    assert parse_number(format_decimal(number)) == number
    assert parse_number(format_decimal(number, 2)) == number
    assert parse_number(str(number)) == number


@given(st.integers(10**6, 10**15), st.integers(10, 99))
def test_english_grouping_is_read_where_it_can_be_nothing_else(number: int, places: int) -> None:
    assert parse_number(f"{number:,}") == number
    assert parse_number(f"{number:,}.{places}") == Decimal(f"{number}.{places}")


@pytest.mark.parametrize("text", ["", "1.2.3", "1,2,3", "1.0000.000", "hai", "1-2", "--1", "1.000,", "٢", "1 2", "5%"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_a_comma_begins_the_decimals() -> None:
    assert parse_number("2,000") == 2
    assert parse_number("8,25") == Decimal("8.25")
    assert parse_number("−8,25 đ") == Decimal("-8.25")


@given(st.integers(1, 3999))
def test_roman_numerals_are_read_back(number: int) -> None:
    assert parse_roman(roman(number)) == parse_roman(roman(number).lower()) == number


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "MMMM", "A", "I I", "IVI"])
def test_wrong_numerals(text: str) -> None:
    assert parse_roman(text) is None


def test_limits() -> None:
    for number in (0, 4000):
        with pytest.raises(ValueError, match=str(number)):
            roman(number)
    for number in (0, 24):
        with pytest.raises(ValueError, match=str(number)):
            point_letter(number)
    assert [point_letter(number) for number in (1, 4, 5, 7, 9, 23)] == ["a", "d", "đ", "g", "i", "y"]
