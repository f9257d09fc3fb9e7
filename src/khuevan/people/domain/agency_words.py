"""Names of bodies as people shorten them, and the one long form behind ("Sở NV", "UBND H. Bù Đăng", "P. VHXH").

Abbreviations have no list in law (Nghị định 30/2020 leaves them to each office): these are those in daily use.
"""

import re
import unicodedata
from functools import lru_cache

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import match_key

ANYWHERE = {
    "ubnd": "ủy ban nhân dân",
    "ủy ban nd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "mttqvn": "mặt trận tổ quốc",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "ubmttqvn": "ủy ban mặt trận tổ quốc",
    "vpub": "văn phòng ủy ban nhân dân",
    "vpubnd": "văn phòng ủy ban nhân dân",
    "vphđnd": "văn phòng hội đồng nhân dân",
    "vptu": "văn phòng tỉnh ủy",
    "btg": "ban tuyên giáo",
    "btgdv": "ban tuyên giáo dân vận",
    "btc tỉnh ủy": "ban tổ chức tỉnh ủy",
    "btgtu": "ban tuyên giáo tỉnh ủy",
    "btctu": "ban tổ chức tỉnh ủy",
    "btgdvtu": "ban tuyên giáo dân vận tỉnh ủy",
    "ubkt": "ủy ban kiểm tra",
    "bch": "ban chỉ huy",
    "bchqs": "ban chỉ huy quân sự",
    "chqs": "chỉ huy quân sự",
    "bchbp": "bộ chỉ huy biên phòng",
    "bchbđbp": "bộ chỉ huy bộ đội biên phòng",
    "bđbp": "bộ đội biên phòng",
    "cand": "công an nhân dân",
    "bhxh": "bảo hiểm xã hội",
    "kbnn": "kho bạc nhà nước",
    "nhnn": "ngân hàng nhà nước",
    "tand": "tòa án nhân dân",
    "vksnd": "viện kiểm sát nhân dân",
    "thads": "thi hành án dân sự",
    "lđlđ": "liên đoàn lao động",
    "lhpn": "liên hiệp phụ nữ",
    "hlhpn": "hội liên hiệp phụ nữ",
    "hnd": "hội nông dân",
    "hội nd": "hội nông dân",
    "ccb": "cựu chiến binh",
    "hccb": "hội cựu chiến binh",
    "đtn": "đoàn thanh niên",
    "tncshcm": "thanh niên cộng sản hồ chí minh",
    "đtncshcm": "đoàn thanh niên cộng sản hồ chí minh",
    "ptth": "phát thanh truyền hình",
    "pt th": "phát thanh truyền hình",
    "gdnn gdtx": "giáo dục nghề nghiệp giáo dục thường xuyên",
    "gdtx": "giáo dục thường xuyên",
    "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở",
    "hcc": "hành chính công",
    "tthcc": "trung tâm phục vụ hành chính công",
    "ttpvhcc": "trung tâm phục vụ hành chính công",
    "pvhcc": "phục vụ hành chính công",
    "ttct": "trung tâm chính trị",
    "ttyt": "trung tâm y tế",
    "ttvh": "trung tâm văn hóa",
    "bqlkkt": "ban quản lý khu kinh tế",
    "bqlda": "ban quản lý dự án",
    "bql": "ban quản lý",
    "ban ql": "ban quản lý",
    "kkt": "khu kinh tế",
    "kcn": "khu công nghiệp",
    "trung tâm ct": "trung tâm chính trị",
    "trường ct": "trường chính trị",
    "hcm": "hồ chí minh",
    "tphcm": "thành phố hồ chí minh",
    "vn": "việt nam",
}
"""By the letters of an abbreviation run together, wherever it stands."""

FIELDS = {
    "nv": "nội vụ",
    "ngv": "ngoại vụ",
    "tp": "tư pháp",
    "tc": "tài chính",
    "ct": "công thương",
    "xd": "xây dựng",
    "yt": "y tế",
    "kt": "kinh tế",
    "dl": "du lịch",
    "gtvt": "giao thông vận tải",
    "gdđt": "giáo dục đào tạo",
    "khcn": "khoa học công nghệ",
    "khđt": "kế hoạch đầu tư",
    "tckh": "tài chính kế hoạch",
    "tttt": "thông tin truyền thông",
    "tnmt": "tài nguyên môi trường",
    "nnptnt": "nông nghiệp phát triển nông thôn",
    "nnmt": "nông nghiệp môi trường",
    "lđtbxh": "lao động thương binh xã hội",
    "lđtb": "lao động thương binh",
    "vh": "văn hóa",
    "vhtt": "văn hóa thông tin",
    "vhxh": "văn hóa xã hội",
    "ttdl": "thể thao du lịch",
    "vhttdl": "văn hóa thể thao du lịch",
    "vhttttdl": "văn hóa thông tin thể thao du lịch",
    "dttg": "dân tộc tôn giáo",
    "qhkt": "quy hoạch kiến trúc",
    "kthtđt": "kinh tế hạ tầng đô thị",
    "ktht": "kinh tế hạ tầng",
    "qlđt": "quản lý đô thị",
    "tđkt": "thi đua khen thưởng",
    "tg": "tuyên giáo",
    "tgdv": "tuyên giáo dân vận",
    "tu": "tỉnh ủy",
    "dv": "dân vận",
    "nc": "nội chính",
    "qp": "quốc phòng",
    "qs": "quân sự",
    "ca": "công an",
    "ng": "ngoại giao",
    "pn": "phụ nữ",
}
"""What a sở, a phòng, a ban, a bộ is for: only behind such a word."""

