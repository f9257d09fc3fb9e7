"""A Word file to begin a template with: the layout of the decree, with the fields of the kind already in place.

It is drawn like every paper, from blocks whose words are fields; what the layout does to words (capitals, dashes before
recipients) is taken off the fields again.
"""

import io
import re
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from khuevan.papers.blocks import (
    Basis,
    Block,
    Centred,
    Closing,
    Column,
    Heading,
    Letterhead,
    Paper,
    Table,
    Text,
    Title,
)
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.enums import PaperKind
from khuevan.papers.layout import drawn

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_WHOLE = re.compile(r"\{%(?:p|tr|tc) .*?%\}")
_NAME, _RECIPIENT, _ADDRESSEE, _APPENDIX = "{{ ten_lop }}", "{{ nn }}", "{{ d.chu|trim }}", "{{ pl.so }}"

_APPENDICES, _END = "{%p for pl in phu_luc %}", "{%p endfor %}"

type Columns = tuple[tuple[str, str, float], ...]
"""Heading, field and share of each column."""

_LEARNERS: Final[Columns] = (
    ("STT", "{{ hv.stt }}", 12), ("Họ và tên", "{{ hv.ho_ten }}", 36), ("Ngày, năm sinh", "{{ hv.nam_sinh }}", 25),
    ("Chức vụ", "{{ hv.chuc_vu }}", 38), ("Đơn vị", "{{ hv.don_vi }}", 43),
)  # fmt: skip
_FEES: Final[Columns] = (
    ("STT", "{{ tl.stt }}", 10), ("Họ và tên", "{{ tl.ho_ten }}", 36), ("Số buổi", "{{ tl.so_buoi }}", 14),
    ("Mức (đồng)", "{{ tl.muc }}", 22), ("Thành tiền", "{{ tl.thanh_tien }}", 24), ("Thuế", "{{ tl.thue }}", 20),
    ("Thực nhận", "{{ tl.thuc_nhan }}", 24), ("Số tài khoản", "{{ tl.so_tai_khoan }}", 30),
)  # fmt: skip
_ESTIMATE: Final[Columns] = (
    ("STT", "{{ kp.stt }}", 10), ("Nội dung", "{{ kp.noi_dung }}", 46), ("Đơn vị", "{{ kp.don_vi_tinh }}", 16),
    ("Số lượng", "{{ kp.so_luong }}", 16), ("Số lần", "{{ kp.so_lan }}", 14), ("Đơn giá", "{{ kp.don_gia }}", 24),
    ("Thành tiền", "{{ kp.thanh_tien }}", 26),
)  # fmt: skip


def starting_template(kind: PaperKind) -> bytes:
    """The .docx; it passes the check of its kind as it is."""
    writer = WRITERS[kind]
    is_letter, is_numbered = writer.symbol == "", writer.symbol is not None
    number = ("Số: {{ so_ky_hieu }}", "{{ dia_danh }}, {{ ngay_thang }}") if is_numbered else ("", "")
    head = Letterhead("{{ co_quan_chu_quan }}", "{{ co_quan }}", *number, "{{ trich_yeu }}" if is_letter else "")
    title = None if is_letter else Title("{{ ten_loai }}", "{{ trich_yeu }}")
    recipients = ("{%p for nn in noi_nhan %}", _RECIPIENT, "{%p endfor %}")
    closing = Closing(recipients, ("{{ chuc_vu_ky }}",), "{{ nguoi_ky }}") if is_numbered else None
    blocks = (*_content(kind), *([] if kind in _LISTED else _appendices()))
    paper = Paper(head, title, blocks, closing)
    return _cleaned(drawn(paper, title=writer.title))


def _content(kind: PaperKind) -> list[Block]:
    listed = _LISTED.get(kind)
    return list(listed) if listed else _body("noi_dung")


def _body(name: str) -> list[Block]:
    """The text as the program writes it, each kind of paragraph in its letters."""
    return [
        Text(f"{{%p for d in {name} %}}"),
        Text("{%p if d.loai == 'bang' %}"),
        _any_table(),
        Text("{%p elif d.loai == 'muc' %}"),
        Heading("{{ d.chu|upper }}", 1),
        Text("{%p elif d.loai == 'muc_nho' %}"),
        Heading("{{ d.chu }}", 2),
        Text("{%p elif d.loai == 'giua' %}"),
        Centred("{{ d.chu }}"),
        Text("{%p elif d.loai == 'can_cu' %}"),
        Basis(("{{ d.chu }}",)),
        Text("{%p elif d.loai == 'kinh_gui' %}"),
        Text(_ADDRESSEE),
        Text("{%p elif d.dau %}"),
        Text("{{ d.chu }}", lead="{{ d.dau }}"),
        Text("{%p else %}"),
        Text("{{ d.chu }}"),
        Text("{%p endif %}"),
        Text("{%p endfor %}"),
    ]


