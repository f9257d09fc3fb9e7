"""What the heading of a column means, whatever words the sender chose."""

import enum
import re

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold


class Role(enum.IntEnum):
    """What a column holds; whole numbers because dictionaries of rows are keyed by it."""

    ORDER = enum.auto()
    NAME = enum.auto()
    FAMILY = enum.auto()
    GIVEN = enum.auto()
    BIRTH = enum.auto()
    BIRTH_DAY = enum.auto()
    BIRTH_MONTH = enum.auto()
    BIRTH_YEAR = enum.auto()
    GENDER = enum.auto()
    MALE = enum.auto()
    FEMALE = enum.auto()
    POSITION = enum.auto()
    ORGANIZATION = enum.auto()
    POSITION_ORGANIZATION = enum.auto()
    ORGANIZATION_POSITION = enum.auto()
    PHONE = enum.auto()
    EMAIL = enum.auto()
    PHONE_EMAIL = enum.auto()
    CITIZEN_ID = enum.auto()
    NOTE = enum.auto()


# Stands for đ while the rest is folded, for "ĐT" is a telephone and "DT" a people (dân tộc).
_KEPT = "ĸ"
# A heading longer than this is a sentence.
_LONGEST = 80

# Headings of what a list of learners holds beside the nine fields; they contain words of the fields.
_OTHER = re.compile(
    r"\b(noi sinh|que quan|nguyen quan|thuong tru|tam tru|noi o|dan toc|ton giao|(ngay|noi|co quan) cap|het han"
    r"|han su dung|trinh do|hoc ham|hoc vi|ngay vao|vao dang|dang vien|chuc vu dang|luong|tham nien|bang cap"
    r"|(ten|sinh) (cha|me|vo|chong|con|bo)|(cha|me|phu huynh|nguoi (lien he|gioi thieu|than))$|chu ky|ky (ten|nhan)"
    r"|fax|thue|tai khoan|ngan hang)\b"
)
_ADDRESS = re.compile(r"^dia chi\b(?!.*\b(cong tac|lam viec|co quan|don vi)\b)")
_CITIZEN = re.compile(
    r"\b(cccd|cmnd|cmtnd|cmt|can cuoc|dinh danh|chung minh|giay to tuy than|so giay to|identity|id card|citizen id)\b"
)
_EMAIL = re.compile(r"\b(e ?mails?|gmail|mail|thu (dien tu|dt)|(hop|hom) thu)\b")
_PHONE = re.compile(
    r"\b(d(ien)? ?thoai|di dong|d dong|dtdd|so dd|s ?[đd] ?t|so (may|[đd]t|lien (he|lac))|phone|mobile|tel|zalo)\b"
)
_PHONE_SHORT = re.compile(r"^đ ?t\b|\bđ ?t$|^dt (lien he|di dong)")
_BIRTH = re.compile(
    r"\b(ngay|nam|thang|n|nt|ntn)( thang)?( nam)? sinh\b|\bsinh (ngay|nam|thang)\b|^(sinh|ntns|ns|n s|ngay thang nam)$"
    r"|\bdob\b|\bbirth ?(day|date)?\b"
)
_BIRTH_OF = re.compile(r"sinh\W*\b(nam|nữ)\W*$")
_GENDER = re.compile(r"\bgioi( tinh)?\b|^phai$|\bphai( tinh)?$|^g ?tinh$|^gt$|^nam (hay |hoac )?nu$|\b(gender|sex)\b")
_POSITION = re.compile(
    r"\bchuc( vu| danh| trach)?\b|\bcv$|\bvi tri\b|\bnghe nghiep\b|\bcong viec\b|\bnhiem vu\b|\b(position|job|title)\b"
)
_ORGANIZATION = re.compile(
    r"\b(don vi|co quan|to chuc|(noi|cho|dia chi) (cong tac|lam viec|ct)|dvct|dv|cong ty|doanh nghiep|phong ban"
    r"|ban nganh|so nganh|truong|dia phuong|organi[sz]ation|agency|company|department|workplace|unit)\b"
)
_NOTE = re.compile(r"^(ghi chu|chu thich|luu y|notes?|remarks?|gc)\b")
_ORDER = re.compile(r"^(s ?t ?t|t ?t|so (t ?t|thu tu)|thu tu|no|so)$")
_FAMILY = re.compile(r"^(ho|(ho|ten)\b.*\b(dem|lot)|(last|family) name|surname)$")
_GIVEN = re.compile(r"^(ten|ten goi|(first|given) name)$")
_NAME = re.compile(
    r"^ho\b.*\bten\b|^(full ?)?name\b|^ho (va )?t$|^ho ten\b"
    r"|^(ten )?(hoc vien|dai bieu|nguoi (duoc cu|tham d|tham gia|hoc)|can bo|cong chuc|vien chuc|thanh vien)\b"
)
_FEMALE = re.compile(r"^(la |gioi tinh |phai )?(nu|female)$")
_MALE = re.compile(r"^(la |gioi tinh |phai )?(nam|male)$")