_UNITS = frozenset({"sở", "phòng", "bộ", "ban", "cục", "chi", "trung", "vụ", "hội", "huy"})
_LEVELS = {"h": "huyện", "q": "quận", "x": "xã", "tx": "thị xã", "tp": "thành phố", "đk": "đặc khu", "t": "tỉnh"}
LEVEL_WORDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")
_BELOW = frozenset({"huyện", "quận", "phường", "xã", "thị", "đặc"})
_LOWER_LEVELS = tuple(f" {word}" for word in LEVEL_WORDS if word not in {"tỉnh", "thành phố"})
_MOST_PIECES = 5
_DROPPED = frozenset({"và"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_COUNTRY = re.compile(r"\bviệt nam (?=tỉnh|huyện|xã|phường|thành phố|thị xã|quận)")
_FRONT = re.compile(r"(?<!ủy ban )mặt trận tổ quốc\b")


@lru_cache(maxsize=65_536)
def long_form(text: str) -> str:
    """The name in lower case with every known abbreviation written out, without "và" and punctuation."""
    words = [word for word in _WORD.findall(_lower(text)) if word not in _DROPPED]
    written: list[str] = []
    place = 0
    while place < len(words):
        taken, expansion = _expansion(words, place, written)
        written += expansion.split()
        place += taken
    joined = _COUNTRY.sub("", " ".join(_numbered(word) for word in written))
    return _FRONT.sub("ủy ban mặt trận tổ quốc", joined)


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", clean(text).lower()).replace("uỷ", "ủy").replace("hoá", "hóa")


def _numbered(word: str) -> str:
    """Phường 01 is Phường 1."""
    return str(int(word)) if word.isdecimal() and len(word) < 4 else word


def _expansion(words: list[str], place: int, before: list[str]) -> tuple[int, str]:
    """How many words from ``place`` on are one abbreviation, and what it means; one and itself when none."""
    after_unit = bool(_UNITS & set(before[-3:])) and before[-2:] != ["nhân", "dân"]
    for count in range(min(_MOST_PIECES, len(words) - place), 0, -1):
        pieces = words[place : place + count]
        run = "".join(pieces)
        if after_unit and run in FIELDS and all(_short(piece) for piece in pieces) and not _names_town(words, place):
            return count, FIELDS[run]
        if (found := ANYWHERE.get(run) or ANYWHERE.get(" ".join(pieces))) is not None:
            return count, found
    return 1, _single(words, place, before)


def _short(piece: str) -> bool:
    """A piece of an abbreviation: hardly any syllable has no vowel or only two letters of this kind."""
    return len(piece) <= 8 and not re.search(r"[àáảãạăâèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", piece)


def _names_town(words: list[str], place: int) -> bool:
    """ "Phòng Nội vụ TP Đồng Xoài": TP is a town here, after the field; "Sở TP" is tư pháp."""
    return words[place] == "tp" and place >= 2 and place + 1 < len(words)


def _single(words: list[str], place: int, before: list[str]) -> str:
    word, last = words[place], place + 1 == len(words)
    if word == "vp" and (not before or before[-1] in {"đảng"}):
        return "văn phòng"
    if word == "ca" and not last and (not before or before[-1] in {"trưởng"}):
        return "công an"
    if word == "p":
        return "phường" if before else "phòng"
    if word == "tt":
        return "thị trấn" if before else "trung tâm"
    if word in _LEVELS and not last:
        return _LEVELS[word]
    return "thành phố" if word == "tp" else word


def without_place(long: str, place: str, *, city: bool = False) -> str:
    """A long form without the office's own province: "sở nội vụ tỉnh bình phước" and "sở nội vụ" are one.

    What is of the province and not called sở keeps the word tỉnh ("công an tỉnh"), also where the province is a
    ``city`` ("công an thành phố").
    """
    own = long_form(place).removeprefix("thành phố ").removeprefix("tỉnh ")
    match = re.fullmatch(rf"(.+?) (?:tỉnh |thành phố )?{re.escape(own)}", long) if own else None
    head = match[1] if match else long
    if match and (head in LEVEL_WORDS or head.endswith(_LOWER_LEVELS)):
        return long
    if head.startswith(("sở ", "tỉnh ")) or head.endswith("ủy"):
        return head.removesuffix(" tỉnh").removesuffix(" thành phố" if city else " tỉnh")
    if city and head.endswith(" thành phố"):
        head = f"{head.removesuffix(' thành phố')} tỉnh"
    if match is None or head.endswith(" tỉnh") or _BELOW & set(head.replace("xã hội", "").split()):
        return head
    return f"{head} tỉnh"


def canonical(long: str) -> str:
    """A long form as it is compared: equal for both tone styles, and for kỹ and kĩ."""
    return match_key(long)
