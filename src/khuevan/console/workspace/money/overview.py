"""Planned, advanced, spent, left; by group; what is missing; files to download."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khuevan.console.workspace.money.shell import address, money_page
from khuevan.console.workspace.shell import class_of
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.money.balance import GroupBalance, balance, overspent
from khuevan.papers.domain.money.books import expenses_of
from khuevan.papers.domain.money.totals import Totals, totals
from khuevan.papers.enums import PaperGroup
from khuevan.papers.interfaces.money_holes import lacks
from khuevan.training.models import TrainingClass


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    groups, sums = balance(training_class), totals(training_class)
    missing = lacks(training_class)
    may_write = may(request.user, "papers.write_paper", training_class)
    context: dict[str, Any] = {
        "sums": sums,
        "yearly": _yearly(training_class),
        "groups": groups,
        "over": overspent(groups),
        "troubles": _troubles(training_class, sums, groups),
        "papers": [
            (str(kind.label), writer.slug, missing.get(kind, []), writer.targets is not None)
            for kind, writer in WRITERS.items()
            if writer.group == PaperGroup.MONEY
        ]
        if may_write
        else [],
    }
    return money_page(request, training_class, "class_money", context)


def _yearly(training_class: TrainingClass) -> int | None:
    """What the yearly plan reckons for one of its classes of this kind."""
    planned = training_class.planned_class
    return planned.estimate // max(planned.classes, 1) if planned and planned.estimate else None


def _troubles(training_class: TrainingClass, sums: Totals, groups: list[GroupBalance]) -> list[tuple[str, str]]:
    """Sentences about what is missing, each with the page where it is mended."""
    found = []
    yearly = _yearly(training_class)
    if yearly is not None and sums.planned > yearly:
        words = _("The estimate is %(amount)s đồng above the yearly plan.")
        estimate = address(training_class, "class_money_estimate")
        found.append((words % {"amount": thousands(sums.planned - yearly)}, estimate))
    open_prices = sum(1 for group in groups for one in group.lines if one.line is not None and one.line.price is None)
    if open_prices:
        words = ngettext(
            "%(count)s line of the estimate has no price yet.",
            "%(count)s lines of the estimate have no price yet.",
            open_prices,
        )
        found.append((words % {"count": open_prices}, address(training_class, "class_money_estimate")))
    if sums.unsettled:
        words = _("Advances of %(amount)s đồng are not settled yet.")
        found.append((words % {"amount": thousands(sums.unsettled)}, address(training_class, "class_money_advances")))
    missing = sum(not proof.is_there for one in expenses_of(training_class) for proof in one.proofs.all())
    if missing:
        words = ngettext(
            "%(count)s proof of an expense is missing.", "%(count)s proofs of expenses are missing.", missing
        )
        found.append((words % {"count": missing}, address(training_class, "class_money_expenses")))
    return found


urlpatterns = [path("", page, name="class_money")]
