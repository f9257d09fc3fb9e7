"""Every paper is measured against Nghị định 30/2020/NĐ-CP, as a Word file and as printed; the measure is tested too."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from khuevan.assessment.domain.commending import commend
from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
from khuevan.nominations.enums import Answer
from khuevan.papers.blocks import Column, Letterhead, Paper, Signature, Signatures, Table, Text, Total
from khuevan.papers.domain.agency_letter import agency_letter
from khuevan.papers.domain.building import WRITERS, drawn_paper, written_all
from khuevan.papers.domain.details import Details
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.money.advances import ask_advance
from khuevan.papers.domain.money.estimate import add_line
from khuevan.papers.domain.money.expenses import add_expense
from khuevan.papers.domain.wording import cited
from khuevan.papers.enums import ExpenseGroup, PaperKind
from khuevan.papers.layout import drawn
from khuevan.papers.models import PaperDetails
from khuevan.people.enums import OrganizationKind
from khuevan.records.domain.keeping import keep_record
from tests.factories import OrganizationFactory
from tests.factories.worlds import World
from tests.papers.conftest import converted, enrol_many, opened, pdf_text, words
from tests.papers.decree import COUNTRY, faults
from tests.papers.invited import agencies, invitation, invited, named

pytestmark = pytest.mark.django_db
URGENCIES = ("", "khan", "thuong_khan", "hoa_toc")


@pytest.fixture
def rich(known: World) -> World:
    """A class with results, agencies that are written to, and everything an officer may add to a paper."""
    set_rule(known.officer, known.training_class)
    compute_outcomes(known.officer, known.training_class)
    enrol_many(known.training_class, 45)
    _money(known)
    quotas = invited(invitation(known), *agencies(3), seats=2)
    for quota in quotas:
        named(quota, 2)
    PaperDetails.objects.bulk_create(
        PaperDetails(
            training_class=known.training_class,
            kind=kind,
            urgency=URGENCIES[place % len(URGENCIES)],
            drafter="PL",
            copies=300,
            bases=["Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"],
            recipients=["Trung tâm Phục vụ hành chính công tỉnh Bình Phước (để phối hợp)"],
        )
        for place, kind in enumerate(PaperKind)
    )
    return known


def _money(here: World) -> None:
    about = here.training_class
    commend(here.officer, here.enrollments[0], reason="Điểm cao nhất", amount=200_000)
    line = add_line(
        here.officer, about, group=ExpenseGroup.VENUE, name="Thuê hội trường", unit="buổi", quantity=2, price=3_000_000
    )
    add_expense(here.officer, about, line=line, name="Thuê hội trường", amount=5_800_000)
    asked = {"receiver": "Lê Thị Thủ", "position": "Chuyên viên", "reason": "Thuê hội trường"}
    ask_advance(here.officer, about, amount=5_000_000, asked_on=date(2019, 9, 20), **asked)


def papers(here: World) -> tuple[dict[str, bytes], set[str]]:
    """Every paper, and the names of those that nobody sends out."""
    made = written_all(here.officer, here.training_class, WRITERS)
    named_ = {f"{one.kind}-{place}": one for place, one in enumerate(made)}
    plain = {name for name, one in named_.items() if one.paper.letterhead.is_plain}
    return {name: drawn_paper(here.training_class, one).content for name, one in named_.items()}, plain


def letters(here: World) -> dict[str, bytes]:
    """Of an agency that sends people, one of the Party that sends many, and one that sends nobody."""
    party = OrganizationFactory(
        name="Ban Tổ chức Tỉnh ủy",
        kind=OrganizationKind.PARTY,
        parent=OrganizationFactory(name="Tỉnh ủy Bình Phước", kind=OrganizationKind.PARTY),
    )
    terms = here.training_class.invitation
    state, committee, silent = invited(terms, OrganizationFactory(name="Sở Y tế"), party, OrganizationFactory())
    named(state, 2)
    named(committee, 9)
    silent.answer, silent.decline_reason = Answer.DECLINED, "Không có người phù hợp."
    silent.save()
    written = {"letter-state": state, "letter-party": committee, "letter-declined": silent}
    return {name: agency_letter(here.officer, quota).content for name, quota in written.items()}


def test_every_paper_keeps_to_the_decree_and_prints_so(rich: World, tmp_path: Path) -> None:
    made, plain = papers(rich)
    made |= letters(rich)
    assert {kind for kind in PaperKind if not any(name.startswith(f"{kind}-") for name in made)} == set()
    wrong = {name: found for name, content in made.items() if (found := faults(content, is_document=name not in plain))}
    assert wrong == {}
    assert "TỈNH ỦY BÌNH PHƯỚC BAN TỔ CHỨC * ĐẢNG CỘNG SẢN VIỆT NAM" in words(opened(made["letter-party"]))
    files = []
    for name, content in made.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(content)
    printed = zip(made, converted(files, tmp_path), strict=True)
    misprinted = {name: found for name, path in printed if (found := misprints(path, is_document=name not in plain))}
    assert misprinted == {}


def misprints(path: Path, *, is_document: bool) -> list[str]:
    """What is wrong with the pages: no heading, a number in the wrong place, a page with a signature alone."""
    found = []
    pages = pdf_text(path, "-layout").split("\f")[:-1]
    if is_document and not re.search(f"{COUNTRY}|ĐẢNG CỘNG SẢN VIỆT NAM", pages[0]):
        found.append("Quốc hiệu not on one line of the first page")
    boxes = re.findall(r'<page width="([\d.]+)" height="[\d.]+">(.*?)</page>', pdf_text(path, "-bbox"), re.DOTALL)
    expected = 1
    for place, (page, (wide, box)) in enumerate(zip(pages, boxes, strict=True), start=1):
        on_page = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', box)
        if not on_page:
            found.append(f"page {place} is empty")
            continue
        left, right, bottom, text = on_page[0]
        middle = (30 + float(wide) * 25.4 / 72 - 15) / 2
        is_above = float(bottom) * 25.4 / 72 <= 20
        is_middle = abs((float(left) + float(right)) / 2 * 25.4 / 72 - middle) < 1
        expected = expected + 1 if is_above else 1
        if is_above and (text != str(expected) or not is_middle):
            found.append(f"page {place}: «{text}» in the top margin, not {expected} in its middle")
        if not is_above and place > 1 and not page.strip().startswith("Phụ lục"):
            found.append(f"page {place} has no number")
        if "Nơi nhận:" in page and page.split("Nơi nhận:")[0].strip() in ("", text):
            found.append(f"page {place} has a signature alone")
    return found


def changed(content: bytes, change: Callable[[Document], Any]) -> list[str]:
    document = opened(content)
    change(document)
    file = io.BytesIO()
    document.save(file)
    return faults(file.getvalue())


def _run(document: Document, words_: str) -> Any:
    for element in document.element.body.iter(qn("w:p")):
        paragraph = docx.text.paragraph.Paragraph(element, document)
        if words_ in paragraph.text:
            return paragraph.runs[0]
    raise LookupError(words_)


def _without_rule(document: Document) -> None:
    border = next(document.element.body.iter(qn("w:pBdr")))
    border.getparent().remove(border)


def _longer_rule(document: Document) -> None:
    rules = [border.getparent() for border in document.element.body.iter(qn("w:pBdr"))]
    for side in ("left", "right"):
        rules[1].find(qn("w:ind")).set(qn(f"w:{side}"), "0")


def _without_last_recipient(document: Document) -> None:
    line = _run(document, "- Lưu: VT")._r.getparent()
    line.getparent().remove(line)


def _without_end(document: Document) -> None:
    texts = [text for text in document.element.body.iter(qn("w:t")) if "./." in (text.text or "")]
    texts[-1].text = texts[-1].text.replace("./.", ".")


def _wider_table(document: Document) -> None:
    document.element.body.findall(qn("w:tbl"))[1].find(qn("w:tblGrid"))[0].set(qn("w:w"), "9999")


def _number_aside(document: Document) -> None:
    document.sections[0].header.paragraphs[0].alignment = ALIGN.RIGHT


def _counting_on(document: Document) -> None:
    numbered = document.sections[1]._sectPr.find(qn("w:pgNumType"))
    numbered.getparent().remove(numbered)


CHANGES: dict[str, Callable[[Document], Any]] = {
    "margin left 25": lambda one: setattr(one.sections[0], "left_margin", Mm(25)),
    "not A4": lambda one: setattr(one.sections[0], "page_width", Mm(216)),
    "tiêu ngữ (Độc lập": lambda one: setattr(_run(one, "Độc lập - ").font, "size", Pt(15)),
    "Quốc hiệu (CỘNG HÒA": lambda one: setattr(_run(one, "CỘNG HÒA"), "bold", False),
    "a rule is missing": _without_rule,
    "a rule of": _longer_rule,
    "font of": lambda one: setattr(_run(one, "Điều 2.").font, "name", "Arial"),
    "căn cứ not italic": lambda one: setattr(_run(one, "Căn cứ "), "italic", False),
    "Điều not bold": lambda one: setattr(_run(one, "Điều 1."), "bold", False),
    "do not end with ./.": _without_end,
    "nơi nhận does not end": _without_last_recipient,
    "mm wide": _wider_table,
    "page number 0": _number_aside,
    "does not count from 1": _counting_on,
}


def test_the_measure_sees_what_is_wrong(rich: World) -> None:
    (one,) = written_all(rich.officer, rich.training_class, [PaperKind.OPENING_DECISION])
    content = drawn_paper(rich.training_class, one).content
    assert changed(content, lambda _document: None) == []
    for expected, change in CHANGES.items():
        found = changed(content, change)
        assert any(expected in fault for fault in found), (expected, found)


def test_numbers_days_and_symbols_are_written_as_the_decree_says(known: World) -> None:
    office, officer = known.office, known.officer
    expected = {
        ("5", "KH-UBND", date(2026, 1, 5)): "05/KH-UBND ngày 05 tháng 01 năm 2026",
        ("29", "KH-UBND", date(2026, 2, 15)): "29/KH-UBND ngày 15 tháng 02 năm 2026",
        ("15", "QĐ-SNgV", date(2026, 3, 9)): "15/QĐ-SNgV ngày 09 tháng 3 năm 2026",
        ("23", "SNgV-LSLTBC", date(2026, 12, 10)): "23/SNgV-LSLTBC ngày 10 tháng 12 năm 2026",
    }
    for (number, symbol, day), text in expected.items():
        kept = keep_record(officer, office=office, issuer=office.organization, number=number, symbol=symbol, date=day)
        assert f"{kept.code} ngày" in text
        assert f"số {text} của" in cited(kept)
        facts = Facts(officer, known.training_class)
        facts.details = Details(record=kept)
        top = facts.letter("V/v cử học viên")
        assert top.number == f"Số: {kept.code}"
        assert top.place_date.endswith(text.partition(" ngày ")[2])


def test_lists_of_money_have_sums_and_stand_across_with_several_hands() -> None:
    columns = (Column("STT", 8, "center"), Column("Nội dung", 50), Column("Thành tiền (đồng)", 30, "right"))
    table = Table(columns, (("1", "Nước uống", "800.000"), Total(("", "Cộng", "800.000"))))
    signed = tuple(Signature(title, "(Ký, họ tên)") for title in ("Người lập", "Kế toán trưởng", "Thủ trưởng đơn vị"))
    blocks = (table, Text("(Bằng chữ: Tám trăm nghìn đồng)", is_italic=True), Signatures(signed, "Bình Phước, ngày …"))
    content = drawn(Paper(Letterhead("", "Sở Ngoại vụ"), None, blocks, is_landscape=True), title="Bảng kê")
    document = opened(content)
    assert [round(side.mm) for side in (document.sections[0].page_width, document.sections[0].page_height)] == [
        297,
        210,
    ]
    _head, _first, total = document.tables[1].rows
    assert [(cell.text, cell.paragraphs[0].runs[0].bold) for cell in total.cells[1:]] == [
        ("Cộng", True),
        ("800.000", True),
    ]
    assert total.cells[2].paragraphs[0].alignment == ALIGN.RIGHT
    hands = document.tables[2]
    assert hands.rows[0].cells[-1].text == "Bình Phước, ngày …"
    assert [cell.paragraphs[0].text for cell in hands.rows[1].cells] == [one.title.upper() for one in signed]
