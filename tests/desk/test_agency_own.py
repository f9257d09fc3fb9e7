"""An agency's own pages: what it sent and what became of it, changes before and after closing, people of the year."""

import io
import threading
from datetime import date, time
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.core.once import new_token
from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.inviting import change_quota
from khuevan.nominations.enums import Answer, EnrollmentState, NominationState, SubmissionState, SubmissionWay
from khuevan.nominations.models import Enrollment, Nomination, Submission
from khuevan.people.enums import RoleKind
from khuevan.training.domain.classes import begin_teaching
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import DayPart
from khuevan.training.models import TrainingClass
from tests.desk.answering import Browser, typed
from tests.factories import staff
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db

NAMES = ("Trần Thị Minh Nguyệt", "Lê Hữu Phước", "Đỗ Quỳnh Hương")


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


@pytest.fixture
def inside(here: InvitedWorld) -> Browser:
    return Browser(here).come_in()


def closed(here: InvitedWorld) -> None:
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)


class TestTheClass:
    def test_a_list_counts_at_once(self, here: InvitedWorld, inside: Browser) -> None:
        inside.read()
        status, where = inside.type(*NAMES)
        assert (status, where) == (302, inside.address("done"))
        assert inside.client.get(where)["Location"] == inside.address()
        assert here.states() == [NominationState.PROPOSED] * 2 + [NominationState.RESERVE]
        page = inside.read()
        assert all(name in page for name in NAMES)
        assert "kv_to" not in inside.client.cookies or not inside.client.cookies["kv_to"].value

    def test_what_became_of_each(self, here: InvitedWorld, inside: Browser) -> None:
        here.send(*NAMES)
        first, second, _third = here.nominations()
        accept(here.officer, here.training_class, [first])
        refuse(here.officer, [second], reason="Đã học năm trước")
        page = inside.read()
        assert "Đã học năm trước" in page
        assert inside.address("replace", nomination=first.pk) in page
        assert inside.address("replace", nomination=second.pk) not in page
        inside.read("replace", status=404, nomination=second.pk)

    def test_somebody_is_replaced_before_closing(self, here: InvitedWorld, inside: Browser) -> None:
        here.send(NAMES[0])
        (old,) = here.nominations()
        inside.read("replace", nomination=old.pk)
        status, page = inside.send("replace", typed(""), nomination=old.pk)
        assert status == 422 and 'id="id_moi0-full_name_error"' in page
        showing = new_token()
        for _click in range(2):
            sent = inside.send("replace", typed(NAMES[1]), again=showing, nomination=old.pk)
            assert sent == (302, inside.address())
        assert here.states() == [NominationState.WITHDRAWN, NominationState.PROPOSED]
        assert NAMES[1] in inside.read()

    def test_withdrawn_and_named_again(self, here: InvitedWorld, inside: Browser) -> None:
        here.send(NAMES[0])
        (one,) = here.nominations()
        assert NAMES[0] in inside.read("withdraw", nomination=one.pk)
        assert inside.send("withdraw", nomination=one.pk)[0] == 302
        assert here.states() == [NominationState.WITHDRAWN]
        status, where = inside.send("again", nomination=one.pk)
        assert (status, where) == (302, inside.address("write"))
        (row,) = Nomination.objects.filter(state=NominationState.WRITTEN)
        assert row.full_name == NAMES[0] and row.birth_year == one.birth_year
        inside.send("write", {f"n{row.pk}-full_name": NAMES[0], "viec": "gui"})
        assert here.states() == [NominationState.WITHDRAWN, NominationState.PROPOSED]

    def test_after_closing_with_a_reason(self, here: InvitedWorld, inside: Browser) -> None:
        here.send(NAMES[0])
        closed(here)
        (old,) = here.nominations()
        status, page = inside.send("replace", typed(NAMES[1]), nomination=old.pk)
        assert status == 422 and 'id="id_reason_error"' in page and NAMES[1] in page
        assert inside.send("replace", {**typed(NAMES[1]), "reason": "Ốm"}, nomination=old.pk)[0] == 302
        on_list = Enrollment.objects.filter(state=EnrollmentState.ENROLLED)
        assert [one.full_name for one in on_list] == [NAMES[1]]
        status, page = inside.type(NAMES[2])
        assert status == 422 and 'id="id_late_reason_error"' in page
        assert inside.type(NAMES[2], late_reason="Bổ sung theo chỉ đạo")[0] == 302
        (came,) = Nomination.objects.filter(full_name=NAMES[1])
        status, page = inside.send("withdraw", nomination=came.pk)
        assert status == 422 and 'id="id_reason_error"' in page
        assert inside.send("withdraw", {"reason": "Đi công tác"}, nomination=came.pk)[0] == 302
        assert not on_list.all().exists()

    def test_nobody_this_time_and_taken_back(self, here: InvitedWorld, inside: Browser) -> None:
        inside.read("decline")
        assert inside.send("decline", {"reason": "Đang kỳ thanh tra"})[0] == 302
        inside.quota.refresh_from_db()
        assert inside.quota.answer == Answer.DECLINED and "Đang kỳ thanh tra" in inside.read()
        assert inside.client.get(inside.address("undecline")).status_code == 405
        assert inside.send("undecline")[0] == 302
        inside.quota.refresh_from_db()
        assert inside.quota.answer == Answer.NONE
        here.send(NAMES[0])
        status, _page = inside.send("decline", {"reason": "Thôi"})
        assert status == 422, "who is named is withdrawn first"

    def test_a_list_in_its_name_is_vouched_for(self, here: InvitedWorld, inside: Browser) -> None:
        sent = here.send(NAMES[0], way=SubmissionWay.PAGE)
        assert NAMES[0] in inside.read()
        elsewhere = Browser(here, 1).come_in()
        elsewhere.send("vouch", {"tra-loi": sent.pk})
        sent.refresh_from_db()
        assert sent.state == SubmissionState.UNCONFIRMED
        inside.send("vouch", {"tra-loi": sent.pk})
        sent.refresh_from_db()
        assert sent.state == SubmissionState.CONFIRMED and here.states() == [NominationState.PROPOSED]

    def test_once_results_stand_nothing_is_offered(self, here: InvitedWorld, inside: Browser) -> None:
        here.send(NAMES[0])
        TrainingClass.objects.filter(pk=here.training_class.pk).update(state="results")
        (one,) = here.nominations()
        page = inside.read()
        assert NAMES[0] in page and inside.address("write") not in page
        assert inside.address("withdraw", nomination=one.pk) not in page
        for deed in ("write", "file", "known", "decline"):
            assert inside.client.get(inside.address(deed))["Location"] == inside.address(), deed
        for deed in ("replace", "withdraw"):
            inside.read(deed, status=404, nomination=one.pk)
            status, shown = inside.send(deed, {**typed(NAMES[1]), "reason": "Ốm"}, nomination=one.pk)
            assert status == 422 and "problem" in shown, "opened before, sent after"
        assert here.states() == [NominationState.PROPOSED]

    def test_queries_do_not_grow_with_people(self, here: InvitedWorld, inside: Browser) -> None:
        counts = []
        for number in (1, 3, 12):
            here.send(*(f"Nguyễn Văn {'ABCDEFGHIKLM'[place]}{number}" for place in range(number)))
            inside.read()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                inside.read()
            counts.append(len(queries))
        assert counts[1] == counts[2], counts


