"""Writes the reply lists that the demo reads in, from the ``organizations.csv`` of each class.

The people are invented: common family, middle and given names drawn with a fixed seed, telephone numbers of the form
0900 000 xxx, addresses under .example.  Each file has the shape in which offices really answer: a list with a head of
title rows, a list with one column of years for men and one for women, a letter with a table.  The same files come out
on every run.
"""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

LISTS = Path(__file__).parent.parent / "src" / "khuevan" / "demo" / "lists"

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Huỳnh",
    "Võ", "Trịnh", "Đinh", "Lâm", "Mai",
)  # fmt: skip
WEIGHTS = (24, 11, 9, 7, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 3, 4, 1, 2, 1, 1)
MEN_MIDDLE = ("Văn", "Đức", "Hữu", "Quốc", "Công", "Xuân", "Đình", "Viết", "Ngọc", "Thanh")
MEN_GIVEN = (
    "Dũng", "Hùng", "Thành", "Nam", "Long", "Hải", "Sơn", "Cường", "Phong", "Tùng", "Khoa", "Toàn", "Tiến", "Thịnh",
    "Đạt", "Kiên", "Bình", "Trung", "Nghĩa", "Lâm", "Hiếu", "Duy",
)  # fmt: skip
WOMEN_MIDDLE = ("Thị", "Thị Thu", "Thị Kim", "Thị Ngọc", "Thị Bích", "Thị Thanh", "Ngọc", "Thu", "Kim", "Mỹ")
WOMEN_GIVEN = (
    "Lan", "Hoa", "Hương", "Hạnh", "Thủy", "Yến", "Trang", "Hiền", "Nga", "Dung", "Thảo", "Nhung", "Loan", "Tuyền",
    "Phượng", "Oanh", "Vân", "Hà", "Mai", "Ánh", "Duyên", "Quyên",
)  # fmt: skip
# People in public life whose names chance could hit.
NOT_THESE = {
    "Nguyễn Xuân Cường", "Bùi Văn Cường", "Đinh Tiến Dũng", "Nguyễn Văn Hùng", "Nguyễn Văn Bình", "Lê Đức Vinh",
    "Hà Thị Nga", "Nguyễn Đức Hải", "Trương Thị Mai", "Nguyễn Thị Hà", "Nguyễn Đức Kiên", "Nguyễn Thanh Long",
    "Nguyễn Thanh Bình", "Nguyễn Thanh Nghĩa", "Bùi Quốc Nam", "Võ Đức Đạt", "Nguyễn Công Hiếu", "Phan Văn Hùng",
    "Nguyễn Ngọc Bình", "Trần Quốc Trung", "Lê Quốc Hùng", "Lê Quốc Phong", "Nguyễn Quốc Hùng", "Trần Văn Nam",
    "Nguyễn Thị Thu Hà", "Đặng Quốc Khánh", "Nguyễn Quốc Dũng", "Trần Quốc Cường", "Trần Đức Thắng",
}  # fmt: skip
POSTS = {
    "party": ("Chuyên viên", "Phó Trưởng phòng", "Chuyên viên chính"),
    "committee": ("Chuyên viên", "Phó Trưởng phòng Tổng hợp", "Chuyên viên chính"),
    "department": (
        "Chuyên viên Văn phòng",
        "Phó Chánh Văn phòng",
        "Chuyên viên",
        "Phó Trưởng phòng",
        "Chánh Văn phòng",
    ),
    "other": ("Chuyên viên", "Phó Chánh Văn phòng", "Chuyên viên Văn phòng"),
    "mass_organization": ("Chuyên viên", "Phó Trưởng Ban Tuyên giáo", "Phó Chánh Văn phòng"),
    "press": ("Phóng viên", "Biên tập viên", "Phó Trưởng phòng Thời sự"),
    "school": ("Giảng viên", "Chuyên viên Phòng Hành chính"),
    "district": (
        "Phó Trưởng phòng Văn hóa và Thông tin",
        "Chuyên viên Phòng Văn hóa và Thông tin",
        "Phó Chánh Văn phòng HĐND và UBND",
        "Chuyên viên Văn phòng HĐND và UBND",
    ),
}
POSTS_AT = {
    "Bộ Chỉ huy Quân sự tỉnh": ("Trợ lý Tuyên huấn",),
    "Công an tỉnh": ("Cán bộ Phòng Tham mưu", "Cán bộ Phòng Quản lý xuất nhập cảnh"),
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh": ("Trợ lý Phòng Chính trị",),
}


