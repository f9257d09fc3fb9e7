"""The list of classes, opening one, cloning one."""

import io
import re
from datetime import date, time

import openpyxl
import pytest
from django.test import Client

from khuevan.core.once import new_token
from khuevan.people.enums import RoleKind
from khuevan.people.models import Role
from khuevan.records.models import Record
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.interfaces.forms.cloning import next_year
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting
from tests.factories import (
    EnrollmentFactory,
    OfficeFactory,
    TrainingClassFactory,
    staff,
)

pytestmark = pytest.mark.django_db

LIST = "/can-bo/lop/"
OPEN = f"{LIST}mo/"


def _class(state: ClassState = ClassState.PREPARING, **values: object) -> tuple[TrainingClass, Acting]:
    made = TrainingClassFactory(state=state, **values)
    return made, Acting(staff(made.office))


def _now(made: TrainingClass) -> TrainingClass:
    made.refresh_from_db()
    return made


# -- the list


def test_the_pills_count_classes_and_the_column_counts_learners() -> None:
    made, me = _class()
    EnrollmentFactory.create_batch(3, training_class=made)
    TrainingClassFactory(office=made.office, year=2018, state=ClassState.AWARDED)
    page = me.get(LIST)
    pills = re.findall(r'<a href="\?trang_thai=(\w+)"[^>]*>[^<]* (\d+)</a>', page)
    assert dict(pills) == {"preparing": "1", "awarded": "1"}
    assert '<td class="r wide-only">3</td>' in page
    assert '<td class="r wide-only">0</td>' in page


def test_a_search_matches_the_start_of_words() -> None:
    _made, me = _class(title="Lễ tân")
    assert "Lễ tân" in me.get(LIST, q="ta")
    assert "<tbody" not in me.get(LIST, q="an")


