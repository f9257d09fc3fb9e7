import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.cleaning import clean, clean_lines
from khuevan.vietnamese.folding import fold, spelling_key

SYLLABLES = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậÀĐÊƠƯ ", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điểu Thị Hòa", "dieu thi hoa"),
        ("Điểu Thị Hoà", "dieu thi hoa"),
        ("  ĐẶNG\u00a0THANH\u200b  ÂN ", "dang thanh an"),
        ("Ðặng", "dang"),
        ("H'Hen Niê", "h'hen nie"),
        ("", ""),
    ],
)
def test_fold_takes_diacritics_case_and_spaces_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_the_same_for_both_unicode_forms_and_when_repeated(text: str) -> None:
    folded = fold(text)
    assert folded == fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(folded) == folded


@given(SYLLABLES)
def test_fold_of_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


def test_spelling_key_forgives_the_place_of_the_tone_but_not_the_tone() -> None:
    assert spelling_key("Thanh Hòa") == spelling_key("thanh hoà")
    assert spelling_key("Thuý") == spelling_key("Thúy")
    assert spelling_key("Hà") != spelling_key("Hạ")
    assert spelling_key("Hân") != spelling_key("Han")


@given(SYLLABLES)
def test_spelling_key_is_the_same_for_both_unicode_forms(text: str) -> None:
    assert spelling_key(unicodedata.normalize("NFD", text)) == spelling_key(unicodedata.normalize("NFC", text))


def test_clean_composes_and_takes_out_what_cannot_be_seen() -> None:
    decomposed = unicodedata.normalize("NFD", " Ðặng\u00a0 Thị\u200b\tHoa\ufeff\x07 ")
    assert clean(decomposed) == "Đặng Thị Hoa"
    assert clean_lines("Phó Giám đốc \r\n Sở Nội vụ") == "Phó Giám đốc\nSở Nội vụ"
    assert clean("Phó Giám đốc\nSở Nội vụ") == "Phó Giám đốc Sở Nội vụ"


@given(st.text())
def test_clean_is_stable_and_leaves_one_line(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n" not in cleaned and "  " not in cleaned
