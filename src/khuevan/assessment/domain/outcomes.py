"""From attendance to who receives a certificate."""

import math
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.domain.queries import stale_outcomes, with_words
from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.attendance.domain.queries import Tally, tallies
from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked, reasoned
from khuevan.records.models import Record
from khuevan.training.domain.lifeline import move
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


@verb("assessment.set_rule")
def set_rule(
    actor: Actor,
    training_class: TrainingClass,
    *,
    min_share: Decimal = Decimal(1),
    excused_counts: bool = True,
    decided_by: str = "",
) -> CompletionRule:
    """Gives the class a rule, or a new version of it.  Raises ``share_out_of_range``, ``results_are_approved``."""
    require(actor, "assessment.set_rule", training_class)
    locked(training_class)
    if not 0 <= min_share <= 1:
        raise DomainError("share_out_of_range", _("The share lies between 0 and 100%."))
    refuse_if_approved(training_class)
    version = training_class.completion_rules.count() + 1
    rule = create(
        CompletionRule,
        training_class=training_class,
        version=version,
        min_share=min_share,
        excused_counts=excused_counts,
        decided_by=decided_by,
    )
    record(actor, "assessment.set_rule", rule)
    return rule


ROUNDING = Decimal("0.05")
"""Of a half day: a share such as two thirds is stored with three decimals and must not ask for one half day more."""


def meets(rule: CompletionRule, tally: Tally) -> bool:
    """Whether one learner's half days satisfy the rule.  A half day nobody marked counts as not attended."""
    if tally.total == 0:
        return False
    counted = tally.attended + (tally.excused if rule.excused_counts else 0)
    return counted >= math.ceil(rule.min_share * tally.total - ROUNDING)


@verb("assessment.compute")
def compute_outcomes(actor: Actor, training_class: TrainingClass) -> list[Outcome]:
    """Judges every learner by the newest rule; computing again brings the outcomes up to date, overrides stay.

    Raises ``no_rule``, ``results_are_approved``, and ``attendance_missing`` while somebody lacks a mark.
    """
    require(actor, "assessment.compute", training_class)
    locked(training_class)
    refuse_if_approved(training_class)
    rule = training_class.completion_rules.order_by("-version").first()
    if rule is None:
        raise DomainError("no_rule", _("The class has no completion rule yet."))
    counted = tallies(training_class)
    unmarked = sum(1 for tally in counted.values() if tally.unmarked)
    if unmarked or not training_class.sessions.exists():
        raise DomainError(
            "attendance_missing", _("Attendance is not complete: %(count)s people lack a mark."), count=unmarked
        )
    told = Outcome.objects.filter(rule__training_class=training_class).select_related("override_by")
    known = {outcome.enrollment_id: outcome for outcome in told}
    learners = training_class.enrollments.in_bulk(counted)
    before = {outcome.pk: snapshot(outcome) for outcome in known.values()}
    new, old = [], []
    for enrollment_id, tally in counted.items():
        outcome = known.get(enrollment_id)
        if outcome is None:
            outcome = Outcome()
            new.append(outcome)
        else:
            old.append(outcome)
        outcome.enrollment = learners[enrollment_id]
        _judge(outcome, rule, tally)
    Outcome.objects.bulk_create(new)
    Outcome.objects.bulk_update(
        old, ["rule", "passed", "attended", "excused", "absent", "total", "computed_at"], batch_size=500
    )
    changed = [outcome for outcome in old if snapshot(outcome) != before[outcome.pk]]
    record(actor, "assessment.compute", [*new, *changed], before)
    return [*new, *old]


def _judge(outcome: Outcome, rule: CompletionRule, tally: Tally) -> None:
    outcome.rule = rule
    outcome.passed = meets(rule, tally)
    outcome.attended = tally.attended
    outcome.excused = tally.excused
    outcome.absent = tally.absent
    outcome.total = tally.total
    outcome.computed_at = timezone.now()


def refuse_if_approved(training_class: TrainingClass) -> None:
    if Outcome.objects.filter(rule__training_class=training_class, approved_at__isnull=False).exists():
        raise DomainError("results_are_approved", _("The results are approved; reopen them first."))


@verb("assessment.override")
def override_outcome(actor: Actor, outcome: Outcome, *, recognised: bool, reason: str) -> None:
    """Decides otherwise than the rule.  Raises ``reason_missing``, ``results_are_approved``."""
    require(actor, "assessment.override", outcome.rule.training_class)
    why = reasoned(reason)
    refuse_if_approved(locked(outcome.rule.training_class))
    before = snapshot(locked(outcome))
    outcome.override = recognised
    outcome.override_by = account_of(actor)
    outcome.override_reason = why
    outcome.save(update_fields=["override", "override_by", "override_reason"])
    record(actor, "assessment.override", outcome, before, reason=why)


@verb("assessment.withdraw_override")
def withdraw_override(actor: Actor, outcome: Outcome, *, reason: str) -> None:
    """Lets the rule decide again.  Raises ``reason_missing``, ``results_are_approved``, ``nothing_was_overridden``."""
    require(actor, "assessment.override", outcome.rule.training_class)
    why = reasoned(reason)
    refuse_if_approved(locked(outcome.rule.training_class))
    before = snapshot(locked(outcome))
    if outcome.override is None:
        raise DomainError("nothing_was_overridden", _("This result already follows the rule."))
    outcome.override, outcome.override_by, outcome.override_reason = None, None, ""
    outcome.save(update_fields=["override", "override_by", "override_reason"])
    record(actor, "assessment.withdraw_override", outcome, before, reason=why)


@verb("assessment.approve")
def approve_outcomes(actor: Actor, training_class: TrainingClass, *, decision: Record | None = None) -> None:
    """Makes the outcomes final: a leader decides here, an officer records the decision signed on paper.

    Raises ``outcomes_missing`` while somebody on the list has none, ``outcomes_stale`` when attendance or the rule
    changed since they were computed, ``results_are_approved`` and ``document_of_another_office``.
    """
    require(actor, "assessment.approve" if decision else "assessment.approve_in_person", training_class)
    if decision and decision.office_id != training_class.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    refuse_if_approved(locked(training_class))
    enrolled = training_class.enrollments.current()
    if not enrolled.exists() or enrolled.filter(outcome=None).exists():
        raise DomainError("outcomes_missing", _("Compute the results of everybody first."))
    if stale_outcomes(training_class).exists():
        raise DomainError(
            "outcomes_stale", _("Attendance or the rule changed after the results were computed; compute them again.")
        )
    outcomes = list(with_words(Outcome.objects.filter(enrollment__in=enrolled)))
    before = {outcome.pk: snapshot(outcome) for outcome in outcomes}
    class_before = snapshot(training_class)
    for outcome in outcomes:
        outcome.approved_at = timezone.now()
        outcome.approved_by = account_of(actor)
        outcome.decision = decision
    Outcome.objects.bulk_update(outcomes, ["approved_at", "approved_by", "decision"], batch_size=500)
    move(training_class, ClassState.RESULTS)
    record(actor, "assessment.approve", outcomes, before)
    record(actor, "assessment.approve", training_class, class_before)
