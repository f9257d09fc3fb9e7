"""What every verb that changes a class, or something arranged for it, does first and last.

First the class is locked, then the row itself; both are judged as they are now, not as the caller saw them.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot
from khuevan.core.audit_words import fact
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STAYS = _("Something in the class refers to this entry, so it stays.")
"""For ``remove``, where nothing refers to such rows today."""


fact("lines", _("lines of the programme"))


def open_for_change(actor: Actor, training_class: TrainingClass) -> TrainingClass:
    """The class, locked.  Raises ``not_allowed``, and ``class_is_closed`` once it is filed or cancelled."""
    require(actor, "training.change_class", training_class)
    locked(training_class)
    if training_class.state in {ClassState.REPORTED, ClassState.CANCELLED}:
        raise DomainError(
            "class_is_closed",
            _("The class is at “%(now)s” and stays as it is. Take that back first, and say why."),
            now=ClassState(training_class.state).label,
        )
    return training_class


def before_results(training_class: TrainingClass) -> TrainingClass:
    """The class.  Raises ``results_are_approved``: half days are what the results were computed from."""
    if has_reached(training_class, ClassState.RESULTS):
        raise DomainError("results_are_approved", _("The results are approved; reopen them first."))
    return training_class


def fresh[M: models.Model](obj: M, seen: str) -> Snapshot:
    """Locks a row and gives its values before the change.  Raises ``gone_meanwhile`` and ``changed_meanwhile``."""
    unchanged(locked(obj), seen)
    return snapshot(obj)


def write(actor: Actor, verb_name: str, obj: models.Model, before: Snapshot, values: Mapping[str, Any]) -> None:
    """Sets checked values, stripped, and records what differs; records nothing where nothing does."""
    for name, value in values.items():
        setattr(obj, name, value.strip() if type(value) is str else value)
    checked(obj).save(update_fields=list(values))
    record(actor, verb_name, obj if snapshot(obj) != before else [], before if snapshot(obj) != before else None)


def remove(
    actor: Actor,
    verb_name: str,
    obj: models.Model,
    refusal: "str | _StrPromise",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Deletes a row; its values stay in the audit.  Raises ``still_used`` with ``refusal`` when something needs it."""
    values = snapshot(obj)
    held = {name: value for name, value in values.items() if value not in (None, "") and name != "id"}
    record(actor, verb_name, obj, values, {**dict.fromkeys(held), **(facts or {})})
    try:
        obj.delete()
    except ProtectedError as error:
        raise DomainError("still_used", refusal) from error
