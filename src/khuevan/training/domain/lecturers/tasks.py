"""What the lecturers of a class ask of its officers: answers that are missing, materials that are late, thanks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.lecturers.declined import declined_of, named_in, names_of
from khuevan.training.domain.lecturers.states import UNSURE
from khuevan.training.domain.timetable.rows import Row
from khuevan.training.domain.worklist import Task
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, LecturerQuerySet, Material, TrainingClass

SURE_BEFORE: Final = timedelta(days=14)
"""So long before the first day an answer that is missing becomes a task."""
PREPARING: Final = frozenset({ClassState.PREPARING, ClassState.NOMINATING, ClassState.LIST_CLOSED})
OVER: Final = frozenset({ClassState.RUNNING, ClassState.RESULTS, ClassState.AWARDED})


def lecturers_of_tasks() -> LecturerQuerySet:
    """What the tasks of a class need of its lecturers, in one query for all classes."""
    sent = Material.objects.filter(lecturer=OuterRef("pk"))
    rows = Lecturer.objects.select_related("person", "care").annotate(has_sent=Exists(sent))
    ordered: LecturerQuerySet = rows.order_by("order", "pk")
    return ordered


def lecturer_tasks(
    training_class: TrainingClass, lecturers: Sequence[Lecturer], known: Sequence[Row] = ()
) -> Iterator[Task]:
    """``lecturers`` as ``lecturers_of_tasks`` gives them; ``known`` the programme made known last."""
    people = [one for one in lecturers if one.person_id is not None]
    named = named_in(lecturers, known)
    if training_class.state in PREPARING:
        yield from _unnamed(training_class, lecturers)
        yield from _declined(training_class, declined_of(people), named)
        yield from _unsure(training_class, people)
    elif training_class.state == ClassState.RUNNING:
        yield from _declined(training_class, named, named)
    if training_class.state in PREPARING | OVER:
        yield from _materials(training_class, people)
    if training_class.state in OVER and training_class.end_date < timezone.localdate():
        yield from _thanks(training_class, people)


def _unnamed(training_class: TrainingClass, lecturers: Sequence[Lecturer]) -> Iterator[Task]:
    promised = [one for one in lecturers if one.person_id is None]
    if not lecturers:
        title, detail = _("Find lecturers"), _("Nobody teaches this class yet.")
    elif promised:
        words = ngettext("Name the lecturer of %(count)s unit", "Name the lecturers of %(count)s units", len(promised))
        title, detail = words % {"count": len(promised)}, "; ".join(one.organization_name for one in promised)
    else:
        return
    yield _task(
        training_class,
        "lecturers",
        title,
        (),
        due=due_on(training_class, "lecturers"),
        action=_("Name lecturers"),
        detail=detail,
    )


def _declined(training_class: TrainingClass, gone: list[Lecturer], named: list[Lecturer]) -> Iterator[Task]:
    """``named``: those of whom outsiders still read that they teach."""
    gone = [*gone, *(one for one in named if one not in gone)]
    if not gone:
        return
    title = ngettext(
        "Find somebody instead of %(count)s lecturer", "Find somebody instead of %(count)s lecturers", len(gone)
    )
    detail = ""
    if named:
        detail = _("%(all)s. The programme made known still names %(named)s.") % {
            "all": capfirst(names_of(gone)),
            "named": names_of(named),
        }
    due = due_on(training_class, "lecturers")
    yield _task(training_class, "lecturer_gone", title, gone, due=due, action=_("Replace"), detail=detail)


def _unsure(training_class: TrainingClass, people: list[Lecturer]) -> Iterator[Task]:
    if timezone.localdate() < training_class.start_date - SURE_BEFORE:
        return
    if unsure := [one for one in people if one.state in UNSURE]:
        title = ngettext("Ask %(count)s lecturer to confirm", "Ask %(count)s lecturers to confirm", len(unsure))
        due = due_on(training_class, "lecturers")
        yield _task(training_class, "lecturers_unsure", title, unsure, due=due, action=_("Ask to confirm"))


def _materials(training_class: TrainingClass, people: list[Lecturer]) -> Iterator[Task]:
    """Late from the day after the one named, until the class is over."""
    today = timezone.localdate()
    if today > training_class.end_date:
        return
    days = {one.pk: day for one in people if (day := _awaited(one)) is not None and day < today}
    if late := [one for one in people if one.pk in days]:
        title = ngettext(
            "Materials of %(count)s lecturer are late", "Materials of %(count)s lecturers are late", len(late)
        )
        yield _task(training_class, "materials_late", title, late, due=min(days.values()), action=_("Remind"))


def _awaited(lecturer: Lecturer) -> date | None:
    """Until when materials are awaited; None where none are, or some came."""
    care = getattr(lecturer, "care", None)
    gone = lecturer.state == LecturerState.DECLINED or lecturer.has_sent  # type: ignore[attr-defined]
    return None if care is None or gone else care.materials_by


def _thanks(training_class: TrainingClass, people: list[Lecturer]) -> Iterator[Task]:
    """Not to those of the office itself."""
    own = training_class.office.organization_id
    came = [one for one in people if one.state != LecturerState.DECLINED and one.organization_id != own]
    if waiting := [one for one in came if one.thanked_on is None]:
        title = ngettext("Thank %(count)s lecturer", "Thank %(count)s lecturers", len(waiting))
        yield _task(
            training_class,
            "thanks",
            title,
            waiting,
            due=due_on(training_class, "report"),
            action=_("Write the letters"),
        )


def _task(
    training_class: TrainingClass,
    key: str,
    title: str,
    people: Sequence[Lecturer],
    *,
    due: date,
    action: str,
    detail: str = "",
) -> Task:
    return Task(
        key=f"training.{key}",
        training_class=training_class,
        title=title % {"count": len(people)} if people else title,
        detail=detail or "; ".join(one.person.addressed for one in people if one.person),
        due=due,
        tab="lecturers",
        action=action,
        waits_for=RoleKind.OFFICER,
    )
