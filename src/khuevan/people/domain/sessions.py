"""Where an account is signed in, and how that ends."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.people.browsers import browser_of
from khuevan.people.models import SignIn, User
from khuevan.people.validators import strong_password

SEEN_EVERY = timedelta(minutes=5)
_LONGEST_AGENT = 200


@verb("people.sign_in")
def sign_in(actor: User, *, session_key: str, address: str | None, user_agent: str) -> None:
    """Writes down that an account was signed in, and forgets sign-ins and sessions that are over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    over = actor.sign_ins.exclude(session_key__in=Session.objects.values("session_key"))
    over.delete()
    mark_seen(actor, session_key=session_key, address=address, user_agent=user_agent)
    facts = {"browser": browser_of(user_agent), "address": address or ""}
    record(actor, "people.sign_in", actor, snapshot(actor), facts)


@verb("people.end_session")
def end_session(actor: Actor, session: SignIn) -> None:
    """Signs the account out of one browser."""
    require(actor, "people.change_own_account", session.user)
    facts = {"browser": browser_of(session.user_agent), "address": session.address or ""}
    _end(session.user, [session.session_key])
    record(actor, "people.end_session", session.user, snapshot(session.user), facts)


@verb("people.end_other_sessions")
def end_other_sessions(actor: Actor, user: User, *, keep: str) -> int:
    """Signs the account out of every browser but the one whose session key is ``keep``; returns of how many."""
    require(actor, "people.change_own_account", user)
    ended = end_sessions(user, keep=keep)
    record(actor, "people.end_other_sessions", user, snapshot(user), {"ended_sessions": ended})
    return ended


@verb("people.change_password")
def change_password(actor: Actor, user: User, *, password: str, keep: str = "") -> None:
    """The owner's own change of password.  Every other session of the account ends.  Raises ``password_refused``."""
    require(actor, "people.change_own_account", user)
    before = snapshot(locked(user))
    user.set_password(strong_password(password, user))
    user.save(update_fields=["password"])
    end_sessions(user, keep=keep)
    record(actor, "people.change_password", user, before)


def end_sessions(user: User, *, keep: str = "") -> int:
    """For verbs, which record it: all sessions of the account end, but that of the key ``keep``; returns how many."""
    keys = list(user.sign_ins.exclude(session_key=keep).values_list("session_key", flat=True))
    _end(user, keys)
    return len(keys)


def _end(user: User, keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    user.sign_ins.filter(session_key__in=keys).delete()


def mark_seen(user: User, *, session_key: str, address: str | None, user_agent: str) -> None:
    """Presence, not a decision: leaves no entry in the audit."""
    seen = {"seen_at": timezone.now(), "address": address, "user_agent": user_agent[:_LONGEST_AGENT]}
    SignIn.objects.update_or_create(session_key=session_key, defaults={"user": user, **seen})


def follow_session(user: User, *, old_key: str, new_key: str) -> None:
    """A session got a new key, as it does when the password changes: the sign-in is still the same."""
    SignIn.objects.filter(session_key=new_key).delete()
    user.sign_ins.filter(session_key=old_key).update(session_key=new_key)


def open_sign_ins(user: User) -> list[SignIn]:
    """Sign-ins whose session is still alive, the one seen last first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(user.sign_ins.filter(session_key__in=alive))
