"""Words from which lists are invented: headings as offices write them, names, positions, agencies."""

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Mai", "Lâm", "Điểu", "Tạ", "Đoàn", "Cao", "Nông", "Giàng", "Thạch", "Lương", "Tống",
)  # fmt: skip
MIDDLES = {
    "Nam": ("Văn", "Minh", "Quốc", "Đức", "Hữu", "Công", "Xuân", "Đình", "Trọng", "Thanh", "Quang"),
    "Nữ": ("Thị", "Thu", "Ngọc", "Kim", "Mỹ", "Bích", "Diệu", "Hồng", "Thanh", "Thị Kim", "Phương"),
}
GIVEN = {
    "Nam": (
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đạt",
        "Giang",
        "Hải",
        "Hiếu",
        "Hòa",
        "Khánh",
        "Long",
        "Nam",
        "Sơn",
        "Thắng",
    ),
    "Nữ": ("Ánh", "Chi", "Duyên", "Hà", "Hạnh", "Hương", "Lan", "Loan", "Mai", "Nga", "Oanh", "Phượng", "Thủy", "Yến"),
}
POSITIONS = (
    "Chuyên viên", "Chuyên viên chính", "Phó Giám đốc", "Giám đốc", "Trưởng phòng", "Phó Trưởng phòng", "Văn thư",
    "Kế toán trưởng", "Phóng viên", "Phó Chánh Thanh tra", "Chánh Văn phòng", "Phó Chủ tịch", "Cán sự", "Nhân viên",
    "Phó Bí thư", "Biên tập viên", "Công chức", "Phó Trưởng ban", "Thư ký Tổng biên tập", "Hiệu trưởng", "Chủ tịch",
)  # fmt: skip
AGENCIES = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch", "Sở Khoa học và Công nghệ",
    "Văn phòng UBND tỉnh", "UBND xã Lộc Thành", "UBND phường Bình Long", "UBND huyện Bù Đăng", "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh", "Ban Tuyên giáo Tỉnh ủy", "Đài Phát thanh - Truyền hình", "Báo Bình Phước",
    "Hội Liên hiệp Phụ nữ tỉnh", "Tỉnh đoàn", "Trường Chính trị tỉnh", "Trung tâm Y tế huyện Lộc Ninh",
    "Ban Quản lý Khu kinh tế", "Bệnh viện đa khoa tỉnh", "Liên đoàn Lao động tỉnh", "Chi cục Thuế khu vực 2",
)  # fmt: skip
SECTIONS_OF_NO_AGENCY = ("KHỐI ĐẢNG", "Khối nhà nước:", "CÁC HUYỆN, THỊ XÃ", "Khối Mặt trận và đoàn thể", "CẤP XÃ")

