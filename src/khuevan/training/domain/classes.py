"""Opening a class and walking it along its life line."""

from datetime import date
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.lifeline import move
from khuevan.training.enums import (
    ClassKind,
    ClassState,
    LearnerWord,
    LecturerWord,
    OpeningWord,
    OrganizerPart,
    StatedOf,
)
from khuevan.training.models import Organizer, StatedCount, TrainingClass
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.folding import fold

FIRST_YEAR, LAST_YEAR = 1945, 2099
"""Years in which a class may lie; the lunar calendar behind the public holidays is known for these."""


class ClassFields(TypedDict, total=False):
    """What may be said of a class when it is opened; what is left out has the model's default."""

    kind: ClassKind
    need: str
    objective: str
    audience: str
    expected_result: str
    awards_certificates: bool
    certificate_note: str
    learner_word: LearnerWord
    lecturer_word: LecturerWord
    opening_word: OpeningWord
    plan: Record | None


@verb("training.open_class")
def open_class(
    actor: Actor, *, office: Office, title: str, start_date: date, end_date: date, **fields: Unpack[ClassFields]
) -> TrainingClass:
    """Begins a class of an office, which becomes its organizer.

    Raises ``class_without_title``, ``ends_before_start``, ``date_unlikely`` and ``plan_of_another_office``.
    """
    require(actor, "training.open_class", office)
    judge_title_and_days(title, start_date, end_date)
    judge_plan(office.pk, fields.get("plan"))
    training_class = create(
        TrainingClass,
        office=office,
        slug=free_slug(title, start_date.year),
        title=title.strip(),
        year=start_date.year,
        start_date=start_date,
        end_date=end_date,
        search_key=fold(title)[:600],
        **fields,
    )
    organizer = create(
        Organizer,
        training_class=training_class,
        organization=office.organization,
        part=OrganizerPart.LEAD,
        name=office.organization.name,
    )
    record(actor, "training.open_class", [training_class, organizer])
    return training_class


def judge_title_and_days(title: str, start_date: date, end_date: date) -> None:
    """Raises ``class_without_title``, ``ends_before_start``, and ``date_unlikely`` for years such as 0206."""
    if not title.strip():
        raise DomainError("class_without_title", _("A class needs a title."))
    if end_date < start_date:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))
    for day in (start_date, end_date):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise DomainError(
                "date_unlikely", _("%(date)s cannot be a day of a class; look at the year."), date=numeric_date(day)
            )


def judge_plan(office_id: int, plan: Record | None) -> None:
    if plan and plan.office_id != office_id:
        raise DomainError("plan_of_another_office", _("This document is kept by another office."))


def free_slug(title: str, year: int, training_class: TrainingClass | None = None) -> str:
    """The title without diacritics as an address that no other class has yet."""
    base = slugify(fold(title))[:100].strip("-") or "lop"
    if str(year) not in base:
        base = f"{base}-{year}"
    slug, count = base, 1
    others = TrainingClass.objects.exclude(pk=training_class.pk) if training_class else TrainingClass.objects.all()
    while others.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


@verb("training.state_count")
def state_count(
    actor: Actor, training_class: TrainingClass, *, of: StatedOf, number: int, noun: str, qualifier: str = ""
) -> StatedCount:
    """Writes down a number as it was said in public: hơn 70 đại biểu."""
    open_for_change(actor, training_class)
    stated = create(StatedCount, training_class=training_class, of=of, number=number, noun=noun, qualifier=qualifier)
    record(actor, "training.state_count", stated)
    return stated


def _step(actor: Actor, training_class: TrainingClass, to: ClassState, name: str) -> None:
    require(actor, "training.change_class", training_class)
    before = snapshot(locked(training_class))
    move(training_class, to)
    record(actor, name, training_class, before)


@verb("training.begin_preparation")
def begin_preparation(actor: Actor, training_class: TrainingClass) -> None:
    """The class leaves the plan and is being prepared."""
    _step(actor, training_class, ClassState.PREPARING, "training.begin_preparation")


@verb("training.open_nominations")
def open_nominations(actor: Actor, training_class: TrainingClass) -> None:
    """Agencies may now send people."""
    _step(actor, training_class, ClassState.NOMINATING, "training.open_nominations")


@verb("training.begin_teaching")
def begin_teaching(actor: Actor, training_class: TrainingClass) -> None:
    """The class is opened; attendance is taken from here on."""
    _step(actor, training_class, ClassState.RUNNING, "training.begin_teaching")


@verb("training.file_report")
def file_report(actor: Actor, training_class: TrainingClass) -> None:
    """The report is written and the file of the class closed.

    Raises ``class_not_over`` before the teaching, and before the certificates where the class awards them.
    """
    ready = ClassState.AWARDED if locked(training_class).awards_certificates else ClassState.RUNNING
    if training_class.state != ready:
        raise DomainError("class_not_over", _("The class is not over yet."))
    _step(actor, training_class, ClassState.REPORTED, "training.file_report")


@verb("training.publish_class")
def publish_class(actor: Actor, training_class: TrainingClass) -> None:
    """Shows the class on the portal.  Publishing twice changes nothing."""
    require(actor, "training.change_class", training_class)
    before = snapshot(locked(training_class))
    if training_class.published_at is None:
        training_class.published_at = timezone.now()
        training_class.save(update_fields=["published_at"])
        record(actor, "training.publish_class", training_class, before)
    else:
        record(actor, "training.publish_class", [])
