"""What the plan, the preparation, the teaching and the report of a class ask of its officers."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.lecturers.declined import declined_of
from khuevan.training.domain.lecturers.tasks import lecturer_tasks, lecturers_of_tasks
from khuevan.training.domain.timetable.versions import latest_of
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState, RecordPurpose
from khuevan.training.models import ClassRecord, Session, TrainingClass, TrainingClassQuerySet, Venue

IN_PREPARATION = frozenset({ClassState.PREPARING, ClassState.NOMINATING, ClassState.LIST_CLOSED})
BEFORE_TEACHING = IN_PREPARATION | {ClassState.PLANNED}


def arranged(classes: TrainingClassQuerySet) -> TrainingClassQuerySet:
    """With what the tasks below need, in two queries: what there is, and the lecturers."""
    of_class = {"training_class": OuterRef("pk")}
    plans = ClassRecord.objects.filter(purpose=RecordPurpose.PLAN, **of_class)
    return classes.annotate(
        has_plan_attached=Exists(plans),
        has_sessions=Exists(Session.objects.filter(**of_class)),
        has_venue=Exists(Venue.objects.filter(is_main=True, **of_class)),
    ).prefetch_related(Prefetch("lecturers", queryset=lecturers_of_tasks(), to_attr="all_lecturers"))


@task_source
def training_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    found = list(arranged(classes))
    gone = [one for one in found if declined_of(one.all_lecturers)]  # type: ignore[attr-defined]
    known = latest_of(gone) if gone else {}
    for training_class in found:
        if training_class.state == ClassState.PLANNED:
            yield from _plan(training_class)
        if training_class.state in IN_PREPARATION:
            yield from _preparation(training_class)
        version = known.get(training_class.pk)
        rows = version.rows if version else []
        yield from lecturer_tasks(training_class, training_class.all_lecturers, rows)  # type: ignore[attr-defined]
        yield from _teaching(training_class)
        yield from _report(training_class)


def _plan(training_class: TrainingClass) -> Iterator[Task]:
    if training_class.plan_id is None and not training_class.has_plan_attached:  # type: ignore[attr-defined]
        yield _task(
            training_class,
            "plan",
            _("Attach the plan of the class"),
            _("The class has no plan yet. A class outside the yearly plan can begin its preparation without one."),
            tab="records",
            action=_("Attach the plan"),
        )


def _preparation(training_class: TrainingClass) -> Iterator[Task]:
    if not training_class.has_sessions:  # type: ignore[attr-defined]
        yield _task(
            training_class,
            "programme",
            _("Write the programme"),
            _("The class has no half day yet."),
            action=_("Write the programme"),
        )
    if not training_class.has_venue:  # type: ignore[attr-defined]
        yield _task(
            training_class, "venue", _("Enter the venue"), _("The class has no venue yet."), action=_("Enter the venue")
        )


def _teaching(training_class: TrainingClass) -> Iterator[Task]:
    """Asked once the list is closed; on the first day whatever the class still lacks."""
    state, has_come = training_class.state, training_class.start_date <= timezone.localdate()
    if state == ClassState.LIST_CLOSED or (state in BEFORE_TEACHING and has_come):
        yield _task(
            training_class,
            "teaching",
            _("Begin the teaching"),
            _("On the first day, when the class is opened."),
            tab="attendance",
            action=_("Begin the teaching"),
        )


def _report(training_class: TrainingClass) -> Iterator[Task]:
    last = ClassState.AWARDED if training_class.awards_certificates else ClassState.RUNNING
    if training_class.state == last and training_class.end_date < timezone.localdate():
        yield _task(
            training_class,
            "report",
            _("Write the report and file the class"),
            _("The class is over; its report is not filed."),
            tab="records",
            action=_("Write the report"),
        )


def _task(
    training_class: TrainingClass, key: str, title: str, detail: str, *, action: str, tab: str = "programme"
) -> Task:
    return Task(
        key=f"training.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, key),
        tab=tab,
        action=action,
        waits_for=RoleKind.OFFICER,
    )
