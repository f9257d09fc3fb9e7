"""A yearly plan against what was done: classes, people, hours (tiết) and money, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.permissions import require
from khuevan.core.workbooks import Amount, Sheet, workbook
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.money.totals import totals_of
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.domain.plan_words import planned_time
from khuevan.training.domain.queries import periods_by_class
from khuevan.training.enums import ClassState
from khuevan.training.models import PlannedClass, TrainingClass, TrainingPlan
from khuevan.vietnamese.date_ranges import numeric_range


class Standing(StrEnum):
    """How far a line of the plan is."""

    WAITING = "waiting"
    OPENED = "opened"
    PARTLY = "partly"
    DONE = "done"
    DROPPED = "dropped"


STANDING_WORDS = {
    Standing.WAITING: _("not begun"),
    Standing.OPENED: _("being prepared"),
    Standing.PARTLY: _("partly held"),
    Standing.DONE: _("held"),
    Standing.DROPPED: _("will not be held"),
}


@dataclass(frozen=True)
class Figures:
    """Hours are tiết, of all classes together; money is in đồng."""

    classes: int = 0
    people: int = 0
    hours: int = 0
    money: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.classes + other.classes,
            self.people + other.people,
            self.hours + other.hours,
            self.money + other.money,
        )


@dataclass(frozen=True)
class ClassDone:
    """A class that was not cancelled; it counts with its people and hours once its teaching has begun."""

    training_class: TrainingClass
    figures: Figures

    @property
    def has_begun(self) -> bool:
        return bool(self.figures.classes)


@dataclass(frozen=True)
class PlannedProgress:
    """One line of the plan and the classes opened for it; ``cancelled`` ones are counted apart."""

    planned: PlannedClass
    held: list[ClassDone]
    cancelled: int = 0

    @property
    def wanted(self) -> Figures:
        one = self.planned
        if one.is_dropped:
            return Figures()
        return Figures(one.classes, one.people or 0, (one.periods or 0) * one.classes, one.estimate or 0)

    @property
    def done(self) -> Figures:
        return _sum(one.figures for one in self.held)

    @property
    def opened(self) -> int:
        """Classes that are being prepared."""
        return sum(not one.has_begun for one in self.held)

    @property
    def standing(self) -> Standing:
        if self.planned.is_dropped:
            return Standing.DROPPED
        if self.done.classes >= self.planned.classes:
            return Standing.DONE
        if self.done.classes:
            return Standing.PARTLY
        return Standing.OPENED if self.held else Standing.WAITING

    @property
    def standing_words(self) -> str:
        return str(STANDING_WORDS[self.standing])


@dataclass(frozen=True)
class Progress:
    """A plan and its year; ``outside`` are classes of that year that stand in no plan."""

    plan: TrainingPlan
    rows: list[PlannedProgress] = field(default_factory=list)
    outside: list[ClassDone] = field(default_factory=list)

    @property
    def wanted(self) -> Figures:
        return _sum(row.wanted for row in self.rows)

    @property
    def done(self) -> Figures:
        """Of the lines of the plan."""
        return _sum(row.done for row in self.rows)

    @property
    def done_outside(self) -> Figures:
        return _sum(one.figures for one in self.outside)

    @property
    def done_in_all(self) -> Figures:
        return self.done + self.done_outside


def progress(actor: Actor, plan: TrainingPlan) -> Progress:
    """Where a plan stands now, in a fixed number of queries.  Raises ``not_allowed``."""
    require(actor, "training.view_plan", plan)
    lines = list(
        plan.planned_classes.select_related("topic")
        .prefetch_related("organizers__organization")
        .order_by("order", "pk")
    )
    of_lines = list(TrainingClass.objects.filter(planned_class__plan=plan).order_by("start_date", "pk"))
    loose = TrainingClass.objects.filter(office=plan.office_id, year=plan.year, planned_class=None)
    alone = list(loose.exclude(state=ClassState.CANCELLED).order_by("start_date", "pk"))
    figures = _figures([*of_lines, *alone])
    by_line: dict[int | None, list[TrainingClass]] = {}
    for one in of_lines:
        by_line.setdefault(one.planned_class_id, []).append(one)
    rows = []
    for planned in lines:
        classes = by_line.get(planned.pk, [])
        held = [ClassDone(one, figures[one.pk]) for one in classes if one.state != ClassState.CANCELLED]
        rows.append(PlannedProgress(planned, held, len(classes) - len(held)))
    return Progress(plan, rows, [ClassDone(one, figures[one.pk]) for one in alone])


def progress_workbook(found: Progress) -> bytes:
    """The plan against what was done, as an Excel file."""
    headings = (
        _now("No."), _now("Class of the plan"), _now("Time"), _now("Classes, planned"), _now("Classes, held"),
        _now("People, planned"), _now("People, done"), _now("Periods, planned"), _now("Periods, done"),
        _now("Estimate (đồng)"), _now("Spent (đồng)"), _now("Standing"),
    )  # fmt: skip
    rows: list[Sequence[object]] = []
    for place, row in enumerate(found.rows, start=1):
        told = (place, row.planned.title, planned_time(row.planned))
        rows.append((*told, *_pairs(row.wanted, row.done), row.standing_words))
    rows.append((None, _now("Sum of the plan"), None, *_pairs(found.wanted, found.done), None))
    for one in found.outside:
        held = one.training_class
        told_outside = (None, held.title, numeric_range(held.start_date, held.end_date))
        rows.append((*told_outside, *_pairs(None, one.figures), _now("outside the plan")))
    if found.outside:
        rows.append((None, _now("In all"), None, *_pairs(found.wanted, found.done_in_all), None))
    title = _now("Plan and what was done: %(plan)s") % {"plan": found.plan.title}
    return workbook(Sheet(title, found.plan.office.organization.name, headings, rows))


def _pairs(wanted: Figures | None, done: Figures) -> list[Amount | None]:
    pairs: list[Amount | None] = []
    for name in ("classes", "people", "hours", "money"):
        pairs += [None if wanted is None else Amount(getattr(wanted, name)), Amount(getattr(done, name))]
    return pairs


def _figures(classes: Sequence[TrainingClass]) -> dict[int, Figures]:
    """By primary key of the class, in a fixed number of queries."""
    keys = [one.pk for one in classes]
    counted = Enrollment.objects.current().filter(training_class__in=keys).order_by().values_list("training_class")
    people = dict(counted.annotate(Count("pk")))
    hours = periods_by_class(keys)
    money = totals_of(classes)
    return {
        one.pk: Figures(1, people.get(one.pk, 0), hours.get(one.pk, 0), money[one.pk].spent)
        if has_reached(one, ClassState.RUNNING)
        else Figures(money=money[one.pk].spent)
        for one in classes
    }


def _sum(figures: Iterable[Figures]) -> Figures:
    return sum(figures, start=Figures())
