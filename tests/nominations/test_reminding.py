"""Reminding agencies: by e-mail once a day, by a personal link once, by telephone with a tick."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.inviting import change_invitation, invitation_address
from khuevan.nominations.domain.phone_texts import invitation_text, reminder_text
from khuevan.nominations.domain.previews import OWN_LINK, invitation_preview, reminder_preview
from khuevan.nominations.domain.reminding import (
    forget_call,
    note_call,
    remind,
    send_links,
    to_invite,
    to_remind,
    waiting_for,
)
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Quota
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_of
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import AccessLink
from khuevan.training.domain.worklist import work_list
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import InvitedWorld, invited_class, refused

pytestmark = pytest.mark.django_db


def _reachable(here: InvitedWorld, *places: int) -> None:
    """These agencies have a contact with an e-mail address."""
    for place in places:
        contact = {"name": f"Chị {place}", "email": f"dv{place}@example.vn"}
        add_contact(here.officer, here.quotas[place].organization, slot=ContactSlot.FOCAL, **contact)


def _keys(quotas: list[Quota]) -> list[int]:
    return [one.pk for one in quotas]


def test_who_answered_or_waits_for_confirmation_is_not_waited_for() -> None:
    here = invited_class(4)
    here.send("Đỗ Văn Ân", place=0)
    here.send("Lò Thị Mai", place=1, way=SubmissionWay.PAGE)
    decline(here.officer, here.quotas[2], reason="Bận", way=SubmissionWay.OFFICER)
    assert _keys(waiting_for(here.invitation)) == [here.quotas[3].pk]


def test_a_reminder_reaches_each_silent_agency_with_an_address_once_a_day() -> None:
    here = invited_class(4)
    _reachable(here, 0, 1, 2)
    here.send("Đỗ Văn Ân", place=0)
    found = remind(here.officer, here.invitation)
    assert [one.quota.pk for one in found.mailed] == _keys(here.quotas[1:3])
    assert _keys(found.without_address) == [here.quotas[3].pk]
    sent = Message.objects.filter(kind="nominations.reminder")
    assert sorted(sent.values_list("to_email", flat=True)) == ["dv1@example.vn", "dv2@example.vn"]
    assert all(invitation_address(here.invitation) in body for body in sent.values_list("body", flat=True))
    with refused("nobody_to_remind"):
        remind(here.officer, here.invitation)
    Quota.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    assert len(to_remind(here.invitation).mailed) == 2, "tomorrow they can be reminded again"


def test_where_the_short_address_is_closed_a_reminder_carries_a_personal_link() -> None:
    here = invited_class(1)
    _reachable(here, 0)
    change_invitation(here.officer, here.invitation, is_public=False)
    remind(here.officer, here.invitation)
    message = Message.objects.get(kind="nominations.reminder")
    assert "/vao/" in message.body
    assert message.is_secret


def test_each_contact_gets_one_link_which_opens_for_its_agency() -> None:
    here = invited_class(3)
    _reachable(here, 0, 1)
    sent = send_links(here.officer, here.invitation)
    assert len(sent.mailed) == 2
    assert _keys(sent.without_address) == [here.quotas[2].pk]
    message = Message.objects.get(kind="nominations.invitation", about_id=str(here.quotas[0].pk))
    token = message.body.split("/vao/")[1].split("/")[0]
    link = link_of(token)
    assert link is not None
    assert link.organization == here.quotas[0].organization
    assert link.contact is not None
    assert link.expires_at.date() > here.training_class.end_date
    with refused("nobody_to_invite"):
        send_links(here.officer, here.invitation)
    assert AccessLink.objects.count() == 2
    _reachable(here, 2)
    assert [one.quota.pk for one in to_invite(here.invitation).mailed] == [here.quotas[2].pk]


def test_links_go_to_the_chosen_only() -> None:
    here = invited_class(3)
    _reachable(here, 0, 1, 2)
    assert [one.quota.pk for one in send_links(here.officer, here.invitation, here.quotas[1:2]).mailed] == [
        here.quotas[1].pk
    ]


def test_a_closed_list_asks_nobody() -> None:
    here = invited_class(2)
    _reachable(here, 0, 1)
    here.send("Đỗ Văn Ân", place=0)
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)
    for verb in (remind, send_links):
        with refused("list_not_open"):
            verb(here.officer, here.invitation)
    assert not Message.objects.filter(kind__in=["nominations.reminder", "nominations.invitation"]).exists()


def test_a_call_is_ticked_with_what_was_heard_and_taken_back() -> None:
    here = invited_class(1)
    quota = here.quotas[0]
    note_call(here.officer, quota, note=" Chị Mai hẹn\n chiều mai ")
    quota.refresh_from_db()
    assert quota.note == "Chị Mai hẹn chiều mai"
    assert quota.reminded_at is not None
    note_call(here.officer, quota)
    assert quota.note == "Chị Mai hẹn chiều mai", "without words the note stays"
    forget_call(here.officer, quota)
    quota.refresh_from_db()
    assert (quota.reminded_at, quota.note) == (None, "Chị Mai hẹn chiều mai")
    with refused("invalid_value"):
        note_call(here.officer, quota, note="x" * 301)


@pytest.mark.parametrize("who", ["stranger", "editor"])
def test_only_officers_of_the_office_remind(who: str) -> None:
    here = invited_class(1)
    _reachable(here, 0)
    actor = staff(OfficeFactory()) if who == "stranger" else staff(here.office, RoleKind.EDITOR)
    for work in (
        lambda: remind(actor, here.invitation),
        lambda: send_links(actor, here.invitation),
        lambda: note_call(actor, here.quotas[0]),
        lambda: forget_call(actor, here.quotas[0]),
    ):
        with refused("not_allowed"):
            work()
    assert not Message.objects.exists()


def test_what_is_read_out_names_class_places_deadline_and_address() -> None:
    here = invited_class(1, each=3)
    quota = here.quotas[0]
    quota.invitation = here.invitation
    text = reminder_text(quota)
    assert quota.name in text
    assert here.training_class.title in text
    assert "chỉ tiêu 3 người" in text
    assert f"17 giờ 00 ngày {timezone.localtime(here.invitation.reply_by):%d/%m/%Y}" in text
    assert invitation_address(here.invitation) in text
    assert invitation_address(here.invitation) in invitation_text(here.invitation)
    here.invitation.is_public = False
    assert "/moi/" not in reminder_text(quota)


def test_a_preview_reads_as_the_message_without_its_secret() -> None:
    here = invited_class(1)
    _reachable(here, 0)
    quota = to_invite(here.invitation).mailed[0].quota
    before = invitation_preview(quota)
    send_links(here.officer, here.invitation)
    message = Message.objects.get()
    link = next(line for line in message.body.splitlines() if "/vao/" in line)
    assert before.subject == message.subject
    assert before.body == message.body.replace(link, OWN_LINK)
    reminded = reminder_preview(quota)
    remind(here.officer, here.invitation)
    message = Message.objects.get(kind="nominations.reminder")
    assert (reminded.subject, reminded.body) == (message.subject, message.body)


def test_answers_become_tasks() -> None:
    here = invited_class(3, days_ahead=9)
    here.send("Đỗ Văn Ân", place=0)
    here.send("Lò Thị Mai", place=1, way=SubmissionWay.PAGE)

    def keys() -> set[str]:
        return {task.key for task in work_list(here.officer)}

    assert {"nominations.remind", "nominations.confirm", "nominations.decide"} <= keys()
    decline(here.officer, here.quotas[2], reason="Bận", way=SubmissionWay.OFFICER)
    assert "nominations.remind" not in keys(), "nobody is silent any more"


def test_reminding_is_no_task_long_before_the_deadline() -> None:
    here = invited_class(1, days_ahead=60)
    assert "nominations.remind" not in {task.key for task in work_list(here.officer)}
