"""Words of the lists that offices send, and random Vietnamese text made of them."""

from hypothesis import strategies as st

_NAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Điểu Trịnh Đinh Lâm Mai Tạ Quách Nghiêm Văn Thị
Hữu Đức Minh Thanh Ngọc Thu Bích Kim Quốc Xuân Hồng Công Đình Khánh Phương Quỳnh Tuyết Hưng Ánh Ấn Dũng Dung Đông Đồng
Hạnh Hân Hòa Hùng Hằng Kiên Lạn Lân Lệ Mỹ Nga Oanh Phúc Quý Sơn Tâm Tấm Thảo Thắng Thúy Thủy Tuấn Từ Uyên Vinh Vỹ Yến Ý
Nghĩa Ẩn Ưng Ổn Ước Luyến Thưởng Khuyên Loan Toàn Thoại Quảng Chuyền Giang Giới
"""
_OFFICES = """
sở nội vụ ngoại tài chính kế hoạch đầu tư công thương giáo dục đào tạo y tế xây dựng nông nghiệp môi trường văn hóa thể
thao du lịch ủy ban nhân dân tỉnh huyện xã phường thị trấn thành phố phòng chuyên viên giám đốc trưởng phó chánh thanh
tra tổng biên tập phóng thư ký báo đài phát truyền hình hội liên hiệp phụ nữ đoàn niên bộ chỉ huy quân sự họ và tên ngày
sinh giới chức đơn vị điện thoại ghi chú danh sách cán cử đi học lớp bồi dưỡng giao năm tháng quyết định
"""
NAMES = _NAMES.split()
OFFICES = sorted(set(_OFFICES.split()))
WORDS = sorted({*NAMES, *OFFICES})
SIGNED = [word for word in WORDS if not word.isascii()]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)