@dataclass(frozen=True)
class Learner:
    name: str
    woman: bool
    birth: date
    post: str
    organization: str
    phone: str
    email: str


@dataclass(frozen=True)
class Reply:
    """How one file is headed: who sends it, under which number, and on which day (written out)."""

    parent: str
    sender: str
    letter: str
    title: str
    write: Callable[[Path, "Reply", list[Learner]], None]


class Draw:
    """Invents people; no name twice, no telephone twice."""

    def __init__(self, year: int, domain: str, first_phone: int, *, seed: int) -> None:
        self._chance = random.Random(seed)
        self._year, self._domain, self._first_phone = year, domain, first_phone
        self._names: set[str] = set()

    def learner(self, organization: str, kind: str) -> Learner:
        woman = kind != "armed_forces" and self._chance.random() < 0.45
        name = self._name(woman)
        age = self._chance.randint(25, 50)
        birth = date(self._year - age, self._chance.randint(1, 12), self._chance.randint(1, 28))
        post = self._chance.choice(POSTS_AT.get(organization) or POSTS[kind])
        number = len(self._names)
        return Learner(
            name=name,
            woman=woman,
            birth=birth,
            post=post,
            organization=organization,
            phone=f"0900000{self._first_phone + number}",
            email=f"hocvien{number:02d}@{self._domain}" if self._chance.random() < 0.6 else "",
        )

    def _name(self, woman: bool) -> str:
        middles, givens = (WOMEN_MIDDLE, WOMEN_GIVEN) if woman else (MEN_MIDDLE, MEN_GIVEN)
        while True:
            family = self._chance.choices(FAMILIES, WEIGHTS)[0]
            name = f"{family} {self._chance.choice(middles)} {self._chance.choice(givens)}"
            words = name.split()
            if name not in self._names and name not in NOT_THESE and len(set(words)) == len(words):
                self._names.add(name)
                return name


def write_standard(path: Path, reply: Reply, learners: list[Learner]) -> None:
    """One row a person; the day of birth as a date cell, the telephone as text."""
    headings = ["STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Điện thoại",
                "Email", "Ghi chú"]  # fmt: skip
    with xlsxwriter.Workbook(path) as book:
        row, styles = _start_sheet(book, reply, widths=[5, 26, 16, 9, 30, 38, 14, 28, 10])
        sheet = book.worksheets()[0]
        for column, heading in enumerate(headings):
            sheet.write(row, column, heading, styles["heading"])
        for index, person in enumerate(learners, 1):
            sheet.write_number(row + index, 0, index, styles["cell"])
            sheet.write_string(row + index, 1, person.name, styles["cell"])
            sheet.write_datetime(row + index, 2, datetime.combine(person.birth, datetime.min.time()), styles["day"])
            rest = ["Nữ" if person.woman else "Nam", person.post, person.organization, person.phone, person.email, ""]
            for column, text in enumerate(rest, 3):
                sheet.write_string(row + index, column, text, styles["cell"])
        _end_sheet(book, row + len(learners) + 1, len(learners), styles)


