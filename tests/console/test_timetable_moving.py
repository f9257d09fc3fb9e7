"""Half days put into other cells of the timetable: by the script, by the form, and back again."""

import html
import re
from datetime import date, time

import pytest

from khuevan.attendance.enums import AttendanceStatus
from khuevan.core.rows import stamp
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from tests.console.acting import Acting, notices
from tests.console.scheduling import Scheduled, cell_of, programme_path, scheduled, teaching_elsewhere
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db

TUESDAY = "2026-11-03"


def _move(here: Scheduled, me: Acting, session: Session, **to: object) -> str:
    sent = {"session": session.pk, "seen": stamp(Session.objects.get(pk=session.pk)), "venue": "", **to}
    return me.post(programme_path(here.training_class, "dat"), **sent)


def test_a_half_day_dropped_into_an_empty_cell_takes_the_times_of_that_half_and_comes_back_by_undo() -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Khai giảng")
    me = Acting(here.officer)
    page = _move(here, me, session, date=TUESDAY, part="afternoon")
    session.refresh_from_db()
    assert (session.date, session.part, session.starts_at) == (date(2026, 11, 3), "afternoon", time(13, 30))
    assert session.items.get().starts_at == time(13, 30)
    undo = html.unescape(re.search(r'action="([^"]*tra-lai[^"]*)"', page)[1])  # type: ignore[index]
    me.post(undo)
    session.refresh_from_db()
    assert (session.date, session.part, session.starts_at) == (date(2026, 11, 2), "morning", time(7, 30))
    assert session.items.get().starts_at == time(7, 30)
    assert "is-warn" in me.post(undo), "somebody moved it since"


def test_htmx_and_the_script_get_the_grid_alone_with_a_notice() -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Khai giảng")
    me = Acting(here.officer)
    sent = {"session": session.pk, "date": TUESDAY, "part": "morning", "venue": "", "seen": stamp(session)}
    answer = me.client.post(programme_path(here.training_class, "dat"), sent, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert f'id="buoi-{session.pk}"' in cell_of(part, TUESDAY, "morning")
    assert "tra-lai" in part
    stale = me.client.post(
        programme_path(here.training_class, "dat"), sent | {"date": "2026-11-04"}, headers={"HX-Request": "true"}
    )
    assert stale.status_code == 422
    assert f'id="buoi-{session.pk}"' in cell_of(stale.content.decode(), TUESDAY, "morning"), "nothing moved"


def test_two_half_days_change_places_and_back() -> None:
    here = scheduled()
    one, two = here.half_day(0, DayPart.MORNING, "Một"), here.half_day(1, DayPart.AFTERNOON, "Hai")
    me = Acting(here.officer)
    page = _move(here, me, one, date=TUESDAY, part="afternoon")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.date.day, one.part, one.starts_at) == (3, "afternoon", time(13, 30))
    assert (two.date.day, two.part, two.starts_at) == (2, "morning", time(7, 30))
    me.post(html.unescape(re.search(r'action="([^"]*tra-lai[^"]*)"', page)[1]))  # type: ignore[index]
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.date.day, one.part, two.date.day, two.part) == (2, "morning", 3, "afternoon")
    assert two.items.get().starts_at == time(13, 30)


def test_nobody_makes_room_unseen_when_the_timetable_is_not_the_one_shown() -> None:
    here = scheduled()
    one, two = here.half_day(0, DayPart.MORNING), here.half_day(1, DayPart.MORNING)
    me = Acting(here.officer)
    order = re.search(r'data-order="(\w+)"', me.get(programme_path(here.training_class)))[1]  # type: ignore[index]
    here.half_day(2, DayPart.MORNING)
    assert "is-warn" in _move(here, me, one, date=TUESDAY, part="morning", order=order)
    two.refresh_from_db()
    assert two.date.day == 3
    page = _move(here, me, one, date="2026-11-02", part="afternoon", order=order)
    one.refresh_from_db()
    assert one.part == "afternoon", "an empty cell asks for nobody's room"
    assert notices(page)


