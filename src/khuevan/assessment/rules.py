"""Who may see, compute, override and approve outcomes."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of
from khuevan.training.rules import approve_class, change_class


def _view(actor: Actor, outcome: Any) -> bool:  # noqa: ANN401 - an Outcome
    return is_staff_of(actor, outcome.enrollment.training_class.office_id)


def _leads(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    return has_role(actor, training_class.office_id, RoleKind.LEADER)


permission("assessment.view_outcome", _view)
permission("assessment.view_commendation", _view)
permission("assessment.commend", change_class)
permission("assessment.set_rule", change_class)
permission("assessment.compute", change_class)
permission("assessment.override", approve_class)
permission("assessment.approve", approve_class)
permission("assessment.approve_in_person", _leads)
permission("assessment.reopen", approve_class)
