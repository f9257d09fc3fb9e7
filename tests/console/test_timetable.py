"""The timetable as a grid: cells and cards, moving, clashes while typing, copying, the Excel file."""

import io
import re
from datetime import date, time

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from tests.console.acting import Acting
from tests.console.scheduling import Scheduled, cell_of, cells_of, filled, programme_path, scheduled, teaching_elsewhere
from tests.factories import EnrollmentFactory, OfficeFactory, staff

pytestmark = pytest.mark.django_db

TUESDAY = "2026-11-03"


# -- the grid


def test_an_empty_class_offers_its_first_half_day_a_copy_and_every_cell() -> None:
    here = scheduled()
    page = Acting(here.officer).get(programme_path(here.training_class))
    assert len(cells_of(page)) == 6
    assert f"{programme_path(here.training_class, 'chep-tu-lop')}" in page
    assert f"{programme_path(here.training_class, 'buoi', 'them')}?ngay=2026-11-02" in page
    assert "tt-week" in page, "one place: days beside each other"


def test_half_days_stand_at_their_venue_and_half_of_the_day_with_lines_lecturers_and_groups() -> None:
    here = filled(5)
    page = Acting(here.officer).get(programme_path(here.training_class))
    assert "tt-venues" in page
    first, second, third = here.venues
    afternoon = cell_of(page, "2026-11-02", "afternoon", second.pk)
    assert here.groups[1].name in afternoon
    assert "13:30–17:00" in afternoon
    person = here.lecturers[1].person
    assert person is not None
    assert person.full_name in afternoon
    assert "tt-card" not in cell_of(page, "2026-11-02", "afternoon", third.pk)
    assert f"&amp;noi={third.pk}" in cell_of(page, "2026-11-02", "afternoon", third.pk)
    assert "&amp;noi=" not in cell_of(page, TUESDAY, "morning", first.pk), "the main venue needs no word"


def test_a_remote_point_without_a_half_day_of_its_own_takes_part_in_that_of_the_others() -> None:
    here = scheduled(venues=3)
    here.half_day(0, DayPart.MORNING, "Khai giảng", venue=here.venues[0])
    page = Acting(here.officer).get(programme_path(here.training_class))
    assert "tt-follows" in cell_of(page, "2026-11-02", "morning", here.venues[2].pk)
    assert "tt-follows" not in cell_of(page, "2026-11-02", "morning", here.venues[1].pk), "a room, not a điểm cầu"
    assert "tt-follows" not in cell_of(page, TUESDAY, "morning", here.venues[2].pk)


def test_holidays_and_weekends_stand_on_their_day_and_clashes_on_their_cards() -> None:
    here = scheduled(5, date(2026, 9, 2))
    here.half_day(1, DayPart.MORNING)
    page = Acting(here.officer).get(programme_path(here.training_class))
    days = re.split(r'<li class="tt-day', page)[1:]
    assert "Quốc khánh" in days[0]
    assert "is-free" in days[3][:60], "a Saturday"
    assert "is-free" not in days[1][:60]
    assert "is-clash" not in page
    here.line(here.training_class.sessions.get(), "Ăn tối", time(18))
    card = Acting(here.officer).get(programme_path(here.training_class)).split("<article")[1]
    assert "is-clash" in card
    assert "Ăn tối" in card.split('class="problem"')[1]


def _queries(me: Acting, made: TrainingClass) -> int:
    me.get(programme_path(made))
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        me.get(programme_path(made))
    return len(captured)


def test_sixty_half_days_take_as_many_queries_as_three() -> None:
    few, many = filled(3), filled(60)
    assert many.training_class.sessions.count() == 60
    assert _queries(Acting(few.officer), few.training_class) == _queries(Acting(many.officer), many.training_class)


def test_the_list_view_and_one_half_day_show_the_same_lines() -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Khai giảng", "Lễ tân")
    me = Acting(here.officer)
    for page in (
        me.get(programme_path(here.training_class), xem="danh-sach"),
        me.get(programme_path(here.training_class, "buoi", session.pk)),
    ):
        assert page.index("Khai giảng") < page.index("Lễ tân")
        assert f'id="dong-{session.items.all()[1].pk}"' in page


def test_the_excel_file_has_a_row_a_line_and_periods_that_add_up() -> None:
    here = filled(3)
    here.half_day(4, DayPart.AFTERNOON)
    content = Acting(here.officer).client.get(programme_path(here.training_class, "tai-ve")).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [row for row in cells if "Hội trường 1" in row]
    assert len(rows) == 2
    assert sum(row[7] or 0 for row in rows) == 4
    assert any("Tổ 1" in row for row in rows)
    assert sum(1 for row in cells if row[5] in {"07:30", "09:30", "13:30"}) == 7


