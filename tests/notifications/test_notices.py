"""What agencies, participants and officers are told of a class, by the verbs that cause it."""

import pytest
from django.utils import timezone
from icalendar import Calendar

from khuevan.nominations.domain import notices
from khuevan.nominations.domain.confirming import confirm_submission
from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.domain.notice_people import officers_of, recipients_of
from khuevan.nominations.domain.reserve import move_up
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.domain.withdrawing import replace_nomination, withdraw_nomination
from khuevan.nominations.enums import ConfirmedBy, SubmissionWay
from khuevan.nominations.models import Nomination
from khuevan.notifications.domain.delivery import deliver
from khuevan.notifications.domain.kinds import all_kinds, filled, places_in
from khuevan.notifications.domain.sending import cancel
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import Message
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import User
from khuevan.training.domain.worklist import work_list
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import InvitedWorld, invited_class, named
from tests.notifications.post import Post, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    """The first agency can be written to, the second called, of the third nothing is known."""
    found = invited_class()
    for user in (found.officer,):
        user.email = "can.bo@example.vn"
        user.save()
    first, second, _third = (quota.organization for quota in found.quotas)
    add_contact(found.officer, first, slot=ContactSlot.FOCAL, name="Lê Thị Cúc", email="cuc@example.vn")
    add_contact(found.officer, second, slot=ContactSlot.FOCAL, name="Vũ Đức", phone="0258 3822 412")
    return found


def _told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=f"nominations.{kind}").order_by("pk"))


def test_every_kind_reads_well_with_all_values_and_with_none() -> None:
    ours = [kind for kind in all_kinds() if kind.code.startswith("nominations.")]
    assert len(ours) == 21
    for kind in ours:
        full = filled(kind.body, kind.sample)
        assert not places_in(full)
        needed = {"tên đơn vị", "tên lớp", "đơn vị tổ chức", "người nhận"} | kind.required
        sparse = filled(kind.body, {name: kind.sample[name] if name in needed else "" for name in kind.sample})
        assert not [line for line in sparse.splitlines() if line.rstrip().endswith(": ")]
        assert "\n\n\n" not in sparse
        assert "!" not in kind.body


def test_the_best_contact_of_an_agency_is_written_to() -> None:
    office_staff = staff(invited_class().office)
    body, silent = OrganizationFactory(), OrganizationFactory()
    for slot, values in (
        (ContactSlot.LEADER, {"email": "lanh.dao@example.vn"}),
        (ContactSlot.FOCAL, {"phone": "0912 000 111"}),
        (ContactSlot.CLERK, {"email": "van.thu@example.vn", "phone": "0258"}),
    ):
        add_contact(office_staff, body, slot=slot, name="x", **values)
    found = recipients_of([body.pk, silent.pk])
    assert set(found) == {body.pk}
    assert found[body.pk].email == "van.thu@example.vn", "an address before a telephone, then by what they are for"
    add_contact(office_staff, body, slot=ContactSlot.FOCAL, email="dau.moi@example.vn")
    assert recipients_of([body.pk])[body.pk].email == "dau.moi@example.vn"


def test_officers_with_an_address_are_told_and_nobody_else(here: InvitedWorld) -> None:
    for kind, email, active in (
        (RoleKind.OFFICER, "", True),
        (RoleKind.LEADER, "lanh.dao@example.vn", True),
        (RoleKind.OFFICER, "nghi@example.vn", False),
    ):
        user = staff(here.office, kind)
        user.email, user.is_active = email, active
        user.save()
    assert [one.email for one in officers_of(here.office.pk)] == ["can.bo@example.vn"]


