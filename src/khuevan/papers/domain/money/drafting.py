"""Dự toán drafted from what the class knows: quantities are counted, prices come from the rates in force on its days.

What nobody knows stays open: a price without a rate, a quantity without learners.  The words of lines are Vietnamese,
like the paper they end on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from khuevan.assessment.models import Commendation
from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.nominations.models import Enrollment, Invitation
from khuevan.papers.domain import wording
from khuevan.papers.domain.money.books import lines_of, open_books
from khuevan.papers.domain.money.estimate import append
from khuevan.papers.domain.money.rates import rate_for, rates_in_force
from khuevan.papers.domain.money.teaching import half_days_of
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.models import BudgetLine, ExpenseRate
from khuevan.training.domain.queries import half_day_count
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

words(
    verbs={
        "papers.draft_estimate": _("drafted the estimate from the class"),
        "papers.copy_estimate": _("copied the estimate of another class"),
    }
)


@dataclass(frozen=True)
class Proposed:
    """One line that the class calls for.  ``key`` names it in a form; ``choices`` counts the rates it could have.

    ``rate`` is set only where there is one and no other.
    """

    key: str
    group: ExpenseGroup
    name: str
    unit: str
    quantity: Decimal
    times: Decimal
    rate: ExpenseRate | None
    choices: int
    is_there: bool = False

    @property
    def price(self) -> int | None:
        return self.rate.amount if self.rate else None

    @property
    def planned(self) -> int | None:
        line = BudgetLine(quantity=self.quantity, times=self.times, price=self.price)
        return line.planned if self.price is not None else None


@dataclass(frozen=True)
class _Known:
    """What quantities are counted from."""

    half_days: int
    days: int
    taught: Decimal
    learners: int
    venues: int
    commended: int


@dataclass(frozen=True)
class _Kind:
    """A line by its words; a rate is for it when its name has one of ``told_by``, folded."""

    key: str
    group: ExpenseGroup
    name: str
    unit: str
    told_by: tuple[str, ...]


_GROUP = ExpenseGroup
_KINDS = (
    _Kind("thu-lao", _GROUP.LECTURERS, "Thù lao {lecturers}", "buổi", ("thu lao",)),
    _Kind("tai-lieu", _GROUP.PROGRAMME, "In tài liệu cho {learners}", "bộ", ("tai lieu",)),
    _Kind("nuoc-uong", _GROUP.LEARNERS, "Nước uống giữa giờ", "người", ("nuoc uong", "giai khat")),
    _Kind("hoi-truong", _GROUP.VENUE, "Thuê hội trường, thiết bị", "ngày", ("hoi truong",)),
    _Kind("trang-tri", _GROUP.CEREMONY, "Phông, băng rôn, trang trí", "bộ", ("phong", "bang ron", "trang tri")),
    _Kind("giay-chung-nhan", _GROUP.CEREMONY, "In giấy chứng nhận", "giấy", ("giay chung nhan",)),
    _Kind("khen-thuong", _GROUP.COMMENDATION, "Khen thưởng {learners}", "người", ("khen thuong",)),
)


def proposed_lines(training_class: TrainingClass) -> list[Proposed]:
    """What the class calls for, in the order of an estimate; lines that are there already say so."""
    known = _known(training_class)
    rates = rates_in_force(training_class.office, training_class.start_date)
    there = {(line.group, fold(line.name)) for line in lines_of(training_class)}
    found = []
    for kind in _KINDS:
        if _is_wanted(kind, training_class, known):
            found.append(_proposed(kind, training_class, known, rates, there))
    return found


def _is_wanted(kind: _Kind, training_class: TrainingClass, known: _Known) -> bool:
    if kind.key == "giay-chung-nhan":
        return training_class.awards_certificates
    return kind.key != "khen-thuong" or known.commended > 0


def _proposed(
    kind: _Kind,
    training_class: TrainingClass,
    known: _Known,
    rates: list[ExpenseRate],
    there: Collection[tuple[str, str]],
) -> Proposed:
    name = kind.name.format(lecturers=wording.lecturers(training_class), learners=wording.learners(training_class))
    fitting = [one for one in rates if one.group == kind.group and any(word in fold(one.name) for word in kind.told_by)]
    rate = fitting[0] if len(fitting) == 1 else None
    quantity, times = _counted(kind, known, rate)
    return Proposed(
        key=kind.key,
        group=kind.group,
        name=name,
        unit=rate.unit if rate else kind.unit,
        quantity=quantity,
        times=times,
        rate=rate,
        choices=len(fitting),
        is_there=(kind.group, fold(name)) in there,
    )


def _counted(kind: _Kind, known: _Known, rate: ExpenseRate | None) -> tuple[Decimal, Decimal]:
    """Quantity and times.  Water is paid by day, or by half day where its rate says so."""
    one, learners = Decimal(1), Decimal(known.learners)
    by_half_day = rate is not None and "buoi" in fold(rate.unit)
    counted = {
        "thu-lao": (known.taught, one),
        "nuoc-uong": (learners, Decimal(known.half_days if by_half_day else known.days)),
        "hoi-truong": (Decimal(known.days), Decimal(known.venues)),
        "trang-tri": (Decimal(known.venues), one),
        "khen-thuong": (Decimal(known.commended), one),
    }
    return counted.get(kind.key, (learners, one))


def _known(training_class: TrainingClass) -> _Known:
    sessions = list(training_class.sessions.all())
    days = {session.date for session in sessions}
    return _Known(
        half_days=half_day_count(sessions) or 2 * training_class.duration_days,
        days=len(days) or training_class.duration_days,
        taught=sum(half_days_of(training_class).values(), Decimal(0)),
        learners=expected_learners(training_class),
        venues=training_class.venues.filter(is_remote=False).count() or 1,
        commended=Commendation.objects.filter(enrollment__training_class=training_class).count(),
    )


def expected_learners(training_class: TrainingClass) -> int:
    """Those on the list, else the places offered, else those the yearly plan reckons with; 0 where nobody knows."""
    listed: int = Enrollment.objects.current().filter(training_class=training_class).count()
    if listed:
        return listed
    offered = Invitation.objects.filter(training_class=training_class).values_list("seats", flat=True).first()
    planned = training_class.planned_class
    if offered or planned is None:
        return offered or 0
    return (planned.people or 0) // max(planned.classes, 1)


@verb("papers.draft_estimate")
def draft_estimate(
    actor: Actor, training_class: TrainingClass, *, keys: Collection[str] | None = None
) -> list[BudgetLine]:
    """Adds the proposed lines named by ``keys``, or all, that are not there yet.  Raises ``nothing_to_draft``."""
    open_books(actor, training_class)
    wanted = [one for one in proposed_lines(training_class) if not one.is_there and (keys is None or one.key in keys)]
    if not wanted:
        raise DomainError("nothing_to_draft", _("No line was chosen that the estimate does not have already."))
    made = [
        append(
            training_class,
            group=one.group,
            name=one.name,
            unit=one.unit,
            quantity=one.quantity,
            times=one.times,
            price=one.price,
            rate=one.rate,
        )
        for one in wanted
    ]
    record(actor, "papers.draft_estimate", made)
    return made


@verb("papers.copy_estimate")
def copy_estimate(actor: Actor, training_class: TrainingClass, source: TrainingClass) -> list[BudgetLine]:
    """Takes over the lines of another class of the office that this one does not have.

    Quantities stay as they were there; a line with a rate has the rate of that name in force on the days of this class,
    if there is one.  Raises ``class_of_another_office`` and ``nothing_to_draft``.
    """
    open_books(actor, training_class)
    if source.office_id != training_class.office_id:
        raise DomainError("class_of_another_office", _("That class belongs to another office."))
    there = {(line.group, fold(line.name)) for line in lines_of(training_class)}
    missing = [line for line in lines_of(source) if (line.group, fold(line.name)) not in there]
    if not missing:
        raise DomainError("nothing_to_draft", _("No line was chosen that the estimate does not have already."))
    rates = rates_in_force(training_class.office, training_class.start_date)
    made = [_copied(training_class, line, rates) for line in missing]
    record(actor, "papers.copy_estimate", made)
    return made


def _copied(training_class: TrainingClass, line: BudgetLine, rates: list[ExpenseRate]) -> BudgetLine:
    rate = rate_for(rates, ExpenseGroup(line.group), line.rate.name) if line.rate else None
    return append(
        training_class,
        group=ExpenseGroup(line.group),
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        times=line.times,
        price=rate.amount if rate else line.price,
        rate=rate,
        note=line.note,
    )
