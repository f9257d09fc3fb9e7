import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from viparse.normalize.tcvn3 import TCVN3 as THEIR_TCVN3
from viparse.normalize.vni import VNI as THEIR_VNI
from viparse.normalize.vps import VPS as THEIR_VPS

from khuevan.vietnamese.legacy import (
    Encoding,
    detect,
    encoding_of_font,
    from_unicode,
    is_capital_font,
    is_unicode,
    to_unicode,
)
from khuevan.vietnamese.legacy_tables import TCVN3, VNI, VNI_READ, VPS
from khuevan.vietnamese.syllables import is_syllable
from tests.vietnamese.vocabulary import OFFICES, SIGNED, texts

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES} | {"đ"}
encodings = st.sampled_from(Encoding)


@pytest.mark.parametrize(("ours", "theirs"), [(TCVN3, THEIR_TCVN3), (VNI_READ, THEIR_VNI), (VPS, THEIR_VPS)])
def test_tables_agree_with_those_of_viparse(ours: dict[str, str], theirs: object) -> None:
    pairs = dict(theirs.pairs)  # type: ignore[attr-defined]
    assert len(pairs) > 70
    assert {old: ours[old] for old in pairs} == pairs


def test_tables_hold_every_letter_once() -> None:
    for table in (TCVN3, VNI, VPS):
        written = list(table.values())
        assert len(written) == len(set(written))
        assert set(written) | set("aeiouy") >= SMALL
    for table in (VNI, VPS):
        assert set(table.values()) | set("AEIOUY") >= {letter.upper() for letter in SMALL}


def test_what_viparse_leaves_out_of_vni() -> None:
    assert to_unicode("haúng thì kî AÚ Î", Encoding.VNI) == "hẳng thì kỵ Ẳ Ỵ"
    assert to_unicode("Aùnh aÙ Ôùt", Encoding.VNI) == "Ánh á Ớt"


@given(texts)
def test_text_comes_back_from_vni_and_vps(text: str) -> None:
    for encoding in (Encoding.VNI, Encoding.VPS):
        for spelled in (text, text.upper(), text.title()):
            assert to_unicode(from_unicode(spelled, encoding), encoding) == spelled


@given(texts)
def test_text_comes_back_from_tcvn3_and_its_capital_fonts(text: str) -> None:
    old = from_unicode(text.lower(), Encoding.TCVN3)
    assert to_unicode(old, Encoding.TCVN3) == text.lower()
    assert to_unicode(old, Encoding.TCVN3, capitals=True) == text.upper()


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=30), encodings)
def test_any_text_is_converted_or_left(text: str, encoding: Encoding) -> None:
    assert isinstance(to_unicode(text, encoding), str)
    assert to_unicode("Đã là Unicode " + text, encoding) == "Đã là Unicode " + text


def test_capitals_without_a_capital_font() -> None:
    assert to_unicode("DANH S¸CH C¸N Bé", Encoding.TCVN3) == "DANH SÁCH CÁN BỘ"
    assert to_unicode("UBND tØnh, Së Néi vô", Encoding.TCVN3) == "UBND tỉnh, Sở Nội vụ"
    assert to_unicode("TRÇN Vò (Bé ChØ huy)", Encoding.TCVN3) == "TRẦN Vũ (Bộ Chỉ huy)"


def test_what_pdf_readers_make_of_tcvn3() -> None:
    assert to_unicode("nh\u03bc n\u2212íc", Encoding.TCVN3) == "nhà nước"
    assert to_unicode("10 \u2212 5", Encoding.TCVN3) == "10 \u2212 5"


