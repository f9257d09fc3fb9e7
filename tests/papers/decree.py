"""Measures a .docx of ours against Nghị định 30/2020/NĐ-CP, Phụ lục I; ``faults`` names everything that differs.

Elements are known by their place and words, never by how they look: then how they look is judged.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml.ns import qn

from tests.papers.word_styles import Line, Styles, length, longest, mm, said

FONT = "Times New Roman"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
STAMPS = {"HỎA TỐC": 30, "THƯỢNG KHẨN": 40, "KHẨN": 20}
BODY = (13, 14)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass
class Part:
    """One section: its properties and what stands in it."""

    section: Any
    elements: list[Any]

    @property
    def width(self) -> float:
        size, margins = self.section.find(qn("w:pgSz")), self.section.find(qn("w:pgMar"))
        edges = (mm(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
        return mm(size.get(qn("w:w"))) - sum(edges)


@dataclass
class Judge:
    document: Any
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.styles = Styles(self.document)

    def line(self, element: Any) -> Line:
        return self.styles.line(element)

    def lines(self, cell: Any) -> list[Line]:
        """Of a cell, without those of tables in it and without gaps."""
        rows = [self.line(one) for one in cell.findall(qn("w:p"))]
        return [one for one in rows if one.text.strip() or one.is_rule]

    def expect(self, fits: object, what: str) -> None:
        if not fits:
            self.found.append(what)

    def looks(
        self,
        line: Line,
        role: str,
        sizes: tuple[float, float],
        *,
        bold: bool = False,
        italic: bool = False,
        align: str | None = "center",
    ) -> None:
        """Size within ``sizes``, bold and italic as said, of every run."""
        told = f"{role} ({line.text[:40]})"
        self.expect(line.runs, f"{role}: no words")
        self.expect(all(sizes[0] <= size <= sizes[1] for size in line.sizes), f"{told}: size {line.sizes}")
        self.expect(all(run.bold == bold for run in line.runs), f"{told}: bold")
        self.expect(all(run.italic == italic for run in line.runs), f"{told}: italic")
        self.expect(align is None or line.align == align, f"{told}: stands {line.align}")


def faults(content: bytes, *, is_document: bool = True) -> list[str]:
    """``is_document`` is False for what is only read out or hung up: it has no Quốc hiệu and need have no title."""
    document = docx.Document(io.BytesIO(content))
    judge = Judge(document)
    parts = list(_parts(document))
    for place, part in enumerate(parts):
        _page(judge, part, place)
    _letters(judge)
    elements = list(parts[0].elements)
    is_letter = _letterhead(judge, elements.pop(0), parts[0].width, is_document=is_document)
    if not is_letter and (is_document or any(judge.line(one).is_rule for one in elements if one.tag == qn("w:p"))):
        _title(judge, elements, parts[0].width)
    _body(judge, elements, parts[0].width)
    _end(judge, elements, parts[0].width)
    for place, part in enumerate(parts[1:]):
        _appendix(judge, part, place, count=len(parts) - 1)
    return judge.found


def _parts(document: Any) -> Iterator[Part]:
    elements: list[Any] = []
    for element in document.element.body:
        if element.tag == qn("w:sectPr"):
            yield Part(element, elements)
            return
        ends = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        elements.append(element)
        if ends is not None:
            yield Part(ends, elements)
            elements = []


def _page(judge: Judge, part: Part, place: int) -> None:
    size, margins = part.section.find(qn("w:pgSz")), part.section.find(qn("w:pgMar"))
    sides = sorted(round(mm(size.get(qn(f"w:{side}")))) for side in ("w", "h"))
    judge.expect(sides == [210, 297], f"page {place}: not A4 but {sides}")
    for side, least, most in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
        margin = round(mm(margins.get(qn(f"w:{side}"))), 1)
        judge.expect(least <= margin <= most, f"page {place}: margin {side} {margin} mm")
    judge.expect(said(part.section, "titlePg") not in (None, "0"), f"page {place}: a number on the first page")
    starts = part.section.find(qn("w:pgNumType"))
    begins = starts.get(qn("w:start")) if starts is not None else None
    judge.expect(begins in ((None, "1") if place == 0 else ("1",)), f"page {place}: does not count from 1")
    _page_number(judge, judge.document.sections[place], place)


def _page_number(judge: Judge, section: Any, place: int) -> None:
    first = [one.text for one in section.first_page_header.paragraphs if one.text.strip()]
    judge.expect(not first, f"page {place}: words above the first page")
    judge.expect(not any(one.text.strip() for one in section.footer.paragraphs), f"page {place}: words below")
    shown = [one for one in section.header.paragraphs if "PAGE" in one._p.xml]
    judge.expect(len(shown) == 1, f"page {place}: no page number in the top margin")
    for one in shown:
        line = judge.line(one._p)
        judge.looks(line, f"page number {place}", BODY)
        high = section.header_distance.mm + line.sizes.pop() * 25.4 / 72 * 1.2 if line.sizes else 0
        judge.expect(high <= section.top_margin.mm, f"page {place}: the number reaches into the text")


def _letters(judge: Judge) -> None:
    """Every run, in headers too, is black Times New Roman; only a stamp is red."""
    roots = [judge.document.element.body, *(section.header._element for section in judge.document.sections)]
    for root in roots:
        for element in root.iter(qn("w:p")):
            for run in judge.line(element).runs:
                judge.expect(run.fonts == {FONT}, f"font of «{run.text[:30]}»: {set(run.fonts)}")
                color = "FF0000" if run.text in STAMPS else "000000"
                judge.expect(run.color in (color, "auto"), f"colour of «{run.text[:30]}»: {run.color}")


def _rule(judge: Judge, line: Line | None, room: float, words: float | None, shares: tuple[float, float]) -> None:
    if line is None or not line.is_rule:
        judge.found.append("a rule is missing")
        return
    long = room - line.left - line.right
    judge.expect(abs(line.left - line.right) < 0.1, "a rule is not in the middle")
    if words is not None:
        least, most = (share * words for share in shares)
        told = f"a rule of {long:.1f} mm under {words:.1f} mm of words"
        judge.expect(least - 0.6 <= long <= most + 0.6, told)


def _cells(table: Any) -> list[list[Any]]:
    return [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]


def _width(cell: Any) -> float:
    return mm(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))


def _letterhead(judge: Judge, table: Any, width: float, *, is_document: bool) -> bool:
    """Judges boxes 1 to 5b and 10b; True for a công văn, which has no title."""
    rows = _cells(table)
    left, right = rows[0]
    whole = _width(left) + _width(right)
    judge.expect(whole <= width + 10, f"letterhead of {whole} mm")
    tops, names = judge.lines(right), judge.lines(left)
    is_party = bool(tops) and tops[0].text == PARTY
    if not is_document:
        judge.expect(not tops and len(rows) == 1, "Quốc hiệu or number above what is no document")
        _of_office(judge, names, _width(left))
        return False
    if is_party:
        _of_party(judge, names, tops, _width(right))
    else:
        _of_state(judge, names, tops, (_width(left), _width(right)))
    if len(rows) == 1:
        return False
    left, right = rows[1]
    lines = judge.lines(left)
    most = 14 if is_party else 13
    judge.looks(lines[0], "số, ký hiệu", (13, most))
    judge.expect(lines[0].text.startswith("Số"), "số, ký hiệu does not begin with Số")
    for dated in judge.lines(right):
        judge.looks(dated, "địa danh, ngày tháng", BODY, italic=True)
        judge.expect(", ngày " in dated.text, f"địa danh, ngày tháng: {dated.text}")
    for about in lines[1:]:
        judge.looks(about, "V/v", (12, 13), italic=is_party)
        judge.expect(about.text.startswith("V/v ") and about.before >= 6, "V/v: no 6 points above it")
    for stamp in left.iter(qn("w:tbl")):
        _stamp(judge, stamp)
    return len(lines) > 1


def _of_state(judge: Judge, names: list[Line], tops: list[Line], rooms: tuple[float, float]) -> None:
    judge.expect([one.text for one in tops[:2]] == [COUNTRY, MOTTO], "no Quốc hiệu and tiêu ngữ")
    if len(tops) >= 2:
        judge.looks(tops[0], "Quốc hiệu", (12, 13), bold=True)
        judge.looks(tops[1], "tiêu ngữ", BODY, bold=True)
        size = max(tops[0].sizes)
        long = length(COUNTRY, size, bold=True) or 0
        judge.expect(long <= rooms[1] - tops[0].left - tops[0].right, "Quốc hiệu does not fit on one line")
        words = length(MOTTO, max(tops[1].sizes), bold=True)
        _rule(judge, tops[2] if len(tops) > 2 else None, rooms[1], words, (1, 1))
    _of_office(judge, names, rooms[0])


def _of_office(judge: Judge, names: list[Line], room: float) -> None:
    *above, office, rule = names if names[-1].is_rule else [*names, None]
    assert office is not None
    for parent in above:
        judge.looks(parent, "cơ quan chủ quản", (12, 13))
        judge.expect(parent.text.isupper(), "cơ quan chủ quản: not in capitals")
    judge.looks(office, "cơ quan ban hành", (12, 13), bold=True)
    judge.expect(office.text.isupper(), "cơ quan ban hành: not in capitals")
    words = longest(office.text, max(office.sizes), room - office.left - office.right, bold=True)
    _rule(judge, rule, room, words, (1 / 3, 1 / 2))


def _of_party(judge: Judge, names: list[Line], tops: list[Line], room: float) -> None:
    """Hướng dẫn 36-HD/VPTW: each body on its line, an asterisk below, the Party's name with a rule as long."""
    judge.looks(tops[0], "tiêu đề của Đảng", (13, 15), bold=True)
    _rule(judge, tops[1] if len(tops) > 1 else None, room, length(PARTY, max(tops[0].sizes), bold=True), (1, 1))
    judge.expect(names[-1].text == "*", "no asterisk below the body of the Party")
    judge.looks(names[-2], "cơ quan ban hành", (12, 14), bold=True)
    for parent in names[:-2]:
        judge.looks(parent, "cơ quan cấp trên", (12, 14))


