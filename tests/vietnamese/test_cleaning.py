import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.cleaning import clean, clean_lines
from khuevan.vietnamese.repair import repaired
from tests.vietnamese.vocabulary import WORDS, texts


def test_clean_composes_and_takes_out_what_cannot_be_seen() -> None:
    decomposed = unicodedata.normalize("NFD", " Ðặng\u00a0 Thị\u200b\tHoa\ufeff\x07 ")
    assert clean(decomposed) == "Đặng Thị Hoa"
    assert clean_lines("Phó Giám đốc \r\n Sở Nội vụ") == "Phó Giám đốc\nSở Nội vụ"
    assert clean("Phó Giám đốc\nSở Nội vụ") == "Phó Giám đốc Sở Nội vụ"


@given(st.one_of(st.text(), st.text(alphabet="aâyoiìòÌÞ`´~^éáÃ¡ºаВо\u0300\u0302\u0303 ẳ’")))
def test_clean_is_stable_and_leaves_one_line(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n" not in cleaned and "  " not in cleaned


@given(texts)
def test_right_text_is_never_changed(text: str) -> None:
    for spelled in (text, text.upper(), text.title()):
        assert clean(spelled) == spelled
        assert clean(unicodedata.normalize("NFD", spelled)) == spelled


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), st.randoms())
def test_marks_in_any_order_are_composed(text: str, rng: object) -> None:
    bases = [[]]
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            bases[-1].append(char)
        else:
            bases.append([char])
    shuffled = "".join(base[0] + "".join(rng.sample(base[1:], len(base) - 1)) for base in bases[1:])  # type: ignore[attr-defined]
    assert clean(shuffled) == text


@given(texts)
def test_bytes_shown_in_the_wrong_code_page_come_back(text: str) -> None:
    utf_8 = text.encode()
    assert clean(utf_8.decode("latin-1")) == text
    if not any(byte in utf_8 for byte in b"\x81\x8d\x8f\x90\x9d"):
        assert clean(utf_8.decode("cp1252")) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Тrần Вình", "Trần Bình"),  # Cyrillic
        ("Νguyễn Ηòa", "Nguyễn Hòa"),  # Greek
        ("Ｎｇｕｙễｎ　Ｖăｎ　Ａ", "Nguyễn Văn A"),
        ("𝐍𝐠𝐮𝐲ễ𝐧", "Nguyễn"),
        ("Ha` Nguyê~n Tuâ´n", "Hà Nguyễn Tuấn"),
        ("NguyêÞn Phaìp TRÂÌN", "Nguyễn Pháp TRẦN"),
        ("Ðỗ ðức Ɖạt", "Đỗ đức Đạt"),
        ("Nguyễn\u2028Văn\u00adAn", "Nguyễn VănAn"),
        ("ﬁle", "file"),
    ],
)
def test_what_only_looks_right(typed: str, meant: str) -> None:
    assert clean(typed) == meant
    assert repaired(meant) == meant


@pytest.mark.parametrize(
    "text",
    [
        "СССР",
        "Ωmega-3".replace("O", "Ω"),
        "H’Hen",
        "K`Sor",
        "H´Bia",
        "Y` Bhốk",
        "20~25",
        "a^2",
        "x~y@mail.vn",
        "hoì",
        "Thuỳ/Thùy",
        "café",
        "Müller",
        "½ № ²",
        "Pin Li-ion 5.000 mAh",
        "Ɓuôn",
        "ƀŏng",
        "Ê Đê: čư, ñu",
    ],
)
def test_what_a_text_says_stays(text: str) -> None:
    assert clean(text) == text


def test_every_look_alike_is_repaired_within_a_word() -> None:
    pairs = itertools.chain(zip("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx", strict=True), [("ο", "o"), ("ν", "v")])
    for other, latin in pairs:
        assert clean(f"{other}ắt") == f"{latin}ắt"
        assert clean(other) == other
