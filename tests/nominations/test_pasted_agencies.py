"""Names of agencies as officers copy them."""

import pytest

from khuevan.nominations.interfaces.pasted_agencies import MOST_LINES, PastedAgency, pasted_agencies
from tests.factories.worlds import refused


@pytest.mark.parametrize(
    ("line", "name", "seats"),
    [
        ("Sở Nội vụ", "Sở Nội vụ", None),
        ("  12. Sở Nội vụ;", "Sở Nội vụ", None),
        ("- Sở Công Thương: 02 người", "Sở Công Thương", 2),
        ("Sở Công Thương (03 đồng chí)", "Sở Công Thương", 3),
        ("Sở Công Thương 1 đ/c;", "Sở Công Thương", 1),
        ("Sở Công Thương: 4", "Sở Công Thương", 4),
        ("Sở Công Thương - 5", "Sở Công Thương", 5),
        ("7\tUBND phường Nha Trang\t2", "UBND phường Nha Trang", 2),
        ("UBND phường Nha Trang\t2 người\tnộp trước 5/11", "UBND phường Nha Trang", 2),
        ("Trường THPT số 2", "Trường THPT số 2", None),
        ("Chi cục Hải quan khu vực 13", "Chi cục Hải quan khu vực 13", None),
        ("Công an Phường 4", "Công an Phường 4", None),
        ("Trung tâm Văn hóa - Thể thao", "Trung tâm Văn hóa - Thể thao", None),
    ],
)
def test_a_line_is_a_name_and_perhaps_a_number(line: str, name: str, seats: int | None) -> None:
    assert pasted_agencies(line) == [PastedAgency(name, seats)]


def test_each_name_comes_once_in_the_order_it_came() -> None:
    found = pasted_agencies("Sở Y tế: 2\n\nSở Nội vụ\nsở y tế: 3\n")
    assert [(one.name, one.seats) for one in found] == [("Sở Y tế", 2), ("Sở Nội vụ", None)]


def test_too_many_lines_are_refused_and_none_is_dropped_in_silence() -> None:
    with refused("too_many_names"):
        pasted_agencies("Sở Nội vụ\n" * (MOST_LINES + 1))
    assert len(pasted_agencies("\n".join(f"Trường THCS Số {place}" for place in range(MOST_LINES)))) == MOST_LINES
