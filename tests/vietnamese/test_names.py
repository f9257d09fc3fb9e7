import pytest

from khuevan.vietnamese.names import NameParts, is_all_capitals, join_name, proper_case, split_name


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("PHẠM THU THẢO", "Phạm Thu Thảo"),
        ("ĐẶNG THANH HÒA", "Đặng Thanh Hòa"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y BHỐK ÊNUÔL", "Y Bhốk Ênuôl"),
        ("K'SOR LAN", "K'Sor Lan"),
        ("NGUYỄN VĂN HÙNG (B)", "Nguyễn Văn Hùng (B)"),
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


def test_parts() -> None:
    assert split_name(" Nguyễn  Thị Minh Anh ") == NameParts("Nguyễn Thị Minh", "Anh")
    assert split_name("Nguyễn Văn Hùng (B)") == NameParts("Nguyễn Văn", "Hùng (B)")
    assert split_name("An") == NameParts("", "An")
    assert join_name("Đặng Thị ", " Loan") == "Đặng Thị Loan"
