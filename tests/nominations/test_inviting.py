"""The terms of an invitation, its short address, and who is invited with how many places."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.core.rows import stamp
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.inviting import (
    SIGNS,
    Invited,
    change_invitation,
    change_quota,
    change_quotas,
    invitation_address,
    invitation_by_code,
    invite,
    note_opened,
    prepare_invitation,
    record_letter,
    uninvite,
)
from khuevan.nominations.domain.submitting import begin_submission
from khuevan.nominations.enums import ReserveRule, SubmissionWay
from khuevan.nominations.models import Invitation, Nomination, Quota
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.enums import ClassState
from khuevan.training.models import Topic
from tests.factories import OfficeFactory, OrganizationFactory, TrainingClassFactory, staff
from tests.factories.worlds import VISITOR, invited_class, named, refused, world

pytestmark = pytest.mark.django_db


def test_an_invitation_opens_the_nominations_and_has_an_address_that_is_read_from_paper() -> None:
    here = invited_class()
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.NOMINATING
    code = here.invitation.code
    assert len(code) == 6 and set(code) <= set(SIGNS)
    assert not set(SIGNS) & set("01IO")
    assert invitation_address(here.invitation) == f"http://testserver/moi/{code}/"
    for typed in (code.lower(), f" {code[:3]}-{code[3:]} ", f"{code[:2]} {code[2:]}"):
        assert invitation_by_code(typed) == here.invitation
    for typed in ("", code[:5], f"{code}A", "0" * 6, "O'" * 3, "2" * 6):
        assert invitation_by_code(typed) is None


def test_what_is_asked_is_little_unless_somebody_says_why() -> None:
    here = invited_class()
    assert here.invitation.fields == ["full_name", "birth", "gender", "position", "organization", "phone"]
    for more in ("citizen_id", "ethnicity", "party_member"):
        with refused("field_reason_missing"):
            change_invitation(here.officer, here.invitation, fields=["birth", more])
    changed = change_invitation(
        here.officer, here.invitation, fields=["citizen_id"], field_reason="Vào khu vực biên giới"
    )
    assert changed.fields == ["full_name", "citizen_id"]
    with refused("field_reason_missing"):
        change_invitation(here.officer, here.invitation, field_reason="")
    with pytest.raises(TypeError):
        change_invitation(here.officer, here.invitation, fields=["blood_group"])


def test_a_deadline_is_to_come_and_before_the_end_of_the_class() -> None:
    here = invited_class()
    with refused("deadline_past"):
        change_invitation(here.officer, here.invitation, reply_by=timezone.now() - timedelta(hours=1))
    with refused("deadline_after_class"):
        change_invitation(here.officer, here.invitation, reply_by=timezone.now() + timedelta(days=40))
    Invitation.objects.update(reply_by=timezone.now() - timedelta(days=1))
    here.invitation.refresh_from_db()
    kept = change_invitation(
        here.officer, here.invitation, reply_by=here.invitation.reply_by, note="Xin cử đúng đối tượng"
    )
    assert kept.note == "Xin cử đúng đối tượng", "a deadline that has passed stays while something else is changed"


def test_terms_that_cannot_be_meant_are_refused() -> None:
    here = invited_class()
    topic = Topic.objects.create(office=here.office, title="Văn thư, lưu trữ")
    foreign = Topic.objects.create(office=OfficeFactory(), title="Lễ tân ngoại giao")
    with refused("years_missing"):
        change_invitation(here.officer, here.invitation, topic=topic)
    with refused("topic_of_another_office"):
        change_invitation(here.officer, here.invitation, topic=foreign, years_apart=2)
    with refused("number_too_large"):
        change_invitation(here.officer, here.invitation, years_apart=21)
    assert change_invitation(here.officer, here.invitation, topic=topic, years_apart=2).topic == topic


def test_a_second_invitation_and_one_of_a_closed_class_are_refused() -> None:
    here = invited_class()
    until = timezone.now() + timedelta(days=3)
    with refused("already_there"):
        prepare_invitation(here.officer, here.training_class, reply_by=until)
    running = world()
    with refused("list_is_closed"):
        prepare_invitation(running.officer, running.training_class, reply_by=until)


@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, RoleKind.EDITOR])
def test_officers_invite_and_nobody_else(kind: RoleKind) -> None:
    here = invited_class()
    for who in (staff(here.office, kind), staff(OfficeFactory()), here.bearer(), VISITOR):
        with pytest.raises(NotAllowedError):
            change_invitation(who, here.invitation, note="Khác")
        with pytest.raises(NotAllowedError):
            invite(who, here.invitation, [Invited(OrganizationFactory())])
        with pytest.raises(NotAllowedError):
            uninvite(who, here.quotas, reason="Khác")


def test_an_old_form_does_not_overwrite_what_somebody_changed() -> None:
    here = invited_class()
    seen = stamp(here.invitation)
    change_invitation(here.officer, here.invitation, note="Một")
    with refused("changed_meanwhile"):
        change_invitation(here.officer, here.invitation, seen=seen, note="Hai")
    seen = stamp(here.quotas[0])
    change_quota(here.officer, here.quotas[0], seats=4)
    with refused("changed_meanwhile"):
        change_quota(here.officer, here.quotas[0], seats=5, seen=seen)


def test_who_is_invited_already_is_passed_over() -> None:
    here = invited_class(2)
    known, new = here.quotas[0].organization, OrganizationFactory()
    made = invite(here.officer, here.invitation, [Invited(known), Invited(new, seats=3), Invited(new, seats=9)])
    assert [(one.organization, one.seats, one.name) for one in made] == [(new, 3, new.name)]
    assert Quota.objects.count() == 3
    assert AuditEntry.objects.filter(verb="nominations.invite_agencies").count() == 3
    assert set(AuditEntry.objects.filter(verb="nominations.invite_agencies").values_list("office_key", flat=True)) == {
        here.office.pk
    }


def test_sixty_agencies_cost_as_many_queries_as_one(django_assert_max_num_queries: pytest.fixture) -> None:
    here = invited_class(0)
    bodies = [Invited(OrganizationFactory(), seats=2) for _turn in range(60)]
    with django_assert_max_num_queries(12):
        invite(here.officer, here.invitation, bodies)


def test_places_do_not_fall_below_what_is_held() -> None:
    here = invited_class(2, each=3)
    here.send("Lò Thị Mai", "Vừ A Dính", "H'Hen Niê")
    first, second = here.quotas
    with refused("seats_below_held"):
        change_quota(here.officer, first, seats=2)
    with refused("seats_below_held"):
        change_quotas(here.officer, here.quotas, seats=2)
    second.refresh_from_db()
    assert second.seats == 3, "nothing was changed"
    with refused("seats_below_held"):
        change_invitation(here.officer, here.invitation, seats=2)
    change_quotas(here.officer, here.quotas, seats=5)
    assert set(Quota.objects.values_list("seats", flat=True)) == {5}
    assert change_invitation(here.officer, here.invitation, seats=3).seats == 3


def test_a_venue_is_of_the_class_and_has_room() -> None:
    here = invited_class(2, each=3)
    room = add_venue(here.officer, here.training_class, name="Phòng họp 2", capacity=4)
    add_venue(here.officer, here.training_class, name="Điểm cầu", is_remote=True)
    for place in (0, 1):
        here.send(*(f"Nguyễn Thị {place} {letter}" for letter in "ABC"), place=place)
    change_quota(here.officer, here.quotas[0], seats=3, venue=room)
    with refused("venue_full"):
        change_quota(here.officer, here.quotas[1], seats=3, venue=room)
    other = TrainingClassFactory()
    elsewhere = add_venue(staff(other.office), other, name="Hội trường tỉnh")
    with refused("venue_of_another_class"):
        change_quota(here.officer, here.quotas[1], seats=3, venue=elsewhere)


def test_nobody_is_uninvited_who_has_answered() -> None:
    here = invited_class(3)
    here.send("Lò Thị Mai")
    begin_submission(VISITOR, here.quotas[1], way=SubmissionWay.PAGE, nominees=[named("Vừ A Dính")])
    with refused("reason_missing"):
        uninvite(here.officer, [here.quotas[1]], reason=" ")
    with refused("agency_answered"):
        uninvite(here.officer, here.quotas, reason="Đã sáp nhập")
    assert Quota.objects.count() == 3
    assert uninvite(here.officer, here.quotas[1:], reason="Đã sáp nhập") == 2
    assert list(Quota.objects.all()) == here.quotas[:1]
    assert [one.full_name for one in Nomination.objects.all()] == ["Lò Thị Mai"], "what was only being written went"
    assert set(AuditEntry.objects.filter(verb="nominations.uninvite").values_list("reason", flat=True)) == {
        "Đã sáp nhập"
    }


def test_the_letter_is_one_of_the_office() -> None:
    here = invited_class()
    letter = keep_record(
        here.officer, office=here.office, issuer=here.office.organization, number="12", symbol="CV-STN"
    )
    record_letter(here.officer, here.invitation, letter)
    assert Invitation.objects.get().record == letter
    other = OfficeFactory()
    foreign = keep_record(staff(other), office=other, issuer=other.organization, number="9", symbol="CV")
    with refused("document_of_another_office"):
        record_letter(here.officer, here.invitation, foreign)
    record_letter(here.officer, here.invitation, None)
    assert Invitation.objects.get().record is None


def test_the_first_look_at_the_page_is_kept() -> None:
    here = invited_class(1)
    note_opened(here.quotas[0])
    first = Quota.objects.get().opened_at
    note_opened(here.quotas[0])
    assert first is not None and Quota.objects.get().opened_at == first


def test_the_rule_of_the_reserve_list_is_one_of_three() -> None:
    here = invited_class()
    assert change_invitation(here.officer, here.invitation, reserve_rule=ReserveRule.SHARE).reserve_rule == "share"
    with refused("invalid_value"):
        change_invitation(here.officer, here.invitation, reserve_rule="lottery")


def test_a_closed_list_takes_no_more_agencies() -> None:
    here = invited_class()
    here.send("Lò Thị Mai")
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)
    with refused("list_is_closed"):
        invite(here.officer, here.invitation, [Invited(OrganizationFactory())])