def write_year_columns(path: Path, reply: Reply, learners: list[Learner]) -> None:
    """A double heading "Năm sinh: Nam | Nữ", the older custom: the column tells the gender."""
    with xlsxwriter.Workbook(path) as book:
        row, styles = _start_sheet(book, reply, widths=[5, 26, 8, 8, 38, 30, 16, 10])
        sheet = book.worksheets()[0]
        singles = {0: "TT", 1: "Họ và tên", 4: "Chức vụ", 5: "Cơ quan, đơn vị", 6: "Số điện thoại", 7: "Ghi chú"}
        for column, heading in singles.items():
            sheet.merge_range(row, column, row + 1, column, heading, styles["heading"])
        sheet.merge_range(row, 2, row, 3, "Năm sinh", styles["heading"])
        sheet.write(row + 1, 2, "Nam", styles["heading"])
        sheet.write(row + 1, 3, "Nữ", styles["heading"])
        for index, person in enumerate(learners, 1):
            line = row + 1 + index
            sheet.write_number(line, 0, index, styles["cell"])
            sheet.write_string(line, 1, person.name, styles["cell"])
            sheet.write_number(line, 3 if person.woman else 2, person.birth.year, styles["cell"])
            sheet.write_blank(line, 2 if person.woman else 3, None, styles["cell"])
            phone = f"{person.phone[:4]}.{person.phone[4:7]}.{person.phone[7:]}"
            for column, text in enumerate([person.post, person.organization, phone, ""], 4):
                sheet.write_string(line, column, text, styles["cell"])
        _end_sheet(book, row + len(learners) + 2, len(learners), styles)


