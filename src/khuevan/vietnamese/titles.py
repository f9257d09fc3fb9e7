"""Forms of address, ranks and degrees that stand before or behind a name, split off; the name stays as it was entered.

The rule of doubt: what could be a part of the name is one.  A form of address that no name begins with (bà, chị, đồng
chí, Mr) goes whenever a name is left; one that is a name, too (Ông is a family name, Anh, Cô, Bác begin some) goes when
it is written small before a capital, when a dot, a colon or a stroke follows, or when the two words left at least
begin with another family name.  Degrees are known by their letters, ranks of soldiers and policemen by both words.
"""

import functools
import re
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.family_names import is_family_name
from khuevan.vietnamese.folding import match_key

_ALWAYS_LARGE = ("Mr", "Mrs", "Ms", "Miss")


def inside_sentence(honorific: str) -> str:
    """A form of address as it stands in the middle of a sentence, however it was entered: "ông", "đồng chí"."""
    if honorific.rstrip(".") in _ALWAYS_LARGE:
        return honorific
    return f"{honorific[:1].lower()}{honorific[1:]}"


class TitledName(NamedTuple):
    """``honorific`` as it is spelled ("ông", "đồng chí"), ``rank`` ("PGS.TS", "Thượng tá, ThS"), ``gender`` as told."""

    name: str
    honorific: str | None = None
    rank: str | None = None
    gender: str | None = None


_MEN = {"ông", "quý ông", "anh", "chú", "cậu", "thầy", "Mr", "ngài"}
_WOMEN = {"bà", "quý bà", "cô", "chị", "dì", "Mrs", "Ms", "Miss", "cô giáo", "sư cô", "ni sư"}
_FORMS = {form: form for form in (
    *_MEN, *_WOMEN, "bác", "em", "cháu", "đồng chí", "ông/bà", "anh/chị", "linh mục", "mục sư", "đại đức", "thượng tọa",
    "hòa thượng",
)} | {
    "đ/c": "đồng chí", "đ.c": "đồng chí", "đ/chí": "đồng chí", "đc": "đồng chí", "ông (bà)": "ông/bà",
    "ông(bà)": "ông/bà", "ông / bà": "ông/bà", "ông, bà": "ông/bà", "ông hoặc bà": "ông/bà", "ông bà": "ông/bà",
    "ô/b": "ông/bà", "anh (chị)": "anh/chị", "anh(chị)": "anh/chị", "anh chị": "anh/chị", "a/c": "anh/chị",
}  # fmt: skip
# By their match keys, how they are written.
_ADDRESSES = {match_key(form): shown for form, shown in _FORMS.items()}
_DOTTED = {"ô": "ông", "b": "bà"}
_NAMES_TOO = {"ông", "anh", "cô", "bác", "em", "cậu", "dì", "cháu", "chú", "đại đức"}

_DEGREES = {
    "GS": "GS", "PGS": "PGS", "TS": "TS", "TSKH": "TSKH", "THS": "ThS", "CN": "CN", "KS": "KS", "KTS": "KTS",
    "BS": "BS", "BSNT": "BSNT", "BSCKI": "BSCKI", "BSCKII": "BSCKII", "BSCK1": "BSCKI", "BSCK2": "BSCKII",
    "CKI": "CKI", "CKII": "CKII", "CK1": "CKI", "CK2": "CKII", "DS": "DS", "DSCKI": "DSCKI", "DSCK1": "DSCKI",
    "DSCKII": "DSCKII", "DSCK2": "DSCKII", "LS": "LS", "NGƯT": "NGƯT", "NGND": "NGND", "NSƯT": "NSƯT", "NSND": "NSND",
    "TTƯT": "TTƯT", "TTND": "TTND", "NNƯT": "NNƯT", "NNND": "NNND", "GVC": "GVC", "GVCC": "GVCC", "NCS": "NCS",
    "NB": "NB", "DR": "TS", "PHD": "TS",
}  # fmt: skip
_IN_WORDS = (
    "phó giáo sư", "giáo sư", "tiến sĩ khoa học", "tiến sĩ", "thạc sĩ", "cử nhân", "kỹ sư", "kiến trúc sư",
    "bác sĩ chuyên khoa I", "bác sĩ chuyên khoa II", "bác sĩ chuyên khoa 1", "bác sĩ chuyên khoa 2",
    "bác sĩ nội trú", "bác sĩ", "dược sĩ", "luật sư", "nhà giáo nhân dân", "nhà giáo ưu tú", "nghệ sĩ nhân dân",
    "nghệ sĩ ưu tú", "thầy thuốc nhân dân", "thầy thuốc ưu tú", "nghiên cứu sinh", "giảng viên chính", "giảng viên",
    "nhà báo", "phó tiến sĩ",
)  # fmt: skip
_RANKS = (
    *(f"{grade} {rank}" for grade in ("thiếu", "trung", "thượng", "đại") for rank in ("úy", "tá", "tướng")),
    "hạ sĩ", "trung sĩ", "thượng sĩ", "chuẩn úy", "chuẩn đô đốc", "phó đô đốc", "đô đốc", "binh nhất", "binh nhì",
)  # fmt: skip
_GRADES = {"th": "thượng", "thg": "thượng", "tg": "thượng", "tr": "trung", "tru": "trung", "đ": "đại", "thi": "thiếu"}
_SHORT_RANK = re.compile(r"(th|thg|tg|tr|đ|thi)[./]\s?(tá|ú?y|uý|tướng)$")
_WORD_RANKS = {match_key(form): form[0].upper() + form[1:] for form in (*_IN_WORDS, *_RANKS)}
_MOST_WORDS = 6
# Where a title can end: behind a dot or another separator, or before a space or a bracket.
_ENDS = re.compile(r"[.:,;/]\s*|\s+|(?=\()")
_BEHIND = re.compile(
    r"(?:\s*[,;]\s*|\s+[-–—]\s+|\s*\()(?P<title>[^,;()]+)\)?\s*$|(?<=\S)\s+(?P<bare>Th[Ss]|TS|PGS|GS)\.?$"
)
_SAID_BEHIND = {"nam": "Nam", "nữ": "Nữ"}


