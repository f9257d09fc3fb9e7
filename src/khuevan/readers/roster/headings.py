"""What the heading of a column means, whatever words the sender chose."""

import enum
import functools
import re

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold


class Role(enum.IntEnum):
    """What a column holds; whole numbers because dictionaries of rows are keyed by it."""

    ORDER = enum.auto()
    NAME = enum.auto()
    FAMILY = enum.auto()
    MIDDLE = enum.auto()
    GIVEN = enum.auto()
    HONORIFIC = enum.auto()
    RANK = enum.auto()
    BIRTH = enum.auto()
    BIRTH_DAY = enum.auto()
    BIRTH_MONTH = enum.auto()
    BIRTH_YEAR = enum.auto()
    GENDER = enum.auto()
    MALE = enum.auto()
    FEMALE = enum.auto()
    POSITION = enum.auto()
    DEPARTMENT = enum.auto()
    ORGANIZATION = enum.auto()
    POSITION_ORGANIZATION = enum.auto()
    ORGANIZATION_POSITION = enum.auto()
    NAME_POSITION = enum.auto()
    PHONE = enum.auto()
    EMAIL = enum.auto()
    PHONE_EMAIL = enum.auto()
    CITIZEN_ID = enum.auto()
    NOTE = enum.auto()

    @property
    def code(self) -> str:
        """The public name, as layouts store it."""
        return self.name.lower()


_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# Stands for đ while the rest is folded, for "ĐT" is a telephone and "DT" a people (dân tộc).
_KEPT = "ĸ"
# A heading longer than this is a sentence.
_LONGEST = 100