def _start_sheet(
    book: xlsxwriter.Workbook, reply: Reply, widths: list[int]
) -> tuple[int, dict[str, xlsxwriter.format.Format]]:
    """The head of the list; returns the row of the headings and the styles."""
    book.set_properties({"created": datetime(2014, 1, 1), "title": reply.title})
    font = {"font_name": "Times New Roman", "font_size": 12}
    styles = {
        "plain": book.add_format({**font, "align": "center"}),
        "bold": book.add_format({**font, "align": "center", "bold": True}),
        "note": book.add_format({**font, "align": "center", "italic": True}),
        "heading": book.add_format({**font, "bold": True, "border": 1, "align": "center", "text_wrap": True}),
        "cell": book.add_format({**font, "border": 1}),
        "day": book.add_format({**font, "border": 1, "num_format": "dd/mm/yyyy"}),
    }
    sheet = book.add_worksheet("Danh sách")
    last = len(widths) - 1
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 2, reply.parent, styles["plain"])
    sheet.merge_range(1, 0, 1, 2, reply.sender.upper(), styles["bold"])
    sheet.merge_range(0, 4, 0, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", styles["bold"])
    sheet.merge_range(1, 4, 1, last, "Độc lập - Tự do - Hạnh phúc", styles["bold"])
    sheet.merge_range(3, 0, 3, last, reply.title, styles["bold"])
    sheet.merge_range(4, 0, 4, last, f"(Kèm theo {reply.letter} của {reply.sender})", styles["note"])
    return 6, styles


def _end_sheet(book: xlsxwriter.Workbook, row: int, count: int, styles: dict[str, xlsxwriter.format.Format]) -> None:
    sheet = book.worksheets()[0]
    sheet.write_string(row, 1, f"Tổng cộng: {count} người")
    sheet.write_string(row + 2, 1, "NGƯỜI LẬP BIỂU", styles["bold"])
    sheet.write_string(row + 2, 5, "THỦ TRƯỞNG ĐƠN VỊ", styles["bold"])
    sheet.write_string(row + 3, 5, "(Ký tên, đóng dấu)", styles["note"])


def write_letter(path: Path, reply: Reply, learners: list[Learner]) -> None:
    """A công văn with the list as a table in its body."""
    letter = docx.Document()
    letter.styles["Normal"].font.name = "Times New Roman"
    letter.styles["Normal"].font.size = Pt(12)
    letter.core_properties.created = letter.core_properties.modified = datetime(2014, 1, 1)
    for text in (reply.parent, reply.sender.upper()):
        letter.add_paragraph().add_run(text).bold = text != reply.parent
    letter.add_paragraph(reply.letter.replace("Công văn số ", "Số: ").split(" ngày ")[0])
    title = letter.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(reply.title).bold = True
    letter.add_paragraph("Kính gửi: Ban tổ chức lớp bồi dưỡng")
    letter.add_paragraph("Các cán bộ, công chức, viên chức có tên sau đây được cử tham dự lớp:")
    headings = ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Số điện thoại"]
    table = letter.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    for index, person in enumerate(learners, 1):
        gender = "Nữ" if person.woman else "Nam"
        texts = [
            f"{index}.",
            person.name,
            str(person.birth.year),
            gender,
            person.post,
            person.organization,
            person.phone,
        ]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    letter.add_paragraph("Nơi nhận:\n- Như trên;\n- Lưu: VT.")
    stream = io.BytesIO()
    letter.save(stream)
    path.write_bytes(_without_clock(stream.getvalue()))


def _without_clock(packed: bytes) -> bytes:
    """The same ZIP with every member dated 1980: python-docx stamps the time of the run."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            quiet = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            quiet.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(quiet, source.read(member))
    return out.getvalue()


BINH_PHUOC_TITLE = "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC THAM DỰ LỚP BỒI DƯỠNG KỸ NĂNG, NGHIỆP VỤ THÔNG TIN ĐỐI NGOẠI"
KHANH_HOA_TITLE = "DANH SÁCH ĐẠI BIỂU THAM DỰ LỚP BỒI DƯỠNG KỸ NĂNG NGHIỆP VỤ ĐỐI NGOẠI NĂM 2019"

CLASSES: dict[str, tuple[Draw, dict[str, Reply]]] = {
    "binh-phuoc-2014": (
        Draw(2014, "binhphuoc.example", 100, seed=20140602),
        {
            "01-so-ban-nganh.xlsx": Reply(
                "UBND TỈNH BÌNH PHƯỚC", "Sở Nội vụ", "Công văn số 422/SNV-ĐT ngày 20/5/2014", BINH_PHUOC_TITLE,
                write_standard),
            "02-huyen-thi-xa.xlsx": Reply(
                "UBND TỈNH BÌNH PHƯỚC", "Văn phòng UBND tỉnh", "Công văn số 318/VPUBND-VX ngày 21/5/2014",
                BINH_PHUOC_TITLE, write_year_columns),
            "03-dang-doan-the.docx": Reply(
                "TỈNH ỦY BÌNH PHƯỚC", "Văn phòng Tỉnh ủy", "Công văn số 195/CV-VPTU ngày 19/5/2014", BINH_PHUOC_TITLE,
                write_letter),
            "04-nganh-doc-luc-luong-vu-trang.xlsx": Reply(
                "UBND TỈNH BÌNH PHƯỚC", "Văn phòng UBND tỉnh", "Công văn số 326/VPUBND-VX ngày 23/5/2014",
                BINH_PHUOC_TITLE, write_standard),
        },
    ),
    "khanh-hoa-2019": (
        Draw(2019, "khanhhoa.example", 300, seed=20191004),
        {
            "01-so-ban-nganh.xlsx": Reply(
                "UBND TỈNH KHÁNH HÒA", "Văn phòng UBND tỉnh", "Công văn số 2140/VPUBND-NgV ngày 24/9/2019",
                KHANH_HOA_TITLE, write_standard),
            "02-dia-phuong.xlsx": Reply(
                "UBND TỈNH KHÁNH HÒA", "Sở Nội vụ", "Công văn số 2217/SNV-ĐT ngày 25/9/2019", KHANH_HOA_TITLE,
                write_year_columns),
            "03-dang-doan-the.docx": Reply(
                "TỈNH ỦY KHÁNH HÒA", "Văn phòng Tỉnh ủy", "Công văn số 1106-CV/VPTU ngày 23/9/2019", KHANH_HOA_TITLE,
                write_letter),
            "04-don-vi.xlsx": Reply(
                "UBND TỈNH KHÁNH HÒA", "Văn phòng UBND tỉnh", "Công văn số 2168/VPUBND-NgV ngày 26/9/2019",
                KHANH_HOA_TITLE, write_standard),
        },
    ),
}  # fmt: skip


def main() -> None:
    for name, (draw, replies) in CLASSES.items():
        folder = LISTS / name
        learners: dict[str, list[Learner]] = {file: [] for file in replies}
        with (folder / "organizations.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for _ in range(int(row["learners"])):
                    learners[row["list_file"]].append(draw.learner(row["short_name"], row["kind"]))
        for file, reply in replies.items():
            reply.write(folder / file, reply, learners[file])


if __name__ == "__main__":
    main()
