"""The programme tab: half days, their lines, topics."""

import re
from datetime import date, time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.attendance.enums import AttendanceStatus
from khuevan.console.workspace.shell import tab_address
from khuevan.core.rows import stamp
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.timetable.programme import add_item, add_session, add_topic
from khuevan.training.enums import ClassState, DayPart, ItemKind
from khuevan.training.models import ProgrammeItem, Session, TrainingClass
from tests.console.acting import Acting, without_address
from tests.factories import OfficeFactory, OrganizationFactory, TrainingClassFactory, staff
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


def _class(first: date = MONDAY, last: date = date(2026, 11, 4)) -> tuple[TrainingClass, Acting]:
    made = TrainingClassFactory(start_date=first, end_date=last, year=first.year, state=ClassState.PREPARING)
    return made, Acting(staff(made.office))


def _session(me: Acting, made: TrainingClass, day: date = MONDAY, part: DayPart = DayPart.MORNING) -> Session:
    begins, ends = (time(7, 30), time(11, 30)) if part == DayPart.MORNING else (time(13, 30), time(17))
    return add_session(me.user, made, date=day, part=part, starts_at=begins, ends_at=ends)


def _line(me: Acting, session: Session, title: str, begins: time = time(8)) -> ProgrammeItem:
    return add_item(me.user, session, kind=ItemKind.LECTURE, starts_at=begins, title=title)


def _path(made: TrainingClass, *words: object) -> str:
    return tab_address(made, "programme") + "".join(f"{word}/" for word in words)


HALF_DAY = {"date": "2026-11-02", "part": "morning", "starts_at": "07:30", "ends_at": "11:30"}


# -- half days


def test_an_empty_programme_proposes_every_half_day_with_its_usual_times() -> None:
    made, me = _class()
    page = me.get(_path(made))
    gaps = re.findall(r"\?ngay=([\d-]+)&amp;buoi=(\w+)", page)
    assert gaps[:2] == [("2026-11-02", "morning"), ("2026-11-02", "afternoon")]
    assert len(gaps) == 6
    form = me.get(_path(made, "buoi", "them"), ngay="2026-11-03", buoi="afternoon")
    for value in ('value="2026-11-03" selected', 'value="afternoon" selected', 'value="13:30"', 'value="17:00"'):
        assert value in form, value


def test_a_half_day_is_added_once_however_often_the_form_is_sent() -> None:
    made, me = _class()
    path = _path(made, "buoi", "them")
    sent = {**me.hidden(path), **HALF_DAY}
    for _click in range(2):
        page = me.post(path, **sent)
    session = made.sessions.get()
    assert (session.date, session.part, session.starts_at) == (MONDAY, DayPart.MORNING, time(7, 30))
    assert f'id="buoi-{session.pk}"' in page
    assert "?ngay=2026-11-02&amp;buoi=morning" not in page


def test_a_half_day_is_proposed_where_nothing_stands_yet() -> None:
    made, me = _class()
    path = _path(made, "buoi", "them")
    me.post(path, **me.hidden(path), **HALF_DAY)
    form = me.get(path)
    for value in ('value="2026-11-02" selected', 'value="afternoon" selected', 'value="13:30"', 'value="17:00"'):
        assert value in form, value


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"ends_at": "07:00"}, "ends_at"), ({"date": "2026-11-09"}, "date"), ({"part": "night"}, "part")],
)
def test_a_half_day_that_cannot_be_is_refused_beside_its_field(wrong: dict[str, str], field: str) -> None:
    made, me = _class()
    page = me.post(_path(made, "buoi", "them"), **{**HALF_DAY, **wrong})
    entry = page[page.index(f'id="o-{field}"') :]
    assert 'class="problem"' in entry[: entry.index("</div>")]
    assert not made.sessions.exists()


def test_a_half_day_known_already_is_said_so() -> None:
    made, me = _class()
    _session(me, made)
    assert "problem" in me.post(_path(made, "buoi", "them"), **HALF_DAY)
    assert made.sessions.count() == 1


def test_times_length_and_place_are_changed() -> None:
    made, me = _class()
    session, venue = _session(me, made), add_venue(me.user, made, name="Hội trường A")
    path = _path(made, "buoi", session.pk, "sua")
    page = me.post(path, form=path, starts_at="08:00", ends_at="11:00", periods="3", venue=venue.pk)
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at, session.periods, session.venue) == (time(8), time(11), 3, venue)
    assert "Hội trường A" in page