def test_an_invitation_says_what_is_asked_and_where_to_answer(here: InvitedWorld) -> None:
    quota, address = here.quotas[0], invitation_address(here.invitation)
    message = notices.invitation(quota, address)
    assert (message.to_email, message.is_secret) == ("cuc@example.vn", False)
    for words in (address, "2 người", str(here.training_class), str(here.office), quota.name, "17 giờ 00 ngày"):
        assert words in message.body
    assert notices.invitation(quota, address).pk == message.pk, "asked twice, sent once"
    assert notices.invitation(here.quotas[1], address).channel == Channel.HAND
    assert notices.invitation(here.quotas[2], address).to_name == here.quotas[2].name


def test_a_personal_link_makes_a_message_secret(here: InvitedWorld) -> None:
    message = notices.invitation(here.quotas[0], "http://testserver/vao/abc/")
    assert message.is_secret
    assert notices.invitation(here.quotas[0], "http://testserver/vao/def/").pk != message.pk


def test_a_reminder_goes_out_once_a_day(here: InvitedWorld) -> None:
    address = invitation_address(here.invitation)
    first = notices.reminder(here.quotas[0], address)
    assert notices.reminder(here.quotas[0], address).pk == first.pk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: timezone.now().date().replace(year=2031))
        assert notices.reminder(here.quotas[0], address).pk != first.pk


def test_an_answer_that_waits_is_told_to_the_agency_it_may_not_be_from(here: InvitedWorld) -> None:
    submission = here.send("Nguyễn Văn An", "Trần Thị Bình", way=SubmissionWay.PAGE)
    (message,) = _told("received")
    assert message.to_email == "cuc@example.vn"
    assert "Cử 2 người" in message.body
    assert "Lê Văn Bảy, 0912000111" in message.body
    assert "Nguyễn Văn An" not in message.body, "who is named is for the agency's own page"
    confirm_submission(here.officer, submission, how=ConfirmedBy.OFFICER)
    (confirmed,) = _told("confirmed")
    assert "1. Nguyễn Văn An, Chuyên viên" in confirmed.body


def test_officers_get_new_answers_as_one_mail(here: InvitedWorld, post: Post) -> None:
    here.send("Nguyễn Văn An", "Trần Thị Bình")
    here.send("Lò Thị Mai", place=1)
    decline(here.bearer(2), here.quotas[2], reason="Bận kỳ họp", way=SubmissionWay.LINK)
    assert len(_told("news")) == 3
    later(29)
    deliver()
    assert "can.bo@example.vn" not in post.receivers
    later(2)
    deliver()
    (mail,) = [mail for address, mail in post.taken if address == "can.bo@example.vn"]
    text = mail.get_content()
    for quota, what in zip(here.quotas, ("cử 2 người", "cử 1 người", "không cử người"), strict=True):
        assert f"{quota.name}: {what}." in text
    assert text.count("Trả lời mới của các đơn vị") == 1
    assert text.count(f"/can-bo/lop/{here.training_class.pk}/") == 1


def test_who_got_no_place_is_marked(here: InvitedWorld) -> None:
    here.send("Người Một", "Người Hai", "Người Ba")
    (message,) = _told("confirmed")
    assert "3. Người Ba, Chuyên viên (danh sách dự bị)" in message.body


def test_that_nobody_comes_is_confirmed_with_the_reason(here: InvitedWorld) -> None:
    decline(here.bearer(), here.quotas[0], reason="Bận kỳ họp", way=SubmissionWay.LINK)
    (message,) = _told("declined")
    assert "Lý do: Bận kỳ họp" in message.body


def test_who_is_accepted_gets_the_days_and_the_agency_the_names(here: InvitedWorld) -> None:
    here.send(named("Nguyễn Văn An", email="an@example.vn"), named("Trần Thị Bình"))
    here.send(named("Lò Thị Mai", email="mai@example.vn"), place=1)
    accept(here.officer, here.training_class)
    agencies = _told("accepted")
    assert {(message.to_email, message.to_phone) for message in agencies} == {
        ("cuc@example.vn", ""), ("", "0258 3822 412"),
    }  # fmt: skip
    assert "1. Nguyễn Văn An, Chuyên viên\n2. Trần Thị Bình, Chuyên viên" in agencies[0].body
    people = _told("participant")
    assert [message.to_email for message in people] == ["an@example.vn", "mai@example.vn"]
    (file,) = people[0].attachments
    assert file["type"] == "text/calendar"
    days = Calendar.from_ical(file["text"])
    assert [str(event["summary"]) for event in days.walk("VEVENT")] == [str(here.training_class)]