# Headings of what a list of learners holds beside the fields of a row; they contain words of the fields.
_OTHER = re.compile(
    r"\b(noi sinh|que quan|nguyen quan|thuong tru|tam tru|noi o|dan toc|ton giao|(ngay|noi|co quan) cap|het han"
    r"|han su dung|trinh do|chuyen nganh|chuyen mon|ngay vao|vao dang|dang vien|chuc vu (dang|doan the|kiem nhiem)"
    r"|luong|ngach|tham nien|bang cap|van bang|ly luan|ngoai ngu|(?<!thong )tin hoc|size|co ao|ho chieu|passport"
    r"|quoc tich"
    r"|(ten|sinh) (cha|me|vo|chong|con|bo)|(cha|me|phu huynh|nguoi (lien he|gioi thieu|than))$|chu ky|ky (ten|nhan)"
    r"|thoi gian|fax|thue|tai khoan|ngan hang|ket qua|xep loai|diem|hinh thuc|ngay (bo nhiem|tuyen dung|nhan))\b"
    r"|^(ma (so )?(can bo|cb|cc|nhan vien|nv|hv|hoc vien|don vi)|tuoi|age)\b"
)
_OTHER_BELOW = re.compile(r"\b((ngay|noi) cap|dang|doan the|kiem nhiem)$")
_ADDRESS = re.compile(r"^dia chi\b(?!.*\b(cong tac|lam viec|co quan|don vi)\b)")
_CITIZEN = re.compile(
    r"\b(cccd|cmnd|cmtnd|cmt|can cuoc|dinh danh|chung minh|giay to tuy than|so giay to|identity|id card|citizen id)\b"
)
_EMAIL = re.compile(r"\b(e ?mails?|gmail|mail|thu (dien tu|dt)|(hop|hom) thu)\b")
_PHONE = re.compile(
    r"\b(d(ien)? ?thoai|di dong|d dong|dtdd|so dd|s ?[đd] ?t|so (may|[đd]t|lien (he|lac))|phone|mobile"
    r"|tel|zalo|hotline)\b"
)
_PHONE_SHORT = re.compile(r"^đ ?t\b|\bđ ?t$|^dt (lien he|di dong)|^đtcq|^(thong tin )?lien (he|lac)$")
_BIRTH = re.compile(
    r"\b(ngay|nam|thang|n|ng|nt|ntn)( thang)?( nam)? sinh\b|\bsinh (ngay|nam|thang)\b"
    r"|^(sinh|nsinh|ntns|ns|n s|ngay thang nam)$|\bd o b\b|\bdob\b|\bbirth ?(day|date)?\b"
)
_BIRTH_OF = re.compile(r"sinh\W*\b(nam|nữ)\W*$|^(?:nam|nữ)\W+(?:năm|ngày) sinh")
_GENDER = re.compile(r"\bgioi( tinh)?\b|^phai$|\bphai( tinh)?$|^g ?tinh$|^gt$|\b(gender|sex)\b")
_BOTH = re.compile(r"\b(nam\W+(?:hay |hoặc |và )?nữ|nữ\W+(?:hay |hoặc |và )?nam)\b")
_POSITION = re.compile(
    r"(?<!cong )(?<!vien )(?<!to )\bchuc( vu| danh| trach)?\b|\bcv$|\bvi tri\b|\bnghe nghiep\b|\bcong viec\b"
    r"|\bnhiem vu\b|\bviec lam\b|\b(position|job|title)\b"
)
_ORGANIZATION = re.compile(
    r"\b(don vi|co quan|to chuc|(noi|cho|dia chi) (cong tac|lam viec|ct)|dvct|dv|cong ty|doanh nghiep|phong ban"
    r"|ban nganh|so nganh|truong|dia phuong|organi[sz]ation|agency|company|department|workplace|unit)\b|^(noi|cho) ct$"
)
_DEPARTMENT = re.compile(
    r"^((ten )?(phong|ban|bo phan|khoa|to|phong ban|phong bo phan|khoa phong|phong to)( (chuyen mon|cong tac))?)$"
)
_HONORIFIC = re.compile(r"^((quy )?ong( ba)?|danh xung|xung ho|kinh danh)$")
_RANK = re.compile(r"^(cap (bac|ham)|quan ham|hoc (ham|vi)|hoc ham hoc vi|hoc vi hoc ham)\b(?!.*\bchuc\b)")
_NOTE = re.compile(r"^(ghi chu|chu thich|luu y|notes?|remarks?|gc)\b")
_ORDER = re.compile(r"^(s ?t ?t|t ?t|so (t ?t|thu tu)|thu tu|no|so)$")
_FAMILY = re.compile(r"^(ho|ho( va)?( ten)?( chu)? (dem|lot)|ten ho|(last|family) name|surname)$")
_MIDDLE = re.compile(r"^((chu|ten) (dem|lot)|dem|lot|middle name)$")
_GIVEN = re.compile(r"^(ten|ten goi|(ten )?(dem|lot)( va)? ten|(first|given) name)$")
_NAME = re.compile(
    r"^ho\b.*\bten\b|^(full ?)?name\b|^ho (va )?t$|^ho ten\b|^(quy danh|danh tinh|dong chi|đ c|participants?)$"
    r"|^(ten )?((cac )?hoc vien|dai bieu|nguoi (duoc cu|tham d|tham gia|hoc|dang ky|lao dong)|can bo|cong chuc"
    r"|vien chuc|thanh vien|thi sinh|ung vien|nhan su|giao vien|giang vien|bao cao vien)\b"
)
_FEMALE = re.compile(r"^(la |gioi tinh |phai )?(nu|female)( gioi)?$")
_MALE = re.compile(r"^(la |gioi tinh |phai )?(nam|male)( gioi)?$")

_BY_WORDS = (
    (Role.ORDER, _ORDER),
    (Role.NOTE, _NOTE),
    (Role.BIRTH, _BIRTH),
    (Role.FEMALE, _FEMALE),
    (Role.MALE, re.compile(r"^nam gioi$")),
    (Role.GENDER, _GENDER),
    (Role.FAMILY, _FAMILY),
    (Role.MIDDLE, _MIDDLE),
    (Role.GIVEN, _GIVEN),
    (Role.HONORIFIC, _HONORIFIC),
    (Role.RANK, _RANK),
)
_DATE_PARTS = {"ngay": Role.BIRTH_DAY, "thang": Role.BIRTH_MONTH, "nam": Role.BIRTH_YEAR}
_CONTACTS = {Role.PHONE, Role.EMAIL, Role.CITIZEN_ID}