def split_titles(text: str) -> TitledName:
    """Split off what stands before or behind a name; text that would leave no name comes back whole.

    >>> split_titles("Đ/c Thượng tá, ThS. Nguyễn Văn A")
    TitledName(name='Nguyễn Văn A', honorific='đồng chí', rank='Thượng tá, ThS', gender=None)
    >>> split_titles("Bà Trần Thị B, Thạc sĩ")
    TitledName(name='Trần Thị B', honorific='bà', rank='Thạc sĩ', gender='Nữ')
    >>> split_titles("Ông Văn A").name, split_titles("Ông Nguyễn Văn A").name, split_titles("Ông: Văn A").name
    ('Ông Văn A', 'Nguyễn Văn A', 'Văn A')
    """
    return _split(clean(text))


@functools.lru_cache(maxsize=4096)
def _split(text: str) -> TitledName:
    found = TitledName(text)
    while (shorter := _first_off(found)) is not None or (shorter := _last_off(found)) is not None:
        found = shorter
    return found if any(char.isalpha() for char in found.name) else TitledName(text)


def _first_off(found: TitledName) -> TitledName | None:
    """The name without its first title, the longest there is; None when no title stands there."""
    text = found.name
    ends = [match for match in _ENDS.finditer(text) if match.start() > 0][: _MOST_WORDS * 2]
    for end in reversed(ends):
        title, rest = text[: end.start()], text[end.end() :].lstrip(" .:,;-–/")
        if not any(char.isalpha() for char in rest):
            continue
        if (rank := _rank(title)) is not None:
            return _with_rank(found, rank, rest, behind=False)
        honorific = _honorific(title, end[0].strip()[:1], rest)
        if honorific is not None:
            return _addressed(found, honorific, rest)
    return None


def _last_off(found: TitledName) -> TitledName | None:
    match = _BEHIND.search(found.name)
    if match is None:
        return None
    title, rest = (match["title"] or match["bare"]).strip(" ."), found.name[: match.start()].rstrip()
    if not any(char.isalpha() for char in rest):
        return None
    if (rank := _rank(title)) is not None:
        return _with_rank(found, rank, rest, behind=True)
    key = match_key(title)
    if key in _ADDRESSES_BEHIND:
        return _addressed(found, _ADDRESSES[key], rest)
    gender = _SAID_BEHIND.get(title.casefold()) if found.name.endswith(")") else None
    return found._replace(name=rest, gender=gender) if gender is not None else None


_ADDRESSES_BEHIND = {match_key(form) for form in ("ông", "bà", "đồng chí", "đ/c")}


def _with_rank(found: TitledName, rank: str, rest: str, *, behind: bool) -> TitledName:
    """Degrees before a name are joined as they are written, PGS.TS; all else is parted by commas."""
    if found.rank is None:
        return found._replace(name=rest, rank=rank)
    last = re.split(r"[.] ?|, ", found.rank)[-1]
    short = not behind and last in _WRITTEN_SHORT and rank in _WRITTEN_SHORT
    return found._replace(name=rest, rank=f"{found.rank}{'.' if short else ', '}{rank}")


def _addressed(found: TitledName, honorific: str, rest: str) -> TitledName:
    gender = "Nam" if honorific in _MEN else "Nữ" if honorific in _WOMEN else None
    return found._replace(name=rest, honorific=found.honorific or honorific, gender=found.gender or gender)


_WRITTEN_SHORT = frozenset(_DEGREES.values())


def _rank(title: str) -> str | None:
    """The degree or rank that a text is, as it is written; None for anything else."""
    short = title.replace(".", "").replace(" ", "")
    if short.upper() in _DEGREES and (short.isupper() or not any(char in "aeiouy" for char in short.casefold())):
        return _DEGREES[short.upper()]
    words = _WORD_RANKS.get(match_key(title.replace("sỹ", "sĩ").replace("SỸ", "SĨ")))
    if words is not None:
        return words
    if match := _SHORT_RANK.match(title.casefold()):
        rank = "úy" if match[2] in {"uý", "y"} else match[2]
        return f"{_GRADES[match[1]]} {rank}".capitalize()
    return None


def _honorific(title: str, sign: str, rest: str) -> str | None:
    """The form of address that a text is, if it cannot be the beginning of the name (the rule of doubt above)."""
    if sign == "." and title.casefold() in _DOTTED:
        return _DOTTED[title.casefold()]
    honorific = _ADDRESSES.get(match_key(title))
    if honorific not in _NAMES_TOO or sign in {".", ":"}:
        return honorific
    words = rest.split(" ")
    if title.islower() and not rest[0].islower():
        return honorific
    return honorific if len(words) > 1 and is_family_name(words[0]) else None
