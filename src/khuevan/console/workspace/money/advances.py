"""Tạm ứng of a class."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.money.shell import address, answer, money_page, officers_class
from khuevan.console.workspace.shell import class_of
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands, vn_date
from khuevan.papers.domain.money import advances
from khuevan.papers.domain.money.totals import totals
from khuevan.papers.interfaces.money_forms import AdvanceForm, DayForm
from khuevan.papers.models import Advance
from khuevan.training.models import TrainingClass

PART = "class_money_advances"

type Setting = Callable[..., None]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    rows = Advance.objects.visible_to(request.user).filter(training_class=training_class)
    today = timezone.localdate()
    shown = [
        (one, stamp(one), bool(one.paid_on and not one.settled_on and one.settle_by and one.settle_by < today))
        for one in rows
    ]
    return money_page(request, training_class, PART, {"advances": shown, "sums": totals(training_class)})


def _advance(request: HttpRequest, training_class: TrainingClass, advance: int) -> Advance:
    rows = Advance.objects.visible_to(request.user).filter(training_class=training_class)
    found: Advance = get_object_or_404(rows, pk=advance)
    return found


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    initial = {"asked_on": timezone.localdate(), "reason": str(training_class.title)[:300]}
    form = AdvanceForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    back = address(training_class, PART)
    return answer(request, training_class, form, _("Ask for an advance"), back, done=_said(request))


def _said(request: HttpRequest) -> Callable[[Advance], None]:
    def say(advance: Advance) -> None:
        words = _("Saved: %(who)s, %(amount)s đồng.")
        notice(request, words % {"who": advance.receiver, "amount": thousands(advance.amount)})

    return say


@staff_page
def change(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _advance(request, training_class, advance)
    form = AdvanceForm(request.user, request.POST or None, training_class=training_class, instance=found)
    heading = _("Change: %(what)s") % {"what": found.receiver}
    return answer(request, training_class, form, heading, address(training_class, PART), done=_said(request))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _advance(request, training_class, advance)

    def work() -> None:
        words = found.receiver
        advances.remove_advance(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, PART))


def _day(request: HttpRequest, pk: int, advance: int, deed: str) -> HttpResponse:
    """Asks for the day on which an advance was paid or settled."""
    training_class = officers_class(request, pk)
    found = _advance(request, training_class, advance)
    heading, setting, undo = DEEDS[deed]

    def work(on: date, seen: str) -> date:
        setting(request.user, found, on=on, seen=seen)
        return on

    def done(on: Any) -> None:  # noqa: ANN401 - the day
        back = reverse(f"console:{undo}", args=(pk, advance))
        words = _("Saved: %(who)s, %(day)s.")
        notice(request, words % {"who": found.receiver, "day": vn_date(on)}, undo=back)

    initial = {"on": timezone.localdate()}
    form = DayForm(request.user, request.POST or None, instance=found, work=work, initial=initial)
    title = f"{heading()}: {found.receiver}, {thousands(found.amount)} đ"
    return answer(request, training_class, form, title, address(training_class, PART), done=done)


@staff_page
def pay(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    return _day(request, pk, advance, "pay")


@staff_page
def settle(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    return _day(request, pk, advance, "settle")


DEEDS: dict[str, tuple[Callable[[], str], Setting, str]] = {
    "pay": (lambda: _("Advance paid"), advances.pay_advance, "class_advance_unpay"),
    "settle": (lambda: _("Advance settled"), advances.settle_advance, "class_advance_unsettle"),
}


@staff_page
@require_POST
def unpay(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    return _take_back(request, pk, advance, advances.pay_advance)


@staff_page
@require_POST
def unsettle(request: HttpRequest, pk: int, advance: int) -> HttpResponse:
    return _take_back(request, pk, advance, advances.settle_advance)


def _take_back(request: HttpRequest, pk: int, advance: int, setting: Setting) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _advance(request, training_class, advance)

    def work() -> None:
        setting(request.user, found, on=None, seen=request.POST.get("seen", ""))
        notice(request, _("Taken back: %(what)s.") % {"what": found.receiver})

    return act(request, work, address(training_class, PART))


urlpatterns = [
    path("tam-ung/", page, name="class_money_advances"),
    path("tam-ung/them/", add, name="class_advance_add"),
    path("tam-ung/<int:advance>/sua/", change, name="class_advance_change"),
    path("tam-ung/<int:advance>/bo/", remove, name="class_advance_remove"),
    path("tam-ung/<int:advance>/chi/", pay, name="class_advance_pay"),
    path("tam-ung/<int:advance>/chua-chi/", unpay, name="class_advance_unpay"),
    path("tam-ung/<int:advance>/quyet-toan/", settle, name="class_advance_settle"),
    path("tam-ung/<int:advance>/chua-quyet-toan/", unsettle, name="class_advance_unsettle"),
]
