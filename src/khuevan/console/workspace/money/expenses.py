"""What was spent on a class, and the proofs of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.money.shell import address, answer, money_page, officers_class
from khuevan.console.workspace.shell import class_of
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.papers.domain.money import expenses
from khuevan.papers.domain.money.books import expenses_of
from khuevan.papers.domain.money.fees import fees_of
from khuevan.papers.interfaces.money_forms import ExpenseForm, ProofForm
from khuevan.papers.models import Expense, ExpenseProof
from khuevan.training.models import TrainingClass

PART = "class_money_expenses"


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    rows = expenses_of(training_class)
    paid_fees = sum(fee.total for fee in fees_of(training_class) if fee.paid_on)
    context = {
        "expenses": [(one, stamp(one)) for one in rows],
        "paid_fees": paid_fees,
        "spent": sum(one.amount for one in rows) + paid_fees,
        "missing": sum(not proof.is_there for one in rows for proof in one.proofs.all()),
    }
    return money_page(request, training_class, PART, context)


def _expense(request: HttpRequest, training_class: TrainingClass, expense: int) -> Expense:
    rows = Expense.objects.visible_to(request.user).filter(training_class=training_class)
    found: Expense = get_object_or_404(rows.select_related("line").prefetch_related("proofs"), pk=expense)
    return found


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    initial = {"paid_on": timezone.localdate()}
    form = ExpenseForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    return answer(request, training_class, form, _("Enter an expense"), address(training_class, PART))


@staff_page
def change(request: HttpRequest, pk: int, expense: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _expense(request, training_class, expense)
    form = ExpenseForm(request.user, request.POST or None, training_class=training_class, instance=found)
    heading = _("Change: %(what)s") % {"what": found}
    return answer(request, training_class, form, heading, address(training_class, PART, f"khoan-{expense}"))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, expense: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _expense(request, training_class, expense)

    def work() -> None:
        words = str(found)
        expenses.remove_expense(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, PART))


@staff_page
def proof(request: HttpRequest, pk: int, proof: int) -> HttpResponse:
    """Number, day and file of one proof."""
    training_class = officers_class(request, pk)
    own = ExpenseProof.objects.filter(expense__in=Expense.objects.visible_to(request.user))
    rows = own.filter(expense__training_class=training_class).select_related("expense__training_class", "record")
    found = get_object_or_404(rows, pk=proof)
    form = ProofForm(
        request.user, request.POST or None, request.FILES or None, training_class=training_class, instance=found
    )
    return answer(request, training_class, form, str(found), address(training_class, PART, f"khoan-{found.expense_id}"))


urlpatterns = [
    path("chi/", page, name="class_money_expenses"),
    path("chi/them/", add, name="class_expense_add"),
    path("chi/<int:expense>/sua/", change, name="class_expense_change"),
    path("chi/<int:expense>/bo/", remove, name="class_expense_remove"),
    path("chung-tu/<int:proof>/", proof, name="class_expense_proof"),
]
