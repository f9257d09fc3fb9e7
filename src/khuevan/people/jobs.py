"""Whose jobs an actor sees and steers: those of the own offices."""

from typing import Any

from khuevan.core.actors import Actor, account_of
from khuevan.core.jobs.owners import tell_offices
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.people.rules import has_role, is_staff_of


def _view(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    return _own(actor, job) if job.office_id is None else is_staff_of(actor, job.office_id)


def _steer(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    """The one who started it, and officers of its office."""
    return _view(actor, job) and (_own(actor, job) or has_role(actor, job.office_id, RoleKind.OFFICER))


def _own(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    user = account_of(actor)
    return user is not None and job.actor_id == user.pk


permission("core.view_job", _view)
permission("core.steer_job", _steer)
tell_offices(lambda actor: Office.objects.of_staff(actor).values("pk"))