def test_a_half_day_moves_with_its_lines() -> None:
    made, me = _class()
    session = _session(me, made)
    line = _line(me, session, "Khai mạc", time(8))
    path = _path(made, "buoi", session.pk, "doi")
    me.post(path, form=path, date="2026-11-04", part="afternoon", starts_at="13:30")
    session.refresh_from_db()
    line.refresh_from_db()
    assert (session.date, session.part, session.starts_at) == (date(2026, 11, 4), DayPart.AFTERNOON, time(13, 30))
    assert line.starts_at == time(14)


def test_a_half_day_is_removed_unless_attendance_was_taken() -> None:
    made, me = _class()
    session = _session(me, made)
    assert "is-warn" in me.post(_path(made, "buoi", session.pk, "bo"), seen="x" * 20)
    me.post(_path(made, "buoi", session.pk, "bo"), seen=stamp(session))
    assert not made.sessions.exists()
    here = world()
    here.mark(here.sessions[0], _1=AttendanceStatus.PRESENT)
    refused = Acting(here.officer).post(_path(here.training_class, "buoi", here.sessions[0].pk, "bo"))
    assert "is-warn" in refused
    assert here.training_class.sessions.count() == 2


def test_the_half_days_of_a_day_are_taken_over_for_others_and_what_is_there_stays() -> None:
    made, me = _class()
    first = _session(me, made)
    _session(me, made, part=DayPart.AFTERNOON)
    lecturer = add_lecturer(me.user, made, organization=OrganizationFactory())
    topic = add_topic(me.user, made, title="Lễ tân")
    add_item(
        me.user,
        first,
        kind=ItemKind.LECTURE,
        starts_at=time(8),
        title="Lễ tân",
        class_topic=topic,
        lecturers=[lecturer],
    )
    kept = _session(me, made, date(2026, 11, 3))
    path = _path(made, "buoi", "chep")
    sent = {"source": "2026-11-02", "days": ["2026-11-03", "2026-11-04"], "with_items": "on"}
    me.post(path, form=path, **sent)
    assert made.sessions.count() == 6
    assert not kept.items.exists()
    copied = made.sessions.get(date=date(2026, 11, 4), part=DayPart.MORNING).items.get()
    assert (copied.title, copied.class_topic, list(copied.lecturers.all())) == ("Lễ tân", topic, [lecturer])
    assert "problem" in me.post(path, **{**sent, "days": ["2026-11-02"]})


def test_totals_holidays_and_lines_outside_their_half_day_are_told() -> None:
    made, me = _class(date(2026, 9, 1), date(2026, 9, 3))
    session = _session(me, made, date(2026, 9, 1))
    _session(me, made, date(2026, 9, 3), DayPart.AFTERNOON)
    page = me.get(_path(made))
    assert "2 buổi, 8 tiết" in page
    assert "Quốc khánh" in page[: page.index('id="chuyen-de"')]
    assert "alert-triangle" not in page
    before = page.count('class="problem"')
    _line(me, session, "Ăn tối", time(18))
    assert me.get(_path(made)).count('class="problem"') == before + 1


# -- lines


def test_a_line_takes_the_title_of_its_topic_and_names_its_lecturers() -> None:
    made, me = _class()
    session, topic = _session(me, made), add_topic(me.user, made, title="Lễ tân ngoại giao")
    lecturer = add_lecturer(me.user, made, organization=OrganizationFactory(name="Sở Ngoại vụ"))
    path = _path(made, "buoi", session.pk, "them")
    sent = {"kind": "lecture", "starts_at": "08:00", "title": ""}
    page = me.post(path, form=path, **sent)
    assert "problem" in page, "neither title nor topic"
    page = me.post(path, form=path, **sent, class_topic=topic.pk, lecturers=[lecturer.pk])
    line = session.items.get()
    assert (line.title, list(line.lecturers.all())) == ("Lễ tân ngoại giao", [lecturer])
    assert "Sở Ngoại vụ" in page[page.index(f'id="dong-{line.pk}"') :]