def test_vps_as_windows_shows_it() -> None:
    old = from_unicode("UBND huyện, Ủy viên Nguyễn", Encoding.VPS)
    shown = "".join(bytes([ord(char)]).decode("cp1252", "replace") for char in old)
    assert "\ufffd" not in shown
    assert to_unicode(shown, Encoding.VPS) == "UBND huyện, Ủy viên Nguyễn"
    assert detect(f"{shown}, Chuyên viên") is Encoding.VPS
    assert to_unicode("H’Hen", Encoding.VPS) == "H’Hen"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".vntimeh", Encoding.TCVN3, True),
        ("ABCDEF+.VnArialH", Encoding.TCVN3, True),
        (".VnArial NarrowH,Bold", Encoding.TCVN3, True),
        (".VnTimeH-Bold", Encoding.TCVN3, True),
        ("VnTime", Encoding.TCVN3, False),
        ("VNI-Times", Encoding.VNI, False),
        ("ABCDEF+VNI-Helve,Bold", Encoding.VNI, False),
        ("VNI Times", Encoding.VNI, False),
        ("VPS Times", Encoding.VPS, False),
        ("VPS-Times-Roman", Encoding.VPS, False),
        ("Times New Roman", None, False),
        ("VNF-Comic Sans", None, False),
        ("UVN Ai Cap", None, False),
        ("UTM Helve", None, False),
        ("Vni", Encoding.VNI, False),
        ("Vn", None, False),
        ("", None, False),
    ],
)
def test_fonts(font: str, encoding: Encoding | None, capitals: bool) -> None:
    assert encoding_of_font(font) is encoding
    assert is_capital_font(font) is capitals


@given(st.lists(st.sampled_from(SIGNED), min_size=20, max_size=80, unique=True), encodings)
def test_old_text_with_enough_signs_is_told_and_converted(words: list[str], encoding: Encoding) -> None:
    text = " ".join(words).lower()
    old = from_unicode(text, encoding)
    assume(sum(not is_syllable(word) for word in old.split(" ")) >= 15)
    found = detect(old)
    assert found is encoding
    assert to_unicode(old, found) == text


@given(st.lists(st.sampled_from(OFFICES), min_size=40, max_size=60, unique=True), encodings)
def test_old_text_is_told_among_phones_dates_and_addresses(words: list[str], encoding: Encoding) -> None:
    old = from_unicode(" ".join(words), encoding)
    row = "1\t0912345678\t02/6/1982\tcb12345@tinh.example.vn\tUBND\tNam\n"
    assert detect(row + old + row * 3) is encoding


@given(texts)
def test_unicode_is_never_taken_for_old_text(text: str) -> None:
    for form in ("NFC", "NFD"):
        for spelled in (text, text.upper(), text.title()):
            assert detect(unicodedata.normalize(form, spelled)) is None


@given(
    texts, st.lists(st.sampled_from(["µm", "5÷7", "©2014", "n°", "½", "«Tin»", "A®", "café", "où", "12¹"]), max_size=6)
)
def test_signs_within_unicode_text_change_nothing(text: str, signs: list[str]) -> None:
    assert detect(f"{text} {' '.join(signs)}") is None


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20)))
def test_ascii_is_never_taken_for_old_text(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The naïve café owner's résumé cited Brontë and Dvořák over a soupçon of crème brûlée.",
        "Où est la mère? Elle dîne là-bas, près de l'hôtel; après, à côté du théâtre, où déjà l'été s'achève.",
        "El señor Peña y la niña están aquí; mañana él irá a España por un año, ¿qué más? Está más allá.",
        "Der Bär läuft über die Straße; schöne Grüße aus München, fünf Äpfel und größere Öfen.",
        "São João não é só coração; ele já está lá, à mãe também irão amanhã pela manhã.",
        "På många små öar bor också få människor; är du så säker på att åka dit på måndag?",
        "A1-÷2 §5 ±3 µF ©2014 ®TM 12×34 ½ kg £5 ¥100 ¶ N° 7, «abc», 3º, 2ª",
        "SN-001/QĐ-UBND; KH-29; 0912345678; 02/6/1982; a@b.vn",
        "Lê Thành Hà, Hoàng Lâm, Cà Mau, Bà Lê",
        "N÷",
        "",
    ],
)
def test_other_languages_and_codes_are_left(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hä vµ tªn", Encoding.TCVN3),
        ("danh s¸ch cö c¸n bé ®i häc", Encoding.TCVN3),
        ("Hoï vaø teân", Encoding.VNI),
        ("Nguyeãn Myõ Thò Giang", Encoding.VNI),
        ("N÷ Chøc vô", Encoding.TCVN3),
    ],
)
def test_short_cells_that_leave_no_doubt(text: str, encoding: Encoding) -> None:
    assert detect(text) is encoding


def test_text_that_only_unicode_can_hold() -> None:
    assert is_unicode("Đặng") and is_unicode("e\u0302\u0301")
    assert not is_unicode("Lê Hà") and not is_unicode("Hä vµ tªn")
