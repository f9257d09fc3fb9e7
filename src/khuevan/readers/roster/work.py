"""Position and organization written in one cell ("Phó Giám đốc, Sở Nội vụ")."""

import re

from khuevan.vietnamese.cleaning import clean

# How the names of public bodies, unions, schools and firms begin.
_BODY = re.compile(
    r"(?:Bộ (?!môn)|Sở|Cục|Chi cục|Tổng cục|Tổng công ty|Ban|Báo|Đài|Hội|Liên hiệp|Liên đoàn|Liên minh|Đoàn|Tỉnh"
    r"|Thành|Huyện|Quận|Thị|Xã|Phường|Đảng (?:ủy|uỷ|bộ)|Ủy ban|Uỷ ban|UBND|HĐND|UBMTTQ|MTTQ|Mặt trận|Văn phòng|VP"
    r"|Phòng|Trung tâm|TT|Trường|Học viện|Viện|Bệnh viện|Trạm|Công an|CA|Công ty|Cty|Doanh nghiệp|Hợp tác xã|HTX"
    r"|Ngân hàng|Kho bạc|Bảo hiểm|Bảo tàng|Thư viện|Nhà|Tòa|Toà|VKS|VKSND|TAND|Thanh tra|Quỹ|Hải quan|Thuế|Bưu điện"
    r"|Viễn thông|Tập đoàn|Quân|BCH|Đội|Đồn|Hạt|Khu|Vườn|Câu lạc bộ|CLB|Tạp chí|Hiệp hội|Khoa|Đại học|Cao đẳng"
    r"|Tòa soạn|Chi nhánh|Xí nghiệp|Nhà máy|Hãng|Thôn|Ấp|Bản|Buôn|Làng|Thành phố|TP)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[,;\n|]\s*|\s+[-–—/]\s+|\s*/\s*")
_POSITIONS = re.compile(
    r"(?:quyền |nguyên )?(?:phó )?(?:tổng |vụ |cục |chi cục )?"
    r"(?:trưởng (?:ban|phòng|khoa|trạm|bộ môn|đơn vị|đoàn|công an|thôn)|giám đốc|hiệu trưởng|chủ tịch|bí thư"
    r"|chánh (?:văn phòng|thanh tra)|trưởng|chuyên viên(?: chính| cao cấp)?|cán sự|nhân viên|cán bộ|viên chức|công chức"
    r"|kế toán(?: trưởng)?|văn thư|thanh tra viên(?: chính)?|phóng viên|biên tập viên|giáo viên|giảng viên|bác sĩ"
    r"|kỹ sư|thủ quỹ|thư ký|ủy viên|uỷ viên|đội trưởng|tổ trưởng)\b",
    re.IGNORECASE,
)


def is_body(text: str, start: int = 0) -> bool:
    """Whether the name of a public body, school or firm begins here; names begin with a capital."""
    return bool(_BODY.match(text, start)) and (text[start].isupper() or text.islower())


def split_work(text: str, *, organization_first: bool = False) -> tuple[str | None, str | None]:
    """Part a cell into position and organization; ``text`` may have line breaks.

    Parts at the separator behind which a name of a body begins, else at the first (for an organization that comes
    first, the last) separator, else where a body's name follows a known position.  A cell that is only one of both
    gives only that.
    """
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(text)]
    if organization_first:
        return _organization_first(text, cuts)
    for start, end in cuts:
        if is_body(text, end):
            return _pair(text[:start], text[end:])
    apart = _without_separator(text)
    if not cuts or None not in apart:
        return apart
    if is_body(text) and not _POSITIONS.match(text):
        return None, clean(text)
    return _pair(text[: cuts[0][0]], text[cuts[0][1] :])


def _organization_first(text: str, cuts: list[tuple[int, int]]) -> tuple[str | None, str | None]:
    for start, end in cuts:
        if _POSITIONS.match(text, end):
            return _pair(text[end:], text[:start])
    if cuts and not is_body(text, cuts[-1][1]):
        return _pair(text[cuts[-1][1] :], text[: cuts[-1][0]])
    return (clean(text), None) if _POSITIONS.match(text) else (None, clean(text))


def _without_separator(text: str) -> tuple[str | None, str | None]:
    position = _POSITIONS.match(text)
    if position is None:
        return (None, clean(text)) if is_body(text) else (clean(text), None)
    rest = text[position.end() :].strip()
    if rest and is_body(rest):
        return _pair(position[0], rest)
    return clean(text), None


def _pair(position: str, organization: str) -> tuple[str | None, str | None]:
    return clean(position) or None, clean(organization) or None
