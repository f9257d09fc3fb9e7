"""Who may see and work on a class."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of


def _view(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    return training_class.published_at is not None or is_staff_of(actor, training_class.office_id)


def _work_on(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    return is_staff_of(actor, training_class.office_id)


def change_class(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    """Officers run the class; the rules of what hangs on a class ask this one."""
    return has_role(actor, training_class.office_id, RoleKind.OFFICER)


def approve_class(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    """Leaders decide; an officer may record a decision that was signed on paper."""
    return has_role(actor, training_class.office_id, RoleKind.LEADER, RoleKind.OFFICER)


def attach_record(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    """Clerks keep the documents; officers need not wait for them."""
    return has_role(actor, training_class.office_id, RoleKind.OFFICER, RoleKind.CLERK)


def _view_class_record(actor: Actor, class_record: Any) -> bool:  # noqa: ANN401 - a ClassRecord
    return is_staff_of(actor, class_record.training_class.office_id)


def _open(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.OFFICER)


permission("training.view_class", _view)
permission("training.work_on_class", _work_on)
permission("training.change_class", change_class)
permission("training.approve_class", approve_class)
permission("training.open_class", _open)
permission("training.attach_record", attach_record)
permission("training.view_class_record", _view_class_record)
