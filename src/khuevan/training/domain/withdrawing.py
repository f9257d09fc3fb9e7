"""Taking back: a step on the life line, the public page, the whole class.  Each with its reason."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked, reasoned
from khuevan.training.domain.editing import fresh, open_for_change
from khuevan.training.domain.lifeline import has_reached, move_back
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

REOPENED_ELSEWHERE = frozenset({ClassState.RESULTS, ClassState.AWARDED})
"""States that approved results stand behind; only reopening the results leads back from them."""


@verb("training.step_back")
def step_back(actor: Actor, training_class: TrainingClass, to: ClassState, *, reason: str, seen: str = "") -> None:
    """Takes a class back one step or several; what was entered since stays.

    A filed class goes back to where it was filed from.  Raises ``reason_missing``, ``wrong_state`` when ``to`` does
    not lie behind, ``reopen_results_first`` where results are approved.
    """
    require(actor, "training.change_class", training_class)
    why = reasoned(reason)
    before = fresh(training_class, seen)
    if training_class.state in REOPENED_ELSEWHERE or _skips_results(training_class, to):
        raise DomainError("reopen_results_first", _("The results are approved; reopen them first."))
    move_back(training_class, to)
    record(actor, "training.step_back", training_class, before, reason=why)


def _skips_results(training_class: TrainingClass, to: ClassState) -> bool:
    filed_with_results = training_class.state == ClassState.REPORTED and training_class.awards_certificates
    return filed_with_results and to != ClassState.AWARDED


@verb("training.cancel_class")
def cancel_class(actor: Actor, training_class: TrainingClass, *, reason: str, seen: str = "") -> None:
    """The class does not take place, or not to its end; everything entered stays and can be read.

    Raises ``reason_missing``, ``class_is_closed``, and ``results_are_approved`` where it came to results.
    """
    open_for_change(actor, training_class)
    why = reasoned(reason)
    before = fresh(training_class, seen)
    if has_reached(training_class, ClassState.RESULTS):
        raise DomainError("results_are_approved", _("The class has results and took place; it cannot be cancelled."))
    training_class.state_before_cancelling = training_class.state
    training_class.state = ClassState.CANCELLED
    training_class.save(update_fields=["state", "state_before_cancelling"])
    record(actor, "training.cancel_class", training_class, before, reason=why)


@verb("training.restore_class")
def restore_class(actor: Actor, training_class: TrainingClass, *, reason: str, seen: str = "") -> None:
    """Takes a cancellation back: the class stands where it stood.  Raises ``reason_missing``, ``not_cancelled``."""
    require(actor, "training.change_class", training_class)
    why = reasoned(reason)
    before = fresh(training_class, seen)
    if training_class.state != ClassState.CANCELLED:
        raise DomainError("not_cancelled", _("The class is not cancelled."))
    training_class.state = training_class.state_before_cancelling or ClassState.PLANNED
    training_class.state_before_cancelling = ""
    training_class.save(update_fields=["state", "state_before_cancelling"])
    record(actor, "training.restore_class", training_class, before, reason=why)


@verb("training.unpublish_class")
def unpublish_class(actor: Actor, training_class: TrainingClass, *, reason: str) -> None:
    """Takes the class off the portal; its address is kept for it.  A class that is not shown stays as it is."""
    require(actor, "training.change_class", training_class)
    why = reasoned(reason)
    before = snapshot(locked(training_class))
    if training_class.published_at is None:
        record(actor, "training.unpublish_class", [])
        return
    training_class.published_at = None
    training_class.save(update_fields=["published_at"])
    record(actor, "training.unpublish_class", training_class, before, reason=why)
