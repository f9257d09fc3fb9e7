import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_provinces import Province
from vietnam_provinces.legacy import Province as OldProvince

from khuevan.vietnamese.phones import (
    OLD_AREAS,
    OLD_MOBILE_PREFIXES,
    PhoneChange,
    foreign_phone,
    format_phone,
    normalise_phone,
    split_phones,
)

PREFIXES = [
    "032",
    "033",
    "034",
    "035",
    "036",
    "037",
    "038",
    "039",
    "056",
    "058",
    "059",
    "070",
    "076",
    "077",
    "078",
    "079",
    "081",
    "082",
    "083",
    "084",
    "085",
    "086",
    "088",
    "090",
    "091",
    "093",
    "094",
    "096",
    "097",
    "098",
]
mobiles = st.builds(lambda prefix, rest: f"{prefix}{rest:07d}", st.sampled_from(PREFIXES), st.integers(0, 9_999_999))
landlines = st.builds(
    lambda area, rest: f"{area}3{rest:0{10 - len(area)}d}",
    st.sampled_from(sorted(OLD_AREAS.values())),
    st.integers(0, 999_999),
)
numbers = st.one_of(mobiles, landlines)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0987.888.476", "0987888476"),
        ("0987 888 476", "0987888476"),
        ("'0987888476", "0987888476"),
        ("(+84) 987-888-476", "0987888476"),
        ("+84 0987 888 476", "0987888476"),
        ("84987888476", "0987888476"),
        ("0084987888476", "0987888476"),
        ("970693276", "0970693276"),
        ("1680667676", "0380667676"),
        ("01238123456", "0838123456"),
        ("0271 3870 123", "02713870123"),
        ("(0271) 3870123", "02713870123"),
        ("ĐT: 0271.3870.123", "02713870123"),
        ("DĐ 0987888476", "0987888476"),
        ("Số điện thoại: 0987888476", "0987888476"),
        ("02838223344", "02838223344"),
        ("2838223344", "02838223344"),
        ("0271 3870 123 (máy lẻ 12)", "02713870123"),
        ("0271 3870 123 ext 12", "02713870123"),
        ("069 123 456", "069123456"),
        ("0871234567", "0871234567"),
        ("0987888476 (Zalo)", "0987888476"),
        ("ĐT: 0271 3870 123 (cơ quan)", "02713870123"),
    ],
)
def test_numbers_in_use(text: str, number: str) -> None:
    phone = normalise_phone(text)
    assert phone is not None
    assert phone.number == number


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "",
        "khong",
        "098788847",
        "09878884761",
        "01001234567",
        "0000000000",
        "٠٩٨٧٨٨٨٤٧٦",
        "0712345678",
        "0801234567",
        "O987888476",
        "+856 20 5551 2345",
        "02953825123",
        "0987888476 / 0912345678",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert normalise_phone(text) is None


@given(numbers)
def test_numbers_of_today_are_valid_and_stay(number: str) -> None:
    assert normalise_phone(number) == (number, frozenset())
    assert (
        normalise_phone(format_phone(number))
        == normalise_phone(format_phone(number, abroad=True))
        == (number, frozenset())
    )
    assert phonenumbers.is_valid_number(phonenumbers.parse(number, "VN"))


def test_changes_are_told() -> None:
    assert normalise_phone("0912345678") == ("0912345678", frozenset())
    restored = normalise_phone("1680667676")
    assert restored is not None
    assert restored.changes == {PhoneChange.ZERO_RESTORED, PhoneChange.PREFIX_RENEWED}
    extension = normalise_phone("0271 3870 123, máy lẻ: 12")
    assert extension is not None
    assert extension.changes == {PhoneChange.EXTENSION_LEFT_OUT}


@given(st.sampled_from(sorted(OLD_MOBILE_PREFIXES)), st.integers(0, 9_999_999))
def test_every_old_prefix_becomes_a_number_of_today(prefix: str, rest: int) -> None:
    phone = normalise_phone(f"{prefix}{rest:07d}")
    assert phone is not None
    assert phone.number == f"{OLD_MOBILE_PREFIXES[prefix]}{rest:07d}"
    assert normalise_phone(phone.number) == (phone.number, frozenset())


@given(st.sampled_from(sorted(OLD_AREAS)), st.integers(2_000_000, 8_999_999))
def test_old_areas_become_those_of_today_unless_they_are_mobile_numbers_now(area: str, rest: int) -> None:
    number = f"{area}{3 if len(area) == 2 else ''}{rest}"
    phone = normalise_phone(number)
    assert phone is not None
    is_mobile = len(number) == 10 and number[:3] in {*PREFIXES, "052", "055"}
    renewed = OLD_AREAS[area] + number[len(area) :]
    assert phone.number == (number if is_mobile else renewed)


def test_area_codes_are_those_of_the_provinces() -> None:
    """Four provinces kept their codes in 2017: Phú Thọ, Vĩnh Phúc, Hòa Bình, Hà Giang."""
    codes = {f"0{province.phone_code}" for province in [*Province.iter_all(), *OldProvince.iter_all()]}
    assert codes >= set(OLD_AREAS.values())
    assert codes - set(OLD_AREAS.values()) == {"0210", "0211", "0218", "0219"}
    assert len(OLD_AREAS) == len(set(OLD_AREAS.values())) == 59


@given(
    st.lists(numbers, min_size=1, max_size=3),
    st.sampled_from([" / ", "; ", ", ", " - ", " và ", "\n", "/", "-", " ", " hoặc "]),
)
def test_several_numbers_in_a_cell(found: list[str], sign: str) -> None:
    assert split_phones(sign.join(found)) == found
    spaced = [format_phone(number) for number in found]
    assert split_phones(sign.join(spaced)) == spaced or sign == " "


def test_one_number_is_not_split() -> None:
    assert split_phones("0912 345 678") == ["0912 345 678"]
    assert split_phones("không có") == ["không có"]
    assert split_phones("0912345678 / 0271 3870 123") == ["0912345678", "0271 3870 123"]


def test_display() -> None:
    assert format_phone("0912345678", abroad=True) == "+84 912 345 678"
    assert format_phone("02838223344") == "028 3822 3344"
    assert format_phone("069123456") == "069 123 456"
    assert format_phone("không") == "không"


def test_numbers_of_other_countries() -> None:
    assert foreign_phone("+856 20 5551 2345") == foreign_phone("00856 20 5551 2345") == "+8562055512345"
    assert foreign_phone("+84 912 345 678") is None
    assert foreign_phone("0912345678") is None
    assert foreign_phone("+999") is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    phone = normalise_phone(text)
    assert phone is None or normalise_phone(phone.number) == (phone.number, frozenset())
    assert "".join(split_phones(text)) in text or len(split_phones(text)) != 1


def test_the_big_library_is_not_imported_for_ordinary_numbers() -> None:
    code = (
        "import sys; from khuevan.vietnamese.phones import normalise_phone;"
        "normalise_phone('0912 345 678'), normalise_phone('0271 3870 123'), normalise_phone('khong');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
