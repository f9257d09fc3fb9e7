import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.syllables import is_syllable
from tests.vietnamese.vocabulary import WORDS


def test_words_of_lists_are_syllables() -> None:
    assert [word for word in WORDS if not is_syllable(word)] == []


@pytest.mark.parametrize(
    "word",
    [
        "quốc",
        "quý",
        "qui",
        "gì",
        "giếng",
        "gịa",
        "nghiêng",
        "khuỷu",
        "xoong",
        "ngoằn",
        "uyên",
        "yếu",
        "ỷ",
        "HOÀ",
        "hòa",
        "ớt",
    ],
)
def test_rare_spellings(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    ["", "ngi", "kà", "cê", "ghà", "gê", "các1", "mòc", "mat", "tràng̀", "Müller", "Niê", "Ksor", "zá", "où", "nguyênn"],
)
def test_what_cannot_be_spelled(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=8))
def test_case_and_composition_say_nothing(word: str) -> None:
    assert is_syllable(word) == is_syllable(unicodedata.normalize("NFD", word))
