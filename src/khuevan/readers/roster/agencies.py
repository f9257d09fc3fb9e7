"""Names of agencies that head a section or a list, spelled as they are elsewhere when they stand in capitals there."""

import functools
import re

from khuevan.readers.roster.evidence import is_name
from khuevan.readers.roster.work import is_body

_NO_AGENCY = re.compile(
    r"^(?:khối|các|nhóm|cấp|đối tượng|lớp|danh sách|thành phần|cán bộ|công chức|đại biểu|học viên"
    r"|bản (?:sao|chính|gốc|in))\b",
    re.IGNORECASE,
)
# Words of the names of agencies that are written small; what follows a kind of place is a name and is not.
_SMALL_WORDS = """
    tỉnh huyện xã phường quận thị phố vụ cục ban phòng hội đoàn sở viện trạm trường khu đội ủy uỷ nhân dân của và với
    tại cho trung tâm công an tiểu học mầm non mẫu giáo trấn
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_BEFORE_CAPITAL_WORDS = "và sở ban phòng hội cục đài báo trường viện trạm tâm vụ học chi"
_BEFORE_CAPITAL = frozenset(_BEFORE_CAPITAL_WORDS.split())
_SHORT_WORDS = """
    UBND HĐND MTTQ UBMTTQ MTTQVN TT VP TP BCH CA LĐLĐ ĐTN BHXH TW HTX CLB THCS THPT TNCS HCM VKSND TAND VKS BQL PT TH
    VHTT VHTTDL GDĐT TNMT KHCN LĐTBXH TTTT - –
"""
_ABBREVIATIONS = frozenset(_SHORT_WORDS.split())
_KINDS_OF_PLACES = "tỉnh|huyện|xã|phường|quận|thị xã|thị trấn|thành phố|đặc khu"
_PLACE = re.compile(rf"\b(?:{_KINDS_OF_PLACES}|thôn|ấp)\s+", re.IGNORECASE)
_NAME_OF_PLACE = re.compile(rf"\b((?:{_KINDS_OF_PLACES}|báo) )([^,;()–-]+)$", re.IGNORECASE)
_COMPOUNDS = (
    "Tỉnh ủy", "Huyện ủy", "Thị ủy", "Thành ủy", "Đảng ủy", "Đảng bộ", "Tỉnh đoàn", "Huyện đoàn", "Thành đoàn",
    "Xã đoàn", "Bộ Chỉ huy Quân sự", "Ban Chỉ huy Quân sự", "Bộ đội Biên phòng", "Công Thương", "Văn hóa", "Việt Nam",
    "Hội Liên hiệp Phụ nữ", "Mặt trận Tổ quốc Việt Nam", "Hội Cựu chiến binh", "Hội Chữ thập đỏ", "Hội Nông dân",
    "Đoàn Thanh niên", "Liên đoàn Lao động", "Ban Quản lý", "Ban Dân vận", "Ban Nội chính", "Bảo hiểm xã hội",
    "Kho bạc Nhà nước", "Ngân hàng Nhà nước", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Ủy ban nhân dân",
    "Hội đồng nhân dân", "Hồ Chí Minh", "Đại biểu Quốc hội",
)  # fmt: skip


@functools.lru_cache(maxsize=2048)
def agency_of(title: str) -> str | None:
    """The agency that the title of a section names; None for "Khối Đảng" and for a name of a person."""
    if _NO_AGENCY.match(title) or not is_body(title.capitalize() if title.isupper() else title) or is_name(title):
        return None
    return in_small_letters(title) if title.isupper() else title


def in_small_letters(title: str) -> str:
    """The usual spelling of a name in capitals.

    >>> in_small_letters("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"), in_small_letters("UBND HUYỆN BÙ ĐĂNG")
    ('Sở Văn hóa, Thể thao và Du lịch', 'UBND huyện Bù Đăng')
    """
    words: list[str] = []
    capital = True
    for word in title.split(" "):
        bare = word.strip("(),.;:")
        if bare in _ABBREVIATIONS:
            words.append(word)
            capital = True
            continue
        small = word.lower()
        stays_small = not capital or (bool(words) and bare.lower() in _SMALL)
        words.append(small if stays_small else small[:1].upper() + small[1:])
        capital = word.endswith((",", ";")) or bare.lower() in _BEFORE_CAPITAL or len(words) == 1
    text = " ".join(words)
    text = _PLACE.sub(lambda match: match[0].lower() if match.start() else match[0], text)
    text = _NAME_OF_PLACE.sub(lambda match: match[1] + match[2].title(), text)
    for compound in _COMPOUNDS:
        text = re.sub(rf"(?<!\w){re.escape(compound)}(?!\w)", compound, text, flags=re.IGNORECASE)
    return text
