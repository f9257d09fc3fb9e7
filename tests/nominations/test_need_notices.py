"""Agencies are asked for needs by a personal link, once; who is silent is reminded once a day."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from khuevan.nominations.domain.need_notices import CALL, REMINDER, remind_needs, send_need_calls, to_tell
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import RoleKind
from khuevan.training.domain.need_calls import call_needs, close_call
from khuevan.training.domain.needs import declare_none
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused


@pytest.mark.django_db
def test_agencies_are_told_once_and_the_silent_ones_reminded() -> None:
    office, agencies = OfficeFactory(), OrganizationFactory.create_batch(4)
    officer, until = staff(office), timezone.localdate() + timedelta(days=9)
    call = call_needs(officer, office, until.year + 1, reply_by=until, agencies=agencies, note="Mỗi nội dung một dòng.")
    by_mail, by_hand, answered, unknown = call.answers.select_related("organization").order_by("pk")
    add_contact(officer, by_mail.organization, name="Lê Thị Cúc", email="cuc@example.vn")
    add_contact(officer, by_hand.organization, name="Vũ Đức", phone="0258 3822 412")
    add_contact(officer, answered.organization, name="Lò A", email="a@example.vn")
    declare_none(officer, answered)
    with refused("not_allowed"):
        send_need_calls(staff(office, RoleKind.EDITOR), call)
    done = send_need_calls(officer, call)
    assert (done.reached, done.unknown) == ([by_mail, by_hand], [unknown])
    mail, hand = Message.objects.filter(kind=CALL).order_by("pk")
    assert (mail.channel, mail.to_email, hand.channel) == (Channel.EMAIL, "cuc@example.vn", Channel.HAND)
    assert "Mỗi nội dung một dòng." in mail.body
    found = re.search(r"/vao/\S+", mail.body)
    assert found is not None
    assert mail.is_secret
    client = Client()
    assert client.get(found.group()).status_code == 302
    page = client.get("/don-vi/").content.decode()
    assert f"/nhu-cau/{by_mail.pk}/" in page
    with refused("nobody_to_tell"):
        send_need_calls(officer, call)
    with refused("nobody_to_tell"):
        remind_needs(officer, call)
    Message.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert to_tell(call, again=True).reached == [by_mail, by_hand]
    remind_needs(officer, call)
    assert Message.objects.filter(kind=REMINDER).count() == 2
    close_call(officer, call)
    with refused("call_is_over"):
        remind_needs(officer, call)
