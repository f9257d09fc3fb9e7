"""Thù lao of the lecturers of a class.  Account numbers are shown to officers only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.money.shell import address, answer, keys_asked, money_page, officers_class
from khuevan.console.workspace.shell import class_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.papers.domain.money import fees
from khuevan.papers.domain.money.moved import moved_words
from khuevan.papers.domain.money.teaching import half_days_of
from khuevan.papers.interfaces.fee_forms import FeeForm, FillFeesForm
from khuevan.papers.interfaces.money_forms import DayForm
from khuevan.papers.models import LecturerFee
from khuevan.training.models import TrainingClass

PART = "class_money_fees"


@dataclass(frozen=True)
class FeeRow:
    """``moved`` says what the programme has otherwise now (``money.moved``); ``account`` is masked."""

    fee: LecturerFee
    seen: str
    account: str
    moved: str


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    taught = half_days_of(training_class)
    rows = fees.fees_of(training_class)
    shown = [
        FeeRow(
            fee=one,
            seen=stamp(one),
            account=fees.masked(one.account_number),
            moved=moved_words(one, taught),
        )
        for one in rows
    ]
    there = {one.lecturer_id for one in rows}
    context: dict[str, Any] = {
        "fees": shown,
        "total": sum(one.total for one in rows),
        "tax": sum(one.tax for one in rows),
        "paid_out": sum(one.paid_out for one in rows),
        "is_open": any(not one.paid_on for one in rows),
        "waiting": len([key for key in taught if key not in there]),
        "sees_accounts": may(request.user, "papers.change_money", training_class),
    }
    return money_page(request, training_class, PART, context)


def _fee(request: HttpRequest, training_class: TrainingClass, fee: int) -> LecturerFee:
    rows = LecturerFee.objects.visible_to(request.user).filter(lecturer__training_class=training_class)
    found: LecturerFee = get_object_or_404(rows.select_related("lecturer__person", "rate"), pk=fee)
    return found


@staff_page
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the share of tax, then lists who teaches."""
    training_class = officers_class(request, pk)
    initial = {"tax_percent": fees.usual_tax(training_class)}
    form = FillFeesForm(request.user, request.POST or None, training_class=training_class, initial=initial)

    def done(made: list[LecturerFee]) -> None:
        words = ngettext("%(count)s lecturer is on the list.", "%(count)s lecturers are on the list.", len(made))
        notice(request, words % {"count": len(made)})

    return answer(
        request,
        training_class,
        form,
        _("List the fees of the lecturers"),
        address(training_class, PART),
        done=done,
        explains=_("Half days come from the programme, prices from the rates, accounts from earlier classes."),
        submit=_("Make the list"),
    )


@staff_page
def change(request: HttpRequest, pk: int, fee: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _fee(request, training_class, fee)
    form = FeeForm(request.user, request.POST or None, training_class=training_class, instance=found)
    heading = _("Change: %(what)s") % {"what": found}
    return answer(request, training_class, form, heading, address(training_class, PART))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, fee: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = _fee(request, training_class, fee)

    def work() -> None:
        words = str(found)
        fees.remove_fee(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, PART))


@staff_page
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks on which day the open fees were paid."""
    training_class = officers_class(request, pk)

    def work(on: date, _seen: str) -> list[LecturerFee]:
        return fees.pay_fees(request.user, training_class, on=on)

    def done(paid: list[LecturerFee]) -> None:
        keys = ",".join(str(fee.pk) for fee in paid)
        back = f"{reverse('console:class_fees_unpay', args=(pk,))}?khoan={keys}"
        words = ngettext("%(count)s fee is paid.", "%(count)s fees are paid.", len(paid))
        notice(request, words % {"count": len(paid)}, undo=back)

    form = DayForm(request.user, request.POST or None, work=work, initial={"on": timezone.localdate()})
    return answer(
        request,
        training_class,
        form,
        _("The fees were paid"),
        address(training_class, PART),
        done=done,
        explains=_("They count as spent from then on."),
    )


@staff_page
@require_POST
def unpay(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = officers_class(request, pk)

    def work() -> None:
        fees.take_back_payment(request.user, training_class, keys_asked(request, "khoan"))
        notice(request, _("The payment was taken back."))

    return act(request, work, address(training_class, PART))


urlpatterns = [
    path("thu-lao/", page, name="class_money_fees"),
    path("thu-lao/lap/", fill, name="class_fees_fill"),
    path("thu-lao/tra/", pay, name="class_fees_pay"),
    path("thu-lao/chua-tra/", unpay, name="class_fees_unpay"),
    path("thu-lao/<int:fee>/sua/", change, name="class_fee_change"),
    path("thu-lao/<int:fee>/bo/", remove, name="class_fee_remove"),
]
