"""Workbooks: three levels of headings, ranks, sections by agency, a sheet for each agency, mixed dates, hidden rows."""

import datetime as dt
from pathlib import Path

import openpyxl

from tests.readers import making
from tests.readers.roster.lists import Case

N = None


def _committee(folder: Path) -> Path:
    """A district committee: groups of headings, forms of address, agencies merged over their people."""
    rows = (
        ("HUYỆN ỦY LỘC NINH", N, N, N, N, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("VĂN PHÒNG", N, N, N, N, "Lộc Ninh, ngày 12 tháng 4 năm 2026"),
        (),
        ("DANH SÁCH TRÍCH NGANG", N, N, N, N, N),
        ("cán bộ tham gia lớp bồi dưỡng kiến thức đối ngoại", N, N, N, N, N),
        ("TT", "Đơn vị", "Thông tin học viên", N, N, N, "Liên hệ", N),
        (N, N, "Họ và tên", "Năm sinh", N, "Chức vụ", "Số máy", "Thư điện tử"),
        (N, N, N, "Nam", "Nữ", N, N, N),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
        (1, "Ban Tổ chức Huyện ủy", "Ông Điểu Huynh", 1979, N, "Phó Trưởng ban", "0912 000 111", N),
        (2, N, "Bà Lê Thị Mận", N, 1985, "Chuyên viên", "0912.000.112", "man.lt@huyen.example.vn"),
        (3, "Huyện đoàn Lộc Ninh", "Đ/c Trần Quốc Bảo", 1992, N, "Bí thư", 912000113, N),
        (4, N, "Thị Nơm", N, "1994", "Phó Bí thư", "+84 912 000 114", N),
        (N, N, "Tổng số: 04 đồng chí./."),
        (),
        (N, N, N, N, N, "T/L BAN THƯỜNG VỤ"),
        (N, N, N, N, N, "CHÁNH VĂN PHÒNG"),
        (),
        (N, N, N, N, N, "Nguyễn Hữu Ký"),
    )
    merges = ("A6:A8", "B6:B8", "C6:F6", "G6:H6", "C7:C8", "D7:E7", "F7:F8", "G7:G8", "H7:H8", "B10:B11", "B12:B13")
    return making.xlsx(folder / "committee.xlsx", rows, merges=merges)


def _police(folder: Path) -> Path:
    """Ranks in a column of their own, names in capitals, agency and job in one cell, numbers that lost their zero."""
    rows = (
        ("CÔNG AN TỈNH", N, N, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("DANH SÁCH CỬ CÁN BỘ CHIẾN SĨ ĐI HỌC",),
        ("STT", "HỌ VÀ TÊN", "CẤP BẬC", "NGÀY SINH", "ĐƠN VỊ - CHỨC VỤ", "SỐ ĐT", "SỐ ĐỊNH DANH CÁ NHÂN", "GHI CHÚ"),
        ("01", "ĐẶNG THÁI SƠN", "Thượng tá", dt.date(1975, 3, 9), "Phòng Tham mưu - Phó Trưởng phòng", 913222333,
         70075000111.0, N),
        ("02", "H'LAN NIÊ", "Đại úy", "9/11/1990", "Phòng An ninh đối ngoại - Cán bộ", "0166.922.2334",
         "070190000112", "ăn chay"),
        ("03", "NGUYỄN THỊ NGỌC ÁNH", "Thiếu tá", 31482, "Công an huyện Lộc Ninh – Đội trưởng", "0913222335",
         "070186000113", N),
        ("Ấn định danh sách có 03 đồng chí.",),
        (N, N, N, N, "KT. GIÁM ĐỐC"),
        (N, N, N, N, "PHÓ GIÁM ĐỐC"),
        (N, N, N, N, "Đại tá Lê Văn Ký"),
    )  # fmt: skip
    return making.xlsx(folder / "police.xlsx", rows)


def _sections(folder: Path) -> Path:
    """Sections headed by agencies in capitals, with counts, numbering that begins again, rows left blank."""
    head = ("STT", "Họ và chữ lót", "Tên", "Nữ", "Ngày tháng năm sinh", "Chức danh", "Zalo")
    rows = (
        ("DANH SÁCH ĐĂNG KÝ HỌC VIÊN",),
        (),
        head,
        ("I", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH (02 người)", N, N, N, N, N),
        (1, "Phan Thị Kim", "Ngân", "x", "12-08-1988", "Chuyên viên", "0987000111"),
        (2, "Hồ Tấn", "Lợi", N, "1/1/1979", "Phó Chánh Văn phòng", "0987000112 (vợ: 0987000999)"),
        (),
        ("II", "UBND HUYỆN BÙ ĐĂNG:", N, N, N, N, N),
        (1, "Điểu", "Bảo", N, "1990", "Phó Chủ tịch", N),
        (),
        ("III", "Báo Bình Phước"),
        (1, "Vũ Thị", "Là", "X", "05.06.1991", "Phóng viên", "987000114"),
        (2, "Tống Phước", "Tổng", N, "20/11/1983", "Thư ký tòa soạn", "0987000115"),
        ("Cộng", N, "5", "2"),
    )
    return making.xlsx(folder / "sections.xlsx", rows, merges=("A4:A4", "B4:G4"))


def _sheets(folder: Path) -> Path:
    """One sheet for each agency, its name on the tab, and a cover."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "Bìa"
    workbook.worksheets[0]["B3"] = "TỔNG HỢP DANH SÁCH NĂM 2026"
    for name, people in (
        ("Sở Y tế", (("1", "Trương Mỹ Lệ", "1987"), ("2", "Cao Văn Lầu", "1969"))),
        ("Sở Công Thương", (("1", "Âu Dương Quân", "1990"),)),
    ):
        sheet = workbook.create_sheet(name)
        for row in (("Mẫu 02",), ("TT", "Tên học viên", "Sinh năm"), *people):
            sheet.append(list(row))
    path = folder / "sheets.xlsx"
    workbook.save(path)
    return path


def _faulty(folder: Path) -> Path:
    """Slips of all kinds; whatever is right beside them stays."""
    rows = (
        ("Stt", "Họ và tên", "Ngày sinh", "Giới tính", "Cơ quan", "Điện thoại", "Email", "CCCD"),
        (1, "Lê Thị Hoa", "30/02/1985", "Nữ", "Sở Nội vụ", "0912345001", "hoa@tinh.example.vn", N),
        (2, "Lê Văn Hùng", "04/25/1980", "Nam", "Sở Nội vụ", "0912345002", N, "070180123456"),
        (3, N, "1/2/1990", "Nam", "Sở nội vụ", "0912345003", N, N),
        (4, "Võ Thị Sáu", "1990", "Nam nữ", "Sở Nội vụ", "sau@tinh.example.vn", "0912345004", N),
        (5, "Lê Thị Hoa", "1985", "Nữ", "Sở Y tế", "09123", "hoa(at)tinh.vn", "5.2E+10"),
        (6, "Võ Thị Sáu", "1990", "Nữ", "Sở Nội vụ", "+856 20 5551 2345", N, N),
        (7, "Ngô Văn Bé", "12/12/2019", "Nam", "Sở Nội vụ", "0912345001", N, "C1234567"),
    )
    return making.xlsx(folder / "faulty.xlsx", rows)


CASES = (
    Case("committee", _committee, (
        ("Điểu Huynh", "1979", "Nam", "Phó Trưởng ban", "Ban Tổ chức Huyện ủy", "0912000111", N, N, N),
        ("Lê Thị Mận", "1985", "Nữ", "Chuyên viên", "Ban Tổ chức Huyện ủy", "0912000112", "man.lt@huyen.example.vn",
         N, N),
        ("Trần Quốc Bảo", "1992", "Nam", "Bí thư", "Huyện đoàn Lộc Ninh", "0912000113", N, N, N),
        ("Thị Nơm", "1994", "Nữ", "Phó Bí thư", "Huyện đoàn Lộc Ninh", "0912000114", N, N, N),
    ), ((1, "full_name"), (3, "phone"))),
    Case("police", _police, (
        ("Đặng Thái Sơn", "1975-03-09", N, "Phó Trưởng phòng", "Phòng Tham mưu", "0913222333", N, "070075000111", N),
        ("H'Lan Niê", "1990-11-09", N, "Cán bộ", "Phòng An ninh đối ngoại", "0369222334", N, "070190000112", "ăn chay"),
        ("Nguyễn Thị Ngọc Ánh", "1986-03-11", N, "Đội trưởng", "Công an huyện Lộc Ninh", "0913222335", N,
         "070186000113", N),
    ), ((1, "citizen_id"), (2, "phone"), (3, "full_name"))),
    Case("sections", _sections, (
        ("Phan Thị Kim Ngân", "1988-08-12", "Nữ", "Chuyên viên", "Sở Văn hóa, Thể thao và Du lịch", "0987000111", N,
         N, N),
        ("Hồ Tấn Lợi", "1979-01-01", "Nam", "Phó Chánh Văn phòng", "Sở Văn hóa, Thể thao và Du lịch", "0987000112",
         N, N, N),
        ("Điểu Bảo", "1990", "Nam", "Phó Chủ tịch", "UBND huyện Bù Đăng", N, N, N, N),
        ("Vũ Thị Là", "1991-06-05", "Nữ", "Phóng viên", "Báo Bình Phước", "0987000114", N, N, N),
        ("Tống Phước Tổng", "1983-11-20", "Nam", "Thư ký tòa soạn", "Báo Bình Phước", "0987000115", N, N, N),
    ), ((2, "phone"), (4, "phone"))),
    Case("sheets", _sheets, (
        ("Trương Mỹ Lệ", "1987", N, N, "Sở Y tế", N, N, N, N),
        ("Cao Văn Lầu", "1969", N, N, "Sở Y tế", N, N, N, N),
        ("Âu Dương Quân", "1990", N, N, "Sở Công Thương", N, N, N, N),
    )),
    Case("faulty", _faulty, (
        ("Lê Thị Hoa", N, "Nữ", N, "Sở Nội vụ", "0912345001", "hoa@tinh.example.vn", N, N),
        ("Lê Văn Hùng", N, "Nam", N, "Sở Nội vụ", "0912345002", N, "070180123456", N),
        (N, "1990-02-01", "Nam", N, "Sở nội vụ", "0912345003", N, N, N),
        ("Võ Thị Sáu", "1990", N, N, "Sở Nội vụ", "0912345004", "sau@tinh.example.vn", N, N),
        ("Lê Thị Hoa", "1985", "Nữ", N, "Sở Y tế", N, N, N, N),
        ("Võ Thị Sáu", "1990", "Nữ", N, "Sở Nội vụ", "+8562055512345", N, N, N),
        ("Ngô Văn Bé", "2019-12-12", "Nam", N, "Sở Nội vụ", "0912345001", N, N, N),
    ), (
        (1, "birth"), (2, "birth"), (2, "citizen_id"), (3, "full_name"), (3, "organization"), (4, "gender"), (4,
         "phone"),
        (4, "email"), (5, "phone"), (5, "email"), (5, "citizen_id"), (6, "duplicate"), (6, "phone"), (7, "birth"),
        (7, "phone"), (7, "citizen_id"),
    )),
)  # fmt: skip
