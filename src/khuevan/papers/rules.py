"""Who may have the papers and lists of a class written."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.papers.enums import WITH_ACCOUNTS
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of
from khuevan.training.rules import attach_record, change_class


def _write(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    return has_role(actor, training_class.office_id, RoleKind.OFFICER, RoleKind.CLERK, RoleKind.LEADER)


def _view_of_class(actor: Actor, of_class: Any) -> bool:  # noqa: ANN401 - a Dossier, PaperDetails, BudgetLine ...
    return is_staff_of(actor, of_class.training_class.office_id)


def _view_made(actor: Actor, made: Any) -> bool:  # noqa: ANN401 - a MadePaper
    if made.kind in WITH_ACCOUNTS:
        return change_class(actor, made.training_class)
    return _view_of_class(actor, made)


def _view_fee(actor: Actor, fee: Any) -> bool:  # noqa: ANN401 - a LecturerFee
    return is_staff_of(actor, fee.lecturer.training_class.office_id)


def _view_of_office(actor: Actor, of_office: Any) -> bool:  # noqa: ANN401 - a Signer, StandingBasis, ExpenseRate ...
    return is_staff_of(actor, of_office.office_id)


def _sign_for(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    """Recording that a paper was signed: whoever keeps the documents."""
    return attach_record(actor, training_class)


def _arrange(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    """Signers, grounds and rates of the office."""
    return has_role(actor, office.pk, RoleKind.OFFICER, RoleKind.CLERK)


def _keep_templates(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.OFFICER, RoleKind.CLERK)


permission("papers.write_paper", _write)
permission("papers.record_signed", _sign_for)
permission("papers.view_made", _view_made)
permission("papers.view_dossier", _view_of_class)
permission("papers.view_details", _view_of_class)
permission("papers.view_money", _view_of_class)
permission("papers.view_fee", _view_fee)
permission("papers.view_signer", _view_of_office)
permission("papers.view_basis", _view_of_office)
permission("papers.view_rate", _view_of_office)
permission("papers.view_template", _view_of_office)
permission("papers.arrange", _arrange)
permission("papers.keep_templates", _keep_templates)
permission("papers.change_money", change_class)
