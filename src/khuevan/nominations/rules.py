"""Who may see and change the learners of a class."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.rules import is_staff_of
from khuevan.training.rules import change_class


def _view(actor: Actor, enrollment: Any) -> bool:  # noqa: ANN401 - an Enrollment
    return is_staff_of(actor, enrollment.training_class.office_id)


permission("nominations.view_enrollment", _view)
permission("nominations.enroll", change_class)
