"""A plan against what was done: what counts, what stands outside, and never more queries for more lines."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.statistics.plans import Figures, Progress, Standing, progress, progress_workbook
from khuevan.training.domain.plan_opening import link_class, open_class_of
from khuevan.training.domain.planned_classes import add_planned, drop_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.domain.withdrawing import cancel_class
from khuevan.training.models import TrainingClass
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db


def counted(plan: object, actor: object) -> tuple[Progress, int]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = progress(actor, plan)  # type: ignore[arg-type]
        assert [row.standing_words for row in found.rows]
    return found, len(seen)


def test_a_line_counts_the_classes_that_were_taught_and_no_cancelled_ones() -> None:
    here = world()
    officer, office = here.officer, here.office
    plan = make_plan(officer, office, 2019)
    line = add_planned(officer, plan, title="Đối ngoại", classes=2, people=60, periods=8, estimate=100_000_000)
    waiting = add_planned(officer, plan, title="Lễ tân", people=20)
    dropped = add_planned(officer, plan, title="Báo chí", people=500)
    drop_planned(officer, dropped, reason="Không có kinh phí")
    outside = open_class_of(officer, waiting, start_date=date(2019, 11, 4))
    TrainingClass.objects.filter(pk=outside.pk).update(planned_class=None)
    link_class(officer, line, here.training_class)
    second = open_class_of(officer, line, start_date=date(2019, 12, 2))
    third = open_class_of(officer, line, start_date=date(2019, 12, 9))
    cancel_class(officer, third, reason="Bão")
    open_class_of(officer, waiting, start_date=date(2019, 12, 16))
    found, queries = counted(plan, officer)
    first, next_line, gone = found.rows
    assert first.done == Figures(classes=1, people=3, hours=8, money=0)
    assert first.wanted == Figures(2, 60, 16, 100_000_000)
    assert (first.opened, first.cancelled, first.standing) == (1, 1, Standing.PARTLY)
    assert [one.training_class for one in first.held] == [here.training_class, second]
    assert (next_line.standing, gone.standing, gone.wanted) == (Standing.OPENED, Standing.DROPPED, Figures())
    assert [one.training_class for one in found.outside] == [outside]
    assert (found.wanted, found.done.classes) == (Figures(3, 80, 16, 100_000_000), 1)
    for n in range(30):
        open_class_of(officer, add_planned(officer, plan, title=f"Lớp {n}"), start_date=date(2019, 11, 4))
    _more, with_thirty = counted(plan, officer)
    assert with_thirty == queries
    with zipfile.ZipFile(io.BytesIO(progress_workbook(found))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "Đối ngoại" in texts
    assert outside.title in texts
    with refused("not_allowed"):
        progress(staff(OfficeFactory()), plan)


def test_an_empty_plan_has_sums_of_nothing() -> None:
    office = OfficeFactory()
    found = progress(officer := staff(office), make_plan(officer, office, 2019))
    assert (found.rows, found.outside, found.done_in_all) == ([], [], Figures())
    assert progress_workbook(found)
