"""What an officer is told before accepting somebody, from what the own office has and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from khuevan.nominations.domain.conditions import Notice, notices_for
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.inviting import change_invitation
from khuevan.people.models import Office, Organization
from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations
from khuevan.training.domain.withdrawing import cancel_class
from khuevan.training.models import ClassTopic, Topic, TrainingClass
from tests.factories import staff
from tests.factories.worlds import InvitedWorld, invited_class, named, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2, each=None)


def told(here: InvitedWorld) -> dict[str, list[Notice]]:
    rows = here.nominations()
    found = notices_for(here.training_class, rows)
    assert set(found) <= {one.pk for one in rows}
    return {one.full_name: found[one.pk] for one in rows if one.pk in found}


def codes(here: InvitedWorld) -> dict[str, list[tuple[str, bool]]]:
    return {name: [(one.code, one.serious) for one in notices] for name, notices in told(here).items()}


def other_class(
    office: Office, day: date, *names: str, birth: str | None = "1985-08-14", agency: Organization | None = None
) -> TrainingClass:
    officer = staff(office)
    made = open_class(officer, office=office, title="Lớp văn thư", start_date=day, end_date=day)
    begin_preparation(officer, made)
    open_nominations(officer, made)
    enroll(officer, made, [row(name, birth=birth) for name in names], agency=agency)
    return made


def full(name: str, **values: str) -> object:
    return named(name, **{"gender": "Nữ", "phone": "0912345678", **values})


def test_nothing_is_said_of_who_is_as_asked_for(here: InvitedWorld) -> None:
    change_invitation(here.officer, here.invitation, positions=["Chuyên viên", "văn thư"])
    here.send(full("Lò Thị Mai", position="chuyên  viên chính"), full("Vừ A Dính", position="Cán bộ VĂN THƯ"))
    assert told(here) == {}
    assert notices_for(here.training_class, []) == {}


def test_another_position_and_what_is_not_said(here: InvitedWorld) -> None:
    change_invitation(here.officer, here.invitation, positions=["chuyên viên"])
    here.send(full("Lò Thị Mai", position="Lái xe"), named("Vừ A Dính"))
    assert codes(here) == {"Lò Thị Mai": [("position", True)], "Vừ A Dính": [("missing", False)]}
    assert "Lái xe" in told(here)["Lò Thị Mai"][0].sentence
    change_invitation(here.officer, here.invitation, fields=["citizen_id", "party_member"], field_reason="Biên giới")
    assert [one.code for one in told(here)["Vừ A Dính"]] == ["missing"]


def test_who_is_on_the_list_already_and_who_is_named_by_two(here: InvitedWorld) -> None:
    enroll(here.officer, here.training_class, [row("Lò Thị Mai", birth="1985-08-14", organization="Công an tỉnh")])
    here.send(full("Lò Thị Mai"), full("Vừ A Dính"))
    here.send(full("Vừ A Dính"), full("Điểu Hồng"), place=1)
    found = codes(here)
    assert found["Lò Thị Mai"] == [("on_the_list", True)]
    assert found["Vừ A Dính"] == [("named_twice", False)]
    assert "Điểu Hồng" not in found
    assert "Công an tỉnh" in told(here)["Lò Thị Mai"][0].sentence
    accept(here.officer, here.training_class, here.nominations(0)[1:])
    assert codes(here)["Vừ A Dính"] == [("on_the_list", True)], "of the second agency's"


def test_another_class_on_the_same_days_of_the_own_office_only(here: InvitedWorld) -> None:
    day = here.training_class.start_date
    here.send(full("Lò Thị Mai"), full("Vừ A Dính"))
    foreign = invited_class(1)
    other_class(foreign.office, day, "Lò Thị Mai", "Vừ A Dính")
    assert told(here) == {}, "what another office does is not told"
    same = other_class(here.office, day, "Lò Thị Mai")
    other_class(here.office, day + timedelta(days=1), "Vừ A Dính")
    assert codes(here) == {"Lò Thị Mai": [("same_days", True)]}
    assert "Lớp văn thư" in told(here)["Lò Thị Mai"][0].sentence
    assert [one.full_name for one in accept(here.officer, here.training_class).accepted] == ["Vừ A Dính"]
    cancel_class(staff(here.office), same, reason="Hoãn")
    assert told(here) == {}


def test_only_a_year_of_birth_needs_the_same_agency_too(here: InvitedWorld) -> None:
    body = here.quotas[0].organization
    here.send(full("Lò Thị Mai", birth="1985"))
    day = here.training_class.start_date
    other_class(here.office, day, "Lò Thị Mai", birth="1985")
    assert told(here) == {}, "two people of one name and year are common"
    other_class(here.office, day, "Lò Thị Mai", birth="1985", agency=body)
    assert codes(here) == {"Lò Thị Mai": [("same_days", True)]}


def test_such_a_class_within_the_years_the_invitation_says(here: InvitedWorld) -> None:
    topic = Topic.objects.create(office=here.office, title="Văn thư, lưu trữ")
    other = Topic.objects.create(office=here.office, title="Lễ tân")
    ClassTopic.objects.create(training_class=here.training_class, topic=topic, order=1)
    today = timezone.localdate()
    for days, name, about in ((300, "Lò Thị Mai", topic), (500, "Vừ A Dính", topic), (300, "Điểu Hồng", other)):
        made = other_class(here.office, today - timedelta(days=days), name)
        ClassTopic.objects.create(training_class=made, topic=about, order=1)
    here.send(full("Lò Thị Mai"), full("Vừ A Dính"), full("Điểu Hồng"))
    assert codes(here) == {"Lò Thị Mai": [("same_topic", False)]}, "last year: worth knowing"
    change_invitation(here.officer, here.invitation, years_apart=2)
    assert codes(here) == {"Lò Thị Mai": [("same_topic", True)], "Vừ A Dính": [("same_topic", True)]}
    change_invitation(here.officer, here.invitation, topic=other, years_apart=2)
    assert codes(here) == {"Điểu Hồng": [("same_topic", True)]}


@pytest.mark.parametrize(("agencies", "each"), [(1, 1), (3, 3), (60, 3)])
def test_it_costs_as_many_queries_whatever_the_number(
    agencies: int, each: int, django_assert_max_num_queries: pytest.fixture
) -> None:
    here = invited_class(agencies, each=None)
    names = [f"Lò Thị {'ABCDEFGHIK'[one // 10]}{'ABCDEFGHIK'[one % 10]}" for one in range(agencies)]
    for place in range(agencies):
        here.send(*(full(f"{names[place]} {letter}") for letter in "XYZ"[:each]), place=place)
    other_class(here.office, here.training_class.start_date, f"{names[0]} X")
    rows = here.nominations()
    with django_assert_max_num_queries(7):
        found = notices_for(here.training_class, rows)
    assert len(found) == 1
