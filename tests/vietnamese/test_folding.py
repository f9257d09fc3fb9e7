import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.folding import fold, match_key, spelling_key
from tests.vietnamese.vocabulary import texts

SYLLABLES = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậÀĐÊƠƯ ", max_size=40)
PAIRS = [
    "òa/oà",
    "óa/oá",
    "ỏa/oả",
    "õa/oã",
    "ọa/oạ",
    "òe/oè",
    "óe/oé",
    "ỏe/oẻ",
    "õe/oẽ",
    "ọe/oẹ",
    "ùy/uỳ",
    "úy/uý",
    "ủy/uỷ",
    "ũy/uỹ",
    "ụy/uỵ",
]


def plainly_folded(text: str) -> str:
    """The rule itself: no marks, no case, ``d`` for ``đ``, one kind of apostrophe."""
    for _ in range(2):
        kept = [c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in {"Mn", "Cf"}]
        text = "".join(kept).translate(str.maketrans("đĐðÐƀɃ‘’ʼʻʹ`´′＇", "ddddbb" + 9 * "'")).casefold()
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điểu Thị Hòa", "dieu thi hoa"),
        ("Điểu Thị Hoà", "dieu thi hoa"),
        ("  ĐẶNG\u00a0THANH\u200b  ÂN ", "dang thanh an"),
        ("Ðặng", "dang"),
        ("H'Hen Niê", "h'hen nie"),
        ("H’Hen", "h'hen"),
        ("K`sor", "k'sor"),
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


@given(st.one_of(st.text(), st.text(alphabet=st.characters(max_codepoint=0x1EFF)), texts))
def test_the_quick_ways_fold_like_the_rule(text: str) -> None:
    assert fold(text) == plainly_folded(text)


@given(SYLLABLES)
def test_fold_of_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


def test_spelling_key_forgives_the_place_of_the_tone_but_not_the_tone() -> None:
    assert spelling_key("Thanh Hòa") == spelling_key("thanh hoà")
    assert spelling_key("Thuý") == spelling_key("Thúy")
    assert spelling_key("Hà") != spelling_key("Hạ")
    assert spelling_key("Hân") != spelling_key("Han")


@given(SYLLABLES)
def test_keys_are_the_same_for_both_unicode_forms(text: str) -> None:
    for key in (spelling_key, match_key):
        assert key(unicodedata.normalize("NFD", text)) == key(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("pair", PAIRS)
def test_both_tone_styles_are_one(pair: str) -> None:
    old, new = (f"Th{rhyme}" for rhyme in pair.split("/"))
    assert match_key(old) == match_key(new.upper()) != match_key(fold(old))
    assert spelling_key(old) == spelling_key(new)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mỹ", "Mĩ"),
        ("kỹ sư", "Kĩ Sư"),
        ("Lý", "LÍ"),
        ("hy", "hi"),
        ("ty", "ti"),
        ("sỹ", "sĩ"),
        ("Quý", "Quí"),
        ("H'Hen", "H’HEN"),
        ("K`Sor", "K'sor"),
        ("Ðặng", "Đặng"),
        ("Вình", "Bình"),
        ("Nguye\u0303\u0302n", "Nguyễn"),
        ("(Lý)", "(lí)"),
        ("Lý-Thái", "Lí-Thái"),
    ],
)
def test_other_spellings_of_one_word(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thúy", "Thủy"),
        ("Vy", "Vi"),
        ("Thy", "Thi"),
        ("Tuy", "Tui"),
        ("Hay", "Hai"),
        ("Mây", "Mâi"),
        ("Ý", "Í"),
        ("Hòa", "Hoa"),
        ("Huynh", "Huinh"),
        ("Quỳnh", "Quình"),
        ("Mỹ", "Mỳ"),
        ("Ân", "An"),
        ("Đan", "Dan"),
        ("Sỹ Anh", "SĩAnh"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@given(texts)
def test_match_key_keeps_every_diacritic(text: str) -> None:
    assert match_key(text) == match_key(text.upper())
    assert fold(match_key(text)).replace("y", "i") == fold(text).replace("y", "i")
