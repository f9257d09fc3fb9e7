"""Chosen rows in an address, and the names of files in an archive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.certificates.interfaces import chosen
from khuevan.certificates.interfaces.words import file_name
from khuevan.certificates.models import Certificate


@given(st.sets(st.integers(min_value=1, max_value=10**9), max_size=200))
def test_every_set_of_keys_comes_back(keys: set[int]) -> None:
    assert chosen.read(chosen.written(keys)) == keys


def test_neighbours_are_drawn_together() -> None:
    assert chosen.written([70, 12, 13, 14, 14]) == "12-14,70"


@pytest.mark.parametrize("text", ["", "-", "a-b", "5-1", "1-99999999", "1-2-3", "²", "9" * 30])
def test_what_nobody_wrote_names_nothing(text: str) -> None:
    assert chosen.read(text) == frozenset()


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        ("05/GCN-SNgV", "Nguyễn Văn A", "05-GCN-SNgV Nguyen-Van-A.pdf"),
        ("105/GCN-SVHTTDLĐ", "H'Hen Niê", "105-GCN-SVHTTDLD H-Hen-Nie.pdf"),
        ("1/GCN", "../../Đỗ  Ân\n", "1-GCN Do-An.pdf"),
        ("1/GCN", "ຄຳ", "1-GCN.pdf"),
    ],
)
def test_a_file_is_named_in_letters_every_disk_has(number: str, name: str, expected: str) -> None:
    assert file_name(Certificate(number_text=number, frozen={"name": name})) == expected
