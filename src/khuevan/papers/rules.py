"""Who may have the papers and lists of a class written."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind
from khuevan.people.rules import has_role


def _write(actor: Actor, training_class: Any) -> bool:  # noqa: ANN401 - a TrainingClass
    return has_role(actor, training_class.office_id, RoleKind.OFFICER, RoleKind.CLERK, RoleKind.LEADER)


permission("papers.write_paper", _write)