def test_who_is_refused_is_told_with_the_reason_and_may_be_replaced(here: InvitedWorld) -> None:
    here.send("Nguyễn Văn An", "Trần Thị Bình")
    refuse(here.officer, here.nominations(0), reason="Đã dự lớp năm trước")
    (message,) = _told("refused")
    assert "Lý do: Đã dự lớp năm trước" in message.body
    assert "2. Trần Thị Bình" in message.body


def test_who_moves_up_is_told(here: InvitedWorld) -> None:
    here.send("Người Một", "Người Hai", named("Người Ba", email="ba@example.vn"))
    move_up(here.officer, here.nominations(0)[2])
    (message,) = _told("moved_up")
    assert "Người Ba" in message.body
    assert [one.to_email for one in _told("participant")] == ["ba@example.vn"]


def test_a_closed_list_and_what_changes_afterwards(here: InvitedWorld) -> None:
    here.send("Nguyễn Văn An", "Trần Thị Bình")
    here.send("Lò Thị Mai", place=1)
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)
    (closed,) = _told("closed")
    assert closed.to_email == "cuc@example.vn", "a receipt is not copied by hand"
    assert "2. Trần Thị Bình, Chuyên viên" in closed.body
    assert "Lò Thị Mai" not in closed.body
    first, second, mai = here.nominations()
    replace_nomination(here.bearer(), first, named("Đỗ Văn Ân", email="an@example.vn"), reason="Đi công tác")
    withdraw_nomination(here.officer, second, reason="Ốm")
    withdraw_nomination(here.officer, mai, reason="Bận")
    changed = _told("changed")
    assert "Đỗ Văn Ân thay Nguyễn Văn An.\nLý do: Đi công tác" in changed[0].body
    assert "Trần Thị Bình thôi tham gia.\nLý do: Ốm" in changed[1].body
    assert changed[2].channel == Channel.HAND
    assert "an@example.vn" in {message.to_email for message in _told("participant")}


def test_many_agencies_are_told_in_a_few_queries(django_assert_max_num_queries: object) -> None:
    found = invited_class(14, each=1)
    for place in range(14):
        found.send(f"Người Số {place}", place=place)
    nominations = Nomination.objects.filter(training_class=found.training_class)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        told = notices.nominations_refused(nominations)
    assert len(told) == 14


def test_what_was_told_stays_as_it_was(here: InvitedWorld) -> None:
    message = notices.invitation(here.quotas[0], invitation_address(here.invitation))
    body = message.body
    here.training_class.title = "Tên khác"
    here.training_class.save()
    message.refresh_from_db()
    assert message.body == body


def test_messages_that_wait_for_somebody_are_work(here: InvitedWorld) -> None:
    def work(actor: User) -> dict[str, str]:
        return {task.key: str(task.title) for task in work_list(actor) if task.key.startswith("notifications.")}

    assert work(here.officer) == {}
    notices.invitation(here.quotas[1], invitation_address(here.invitation))
    mail = notices.invitation(here.quotas[0], invitation_address(here.invitation))
    assert work(here.officer).keys() == {"notifications.by_hand"}
    Message.objects.filter(pk=mail.pk).update(state=MessageState.FAILED)
    assert work(here.officer).keys() == {"notifications.by_hand", "notifications.failed"}
    assert work(staff(here.office, RoleKind.EDITOR)) == {}
    assert work(invited_class().officer) == {}
    cancel(here.officer, Message.objects.all())
    assert work(here.officer) == {}