_BY_WORDS = (
    (Role.ORDER, _ORDER),
    (Role.NOTE, _NOTE),
    (Role.BIRTH, _BIRTH),
    (Role.GENDER, _GENDER),
    (Role.FEMALE, _FEMALE),
    (Role.FAMILY, _FAMILY),
    (Role.GIVEN, _GIVEN),
)


def heading_words(text: str) -> str:
    """A heading reduced to lower-case words without diacritics, remarks in brackets left out; only ``đ`` stays."""
    plain = clean(text)
    without = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain)
    marked = re.sub(r"[đĐ]", _KEPT, without if re.search(r"\w", without) else plain)
    return " ".join(re.findall(r"\w+", fold(marked).replace(_KEPT, "đ")))


def role_of(text: str) -> Role | None:
    """The role of a column by its heading alone, or None when the heading says nothing known."""
    if not text or len(text) > _LONGEST:
        return None
    marked = heading_words(text)
    words = marked.replace("đ", "d")
    if not words:
        return Role.ORDER if "#" in text else None
    return _contact_role(marked, words) or _personal_role(text, words)


def _personal_role(text: str, words: str) -> Role | None:
    if _OTHER.search(words) or _ADDRESS.search(words):
        return None
    for role, pattern in _BY_WORDS:
        if pattern.search(words):
            return _sex_of_birth(text) or role if role is Role.BIRTH else role
    if _MALE.search(words):
        return Role.BIRTH_YEAR if clean(text).lower() == "năm" else Role.MALE
    return _work_role(words) or (Role.NAME if _NAME.search(words) else None)


def _sex_of_birth(text: str) -> Role | None:
    """ "Năm sinh (Nữ)" beside "Năm sinh (Nam)"; the diacritics tell "Nam" from "năm"."""
    match = _BIRTH_OF.search(clean(text).lower())
    return None if match is None else Role.FEMALE if match[1] == "nữ" else Role.MALE


def _contact_role(marked: str, words: str) -> Role | None:
    phone = _PHONE.search(words) or _PHONE_SHORT.search(marked)
    email = _EMAIL.search(words)
    if phone and email and phone.span() != email.span():
        return Role.PHONE_EMAIL
    if email:
        return Role.EMAIL
    if phone:
        return Role.PHONE
    if _CITIZEN.search(words) and not re.search(r"\b(ngay|noi) cap\b", words):
        return Role.CITIZEN_ID
    return None


def _work_role(words: str) -> Role | None:
    if re.match(r"(ho|ten)( va)? ten\b|ho\b", words):
        return None
    position, organization = _POSITION.search(words), _ORGANIZATION.search(words)
    if position and organization:
        return Role.POSITION_ORGANIZATION if position.start() < organization.start() else Role.ORGANIZATION_POSITION
    if organization:
        return Role.ORGANIZATION
    return Role.POSITION if position else None


def child_role(parent: str, child: str) -> Role | None:
    """The role of a column under a heading that spans several ("Năm sinh" over "Nam" and "Nữ")."""
    above, below = role_of(parent), role_of(child)
    words = heading_words(child).replace("đ", "d")
    if above in {Role.BIRTH, Role.GENDER} and below in {Role.MALE, Role.FEMALE}:
        return below
    if above is Role.BIRTH:
        parts = {"ngay": Role.BIRTH_DAY, "thang": Role.BIRTH_MONTH, "nam": Role.BIRTH_YEAR}
        return parts.get(words) or Role.BIRTH
    if above in {Role.NAME, Role.FAMILY}:
        return below if below in {Role.FAMILY, Role.GIVEN, Role.NAME} else None
    return below or role_of(f"{parent} {child}") or above
