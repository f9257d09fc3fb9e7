"""Learners, attendance, results and certificates of a seed class."""

import random

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.certificates.domain.issuing import issue_certificates, open_register, render_missing
from khuevan.certificates.domain.states import hand_over
from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.demo.bodies import LISTS, Scene
from khuevan.demo.texts.model import ClassFacts
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.people.enums import RoleKind
from khuevan.readers.roster import read_roster
from khuevan.training.domain.classes import begin_teaching, file_report, open_nominations
from khuevan.training.enums import CeremonyKind
from khuevan.training.models import TrainingClass

REASONS = ("Đi công tác đột xuất", "Ốm, có giấy của cơ quan", "Họp Hội đồng nhân dân", "Việc gia đình")
SOMETIMES_AWAY = 9
"""One learner in so many has leave for one half day."""

AWAY_WITHOUT_LEAVE = 19
"""One learner in so many misses a half day without leave, and so does not meet the rule of the committee."""


def nominate(scene: Scene, training_class: TrainingClass, lists: str) -> None:
    """Reads every reply that ships with the demo and puts its people on the list.

    Raises DomainError when a row is refused: the shipped lists are meant to be clean.
    """
    open_nominations(scene.officer, training_class)
    for file in sorted((LISTS / lists).glob("[0-9]*.*")):
        result = enroll(scene.officer, training_class, read_roster(file).rows)
        for refusal in result.refused:
            raise DomainError("demo_list_is_bad", f"{file.name}: {refusal.message}")


def teach(scene: Scene, training_class: TrainingClass, half_days: int | None = None) -> None:
    """Closes the list and takes attendance of the first ``half_days`` half days, or of all."""
    close_list(scene.officer, training_class)
    begin_teaching(scene.officer, training_class)
    sessions = list(training_class.sessions.all())
    learners = list(training_class.enrollments.current().order_by("order").values_list("pk", flat=True))
    for number, session in enumerate(sessions[:half_days]):
        marks = {pk: _mark(order, number, len(sessions)) for order, pk in enumerate(learners, start=1)}
        take_attendance(scene.officer, session, marks, way=Way.PAPER, nonce=f"demo-{session.pk}")


def _mark(order: int, session: int, sessions: int) -> Mark:
    chance = random.Random(order)  # noqa: S311 - invented attendance, the same at every run
    away = chance.randrange(sessions)
    if order % AWAY_WITHOUT_LEAVE == 0 and session == away:
        return Mark(AttendanceStatus.ABSENT)
    if order % SOMETIMES_AWAY == 0 and session == away:
        return Mark(AttendanceStatus.EXCUSED, chance.choice(REASONS))
    return Mark(AttendanceStatus.LATE if (order + session) % 23 == 0 else AttendanceStatus.PRESENT)


def finish(scene: Scene, training_class: TrainingClass, facts: ClassFacts) -> list[Certificate]:
    """Results, certificates where the class awards them, and the report; returns the certificates."""
    issued: list[Certificate] = []
    if training_class.awards_certificates:
        set_rule(scene.officer, training_class, decided_by=facts.committee_name)
        compute_outcomes(scene.officer, training_class)
        approve_outcomes(scene.users[RoleKind.LEADER], training_class)
        issued = _award(scene, training_class)
    file_report(scene.officer, training_class)
    return issued


def _award(scene: Scene, training_class: TrainingClass) -> list[Certificate]:
    closing = training_class.end_date
    register = open_register(
        scene.officer, office=scene.office, year=closing.year, symbol=f"GCN-{scene.office.organization.symbol}"
    )
    issued = issue_certificates(
        scene.officer, training_class, register, issued_on=closing, signature=_signature(training_class)
    )
    for certificate, why in render_missing(scene.officer, training_class).failed:
        raise DomainError("demo_list_is_bad", f"{certificate}: {why}")
    hand_over(scene.officer, Certificate.objects.filter(register=register), on=closing)
    return issued


def _signature(training_class: TrainingClass) -> Signature:
    """The head of the office, who chaired the class, signs."""
    head = training_class.ceremony_roles.select_related("person").get(kind=CeremonyKind.CHAIRED_BY)
    return Signature(
        authority=f"{head.title} {head.organization_name}".upper(),
        title=head.title.upper(),
        signer=head.person.full_name if head.person else "",
        signer_post=head.post,
    )