# -- clashes while typing


def test_clashes_are_said_while_a_half_day_and_a_line_are_typed() -> None:
    here, session = teaching_elsewhere()
    me = Acting(here.officer)
    other = TrainingClass.objects.exclude(pk=here.training_class.pk).get()
    path = programme_path(here.training_class, "trung")
    lecturer = here.training_class.lecturers.get()
    moved = {"half_day": str(session.pk), "date": TUESDAY, "part": "morning", "starts_at": ""}
    assert other.title in me.get(path, **moved)
    assert other.title not in me.get(path, **{**moved, "part": "afternoon"})
    tuesday = here.half_day(1, DayPart.MORNING)
    line = {"kind": "lecture", "half_day": str(tuesday.pk), "starts_at": "08:00", "lecturers": str(lecturer.pk)}
    assert other.title in me.get(path, **line)
    assert other.title not in me.get(path, **{**line, "lecturers": ""})
    assert other.title in me.get(path, **{**line, "half_day": str(session.pk), "session": str(tuesday.pk)})
    for unfinished in ({}, {"date": "x", "part": "morning"}, {**line, "starts_at": "25:99"}):
        assert 'class="problem"' not in me.get(path, **unfinished)


def test_the_forms_ask_for_clashes_without_sending_their_secrets() -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING)
    me = Acting(here.officer)
    for words in (
        ("buoi", "them"),
        ("buoi", session.pk, "sua"),
        ("buoi", session.pk, "doi"),
        ("buoi", session.pk, "them"),
    ):
        page = me.get(programme_path(here.training_class, *words))
        watch = page[page.index("hx-vals") :]
        assert f'hx-get="{programme_path(here.training_class, "trung")}"' in page
        assert "not csrfmiddlewaretoken,mot-lan,seen" in watch
        assert 'aria-live="polite"' in page


def test_groups_and_periods_are_set_by_the_forms() -> None:
    here = scheduled(venues=2)
    session = here.half_day(0, DayPart.MORNING, "Một", venue=here.venues[0])
    me, group = Acting(here.officer), here.groups[1]
    path = programme_path(here.training_class, "buoi", session.pk, "sua")
    sent = {"starts_at": "07:30", "ends_at": "11:30", "periods": "4", "venue": here.venues[0].pk}
    me.post(path, form=path, **sent, groups=[group.pk])
    assert list(session.groups.all()) == [group]
    line = session.items.get()
    path = programme_path(here.training_class, "dong", line.pk, "sua")
    me.post(path, form=path, kind="lecture", starts_at="08:00", title="Một", session=session.pk, periods="3")
    line.refresh_from_db()
    assert line.periods == 3
    me.post(programme_path(here.training_class, "buoi", session.pk, "sua"), **sent, groups=[])
    assert not session.groups.exists()


# -- copying, venues


def test_a_timetable_is_copied_from_another_class_after_its_days_were_shown() -> None:
    here = scheduled()
    source = scheduled(3, date(2025, 11, 3), officer=here.officer)
    source.half_day(0, DayPart.MORNING, "Khai giảng")
    source.half_day(2, DayPart.AFTERNOON, "Bế giảng")
    me, path = Acting(here.officer), programme_path(here.training_class, "chep-tu-lop")
    sent = {"source": source.training_class.pk, "start_date": "2026-11-02", "shift_holidays": "on"}
    shown = me.post(path, **sent, viec="xem")
    assert "02/11/2026" in shown
    assert "04/11/2026" in shown
    assert not here.training_class.sessions.exists(), "nothing is made yet"
    seen = re.search(r'name="preview" value="(\w+)"', shown)[1]  # type: ignore[index]
    assert "alert" in me.post(path, **sent, viec="chep", preview="x" * 20)
    assert not here.training_class.sessions.exists()
    me.post(path, **sent, viec="chep", preview=seen)
    assert [str(one.items.get()) for one in here.training_class.sessions.all()] == ["Khai giảng", "Bế giảng"]
    assert "problem" in me.post(path, **{**sent, "source": here.training_class.pk}, viec="xem")


def test_classes_of_another_office_are_not_offered() -> None:
    here, foreign = scheduled(), scheduled()
    foreign.half_day(0, DayPart.MORNING)
    me, path = Acting(here.officer), programme_path(here.training_class, "chep-tu-lop")
    assert foreign.training_class.title not in me.get(path)
    sent = {"source": foreign.training_class.pk, "start_date": "2026-11-02"}
    assert "problem" in me.post(path, **sent, viec="xem")


