"""Taking back the approval of results."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from khuevan.assessment.domain.queries import with_words
from khuevan.assessment.models import Outcome
from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked, reasoned
from khuevan.training.domain.lifeline import move_back
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

type Objection = Callable[[TrainingClass], DomainError | None]

_objections: list[Objection] = []


def objects_to_reopening(function: Objection) -> Objection:
    """Lets an app above this one say why approved results must stay for now; usable as a decorator."""
    _objections.append(function)
    return function


def why_not_reopened(training_class: TrainingClass) -> DomainError | None:
    """What stands in the way of reopening the results, None when nothing does; a screen shows it beside the button."""
    if not Outcome.objects.filter(rule__training_class=training_class, approved_at__isnull=False).exists():
        return DomainError("not_approved", _("The results are not approved yet."))
    if training_class.state == ClassState.REPORTED:
        return DomainError("class_is_filed", _("The class is reported and filed; its results stay."))
    return next((found for function in _objections if (found := function(training_class))), None)


@verb("assessment.reopen")
def reopen_outcomes(actor: Actor, training_class: TrainingClass, *, reason: str) -> list[Outcome]:
    """Takes the approval back: attendance, rule and results may be changed again, until they are approved anew.

    Raises ``reason_missing``, ``not_approved``, ``class_is_filed``, and ``certificates_stand`` while any certificate
    of the class is neither void nor revoked.
    """
    require(actor, "assessment.reopen", training_class)
    why = reasoned(reason)
    objection = why_not_reopened(locked(training_class))
    if objection:
        raise objection
    approved = Outcome.objects.filter(rule__training_class=training_class, approved_at__isnull=False)
    outcomes = list(with_words(approved))
    before = {outcome.pk: snapshot(outcome) for outcome in outcomes}
    class_before = snapshot(training_class)
    for outcome in outcomes:
        outcome.approved_at, outcome.approved_by, outcome.decision = None, None, None
    Outcome.objects.bulk_update(outcomes, ["approved_at", "approved_by", "decision"], batch_size=500)
    move_back(training_class, ClassState.RUNNING)
    record(actor, "assessment.reopen", outcomes, before, reason=why)
    record(actor, "assessment.reopen", training_class, class_before, reason=why)
    return outcomes
