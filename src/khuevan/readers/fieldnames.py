"""How people name the fields of a person in running text.  No Django here."""

import re
import unicodedata

_NAMES = (
    "họ và tên", "họ tên", "họ & tên", "tên học viên", "tên đại biểu", "người tham dự", "người được cử", "tên",
    "ngày tháng năm sinh", "ngày, tháng, năm sinh", "ngày/tháng/năm sinh", "ngày sinh", "năm sinh", "sinh ngày",
    "sinh năm", "ns", "sn",
    "giới tính", "nam/nữ", "gt",
    "chức vụ, đơn vị công tác", "chức vụ, đơn vị", "chức vụ/đơn vị", "chức vụ", "chức danh", "cv", "vị trí việc làm",
    "vị trí công tác",
    "đơn vị công tác", "cơ quan công tác", "nơi công tác", "đơn vị", "cơ quan", "đv", "phòng ban", "địa phương",
    "số điện thoại di động", "số điện thoại liên hệ", "số điện thoại", "điện thoại di động", "điện thoại liên hệ",
    "điện thoại", "di động", "số đt", "sđt", "đtdđ", "đt", "tel", "phone", "mobile", "liên hệ",
    "địa chỉ email", "địa chỉ thư điện tử", "thư điện tử", "hộp thư", "e-mail", "email", "mail", "gmail",
    "số căn cước công dân", "số căn cước", "căn cước công dân", "căn cước", "số cccd", "cccd", "số cmnd", "cmnd",
    "số định danh cá nhân", "mã định danh",
    "dân tộc", "tôn giáo", "trình độ chuyên môn", "trình độ", "ghi chú", "quê quán", "nơi ở", "địa chỉ", "ngạch",
    "mã số ngạch", "size áo", "cỡ áo",
)  # fmt: skip
_PERSON_NAMES = {
    "họ và tên", "họ tên", "họ & tên", "tên học viên", "tên đại biểu", "người tham dự", "người được cử", "tên",
}  # fmt: skip
_WORDS = "|".join(
    r"\s*".join(re.escape(word) for word in name.split(" ")).replace("đ", "[đðĐÐ]")
    for name in sorted(_NAMES, key=len, reverse=True)
)
# With a colon anywhere in a line; without one only before a number.
NAMED = re.compile(rf"(?<![^\W_])({_WORDS})\s*(?::|：|=)\s*", re.IGNORECASE)
LEADING = re.compile(rf"\s*({_WORDS})\s*(?:[:：=.]\s*|\s(?=[\d+(])|(?<=[^\W\d_])(?=\d))", re.IGNORECASE)

# Without a colon before words: only where several lines agree.
LOOSELY_LEADING = re.compile(
    r"\s*(sinh (?:năm|ngày)|chức (?:vụ|danh)|đơn vị(?: công tác)?|cơ quan(?: công tác)?|nơi công tác|giới tính"
    r"|dân tộc|email|địa chỉ)\s+(?=\S)",
    re.IGNORECASE,
)

_SHORT = {"sn": "Năm sinh", "ns": "Ngày sinh", "cv": "Chức vụ", "đv": "Đơn vị", "gt": "Giới tính"}


def heading_of(field: str) -> str:
    """What a column of it is called in a list."""
    text = " ".join(field.split())
    return _SHORT.get(plain(field), text[:1].upper() + text[1:])


def is_name_of_person(field: str) -> bool:
    return plain(field) in _PERSON_NAMES


def plain(field: str) -> str:
    return " ".join(unicodedata.normalize("NFC", field).lower().split())
