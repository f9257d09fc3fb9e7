"""The calendar of an office."""

import re
from datetime import date, time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.console.classes.calendar import asked_month, month_of
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting
from tests.factories import OfficeFactory, SessionFactory, TrainingClassFactory, staff

pytestmark = pytest.mark.django_db

CALENDAR = "/can-bo/lop/lich/"


def _class(first: date, last: date, **values: object) -> TrainingClass:
    return TrainingClassFactory(start_date=first, end_date=last, year=first.year, **values)


def _spans(made: TrainingClass, first: date) -> list[list[tuple[int, bool]]]:
    month = month_of(staff(made.office), first)
    return [[(piece.span, piece.bar is not None) for piece in row] for week in month.weeks for row in week.rows]


def test_a_class_is_a_bar_over_its_days_week_by_week() -> None:
    made = _class(date(2026, 11, 5), date(2026, 11, 10))
    assert _spans(made, date(2026, 11, 1)) == [
        [(1, False), (1, False), (1, False), (4, True)],
        [(2, True), (1, False), (1, False), (1, False), (1, False), (1, False)],
    ]


def test_days_without_teaching_are_left_open_once_the_programme_is_written() -> None:
    made = _class(date(2026, 11, 2), date(2026, 11, 6))
    for day in (2, 4, 5):
        SessionFactory(training_class=made, date=date(2026, 11, day))
    assert _spans(made, date(2026, 11, 1)) == [[(1, True), (1, False), (2, True), (1, False), (1, False), (1, False)]]
    page = Acting(staff(made.office)).get(CALENDAR, thang="2026-11")
    assert "is-open" not in page


def test_classes_of_one_week_never_cover_each_other() -> None:
    office = OfficeFactory()
    _class(date(2026, 11, 2), date(2026, 11, 4), office=office)
    _class(date(2026, 11, 4), date(2026, 11, 5), office=office)
    last = _class(date(2026, 11, 5), date(2026, 11, 6), office=office)
    rows = _spans(last, date(2026, 11, 1))
    assert [[span for span, taken in row if taken] for row in rows] == [[3, 2], [2]]
    assert all(sum(span for span, _taken in row) == 7 for row in rows)


def test_half_a_day_is_said_and_leads_to_its_class() -> None:
    made = _class(date(2026, 11, 3), date(2026, 11, 3), title="Lễ tân")
    SessionFactory(training_class=made, part=DayPart.AFTERNOON, starts_at=time(13, 30), ends_at=time(17))
    page = Acting(staff(made.office)).get(CALENDAR, thang="2026-11")
    bar = page[page.index("bar bar-") :]
    assert f'href="/can-bo/lop/{made.pk}/"' in bar
    assert f"Lễ tân, {DayPart.AFTERNOON.label}" in bar
    assert page.count('class="bar bar-') == 2, "once in the table, once in the list by day"


def test_public_holidays_are_named() -> None:
    me = Acting(staff(OfficeFactory()))
    for month, name in (("2027-02", "Tết Nguyên Đán"), ("2026-09", "Quốc khánh"), ("2027-04", "Ngày Chiến thắng")):
        assert name in me.get(CALENDAR, thang=month), month
    assert "holiday" not in me.get(CALENDAR, thang="2026-06")


def test_days_of_the_neighbouring_months_are_not_cut_off() -> None:
    made = _class(date(2026, 11, 30), date(2026, 12, 2))
    assert _spans(made, date(2026, 11, 1)) == [[(3, True), (1, False), (1, False), (1, False), (1, False)]]
    assert len(_spans(made, date(2026, 12, 1))) == 1


def test_the_months_lead_to_each_other_and_back_to_the_list() -> None:
    me = Acting(staff(OfficeFactory()))
    page = me.get(CALENDAR, thang="2026-12")
    assert 'href="?thang=2026-11"' in page
    assert 'href="?thang=2027-01"' in page
    assert 'href="/can-bo/lop/"' in page
    assert f'href="{CALENDAR}"' in page
    assert f'href="{CALENDAR}"' in me.get("/can-bo/lop/")


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-0", "x-y", "-1-1", "99999-1", "1900-1", "2026-11-02"])
def test_a_month_that_is_none_is_this_month(text: str) -> None:
    assert asked_month(text) == date.today().replace(day=1)
    Acting(staff(OfficeFactory())).get(CALENDAR, thang=text)


def test_today_is_marked_in_this_month_only() -> None:
    me = Acting(staff(OfficeFactory()))
    assert len(re.findall("<td[^>]*is-today", me.get(CALENDAR))) == 1
    assert "<td" in me.get(CALENDAR, thang="2020-02")
    assert "is-today" not in me.get(CALENDAR, thang="2020-02")


def test_neither_cancelled_classes_nor_those_of_other_offices_are_shown() -> None:
    made = _class(date(2026, 11, 3), date(2026, 11, 3), title="Lớp đã hủy", state=ClassState.CANCELLED)
    _class(date(2026, 11, 3), date(2026, 11, 3), title="Lớp nơi khác")
    page = Acting(staff(made.office)).get(CALENDAR, thang="2026-11")
    assert "Lớp đã hủy" not in page
    assert "Lớp nơi khác" not in page
    assert Client().get(CALENDAR).status_code == 302


def _queries(me: Acting) -> int:
    me.get(CALENDAR, thang="2026-11")
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        me.get(CALENDAR, thang="2026-11")
    return len(captured)


def test_three_classes_take_as_many_queries_as_one() -> None:
    made = _class(date(2026, 11, 3), date(2026, 11, 4))
    SessionFactory(training_class=made)
    me = Acting(staff(made.office))
    one = _queries(me)
    for day in (9, 10):
        SessionFactory(training_class=_class(date(2026, 11, day), date(2026, 11, day), office=made.office))
    assert _queries(me) == one
