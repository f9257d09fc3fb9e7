"""How the names of bodies begin, and the positions of officials: the words by which both are told apart."""

import re

_BODIES = """
Bộ (?!môn|phận)|Sở|Cục|Chi cục|Tổng cục|Tổng (?:công ty|cục|hội|liên)|Ban|Báo|Đài|Hội|Liên hiệp|Liên đoàn|Liên minh
|Đoàn|Tỉnh|Thành|Huyện|Quận|Thị|Xã|Phường|Đảng (?:ủy|uỷ|bộ)|Ủy ban|Uỷ ban|UBND|HĐND|UBMTTQ|MTTQ|Mặt trận|Văn phòng
|VP|Phòng|Trung tâm|TT|Trường|Học viện|Viện|Bệnh viện|Trạm|Công an|CA|Công ty|Cty|Doanh nghiệp|Hợp tác xã|HTX
|Ngân hàng|Kho bạc|Bảo hiểm|Bảo tàng|Thư viện|Nhà (?:văn|thiếu|máy|xuất|khách|hát)|Tòa|Toà|VKS|VKSND|TAND|Thanh tra
|Quỹ|Hải quan|Thuế|Bưu điện|Bưu chính|BHXH|LĐLĐ|CĐ|ĐTN|BQL|VPUBND|SNV|BTC|BTG|BTV|Viễn thông|Tập đoàn|Quân|BCH|Đội
|Đồn|Hạt|Khu|Vườn|Câu lạc bộ|CLB|Tạp chí|Hiệp hội|Khoa|Đại học|Cao đẳng|Tiểu học|THCS|THPT|Mầm non|Mẫu giáo|Chi nhánh
|Xí nghiệp|Hãng|Thôn|Ấp|Bản|Buôn|Làng|Thành phố|TP|Đặc khu|Thường trực|Vụ|Công đoàn|Trại|Lữ đoàn|Sư đoàn|Trung đoàn
|Tiểu đoàn|Biên phòng|Chùa|Giáo xứ|Cảng|Điện lực|Lâm trường|Nông trường
"""
# What begins like a body and is none: "Hội viên", "Thanh tra viên", "Đội trưởng", "Xã hội".
_NO_BODIES = """
(?:Hội|Đoàn|Đội|Thanh tra|Công an|Thư viện|Xã|Ban|Công đoàn|Trạm|Thôn|Ấp|Khoa|Viện|Hạt|Đồn|Vụ|Cục|Chi cục|Thị)
 (?:viên|trưởng|phó)|Hội (?:thẩm|nhập|nghị)|Bản (?:thân|quyền)|Xã hội|Khoa học|Thành (?:viên|phần)|Thị trường|Khu vực
"""
_LED = """
ban|phòng|khoa|trạm|bộ môn|bộ phận|đơn vị|đoàn|công an|thôn|ấp|khu phố|buôn|bản|nhóm|tiểu ban|đài
|văn phòng đại diện|chi nhánh|ca
"""
_POSITIONS = """
giám đốc|hiệu trưởng|chủ tịch|chủ nhiệm|bí thư(?: thường trực)?|viện trưởng|chánh (?:văn phòng|thanh tra|án)
|cục trưởng|vụ trưởng|chi cục trưởng|hạt trưởng|trạm trưởng|thôn trưởng|trưởng|phòng(?= ?,|$)|tổng biên tập|biên tập
|chuyên viên(?: chính| cao cấp)?|cán sự|nhân viên|cán bộ|viên chức|công chức|người lao động|thanh tra viên(?: chính)?
|kế toán(?: trưởng| viên)?|văn thư(?: viên| lưu trữ)?|phóng viên|biên tập viên|giáo viên|giảng viên(?: chính)?
|bác sĩ|bác sỹ|y sĩ|y sỹ|dược sĩ|dược sỹ|điều dưỡng|hộ sinh|kỹ sư|kĩ sư|kỹ thuật viên|kĩ thuật viên|thủ quỹ|thủ kho
|thư ký(?: (?:tổng biên tập|tòa soạn|toà soạn|hội đồng|tòa án|toà án))?|(?:ủy|uỷ) viên(?: thường trực| thường vụ)?
|(?:đội|tổ|chỉ huy|tiểu đoàn|đại đội|trung đội|tiểu đội|xã đội|đồn|khoa|kíp|ca|nhóm) (?:trưởng|phó)|chính trị viên
|trợ lý|tham mưu(?: trưởng| phó)?|nghiên cứu viên|quay phim|phát thanh viên|đạo diễn|biên dịch|phiên dịch
|hướng dẫn viên|thư viện viên|lưu trữ viên|kiểm sát viên|thẩm phán|chấp hành viên|công chứng viên|kiểm lâm(?: viên)?
|kiểm soát viên|hội thẩm|lái xe|bảo vệ|tạp vụ|quản trị mạng|lập trình viên|đại biểu|hội viên|đoàn viên|đội viên
|công an viên|phó (?:ban|phòng|trưởng|khoa|đoàn|trạm|thôn)|phát ngôn viên|cộng tác viên|dân quân|thống kê|địa chính
|hộ tịch|(?:p?gđ|p?tp|p?ct|cvc?|ptp|pct|pbt|ubv|uvtv)(?=[ ,;./–-]|$)
"""
# What goes on with a field of work behind a dash or a comma and begins no agency ("Công chức Văn hóa - Xã hội").
_FIELDS = """
xã hội|hộ tịch|thể thao|du lịch|truyền hình|thống kê|lưu trữ|môi trường|xây dựng|kế hoạch|thương binh|tổng hợp
|thông tin|truyền thông|gia đình|dân số|thủ quỹ|tư pháp|đô thị|nông nghiệp|tin học
"""
# "Phó Chủ tịch UBND xã" and "Giám đốc Trung tâm" name no agency.
_NAMELESS = """
(?:(?:UBND|HĐND|UBMTTQ|MTTQ|Đảng (?:ủy|uỷ)|Ủy ban nhân dân|Hội [\\w ]+|Đoàn [\\w ]+|Công an) )?
(?:xã|phường|huyện|thị trấn)|Trung tâm|Văn phòng|Bệnh viện|Đơn vị|Hội đồng|Hợp tác xã|Công ty|Trường học|Ban Quản lý
"""


def _words(text: str) -> str:
    return text.replace("\n", "")


BODY = re.compile(rf"(?:{_words(_BODIES)})\b", re.IGNORECASE)
NO_BODY = re.compile(rf"(?:{_words(_NO_BODIES)})\b", re.IGNORECASE)
POSITION = re.compile(
    rf"(?:quyền |q\. ?|nguyên )?(?:phó )?(?:tổng |vụ |cục |chi cục )?"
    rf"(?:trưởng (?:{_words(_LED)})|{_words(_POSITIONS)})\b",
    re.IGNORECASE,
)
FIELD_OF_WORK = re.compile(rf"(?:{_words(_FIELDS)})\b(?! \d)", re.IGNORECASE)
NAMELESS = re.compile(_words(_NAMELESS), re.IGNORECASE)
