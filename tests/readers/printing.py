"""PDF files made by the tests: by Typst, and by hand for what Typst would not do."""

from collections.abc import Sequence
from pathlib import Path

import fontpkg
import typst

HEAD = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại")
LETTERHEAD = r"""SỞ NỘI VỤ #h(1fr) CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

#align(center)[DANH SÁCH CỬ CÁN BỘ THAM DỰ LỚP BỒI DƯỠNG]

Thực hiện Công văn số 12/SNV\-VP của Sở Thông tin và Truyền thông, Sở Nội vụ cử các đồng chí sau đây:

"""
SIGNATURE = "\n\n#h(1fr) GIÁM ĐỐC\n\n#h(1fr) Nguyễn Văn Ký"
_GIVEN = ["An", "Bình", "Châu", "Dũng", "Hòa", "Khánh", "Lan", "Phượng", "Quân", "Thủy"]
_WORK = (
    ("Chuyên viên", "Sở Nội vụ"),
    ("Phó Trưởng phòng", "Đài Phát thanh - Truyền hình tỉnh Bình Phước"),
    ("Văn thư", "UBND huyện Bù Đăng"),
)


def people(count: int) -> list[list[str]]:
    return [
        [
            *(str(number + 1), f"Nguyễn Văn {_GIVEN[number % 10]}", str(1960 + number % 40), ("Nam", "Nữ")[number % 2]),
            *(*_WORK[number % 3], f"09{number:08d}"),
        ]
        for number in range(count)
    ]


def table(rows: Sequence[Sequence[str]], *, stroke: str = "1pt", again: bool = True) -> str:
    head, *body = [", ".join(f"[{cell}]".replace("-", r"\-") for cell in row) for row in (HEAD, *rows)]
    first = f"table.header({head})" if again else head
    return f"#table(columns: (auto,) * 5 + (1fr, auto), stroke: {stroke}, {first}, {', '.join(body)})"


def pdf(path: Path, body: str) -> Path:
    source = path.with_suffix(".typ")
    source.write_text('#set text(font: "Noto Serif", size: 9pt)\n' + body, encoding="utf-8")
    fonts = sorted({str(Path(file).parent) for file in _font_files()})
    path.write_bytes(typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True))
    return path


def _font_files() -> list[Path]:
    folder = Path(fontpkg.__file__).resolve().parents[1] / "fontpkg_noto_serif"
    return list(folder.rglob("*.ttf"))


def by_hand(path: Path, contents: Sequence[bytes], *, font: str = "Helvetica", unknown: bool = False) -> Path:
    """A page for each content stream; its font is F1 with the letters of Windows, or with no names at all."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    encoding = "/Differences[33/g1/g2/g3/g4/g5/g6/g7/g8/g9/g10/g11/g12]" if unknown else "/BaseEncoding/WinAnsiEncoding"
    kind = (
        "Type3/FontBBox[0 0 999 999]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<>>"
        if unknown
        else f"Type1/BaseFont/{font}"
    )
    widths = " ".join(["500"] * 224)
    objects.append(
        f"<</Type/Font/Subtype/{kind}/FirstChar 32/LastChar 255/Widths[{widths}]"
        f"/Encoding<</Type/Encoding{encoding}>>>>".encode()
    )
    pages = []
    for content in contents:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        pages.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(pages))
    path.write_bytes(_file(objects))
    return path


def _file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    packed = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(packed))
        packed += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(packed)
    packed += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    packed += b"".join(b"%010d 00000 n \n" % place for place in places)
    return packed + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def shown(rows: Sequence[Sequence[str]], *, left: int = 50, top: int = 780, column: int = 120, down: int = 20) -> bytes:
    """A content stream: cells of Latin-1 at even distances."""
    parts = []
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            text = cell.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            parts.append(b"BT /F1 10 Tf %d %d Td (%s) Tj ET" % (left + place * column, top - number * down, text))
    return b"\n".join(parts)


def locked(path: Path) -> Path:
    """A file that says it is encrypted, with a password nobody knows."""
    secret = b"<" + b"41" * 32 + b">"
    encrypt = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O %s/U %s>>" % (secret, secret)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        encrypt,
    ]
    path.write_bytes(_file(objects, b"/Encrypt 4 0 R/ID[<41><41>]"))
    return path
