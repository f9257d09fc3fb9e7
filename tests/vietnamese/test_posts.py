"""A title runs into the name of the body, and no word is said twice where they meet."""

import pytest

from khuevan.vietnamese.posts import run_together


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [
        ("Phó Chánh Văn phòng", "Văn phòng Ủy ban nhân dân tỉnh", "Phó Chánh Văn phòng Ủy ban nhân dân tỉnh"),
        ("Chánh Thanh tra", "Thanh tra tỉnh", "Chánh Thanh tra tỉnh"),
        ("Trưởng phòng", "Phòng Lễ tân", "Trưởng phòng Lễ tân"),
        ("Trưởng phòng Lễ tân", "Sở Ngoại vụ tỉnh", "Trưởng phòng Lễ tân Sở Ngoại vụ tỉnh"),
        ("Phó Cục trưởng", "Cục Ngoại vụ - Bộ Ngoại giao", "Phó Cục trưởng Cục Ngoại vụ - Bộ Ngoại giao"),
        ("Phó Chủ tịch UBND tỉnh", "UBND tỉnh", "Phó Chủ tịch UBND tỉnh"),
        ("", "Báo Bình Phước", "Báo Bình Phước"),
        ("Chuyên viên", "", "Chuyên viên"),
    ],
)
def test_words_that_meet_are_said_once(title: str, body: str, said: str) -> None:
    assert run_together(title, body) == said
