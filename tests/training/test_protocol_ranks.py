"""In which order guests are introduced: the rule by examples, and what holds for every list."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.training.domain.guests.ranks import LOWEST, Ranked, in_protocol_order, level_of

EXAMPLES: tuple[tuple[str, str, int], ...] = (
    ("Bí thư Tỉnh ủy", "", 2),
    ("Thứ trưởng", "Bộ Ngoại giao", 3),
    ("Chủ tịch", "Ủy ban nhân dân tỉnh Khánh Hòa", 3),
    ("Chủ tịch UBND thành phố Đà Nẵng", "", 3),
    ("Phó Chủ tịch UBND tỉnh", "", 4),
    ("Ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc", "Sở Nội vụ", 4),
    ("Cục trưởng", "Cục Ngoại vụ - Bộ Ngoại giao", 4),
    ("Phó Vụ trưởng Vụ Tổng hợp", "", 5),
    ("Trưởng ban", "Ban Tuyên giáo Tỉnh ủy", 5),
    ("Trưởng ban Tuyên giáo Tỉnh ủy", "", 5),
    ("Chánh Văn phòng", "UBND tỉnh", 5),
    ("Giám đốc", "Sở Ngoại vụ tỉnh Khánh Hòa", 5),
    ("Phó Giám đốc", "Sở Ngoại vụ", 6),
    ("Chủ tịch UBND xã Cam Lâm", "", 6),
    ("Chủ tịch", "UBND thành phố Nha Trang", 6),
    ("Chánh Văn phòng", "Sở Ngoại vụ", 7),
    ("Trưởng phòng", "Phòng Hợp tác quốc tế", 7),
    ("Chuyên viên", "Sở Y tế", 8),
    ("", "", LOWEST),
)


@pytest.mark.parametrize(("title", "body", "level"), EXAMPLES)
def test_the_level_of_a_post(title: str, body: str, level: int) -> None:
    assert level_of(title, body)[0] == level


def test_the_highest_of_several_posts_counts_and_diacritics_do_not() -> None:
    assert level_of("Giám đốc Sở Nội vụ, Ủy viên Ban Thường vụ Tỉnh ủy") == level_of("uy vien ban thuong vu tinh uy")


def test_heads_stand_before_permanent_deputies_and_these_before_deputies() -> None:
    steps = [level_of(title, "Sở Y tế") for title in ("Giám đốc", "Phó Giám đốc Thường trực", "Phó Giám đốc")]
    assert [step for _level, step in steps] == [0, 1, 2]


def test_within_a_level_the_directory_decides_and_then_the_order_there_was() -> None:
    def guest(key: int, order: int | None, title: str = "Giám đốc", body: str = "Sở Y tế") -> Ranked:
        return Ranked(key, title, body, order, place=key)

    line = [guest(1, None), guest(2, 30), guest(3, 10), guest(4, 10), guest(5, 900, "Phó Chủ tịch UBND tỉnh", "")]
    assert in_protocol_order(line) == [5, 3, 4, 2, 1]


def test_a_body_that_named_nobody_stands_with_its_deputies() -> None:
    head = Ranked(1, "Giám đốc", "Sở Nội vụ", 10, 0)
    body = Ranked(2, "", "Sở Nội vụ", 10, 1, is_named=False)
    officer = Ranked(3, "Chuyên viên", "Sở Nội vụ", 10, 2)
    assert in_protocol_order([officer, body, head]) == [1, 2, 3]


_TITLES = st.sampled_from([title for title, _body, _level in EXAMPLES]) | st.text(max_size=40)
_GUESTS = st.lists(
    st.tuples(_TITLES, st.sampled_from([body for _title, body, _level in EXAMPLES]), st.none() | st.integers(0, 9999)),
    max_size=12,
)


@given(_GUESTS, st.randoms(use_true_random=False))
def test_every_list_keeps_its_guests_and_a_second_turn_changes_nothing(
    rows: list[tuple[str, str, int | None]], chance: random.Random
) -> None:
    line = [Ranked(key, title, body, order, key) for key, (title, body, order) in enumerate(rows)]
    once = in_protocol_order(line)
    assert sorted(once) == list(range(len(rows)))
    shuffled = list(line)
    chance.shuffle(shuffled)
    assert in_protocol_order(shuffled) == once, "only what is said of a guest counts"
    moved = [Ranked(key, line[key].title, line[key].body, line[key].body_order, place)
             for place, key in enumerate(once)]  # fmt: skip
    assert in_protocol_order(moved) == once


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_level(title: str, body: str) -> None:
    level, step = level_of(title, body)
    assert 1 <= level <= LOWEST
    assert 0 <= step <= 3
