"""Colleagues come in by a link on which they choose their own password: no password travels.

The link is the only copy of its secret; what is stored is a hash, so nobody who reads the database can use it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, create, locked
from khuevan.core.tokens import new_token, token_hash
from khuevan.people.domain.colleagues import enter_office, known_kinds
from khuevan.people.domain.offices import refuse_taken_names
from khuevan.people.enums import InvitationState, RoleKind
from khuevan.people.models import Invitation, Office, Role, User
from khuevan.people.validators import strong_password

VALID = timedelta(hours=72)


@verb("people.invite_colleague")
def invite_colleague(
    actor: Actor,
    *,
    office: Office,
    username: str,
    full_name: str,
    kinds: Iterable[RoleKind | str],
    email: str = "",
) -> tuple[Invitation, str]:
    """Invites somebody to work in the office; returns the invitation and the secret of its link, told only now.

    Raises ``name_missing``, ``roles_missing``, ``username_invited``, ``username_taken``, ``username_like_email`` and
    ``email_taken``.
    """
    enter_office(actor, office)
    username, full_name, email = username.strip(), full_name.strip(), email.strip()
    if not full_name:
        raise DomainError("name_missing", _("A colleague needs a name."))
    refuse_taken_names(username, email)
    checked(User(username=username, full_name=full_name, email=email), without={"password"})
    if Invitation.objects.waiting().filter(username__iexact=username).exists():
        raise DomainError("username_invited", _("Somebody is invited as %(username)s already."), username=username)
    token = new_token()
    invitation = create(
        Invitation,
        office=office,
        username=username,
        full_name=full_name,
        email=email,
        kinds=known_kinds(kinds),
        token_hash=token_hash(token),
        invited_by=account_of(actor),
        expires_at=timezone.now() + VALID,
    )
    record(actor, "people.invite_colleague", invitation)
    return invitation, token


@verb("people.reissue_invitation")
def reissue_invitation(actor: Actor, invitation: Invitation) -> str:
    """A new link, valid as long as a first one; the old link is worth nothing.  Raises ``invitation_over``."""
    _open_to_change(actor, invitation)
    before = snapshot(invitation)
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.expires_at = timezone.now() + VALID
    invitation.save(update_fields=["token_hash", "expires_at"])
    record(actor, "people.reissue_invitation", invitation, before)
    return token


@verb("people.revoke_invitation")
def revoke_invitation(actor: Actor, invitation: Invitation) -> None:
    """The link is worth nothing any more.  Raises ``invitation_over``."""
    _open_to_change(actor, invitation)
    before = snapshot(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor, "people.revoke_invitation", invitation, before)


@verb("people.accept_invitation")
def accept_invitation(actor: Actor, *, token: str, password: str = "") -> User:
    """Whoever has the link comes in: with a new account and ``password``, or with the account signed in.

    Raises ``invitation_gone``, ``already_colleague``, ``password_refused``, and ``username_taken`` or ``email_taken``
    when somebody else took the name since.
    """
    found = invitation_of(token)
    if found is None:
        raise _gone()
    locked(found.office)
    if locked(found).state != InvitationState.WAITING:
        raise _gone()
    user: User | None = account_of(actor)
    if user is None:
        user = _new_account(found, password)
        record(user, "people.accept_invitation", user, office_key=found.office_id)
    elif user.roles.filter(office=found.office).exists():
        raise DomainError("already_colleague", _("You work in this office already. The link is for a new colleague."))
    roles = Role.objects.bulk_create([Role(user=user, office=found.office, kind=kind) for kind in found.kinds])
    before = snapshot(found)
    found.accepted_at, found.accepted_by = timezone.now(), user
    found.save(update_fields=["accepted_at", "accepted_by"])
    record(user, "people.accept_invitation", found, before)
    record(user, "people.accept_invitation", roles)
    return user


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose link has this secret, while it waits."""
    waiting = Invitation.objects.waiting().select_related("office__organization")
    return waiting.filter(token_hash=token_hash(token)).first()


def _new_account(invitation: Invitation, password: str) -> User:
    refuse_taken_names(invitation.username, invitation.email)
    values = {name: getattr(invitation, name) for name in ("username", "full_name", "email")}
    strong_password(password, User(**values))
    return create(User, **values, password=make_password(password))


def _open_to_change(who: Actor, invitation: Invitation) -> None:
    require(who, "people.administer_invitation", invitation)
    if locked(invitation).state in {InvitationState.ACCEPTED, InvitationState.REVOKED}:
        raise DomainError(
            "invitation_over", _("This invitation was accepted or taken back; invite %(name)s anew."), name=invitation
        )


def _gone() -> DomainError:
    return DomainError(
        "invitation_gone", _("This invitation was used, taken back, or has expired. Ask for a new link.")
    )