def test_a_line_is_changed_moved_to_another_half_day_and_removed() -> None:
    made, me = _class()
    session, other = _session(me, made), _session(me, made, part=DayPart.AFTERNOON)
    line = _line(me, session, "Thảo luận")
    path = _path(made, "dong", line.pk, "sua")
    sent = {"kind": "discussion", "starts_at": "14:00", "title": "Trao đổi", "session": other.pk}
    me.post(path, form=path, **sent)
    line.refresh_from_db()
    assert (line.title, line.kind, line.session, line.starts_at) == ("Trao đổi", "discussion", other, time(14))
    assert "is-warn" in me.post(_path(made, "dong", line.pk, "bo"), seen="x" * 20)
    me.post(_path(made, "dong", line.pk, "bo"), seen=stamp(line))
    assert not ProgrammeItem.objects.exists()


def test_a_half_day_of_another_class_takes_no_line_of_this_one() -> None:
    made, me = _class()
    line = _line(me, _session(me, made), "Thảo luận")
    foreign, _other = _class()
    foreign.office = made.office
    foreign.save()
    theirs = _session(me, foreign)
    path = _path(made, "dong", line.pk, "sua")
    assert "problem" in me.post(path, kind="lecture", starts_at="08:00", title="X", session=theirs.pk)
    me.get(_path(made, "buoi", theirs.pk, "sua"), 404)
    me.get(_path(foreign, "dong", line.pk, "sua"), 404)
    line.refresh_from_db()
    assert line.title == "Thảo luận"


def test_lines_change_places_by_buttons_and_a_stale_page_is_told() -> None:
    made, me = _class()
    session = _session(me, made)
    first, second, third = (_line(me, session, title) for title in ("Một", "Hai", "Ba"))
    page = me.get(_path(made))
    assert f'id="dong-len-{first.pk}"' not in page
    assert f'id="dong-xuong-{third.pk}"' not in page
    order = f"{first.pk},{second.pk},{third.pk}"
    response = me.client.post(_path(made, "dong", third.pk, "len"), {"order": order})
    assert response.headers["Location"].endswith(f"#dong-len-{third.pk}")
    assert [line.title for line in session.items.all()] == ["Một", "Ba", "Hai"]
    assert "is-warn" in me.post(_path(made, "dong", first.pk, "xuong"), order=order)
    assert [line.title for line in session.items.all()] == ["Một", "Ba", "Hai"]
    assert "Không có trang này" in me.get(_path(made, "dong", first.pk, "xuong"), 405)


def test_the_second_of_two_officers_on_one_line_is_told() -> None:
    made, me = _class()
    line = _line(me, _session(me, made), "Một")
    path = _path(made, "dong", line.pk, "sua")
    mine = me.hidden(path)
    sent = {"kind": "lecture", "starts_at": "08:00", "session": line.session_id}
    Acting(staff(made.office)).post(path, form=path, **sent, title="Của chị")
    page = me.post(path, **mine, **sent, title="Của tôi")
    assert "conflict" in page
    line.refresh_from_db()
    assert line.title == "Của chị"


# -- topics


def test_topics_are_added_from_the_catalogue_renamed_ordered_and_removed() -> None:
    made, me = _class()
    other, _me = _class()
    other.office = made.office
    other.save()
    add_topic(me.user, other, title="Thông tin đối ngoại")
    path = _path(made, "chuyen-de", "them")
    assert '<option value="Thông tin đối ngoại">' in me.get(path)
    me.post(path, form=path, title="Thông tin đối ngoại")
    me.post(path, form=path, title="Lễ tân")
    assert "problem" in me.post(path, title="Lễ tân")
    first, second = made.class_topics.all()
    me.post(_path(made, "chuyen-de", second.pk, "len"), order=f"{first.pk},{second.pk}")
    assert [str(topic) for topic in made.class_topics.all()] == ["Lễ tân", "Thông tin đối ngoại"]
    change = _path(made, "chuyen-de", second.pk, "sua")
    me.post(change, form=change, title="Lễ tân ngoại giao")
    second.refresh_from_db()
    assert str(second) == "Lễ tân ngoại giao"
    assert str(other.class_topics.get()) == "Thông tin đối ngoại"
    me.post(_path(made, "chuyen-de", second.pk, "bo"), seen=stamp(second))
    assert [str(topic) for topic in made.class_topics.all()] == ["Thông tin đối ngoại"]


