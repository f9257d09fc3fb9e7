import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.titles import TitledName, inside_sentence, split_titles
from tests.vietnamese.vocabulary import NAMES

names = st.builds(
    lambda family, rest: " ".join([family, *rest]),
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Phạm", "Điểu", "H'Hen", "Y", "Đặng", "Võ"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
)
ADDRESSES = {
    "Bà ": ("bà", "Nữ"),
    "bà ": ("bà", "Nữ"),
    "ông ": ("ông", "Nam"),
    "Ông: ": ("ông", "Nam"),
    "Ô. ": ("ông", "Nam"),
    "B. ": ("bà", "Nữ"),
    "Đ/c ": ("đồng chí", None),
    "đ/c: ": ("đồng chí", None),
    "ĐC ": ("đồng chí", None),
    "Đồng chí ": ("đồng chí", None),
    "Mr. ": ("Mr", "Nam"),
    "Mrs ": ("Mrs", "Nữ"),
    "chị ": ("chị", "Nữ"),
    "Ông/Bà: ": ("ông/bà", None),
    "Ông (Bà) ": ("ông/bà", None),
    "": (None, None),
}
RANKS = {
    "TS. ": "TS",
    "ThS. ": "ThS",
    "Ths ": "ThS",
    "Th.S ": "ThS",
    "PGS.TS. ": "PGS.TS",
    "GS. TS ": "GS.TS",
    "BS.CKII ": "BSCKII",
    "Thượng tá ": "Thượng tá",
    "Thượng tá, ThS. ": "Thượng tá, ThS",
    "Đại uý ": "Đại úy",
    "Đ/úy ": "Đại úy",
    "Trung tướng ": "Trung tướng",
    "Tiến sỹ ": "Tiến sĩ",
    "Thạc sĩ ": "Thạc sĩ",
    "NGƯT. ": "NGƯT",
    "LS ": "LS",
    "": None,
}


@given(st.sampled_from(sorted(ADDRESSES)), st.sampled_from(sorted(RANKS)), names)
def test_what_was_put_before_a_name_comes_off(address: str, rank: str, name: str) -> None:
    honorific, gender = ADDRESSES[address]
    assert split_titles(address + rank + name) == TitledName(name, honorific, RANKS[rank], gender)


@given(names, st.sampled_from([(", ", ""), (" - ", ""), (" (", ")"), (", ", ".")]))
def test_degrees_behind_a_name_come_off(name: str, signs: tuple[str, str]) -> None:
    before, after = signs
    assert split_titles(f"{name}{before}ThS{after}") == TitledName(name, rank="ThS")
    assert split_titles(f"TS {name}{before}Thượng tá{after}") == TitledName(name, rank="TS, Thượng tá")


@given(names)
def test_names_alone_stay_as_they_were_entered(name: str) -> None:
    for spelled in (name, name.upper()):
        assert split_titles(spelled) == TitledName(spelled)


@given(
    st.sampled_from(["Văn", "Thị", "Hữu", "Ngọc", "Ích", "Minh", "Xuân", "Đức"]),
    st.lists(st.sampled_from(NAMES), max_size=2),
)
def test_ong_before_a_middle_name_is_the_family(middle: str, rest: list[str]) -> None:
    name = " ".join(["Ông", middle, *rest])
    assert split_titles(name) == TitledName(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ông Văn A",
        "Ông Thị Bích Lan",
        "ÔNG ÍCH KHIÊM",
        "Ông Minh",
        "Bá Văn Tài",
        "Tá Văn B",
        "Cô Lan",
        "Anh Thơ",
        "Anh Đức",
        "Y Sĩ Niê",
        "Y Bhốk Ênuôl",
        "H'Hen Niê",
        "K'Sor",
        "Đại Tá",
        "Trung Tá",
        "Ông",
        "Bà",
        "A",
        "Nguyễn Văn A, Trưởng phòng",
        "Nguyễn Thị Anh (B)",
        "Đại Đức Minh",
        "Nguyễn Văn Sĩ",
        "Lê Giáo Sư",
        "Trần Văn Úy",
        "TS",
        "đ/c",
        "Cn",
        "Ông.",
        "1. A",
    ],
)
def test_what_may_be_a_name_is_one(name: str) -> None:
    assert split_titles(name) == TitledName(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Nguyễn Văn A", TitledName("Nguyễn Văn A", "ông", None, "Nam")),
        ("ÔNG NGUYỄN VĂN A", TitledName("NGUYỄN VĂN A", "ông", None, "Nam")),
        ("ông Ông Văn A", TitledName("Ông Văn A", "ông", None, "Nam")),
        ("ông Minh", TitledName("Minh", "ông", None, "Nam")),
        ("Cô Nguyễn Thị Lan", TitledName("Nguyễn Thị Lan", "cô", None, "Nữ")),
        ("Chị Hoa", TitledName("Hoa", "chị", None, "Nữ")),
        ("Nguyễn Thị A (bà)", TitledName("Nguyễn Thị A", "bà", None, "Nữ")),
        ("Nguyễn Văn A (nam)", TitledName("Nguyễn Văn A", None, None, "Nam")),
        ("Đại đức Thích Minh Hòa", TitledName("Thích Minh Hòa", "đại đức")),
        ("Nguyễn Văn A ThS", TitledName("Nguyễn Văn A", rank="ThS")),
        ("Nguyễn Văn A, Thạc sĩ, Giảng viên chính", TitledName("Nguyễn Văn A", rank="Giảng viên chính, Thạc sĩ")),
        ("  Ông  Nguyễn\u00a0Văn A ", TitledName("Nguyễn Văn A", "ông", None, "Nam")),
    ],
)
def test_hard_cases(text: str, expected: TitledName) -> None:
    assert split_titles(text) == expected


@given(st.text(max_size=40))
def test_something_is_always_left(text: str) -> None:
    found = split_titles(text)
    assert split_titles(found.name).name == found.name
    assert bool(found.name) == bool(split_titles(text).name)


@pytest.mark.parametrize(
    ("entered", "inside"),
    [("Bà", "bà"), ("ông", "ông"), ("Đồng chí", "đồng chí"), ("Mr", "Mr"), ("Mrs.", "Mrs."), ("", "")],
)
def test_a_form_of_address_in_the_middle_of_a_sentence(entered: str, inside: str) -> None:
    assert inside_sentence(entered) == inside
