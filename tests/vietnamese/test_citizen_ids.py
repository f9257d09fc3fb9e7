import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.citizen_ids import IdDoubt, born_as, born_in, check_citizen_id, citizen_id_digits, masked_id

CODES = """
1 2 4 6 8 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64 66
67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96
"""
OLD_CODES = set(map(int, CODES.split()))


@given(st.sampled_from(sorted(OLD_CODES)), st.booleans(), st.integers(1900, 2399), st.integers(0, 999_999))
def test_numbers_made_by_the_rule_raise_no_doubt(province: int, woman: bool, year: int, rest: int) -> None:
    number = f"{province:03d}{(year - 1900) // 100 * 2 + woman}{year % 100:02d}{rest:06d}"
    gender = "Nữ" if woman else "Nam"
    assert check_citizen_id(number, gender=gender, birth_year=year) == frozenset()
    assert (born_as(number), born_in(number)) == (gender, year)
    other = "Nam" if woman else "Nữ"
    assert check_citizen_id(number, gender=other, birth_year=year) == {IdDoubt.GENDER}
    assert check_citizen_id(number, gender=gender, birth_year=year + 1) == {IdDoubt.BIRTH_YEAR}


@given(st.integers(0, 99).filter(lambda code: code not in OLD_CODES))
def test_provinces_that_never_were(code: int) -> None:
    assert check_citizen_id(f"{code:03d}082001234") == {IdDoubt.PROVINCE}


@pytest.mark.parametrize(
    ("number", "doubts"),
    [
        ("123456789", {IdDoubt.OLD_CARD}),
        ("070 082 001 234", set()),
        ("07008200123", {IdDoubt.LENGTH}),
        ("không có", {IdDoubt.LENGTH}),
        ("", {IdDoubt.LENGTH}),
        ("٠٧٠٠٨٢٠٠١٢٣٤", {IdDoubt.LENGTH}),
    ],
)
def test_lengths(number: str, doubts: set[IdDoubt]) -> None:
    assert check_citizen_id(number, gender="Nam", birth_year=1982) == doubts


def test_digits_of_what_was_typed() -> None:
    assert citizen_id_digits("070-082.001 234") == "070082001234"
    assert citizen_id_digits("070082001234 (mới)") is None


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_masked_number_shows_four_digits_at_most(number: str) -> None:
    masked = masked_id(number)
    shown = "".join(char for char in masked if char.isdigit())
    assert len(shown) <= 4 and number.endswith(shown)
    assert masked.count("•") == len(number) - len(shown)
    assert masked_id("070082001234") == "•••••••• 1234"