def test_a_topic_that_a_line_teaches_stays() -> None:
    made, me = _class()
    topic = add_topic(me.user, made, title="Lễ tân")
    add_item(me.user, _session(me, made), kind=ItemKind.LECTURE, starts_at=time(8), title="Lễ tân", class_topic=topic)
    assert "is-warn" in me.post(_path(made, "chuyen-de", topic.pk, "bo"), seen=stamp(topic))
    assert made.class_topics.count() == 1


# -- who sees and who acts


def _addresses(made: TrainingClass, session: Session, line: ProgrammeItem) -> list[str]:
    topic = made.class_topics.get()
    return [
        _path(made),
        _path(made, "buoi", "them"),
        _path(made, "buoi", "chep"),
        *(_path(made, "buoi", session.pk, word) for word in ("sua", "doi", "bo", "them")),
        *(_path(made, "dong", line.pk, word) for word in ("sua", "bo", "len", "xuong")),
        _path(made, "chuyen-de", "them"),
        *(_path(made, "chuyen-de", topic.pk, word) for word in ("sua", "bo", "len", "xuong")),
    ]


def _full() -> tuple[TrainingClass, Acting, Session, ProgrammeItem]:
    made, me = _class()
    session = _session(me, made)
    add_topic(me.user, made, title="Lễ tân")
    return made, me, session, _line(me, session, "Khai mạc")


def test_the_programme_of_another_office_answers_like_one_that_does_not_exist() -> None:
    made, _me, session, line = _full()
    stranger = Acting(staff(OfficeFactory()))
    for path in _addresses(made, session, line):
        missing = path.replace(f"/{made.pk}/", "/999999/", 1)
        for method in (stranger.client.get, stranger.client.post):
            hidden, nothing = method(path), method(missing)
            assert hidden.status_code == nothing.status_code, path
            assert hidden.status_code in {404, 405}, path
            assert without_address(hidden.content.decode()) == without_address(nothing.content.decode())
        assert Client().get(path).status_code == 302, path
    assert ProgrammeItem.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.CLERK])
def test_editor_and_clerk_read_the_programme_and_change_nothing(kind: RoleKind) -> None:
    made, _me, session, line = _full()
    other = Acting(staff(made.office, kind))
    page = other.get(_path(made))
    assert "Khai mạc" in page
    for word in ("/sua/", "/them/", "/bo/", "/doi/", "/len/", "/xuong/", "/chep/"):
        assert f'{word}"' not in page, word
    for path in (_path(made, "buoi", "them"), _path(made, "dong", line.pk, "sua")):
        other.get(path, 404)
    assert "is-warn" in other.post(_path(made, "dong", line.pk, "bo"), seen=stamp(line))
    assert "is-warn" in other.post(_path(made, "buoi", session.pk, "bo"), seen=stamp(session))
    assert ProgrammeItem.objects.filter(pk=line.pk).exists()


def test_days_stay_once_results_are_approved_but_words_may_be_corrected() -> None:
    here = world()
    here.issue()
    made, me = here.training_class, Acting(here.officer)
    page = me.get(_path(made))
    assert _path(made, "buoi", here.sessions[0].pk, "them") in page
    assert _path(made, "buoi", here.sessions[0].pk, "doi") not in page
    assert _path(made, "buoi", "them") not in page
    refused = me.post(_path(made, "buoi", here.sessions[0].pk, "bo"), seen=stamp(here.sessions[0]))
    assert "is-warn" in refused


def _queries(me: Acting, made: TrainingClass) -> int:
    me.get(_path(made))
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        me.get(_path(made))
    return len(captured)


def test_many_half_days_and_lines_take_as_many_queries_as_one() -> None:
    made, me, session, _first = _full()
    lecturer = add_lecturer(me.user, made, organization=OrganizationFactory())
    topic = made.class_topics.get()
    venue = add_venue(me.user, made, name="Hội trường A")

    def fill(session: Session) -> None:
        session.venue = venue
        session.save()
        add_item(
            me.user,
            session,
            kind=ItemKind.LECTURE,
            starts_at=time(9),
            title="Lễ tân",
            class_topic=topic,
            lecturers=[lecturer],
        )

    fill(session)
    few = _queries(me, made)
    for day in (3, 4):
        more = _session(me, made, date(2026, 11, day))
        fill(more)
        fill(more)
        add_topic(me.user, made, title=f"Chuyên đề {day}")
    assert _queries(me, made) == few
