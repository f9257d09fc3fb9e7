"""A plan as it was signed: approved by its document, amended with a reason, compared with what it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked, reasoned, unchanged
from khuevan.records.models import Record
from khuevan.training.domain.plan_words import COLUMNS, PlanRow, row_of, words_of
from khuevan.training.enums import PlanState
from khuevan.training.models import PlanVersion, TrainingClass, TrainingPlan


@dataclass(frozen=True)
class ColumnChange:
    """One column of a class that differs, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A class that stands in both versions and differs; ``row`` is the later one."""

    row: PlanRow
    columns: list[ColumnChange]


@dataclass(frozen=True)
class Differences:
    """From one version of a plan to another: classes new in it, no longer held or no longer there, and changed."""

    added: list[PlanRow] = field(default_factory=list)
    dropped: list[PlanRow] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed)


@verb("training.approve_plan")
def approve(actor: Actor, plan: TrainingPlan, document: Record, *, seen: str = "") -> PlanVersion:
    """Keeps the plan as it is now as its next version, by the signed document.

    Classes opened from the plan before get the document as their plan where they name none.  Raises
    ``plan_is_approved``, ``plan_is_empty``, ``document_of_another_office``, ``document_without_number``,
    ``changed_meanwhile``.
    """
    require(actor, "training.approve_plan", plan)
    unchanged(locked(plan), seen)
    before = snapshot(plan)
    if plan.state == PlanState.APPROVED:
        raise DomainError("plan_is_approved", _("The plan is approved already. Amend it first, and say why."))
    if document.office_id != plan.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    if not document.number or document.date is None:
        raise DomainError("document_without_number", _("A signed plan has a number and a date; write them down first."))
    rows = rows_of(plan)
    if all(row["is_dropped"] for row in rows):
        raise DomainError("plan_is_empty", _("The plan has no class yet."))
    newest = newest_version(plan)
    version = create(
        PlanVersion,
        plan=plan,
        number=newest.number + 1 if newest else 1,
        record=document,
        rows=rows,
        reason=plan.amend_reason,
        approved_at=timezone.now(),
        approved_by=account_of(actor),
    )
    plan.state, plan.amend_reason = PlanState.APPROVED, ""
    plan.save(update_fields=["state", "amend_reason"])
    record(actor, "training.approve_plan", version, after={"document": str(document)})
    record(actor, "training.approve_plan", plan, before)
    _fill_plan_of_classes(actor, plan, document)
    return version


@verb("training.amend_plan")
def amend(actor: Actor, plan: TrainingPlan, *, reason: str) -> None:
    """Opens an approved plan for changes; the last version stays in force until the next is approved.

    Raises ``reason_missing``, ``plan_not_approved``.
    """
    require(actor, "training.change_plan", plan)
    before = snapshot(locked(plan))
    why = reasoned(reason)
    if plan.state != PlanState.APPROVED:
        raise DomainError("plan_not_approved", _("The plan is not approved, so it can be changed as it is."))
    plan.state, plan.amend_reason = PlanState.AMENDING, why
    plan.save(update_fields=["state", "amend_reason"])
    record(actor, "training.amend_plan", plan, before, reason=why)


@verb("training.end_amending")
def end_amending(actor: Actor, plan: TrainingPlan) -> None:
    """Takes an amendment back that has changed nothing.  Raises ``plan_differs``, ``plan_not_approved``."""
    require(actor, "training.change_plan", plan)
    before = snapshot(locked(plan))
    version = newest_version(plan)
    if plan.state != PlanState.AMENDING or version is None:
        raise DomainError("plan_not_approved", _("The plan is not being amended."))
    if differences(version):
        raise DomainError(
            "plan_differs", _("The plan differs from the signed one. Change it back, or have the amendment approved.")
        )
    plan.state, plan.amend_reason = PlanState.APPROVED, ""
    plan.save(update_fields=["state", "amend_reason"])
    record(actor, "training.end_amending", plan, before)


def newest_version(plan: TrainingPlan) -> PlanVersion | None:
    return plan.versions.select_related("record").order_by("-number").first()


def rows_of(plan: TrainingPlan) -> list[PlanRow]:
    """The classes of a plan in order as plain values, in three queries."""
    found = plan.planned_classes.select_related("topic").prefetch_related("organizers__organization")
    return [{**row_of(planned), "order": place} for place, planned in enumerate(found.order_by("order", "pk"), start=1)]


def differences(before: PlanVersion, after: PlanVersion | None = None) -> Differences:
    """What changed from one version to another, or to the plan as it stands now (None).  The order does not count."""
    return compared(before.rows, rows_of(before.plan) if after is None else after.rows)


def compared(before: Sequence[PlanRow], after: Sequence[PlanRow]) -> Differences:
    told = Differences()
    old = {row["key"]: row for row in before}
    new = {row["key"] for row in after}
    for row in after:
        was = old.get(row["key"])
        if was is None or (was["is_dropped"] and not row["is_dropped"]):
            if not row["is_dropped"]:
                told.added.append(row)
        elif row["is_dropped"] and not was["is_dropped"]:
            told.dropped.append(row)
        elif columns := column_changes(was, row):
            told.changed.append(RowChange(row, columns))
    told.dropped.extend(row for key, row in old.items() if key not in new and not row["is_dropped"])
    return told


def column_changes(before: PlanRow, after: PlanRow) -> list[ColumnChange]:
    """What of one class differs, in words."""
    was, now = words_of(before), words_of(after)
    return [
        ColumnChange(name, str(label), was[name], now[name])
        for name, label in COLUMNS.items()
        if was[name] != now[name]
    ]


def _fill_plan_of_classes(actor: Actor, plan: TrainingPlan, document: Record) -> None:
    classes = list(
        TrainingClass.objects.select_for_update(of=("self",)).filter(planned_class__plan=plan, plan=None).order_by("pk")
    )
    before = {one.pk: snapshot(one) for one in classes}
    for one in classes:
        one.plan = document
    TrainingClass.objects.bulk_update(classes, ["plan"])
    record(actor, "training.approve_plan", classes, before)


fact("document", _("document"))
words(
    verbs={
        "training.approve_plan": _("recorded the signed plan"),
        "training.amend_plan": _("opened a yearly plan for amendment"),
        "training.end_amending": _("ended an amendment that changed nothing"),
    }
)
