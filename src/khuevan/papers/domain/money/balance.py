"""Planned against spent, by group and line of the estimate."""

from collections import defaultdict
from dataclasses import dataclass

from khuevan.papers.domain.money.books import expenses_of, lines_of
from khuevan.papers.domain.money.fees import fees_of
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.models import BudgetLine
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class LineBalance:
    """``line`` is None for what was spent without a line."""

    line: BudgetLine | None
    planned: int
    spent: int

    @property
    def left(self) -> int:
        return self.planned - self.spent

    @property
    def over(self) -> int:
        return max(0, -self.left)


@dataclass(frozen=True)
class GroupBalance:
    """``group`` is None for what was spent without a line."""

    group: ExpenseGroup | None
    lines: tuple[LineBalance, ...]

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.lines)

    @property
    def spent(self) -> int:
        return sum(one.spent for one in self.lines)

    @property
    def left(self) -> int:
        return self.planned - self.spent

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def percent(self) -> int:
        """Of what was planned, as a bar shows it: at most 100."""
        return min(100, self.spent * 100 // self.planned) if self.planned else 100 if self.spent else 0


def balance(training_class: TrainingClass) -> list[GroupBalance]:
    """Groups in the order of ``ExpenseGroup``, those with nothing left out; at the end what nobody planned."""
    spent: dict[int | None, int] = defaultdict(int)
    for expense in expenses_of(training_class):
        spent[expense.line_id] += expense.amount
    for fee in fees_of(training_class):
        if fee.paid_on:
            spent[fee.line_id] += fee.total
    by_group: dict[ExpenseGroup, list[LineBalance]] = {group: [] for group in ExpenseGroup}
    for line in lines_of(training_class):
        by_group[ExpenseGroup(line.group)].append(LineBalance(line, line.planned, spent.pop(line.pk, 0)))
    found = [GroupBalance(group, tuple(lines)) for group, lines in by_group.items() if lines]
    unplanned = sum(spent.values())
    return [*found, GroupBalance(None, (LineBalance(None, 0, unplanned),))] if unplanned else found


def overspent(groups: list[GroupBalance]) -> list[LineBalance]:
    """Lines on which more was spent than planned."""
    return [line for group in groups for line in group.lines if line.line is not None and line.over]