def test_the_list_leaves_as_a_workbook_of_all_that_match() -> None:
    made, me = _class(title="Lễ tân đối ngoại")
    TrainingClassFactory(office=made.office, title="Thông tin đối ngoại")
    response = me.client.get(LIST, {"q": "le tan", "xuat": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    cells = [str(cell) for row in rows for cell in row if cell is not None]
    assert "Lễ tân đối ngoại" in cells
    assert made.office.organization.name in cells
    assert "Thông tin đối ngoại" not in cells


def test_only_who_may_open_a_class_is_offered_to() -> None:
    office = OfficeFactory()
    assert f'href="{OPEN}"' in Acting(staff(office)).get(LIST)
    editor = Acting(staff(office, RoleKind.EDITOR))
    assert OPEN not in editor.get(LIST)
    editor.get(OPEN, 404)
    assert Client().get(OPEN).status_code == 302


# -- opening a class

WORDS = {"title": "Bồi dưỡng lễ tân", "kind": "refresher", "start_date": "2026-11-02", "end_date": "2026-11-04"}


def test_a_class_is_opened_once_however_often_the_form_is_sent() -> None:
    office = OfficeFactory()
    me = Acting(staff(office))
    sent = {**WORDS, **me.hidden(OPEN)}
    for _click in range(2):
        page = me.post(OPEN, **sent)
    made = TrainingClass.objects.get()
    assert (made.title, made.office, made.state) == ("Bồi dưỡng lễ tân", office, ClassState.PLANNED)
    assert (made.start_date, made.end_date) == (date(2026, 11, 2), date(2026, 11, 4))
    assert "Bồi dưỡng lễ tân" in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() -> None:
    me = Acting(staff(OfficeFactory()))
    page = me.post(OPEN, **{**WORDS, "end_date": "2026-11-01"})
    wrong = page[page.index('id="o-end_date"') :]
    assert 'class="problem"' in wrong[: wrong.index('id="o-plan"')]
    assert 'value="Bồi dưỡng lễ tân"' in page
    assert not TrainingClass.objects.exists()


def test_who_works_for_two_offices_says_which_and_no_third_one() -> None:
    user = staff(OfficeFactory())
    second, third = OfficeFactory(), OfficeFactory()
    Role.objects.create(user=user, office=second, kind=RoleKind.OFFICER)
    Role.objects.create(user=user, office=third, kind=RoleKind.EDITOR)
    me = Acting(user)
    me.post(OPEN, **WORDS)
    me.post(OPEN, **WORDS, office=third.pk)
    assert not TrainingClass.objects.exists()
    me.post(OPEN, **WORDS, office=second.pk)
    assert TrainingClass.objects.get().office == second


def test_a_plan_of_another_office_cannot_be_chosen() -> None:
    office, other = OfficeFactory(), OfficeFactory()
    mine, theirs = (
        Record.objects.create(office=one, number=number, symbol="KH-UBND", issuer=one.organization)
        for one, number in ((office, "29"), (other, "30"))
    )
    me = Acting(staff(office))
    page = me.get(OPEN)
    assert "29/KH-UBND" in page
    assert "30/KH-UBND" not in page
    me.post(OPEN, **WORDS, plan=theirs.pk)
    assert not TrainingClass.objects.exists()
    me.post(OPEN, **WORDS, plan=mine.pk)
    assert TrainingClass.objects.get().plan == mine


# -- cloning a class


def _last_years() -> tuple[TrainingClass, Acting, str]:
    """Two days that a copy of 2027 would put on 29 and 30 April, a public holiday."""
    made, me = _class(title="Lễ tân năm 2025", start_date=date(2025, 6, 5), end_date=date(2025, 6, 6), year=2025)
    for day in (5, 6):
        add_session(
            me.user,
            made,
            date=date(2025, 6, day),
            part=DayPart.MORNING,
            starts_at=time(7, 30),
            ends_at=time(11, 30),
        )
    return made, me, f"{LIST}{made.pk}/nhan-ban/"


CLONE = {"title": "Lễ tân năm 2027", "start_date": "2027-04-29", "shift_holidays": "on"}


def test_the_days_are_shown_with_what_they_jump_over_before_anything_is_made() -> None:
    _made, me, path = _last_years()
    page = me.post(path, **CLONE, viec="xem")
    table = page[page.index("<table") : page.index("</table>")]
    for words in ("05/06/2025", "29/04/2027", "06/06/2025", "04/05/2027", "Ngày Chiến thắng"):
        assert words in table, words
    assert TrainingClass.objects.count() == 1
    without = me.post(path, **{**CLONE, "shift_holidays": ""}, viec="xem")
    assert "30/04/2027" in without[without.index("<table") :]


def _preview(page: str) -> str:
    found = re.search(r'name="preview"\s+value="(\w*)"', page)
    assert found
    return found[1]


def test_the_class_is_made_with_the_days_that_were_shown() -> None:
    made, me, path = _last_years()
    seen = _preview(me.post(path, **CLONE, viec="xem"))
    token = new_token()
    for _click in range(2):
        me.post(path, **CLONE, viec="nhan-ban", preview=seen, **{"mot-lan": token})
    copy = TrainingClass.objects.get(copied_from=made)
    assert copy.title == "Lễ tân năm 2027"
    assert [session.date for session in copy.sessions.all()] == [date(2027, 4, 29), date(2027, 5, 4)]
    assert _now(made).title == "Lễ tân năm 2025"


def test_days_that_were_not_shown_are_shown_first() -> None:
    _made, me, path = _last_years()
    seen = _preview(me.post(path, **CLONE, viec="xem"))
    page = me.post(path, **{**CLONE, "start_date": "2027-03-04"}, viec="nhan-ban", preview=seen)
    assert TrainingClass.objects.count() == 1
    assert "problem-box" in page
    assert "05/03/2027" in page
    page = me.post(path, **CLONE, viec="nhan-ban")
    assert TrainingClass.objects.count() == 1


def test_days_off_typed_by_hand_are_jumped_over_and_read_strictly() -> None:
    _made, me, path = _last_years()
    page = me.post(path, **{**CLONE, "start_date": "2027-03-04"}, days_off="04/03/2027, 05/03/2027", viec="xem")
    assert "08/03/2027" in page
    page = me.post(path, **CLONE, days_off="mai", viec="xem")
    assert "“mai”" in page
    assert "<table" not in page


def test_cloning_is_for_who_may_open_classes_there() -> None:
    made, _me, path = _last_years()
    Acting(staff(made.office, RoleKind.EDITOR)).get(path, 404)
    Acting(staff(OfficeFactory())).get(path, 404)


def test_a_class_still_to_come_is_proposed_a_year_later() -> None:
    assert next_year(date(2026, 11, 23), date(2026, 11, 22)) == date(2027, 11, 22)
    assert next_year(date(2014, 6, 2), date(2026, 11, 22)) == date(2027, 5, 17)


def test_the_class_proposed_is_of_next_year_on_the_same_weekday() -> None:
    made, me, path = _last_years()
    page = me.get(path)
    proposed = re.search(r'name="start_date"\s+value="([\d-]+)"', page)
    assert proposed
    day = date.fromisoformat(proposed[1])
    assert day.weekday() == made.start_date.weekday()
    assert day > date.today()
    assert f"Lễ tân năm {day.year}" in page
