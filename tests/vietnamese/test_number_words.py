from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.number_words import (
    decimal_in_words,
    money_in_words,
    number_in_words,
    ordinal_in_words,
    parse_number_words,
)

numbers = st.one_of(
    st.integers(-(10**20), 10**20), st.integers(-2000, 2000), st.integers(1, 20).map(lambda zeros: 10**zeros + 5)
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (2014, "hai nghìn không trăm mười bốn"),
        (10_000, "mười nghìn"),
        (1_000_000, "một triệu"),
        (-7, "âm bảy"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_000_000_000, "hai tỷ"),
        (10**12, "một nghìn tỷ"),
        (10**18, "một tỷ tỷ"),
        (3_000_000_001, "ba tỷ không trăm linh một"),
    ],
)
def test_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


@given(numbers, st.sampled_from(["linh", "lẻ"]), st.sampled_from(["nghìn", "ngàn"]))
def test_words_are_read_back(number: int, zero_tens: str, thousand: str) -> None:
    words = number_in_words(number, zero_tens=zero_tens, thousand=thousand)  # type: ignore[arg-type]
    assert parse_number_words(words) == parse_number_words(words.upper()) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "âm",
        "âm âm một",
        "hai ba",
        "mươi",
        "trăm",
        "tỷ",
        "hai nghìn ba nghìn",
        "một triệu tỷ đồng",
        "năm năm trăm",
        "linh năm",
        "một trăm linh",
        "nghìn",
    ],
)
def test_what_tells_no_number(text: str) -> None:
    assert parse_number_words(text) is None


def test_other_spellings_are_read() -> None:
    assert parse_number_words("Hai mươi bốn") == 24
    assert parse_number_words("hai tỉ bẩy trăm linh tư") == 2_000_000_704
    assert parse_number_words("hai mươi nhăm") == 25


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_decimals_tell_every_place(number: Decimal) -> None:
    whole, _, places = decimal_in_words(number).partition(" phẩy ")
    figures = "".join(str(parse_number_words(word)) for word in places.split(" "))
    assert figures == format(number, "f").partition(".")[2]
    assert parse_number_words(whole.removeprefix("âm ")) == int(abs(number))
    assert whole.startswith("âm ") == (number < 0)


def test_money_and_ordinals() -> None:
    assert money_in_words(2_000_000) == "Hai triệu đồng chẵn"
    assert money_in_words(0) == "Không đồng"
    assert money_in_words(-500) == "Âm năm trăm đồng"
    assert [ordinal_in_words(number) for number in (1, 2, 3, 4, 5, 14)] == [
        "thứ nhất",
        "thứ hai",
        "thứ ba",
        "thứ tư",
        "thứ năm",
        "thứ mười bốn",
    ]
