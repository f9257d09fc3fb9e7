"""The short address of all materials of a class: shown large in the room, typed or photographed there."""

import re
import secrets
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.codes import ALPHABET
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.training.models import MaterialsDoor, TrainingClass

LENGTH: Final = 6
"""Thirty bits: short enough to be read from the last row; wrong ones are counted, and the door closes by itself."""
STAYS_OPEN: Final = timedelta(days=30)
"""After the last day of the class, unless somebody says otherwise."""
GUESSES: Final = "materials"


@verb("training.open_materials_door")
def open_door(
    actor: Actor, training_class: TrainingClass, *, opens_on: date | None = None, closes_on: date | None = None
) -> MaterialsDoor:
    """Opens the address, or sets its days; the code stays the one on the slides.  Raises ``door_days``."""
    require(actor, "training.keep_materials", training_class.office)
    locked(training_class)
    door = MaterialsDoor.objects.filter(training_class=training_class).first()
    before = snapshot(door) if door else None
    door = door or MaterialsDoor(training_class=training_class, code=_new_code())
    first, last = usual_days(training_class)
    door.opens_on = opens_on or (first if before is None else door.opens_on)
    door.closes_on = closes_on or max(last if before is None else door.closes_on, door.opens_on)
    door.closed_at = None
    if door.closes_on < max(door.opens_on, timezone.localdate()):
        raise DomainError("door_days", _("The last day is over, or before the first; choose a later one."))
    checked(door).save()
    changed = before is None or snapshot(door) != before
    record(actor, "training.open_materials_door", door if changed else [], before if changed else None)
    return door


@verb("training.close_materials_door")
def close_door(actor: Actor, door: MaterialsDoor) -> None:
    """Nobody gets in by the address until it is opened again.  Closing twice changes nothing."""
    require(actor, "training.keep_materials", door.training_class.office)
    before = snapshot(locked(door))
    if door.closed_at is None:
        door.closed_at = timezone.now()
        door.save(update_fields=["closed_at"])
    record(actor, "training.close_materials_door", door if snapshot(door) != before else [], before)


@verb("training.renew_materials_door")
def renew_door(actor: Actor, door: MaterialsDoor) -> None:
    """Another address; the one shown before leads nowhere any more."""
    require(actor, "training.keep_materials", door.training_class.office)
    before = snapshot(locked(door))
    door.code = _new_code()
    door.save(update_fields=["code"])
    record(actor, "training.renew_materials_door", door, before)


def is_open(door: MaterialsDoor) -> bool:
    return door.closed_at is None and door.opens_on <= timezone.localdate() <= door.closes_on


def door_of(training_class: TrainingClass) -> MaterialsDoor | None:
    return MaterialsDoor.objects.filter(training_class=training_class).first()


def door_by(typed: str) -> MaterialsDoor | None:
    """The door of a code as somebody typed it, open or closed."""
    code = _plain(typed)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return MaterialsDoor.objects.select_related("training_class__office__organization").filter(code=code).first()


def shown_code(door: MaterialsDoor) -> str:
    """In two halves, as it is read and typed."""
    return f"{door.code[: LENGTH // 2]}-{door.code[LENGTH // 2 :]}"


def door_address(door: MaterialsDoor) -> str:
    """What the QR code holds: signed, so that a room behind one address is not slowed by those who mistype."""
    return f"{settings.KHUEVAN_BASE_URL}/tl/{shown_code(door)}/?k={_signature(door.code)}"


def is_signed(typed: str, signature: str) -> bool:
    """Whether an address came from a QR code of ours; says nothing of whether it leads anywhere."""
    return constant_time_compare(signature, _signature(_plain(typed)))


def _signature(code: str) -> str:
    return salted_hmac("khuevan.materials-door", code, algorithm="sha256").hexdigest()[:12]


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-–.]", "", typed).upper()


def usual_days(training_class: TrainingClass) -> tuple[date, date]:
    today = timezone.localdate()
    return min(today, training_class.start_date), max(today, training_class.end_date) + STAYS_OPEN


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
        if not MaterialsDoor.objects.filter(code=code).exists():
            return code


words(
    verbs={
        "training.open_materials_door": _("opened the address of the materials"),
        "training.close_materials_door": _("closed the address of the materials"),
        "training.renew_materials_door": _("changed the address of the materials"),
    },
    kinds={"training.materialsdoor": _("address of the materials")},
)