def test_a_move_onto_a_lecturers_other_class_is_warned_of_before_and_after_and_is_done() -> None:
    here, session = teaching_elsewhere()
    me = Acting(here.officer)
    other = TrainingClass.objects.exclude(pk=here.training_class.pk).get()
    asked = {"session": str(session.pk), "part": "morning"}
    assert other.title not in me.get(programme_path(here.training_class, "dat", "thu"), **asked, date="2026-11-04")
    assert other.title in me.get(programme_path(here.training_class, "dat", "thu"), **asked, date=TUESDAY)
    page = _move(here, me, session, date=TUESDAY, part="morning")
    session.refresh_from_db()
    assert session.date.day == 3
    assert any(other.title in one for one in notices(page))
    assert other.title in cell_of(page, TUESDAY, "morning")


def test_the_words_before_a_drop_name_who_makes_room() -> None:
    here = scheduled()
    one = here.half_day(0, DayPart.MORNING, "Một")
    here.half_day(1, DayPart.MORNING, "Thuyết trình")
    path, me = programme_path(here.training_class, "dat", "thu"), Acting(here.officer)
    said = me.get(path, session=str(one.pk), date=TUESDAY, part="morning")
    assert "Thuyết trình" in said
    assert "Thuyết trình" not in me.get(path, session=str(one.pk), date="2026-11-04", part="morning")


def test_a_half_day_without_a_venue_stands_at_the_main_one_and_moves_to_another_room() -> None:
    here = scheduled(venues=2)
    session = here.half_day(0, DayPart.MORNING, "Khai giảng")
    me = Acting(here.officer)
    assert "Khai giảng" in cell_of(
        me.get(programme_path(here.training_class)), "2026-11-02", "morning", here.venues[0].pk
    )
    _move(here, me, session, date=TUESDAY, part="morning", venue=here.venues[0].pk)
    session.refresh_from_db()
    assert session.venue is None
    _move(here, me, session, date=TUESDAY, part="morning", venue=here.venues[1].pk)
    session.refresh_from_db()
    assert session.venue == here.venues[1]
    _move(here, me, session, date=TUESDAY, part="morning", venue=here.venues[0].pk)
    session.refresh_from_db()
    assert session.venue == here.venues[0]


def test_the_form_moves_without_a_script_to_a_venue_and_swaps_only_when_asked() -> None:
    here = scheduled(venues=2)
    one = here.half_day(0, DayPart.MORNING, "Một", venue=here.venues[0])
    two = here.half_day(1, DayPart.MORNING, "Hai", venue=here.venues[0])
    me, path = Acting(here.officer), programme_path(here.training_class, "buoi", one.pk, "doi")
    sent = {"date": TUESDAY, "part": "morning", "venue": here.venues[0].pk, "starts_at": ""}
    assert 'class="problem"' in me.post(path, form=path, **sent)
    one.refresh_from_db()
    assert one.date.day == 2
    me.post(path, form=path, **sent, swap="on")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.date.day, two.date.day) == (3, 2)
    me.post(path, form=path, **{**sent, "date": "2026-11-04", "part": "afternoon", "venue": here.venues[1].pk})
    one.refresh_from_db()
    assert (one.date.day, one.starts_at, one.venue) == (4, time(13, 30), here.venues[1])


def test_what_attendance_was_taken_for_stays_and_says_so() -> None:
    here = world()
    session = here.sessions[0]
    here.mark(session, _1=AttendanceStatus.PRESENT)
    me = Acting(here.officer)
    before = (session.date, session.part)
    sent = {"session": session.pk, "date": session.date.isoformat(), "venue": "", "seen": ""}
    for part in DayPart.values:
        me.post(programme_path(here.training_class, "dat"), **sent, part=part)
    session.refresh_from_db()
    assert (session.date, session.part) == before


@pytest.mark.parametrize(
    "wrong",
    [{"date": "2027-01-01"}, {"date": "x"}, {"part": "night"}, {"venue": "999999"}, {"session": "0"}, {"session": "x"}],
)
def test_what_is_no_cell_of_the_class_is_not_found(wrong: dict[str, str]) -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING)
    me = Acting(here.officer)
    sent = {"session": str(session.pk), "date": TUESDAY, "part": "morning", "venue": "", **wrong}
    assert me.status(programme_path(here.training_class, "dat"), **sent) == 404
    me.get(programme_path(here.training_class, "dat", "thu"), 404, **sent)
