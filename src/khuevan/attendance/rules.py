"""Who may see and take attendance."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.rules import is_staff_of
from khuevan.training.rules import change_class


def _view(actor: Actor, mark: Any) -> bool:  # noqa: ANN401 - an Attendance
    return is_staff_of(actor, mark.session.training_class.office_id)


permission("attendance.view_mark", _view)
permission("attendance.take", change_class)