@functools.lru_cache(maxsize=4096)
def heading_words(text: str) -> str:
    """A heading reduced to lower-case words without diacritics, remarks in brackets left out; only ``đ`` stays."""
    plain = clean(text)
    without = _BRACKETS.sub(" ", plain)
    marked = re.sub(r"[đĐ]", _KEPT, without if re.search(r"\w", without) else plain)
    return " ".join(re.findall(r"[^\W_]+", fold(marked).replace(_KEPT, "đ")))


@functools.lru_cache(maxsize=4096)
def role_of(text: str) -> Role | None:
    """The role of a column by its heading alone, or None when the heading says nothing known."""
    if not text or len(text) > _LONGEST or re.search(r":\s*\w", _BRACKETS.sub(" ", text)):
        return None
    marked = heading_words(text)
    words = marked.replace("đ", "d")
    if not words:
        return Role.ORDER if "#" in text else None
    return _contact_role(marked, words) or _personal_role(text, words)


def is_other(text: str) -> bool:
    """Whether a heading clearly names something that a row has no field for."""
    words = heading_words(text).replace("đ", "d")
    return bool(_OTHER.search(words) or _ADDRESS.search(words)) and role_of(text) is None


def _personal_role(text: str, words: str) -> Role | None:
    other = _OTHER.search(words)
    if other or _ADDRESS.search(words):
        birth = _BIRTH.match(words)
        return Role.BIRTH if birth and other and other.start() >= birth.end() else None
    plain = clean(text).lower()
    if _BOTH.search(plain) and "sinh" not in words:
        return Role.GENDER
    for role, pattern in _BY_WORDS:
        if pattern.search(words):
            return _sex_of_birth(plain) or role if role is Role.BIRTH else role
    if _MALE.search(words):
        return Role.BIRTH_YEAR if plain == "năm" else Role.MALE
    return _work_role(words) or (Role.NAME if _NAME.search(words) else None)


def _sex_of_birth(plain: str) -> Role | None:
    """ "Năm sinh (Nữ)" beside "Năm sinh (Nam)"; the diacritics tell "Nam" from "năm"."""
    match = _BIRTH_OF.search(plain)
    if match is None:
        return None
    return Role.FEMALE if "nữ" in (match[1] or match[0]) else Role.MALE


def _contact_role(marked: str, words: str) -> Role | None:
    phone = _PHONE.search(words) or _PHONE_SHORT.search(marked)
    email = _EMAIL.search(words)
    if phone and email and phone.span() != email.span():
        return Role.PHONE_EMAIL
    if email:
        return Role.EMAIL
    if phone and not _OTHER.search(words):
        return Role.PHONE
    citizen = _CITIZEN.search(words)
    if citizen and not re.match(r"(ngay|noi|co quan) cap\b", words) and not re.search(r"\bngay het han\b", words):
        return Role.CITIZEN_ID
    return None


def _work_role(words: str) -> Role | None:
    position, organization = _POSITION.search(words), _ORGANIZATION.search(words)
    if re.match(r"(ho|ten)( va)? ten\b|ho\b", words):
        return Role.NAME_POSITION if position or organization else None
    if position and organization:
        return Role.POSITION_ORGANIZATION if position.start() < organization.start() else Role.ORGANIZATION_POSITION
    if _DEPARTMENT.search(words):
        return Role.DEPARTMENT
    if organization and not _NAME.search(words):
        return Role.ORGANIZATION
    return Role.POSITION if position else None


@functools.lru_cache(maxsize=4096)
def child_role(parent: str, child: str) -> Role | None:
    """The role of a column under a heading that spans several ("Năm sinh" over "Nam" and "Nữ")."""
    above, below = role_of(parent), role_of(child)
    words = heading_words(child).replace("đ", "d")
    if is_other(parent) or is_other(child) or (above is not None and _OTHER_BELOW.search(words)):
        return None
    if above in _CONTACTS:
        return below if below in _CONTACTS else above
    if above in {Role.BIRTH, Role.GENDER} and below in {Role.MALE, Role.FEMALE}:
        return below
    if above is Role.BIRTH:
        return _DATE_PARTS.get(words) or Role.BIRTH
    if above in {Role.NAME, Role.FAMILY}:
        return below if below in {Role.FAMILY, Role.MIDDLE, Role.GIVEN, Role.NAME} else None
    return below or role_of(f"{parent} {child}") or above
