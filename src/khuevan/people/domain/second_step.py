"""The second step at sign-in: a code of six digits from a telephone, or one of ten codes kept on paper.

The codes are those of RFC 6238.  A code counts once: the step of time it belongs to is stored, and no code of that
step or an earlier one is taken again, in whichever process it is typed.
"""

import base64
import hashlib
import hmac
import logging
import secrets
import struct
import time

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Role, User
from khuevan.people.sealing import UnreadableSecretError, seal, unseal

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
"""Steps of time by which a telephone's clock may be off."""
_SECRET_BYTES = 20
_log = logging.getLogger(__name__)


def new_secret() -> str:
    """A secret as authenticator apps take it: 32 letters and digits."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


@verb("people.turn_on_second_step")
def turn_on_second_step(actor: Actor, user: User, *, secret: str, code: str) -> None:
    """From now on sign-in asks for a code as well; ``code`` shows that the telephone knows ``secret``.

    Raises ``second_step_is_on`` and ``wrong_code``.  Ten codes for paper are made too (``paper_codes``).
    """
    require(actor, "people.change_own_account", user)
    locked(user)
    if has_second_step(user):
        raise DomainError("second_step_is_on", _("The second step is on already."))
    counter = _step_of(secret, code, after=0)
    if counter is None:
        raise _wrong_code()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": seal(secret), "counter": counter}
    )
    _make_paper_codes(user)
    record(actor, "people.turn_on_second_step", user, snapshot(user), {"second_step": True})


@verb("people.turn_off_second_step")
def turn_off_second_step(actor: Actor, user: User) -> None:
    """Sign-in asks for the password alone.  Raises ``second_step_required`` where an office wants it."""
    require(actor, "people.change_own_account", user)
    locked(user)
    if is_required_of(user):
        raise DomainError(
            "second_step_required",
            _("Your office requires the second step. A new telephone is set up by an administrator."),
        )
    _forget(user)
    record(actor, "people.turn_off_second_step", user, snapshot(user), {"second_step": False})


@verb("people.renew_paper_codes")
def renew_paper_codes(actor: Actor, user: User) -> None:
    """Ten new codes for paper; the old ones count no more.  Raises ``second_step_is_off``."""
    require(actor, "people.change_own_account", user)
    locked(user)
    if not has_second_step(user):
        raise DomainError("second_step_is_off", _("The second step is off, so there are no codes."))
    _make_paper_codes(user)
    record(actor, "people.renew_paper_codes", user, snapshot(user), {"paper_codes": len(paper_codes(user))})


@verb("people.use_paper_code")
def use_paper_code(actor: User, *, code: str) -> Authenticator:
    """Takes one of the codes on paper, which then counts no more.  Raises ``wrong_code``."""
    found = Authenticator.objects.filter(user=actor, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None or not _fits_paper(found, code):
        raise _wrong_code()
    record(actor, "people.use_paper_code", actor, snapshot(actor), {"paper_codes": len(paper_codes(actor))})
    return found


def use_code(user: User, code: str) -> Authenticator:
    """The authenticator that ``code`` belongs to; the code is used up.  Raises ``wrong_code``."""
    code = "".join(sign for sign in code if sign.isalnum())
    if len(code) != DIGITS:
        return use_paper_code(user, code=code)
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.TOTP).first()
        counter = _counter(found, code) if found else None
        if found is None or counter is None:
            raise _wrong_code()
        found.data["counter"] = counter
        found.save(update_fields=["data"])
    return found


def has_second_step(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_required_of(user: User) -> bool:
    """Whether an office in which the account has a role wants a second step from it."""
    of_administrators = Q(office__requires_second_step=SecondStep.ADMINISTRATORS, kind=RoleKind.ADMINISTRATOR)
    everybody = Q(office__requires_second_step=SecondStep.EVERYBODY)
    return Role.objects.filter(of_administrators | everybody, user=user).exists()


def is_due(user: User) -> bool:
    """Whether the account has to set up its second step before it goes on."""
    return is_required_of(user) and not has_second_step(user)


def paper_codes(user: User) -> list[str]:
    """The codes for paper that are not used yet; empty when they cannot be read with the keys of this installation."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    try:
        return list(found.wrap().get_unused_codes()) if found else []
    except UnreadableSecretError:
        return []


def forget_second_step(user: User) -> bool:
    """For verbs, which record it: telephone and paper count no more.  Whether there was anything."""
    return _forget(user) > 0


def _forget(user: User) -> int:
    deleted: int = Authenticator.objects.filter(user=user).delete()[0]
    return deleted


def _make_paper_codes(user: User) -> None:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    data = {"seed": seal(secrets.token_hex(40)), "used_mask": 0}
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)


def _fits_paper(found: Authenticator, code: str) -> bool:
    try:
        return bool(found.wrap().validate_code(code))
    except UnreadableSecretError:
        return _unreadable(found)


def _counter(found: Authenticator, code: str) -> int | None:
    try:
        return _step_of(unseal(found.data["secret"]), code, after=found.data.get("counter", 0))
    except UnreadableSecretError:
        _unreadable(found)
        return None


def _unreadable(found: Authenticator) -> bool:
    _log.warning("the second step of account %s was sealed with another key; reset it", found.user_id)
    return False


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step of time, later than ``after``, whose code this is."""
    now = int(time.time()) // STEP_SECONDS
    steps = range(max(now - TOLERANCE, after + 1), now + TOLERANCE + 1)
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())), None)


def code_at(secret: str, step: int) -> str:
    """The six digits of one step of time (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    value = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{value % 10**DIGITS:0{DIGITS}}"


def _wrong_code() -> DomainError:
    return DomainError(
        "wrong_code", _("This code is not right, or it was used already. Wait for the next one, then type it at once.")
    )
