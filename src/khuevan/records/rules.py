"""Who may see and keep official documents: the staff of the office that keeps them."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role, is_staff_of


def _view(actor: Actor, record: Any) -> bool:  # noqa: ANN401 - a Record
    return is_staff_of(actor, record.office_id)


def _keep(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.OFFICER, RoleKind.CLERK)


permission("records.view_record", _view)
permission("records.keep_record", _keep)
