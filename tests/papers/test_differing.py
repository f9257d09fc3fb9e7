"""A delegate replaced after the decision: the papers that differ are named with their lines; signed ones stay."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.correcting import correct_learner, rewrite_learner
from khuevan.nominations.domain.leaving import replace_learner
from khuevan.nominations.domain.reach import reach_of
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import Column, Letterhead, Paper, Picture, Table, Text, Title
from khuevan.papers.domain.differing import PaperStanding, lasting, standing
from khuevan.papers.domain.looking import look_at_papers
from khuevan.papers.domain.making import make_papers
from khuevan.papers.domain.signing import record_signed
from khuevan.papers.domain.tasks import paper_tasks
from khuevan.papers.domain.words import told
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.people.enums import RoleKind
from khuevan.training.models import TrainingClass
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World
from tests.papers.conftest import enrol_many

pytestmark = pytest.mark.django_db
KINDS = [PaperKind.OPENING_DECISION, PaperKind.LEARNER_LIST, PaperKind.PROGRAMME]


def test_words_are_told_line_by_line_without_looks() -> None:
    rows = (("1", "Đỗ  Văn Ân"),)
    blocks = (
        Text("mở lớp.", lead="Điều 1."),
        Table((Column("STT", 1), Column("Họ và tên", 3)), rows),
        Picture(b"png", 20, "Mã QR", ("dưới",)),
    )
    paper = Paper(Letterhead("UBND", "SỞ", "Số: 05/QĐ-SNgV", ""), Title("Quyết định", "Về việc"), blocks)
    lines = told(paper)
    assert lines[:-2] == [
        *("UBND", "SỞ", "Số: 05/QĐ-SNgV", "Quyết định", "Về việc"),
        *("Điều 1. mở lớp.", "STT | Họ và tên", "1 | Đỗ Văn Ân"),
    ]
    assert lines[-2].startswith("Mã QR [")


def test_number_and_day_of_the_paper_itself_change_nothing() -> None:
    open_lines = [
        "Số: ……/QĐ-SNgV",
        "Khánh Hòa, ngày …… tháng …… năm ……",
        "(Kèm theo Quyết định số ……/QĐ-SNgV ngày …… tháng …… năm …… của Sở)",
    ]
    signed = [
        "Số: 15/QĐ-SNgV",
        "Khánh Hòa, ngày 05 tháng 3 năm 2026",
        "(Kèm theo Quyết định số 15/QĐ-SNgV ngày 05 tháng 3 năm 2026 của Sở)",
    ]
    assert lasting(open_lines) == lasting(signed)
    day = "Thời gian: Khánh Hòa, ngày 05 tháng 3 năm 2026 đến hết ngày"
    assert lasting([day]) != lasting([day.replace("05", "06")])


def test_a_delegate_replaced_names_the_papers_and_their_lines(known: World) -> None:
    about, officer = known.training_class, known.officer
    made = {one.kind: one for one in make_papers(officer, about, KINDS)}
    document = record_signed(
        officer, made[PaperKind.OPENING_DECISION], number="15", symbol="QĐ-STN", date=date(2019, 9, 20)
    )
    assert not any(one.differs for one in standing(officer, about, KINDS))

    replace_learner(officer, known.enrollments[1], reason="Bận công tác", full_name="Lê Văn Thay", birth="1990-02-03")
    rows = {one.kind: one for one in standing(officer, about, KINDS)}
    assert {kind for kind, one in rows.items() if one.differs} == {PaperKind.OPENING_DECISION, PaperKind.LEARNER_LIST}
    gone = [line for sign, line in rows[PaperKind.LEARNER_LIST].changes if sign == "-"]
    came = [line for sign, line in rows[PaperKind.LEARNER_LIST].changes if sign == "+"]
    assert any("Đỗ Văn Ân" in line for line in gone)
    assert any("Lê Văn Thay" in line for line in came)
    signed = rows[PaperKind.OPENING_DECISION]
    assert (signed.is_signed, signed.signed, signed.can_be_made_anew) == (True, document, False)

    (anew,) = make_papers(officer, about, KINDS)
    assert (anew.kind, anew.version) == (PaperKind.LEARNER_LIST, 2)
    rows = {one.kind: one for one in standing(officer, about, KINDS)}
    assert [kind for kind, one in rows.items() if one.differs] == [PaperKind.OPENING_DECISION]


def test_a_correction_names_the_papers_it_reaches(known: World) -> None:
    about, officer, learner = known.training_class, known.officer, known.enrollments[0]
    made = {one.kind: one for one in make_papers(officer, about, KINDS)}
    record_signed(officer, made[PaperKind.OPENING_DECISION], number="5", symbol="QĐ-STN", date=date(2019, 9, 20))
    draft = Enrollment.objects.get(pk=learner.pk)
    assert {one.kind for one in reach_of(draft).frozen} == {"paper", "signed_paper"}
    assert not reach_of(draft).differing
    rewrite_learner(draft, {"position": "Phó Trưởng phòng"})
    assert {one.kind for one in reach_of(draft).differing} == {"paper", "signed_paper"}
    reached = correct_learner(officer, learner, full_name="Hoàng Thị Bích Tuyên")
    told_of = {one.kind: str(one.label) for one in reached.differing}
    assert "05/QĐ-STN" in told_of["signed_paper"]
    assert told_of["paper"].startswith("Danh sách")


def test_the_worker_notices_and_the_work_list_says_so(known: World) -> None:
    about, officer = known.training_class, known.officer
    make_papers(officer, about, KINDS)
    classes = TrainingClass.objects.filter(pk=about.pk)
    assert {task.key for task in paper_tasks(officer, classes)} == {"papers.number"}
    look_at_papers()
    assert look_at_papers() == 0  # nothing changed since
    correct_learner(officer, known.enrollments[0], position="Trưởng phòng")
    assert look_at_papers() == 1
    tasks = {task.key: task for task in paper_tasks(officer, classes)}
    assert set(tasks) == {"papers.differ", "papers.number"}
    assert tasks["papers.number"].waits_for == RoleKind.CLERK
    make_papers(officer, about, KINDS)
    look_at_papers()
    assert "papers.differ" not in {task.key for task in paper_tasks(officer, classes)}
    with CaptureQueriesContext(connection) as queries:
        list(paper_tasks(officer, classes.all()))
    assert len(queries) == 2


def test_queries_do_not_grow_with_the_class(known: World) -> None:
    about, officer = known.training_class, known.officer
    make_papers(officer, about, KINDS)

    def asked() -> tuple[int, list[PaperStanding]]:
        fresh = TrainingClass.objects.get(pk=about.pk)
        with CaptureQueriesContext(connection) as queries:
            rows = standing(officer, fresh)
            assert all(isinstance(one.differs, bool) for one in rows)
        return len(queries), rows

    few, _rows = asked()
    enrol_many(about, 200)
    many, rows = asked()
    assert many == few
    assert {one.kind for one in rows if one.differs} >= {PaperKind.LEARNER_LIST}
    assert not [one.trouble for one in rows if one.trouble]


def test_another_office_sees_nothing_of_it(known: World) -> None:
    make_papers(known.officer, known.training_class, KINDS)
    stranger = staff(OfficeFactory())
    with pytest.raises(NotAllowedError):
        standing(stranger, known.training_class)
    assert not MadePaper.objects.visible_to(stranger).exists()
