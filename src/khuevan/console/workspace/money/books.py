"""Estimate, fees, planned against spent as Excel files."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.shell import class_of, tab_address
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.money import workbooks
from khuevan.training.models import TrainingClass

BOOKS: dict[str, Callable[[HttpRequest, TrainingClass], Built]] = {
    "du-toan": lambda _request, one: workbooks.estimate_book(one),
    "thu-lao": lambda request, one: workbooks.fees_book(
        one, whole_accounts=may(request.user, "papers.change_money", one)
    ),
    "thuc-chi": lambda _request, one: workbooks.balance_book(one),
}


@staff_page
@require_safe
def book(request: HttpRequest, pk: int, book: str) -> HttpResponse:
    training_class = class_of(request, pk)
    if book not in BOOKS:
        raise Http404
    return download(request, lambda: BOOKS[book](request, training_class), tab_address(training_class, "money"))


urlpatterns = [path("tep/<slug:book>.xlsx", book, name="class_money_book")]
