"""Family names in use in Viet Nam, those of ethnic minorities among them: to tell a full name from another word."""

from khuevan.vietnamese.folding import match_key

_NAMES = """
An Âu Ân Bạch Bàn Bàng Bành Bao Bế Biện Bùi Ca Cái Cam Cán Cao Cáp Cát Cầm Cấn Chu Chung Chử Chư Châu Chau Chế Chiêm
Chảo Chang Chíu Cổ Công Cồ Cù Cung Cự Cứ Danh Diêm Diệp Doãn Dư Dương Đàm Đàng Đào Đan Đăng Đặng Đậu Đèo Điền Điểu Đinh
Đoàn Đỗ Đồng Đống Đổng Đới Đường Giang Giàng Giáp Hà Hạ Hàn Hàng Hạng Hầu Hảng Hoa Hoàng Hồ Hồng Hờ Hùng Hứa Huỳnh
Kha Khà Khâu Khổng Khuất Khúc Khương Kiều Kim Kơ Kpă Ksor Kê La Lã Lạc Lại Lâm Lang Lèng Lê Lều Liêu Liễu Linh Lò Lồ Lộ
Lôi Lỗ Lù Lục Lư Lữ Lường Lương Lưu Lý Ma Mã Mạc Mạch Mai Mẫn Mâu Mầu Mè Mlô Mông Mùa Nay Nghiêm Nghị Ngô Ngọ Ngụy Ngân
Nguyễn Nhâm Nhan Nhữ Niê Ninh Nông Ông Phạm Phan Phí Phó Phù Phùng Phương Quách Quản Quan Quàng Quảng Rcom Rmah Rơ Sa
Sái Sầm Sần Siu Sơn Sùng Tạ Tăng Tẩn Tằng Tào Tân Tề Thạch Thái Thang Thàng Thào Thân Thẩm Thập Thích Thiều Thiệu Thòng
Thôi Thủy Tiêu Tiết Tô Tôn Tôn-Nữ Tôn-Thất Tống Trà Trác Trang Tráng Trần Trầm Triệu Triều Trình Trịnh Trương Từ Tưởng
Ty Ứng Ung Uông Vàng Vi Viên Viêm Vòng Võ Vũ Vừ Vương Xa Xồng Y Yên Êban Ênuôl Kbuôr Byă Ayun Adrơng Hlong Bkrông
Hoàng-Phủ Âu-Dương Đặng-Trần Thị-Điểu Bhnướch Briu Zơrâm Alăng Coor Ating Bling Pơloong Hôih Hồ-Viết A Đinh Rơ-Mah Kon
"""
_KEYS = frozenset(match_key(name) for name in _NAMES.split())


def is_family_name(word: str) -> bool:
    """Whether a word, however it is typed, is known as a family name; "H'Hen" and "K'Sor" begin a name as such.

    >>> is_family_name("NGUYỄN"), is_family_name("Điểu"), is_family_name("H'Hen"), is_family_name("Thị")
    (True, True, True, False)
    """
    key = match_key(word)
    return key in _KEYS or key.startswith(("h'", "k'"))
