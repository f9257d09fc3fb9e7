"""Khen thưởng: learners praised at the closing, with money or without."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.models import Commendation
from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, create, locked, reasoned, unchanged
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.editing import open_for_change
from khuevan.training.models import TrainingClass


@verb("assessment.commend")
def commend(actor: Actor, enrollment: Enrollment, *, reason: str, amount: int | None = None) -> Commendation:
    """Puts a learner on the list of commendations, at its end; ``amount`` in đồng.

    Raises ``reason_missing``, ``not_on_the_list``, ``already_commended``, ``class_is_closed``, ``invalid_value``.
    """
    training_class = _open(actor, enrollment.training_class)
    why = reasoned(reason)
    if locked(enrollment).state != EnrollmentState.ENROLLED:
        raise DomainError("not_on_the_list", _("Only learners still on the list are commended."))
    others = Commendation.objects.filter(enrollment__training_class=training_class)
    if others.filter(enrollment=enrollment).exists():
        raise DomainError(
            "already_commended", _("%(name)s is on the list of commendations already."), name=enrollment.full_name
        )
    last = others.aggregate(last=Max("order"))["last"] or 0
    made = create(Commendation, enrollment=enrollment, reason=why, amount=amount or None, order=last + 1)
    record(actor, "assessment.commend", made)
    return made


@verb("assessment.change_commendation")
def change_commendation(
    actor: Actor, commendation: Commendation, *, reason: str, amount: int | None = None, seen: str = ""
) -> None:
    """Says otherwise what a learner is praised for.

    Raises ``reason_missing``, ``changed_meanwhile``, ``gone_meanwhile``, ``class_is_closed``, ``invalid_value``.
    """
    _open(actor, commendation.enrollment.training_class)
    unchanged(locked(commendation), seen)
    before = snapshot(commendation)
    commendation.reason, commendation.amount = reasoned(reason), amount or None
    checked(commendation).save(update_fields=["reason", "amount"])
    has_changed = snapshot(commendation) != before
    record(
        actor,
        "assessment.change_commendation",
        commendation if has_changed else [],
        before if has_changed else None,
    )


@verb("assessment.withdraw_commendation")
def withdraw_commendation(actor: Actor, commendation: Commendation) -> None:
    """Takes a learner off the list of commendations.  Raises ``gone_meanwhile``, ``class_is_closed``."""
    _open(actor, commendation.enrollment.training_class)
    before = snapshot(locked(commendation))
    record(actor, "assessment.withdraw_commendation", commendation, before, dict.fromkeys(before))
    commendation.delete()


def _open(actor: Actor, training_class: TrainingClass) -> TrainingClass:
    require(actor, "assessment.commend", training_class)
    return open_for_change(actor, training_class)


words(
    verbs={
        "assessment.commend": _("commended a learner"),
        "assessment.change_commendation": _("changed a commendation"),
        "assessment.withdraw_commendation": _("withdrew a commendation"),
    }
)
