"""Sizes of files as pages say them."""

import pytest
from django.utils.translation import override

from khuevan.core.templatetags.khuevan import file_size

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ""),
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (36 * 1024, "36 KB"),
        (36_500, "36 KB"),
        (3_482, "3,4 KB"),
        (int(9.96 * 1024), "10 KB"),
        (MEGABYTE - 1, "1 MB"),
        (3 * MEGABYTE // 2, "1,5 MB"),
        (20 * MEGABYTE, "20 MB"),
        (5 * 1024 * MEGABYTE, "5 GB"),
        (3_000 * 1024 * 1024 * MEGABYTE, "3000 TB"),
    ],
)
def test_a_decimal_stands_only_where_it_says_something(size: int | None, words: str) -> None:
    with override("vi"):
        assert file_size(size).replace("\xa0", " ").replace("bytes", "byte") == words


def test_english_writes_a_point() -> None:
    with override("en"):
        assert file_size(3 * MEGABYTE // 2).replace("\xa0", " ") == "1.5 MB"