def _appendices() -> list[Block]:
    return [
        Text(_APPENDICES),
        Centred(_APPENDIX),
        Centred("{{ pl.ten }}"),
        Centred("{{ pl.tieu_de }}"),
        *_body("pl.noi_dung"),
        Text(_END),
    ]


def _any_table() -> Table:
    columns = (Column("{%tc for c in d.cot %}", 1), Column("{{ c }}", 1), Column("{%tc endfor %}", 1))
    row = ("{%tc for o in h.o %}", "{{ o }}", "{%tc endfor %}")
    return Table(columns, (("{%tr for h in d.hang %}", "", ""), row, ("{%tr endfor %}", "", "")))


def _listing(loop: str, columns: Columns) -> Table:
    """A row for each, between the two rows that fall away."""
    empty = ("",) * (len(columns) - 1)
    rows = ((f"{{%tr for {loop} %}}", *empty), tuple(field for _label, field, _share in columns))
    heads = tuple(Column(label, share) for label, _field, share in columns)
    return Table(heads, (*rows, ("{%tr endfor %}", *empty)))


def _programme() -> Table:
    columns = (Column("Thời gian", 24, "center"), Column("Nội dung", 48), Column("Người thực hiện", 34))
    rows = (
        ("{%tr for b in buoi %}", "", ""),
        ("{{ b.tu }} - {{ b.den }}", "{{ b.ten }}", "{{ b.dia_diem }}"),
        ("{%tr for v in b.viec %}", "", ""),
        ("{{ v.gio }}", "{{ v.ten }}", "{{ v.nguoi }}"),
        ("{%tr endfor %}", "", ""),
        ("{%tr endfor %}", "", ""),
    )
    return Table(columns, rows)


_LISTED: Final[dict[PaperKind, tuple[Block, ...]]] = {
    PaperKind.LEARNER_LIST: (Centred(_NAME), _listing("hv in hoc_vien", _LEARNERS)),
    PaperKind.PROGRAMME: (Centred(_NAME), _programme()),
    PaperKind.FEE_LIST: (Centred(_NAME), _listing("tl in thu_lao", _FEES), Text("Tổng cộng: {{ tong_thu_lao }} đồng.")),
    PaperKind.ESTIMATE: (
        Centred(_NAME),
        _listing("kp in kinh_phi", _ESTIMATE),
        Text("Tổng cộng: {{ tong_kinh_phi }} đồng (Bằng chữ: {{ tong_kinh_phi_bang_chu }})."),
    ),
}


def _cleaned(content: bytes) -> bytes:
    document = docx.Document(io.BytesIO(content))
    for paragraph in document.element.body.iter(qn("w:p")):
        _restore(paragraph)
    for table in document.element.body.iter(qn("w:tbl")):
        if any("{%tc " in (text.text or "") for text in table.iter(qn("w:t"))):
            _let_fit(table)
    _put_appendices_last(document.element.body)
    for paragraph in document.paragraphs:
        if paragraph.text == _ADDRESSEE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.first_line_indent = Length(0)
        if paragraph.text == _APPENDIX:
            paragraph.paragraph_format.page_break_before = True
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _put_appendices_last(body: Any) -> None:  # noqa: ANN401 - an lxml element
    """Behind the signature, which the layout draws after all blocks."""
    said = {one: "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body if one.tag == qn("w:p")}
    first = next((one for one, text in said.items() if text == _APPENDICES), None)
    if first is None:
        return
    last = [one for one, text in said.items() if text == _END][-1]
    for one in [one for one in last.itersiblings() if one.tag != qn("w:sectPr")]:
        first.addprevious(one)


def _restore(paragraph: Any) -> None:  # noqa: ANN401 - an lxml element
    """Fields in small letters again, and those that must stand alone alone in their paragraph."""
    texts = list(paragraph.iter(qn("w:t")))
    for text in texts:
        text.text = _TAG.sub(lambda tag: tag[0].lower(), text.text or "")
    whole = "".join(text.text for text in texts)
    alone = _WHOLE.search(whole)
    if alone or (_RECIPIENT in whole):
        for text in texts[1:]:
            text.text = ""
        texts[0].text = alone[0] if alone else _RECIPIENT


def _let_fit(table: Any) -> None:  # noqa: ANN401 - an lxml element
    """Columns as wide as their words need: how many there will be is not known yet."""
    properties = table.find(qn("w:tblPr"))
    properties.find(qn("w:tblLayout")).set(qn("w:type"), "autofit")
    for width, kind, size in ((properties.find(qn("w:tblW")), "pct", "5000"), *_cell_widths(table)):
        width.set(qn("w:type"), kind)
        width.set(qn("w:w"), size)


def _cell_widths(table: Any) -> list[tuple[Any, str, str]]:  # noqa: ANN401 - lxml elements
    return [(width, "auto", "0") for width in table.iter(qn("w:tcW"))]
