"""Fees of lines that moved to somebody else: said in words, never changed, neither the paid nor the unpaid."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from khuevan.papers.domain.money.fees import change_fee, fees_of, fill_fees, pay_fees, remove_fee
from khuevan.papers.domain.money.moved import moved_words
from khuevan.papers.domain.money.teaching import half_days_of
from khuevan.papers.models import LecturerFee
from khuevan.training.domain.lecturers.replacing import replace_lecturer, take_back_replacement
from khuevan.training.models import Lecturer
from tests.factories import PersonFactory
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db


def _fee(here: Lecturing) -> LecturerFee:
    (fee,) = fill_fees(here.officer, here.training_class, tax_percent=Decimal(10))
    change_fee(here.officer, fee, price=1_000_000)
    return fee


def _said(fee: LecturerFee) -> str:
    return moved_words(fee, half_days_of(fee.lecturer.training_class))


def _replace(here: Lecturing) -> Lecturer:
    return replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Ốm")


def test_an_unpaid_fee_of_somebody_replaced_is_to_be_taken_off_and_the_new_one_listed() -> None:
    here = lecturing()
    fee = _fee(here)
    assert _said(fee) == ""
    new = _replace(here)
    fee.refresh_from_db()
    assert fee.half_days == Decimal(3), "nothing changes by itself"
    assert "Ngô Hoa" in _said(fee)
    assert [one.lecturer for one in fill_fees(here.officer, here.training_class, tax_percent=Decimal(10))] == [new]
    remove_fee(here.officer, fee)
    assert [one.lecturer for one in fees_of(here.training_class)] == [new]


def test_a_fee_after_day_one_of_three_is_drafted_anew_by_what_was_taught() -> None:
    here = lecturing(starts_in=-1)
    fee = _fee(here)
    _replace(here)
    assert "1" in _said(fee)
    change_fee(here.officer, fee, half_days=Decimal(1))
    assert _said(fee) == ""


def test_a_paid_fee_stays_and_says_that_it_differs() -> None:
    here = lecturing()
    fee = _fee(here)
    pay_fees(here.officer, here.training_class, on=timezone.localdate() - timedelta(days=1))
    new = _replace(here)
    fee.refresh_from_db()
    unpaid = _said(LecturerFee(lecturer=fee.lecturer, half_days=Decimal(3)))
    assert _said(fee) and _said(fee) != unpaid, "what to do with money that was paid is another sentence"
    assert (fee.half_days, fee.paid_on is None) == (Decimal(3), False)
    take_back_replacement(here.officer, new)
    assert _said(fee) == ""
