import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.collation import levels
from khuevan.vietnamese.names import (
    NameOrder,
    NameParts,
    is_all_capitals,
    join_name,
    name_sort_key,
    proper_case,
    split_name,
)
from tests.vietnamese.vocabulary import NAMES

people = st.lists(st.sampled_from([*NAMES, "H'Hen", "Niê", "Y"]), min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("PHẠM THU THẢO", "Phạm Thu Thảo"),
        ("ĐẶNG THANH HÒA", "Đặng Thanh Hòa"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H’HEN NIÊ", "H’Hen Niê"),
        ("H‘HEN NIÊ", "H‘Hen Niê"),
        ("H`HEN NIÊ", "H`Hen Niê"),
        ("H´BIA KSƠR", "H´Bia Ksơr"),
        ("H\u02bcHEN NIÊ", "H\u02bcHen Niê"),
        ("H' HEN NIÊ", "H' Hen Niê"),
        ("Y BHỐK ÊNUÔL", "Y Bhốk Ênuôl"),
        ("K'SOR LAN", "K'Sor Lan"),
        ("ĐIỂU K'RÉ", "Điểu K'Ré"),
        ("RƠ-MAH H'BLĂK", "Rơ-Mah H'Blăk"),
        ("TÔN-NỮ THỊ HUỆ", "Tôn-Nữ Thị Huệ"),
        ("LÊ V. AN", "Lê V. An"),
        ("NGUYỄN VĂN HÙNG (B)", "Nguyễn Văn Hùng (B)"),
        ("NGUYỄN THỊ ANH (CŨ)", "Nguyễn Thị Anh (Cũ)"),
        ("NGUYE\u0302\u0303N VA\u0306N AN", "Nguyễn Văn An"),
    ],
)
def test_capitals_become_a_proposal(typed: str, proposed: str) -> None:
    assert is_all_capitals(typed)
    assert proper_case(typed) == proposed


@pytest.mark.parametrize(
    "name", ["H'Hen Niê", "Y Bhốk Ênuôl", "K'sor", "nguyễn văn an", "NGUYỄN VĂN An", "Y", "Đỗ McLean"]
)
def test_other_names_stay_as_entered(name: str) -> None:
    assert proper_case(name) == name


@given(people)
def test_capitals_come_back(name: str) -> None:
    assert proper_case(name.upper()) == name or len(name) == 1


def test_parts() -> None:
    assert split_name(" Nguyễn  Thị Minh Anh ") == NameParts("Nguyễn Thị Minh", "Anh")
    assert split_name("Nguyễn Văn Hùng (B)") == NameParts("Nguyễn Văn", "Hùng (B)")
    assert split_name("An") == NameParts("", "An")
    assert split_name("H'Hen Niê") == NameParts("H'Hen", "Niê")
    assert split_name("Y Bhốk Ênuôl") == NameParts("Y Bhốk", "Ênuôl")
    assert split_name("Điểu K’ Ré") == NameParts("Điểu", "K’ Ré")
    assert split_name("Điểu K 'Ré") == NameParts("Điểu", "K 'Ré")
    assert split_name("") == NameParts("", "")
    assert join_name("Đặng Thị ", " Loan") == "Đặng Thị Loan"


@given(people)
def test_parts_make_the_name_again(name: str) -> None:
    assert join_name(*split_name(name)) == name


def test_two_customs() -> None:
    in_order = ["Phan An An", "Đặng Bình An", "An Thị An", "Lê Thị An", "Bùi Ấn"]
    keys = [name_sort_key(name, NameOrder.MIDDLE_FIRST) for name in in_order]
    assert keys == sorted(keys)
    by_family = ["An Thị An", "Đặng Bình An", "Lê Thị An", "Phan An An", "Bùi Ấn"]
    assert sorted(in_order, key=name_sort_key) == by_family


@given(people, people)
def test_the_given_name_decides_first_in_both_customs(one: str, other: str) -> None:
    first, second = levels(split_name(one).given), levels(split_name(other).given)
    if first[:2] != second[:2]:
        for order in NameOrder:
            assert (name_sort_key(one, order) < name_sort_key(other, order)) == (first[:2] < second[:2])


@given(st.lists(people, min_size=2, max_size=8))
def test_order_does_not_depend_on_the_order_before(names: list[str]) -> None:
    keys = sorted(map(name_sort_key, names))
    assert all(
        sorted(map(name_sort_key, shuffled)) == keys for shuffled in itertools.islice(itertools.permutations(names), 5)
    )