def test_a_venue_takes_somebody_new_with_a_telephone() -> None:
    here = scheduled()
    me = Acting(here.officer)
    path = f"/can-bo/lop/{here.training_class.pk}/tong-quan/dia-diem/them/"
    sent = {
        "name": "Điểm cầu Cam Ranh",
        "is_remote": "on",
        "contact": "Trần Thị Đầu Mối",
        "contact_phone": "0912000333",
    }
    me.post(path, form=path, **sent, **{"contact-pick": "moi-ba"})
    venue = here.training_class.venues.get()
    assert venue.contact == Person.objects.get(full_name="Trần Thị Đầu Mối")
    assert venue.contact is not None
    assert venue.contact.phone.replace(" ", "").endswith("912000333")


# -- who sees and who acts


def _addresses(here: Scheduled, session: Session) -> list[str]:
    made = here.training_class
    return [
        programme_path(made, "dat"),
        programme_path(made, "dat", "thu"),
        programme_path(made, "buoi", session.pk),
        programme_path(made, "buoi", session.pk, "tra-lai"),
        programme_path(made, "trung"),
        programme_path(made, "chep-tu-lop"),
        programme_path(made, "tai-ve"),
    ]


def test_another_office_finds_nothing_and_nobody_signed_out_gets_in() -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Khai giảng")
    stranger = Acting(staff(OfficeFactory()))
    for path in _addresses(here, session):
        for method in (stranger.client.get, stranger.client.post):
            assert method(path).status_code in {404, 405}, path
        assert Client().get(path).status_code == 302, path


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.CLERK])
def test_who_may_not_change_the_class_reads_a_grid_without_handles(kind: RoleKind) -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Khai giảng")
    me = Acting(staff(here.training_class.office, kind))
    page = me.get(programme_path(here.training_class))
    assert "Khai giảng" in page
    for handle in ("data-timetable", "data-card", "tt-add", "dat/"):
        assert handle not in page, handle
    assert (
        me.status(programme_path(here.training_class, "dat"), session=session.pk, date=TUESDAY, part="morning") == 404
    )
    session.refresh_from_db()
    assert session.date.day == 2
    assert me.client.get(programme_path(here.training_class, "tai-ve")).status_code == 200


def test_learners_in_no_group_are_told_of_while_half_days_are_held_side_by_side() -> None:
    here = scheduled(venues=2)
    here.half_day(0, DayPart.MORNING, "Khai giảng")
    learners = [EnrollmentFactory(training_class=here.training_class) for _number in range(3)]
    me, groups = Acting(here.officer), reverse("console:class_groups", args=(here.training_class.pk,))
    warned = f'<a class="state state-warn" href="{groups}"'
    assert warned not in me.get(programme_path(here.training_class)), "the half day is for everybody"
    for place in (0, 1):
        here.half_day(1, DayPart.MORNING, "Song song", venue=here.venues[place], groups=(here.groups[place],))
    page = me.get(programme_path(here.training_class))
    assert "3" in page.split(warned)[1].split("</a>")[0]
    Enrollment.objects.filter(pk__in=[one.pk for one in learners[:2]]).update(group=here.groups[0])
    assert "1 " in me.get(programme_path(here.training_class)).split(warned)[1].split("</a>")[0]
    Enrollment.objects.filter(pk=learners[2].pk).update(state=EnrollmentState.WITHDRAWN)
    assert warned not in me.get(programme_path(here.training_class)), "only who is on the list"


def test_a_venue_added_from_the_timetable_leads_back_to_it() -> None:
    here = scheduled()
    me, page = Acting(here.officer), programme_path(here.training_class)
    add = reverse("console:class_part_add", args=(here.training_class.pk, "dia-diem"))
    here.half_day()
    assert f'href="{add}?ve=chuong-trinh"' in me.get(page)
    form = f"{add}?ve=chuong-trinh"
    answer = me.client.post(form, {**me.hidden(form), "name": "Phòng họp 2"})
    assert answer.headers["Location"] == page
    assert answer.status_code == 302
    plain = me.client.post(add, {**me.hidden(add), "name": "Phòng họp 3"})
    assert plain.headers["Location"].endswith("#dia-diem"), "from the overview back to the overview"


def test_who_plans_several_rooms_is_told_to_name_groups_first() -> None:
    here = scheduled(venues=2)
    me, form = Acting(here.officer), programme_path(here.training_class, "buoi", "them")
    told = 'id="id_venue_helptext"'
    assert told not in me.get(form), "the class has groups"
    here.training_class.groups.all().delete()
    assert told in me.get(form)
    here.training_class.venues.last().delete()
    assert told not in me.get(form)
