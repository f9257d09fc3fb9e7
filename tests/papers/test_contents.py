"""Papers before and after a class: who is addressed, who signs, on which grounds, under which number."""

from datetime import date, time

import pytest

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.enums import AttendanceStatus
from khuevan.papers.blocks import Addressees, Basis, Paper
from khuevan.papers.domain import wording
from khuevan.papers.domain.building import drawn_paper, targets, written, written_all
from khuevan.papers.domain.details import signing_of
from khuevan.papers.domain.facts import Target
from khuevan.papers.domain.words import told
from khuevan.papers.enums import ExpenseGroup, PaperKind, SigningForm, Urgency
from khuevan.papers.models import BudgetLine, MadePaper, PaperDetails, Signer, StandingBasis
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain import arrangements
from khuevan.training.domain.timetable import programme
from khuevan.training.enums import ItemKind
from khuevan.training.models import PlannedClass, TrainingPlan
from tests.factories import OrganizationFactory, PersonFactory
from tests.factories.worlds import World
from tests.papers.conftest import enrol_many, opened, words

pytestmark = pytest.mark.django_db


def said(here: World, kind: PaperKind, target: Target | None = None) -> str:
    lines = told(written(here.officer, here.training_class, kind, target=target))
    return " ".join(" ".join(lines).split())


def of(here: World, kind: PaperKind, **values: str) -> PaperDetails:
    return PaperDetails.objects.create(training_class=here.training_class, kind=kind, values=values)


def signed(here: World, kind: PaperKind, abbreviation: str, number: str, day: date) -> Record:
    """The paper became a document of the office."""
    record = keep_record(
        here.officer,
        office=here.office,
        issuer=here.office.organization,
        kind=abbreviation,
        number=number,
        symbol=f"{abbreviation}-STN",
        date=day,
        subject="Về việc mở lớp",
    )
    made = MadePaper(training_class=here.training_class, kind=kind, version=1, record=record, made_at=_NOON)
    made.save()
    return record


_NOON = "2019-09-09T12:00:00+07:00"


def test_a_signed_paper_has_its_number_and_later_ones_cite_it(known: World) -> None:
    """Number 5 is 05; days below ten and the first two months have a zero, others none."""
    signed(known, PaperKind.CLASS_PLAN, "KH", "5", date(2019, 2, 3))
    signed(known, PaperKind.OPENING_DECISION, "QĐ", "15", date(2019, 9, 12))
    office = known.office.organization.name
    plan = said(known, PaperKind.CLASS_PLAN)
    assert "Số: 05/KH-STN Bình Phước, ngày 03 tháng 02 năm 2019" in plan
    assert f"(Kèm theo Kế hoạch số 05/KH-STN ngày 03 tháng 02 năm 2019 của {office})" in plan
    assert plan.count("05/KH-STN") == 2, "a plan does not cite itself"
    decision = said(known, PaperKind.OPENING_DECISION)
    assert f"Căn cứ Kế hoạch số 05/KH-STN ngày 03 tháng 02 năm 2019 của {office} về việc mở lớp;" in decision
    assert "(Kèm theo Quyết định số 15/QĐ-STN ngày 12 tháng 9 năm 2019" in decision
    assert "Kèm theo Quyết định số 15/QĐ-STN" in said(known, PaperKind.LEARNER_LIST)
    assert "Kèm theo Kế hoạch số 05/KH-STN" in said(known, PaperKind.PROGRAMME)
    for kind in (PaperKind.INVITATION, PaperKind.RESULT_DECISION, PaperKind.REPORT, PaperKind.RESULT_NOTICE):
        text = said(known, kind)
        assert text.index("29/KH-UBND") < text.index("05/KH-STN") < text.index("15/QĐ-STN"), kind
    assert "15/QĐ-STN" not in said(known, PaperKind.LECTURER_REQUEST)


