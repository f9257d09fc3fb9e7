"""Promise 8: the predicate and the queryset say the same, for every kind of actor and object."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from khuevan.assessment.models import Commendation, Outcome
from khuevan.attendance.models import Attendance
from khuevan.certificates.models import Certificate
from khuevan.core.actors import SYSTEM, Actor, Bearer
from khuevan.core.permissions import NotAllowedError, may, require
from khuevan.news.enums import ArticleState
from khuevan.news.models import Article
from khuevan.nominations.models import (
    Enrollment,
    Invitation,
    Nomination,
    Quota,
    ReplyBatch,
    ReplyFile,
    RosterDraft,
    Submission,
)
from khuevan.notifications.models import Message, MessageTemplate
from khuevan.papers.models import (
    Advance,
    BudgetLine,
    Dossier,
    Expense,
    ExpenseRate,
    LecturerFee,
    MadePaper,
    PaperDetails,
    PaperTemplate,
    Signer,
    StandingBasis,
)
from khuevan.people.domain.access_links import make_link
from khuevan.people.domain.consents import give_consent
from khuevan.people.domain.corrections import ask_correction
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import ConsentPurpose, RoleKind
from khuevan.people.models import AccessLink, Consent, CorrectionRequest, Person, PersonMerge, PossibleDuplicate
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import DocumentNumber, NumberSeries, Record
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import (
    ClassRecord,
    Lecturer,
    Material,
    NeedAnswer,
    NeedCall,
    PlannedClass,
    PlanVersion,
    TrainingClass,
    TrainingPlan,
)
from tests.factories import ArticleFactory, OfficeFactory, RoleFactory, TrainingClassFactory, UserFactory, staff
from tests.factories.worlds import VISITOR, World, invited_class, world

PAIRS = (
    (TrainingClass, "visible_to", "training.view_class"),
    (TrainingClass, "of_staff", "training.work_on_class"),
    (Record, "visible_to", "records.view_record"),
    (NumberSeries, "visible_to", "records.view_series"),
    (DocumentNumber, "visible_to", "records.view_number"),
    (ClassRecord, "visible_to", "training.view_class_record"),
    (Lecturer, "visible_to", "training.view_lecturer"),
    (Material, "visible_to", "training.view_material"),
    (TrainingPlan, "visible_to", "training.view_plan"),
    (PlanVersion, "visible_to", "training.view_planned_class"),
    (PlannedClass, "visible_to", "training.view_planned_class"),
    (NeedCall, "visible_to", "training.view_need_call"),
    (NeedAnswer, "visible_to", "training.view_need"),
    (Person, "visible_to", "people.view_person"),
    (PossibleDuplicate, "visible_to", "people.view_pair"),
    (PersonMerge, "visible_to", "people.view_merge"),
    (CorrectionRequest, "visible_to", "people.view_correction"),
    (Consent, "visible_to", "people.view_consent"),
    (AccessLink, "visible_to", "people.view_link"),
    (Message, "visible_to", "notifications.view_message"),
    (MessageTemplate, "visible_to", "notifications.view_message"),
    (Enrollment, "visible_to", "nominations.view_enrollment"),
    (RosterDraft, "visible_to", "nominations.view_draft"),
    (Invitation, "visible_to", "nominations.view_invitation"),
    (Quota, "visible_to", "nominations.view_quota"),
    (Submission, "visible_to", "nominations.view_submission"),
    (Nomination, "visible_to", "nominations.view_nomination"),
    (ReplyBatch, "visible_to", "nominations.view_batch"),
    (ReplyFile, "visible_to", "nominations.view_reply"),
    (Attendance, "visible_to", "attendance.view_mark"),
    (Outcome, "visible_to", "assessment.view_outcome"),
    (Commendation, "visible_to", "assessment.view_commendation"),
    (Certificate, "visible_to", "certificates.view_certificate"),
    (Article, "visible_to", "news.view_article"),
    (ExpenseRate, "visible_to", "papers.view_rate"),
    (BudgetLine, "visible_to", "papers.view_money"),
    (Advance, "visible_to", "papers.view_money"),
    (Expense, "visible_to", "papers.view_money"),
    (LecturerFee, "visible_to", "papers.view_fee"),
    (PaperTemplate, "visible_to", "papers.view_template"),
    (Signer, "visible_to", "papers.view_signer"),
    (StandingBasis, "visible_to", "papers.view_basis"),
    (PaperDetails, "visible_to", "papers.view_details"),
    (MadePaper, "visible_to", "papers.view_made"),
    (Dossier, "visible_to", "papers.view_dossier"),
)


def _fill(here: World) -> None:
    here.issue()
    Commendation.objects.create(enrollment=here.enrollments[0], reason="x")
    _money(here)
    _papers(here)
    _plans(here)
    series = NumberSeries.objects.create(office=here.office, name="x")
    DocumentNumber.objects.create(series=series, year=2019, number=1, state="used", day=date(2019, 9, 1))
    plan = keep_record(
        here.officer,
        office=here.office,
        issuer=here.office.organization,
        number="29",
        symbol="KH-UBND",
        date=date(2014, 1, 25),
    )
    attach_record(here.officer, here.training_class, plan, purpose=RecordPurpose.PLAN)
    own, twin, gone = (add_person(here.officer, full_name="Lê Thị Mai", office=here.office) for _turn in range(3))
    PossibleDuplicate.objects.create(first=own, second=twin, score=70)
    merge_people(here.officer, here.enrollments[0].person, gone)
    ask_correction(here.officer, own, office=here.office, wishes={"birth": "1986"})
    give_consent(here.officer, own, office=here.office, purpose=ConsentPurpose.PHOTOS)
    make_link(here.officer, office=here.office, person=own)
    Lecturer.objects.create(training_class=here.training_class, person=own)
    add_material(here.officer, file=ContentFile(b"%PDF-1.7", name="x.pdf"), training_class=here.training_class)
    Message.objects.create(office_id=here.office.pk, message_id=f"<{here.office.pk}@test>", channel="hand")
    MessageTemplate.objects.create(office_id=here.office.pk, kind="x", subject="x", body="x")
    RosterDraft.objects.create(training_class=here.training_class, name="danh-sach.xlsx")
    invited = invited_class(1, office=here.office)
    invited.send("Lò Thị Mai")
    batch = ReplyBatch.objects.create(training_class=invited.training_class, name="cv.zip")
    ReplyFile.objects.create(batch=batch, index=0, name="cv.pdf", sha256="0" * 64)
    for quota in invited.quotas:
        NeedAnswer.objects.create(call=NeedCall.objects.get(office=here.office), organization=quota.organization)
    for published_at in (None, "2019-10-05T00:00:00+07:00"):
        TrainingClassFactory(office=here.office, published_at=published_at)
    for state in ArticleState:
        ArticleFactory(office=here.office, state=state)


def _money(here: World) -> None:
    about = here.training_class
    ExpenseRate.objects.create(office=here.office, group="venue", name="x", unit="x", amount=1)
    BudgetLine.objects.create(training_class=about, group="venue", name="x", unit="x", quantity=1)
    Advance.objects.create(training_class=about, receiver="x", amount=1, reason="x", asked_on=date(2019, 9, 1))
    Expense.objects.create(training_class=about, name="x", amount=1)
    PaperTemplate.objects.create(
        office=here.office, kind="report", version=1, state="ready", uploaded_at="2019-10-05T00:00:00+07:00"
    )
    LecturerFee.objects.create(lecturer=Lecturer.objects.create(training_class=about), half_days=1)


def _papers(here: World) -> None:
    about, made_at = here.training_class, "2019-10-05T00:00:00+07:00"
    Signer.objects.create(office=here.office, name="x", title="x")
    StandingBasis.objects.create(office=here.office, text="x")
    PaperDetails.objects.create(training_class=about, kind="report")
    for kind in ("report", "fee_list"):
        MadePaper.objects.create(training_class=about, kind=kind, version=1, made_at=made_at)
    Dossier.objects.create(training_class=about, size=1, files=1, made_at=made_at)


def _plans(here: World) -> None:
    plan = TrainingPlan.objects.create(office=here.office, year=2019, title="x")
    PlannedClass.objects.create(plan=plan, title="x")
    PlanVersion.objects.create(plan=plan, number=1, approved_at="2019-10-05T00:00:00+07:00")
    NeedCall.objects.create(office=here.office, year=2019, reply_by=date(2019, 9, 1))


def _actors(*worlds: World) -> list[Actor]:
    inactive = staff(worlds[0].office)
    inactive.is_active = False
    inactive.save()
    both = UserFactory()
    for here in worlds:
        RoleFactory(user=both, office=here.office, kind=RoleKind.EDITOR)
    by_kind = [staff(worlds[0].office, kind) for kind in RoleKind]
    taught = Lecturer.objects.filter(training_class__office=worlds[0].office).exclude(person=None)[0]
    lecturer = Bearer("x", office_id=worlds[0].office.pk, person_id=taught.person_id)
    bearer = Bearer("x", office_id=worlds[0].office.pk, organization_id=Quota.objects.all()[0].organization_id)
    return [
        AnonymousUser(),
        VISITOR,
        bearer,
        lecturer,
        SYSTEM,
        UserFactory(),
        inactive,
        both,
        *by_kind,
        staff(OfficeFactory()),
    ]


@pytest.mark.django_db
def test_querysets_and_predicates_agree() -> None:
    first, second = world(), world()
    _fill(first)
    _fill(second)
    actors = _actors(first, second)
    for model, method, permission in PAIRS:
        everything = list(model.objects.all())
        assert len(everything) >= 2, model
        answers = set()
        for actor in actors:
            selected = set(getattr(model.objects, method)(actor).values_list("pk", flat=True))
            allowed = {obj.pk for obj in everything if may(actor, permission, obj)}
            assert selected == allowed, (permission, actor)
            answers.add(len(allowed))
        assert len(answers) > 1, f"{permission} tells nobody apart"


@pytest.mark.django_db
def test_an_unknown_permission_is_never_a_yes() -> None:
    with pytest.raises(KeyError):
        may(SYSTEM, "training.fly")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, RoleKind.EDITOR])
def test_only_officers_change_a_class(kind: RoleKind) -> None:
    here = world()
    with pytest.raises(NotAllowedError):
        require(staff(here.office, kind), "training.change_class", here.training_class)
    require(staff(here.office, RoleKind.ADMINISTRATOR), "training.change_class", here.training_class)
