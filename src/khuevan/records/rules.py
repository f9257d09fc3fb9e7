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


def _view_series(actor: Actor, series: Any) -> bool:  # noqa: ANN401 - a NumberSeries
    return is_staff_of(actor, series.office_id)


def _view_number(actor: Actor, number: Any) -> bool:  # noqa: ANN401 - a DocumentNumber
    return is_staff_of(actor, number.series.office_id)


def _take_number(actor: Actor, series: Any) -> bool:  # noqa: ANN401 - a NumberSeries
    return has_role(actor, series.office_id, RoleKind.OFFICER, RoleKind.CLERK)


def _change_series(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, RoleKind.CLERK)


permission("records.view_series", _view_series)
permission("records.view_number", _view_number)
permission("records.take_number", _take_number)
permission("records.change_series", _change_series)
permission("records.view_record", _view)
permission("records.keep_record", _keep)