class TestHome:
    def test_the_short_address_leads_to_the_own_page_and_to_no_other(self, here: InvitedWorld, inside: Browser) -> None:
        short = f"/moi/{here.invitation.code}"
        assert inside.client.get(f"{short}/{inside.quota.pk}/")["Location"] == inside.address()
        assert inside.client.get(f"{short}/{here.quotas[1].pk}/").status_code == 200

    def test_what_waits_stands_first(self, here: InvitedWorld, inside: Browser) -> None:
        page = unescape(inside.client.get("/don-vi/").content.decode())
        assert here.training_class.title in page and inside.quota.organization.name in page
        here.send(NAMES[0])
        assert inside.client.get("/don-vi/").status_code == 200

    def test_two_classes_cost_what_one_costs(self, here: InvitedWorld, inside: Browser) -> None:
        with CaptureQueriesContext(connection) as one:
            inside.client.get("/don-vi/")
        other = invited_class(1, office=here.office)
        other.quotas[0].organization = inside.quota.organization
        other.quotas[0].save()
        with CaptureQueriesContext(connection) as two:
            inside.client.get("/don-vi/")
        assert len(one) == len(two)


class TestPeopleBefore:
    def test_are_chosen_with_their_last_position(self, here: InvitedWorld, inside: Browser) -> None:
        before = invited_class(1, office=here.office)
        before.quotas[0].organization = inside.quota.organization
        before.quotas[0].save()
        before.send(*NAMES[:2])
        accept(here.officer, before.training_class)
        stranger = invited_class(1, office=here.office)
        stranger.send("Người Đơn Vị Khác")
        accept(here.officer, stranger.training_class)
        page = inside.read("known")
        assert all(name in page for name in NAMES[:2]) and "Người Đơn Vị Khác" not in page
        assert NAMES[1] not in inside.read("known", query="?tim=nguyet")
        person = Enrollment.objects.get(full_name=NAMES[0]).person
        foreign = Enrollment.objects.get(full_name="Người Đơn Vị Khác").person
        status, where = inside.send("known", {"nguoi": [person.pk, foreign.pk]})
        assert (status, where) == (302, inside.address("write"))
        row = Nomination.objects.get(quota=inside.quota)
        assert (row.full_name, row.person, row.position) == (NAMES[0], person, "Chuyên viên")
        moved = {
            f"n{row.pk}-full_name": NAMES[0],
            f"n{row.pk}-birth": "14/08/1985",
            f"n{row.pk}-position": "Trưởng phòng",
        }
        inside.send("write", {**moved, "viec": "gui"})
        row.refresh_from_db()
        assert (row.position, row.person, row.state) == ("Trưởng phòng", person, NominationState.PROPOSED)
        assert f'value="{person.pk}"' not in inside.read("known"), "named for this class already"
        assert inside.send("known")[1] == inside.address("known"), "nobody was ticked"
        instead = Enrollment.objects.get(full_name=NAMES[1]).person
        page = inside.read("replace", query=f"?nguoi={instead.pk}", nomination=row.pk)
        assert f'value="{NAMES[1]}"' in page and 'value="14/08/1985"' in page
        page = inside.read("replace", query=f"?nguoi={foreign.pk}", nomination=row.pk)
        assert "Người Đơn Vị Khác" not in page


