"""Every paper says what the class knows, as entered, and leaves a visible place for what it does not know."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx.document import Document
from docx.oxml.ns import qn

from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
from khuevan.core.permissions import NotAllowedError
from khuevan.papers.blocks import HOLE
from khuevan.papers.domain.building import WRITERS, build, targets, written, written_all
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.enums import LearnerWord, LecturerWord, OpeningWord
from tests.factories import OrganizationFactory, TrainingClassFactory, UserFactory, staff
from tests.factories.worlds import World, world
from tests.papers.conftest import NAMES, converted, enrol_many, opened, pdf_text, words

pytestmark = pytest.mark.django_db
OF_CLASS = [kind for kind in PaperKind if kind in WRITERS and WRITERS[kind].group != PaperGroup.MONEY]
OF_THE_LIST = [PaperKind.LEARNER_LIST, PaperKind.OPENING_DECISION, PaperKind.REPORT]


def test_one_paper_has_one_name_on_screens_and_in_files() -> None:
    with translation.override("vi"):
        names = {kind: (str(kind.label).lower(), WRITERS[kind].title.lower()) for kind in PaperKind}
    assert not {kind: name for kind, name in names.items() if name[0] != name[1]}


def paper(here: World, kind: PaperKind) -> Document:
    return opened(build(here.officer, here.training_class, kind).content)


def judged(here: World) -> World:
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    return here


def test_there_are_contents_for_every_kind() -> None:
    assert set(WRITERS) == set(PaperKind)


PLAIN = {
    PaperKind.INTRODUCTIONS,
    PaperKind.OPENING_SCRIPT,
    PaperKind.OPENING_SPEECH,
    PaperKind.CLOSING_SCRIPT,
    PaperKind.CLASS_SUMMARY,
    PaperKind.CLOSING_SPEECH,
    PaperKind.BACKDROP,
}
"""What nobody sends out has no Quốc hiệu."""


def test_every_paper_names_the_office_the_class_and_the_state(known: World) -> None:
    office = known.office.organization.name.removesuffix(" tỉnh Bình Phước").upper()
    for kind in PaperKind:
        text = words(paper(known, kind))
        assert "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC" in text, kind
        assert office in text, kind
        assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in text) == (kind not in PLAIN), kind
        assert known.training_class.title.upper() in text.upper(), kind
        assert "None" not in text, kind
        assert "{" not in text, kind


def test_a_class_of_which_nothing_is_known_still_has_its_papers() -> None:
    bare = TrainingClassFactory(title="Lớp tập huấn")
    bare.office.organization.place_name = bare.office.organization.symbol = ""
    officer = staff(bare.office)
    for kind in PaperKind:
        text = words(opened(build(officer, bare, kind).content))
        assert "LỚP TẬP HUẤN" in text.upper(), kind
        assert HOLE in text or "Chưa có" in text or kind in {PaperKind.BACKDROP, PaperKind.INTRODUCTIONS}, kind
        assert "None" not in text, kind
        assert "  " not in text, kind


def test_names_are_printed_as_entered(known: World) -> None:
    for kind in OF_THE_LIST:
        cells = {cell.text for table in paper(known, kind).tables for row in table.rows for cell in row.cells}
        assert set(NAMES) <= cells, kind


def test_learners_stand_in_protocol_order_and_the_withdrawn_do_not(known: World) -> None:
    first = known.enrollments[2]
    first.organization = OrganizationFactory(name="Văn phòng Tỉnh ủy", protocol_order=1)
    first.save()
    known.training_class.enrollments.filter(full_name=NAMES[1]).update(state="withdrawn")
    table = paper(known, PaperKind.LEARNER_LIST).tables[-1]
    names = [row.cells[1].text for row in table.rows]
    assert names[1] == "H'Hen Niê"
    assert len(names) == len(NAMES)
    assert NAMES[1] not in names


def test_the_plan_of_the_class_says_why_what_who_when_and_where(known: World) -> None:
    text = words(paper(known, PaperKind.CLASS_PLAN))
    for fact in (
        "Số: ……/KH-STN",
        "Bình Phước, ngày …… tháng …… năm ……",
        "Thực hiện Kế hoạch số 29/KH-UBND ngày 25 tháng 01 năm 2014 của Ủy ban nhân dân tỉnh Bình Phước "
        "về thông tin đối ngoại, ",
        "I. MỤC ĐÍCH, YÊU CẦU 1. Sự cần thiết: Hội nhập ngày càng sâu rộng.",
        "2. Mục đích: Cập nhật kiến thức. Rèn kỹ năng.",
        "Chuyên đề 1: Tình hình biển đảo và chủ trương của ta (báo cáo viên: Ông Vũ Duy Thành, Phó Vụ trưởng).",
        "Số lượng: 05 học viên của 01 cơ quan, đơn vị.",
        "Ngày 04 tháng 10 năm 2019 (01 ngày, 02 buổi, 08 tiết).",
        "Khách sạn Ariyana, Nha Trang.",
        "Đơn vị phối hợp: Cục Ngoại vụ - Bộ Ngoại giao.",
        "Ông Vũ Sỹ Thắng, Giám đốc Trưởng ban Chỉ đạo chung",
        "- Lưu: VT, …….",
    ):
        assert fact in text, fact


def test_an_empty_section_is_left_out_and_the_others_are_numbered_on() -> None:
    bare = world(teaching=False, names=())
    text = words(paper(bare, PaperKind.CLASS_PLAN))
    assert "MỤC ĐÍCH" not in text
    assert "I. ĐỐI TƯỢNG, SỐ LƯỢNG 1. Số lượng: …… học viên. II. THỜI GIAN, ĐỊA ĐIỂM" in text
    known_sections = [line for line in text.split() if line in {"I.", "II.", "III.", "IV.", "V.", "VI."}]
    assert known_sections == ["I.", "II.", "III.", "IV."]


def test_the_letter_asks_the_agencies_and_brings_the_form(known: World) -> None:
    text = words(paper(known, PaperKind.INVITATION))
    assert "Số: ……/STN-……" in text
    assert f"V/v cử học viên dự {known.training_class.title}" in text
    assert "Kính gửi: Sở Công Thương" in text
    assert "chi tiết xin liên hệ Bà Phạm Thu Hằng, điện thoại 0912000111./." in text
    assert "DANH SÁCH CỬ HỌC VIÊN" in text
    assert "CHƯƠNG TRÌNH" in text


@pytest.mark.parametrize(("number", "expected"), [(3, "- Sở Số 2."), (9, "09 cơ quan, đơn vị (danh sách kèm theo)")])
def test_few_agencies_are_named_and_many_are_listed(number: int, expected: str) -> None:
    here = world(teaching=False, names=())
    enrol_many(here.training_class, number, agencies=number)
    text = words(paper(here, PaperKind.INVITATION))
    assert expected in text
    assert "Sở Số 0" in text
    assert ("DANH SÁCH NƠI NHẬN" in text) == (number > 8)


def test_the_programme_goes_by_half_days(known: World) -> None:
    text = words(paper(known, PaperKind.PROGRAMME))
    assert "Buổi sáng thứ Sáu, ngày 04 tháng 10 năm 2019" in text
    assert "8 giờ 00 - 11 giờ 00 Một số nét lớn của tình hình Ông Vũ Duy Thành, Phó Vụ trưởng" in text
    assert "Buổi chiều thứ Sáu, ngày 04 tháng 10 năm 2019 13 giờ 30 - 17 giờ 00 ………………" in text
    assert "(Kèm theo Kế hoạch số ……/KH-STN ngày …… tháng …… năm …… của" in text


def test_a_half_day_lasts_line_by_line_until_the_next_begins(known: World) -> None:
    session = known.sessions[0]
    session.items.create(order=9, kind="discussion", starts_at="10:15", title="Trao đổi")
    rows = [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in
            paper(known, PaperKind.PROGRAMME).tables[-1].rows]  # fmt: skip
    assert rows[2][:2] == ["8 giờ 00 - 10 giờ 15", "Một số nét lớn của tình hình"]
    assert rows[3][:2] == ["10 giờ 15 - 11 giờ 00", "Trao đổi"]


def test_the_opening_decision_has_its_articles_and_its_list(known: World) -> None:
    set_rule(known.officer, known.training_class)
    text = words(paper(known, PaperKind.OPENING_DECISION))
    assert f"Về việc mở {known.training_class.title}" in text
    assert "Căn cứ Kế hoạch số 29/KH-UBND ngày 25 tháng 01 năm 2014" in text
    assert "Theo đề nghị của ………………. QUYẾT ĐỊNH: Điều 1." in text
    assert "Điều 2. Thành lập Ban tổ chức lớp bồi dưỡng gồm" in text
    assert "Dự đủ tất cả các buổi; vắng có phép được tính là có dự." in text
    assert "Điều 5. Quyết định này có hiệu lực kể từ ngày ký." in text
    assert "chịu trách nhiệm thi hành Quyết định này./." in text
    assert "- Như Điều 5;" in text
    assert "05 học viên của 01 cơ quan, đơn vị (danh sách kèm theo)." in text


def test_the_result_decision_lists_who_completed_and_who_did_not(known: World) -> None:
    document = paper(judged(known), PaperKind.RESULT_DECISION)
    text = words(document)
    assert "Điều 1. Công nhận 04 học viên hoàn thành" in text
    assert "Điều 2. Cấp giấy chứng nhận hoàn thành lớp cho 04 học viên" in text
    passed, failed = ([[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables[-2:])
    assert {row[1] for row in passed} == set(NAMES) - {"H'Hen Niê"}
    assert next(row[-1] for row in passed if row[1] == "Đỗ Văn Ân") == "01/02 buổi; vắng có phép 01 buổi"
    assert [(row[1], row[-1]) for row in failed] == [("H'Hen Niê", "01/02 buổi; vắng không phép 01 buổi")]


def test_before_there_are_results_their_number_is_left_open(known: World) -> None:
    text = words(paper(known, PaperKind.RESULT_DECISION))
    assert "Công nhận …… học viên hoàn thành" in text
    assert "Phụ lục" not in text


def test_a_class_without_certificates_grants_none() -> None:
    here = world()
    here.training_class.awards_certificates = False
    text = words(paper(here, PaperKind.RESULT_DECISION))
    assert "giấy chứng nhận" not in text
    assert "giấy chứng nhận" not in words(paper(here, PaperKind.REPORT))


def test_the_report_counts_and_says_why(known: World) -> None:
    text = words(paper(judged(known), PaperKind.REPORT))
    for fact in (
        "Kính gửi: Ủy ban nhân dân tỉnh Bình Phước",
        "Tổng số: 05 học viên của 01 cơ quan, đơn vị, trong đó 05 nữ.",
        "Buổi sáng thứ Sáu, ngày 04 tháng 10 năm 2019 5 0 0 0",
        "Buổi chiều thứ Sáu, ngày 04 tháng 10 năm 2019 3 0 1 1",
        "Hoàn thành lớp và được cấp giấy chứng nhận: 04 học viên.",
        "Chưa đủ điều kiện: 01 học viên, gồm:",
        "- H'Hen Niê, Sở Công Thương: Dự 1/2 buổi, vắng 1 buổi không phép;",
        "Ông Vũ Sỹ Thắng, Giám đốc Sở Thử nghiệm",
        "phát biểu khai giảng.",
        "Ông Dương Nam Khánh, Phó Giám đốc Cục Ngoại vụ - Bộ Ngoại giao.",
        "Ưu điểm: ………………",
    ):
        assert fact in text, fact


def test_the_reason_of_an_absence_stays_in_the_office(known: World) -> None:
    judged(known)
    told = [one.paper for one in written_all(known.officer, known.training_class, PaperKind)]
    assert "vắng có phép" in str(told)
    assert "Đi công tác" not in str(told)


def test_the_class_chooses_its_words(known: World) -> None:
    about = known.training_class
    about.learner_word, about.lecturer_word = LearnerWord.DELEGATE, LecturerWord.LECTURER
    about.opening_word, about.title = OpeningWord.OPENING, "Bồi dưỡng kỹ năng"
    text = words(paper(known, PaperKind.REPORT)) + words(paper(known, PaperKind.CLASS_PLAN))
    assert "học viên" not in text.replace("học viên đạt yêu cầu", "")
    assert "05 đại biểu" in text
    assert "(giảng viên: Ông Vũ Duy Thành" in text
    assert "phát biểu khai mạc" in text
    assert "tổ chức Lớp Bồi dưỡng kỹ năng" in text


def test_several_places_are_listed(known: World) -> None:
    add_venue(known.officer, known.training_class, name="Đồng Xoài", is_remote=True)
    text = words(paper(known, PaperKind.CLASS_PLAN))
    assert "02 địa điểm: - Khách sạn Ariyana, Nha Trang; - Điểm cầu Đồng Xoài." in text


def test_further_documents_are_cited_and_a_letter_is_called_one(known: World) -> None:
    letter = keep_record(
        known.officer,
        office=known.office,
        issuer=known.office.organization,
        number="05",
        symbol="STN-VP",
        date=date(2019, 9, 9),
        subject="Cử báo cáo viên",
    )
    built = build(known.officer, known.training_class, PaperKind.OPENING_DECISION, cited=[letter])
    issuer = known.office.organization.name
    assert (
        f"Căn cứ Công văn số 05/STN-VP ngày 09 tháng 9 năm 2019 của {issuer} về Cử báo cáo viên;"
        in words(opened(built.content))
    )  # fmt: skip


def test_papers_are_vietnamese_for_an_officer_who_reads_english(known: World) -> None:
    with translation.override("en"):
        text = words(paper(judged(known), PaperKind.REPORT))
    assert "Dự đủ tất cả các buổi" in text
    assert "half day" not in text


def test_letters_that_word_cannot_hold_are_left_out(known: World) -> None:
    known.training_class.need = "Trước\x0bsau\x00 và \x1bhết"
    assert "và hết" in words(paper(known, PaperKind.CLASS_PLAN))


def test_the_page_is_that_of_the_decree(known: World) -> None:
    document = paper(known, PaperKind.INVITATION)
    first, form = document.sections[:2]
    assert [round(side.mm) for side in (first.page_width, first.page_height)] == [210, 297]
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert [round(side.mm) for side in (form.page_width, form.page_height)] == [297, 210]
    assert document.styles["Normal"].font.name == "Times New Roman"
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert 'instr=" PAGE "' in section.header._element.xml
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert starts[0] is None
    assert all(start.get(qn("w:start")) == "1" for start in starts[1:])


def test_long_tables_repeat_their_heading(known: World) -> None:
    table = paper(known, PaperKind.LEARNER_LIST).tables[-1]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True] + [False] * len(NAMES)


def test_all_of_the_office_but_its_editor_may_write_and_nobody_else(known: World) -> None:
    for role in RoleKind:
        someone = staff(known.office, role)
        if role != RoleKind.EDITOR:
            assert written(someone, known.training_class, PaperKind.REPORT).closing
            continue
        with pytest.raises(NotAllowedError):
            build(someone, known.training_class, PaperKind.REPORT)
    for stranger in (staff(world().office), UserFactory()):
        for ask in (build, written, targets):
            with pytest.raises(NotAllowedError):
                ask(stranger, known.training_class, PaperKind.REPORT)
        with pytest.raises(NotAllowedError):
            written_all(stranger, known.training_class, PaperKind)


def test_five_hundred_learners_cost_no_further_queries(known: World) -> None:
    def asked() -> tuple[dict[PaperKind, int], int]:
        alone = {}
        for kind in PaperKind:
            with CaptureQueriesContext(connection) as queries:
                written(known.officer, known.training_class, kind)
            alone[kind] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            written_all(known.officer, known.training_class, OF_CLASS)
        return alone, len(queries)

    few, few_together = asked()
    enrol_many(known.training_class, 500)
    many, many_together = asked()
    assert {kind for kind in PaperKind if many[kind] > few[kind]} == set()
    assert many_together <= few_together
    assert many_together < 45
    for kind in OF_THE_LIST:
        rows = paper(known, kind).element.body.findall(f".//{qn('w:tr')}")
        assert len(rows) > 505, kind


def test_the_name_of_the_file_is_safe(known: World) -> None:
    built = build(known.officer, known.training_class, PaperKind.CLASS_PLAN)
    assert built.name == f"ke-hoach-{known.training_class.slug}.docx"
    assert built.name.isascii()


def test_libreoffice_opens_and_prints_every_paper(known: World, tmp_path: Path) -> None:
    enrol_many(judged(known).training_class, 60)
    files = []
    for kind in PaperKind:
        built = build(known.officer, known.training_class, kind)
        files.append(tmp_path / built.name)
        files[-1].write_bytes(built.content)
    printed = zip(PaperKind, converted(files, tmp_path), strict=True)
    texts = {kind: " ".join(pdf_text(path).split()) for kind, path in printed}
    for kind, text in texts.items():
        assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text) == (kind not in PLAIN), kind
    assert texts[PaperKind.LEARNER_LIST].count("Họ và tên") > 2
    assert "H'Hen Niê" in texts[PaperKind.REPORT]
