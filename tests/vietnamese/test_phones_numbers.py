import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.numbers import group_thousands
from khuevan.vietnamese.phones import OLD_MOBILE_PREFIXES, PhoneChange, normalise_phone, split_phones


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0987.888.476", "0987888476"),
        ("0987 888 476", "0987888476"),
        ("(+84) 987-888-476", "0987888476"),
        ("84987888476", "0987888476"),
        ("0084987888476", "0987888476"),
        ("970693276", "0970693276"),
        ("1680667676", "0380667676"),
        ("01238123456", "0838123456"),
        ("0271 3870 123", "02713870123"),
        ("02838223344", "02838223344"),
        ("2838223344", "02838223344"),
        ("0650 3822 123", "06503822123"),
        ("069 123 456", "069123456"),
    ],
)
def test_numbers_in_use(text: str, number: str) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert phone.number == number


@pytest.mark.parametrize(
    "text", ["12345", "", "khong", "098788847", "09878884761", "01001234567", "0000000000", "٠٩٨٧٨٨٨٤٧٦"]
)
def test_what_is_no_number(text: str) -> None:
    assert normalise_phone(text) is None


def test_changes_are_told() -> None:
    assert normalise_phone("0912345678") == ("0912345678", frozenset())
    restored = normalise_phone("1680667676")
    assert restored is not None
    assert restored.changes == {PhoneChange.ZERO_RESTORED, PhoneChange.PREFIX_RENEWED}


@given(st.sampled_from(sorted(OLD_MOBILE_PREFIXES)), st.integers(0, 9_999_999))
def test_every_old_prefix_becomes_a_number_of_today(prefix: str, rest: int) -> None:
    phone = normalise_phone(f"{prefix}{rest:07d}")
    assert phone is not None
    assert phone.number == f"{OLD_MOBILE_PREFIXES[prefix]}{rest:07d}"
    assert normalise_phone(phone.number) == (phone.number, frozenset())


def test_several_numbers_in_a_cell() -> None:
    assert split_phones("0912345678 / 0271 3870 123") == ["0912345678", "0271 3870 123"]
    assert split_phones("0912 345 678") == ["0912 345 678"]


@pytest.mark.parametrize(("number", "text"), [(577821, "577.821"), (2000000, "2.000.000"), (7, "7"), (-1234, "-1.234")])
def test_thousands(number: int, text: str) -> None:
    assert group_thousands(number) == text