ORDERS = ("STT", "TT", "Stt", "Số TT", "Số thứ tự")
NAMES = (
    "Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ và tên khai sinh", "Họ tên học viên", "Tên người học", "Họ, chữ đệm và tên",
    "Họ và tên cán bộ, công chức", "Học viên", "Đại biểu tham dự", "Người được cử", "Họ và tên (chữ in hoa)",
)  # fmt: skip
FAMILY_GIVEN = (("Họ và tên đệm", "Tên"), ("Họ đệm", "Tên"), ("Họ và chữ lót", "Tên"), ("Họ lót", "Tên gọi"))
FAMILY_MIDDLE_GIVEN = (("Họ", "Chữ lót", "Tên"), ("Họ", "Tên đệm", "Tên"), ("Họ", "Đệm", "Tên"))
BIRTHS = (
    "Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh (dương lịch)", "NGÀY SINH", "Sinh ngày", "NTNS",
    "Ngày/tháng/năm sinh",
)  # fmt: skip
YEARS = ("Năm sinh", "NĂM SINH", "Sinh năm", "N.sinh")
GENDERS = ("Giới tính", "Phái", "GT", "Nam/Nữ", "G.tính", "Giới tính (Nam, Nữ)")
JOBS = ("Chức vụ", "CHỨC VỤ", "Chức danh", "Chức vụ hiện nay", "Chức vụ/Chức danh", "Vị trí công tác")
BODIES = (
    "Đơn vị công tác", "Đơn vị", "Cơ quan", "CƠ QUAN, ĐƠN VỊ", "Đơn vị công tác hiện nay", "Nơi công tác",
    "Cơ quan/Đơn vị", "Nơi làm việc", "Tên cơ quan, đơn vị",
)  # fmt: skip
JOB_AND_BODY = ("Chức vụ, đơn vị công tác", "Chức vụ - Cơ quan", "Chức danh, nơi công tác", "Chức vụ và đơn vị")
BODY_AND_JOB = ("Đơn vị, chức vụ", "Cơ quan - Chức vụ", "Đơn vị công tác, chức vụ")
PHONES = ("Điện thoại", "Số điện thoại", "SĐT", "SĐT/Zalo", "Số ĐT di động", "ĐTDĐ", "Điện thoại liên hệ", "Di động")
EMAILS = ("Email", "E-mail", "Thư điện tử", "Hộp thư", "Địa chỉ email", "Email công vụ")
CITIZENS = ("Số CCCD", "CCCD", "Căn cước công dân", "CMND/CCCD", "Số định danh cá nhân")
NOTES = ("Ghi chú", "GHI CHÚ", "Ghi chú (nếu có)", "Lưu ý")
OTHERS = {
    "Dân tộc": ("Kinh", "Tày", "S'Tiêng"),
    "Trình độ chuyên môn": ("Đại học", "Thạc sĩ", "Cao đẳng"),
    "Quê quán": ("Bình Phước", "Nam Định", "Thanh Hóa"),
    "Ngày vào Đảng": ("03/02/2005", "19/5/2010", ""),
    "Ký nhận": ("", "", ""),
    "Cỡ áo": ("M", "L", "XL"),
}

LETTERHEADS = (
    (),
    (
        ("UBND TỈNH BÌNH PHƯỚC", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("SỞ NỘI VỤ", None, None, "Độc lập - Tự do - Hạnh phúc"),
        (None, None, None, "Bình Phước, ngày 20 tháng 5 năm 2026"),
        (),
    ),
    (("TỈNH ỦY - HĐND - UBND",), ("Số: 12/DS-VP",), ()),
)
TITLES = (
    (),
    (("DANH SÁCH CÁN BỘ, CÔNG CHỨC THAM DỰ LỚP BỒI DƯỠNG",), ("(Kèm theo Công văn số 12/SNV-VP ngày 20/5/2026)",), ()),
    (("DANH SÁCH HỌC VIÊN",), ("Lớp tập huấn nghiệp vụ năm 2026",)),
    (("Danh sách đăng ký",),),
)
FOOTERS = (
    (),
    ((None, "Tổng cộng: {count} người"), (), (None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"), (None, "(Ký tên)"),
     (), (None, "Trần Thị Lập", None, "Nguyễn Văn Ký")),
    (("Danh sách này có {count} người.",), ("NGƯỜI LẬP", None, "KT. GIÁM ĐỐC"), (None, None, "PHÓ GIÁM ĐỐC"),
     (), ("Lê Văn Lập", None, "Phạm Thị Ký")),
    (("(Danh sách gồm {count} đồng chí)",), (None, None, "Bình Phước, ngày 20 tháng 5 năm 2026"),
     (None, None, "GIÁM ĐỐC"), (None, None, "(Đã ký)"), (None, None, "Nguyễn Thị Ký")),
    (("Nơi nhận:", None, "TM. ỦY BAN NHÂN DÂN"), ("- Như trên;", None, "CHỦ TỊCH"), ("- Lưu: VT.",),
     (None, None, "Hoàng Văn Ký")),
    ((None, "Cộng", "{count}"),),
)  # fmt: skip
