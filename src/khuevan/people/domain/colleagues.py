"""Who works in an office, and as what.  An office never loses its last active administrator.

Every verb here first locks the row of the office and only then reads roles, so that two administrators who take the
role from each other at the same moment do so one after the other.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked, unchanged
from khuevan.people.domain.offices import refuse_own_account
from khuevan.people.domain.second_step import forget_second_step
from khuevan.people.domain.sessions import end_sessions
from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Office, Role, User
from khuevan.people.rules import read_roles_again


@verb("people.set_roles")
def set_roles(actor: Actor, office: Office, user: User, kinds: Iterable[RoleKind | str], seen: str = "") -> None:
    """Gives a colleague of the office exactly these roles.  ``seen`` is ``roles_stamp`` of what the form showed.

    Raises ``not_a_colleague``, ``roles_missing``, ``last_administrator``, ``changed_meanwhile``.
    """
    enter_office(actor, office)
    had = colleague_roles(office, user)
    if seen and seen != roles_stamp(had):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )
    wanted = known_kinds(kinds)
    if RoleKind.ADMINISTRATOR in had and RoleKind.ADMINISTRATOR not in wanted:
        _keep_an_administrator(office, user)
    user.roles.filter(office=office).exclude(kind__in=wanted).delete()
    Role.objects.bulk_create([Role(user=user, office=office, kind=kind) for kind in wanted if kind not in had])
    facts = {"roles": wanted}
    record(actor, "people.set_roles", user, {**snapshot(user), "roles": had}, facts, office_key=office.pk)


@verb("people.remove_colleague")
def remove_colleague(actor: Actor, office: Office, user: User) -> None:
    """Takes all roles in the office from an account; the account and what it did stay.

    Raises ``not_a_colleague`` and ``last_administrator``.
    """
    enter_office(actor, office)
    had = colleague_roles(office, user)
    if RoleKind.ADMINISTRATOR in had:
        _keep_an_administrator(office, user)
    user.roles.filter(office=office).delete()
    facts: dict[str, object] = {"roles": []}
    record(actor, "people.remove_colleague", user, {**snapshot(user), "roles": had}, facts, office_key=office.pk)


@verb("people.close_account")
def close_account(actor: Actor, office: Office, user: User) -> None:
    """Nobody signs in with the account any more; its sessions end at once, its roles wait for it to be opened again.

    Raises ``own_account``, ``not_a_colleague``, ``works_elsewhere`` and ``last_administrator``.
    """
    administered = _lock_administered_by(user)
    enter_office(actor, office)
    refuse_own_account(actor, user)
    colleague_roles(office, user)
    _only_here(actor, office, user)
    before = snapshot(locked(user))
    for place in administered if user.is_active else ():
        _keep_an_administrator(place, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record(actor, "people.close_account", user, before, office_key=office.pk)


@verb("people.reopen_account")
def reopen_account(actor: Actor, office: Office, user: User) -> None:
    """Lets a closed account sign in again, with the roles it had.  Raises ``not_a_colleague``, ``works_elsewhere``."""
    enter_office(actor, office)
    colleague_roles(office, user)
    _only_here(actor, office, user)
    before = snapshot(locked(user))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor, "people.reopen_account", user, before, office_key=office.pk)


@verb("people.reset_second_step")
def reset_second_step(actor: Actor, office: Office, user: User) -> None:
    """For a lost telephone: the colleague signs in with the password alone and sets up anew.  Sessions end.

    Raises ``own_account``, ``not_a_colleague``, ``works_elsewhere`` and ``second_step_is_off``.
    """
    enter_office(actor, office)
    refuse_own_account(actor, user)
    colleague_roles(office, user)
    _only_here(actor, office, user)
    locked(user)
    if not forget_second_step(user):
        raise DomainError("second_step_is_off", _("The second step of this account is off already."))
    end_sessions(user)
    record(actor, "people.reset_second_step", user, snapshot(user), {"second_step": False}, office_key=office.pk)


@verb("people.require_second_step")
def require_second_step(actor: Actor, office: Office, whom: SecondStep | str, seen: str = "") -> None:
    """Says from whom the office wants a second step at sign-in.  Raises ``changed_meanwhile``."""
    enter_office(actor, office)
    unchanged(office, seen)
    before = snapshot(office)
    office.requires_second_step = SecondStep(whom)
    office.save(update_fields=["requires_second_step"])
    record(actor, "people.require_second_step", office, before)


def enter_office(who: Actor, office: Office) -> None:
    """For verbs of administrators: locks the office, then judges the actor by the roles that are stored now."""
    locked(office)
    read_roles_again(who)
    require(who, "people.administer_office", office)


def known_kinds(kinds: Iterable[RoleKind | str]) -> list[str]:
    """Each kind once, in the order of RoleKind.  Raises ``roles_missing`` when there is none."""
    asked = {str(kind) for kind in kinds}
    found = [kind.value for kind in RoleKind if kind.value in asked]
    if not found:
        raise DomainError("roles_missing", _("Choose at least one role."))
    return found


def roles_stamp(kinds: Iterable[str]) -> str:
    """What somebody's roles are, for telling whether they changed while a form was open."""
    return ",".join(sorted(kinds)) or "-"


def colleague_roles(office: Office, user: User) -> list[str]:
    """The kinds of role of an account in the office.  Raises ``not_a_colleague`` when there is none."""
    kinds = set(user.roles.filter(office=office).values_list("kind", flat=True))
    if not kinds:
        raise DomainError("not_a_colleague", _("This account has no role in your office."))
    return [kind.value for kind in RoleKind if kind.value in kinds]


def _keep_an_administrator(office: Office, leaving: User) -> None:
    """Judged under the lock of the office."""
    administrators = Role.objects.filter(office=office, kind=RoleKind.ADMINISTRATOR, user__is_active=True)
    if not administrators.exclude(user=leaving).exists():
        raise DomainError(
            "last_administrator",
            _("%(name)s is the last administrator of this office. Make a colleague administrator first."),
            name=str(leaving),
        )


def _only_here(who: Actor, office: Office, user: User) -> None:
    """What concerns a whole account is for the only office it works for."""
    if user.roles.exclude(office=office).exists() and not isinstance(who, SystemActor):
        raise DomainError("works_elsewhere", _("This account also works for another office; ask its administrator."))


def _lock_administered_by(user: User) -> Sequence[Office]:
    """Always in the same order, so that two closings never wait for each other."""
    kept = user.roles.filter(kind=RoleKind.ADMINISTRATOR).values("office")
    return list(Office.objects.select_for_update(of=("self",)).filter(pk__in=kept).order_by("pk"))
