"""Provinces and communes by code, name and day, held against the official figures."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.places import (
    LAST_OLD_DAY,
    REFORM,
    PlaceKind,
    all_communes,
    became,
    became_communes,
    communes,
    districts,
    family,
    formed_from,
    former_communes,
    former_names,
    is_city,
    province_named,
    province_of_code,
    provinces,
    provinces_on,
    went_on,
)

OF_2014, TODAY = date(2014, 6, 2), date(2026, 11, 22)
COMMUNES = {
    "01": 126, "04": 56, "08": 124, "11": 45, "12": 38, "14": 75, "15": 99, "19": 92, "20": 65, "22": 54, "24": 99,
    "25": 148, "31": 114, "33": 104, "37": 129, "38": 166, "40": 130, "42": 69, "44": 78, "46": 40, "48": 94, "51": 96,
    "52": 135, "56": 65, "66": 102, "68": 124, "75": 95, "79": 168, "80": 96, "82": 102, "86": 124, "91": 102,
    "92": 103, "96": 64,
}  # fmt: skip
"""Communes of each province by new code (Quyết định 19/2025/QĐ-TTg)."""


def test_sixty_three_provinces_became_thirty_four_and_each_went_somewhere_once() -> None:
    old, new = provinces_on(LAST_OLD_DAY), provinces_on(REFORM)
    assert (len(old), len(new)) == (63, 34)
    assert sorted(code for one in new for code in one.parts) == sorted(one.code for one in old)
    assert all(became(one) in new for one in old)
    assert all(one in {part for new_one in new for part in formed_from(new_one)} for one in old)
    assert sum(went_on(one) for one in new) == 11


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [("15", "Yên Bái", "Lào Cai"), ("24", "Bắc Giang", "Bắc Ninh"), ("44", "Quảng Bình", "Quảng Trị"),
     ("52", "Bình Định", "Gia Lai"), ("80", "Long An", "Tây Ninh"), ("82", "Tiền Giang", "Đồng Tháp"),
     ("91", "Kiên Giang", "An Giang")],
)  # fmt: skip
def test_a_code_means_what_it_meant_on_its_day(code: str, before: str, after: str) -> None:
    then, now = province_of_code(code, OF_2014), province_of_code(code, TODAY)
    assert (then and then.name, now and now.name) == (before, after)


def test_a_code_that_went_out_of_use_means_nothing_today() -> None:
    assert province_of_code("70", TODAY) is None
    assert province_of_code("70", OF_2014) == province_named("Bình Phước")


def test_cities_since_the_day_they_are_cities() -> None:
    assert [is_city("Đồng Nai", day) for day in (date(2026, 4, 29), date(2026, 4, 30))] == [False, True]
    kinds = Counter(one.kind(date(2025, 7, 1)) for one in provinces_on(REFORM))
    assert kinds == {PlaceKind.PROVINCE: 28, PlaceKind.CITY: 6}
    kinds = Counter(one.kind(date(2026, 4, 30)) for one in provinces_on(REFORM))
    assert kinds == {PlaceKind.PROVINCE: 27, PlaceKind.CITY: 7}


def test_hue_had_another_name_until_it_became_a_city() -> None:
    before, after = province_of_code("46", date(2024, 12, 31)), province_of_code("46", date(2025, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.full_name(date(2024, 12, 31)), after.full_name(date(2025, 1, 1))) == (
        "tỉnh Thừa Thiên Huế",
        "thành phố Huế",
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Thanh Hoá", "Thanh Hóa"), ("tỉnh Khánh Hoà", "Khánh Hòa"), ("BINH PHUOC", "Bình Phước"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"), ("TP.HCM", "Hồ Chí Minh"), ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"), ("Đắk Lắk", "Đắk Lắk"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_spelling(written: str, name: str) -> None:
    found = province_named(written)
    assert found is not None
    assert found.name == name


def test_a_word_alone_is_no_province() -> None:
    assert province_named("tỉnh") is None
    assert province_named("Bình") is None


@given(st.sampled_from(provinces()), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_a_name_leads_to_the_province_of_the_day_when_there_is_one(province: object, day: date) -> None:
    found = province_named(province.name, day)
    assert found is not None
    assert found.name == province.name
    if any(one.name == province.name for one in provinces_on(day)):
        assert found.exists(day)


def test_a_province_of_today_knows_the_names_it_took_over() -> None:
    assert former_names("Đồng Nai") == ("Bình Phước",)
    assert former_names("Hà Nội") == ()
    assert former_names("Sao Hỏa") == ()


def test_the_family_of_a_province_is_the_same_from_either_side_of_the_reform() -> None:
    assert set(family("Bình Phước")) == set(family("Đồng Nai")) == {"Bình Phước", "Đồng Nai"}
    assert family("Bình Phước")[0] == "Bình Phước"
    assert family("Sao Hỏa") == ("Sao Hỏa",)
    assert {"Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Bình Dương"} <= set(family("Thành phố Hồ Chí Minh"))


def test_every_commune_of_the_country_in_the_official_numbers() -> None:
    assert Counter(one.province_code for one in all_communes(TODAY)) == COMMUNES
    assert sum(COMMUNES.values()) == 3321
    kinds = Counter(one.kind for one in all_communes(TODAY))
    assert kinds == {PlaceKind.COMMUNE: 2611, PlaceKind.WARD: 697, PlaceKind.ZONE: 13}
    assert len({one.code for one in all_communes(TODAY)}) == 3321


def test_ten_communes_of_dong_nai_are_wards_since_it_is_a_city() -> None:
    before, after = (Counter(one.kind for one in communes("75", day)) for day in (date(2026, 4, 29), date(2026, 4, 30)))
    assert after[PlaceKind.WARD] - before[PlaceKind.WARD] == 10
    assert sum(before.values()) == sum(after.values()) == 95


def test_a_commune_knows_what_it_was_formed_from_and_back() -> None:
    bu_dang = next(one for one in communes("75", TODAY) if one.name == "Bù Đăng")
    former = former_communes(bu_dang.code)
    assert {one.full_name for one in former} == {"thị trấn Đức Phong", "xã Minh Hưng", "xã Đoàn Kết"}
    assert {one.district for one in former} == {"huyện Bù Đăng"}
    assert all(bu_dang in became_communes(one.code) for one in former)


def test_the_district_level_is_known_by_the_old_province() -> None:
    names = {one.full_name for one in districts("70")}
    assert len(names) == 11
    assert {"huyện Bù Đăng", "thành phố Đồng Xoài", "thị xã Phước Long"} <= names
    assert all(one.district for one in communes("70", OF_2014))
