"""Changes of the programme that wait to be made known, on the work list."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.people.enums import RoleKind
from khuevan.training.domain.timetable.versions import pending_of
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClassQuerySet

_TOLD_NO_MORE = frozenset({ClassState.RESULTS, ClassState.AWARDED, ClassState.REPORTED, ClassState.CANCELLED})


@task_source
def programme_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """Of classes whose programme was made known and that are not over yet."""
    open_ones = classes.filter(end_date__gte=timezone.localdate(), programme_versions__isnull=False)
    many = {one.pk: one for one in open_ones.exclude(state__in=_TOLD_NO_MORE).distinct()}
    for key, changes in pending_of(many.values()).items() if many else ():
        count = ngettext(
            "%(count)s change is not known to those concerned.",
            "%(count)s changes are not known to those concerned.",
            len(changes),
        ) % {"count": len(changes)}
        yield Task(
            key="training.programme_changed",
            training_class=many[key],
            title=_("The programme changed after it was made known"),
            detail=f"{count} {changes[0].words}",
            due=max(min(change.date for change in changes), timezone.localdate()),
            tab="publishing",
            action=_("Make known"),
            waits_for=RoleKind.OFFICER,
        )
