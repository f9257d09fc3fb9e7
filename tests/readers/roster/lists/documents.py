"""Letters of Word and PDF, text files, pasted messages."""

import unicodedata
from pathlib import Path

import docx

from tests.readers import making
from tests.readers.roster.lists import Case

N = None
HERE = Path(__file__).parent


def _letter(folder: Path) -> Path:
    """A commune's letter: one table for those who are sent, one for the waiting list, one for signatures."""
    document = docx.Document()
    document.add_paragraph("Kính gửi: Sở Văn hóa, Thể thao và Du lịch")
    tables = (
        (("ỦY BAN NHÂN DÂN\nXÃ LỘC THÀNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),),
        (
            ("TT", "Họ và tên, chức vụ", "Năm sinh", "Số điện thoại/Email"),
            ("1", "Lâm Văn Đức\nPhó Chủ tịch UBND xã", "1980", "0977000111\nduc@xa.example.vn"),
            ("2", "Nông Thị Hà - Công chức Văn hóa - Xã hội", "1991", "0977 000 112"),
        ),
        (("TT", "Họ tên (dự bị)", "Chức danh", "Điện thoại"), ("1", "Mã A Lềnh", "Trưởng thôn", "0977000113")),
        (("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nĐinh Văn Ký"),),
    )
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for texts in rows:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
        document.add_paragraph()
    path = folder / "letter.docx"
    document.save(str(path))
    return path


def _school_table(folder: Path) -> Path:
    """A Word table with ditto marks and the job before the school in one cell, in changing ways."""
    rows = (
        ("Số TT", "Họ, tên đệm và tên", "Phái", "Chức vụ, nơi công tác hiện nay", "Ghi chú"),
        ("1.", "Bùi Thị Xuân", "Nữ", "Hiệu trưởng, Trường THCS Lộc Thái", "trưởng đoàn"),
        ("2.", "Tạ Quang Bửu", "Nam", "Phó Hiệu trưởng Trường THCS Lộc Thái", ""),
        ("3.", "Đàm Thị Én", "nt", "Giáo viên (Trường Tiểu học Lộc Hưng)", "-"),
        ("4.", "Ma Văn Kháng", "Nam", "Trường Mầm non Hoa Mai\nKế toán", ""),
        ("", "Danh sách gồm 04 người", "", "", ""),
    )
    return making.docx_table(folder / "school.docx", rows)


def _export(folder: Path) -> Path:
    """An export with commas, quoted cells with line breaks, in the code page of Windows."""
    text = (
        '"Mã","Tên","Họ đệm","Ngày sinh","Giới tính","Phòng, ban","Tên cơ quan","Mail"\r\n'
        '"NV01","Hoà","Trần Thị","1990-05-06","Nữ","Phòng Kế hoạch","Sở Tài chính","hoa@so.example.vn"\r\n'
        '"NV02","Sơn","Lê","","Nam","","Kho bạc\nNhà nước","SON@SO.EXAMPLE.VN"\r\n'
    )
    path = folder / "export.csv"
    path.write_bytes("".join(map(_with_tone_apart, text)).encode("cp1258"))
    return path


def _with_tone_apart(char: str) -> str:
    """The code page has letters with hats and horns, and tones as characters of their own."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((part for part in parts if part in "\u0300\u0309\u0303\u0301\u0323"), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else char


def _bare(folder: Path) -> Path:
    """No heading at all, tabs, UTF-16 as Excel saves "Unicode text"."""
    lines = (
        "1\tNgô Thị Tuyết\t12/03/1984\tNữ\tVăn thư\tUBND phường An Lộc\t0918000111",
        "2\tKiều Công Tâm\t1977\tNam\tPhó Chủ tịch\tUBND phường An Lộc\t0918000112",
    )
    path = folder / "bare.txt"
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    return path


def _opened(folder: Path) -> Path:
    """A sheet of LibreOffice whose agency stands once over its people and whose men and women have dates apart."""
    table = "".join(
        making.ods_row(*cells)
        for cells in (
            ("Đơn vị", "Họ tên", "Nam", "Nữ", "Chức vụ"),
            ("Sở Xây dựng", "Quách Văn Thơm", "02/03/1980", "", "Trưởng phòng"),
            ("", "Phùng Thị Mơ", "", "14/07/1986", "Chuyên viên"),
            ("Sở Tư pháp", "Thạch Sô Phi", "09/09/1990", "", "Thanh tra viên"),
            ("", "Kim Thị Sa Rây", "", "01/12/1993", "Chuyên viên"),
        )
    )
    return making.ods(folder / "opened.ods", table)


CASES = (
    Case("letter", _letter, (
        ("Lâm Văn Đức", "1980", N, "Phó Chủ tịch UBND xã", N, "0977000111", "duc@xa.example.vn", N, N),
        ("Nông Thị Hà", "1991", N, "Công chức Văn hóa - Xã hội", N, "0977000112", N, N, N),
        ("Mã A Lềnh", N, N, "Trưởng thôn", N, "0977000113", N, N, N),
    )),
    Case("school", _school_table, (
        ("Bùi Thị Xuân", N, "Nữ", "Hiệu trưởng", "Trường THCS Lộc Thái", N, N, N, "trưởng đoàn"),
        ("Tạ Quang Bửu", N, "Nam", "Phó Hiệu trưởng", "Trường THCS Lộc Thái", N, N, N, N),
        ("Đàm Thị Én", N, N, "Giáo viên", "Trường Tiểu học Lộc Hưng", N, N, N, N),
        ("Ma Văn Kháng", N, "Nam", "Kế toán", "Trường Mầm non Hoa Mai", N, N, N, N),
    ), ((3, "gender"),)),
    Case("export", _export, (
        ("Trần Thị Hoà", "1990-05-06", "Nữ", N, "Phòng Kế hoạch, Sở Tài chính", N, "hoa@so.example.vn", N, N),
        ("Lê Sơn", N, "Nam", N, "Kho bạc Nhà nước", N, "SON@SO.EXAMPLE.VN", N, N),
    )),
    Case("bare", _bare, (
        ("Ngô Thị Tuyết", "1984-03-12", "Nữ", "Văn thư", "UBND phường An Lộc", "0918000111", N, N, N),
        ("Kiều Công Tâm", "1977", "Nam", "Phó Chủ tịch", "UBND phường An Lộc", "0918000112", N, N, N),
    )),
    Case("opened", _opened, (
        ("Quách Văn Thơm", "1980-03-02", "Nam", "Trưởng phòng", "Sở Xây dựng", N, N, N, N),
        ("Phùng Thị Mơ", "1986-07-14", "Nữ", "Chuyên viên", "Sở Xây dựng", N, N, N, N),
        ("Thạch Sô Phi", "1990-09-09", "Nam", "Thanh tra viên", "Sở Tư pháp", N, N, N, N),
        ("Kim Thị Sa Rây", "1993-12-01", "Nữ", "Chuyên viên", "Sở Tư pháp", N, N, N, N),
    ), ((2, "organization"), (4, "organization"))),
    # Made by a word processor from invented names: a letter with its table between paragraphs and signatures.
    Case("letter_pdf", lambda _folder: HERE / "letter.pdf", (
        ("Lương Thị Bích Hợp", "1983-03-08", "Nữ", "Phó Chánh Văn phòng", "Văn phòng Sở", "0908111201", N, N, N),
        ("Tô Văn Ấn", "1978-11-15", "Nam", "Trưởng phòng", "Phòng Quản lý vận tải và phương tiện", "0908111202", N,
         N, N),
        ("Nguyễn Hoàng Khải Minh", "1990-02-02", "Nam", "Chuyên viên", "Thanh tra Sở", "0908111203", N, N, N),
    )),
    # Made by a typesetter: years of men and women in two columns, cells of several lines.
    Case("list_pdf", lambda _folder: HERE / "list.pdf", (
        ("Vương Quốc Hưng", "1976", "Nam", "Phó Giám đốc", "Sở Công Thương", "0919333401", N, N, N),
        ("Phùng Khánh Linh", "1989", "Nữ", "Chuyên viên", "Ban Quản lý Khu kinh tế tỉnh", "0919333402", N, N, "mới"),
        ("Điểu K’Rứ", "1984", "Nam", "Phó Chủ tịch", "UBND xã Đắk Ơ, huyện Bù Gia Mập, tỉnh Bình Phước", "0919333403",
         N, N, N),
        ("Sơn Thị Sa Ret", "1995", "Nữ", "Phóng viên", "Đài Phát thanh - Truyền hình", "0919333404", N, N, N),
    )),
)  # fmt: skip