def test_the_decision_on_results_is_cited_by_what_comes_after_and_not_by_what_came_before(known: World) -> None:
    set_rule(known.officer, known.training_class)
    compute_outcomes(known.officer, known.training_class)
    record = keep_record(
        known.officer,
        office=known.office,
        issuer=known.office.organization,
        kind="QĐ",
        number="88",
        symbol="QĐ-STN",
        date=date(2019, 10, 7),
        subject="Về việc công nhận kết quả",
    )
    approve_outcomes(known.officer, known.training_class, decision=record)
    result = said(known, PaperKind.RESULT_DECISION)
    assert "Số: 88/QĐ-STN" in result
    assert "Căn cứ Quyết định số 88" not in result
    assert "88/QĐ-STN" in said(known, PaperKind.RESULT_NOTICE)
    assert "88/QĐ-STN" not in said(known, PaperKind.OPENING_DECISION)


@pytest.mark.parametrize(
    ("form", "title", "above"),
    [
        (SigningForm.BY_TITLE, "Giám đốc", ("GIÁM ĐỐC",)),
        (SigningForm.BY_TITLE, "Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (SigningForm.BY_TITLE, "Chánh Văn phòng", ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        (SigningForm.AUTHORISED, "Chánh Văn phòng", ("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        (SigningForm.ACTING, "Giám đốc", ("Q. GIÁM ĐỐC",)),
        (SigningForm.BY_TITLE, "Phó Giám đốc phụ trách", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ],
)
def test_who_signs_signs_as_the_decree_says(known: World, form: SigningForm, title: str, above: tuple[str]) -> None:
    Signer.objects.create(office=known.office, name="Trần Văn Bình", title=title, form=form)
    closing = written(known.officer, known.training_class, PaperKind.REPORT).closing
    assert closing is not None
    assert (closing.capacity, closing.signer) == (above, "Trần Văn Bình")
    assert signing_of(known.office, Signer.objects.get()) == (above, "Trần Văn Bình")  # what the signers' screen shows


def test_grounds_recipients_urgency_and_drafter_are_those_of_the_paper(known: World) -> None:
    StandingBasis.objects.create(office=known.office, text="Luật Cán bộ, công chức")
    StandingBasis.objects.create(office=known.office, text="Căn cứ Luật Ngân sách nhà nước;", kinds=["class_plan"])
    own = of(known, PaperKind.OPENING_DECISION, unit="LSLTBC", proposed_by="Chánh Văn phòng Sở.", authority="sở thử")
    own.bases, own.recipients = ["Quy chế làm việc của Sở"], ["Kho bạc Nhà nước tỉnh"]
    own.urgency, own.drafter, own.copies = Urgency.URGENT, "PL", 300
    own.save()
    paper = written(known.officer, known.training_class, PaperKind.OPENING_DECISION)
    (basis,) = (block for block in paper.blocks if isinstance(block, Basis))
    assert basis.lines[0] == "Căn cứ Luật Cán bộ, công chức;"
    assert basis.lines[1] == "Căn cứ Quy chế làm việc của Sở;"
    assert basis.lines[2].startswith("Căn cứ Kế hoạch số 29/KH-UBND")
    assert basis.lines[-1] == "Theo đề nghị của Chánh Văn phòng Sở."
    assert all(line.endswith(";") for line in basis.lines[:-1])
    assert paper.letterhead.urgency == "khan"
    assert paper.closing is not None
    assert paper.closing.recipients[-2:] == ("Kho bạc Nhà nước tỉnh", "Lưu: VT, LSLTBC")
    assert (paper.closing.drafter, paper.closing.copies) == ("PL", 300)
    plan = said(known, PaperKind.CLASS_PLAN)
    assert "Căn cứ Luật Ngân sách nhà nước. Thực hiện" in plan
    assert "Luật Cán bộ" not in plan


def test_a_law_is_cited_by_its_name_and_others_in_full_first_and_short_later(known: World) -> None:
    law = Record(kind="Luật", subject="Cán bộ, công chức", issuer=known.office.organization)
    assert wording.cited(law) == "Luật Cán bộ, công chức"
    letter = Record(number="5", symbol="SNgV-LSLTBC", date=date(2026, 3, 9), subject="V/v mời họp")
    letter.issuer = known.office.organization
    assert wording.cited(letter).startswith("Công văn số 05/SNgV-LSLTBC ngày 09 tháng 3 năm 2026 của Sở")
    assert wording.cited(letter).endswith(" về việc mời họp")
    assert wording.again(letter) == "Công văn số 05/SNgV-LSLTBC"


def test_the_proposal_goes_upward_with_need_contents_and_money(known: World) -> None:
    BudgetLine.objects.create(
        training_class=known.training_class, group=ExpenseGroup.VENUE, name="Hội trường", unit="buổi", quantity=2,
        price=2_500_000,
    )  # fmt: skip
    plan = TrainingPlan.objects.create(office=known.office, year=2019, title="Kế hoạch năm 2019")
    known.training_class.planned_class = PlannedClass.objects.create(
        plan=plan, title="Lớp", money_source="Ngân sách tỉnh năm 2019", people=70
    )
    text = said(known, PaperKind.PROPOSAL)
    for fact in (
        "TTr-STN",
        "Tờ trình Về việc tổ chức Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại",
        "Ủy ban nhân dân tỉnh Bình Phước Thực hiện Kế hoạch số 29/KH-UBND",
        "kính trình Ủy ban nhân dân tỉnh Bình Phước xem xét, cho phép tổ chức",
        "I. Sự cần thiết Hội nhập ngày càng sâu rộng.",
        "Dự toán kinh phí: 5.000.000 đồng (Bằng chữ: Năm triệu đồng chẵn).",
        "Nguồn kinh phí: Ngân sách tỉnh năm 2019.",
        "xem xét, quyết định./.",
        "Như trên",
    ):
        assert fact in text, fact
    known.training_class.enrollments.update(state="withdrawn")
    assert "Dự kiến 70 học viên." in said(known, PaperKind.PROPOSAL)


def test_a_committee_is_formed_once_by_whichever_decision(known: World) -> None:
    text = said(known, PaperKind.COMMITTEE_DECISION)
    assert "Về việc thành lập Ban tổ chức Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại" in text
    assert "1 | Ông Vũ Sỹ Thắng, Giám đốc | Trưởng ban | Chỉ đạo chung" in text
    assert "Ban tổ chức tự giải thể sau khi hoàn thành nhiệm vụ." in text
    assert "Điều 2. Thành lập Ban tổ chức" in said(known, PaperKind.OPENING_DECISION)
    signed(known, PaperKind.COMMITTEE_DECISION, "QĐ", "9", date(2019, 9, 9))
    opening = said(known, PaperKind.OPENING_DECISION)
    assert "Thành lập Ban tổ chức" not in opening
    assert "Giao Ban tổ chức thành lập theo Quyết định số 09/QĐ-STN ngày 09 tháng 9 năm 2019" in opening


def test_each_unit_gets_one_letter_for_all_it_teaches_and_each_person_one(known: World) -> None:
    officer, about = known.officer, known.training_class
    unit = OrganizationFactory(name="Cục Lễ tân Nhà nước")
    promised = [arrangements.add_lecturer(officer, about, organization=unit) for _place in range(2)]
    own = PersonFactory(full_name="Lê Thị Của Nhà")
    arrangements.add_lecturer(officer, about, person=own, organization=known.office.organization)
    for hour, lecturer in ((14, promised[0]), (15, promised[1])):
        programme.add_item(
            officer,
            known.sessions[1],
            kind=ItemKind.LECTURE,
            starts_at=time(hour),
            title=f"Lễ tân {hour}",
            lecturers=[lecturer],
        )
    of(known, PaperKind.LECTURER_REQUEST, answer_by="ngày 15 tháng 9 năm 2019.", transport="Đón tại Cam Ranh")
    found = targets(officer, about, PaperKind.LECTURER_REQUEST)
    assert [one.name for one in found] == ["Ông Vũ Duy Thành, Phó Vụ trưởng", "Cục Lễ tân Nhà nước"]
    to_person, to_unit = (said(known, PaperKind.LECTURER_REQUEST, one) for one in found)
    assert "trân trọng kính mời Ông làm báo cáo viên của lớp" in to_person
    assert "Lễ tân 14" not in to_person.split("Chương trình")[0]
    assert "trân trọng đề nghị Quý cơ quan cử 02 báo cáo viên" in to_unit
    assert "- Lễ tân 14: từ 14 giờ 00 đến 15 giờ 00, buổi chiều thứ Sáu, ngày 04 tháng 10 năm 2019;" in to_unit
    assert "Đón, tiễn: Đón tại Cam Ranh." in to_unit
    assert "Tài liệu" not in to_unit
    assert "trước ngày 15 tháng 9 năm 2019;" in to_unit
    assert "V/v mời báo cáo viên Lớp bồi dưỡng" in to_unit


def test_each_guest_is_invited_to_the_opening(known: World) -> None:
    body = OrganizationFactory(name="Tỉnh đoàn")
    arrangements.invite_guest(known.officer, known.training_class, organization=body)
    person, unit = targets(known.officer, known.training_class, PaperKind.OPENING_INVITATION)
    text = said(known, PaperKind.OPENING_INVITATION, person)
    assert "kính mời: Ông Dương Nam Khánh, Phó Giám đốc Cục Ngoại vụ - Bộ Ngoại giao Tới dự: Lễ khai giảng Lớp" in text
    assert "Thời gian: 7 giờ 30, thứ Sáu, ngày 04 tháng 10 năm 2019." in text
    assert "Rất mong Ông đến dự./." in text
    assert "kính mời: Đại diện lãnh đạo Tỉnh đoàn" in said(known, PaperKind.OPENING_INVITATION, unit)


def test_each_agency_learns_of_its_own_people_and_their_absences(known: World) -> None:
    enrol_many(known.training_class, 3, agencies=2)
    for session in known.sessions:
        known.mark(session, _2=AttendanceStatus.EXCUSED, _3=AttendanceStatus.ABSENT)
    set_rule(known.officer, known.training_class)
    compute_outcomes(known.officer, known.training_class)
    found = targets(known.officer, known.training_class, PaperKind.RESULT_NOTICE)
    assert [one.name for one in found] == ["Sở Số 0", "Sở Số 1", "Sở Công Thương"]
    text = said(known, PaperKind.RESULT_NOTICE, found[-1])
    assert "Số lượng tham dự: 05 học viên." in text
    assert "Chưa đủ điều kiện: 01 học viên." in text
    assert "- Đỗ Văn Ân: vắng có phép buổi sáng thứ Sáu, ngày 04 tháng 10 năm 2019, buổi chiều thứ Sáu" in text
    assert "H'Hen Niê: vắng không phép" in text
    assert "Nguyễn Văn Thử Nghiệm" not in text
    assert "Các buổi vắng mặt" not in said(known, PaperKind.RESULT_NOTICE, found[0])
    assert "Sở Công Thương Lãnh đạo" in text
    assert "Addressees" not in str(written(known.officer, known.training_class, PaperKind.RESULT_NOTICE))


def test_all_papers_are_written_with_the_queries_of_a_few(known: World) -> None:
    """One for each agency, guest and lecturer, the same words as one by one, and Word takes them."""
    enrol_many(known.training_class, 20, agencies=9)
    together = written_all(known.officer, known.training_class, [PaperKind.RESULT_NOTICE, PaperKind.CLASS_PLAN])
    assert len(together) == 11
    for one in (together[0], together[-1]):
        alone: Paper = written(known.officer, known.training_class, one.kind, target=one.target)
        assert told(alone) == told(one.paper)
        built = drawn_paper(known.training_class, one)
        assert known.training_class.title in words(opened(built.content))
    assert together[0].target is not None
    assert any(isinstance(block, Addressees) for block in written(
        known.officer, known.training_class, PaperKind.PROPOSAL).blocks)  # fmt: skip