def _stamp(judge: Judge, table: Any) -> None:
    (cell,) = next(iter(_cells(table)))
    (line,) = judge.lines(cell)
    judge.looks(line, "dấu khẩn", BODY, bold=True)
    high = mm(table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:trHeight')}").get(qn("w:val")))
    measured = (round(_width(cell)), round(high))
    judge.expect(measured == (STAMPS.get(line.text), 8), f"dấu {line.text}: {measured} mm")
    edges = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    kinds = {(edge.get(qn("w:val")), edge.get(qn("w:color"))) for edge in edges}
    judge.expect(kinds == {("single", "FF0000")}, f"dấu {line.text}: frame {kinds}")


def _take(judge: Judge, elements: list[Any]) -> Line | None:
    """The next paragraph with words or a rule; nothing before a table."""
    while elements and elements[0].tag == qn("w:p"):
        line = judge.line(elements[0])
        if line.text.strip() or line.is_rule:
            return line
        elements.pop(0)
    return None


def _title(judge: Judge, elements: list[Any], width: float) -> None:
    """Box 5a: everything down to its rule."""
    lines: list[Line] = []
    while (line := _take(judge, elements)) is not None:
        elements.pop(0)
        if line.is_rule:
            break
        lines.append(line)
    if line is None or not lines:
        judge.found.append("no title with a rule below it")
        return
    name, *below = lines
    judge.looks(name, "tên loại", BODY, bold=True)
    judge.expect(name.text.isupper(), "tên loại: not in capitals")
    subjects = [one for one in below if not one.text.startswith("(")]
    for one in subjects:
        judge.looks(one, "trích yếu", BODY, bold=True)
    for one in below:
        if one.text.startswith("("):
            judge.looks(one, "(Kèm theo ...)", BODY, italic=True)
    above = subjects[-1] if subjects else name
    words = longest(above.text, max(above.sizes), width - above.left - above.right, bold=True)
    _rule(judge, line, width, words, (1 / 3, 1 / 2))


def _body(judge: Judge, elements: list[Any], width: float) -> None:
    grounds: list[Line] = []
    for element in elements:
        if element.tag == qn("w:tbl"):
            _table(judge, element, width)
            continue
        line = judge.line(element)
        if not line.text.strip():
            continue
        if line.text.startswith(("Căn cứ ", "Theo đề nghị của ")) and line.is_italic:
            grounds.append(line)
        _words(judge, line)
    for one in grounds[:-1]:
        judge.expect(one.text.endswith(";"), f"căn cứ does not end with a semicolon: {one.text[-20:]}")
    if grounds:
        judge.expect(
            grounds[-1].text.endswith("."), f"the last căn cứ does not end with a full stop: {grounds[-1].text}"
        )


def _words(judge: Judge, line: Line) -> None:
    told = line.text[:40]
    if line.style == "Banner":
        judge.expect(line.is_bold and line.align == "center" and line.text.isupper(), f"phông: {told}")
        return
    judge.expect(line.sizes <= {13, 14}, f"size of «{told}»: {line.sizes}")
    if line.align == "center":
        is_to = line.text.startswith("Kính gửi:")
        judge.expect(line.is_bold != is_to and not line.is_italic, f"centred line «{told}»")
        return
    if line.style.lower().startswith("heading"):
        judge.expect(line.is_bold, f"heading «{told}» not bold")
    if line.text.startswith("Căn cứ "):
        judge.expect(line.is_italic, f"căn cứ not italic: {told}")
    if article := re.match(r"Điều \d+\.", line.text):
        judge.expect(line.runs[0].bold and line.runs[0].text.strip() == article[0], f"«{told}»: Điều not bold")
    if line.left:  # one of several addressees
        judge.expect(not line.is_bold and not line.is_italic, f"addressee «{told}»")
        return
    judge.expect(line.align == "both", f"«{told}»: not justified")
    judge.expect(9.9 <= line.first <= 12.8, f"«{told}»: first line {line.first} mm")
    judge.expect(line.after >= 6, f"«{told}»: {line.after} points below")
    judge.expect(not line.is_exact and 1 <= line.spacing <= 1.5, f"«{told}»: {line.spacing} lines")


def _table(judge: Judge, table: Any, width: float) -> None:
    columns = [mm(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
    properties = table.find(qn("w:tblPr"))
    indent = properties.find(qn("w:tblInd"))
    left = mm(indent.get(qn("w:w"))) if indent is not None else 0
    told = "".join(table.itertext())[:30]
    judge.expect(left >= 0 and left + sum(columns) <= width + 0.2, f"table «{told}»: {sum(columns):.1f} mm wide")
    is_ruled = properties.find(qn("w:tblBorders")) is not None
    for row in table.findall(qn("w:tr")):
        judge.expect(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None, f"table «{told}»: a row breaks")
    if is_ruled:
        repeated = table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")
        judge.expect(repeated is not None, f"table «{told}»: the heading is not repeated")
        for element in table.iter(qn("w:p")):
            line = judge.line(element)
            judge.expect(all(11 <= size <= 14 for size in line.sizes), f"table «{told}»: {line.sizes} points")


def _end(judge: Judge, elements: list[Any], width: float) -> None:
    """Boxes 7a, 7b, 9b and 12, and ./. before them; nothing where the paper is attached to another."""
    tables = [one for one in elements if one.tag == qn("w:tbl")]
    closing = next((one for one in tables if "Nơi nhận:" in "".join(one.itertext())), None)
    if closing is None:
        return
    before = [one for one in elements[: elements.index(closing)] if "".join(one.itertext()).strip()]
    last = "".join(before[-1].itertext()) if before else ""
    judge.expect(last.rstrip().endswith("./."), f"the words do not end with ./.: {last[-30:]}")
    ((left, right),) = _cells(closing)
    judge.expect(_width(left) >= 0.3 * width and _width(right) >= 0.5 * width, "the signer not in the right half")
    _recipients(judge, judge.lines(left))
    *capacity, signer = judge.lines(right)
    judge.expect(capacity, "nobody signs")
    for line in capacity:
        judge.looks(line, "quyền hạn, chức vụ", BODY, bold=True)
        judge.expect(line.text == line.text.upper(), f"chức vụ not in capitals: {line.text}")
    judge.looks(signer, "họ tên", BODY, bold=True)
    judge.expect(not signer.text.isupper(), "họ tên in capitals")
    judge.expect(signer.before >= 50, "no room for the signature")


def _recipients(judge: Judge, lines: list[Line]) -> None:
    heading, *names = lines
    judge.looks(heading, "Nơi nhận", (12, 12), bold=True, italic=True, align="left")
    for place, line in enumerate(names, start=1):
        judge.looks(line, "nơi nhận", (11, 11), align="left")
        text, _tab, copies = line.text.partition("\t")
        end = "." if place == len(names) else ";"
        judge.expect(text.startswith("- ") and text.endswith(end), f"nơi nhận: {text}")
        judge.expect(not copies or re.fullmatch(r"(\S+\.)?(\(\d+\))?", copies), f"số bản: {copies}")
    judge.expect(names and names[-1].text.startswith("- Lưu: VT"), "nơi nhận does not end with - Lưu: VT")


def _appendix(judge: Judge, part: Part, place: int, *, count: int) -> None:
    elements = list(part.elements)
    name = _take(judge, elements)
    if name is None:
        judge.found.append(f"appendix {place}: begins without its name")
        return
    expected = f"Phụ lục {ROMAN[place]}" if count > 1 else "Phụ lục"
    judge.expect(name.text == expected, f"appendix {place}: called {name.text}, not {expected}")
    judge.looks(name, "phụ lục", (14, 14), bold=True)
    elements.pop(0)
    _title(judge, elements, part.width)
    _body(judge, elements, part.width)
