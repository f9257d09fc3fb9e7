"""From the yearly plan to the papers of a class: what the plan knows is asked for nowhere again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from khuevan.nominations.domain.inviting import prepare_invitation
from khuevan.papers.domain.building import written
from khuevan.papers.domain.making import make_paper
from khuevan.papers.domain.signing import record_signed
from khuevan.papers.domain.words import told
from khuevan.papers.enums import PaperKind
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization, User
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.classes import begin_preparation
from khuevan.training.domain.plan_opening import open_class_of
from khuevan.training.domain.plan_versions import amend, approve
from khuevan.training.domain.planned_classes import Organizing, add_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import PlannedClass, Topic, TrainingClass, TrainingPlan
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
FIRST = "Kế hoạch số 12/KH-STN ngày 15 tháng 01 năm 2027"
AMENDED = "Kế hoạch số 58/KH-STN ngày 10 tháng 5 năm 2027"


def _sign(officer: User, plan: TrainingPlan, number: str, day: date) -> None:
    document = keep_record(
        staff(plan.office, RoleKind.CLERK),
        office=plan.office,
        issuer=plan.office.organization,
        number=number,
        symbol="KH-STN",
        date=day,
        kind="KH",
    )
    approve(officer, plan, document)


def _said(officer: User, training_class: TrainingClass, kind: PaperKind) -> str:
    training_class = TrainingClass.objects.get(pk=training_class.pk)
    return "\n".join(told(written(officer, training_class, kind)))


def _planned(officer: User, plan: TrainingPlan, partner: Organization) -> PlannedClass:
    office = plan.office
    return add_planned(
        officer,
        plan,
        title="Lớp bồi dưỡng lễ tân đối ngoại",
        topic=Topic.objects.create(office=office, title="Lễ tân ngoại giao", field="Đối ngoại"),
        audience="Công chức cấp xã làm công tác đối ngoại",
        people=70,
        first_day=date(2027, 6, 1),
        last_day=date(2027, 6, 3),
        venue="Hội trường A, Trung tâm Hội nghị tỉnh",
        money_source="Ngân sách tỉnh năm 2027",
        estimate=180_000_000,
        organizers=[Organizing(partner, OrganizerPart.CO)],
    )


def test_from_the_approval_of_the_plan_to_the_words_of_the_letter() -> None:
    office, partner = OfficeFactory(), OrganizationFactory(name="Trường Chính trị tỉnh Bình Phước")
    officer = staff(office)
    plan = make_plan(officer, office, 2027)
    planned = _planned(officer, plan, partner)
    early = open_class_of(officer, planned)
    assert FIRST not in _said(officer, early, PaperKind.CLASS_PLAN)
    _sign(officer, plan, "12", date(2027, 1, 15))
    assert FIRST in _said(officer, early, PaperKind.CLASS_PLAN), "a class opened before the plan was signed follows it"

    held = open_class_of(officer, planned)
    own = _said(officer, held, PaperKind.CLASS_PLAN)
    assert f"Thực hiện {FIRST}" in own
    for known in (
        "Lễ tân ngoại giao",
        "Công chức cấp xã làm công tác đối ngoại",
        "70 học viên",
        "Hội trường A, Trung tâm Hội nghị tỉnh",
        "đến ngày 03 tháng 6 năm 2027",
        "Ngân sách tỉnh năm 2027",
        "180.000.000 đồng",
        partner.name,
    ):
        assert known in own, known
    begin_preparation(officer, held)
    prepare_invitation(officer, held, reply_by=timezone.now() + timedelta(days=9))
    letter = _said(officer, held, PaperKind.INVITATION)
    assert f"Thực hiện {FIRST}" in letter
    made = make_paper(officer, held, PaperKind.CLASS_PLAN)
    record_signed(officer, made, number="31", symbol="KH-STN", date=date(2027, 2, 8))
    letter = _said(officer, held, PaperKind.INVITATION)
    assert letter.index(FIRST) < letter.index("Kế hoạch số 31/KH-STN ngày 08 tháng 02 năm 2027")
    assert FIRST in _said(officer, held, PaperKind.OPENING_DECISION)
    assert "31/KH-STN" not in _said(officer, early, PaperKind.INVITATION), "each class has its own"


def test_a_class_opened_after_an_amendment_follows_the_newest_version() -> None:
    office, partner = OfficeFactory(), OrganizationFactory(name="Trường Chính trị tỉnh Bình Phước")
    officer = staff(office)
    plan = make_plan(officer, office, 2027)
    planned = _planned(officer, plan, partner)
    _sign(officer, plan, "12", date(2027, 1, 15))
    amend(officer, plan, reason="Thêm một lớp")
    _sign(officer, plan, "58", date(2027, 5, 10))
    later = open_class_of(officer, planned, start_date=date(2027, 9, 7))
    begin_preparation(officer, later)
    prepare_invitation(officer, later, reply_by=timezone.now() + timedelta(days=9))
    for kind in (PaperKind.CLASS_PLAN, PaperKind.INVITATION):
        words = _said(officer, later, kind)
        assert AMENDED in words
        assert FIRST not in words, "the newest version is the plan"
