"""What people ask about their own data, as work of the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.people.domain.corrections import reply_by
from khuevan.people.enums import CorrectionState, RoleKind
from khuevan.people.models import CorrectionRequest, Office
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClassQuerySet


@task_source
def correction_tasks(actor: Actor, _classes: TrainingClassQuerySet) -> Iterator[Task]:
    """One task an office, due when the first request is; one query, and one more for the offices that have any."""
    waiting: dict[int, list[CorrectionRequest]] = {}
    for request in CorrectionRequest.objects.visible_to(actor).filter(state=CorrectionState.OPEN).order_by("asked_at"):
        waiting.setdefault(request.office_id, []).append(request)
    offices = Office.objects.select_related("organization").in_bulk(waiting) if waiting else {}
    for office_id, found in waiting.items():
        title = ngettext(
            "Answer %(count)s request about personal data", "Answer %(count)s requests about personal data", len(found)
        )
        yield Task(
            key="people.corrections",
            training_class=None,
            title=title % {"count": len(found)},
            detail=_("People ask for a correction of what is known about them; the law sets a term for the answer."),
            due=reply_by(found[0]),
            tab="",
            action=_("Look at the requests"),
            waits_for=RoleKind.OFFICER,
            office=offices[office_id],
            address_name="console:corrections",
        )
