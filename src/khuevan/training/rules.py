"""Who may see and work on a class."""

from typing import Any

from khuevan.core.actors import Actor, Bearer
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


def _view_of_office(actor: Actor, plan: Any) -> bool:  # noqa: ANN401 - a TrainingPlan, a NeedCall
    return is_staff_of(actor, plan.office_id)


def _view_of_plan(actor: Actor, of_plan: Any) -> bool:  # noqa: ANN401 - a PlannedClass, a PlanVersion
    return is_staff_of(actor, of_plan.plan.office_id)


def _change_plan(actor: Actor, plan: Any) -> bool:  # noqa: ANN401 - a TrainingPlan, a NeedCall
    return has_role(actor, plan.office_id, RoleKind.OFFICER)


def _approve_plan(actor: Actor, plan: Any) -> bool:  # noqa: ANN401 - a TrainingPlan
    """Whoever keeps documents records the signed plan; a leader may, too."""
    return has_role(actor, plan.office_id, RoleKind.OFFICER, RoleKind.CLERK, RoleKind.LEADER)


def _view_need(actor: Actor, answer: Any) -> bool:  # noqa: ANN401 - a NeedAnswer
    if isinstance(actor, Bearer):
        known = actor.office_id is not None and actor.organization_id is not None
        return known and (actor.office_id, actor.organization_id) == (answer.call.office_id, answer.organization_id)
    return is_staff_of(actor, answer.call.office_id)


def _answer_need(actor: Actor, answer: Any) -> bool:  # noqa: ANN401 - a NeedAnswer
    """Whoever proved to be the agency, and officers of the office, who write down what it said."""
    if isinstance(actor, Bearer):
        return _view_need(actor, answer)
    return has_role(actor, answer.call.office_id, RoleKind.OFFICER)


def _view_of_class(actor: Actor, of_class: Any) -> bool:  # noqa: ANN401 - a ProgrammeVersion, a LearnerGroup
    return is_staff_of(actor, of_class.training_class.office_id)


def _is_lecturer(actor: Actor, lecturer: Any) -> bool:  # noqa: ANN401 - a Lecturer
    """Whether the actor came by the personal link of this lecturer."""
    if not isinstance(actor, Bearer) or actor.person_id is None:
        return False
    office = lecturer.training_class.office_id
    return lecturer.replaced_at is None and (actor.office_id, actor.person_id) == (office, lecturer.person_id)


def _view_lecturer(actor: Actor, lecturer: Any) -> bool:  # noqa: ANN401 - a Lecturer
    return _is_lecturer(actor, lecturer) or is_staff_of(actor, lecturer.training_class.office_id)


def _answer_as_lecturer(actor: Actor, lecturer: Any) -> bool:  # noqa: ANN401 - a Lecturer
    """Lecturers by their link; officers write down what was said by telephone."""
    return _is_lecturer(actor, lecturer) or has_role(actor, lecturer.training_class.office_id, RoleKind.OFFICER)


def _name_lecturer(actor: Actor, lecturer: Any) -> bool:  # noqa: ANN401 - a Lecturer
    """Whoever proved to be the unit that was asked names the person; officers write down what it said."""
    office = lecturer.training_class.office_id
    if isinstance(actor, Bearer):
        asked = lecturer.organization_id is not None and lecturer.replaced_at is None
        return asked and (actor.office_id, actor.organization_id) == (office, lecturer.organization_id)
    return has_role(actor, office, RoleKind.OFFICER)


def _keep_materials(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.OFFICER, RoleKind.EDITOR)


def _change_material(actor: Actor, material: Any) -> bool:  # noqa: ANN401 - a Material
    return has_role(actor, material.office_id, RoleKind.OFFICER, RoleKind.EDITOR)


permission("training.view_topic", _view_of_office)
permission("training.keep_topic", _change_plan)
permission("training.keep_topics", _open)
permission("training.view_lecturer", _view_lecturer)
permission("training.answer_as_lecturer", _answer_as_lecturer)
permission("training.name_lecturer", _name_lecturer)
permission("training.view_material", _view_of_office)
permission("training.keep_materials", _keep_materials)
permission("training.change_material", _change_material)
permission("training.view_programme_version", _view_of_class)
permission("training.view_plan", _view_of_office)
permission("training.view_planned_class", _view_of_plan)
permission("training.change_plan", _change_plan)
permission("training.approve_plan", _approve_plan)
permission("training.make_plan", _open)
permission("training.view_need_call", _view_of_office)
permission("training.change_need_call", _change_plan)
permission("training.view_need", _view_need)
permission("training.answer_need", _answer_need)
permission("training.view_class", _view)
permission("training.work_on_class", _work_on)
permission("training.change_class", change_class)
permission("training.approve_class", approve_class)
permission("training.open_class", _open)
permission("training.attach_record", attach_record)
permission("training.view_class_record", _view_class_record)
