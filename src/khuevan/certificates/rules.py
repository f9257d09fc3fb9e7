"""Who may see, issue and change certificates."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of
from khuevan.training.rules import change_class


def _view(actor: Actor, certificate: Any) -> bool:  # noqa: ANN401 - a Certificate
    return is_staff_of(actor, certificate.register.office_id)


def _open_register(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.OFFICER, RoleKind.CLERK)


def _change(actor: Actor, certificate: Any) -> bool:  # noqa: ANN401 - a Certificate
    return has_role(actor, certificate.register.office_id, RoleKind.OFFICER)


permission("certificates.view_certificate", _view)
permission("certificates.open_register", _open_register)
permission("certificates.issue", change_class)
permission("certificates.change_state", _change)
