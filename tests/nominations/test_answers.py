"""The board of answers, whom to call, and what an agency sent over the years."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.nominations.domain.answers import (
    board,
    history_of_agency,
    reply_counts,
    year_of_agency,
)
from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.enums import SubmissionWay
from khuevan.people.enums import ContactSlot
from khuevan.people.models import Contact, Organization
from khuevan.training.domain.withdrawing import cancel_class
from tests.factories.worlds import InvitedWorld, invited_class, named, row, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(4, each=2)


def answered(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    accept(here.officer, here.training_class, here.nominations()[:1])
    refuse(here.officer, here.nominations()[1:2], reason="Không đúng đối tượng")
    decline(here.bearer(1), here.quotas[1], reason="Bận", way=SubmissionWay.LINK)
    here.send("Đỗ Văn Ân", place=2, way=SubmissionWay.PAGE)


def test_every_agency_has_its_row_in_protocol_order(here: InvitedWorld) -> None:
    answered(here)
    Organization.objects.filter(pk=here.quotas[3].organization_id).update(protocol_order=0)
    shown = board(here.invitation)
    assert [one.quota for one in shown.rows] == [here.quotas[at] for at in (3, 0, 1, 2)]
    silent, sent, declined, waiting = shown.rows
    assert (sent.held, sent.accepted, sent.proposed, sent.reserve, sent.refused) == (1, 1, 0, 1, 1)
    assert (declined.has_answered, declined.quota.decline_reason) == (True, "Bận")
    assert (waiting.unconfirmed, waiting.has_answered, waiting.is_silent) == (1, False, False)
    assert silent.is_silent
    totals = shown.totals
    assert (totals.invited, totals.answered, totals.declined, totals.unconfirmed) == (4, 2, 1, 1)
    assert (totals.held, totals.accepted, totals.reserve, totals.refused, totals.places) == (1, 1, 1, 1, 8)
    assert [one.quota for one in board(here.invitation).rows if not one.has_answered] == [
        here.quotas[3],
        here.quotas[2],
    ]


def test_the_contact_for_training_is_called_first(here: InvitedWorld) -> None:
    body = here.quotas[0].organization
    Contact.objects.create(organization=body, slot=ContactSlot.LEADER, name="Lãnh đạo", phone="0258 3822001")
    Contact.objects.create(organization=body, slot=ContactSlot.FOCAL, name="", phone="")
    Contact.objects.create(organization=body, slot=ContactSlot.CLERK, name="Văn thư", email="vt@sct.example.vn")
    assert str(board(here.invitation).rows[0].contact.name) == "Văn thư", "an empty one is none"
    Contact.objects.create(organization=body, slot=ContactSlot.FOCAL, name="Đầu mối", phone="0912345678")
    assert board(here.invitation).rows[0].contact.name == "Đầu mối"
    assert board(here.invitation).rows[1].contact is None


@pytest.mark.parametrize("agencies", [1, 3, 60])
def test_the_board_costs_seven_queries(agencies: int) -> None:
    here = invited_class(agencies)
    for place in range(agencies):
        here.send("Lò Thị Mai", place=place)
    with CaptureQueriesContext(connection) as caught:
        shown = board(here.invitation)
        assert [row.quota.organization.name for row in shown.rows]
        assert [row.quota.invitation.training_class.title for row in shown.rows]
    assert len(caught) == 7


def test_counts_of_many_classes_cost_three_queries(
    here: InvitedWorld, django_assert_max_num_queries: pytest.fixture
) -> None:
    answered(here)
    other, plain = invited_class(2), world()
    with django_assert_max_num_queries(3):
        counts = reply_counts([here.training_class, other.training_class, plain.training_class])
    mine = counts[here.training_class.pk]
    assert (mine.invited, mine.answered, mine.declined, mine.unconfirmed, mine.missing) == (4, 2, 1, 1, 2)
    assert (mine.proposed, mine.reserve) == (0, 1)
    assert counts[other.training_class.pk].answered == 0
    assert plain.training_class.pk not in counts


def test_an_agency_finds_the_people_it_sent_before_and_no_others(here: InvitedWorld) -> None:
    body = here.quotas[0].organization
    earlier = invited_class(1, office=here.office, days_ahead=10)
    enroll(here.officer, earlier.training_class, [row("Lò Thị Mai", birth="1985-08-14", position="Cũ")], agency=body)
    here.send(named("Lò Thị Mai", position="Mới"), named("Vừ A Dính"))
    here.send("Người của đơn vị khác", place=1)
    accept(here.officer, here.training_class)
    withdraw(here.officer, here.nominations()[1].enrollment, reason="Nghỉ")
    elsewhere = invited_class(1)
    enroll(elsewhere.officer, elsewhere.training_class, [row("Của cơ quan khác", birth="1980-01-02")], agency=body)
    found = history_of_agency(body, here.office)
    assert [(one.last.full_name, one.last.position, one.classes) for one in found] == [("Lò Thị Mai", "Mới", 2)]
    nominee = found[0].nominee
    assert (nominee.full_name, nominee.birth, nominee.position) == ("Lò Thị Mai", "1985-08-14", "Mới")
    assert nominee.person == found[0].person


def test_the_year_of_an_agency(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính")
    here.send("Người của đơn vị khác", place=1)
    accept(here.officer, here.training_class)
    body, year = here.quotas[0].organization, here.training_class.start_date.year
    rows = year_of_agency(body, here.office, year)
    assert [(one.training_class, [who.full_name for who in one.people]) for one in rows] == [
        (here.training_class, ["Vừ A Dính", "Lò Thị Mai"])
    ]
    last_year = (here.training_class.start_date - timedelta(days=366)).year
    assert year_of_agency(body, here.office, last_year) == []
    cancel_class(here.officer, here.training_class, reason="Hoãn")
    assert year_of_agency(body, here.office, year) == [] and history_of_agency(body, here.office) == []
