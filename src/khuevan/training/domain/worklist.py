"""Việc cần làm: what waits for somebody, across classes.

The tasks need facts from apps above this one (nominations, certificates, articles), so each app registers sources when
it starts, as it does for the life line.  A source gets all classes at once and reads what it needs in a fixed number
of queries, however many classes there are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.people.rules import has_role
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, TrainingClassQuerySet

DAYS_AFTER_FILING = 30
"""How long a class that is reported and filed may still ask for something, such as its last article."""


@dataclass(frozen=True)
class Task:
    """One thing to do for one class, or for an office by and large.

    ``key`` is the kind of task (``training.venue``), one of a kind for each class; ``tab`` the tab of the
    workspace where it is done (overview, programme, invitations, learners, attendance, results, certificates, records,
    articles); ``action`` the words of the button that leads there; ``waits_for`` the role it waits for, as in RoleKind:
    officer, leader, editor or clerk.  A task of no class names its ``office`` and the page where it is done
    (``address_name``).
    """

    key: str
    training_class: TrainingClass | None
    title: "str | Promise"
    detail: "str | Promise"
    due: date | None
    tab: str
    action: "str | Promise"
    waits_for: str
    office: Office | None = None
    address_name: str = ""

    @property
    def office_id(self) -> int | None:
        if self.training_class is not None:
            return self.training_class.office_id
        return self.office.pk if self.office else None

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


type Source = Callable[[Actor, TrainingClassQuerySet], Iterable[Task]]

_sources: list[Source] = []


def task_source(function: Source) -> Source:
    """Lets an app say what is to be done.  ``function(actor, classes)`` need not judge roles: ``work_list`` does."""
    _sources.append(function)
    return function


def work_list(actor: Actor, *, everyone: bool = False) -> list[Task]:
    """What waits for the actor, by due date; with ``everyone`` all that waits in the actor's offices.

    An administrator of an office has every role in it.
    """
    classes = _open_classes(actor)
    tasks = [task for source in _sources for task in source(actor, classes)]
    if not everyone:
        tasks = [task for task in tasks if waits_for(task, actor)]
    return sorted(tasks, key=_place)


def _open_classes(actor: Actor) -> TrainingClassQuerySet:
    """Neither cancelled nor long since filed."""
    recent = timezone.localdate() - timedelta(days=DAYS_AFTER_FILING)
    return (
        TrainingClass.objects.of_staff(actor)
        .exclude(state=ClassState.CANCELLED)
        .exclude(Q(state=ClassState.REPORTED) & Q(end_date__lt=recent))
        .select_related("office__organization")
    )


def waits_for(task: Task, actor: Actor) -> bool:
    """Whether the actor has the role that the task waits for."""
    return isinstance(actor, SystemActor) or has_role(actor, task.office_id, RoleKind(task.waits_for))


def _place(task: Task) -> tuple[date, date, int, str]:
    """Tasks without a due date come last; the same day, those of no class, then the class that begins first."""
    made = task.training_class
    return (task.due or date.max, made.start_date if made else date.min, made.pk if made else 0, task.key)
