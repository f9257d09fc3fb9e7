"""Who may do what in an office.  One table; predicates of other apps ask it for the office of their object."""

from typing import Any

from khuevan.core.actors import Actor, Bearer, account_of
from khuevan.core.permissions import permission
from khuevan.people.enums import RoleKind

KEEPERS = (RoleKind.OFFICER, RoleKind.CLERK)
"""Who keeps the directory of an office, beside its administrator."""


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


def read_roles_again(actor: Actor) -> None:
    """Forgets what is remembered on the actor: before judging under a lock, somebody may have taken a role away."""
    user = account_of(actor)
    if user is not None:
        vars(user).pop("_roles_by_office", None)


def is_staff_of(actor: Actor, office_id: int | None) -> bool:
    return bool(roles_in(actor, office_id))


def has_role(actor: Actor, office_id: int | None, *kinds: RoleKind) -> bool:
    """Whether the actor has one of ``kinds`` there; an administrator of the office has them all."""
    return bool(roles_in(actor, office_id) & {*kinds, RoleKind.ADMINISTRATOR})


def _administers(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - predicates take what their verb acts on
    return has_role(actor, office.pk, RoleKind.ADMINISTRATOR)


def _administers_a_workplace_of(actor: Actor, user: Any) -> bool:  # noqa: ANN401 - a User
    return any(
        has_role(actor, office, RoleKind.ADMINISTRATOR) for office in user.roles.values_list("office", flat=True)
    )


def _administers_invitation(actor: Actor, invitation: Any) -> bool:  # noqa: ANN401 - an Invitation
    return has_role(actor, invitation.office_id, RoleKind.ADMINISTRATOR)


def _own_account(actor: Actor, user: Any) -> bool:  # noqa: ANN401 - a User
    own = account_of(actor)
    return own is not None and bool(own == user)


def _keeps_directory_of(actor: Actor, office: Any) -> bool:  # noqa: ANN401 - an Office
    return has_role(actor, office.pk, *KEEPERS)


def _keeps_a_directory(actor: Actor, _obj: object) -> bool:
    user = account_of(actor)
    return user is not None and user.roles.filter(kind__in=(*KEEPERS, RoleKind.ADMINISTRATOR)).exists()


def _any_staff(actor: Actor, _obj: object) -> bool:
    user = account_of(actor)
    return user is not None and user.roles.exists()


def _view_person(actor: Actor, person: Any) -> bool:  # noqa: ANN401 - a Person
    user = account_of(actor)
    return user is not None and person.known_to.filter(office__roles__user=user).exists()


def _change_person(actor: Actor, person: Any) -> bool:  # noqa: ANN401 - a Person
    user = account_of(actor)
    kinds = (*KEEPERS, RoleKind.ADMINISTRATOR)
    return user is not None and person.known_to.filter(office__roles__user=user, office__roles__kind__in=kinds).exists()


def _keeps_everywhere(actor: Actor, person: Any) -> bool:  # noqa: ANN401 - a Person
    """Every office that knows the person has the actor among the keepers of its directory."""
    offices = list(person.known_to.values_list("office_id", flat=True))
    return bool(offices) and all(has_role(actor, office, *KEEPERS) for office in offices)


def _view_pair(actor: Actor, pair: Any) -> bool:  # noqa: ANN401 - a PossibleDuplicate
    return _view_person(actor, pair.first) and _view_person(actor, pair.second)


def _view_merge(actor: Actor, merge: Any) -> bool:  # noqa: ANN401 - a PersonMerge
    """Staff of an office that knew the entry that went, as long as they see the one that was kept."""
    knew = any(is_staff_of(actor, office) for office in merge.values.get("offices", ()))
    return knew and _view_person(actor, merge.kept)


def _unmerge(actor: Actor, merge: Any) -> bool:  # noqa: ANN401 - a PersonMerge
    """Whoever keeps the directories the entry goes back to."""
    offices = merge.values.get("offices", ())
    return bool(offices) and all(has_role(actor, office, *KEEPERS) for office in offices)


def _change_organization(actor: Actor, organization: Any) -> bool:  # noqa: ANN401 - an Organization
    """Bodies are shared by all offices, but the name of an office is its own affair."""
    office = getattr(organization, "office", None)
    return _keeps_directory_of(actor, office) if office else _keeps_a_directory(actor, organization)


def _of_own_office(actor: Actor, row: Any) -> bool:  # noqa: ANN401 - a row of an office
    return is_staff_of(actor, row.office_id)


def _decides_for_office(actor: Actor, row: Any) -> bool:  # noqa: ANN401 - a row of an office
    return has_role(actor, row.office_id, *KEEPERS)


def _speaks_for_person(actor: Actor, row: Any) -> bool:  # noqa: ANN401 - a row of an office about a person
    """The person, let in by that very office; or who keeps its directory, for somebody who asked them to.

    Either way only while the office knows the person.
    """
    if isinstance(actor, Bearer):
        speaks = actor.person_id is not None and actor.person_id == row.person_id and actor.office_id == row.office_id
    else:
        speaks = has_role(actor, row.office_id, *KEEPERS)
    return speaks and bool(row.person.known_to.filter(office_id=row.office_id).exists())


def _installation_only(_actor: Actor, _obj: object) -> bool:
    """Only the installation itself (the command line), which ``may`` lets through before asking."""
    return False


permission("people.create_office", _installation_only)
permission("people.create_user", _administers)
permission("people.administer_office", _administers)
permission("people.administer_user", _administers_a_workplace_of)
permission("people.administer_invitation", _administers_invitation)
permission("people.change_own_account", _own_account)
permission("people.change_directory", _keeps_a_directory)
permission("people.keep_directory", _keeps_directory_of)
permission("people.view_organization", _any_staff)
permission("people.view_person", _view_person)
permission("people.change_person", _change_person)
permission("people.keep_everywhere", _keeps_everywhere)
permission("people.view_pair", _view_pair)
permission("people.view_merge", _view_merge)
permission("people.unmerge_people", _unmerge)
permission("people.change_organization", _change_organization)
permission("people.view_link", _of_own_office)
permission("people.view_correction", _of_own_office)
permission("people.ask_correction", _speaks_for_person)
permission("people.decide_correction", _decides_for_office)
permission("people.view_consent", _of_own_office)
permission("people.change_consent", _speaks_for_person)
