"""Accepting, refusing, putting on the reserve list, and taking each of these back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.deciding import accept, reconsider, refuse, to_reserve
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.domain.inviting import change_invitation
from khuevan.nominations.domain.leaving import restore_learner
from khuevan.nominations.enums import EnrollmentState, SubmissionWay
from khuevan.nominations.models import Enrollment, Nomination
from khuevan.people.identity import unseal_citizen_id
from khuevan.people.models import Person
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import InvitedWorld, invited_class, named, refused, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


def test_accepting_puts_people_on_the_list_as_their_agency_wrote_them(here: InvitedWorld) -> None:
    here.send(named("H'Hen Niê", "1982-06-02", position="Phó Trưởng phòng", phone="0912345678", gender="Nữ"))
    result = accept(here.officer, here.training_class)
    (nomination,) = result.accepted
    learner = Enrollment.objects.get()
    assert nomination.enrollment == learner and nomination.person == learner.person
    assert (learner.full_name, learner.birth_text, learner.position) == ("H'Hen Niê", "02/06/1982", "Phó Trưởng phòng")
    assert (learner.phone, learner.gender, learner.honorific) == ("0912345678", "female", "Bà")
    assert learner.organization == here.quotas[0].organization
    assert (nomination.decided_by, here.states()) == (here.officer, ["accepted"])


def test_the_words_of_an_agency_for_itself_stay_and_its_place_in_the_order_too(here: InvitedWorld) -> None:
    here.send(named("Lò Thị Mai", organization_name="Phòng Tài chính - Kế hoạch"))
    accept(here.officer, here.training_class)
    learner = Enrollment.objects.get()
    assert learner.organization_name == "Phòng Tài chính - Kế hoạch"
    assert learner.organization == here.quotas[0].organization


def test_who_is_on_the_list_already_is_not_accepted_and_that_is_said(here: InvitedWorld) -> None:
    enroll(here.officer, here.training_class, [row("Lò Thị Mai", birth="1985-08-14", organization="Công an tỉnh")])
    here.send("Lò Thị Mai", "Vừ A Dính")
    chosen = accept(here.officer, here.training_class, here.nominations())
    assert [one.full_name for one in chosen.accepted] == ["Vừ A Dính"]
    assert [(one.nomination.full_name, one.message) for one in chosen.refused] == [
        ("Lò Thị Mai", "Lò Thị Mai đã có trong danh sách.")
    ]
    assert here.states() == ["proposed", "accepted"], "the place is kept until somebody decides"


def test_two_agencies_name_one_person(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    here.send("Lò Thị Mai", place=1)
    first = accept(here.officer, here.training_class, here.nominations(0))
    second = accept(here.officer, here.training_class, here.nominations(1))
    assert (len(first.accepted), len(second.accepted), len(second.refused)) == (1, 0, 1)
    assert Person.objects.filter(full_name="Lò Thị Mai").count() == 1


def test_all_without_a_serious_notice_are_accepted_together(here: InvitedWorld) -> None:
    change_invitation(here.officer, here.invitation, positions=["chuyên viên"])
    here.send(named("Lò Thị Mai", position="Chuyên viên chính"), named("Vừ A Dính", position="Lái xe"))
    result = accept(here.officer, here.training_class)
    assert [one.full_name for one in result.accepted] == ["Lò Thị Mai"]
    assert result.refused == []
    chosen = accept(here.officer, here.training_class, here.nominations())
    assert [one.full_name for one in chosen.accepted] == ["Vừ A Dính"], "an officer may choose all the same"


def test_what_waits_elsewhere_is_not_accepted(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    here.send("Đỗ Văn Ân", way=SubmissionWay.PAGE, place=1)
    result = accept(here.officer, here.training_class, here.nominations(0))
    assert [one.nomination.full_name for one in result.refused] == ["Điểu Hồng"]
    again = accept(here.officer, here.training_class, here.nominations(0)[:1])
    assert (again.accepted, again.refused) == ([], [])
    with refused("no_such_nomination"):
        accept(here.officer, here.training_class, here.nominations(1))
    with refused("no_such_nomination"):
        accept(here.officer, invited_class(1, office=here.office).training_class, here.nominations(0))


def test_officers_decide_and_nobody_else(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    rows = here.nominations()
    for who in (here.bearer(), staff(here.office, "leader"), staff(OfficeFactory())):
        for attempt in (
            lambda who=who: accept(who, here.training_class),
            lambda who=who: refuse(who, rows, reason="Không"),
            lambda who=who: to_reserve(who, rows),
            lambda who=who: reconsider(who, rows),
        ):
            with pytest.raises(NotAllowedError):
                attempt()


def test_a_refusal_has_a_reason_and_is_taken_back(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    first, second, third = here.nominations()
    with refused("reason_missing"):
        refuse(here.officer, [first], reason=" ")
    refuse(here.officer, [first, third], reason="Không đúng đối tượng")
    assert here.states() == ["refused", "proposed", "refused"]
    assert here.nominations()[0].reason == "Không đúng đối tượng"
    assert refuse(here.officer, [first], reason="Lần hai") == [], "a second click does nothing"
    here.send("Đỗ Văn Ân")
    reconsider(here.officer, [first])
    assert here.states() == ["reserve", "proposed", "refused", "proposed"], "the place was given meanwhile"
    accept(here.officer, here.training_class, [second])
    with refused("cannot_be_refused"):
        refuse(here.officer, [second], reason="Không")
    with refused("nobody_chosen"):
        refuse(here.officer, [], reason="Không")


def test_who_was_named_again_after_a_refusal_is_not_in_line_twice(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    refuse(here.officer, here.nominations(), reason="Không đúng đối tượng")
    here.send("Lò Thị Mai")
    assert here.states() == ["refused", "proposed"]
    with refused("named_before"):
        reconsider(here.officer, here.nominations()[:1])


def test_the_reserve_list_keeps_the_time_and_frees_the_place(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính")
    first = here.nominations()[0]
    to_reserve(here.officer, [first])
    here.send("Điểu Hồng")
    assert here.states() == ["reserve", "proposed", "proposed"]
    assert Nomination.objects.get(pk=first.pk).placed_at == first.placed_at
    reconsider(here.officer, [first])
    assert here.states()[0] == "reserve", "no place is free"
    refuse(here.officer, here.nominations()[1:2], reason="Không")
    reconsider(here.officer, [first])
    assert here.states()[0] == "proposed"
    with refused("not_proposed"):
        to_reserve(here.officer, here.nominations()[1:2])


def test_an_acceptance_is_taken_back_and_given_again_to_the_same_row(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    accept(here.officer, here.training_class)
    (nomination,) = here.nominations()
    reconsider(here.officer, [nomination], reason="Bấm nhầm")
    learner = Enrollment.objects.get()
    assert (here.states(), learner.state, learner.state_reason) == (["proposed"], EnrollmentState.WITHDRAWN, "Bấm nhầm")
    accept(here.officer, here.training_class)
    learner = Enrollment.objects.get()
    assert (here.states(), learner.state, learner.state_reason) == (["accepted"], EnrollmentState.ENROLLED, "")
    reconsider(here.officer, here.nominations())
    restore_learner(here.officer, learner)
    assert here.states() == ["accepted"], "putting the learner back accepts, too"
    close_list(here.officer, here.training_class)
    with refused("list_is_closed"):
        reconsider(here.officer, here.nominations())


def test_late_decisions_need_a_reason(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính")
    accept(here.officer, here.training_class, here.nominations()[:1])
    close_list(here.officer, here.training_class)
    with refused("reason_missing"):
        accept(here.officer, here.training_class)
    accept(here.officer, here.training_class, reason="Bổ sung theo công văn 15")
    assert here.states() == ["accepted", "accepted"]
    assert AuditEntry.objects.filter(verb="nominations.accept").latest("pk").reason == "Bổ sung theo công văn 15"


def test_the_citizen_id_goes_with_the_person_only_where_it_was_asked_for(here: InvitedWorld) -> None:
    change_invitation(here.officer, here.invitation, fields=["citizen_id"], field_reason="Vào khu vực biên giới")
    here.quotas[0].refresh_from_db()
    here.send(named("Lò Thị Mai", citizen_id="070082000123"))
    accept(here.officer, here.training_class)
    assert unseal_citizen_id(Person.objects.get(full_name="Lò Thị Mai").citizen_id_sealed) == "070082000123"


@pytest.mark.parametrize("names", [1, 3, 20])
def test_accepting_costs_as_many_queries_for_one_as_for_many(names: int) -> None:
    def queries(count: int) -> int:
        here = invited_class(1, each=None)
        here.send(*(f"Nguyễn Thị {'ABCDEFGHIKLMNOPQRSTU'[one]}" for one in range(count)))
        with CaptureQueriesContext(connection) as caught:
            assert len(accept(here.officer, here.training_class).accepted) == count
        return len(caught)

    assert queries(names) <= queries(2) + 3


@pytest.mark.parametrize("agencies", [3, 60])
def test_accepting_of_many_agencies_costs_as_many_queries_as_of_two(agencies: int) -> None:
    def queries(count: int) -> int:
        here = invited_class(count, each=1)
        for place in range(count):
            here.send(f"Nguyễn {'ABCDEFGHIK'[place // 10]} {'ABCDEFGHIK'[place % 10]}", place=place)
        with CaptureQueriesContext(connection) as caught:
            assert len(accept(here.officer, here.training_class).accepted) == count
        return len(caught)

    assert queries(agencies) <= queries(2) + 4
