"""Half days that are over and whose attendance is not complete."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.attendance.domain.queries import incomplete_half_days
from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.people.enums import RoleKind
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClassQuerySet


@task_source
def attendance_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In four queries, six where half days are for some groups only; whatever the number of classes."""
    found = list(classes.filter(state__in=(ClassState.LIST_CLOSED, ClassState.RUNNING)))
    missing = incomplete_half_days(found)
    for training_class in found:
        sessions = missing.get(training_class.pk, [])
        if not sessions:
            continue
        title = ngettext(
            "Complete the attendance of %(count)s half day",
            "Complete the attendance of %(count)s half days",
            len(sessions),
        )
        yield Task(
            key="attendance.missing",
            training_class=training_class,
            title=title % {"count": thousands(len(sessions))},
            detail=_("Not everybody has a mark: %(sessions)s.")
            % {"sessions": ", ".join(str(session) for session in sessions[:4]) + (" …" if len(sessions) > 4 else "")},
            due=sessions[0].date,
            tab="attendance",
            action=_("Take attendance"),
            waits_for=RoleKind.OFFICER,
        )
