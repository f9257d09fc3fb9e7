"""Dự toán of a class: its lines, those drafted from what the class knows, those of another class."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.money.shell import address, answer, keys_asked, money_page, officers_class
from khuevan.console.workspace.parts import moved
from khuevan.console.workspace.shell import class_of
from khuevan.core.actors import Actor
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.papers.domain.money import drafting, estimate
from khuevan.papers.domain.money.books import lines_of
from khuevan.papers.domain.money.totals import totals_of
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.interfaces.money_forms import LineForm
from khuevan.papers.models import BudgetLine, ExpenseRate
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.models import TrainingClass

PART = "class_money_estimate"
OFFERED = 12
"""So many other classes are offered to copy from."""


@dataclass(frozen=True)
class Group:
    """Lines of one group, each with its stamp."""

    group: ExpenseGroup
    rows: list[tuple[BudgetLine, str]]

    @property
    def planned(self) -> int:
        return sum(line.planned for line, _seen in self.rows)


def _groups(lines: list[BudgetLine]) -> list[Group]:
    by_group = {group: [(line, stamp(line)) for line in lines if line.group == group] for group in ExpenseGroup}
    return [Group(group, rows) for group, rows in by_group.items() if rows]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    lines = lines_of(training_class)
    context = {
        "groups": _groups(lines),
        "planned": sum(line.planned for line in lines),
        "order": order_stamp(lines),
        "unchecked": any(line.rate is not None and line.rate.is_unchecked for line in lines),
        "has_rates": ExpenseRate.objects.filter(office=training_class.office_id).exists(),
    }
    return money_page(request, training_class, PART, context)


def _line(request: HttpRequest, training_class: TrainingClass, line: int) -> BudgetLine:
    rows = BudgetLine.objects.visible_to(request.user).filter(training_class=training_class)
    found: BudgetLine = get_object_or_404(rows.select_related("rate"), pk=line)
    return found


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """``nhom`` in the address chooses the group."""
    training_class = officers_class(request, pk)
    form = LineForm(
        request.user,
        request.POST or None,
        training_class=training_class,
        initial={"group": request.GET.get("nhom", "")},
    )
    return answer(request, training_class, form, _("Add a line to the estimate"), address(training_class, PART))


@staff_page
def change(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _line(request, training_class, line)
    form = LineForm(request.user, request.POST or None, training_class=training_class, instance=found)
    heading = _("Change: %(what)s") % {"what": found}
    return answer(request, training_class, form, heading, address(training_class, PART, f"dong-{line}"))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _line(request, training_class, line)

    def work() -> None:
        words = str(found)
        estimate.remove_line(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, PART))


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, line: int, by: int) -> HttpResponse:
    """One place up or down within the group."""
    training_class = officers_class(request, pk)
    found = _line(request, training_class, line)
    shown = [one.pk for group in _groups(lines_of(training_class)) for one, _seen in group.rows]
    keys, anchor = moved(shown, found.pk, by)
    order = request.POST.get("order", "")
    return act(
        request,
        lambda: estimate.reorder_lines(request.user, training_class, keys, seen=order),
        address(training_class, PART, f"dong-{anchor}"),
    )


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the lines that were drafted or copied just now."""
    training_class = officers_class(request, pk)

    def work() -> None:
        count = estimate.remove_lines(request.user, training_class, keys_asked(request, "dong"))
        words = ngettext("%(count)s line was taken back.", "%(count)s lines were taken back.", count)
        notice(request, words % {"count": count})

    return act(request, work, address(training_class, PART))


def _say_added(request: HttpRequest, training_class: TrainingClass, made: list[BudgetLine]) -> None:
    keys = ",".join(str(line.pk) for line in made)
    words = ngettext("%(count)s line was added.", "%(count)s lines were added.", len(made))
    back = f"{reverse('console:class_lines_undo', args=(training_class.pk,))}?dong={keys}"
    notice(request, words % {"count": len(made)}, undo=back)


@staff_page
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines the class calls for, to be ticked."""
    training_class = officers_class(request, pk)
    back = address(training_class, PART)
    if request.method == "POST":

        def work() -> None:
            made = drafting.draft_estimate(request.user, training_class, keys=request.POST.getlist("dong"))
            _say_added(request, training_class, made)

        return act(request, work, back)
    context = {"proposed": drafting.proposed_lines(training_class), "back": back}
    return money_page(request, training_class, PART, context, template="console/money/draft.html")


@staff_page
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The estimate of another class of the office, that of last year's class first."""
    training_class = officers_class(request, pk)
    back = address(training_class, PART)
    if request.method == "POST":
        asked = request.POST.get("lop", "")
        source = get_object_or_404(_sources(request.user, training_class), pk=asked if asked.isdecimal() else 0)

        def work() -> None:
            _say_added(request, training_class, drafting.copy_estimate(request.user, training_class, source))

        return act(request, work, back)
    found = list(_sources(request.user, training_class).order_by("-start_date", "-pk")[:OFFERED])
    found.sort(key=lambda one: one.pk != training_class.copied_from_id)
    sums = totals_of(found)
    context = {"sources": [(one, sums[one.pk]) for one in found], "back": back}
    return money_page(request, training_class, PART, context, template="console/money/copy.html")


def _sources(actor: Actor, training_class: TrainingClass) -> Any:  # noqa: ANN401 - a queryset of classes
    seen = TrainingClass.objects.of_staff(actor).filter(office=training_class.office_id)
    with_lines = BudgetLine.objects.exclude(training_class=training_class).values("training_class")
    return seen.filter(pk__in=with_lines)


urlpatterns = [
    path("du-toan/", page, name="class_money_estimate"),
    path("du-toan/them/", add, name="class_line_add"),
    path("du-toan/soan/", draft, name="class_estimate_draft"),
    path("du-toan/sao-chep/", copy, name="class_estimate_copy"),
    path("du-toan/hoan-tac/", undo, name="class_lines_undo"),
    path("du-toan/<int:line>/sua/", change, name="class_line_change"),
    path("du-toan/<int:line>/bo/", remove, name="class_line_remove"),
    path("du-toan/<int:line>/len/", move, {"by": -1}, name="class_line_up"),
    path("du-toan/<int:line>/xuong/", move, {"by": 1}, name="class_line_down"),
]