class TestTheYear:
    def test_people_hours_and_certificates(self, here: InvitedWorld, inside: Browser) -> None:
        training_class = here.training_class
        session = add_session(
            here.officer,
            training_class,
            date=training_class.start_date,
            part=DayPart.MORNING,
            starts_at=time(7, 30),
            ends_at=time(11, 30),
        )
        here.send(*NAMES[:2])
        here.send("Người Đơn Vị Khác", place=1)
        closed(here)
        begin_teaching(here.officer, training_class)
        (first, second, other) = (Enrollment.objects.get(full_name=name) for name in (*NAMES[:2], "Người Đơn Vị Khác"))
        present, absent = Mark(AttendanceStatus.PRESENT, ""), Mark(AttendanceStatus.ABSENT, "")
        marks = {first.pk: present, second.pk: absent, other.pk: present}
        TrainingClass.objects.filter(pk=training_class.pk).update(
            start_date=date(2025, 3, 3), end_date=date(2025, 3, 3)
        )
        type(session).objects.filter(pk=session.pk).update(date=date(2025, 3, 3))
        training_class.refresh_from_db()
        session.refresh_from_db()
        take_attendance(here.officer, session, marks, way=Way.PAPER, nonce="year")
        set_rule(here.officer, training_class)
        compute_outcomes(here.officer, training_class)
        approve_outcomes(staff(here.office, RoleKind.LEADER), training_class)
        year = "?nam=2025"
        page = unescape(inside.client.get(f"/don-vi/nam-nay/{year}").content.decode())
        assert all(name in page for name in NAMES[:2]) and "Người Đơn Vị Khác" not in page
        sheet = openpyxl.load_workbook(io.BytesIO(inside.client.get(f"/don-vi/nam-nay.xlsx{year}").content)).active
        assert sheet is not None
        rows = {row[1]: row[5:7] for row in sheet.iter_rows(min_row=4, values_only=True)}
        assert rows == {NAMES[0]: (4, 4), NAMES[1]: (0, 0)}

    @pytest.mark.parametrize("asked", ["", "?nam=abc", "?nam=9999", "?nam=1999", "?nam=2024"])
    def test_a_year_without_classes(self, asked: str, inside: Browser) -> None:
        page = inside.client.get(f"/don-vi/nam-nay/{asked}")
        assert (
            page.status_code == 200
            and str(2024 if "2024" in asked else timezone.localdate().year) in page.content.decode()
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_agency_at_once() -> None:
    """Nothing lost, nothing doubled, the places never exceeded."""
    here = invited_class(1, each=3)
    change_quota(here.officer, here.quotas[0], seats=3, venue=None, priority=100, note="")
    browsers = [Browser(here).come_in() for _one in range(2)]
    for browser in browsers:
        browser.read("write")
    lists = [("Hồ Văn Tám", "Cao Thị Chín"), ("Ngô Đình Mười", "Cao Thị Chín")]
    answers: list[int] = []
    barrier = threading.Barrier(2)

    def send(browser: Browser, names: tuple[str, ...]) -> None:
        barrier.wait()
        try:
            answers.append(browser.send("write", {**typed(*names), "viec": "gui"})[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(browsers, lists, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Submission.objects.filter(state=SubmissionState.CONFIRMED).count() == 2
    assert sorted(here.states()) == ["double", "proposed", "proposed", "proposed"]
