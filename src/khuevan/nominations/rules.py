"""Who may see and change the learners of a class."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.rules import is_staff_of
from khuevan.training.rules import change_class


def _view(actor: Actor, of_class: Any) -> bool:  # noqa: ANN401 - an Enrollment, a RosterDraft
    return is_staff_of(actor, of_class.training_class.office_id)


def _change_draft(actor: Actor, draft: Any) -> bool:  # noqa: ANN401 - a RosterDraft
    return change_class(actor, draft.training_class)


permission("nominations.view_enrollment", _view)
permission("nominations.view_draft", _view)
permission("nominations.change_draft", _change_draft)
permission("nominations.enroll", change_class)
