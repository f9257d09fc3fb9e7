"""Who may do what in an office.  One table; predicates of other apps ask it for the office of their object."""

from typing import Any

from khuevan.core.actors import Actor, account_of
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind


def roles_in(actor: Actor, office_id: int | None) -> frozenset[str]:
    """The kinds of role an actor has in one office; read once per actor object and remembered on it."""
    user = account_of(actor)
    if user is None or office_id is None:
        return frozenset()
    known: dict[int, frozenset[str]] | None = getattr(user, "_roles_by_office", None)
    if known is None:
        known = {}
        for office, kind in user.roles.values_list("office_id", "kind"):
            known[office] = known.get(office, frozenset()) | {kind}
        user._roles_by_office = known
    return known.get(office_id, frozenset())


def is_staff_of(actor: Actor, office_id: int | None) -> bool:
    return bool(roles_in(actor, office_id))


def has_role(actor: Actor, office_id: int | None, *kinds: RoleKind) -> bool:
    """Whether the actor has one of ``kinds`` there; an administrator of the office has them all."""
    return bool(roles_in(actor, office_id) & {*kinds, RoleKind.ADMINISTRATOR})


def _administers(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - predicates take what their verb acts on
    return has_role(actor, office.pk, RoleKind.ADMINISTRATOR)


def _any_staff(actor: Actor, _obj: object) -> bool:
    user = account_of(actor)
    return user is not None and user.roles.exists()


def _installation_only(_actor: Actor, _obj: object) -> bool:
    """Only the installation itself (the command line), which ``may`` lets through before asking."""
    return False


permission("people.create_office", _installation_only)
permission("people.create_user", _administers)
permission("people.change_directory", _any_staff)
