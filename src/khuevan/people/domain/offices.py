"""Offices, accounts and roles."""

import secrets

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.people.domain.sessions import end_sessions
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, Organization, Role, User


@verb("people.create_office")
def create_office(actor: Actor, *, organization: Organization, slug: str) -> Office:
    """Lets an organization run classes here.  Raises ``office_known``."""
    require(actor, "people.create_office")
    if Office.objects.filter(slug=slug).exists():
        raise DomainError("office_known", _("An office with the address “%(slug)s” is already here."), slug=slug)
    office = create(Office, organization=organization, slug=slug)
    record(actor, "people.create_office", office)
    return office


@verb("people.create_user")
def create_user(
    actor: Actor, *, office: Office, username: str, full_name: str, kinds: list[RoleKind], email: str = ""
) -> tuple[User, str]:
    """Makes an account with roles in an office; returns it with a password that is shown once and stored nowhere.

    Raises ``username_taken``, ``username_like_email`` and ``email_taken``: either name may be used to sign in.
    """
    require(actor, "people.create_user", office)
    refuse_taken_names(username, email)
    password = secrets.token_urlsafe(9)
    user = create(User, username=username, full_name=full_name, email=email, password=make_password(password))
    roles = Role.objects.bulk_create([Role(user=user, office=office, kind=kind) for kind in dict.fromkeys(kinds)])
    record(actor, "people.create_user", [user, *roles], office_key=office.pk)
    return user, password


@verb("people.reset_password")
def reset_password(actor: Actor, *, office: Office, user: User) -> str:
    """Gives a colleague of the office a new password, returned once.  All open sessions of the account end."""
    require(actor, "people.create_user", office)
    refuse_own_account(actor, user)
    before = snapshot(locked(user))
    offices = set(user.roles.values_list("office_id", flat=True))
    if office.pk not in offices:
        raise DomainError("not_a_colleague", _("This account has no role in your office."))
    if offices != {office.pk} and not isinstance(actor, SystemActor):
        raise DomainError("works_elsewhere", _("This account also works for another office; ask its administrator."))
    password = secrets.token_urlsafe(9)
    user.password = make_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    record(actor, "people.reset_password", user, before, office_key=office.pk)
    return password


def refuse_own_account(who: Actor, user: User) -> None:
    """What an administrator does for colleagues would let a stranger at an open screen take the account over."""
    if who == user:
        raise DomainError("own_account", _("This is your own account; use the page “My account” for it."))


def refuse_taken_names(username: str, email: str) -> None:
    """Raises ``username_taken``, ``username_like_email`` and ``email_taken``."""
    if "@" in username:
        raise DomainError("username_like_email", _("A user name has no @; the e-mail address has its own field."))
    if email and User.objects.filter(email__iexact=email).exists():
        raise DomainError("email_taken", _("The e-mail address %(email)s is taken."), email=email)
    if User.objects.filter(username__iexact=username).exists():
        raise DomainError("username_taken", _("The user name %(username)s is taken."), username=username)
