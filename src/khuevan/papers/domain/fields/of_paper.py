"""What every paper has around its text: letterhead, number, title, grounds, recipients, signature; and the text."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.papers.blocks import HOLE, LONG_HOLE, OPEN_DATE, ROMAN, STAMPS, Addressees, Basis, Paper
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields.body import body
from khuevan.papers.domain.fields.shapes import Field, rows, text, texts


def _number(facts: Facts, paper: Paper) -> str:
    number = paper.letterhead.number.removeprefix("Số:").removeprefix("Số").strip()
    return number or HOLE


def _place(facts: Facts, paper: Paper) -> str:
    return paper.letterhead.place_date.rpartition(", ngày")[0] or facts.writes_as.place or HOLE


def _date(facts: Facts, paper: Paper) -> str:
    _before, found, date = paper.letterhead.place_date.rpartition(", ngày")
    return f"ngày{date}" if found else OPEN_DATE


def _about(facts: Facts, paper: Paper) -> str:
    return paper.letterhead.about or (paper.title.subject if paper.title else "") or HOLE


def _recipients(facts: Facts, paper: Paper) -> list[str]:
    names = paper.closing.recipients if paper.closing else facts.details.recipients
    last = len(names) - 1
    return [f"- {name}{'.' if place == last else ';'}" for place, name in enumerate(names)]


def _bases(facts: Facts, paper: Paper) -> list[str]:
    return [line for block in paper.blocks if isinstance(block, Basis) for line in block.lines]


def _addressees(facts: Facts, paper: Paper) -> list[str]:
    return [name for block in paper.blocks if isinstance(block, Addressees) for name in block.names]


def _drafter(facts: Facts, paper: Paper) -> str:
    closing = paper.closing
    if closing is None or not closing.drafter:
        return ""
    return f"{closing.drafter}.({closing.copies})" if closing.copies else f"{closing.drafter}."


def _appendices(facts: Facts, paper: Paper) -> list[dict[str, Any]]:
    several = len(paper.appendices) > 1
    return [
        {
            "so": f"Phụ lục {roman}" if several else "Phụ lục",
            "ten": one.title.name.upper(),
            "tieu_de": one.title.subject,
            "ghi_chu": one.title.note,
            "noi_dung": body(one.blocks),
        }
        for roman, one in zip(ROMAN, paper.appendices, strict=False)
    ]


_BODY_ENTRIES: Final = (
    text("loai", _("kind of paragraph: muc, muc_nho, doan, giua, can_cu, kinh_gui, bang"), "muc", "doan", "bang"),
    text("dau", _("words in bold before it"), "", "1. Thời gian:", ""),
    text("chu", _("its words"), "I. MỤC ĐÍCH, YÊU CẦU", "Từ ngày 05 tháng 01 năm 2026.", ""),
    texts("cot", _("headings of its columns, when it is a table"), "STT", "Nội dung"),
    rows("hang", _("rows of the table"), texts("o", _("cells of the row"), "01", "Lễ tân đối ngoại")),
)

FIELDS: Final[tuple[Field, ...]] = (
    text("co_quan_chu_quan", _("superior body, on top of the page"), "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA",
         value=lambda facts, paper: paper.letterhead.parent.upper()),
    text("co_quan", _("office that issues the paper, as on top of the page"), "SỞ NGOẠI VỤ",
         value=lambda facts, paper: paper.letterhead.office.upper()),
    text("ten_co_quan", _("full name of the office"), "Sở Ngoại vụ tỉnh Khánh Hòa",
         value=lambda facts, paper: facts.organization.name),
    text("so_ky_hieu", _("number and symbol"), "15/KH-SNgV", value=_number),
    text("dia_danh", _("place before the date"), "Khánh Hòa", value=_place),
    text("ngay_thang", _("date in words"), "ngày 05 tháng 01 năm 2026", value=_date),
    text("do_khan", _("urgency, as stamped"), "KHẨN",
         value=lambda facts, paper: STAMPS.get(paper.letterhead.urgency or facts.details.urgency, "")),
    text("ten_loai", _("type of the paper, in capitals"), "KẾ HOẠCH",
         value=lambda facts, paper: paper.title.name.upper() if paper.title else ""),
    text("trich_yeu", _("what the paper is about"), "Tổ chức Lớp bồi dưỡng kỹ năng đối ngoại", value=_about),
    text("ghi_chu_tieu_de", _("note below the title"), "(Kèm theo Kế hoạch số 15/KH-SNgV)",
         value=lambda facts, paper: paper.title.note if paper.title else ""),
    texts("kinh_gui", _("addressees in protocol order"), "Ủy ban nhân dân tỉnh Khánh Hòa", value=_addressees),
    texts("can_cu", _("grounds of a decision, line by line"), "Căn cứ Kế hoạch số 29/KH-UBND;",
          "Theo đề nghị của Chánh Văn phòng.", value=_bases),
    rows("noi_dung", _("the whole text as the program writes it, paragraph by paragraph"), *_BODY_ENTRIES,
         value=lambda facts, paper: body(paper.blocks)),
    rows("phu_luc", _("appendices as the program writes them"),
         text("so", _("which appendix it is"), "Phụ lục I", "Phụ lục II", "Phụ lục III"),
         text("ten", _("name"), "CHƯƠNG TRÌNH"), text("tieu_de", _("title"), "Lớp bồi dưỡng kỹ năng đối ngoại"),
         text("ghi_chu", _("note"), "(Kèm theo Kế hoạch số 15/KH-SNgV)"),
         rows("noi_dung", _("the text, as in noi_dung"), *_BODY_ENTRIES), value=_appendices),
    text("chuc_vu_ky", _("capacity and title of the signer, line by line"), "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
         value=lambda facts, paper: "\n".join(
             line.upper() for line in (paper.closing.capacity if paper.closing else facts.details.capacity))),
    text("nguoi_ky", _("name of the signer"), "Vũ Sỹ Thắng",
         value=lambda facts, paper: (paper.closing.signer if paper.closing else facts.details.signer) or LONG_HOLE),
    texts("noi_nhan", _("recipients, line by line"), "- Như trên;", "- Lưu: VT, VP.", value=_recipients),
    text("nguoi_soan", _("initials of the drafter and number of copies"), "PL.(30)", value=_drafter),
    text("noi_gui", _("whom this copy is written to, where each has its own"), "Sở Y tế",
         value=lambda facts, paper: facts.target.name if facts.target else ""),
)  # fmt: skip
