"""Messages at the console: what goes out, what is copied by hand, what officers may do, and the words of an office."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.notifications.domain.composing import Attachment, Recipient, compose
from khuevan.notifications.domain.kinds import all_kinds
from khuevan.notifications.enums import MessageState
from khuevan.notifications.models import MailPause, Message, MessageTemplate
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, TrainingClassFactory, UserFactory, staff
from tests.notifications.post import NOTE, note

pytestmark = pytest.mark.django_db
LIST = "/can-bo/thu-tin/"


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> Acting:
    return Acting(staff(office))


def _at(message: Message, deed: str = "") -> str:
    return f"{LIST}{message.pk}/{deed}"


def _state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_an_empty_outbox_says_what_will_come(officer: Acting) -> None:
    assert 'class="nothing"' in officer.get(LIST)


def test_the_list_is_searched_without_tone_marks_and_filtered(officer: Acting, office: Office) -> None:
    note(office_id=office.pk, name="Sở Y tế")
    note("", office_id=office.pk, name="Uỷ ban Đồng Xoài", phone="0271 3888 999")
    assert "Sở Y tế" in officer.get(LIST)
    found = officer.get(LIST, q="dong xoai")
    assert "Đồng Xoài" in found
    assert "Sở Y tế" not in found
    by_hand = officer.get(LIST, cach="hand")
    assert "Đồng Xoài" in by_hand
    assert "Sở Y tế" not in by_hand
    assert "Sở Y tế" in officer.get(LIST, loai=NOTE.code)
    assert "Sở Y tế" not in officer.get(LIST, loai="nothing.such")
    assert 'class="nothing"' in officer.get(LIST, trang_thai="failed")


def test_two_thousand_messages_take_as_many_queries_as_three(officer: Acting, office: Office) -> None:
    for number in range(3):
        note(f"a{number}@example.vn", office_id=office.pk)
    officer.get(LIST)
    with CaptureQueriesContext(connection) as few:
        officer.get(LIST)
    first = Message.objects.order_by("pk").first()
    assert first
    rows = []
    for number in range(2000):
        row = Message.objects.get(pk=first.pk) if number == 0 else rows[0]
        values = {field.attname: getattr(row, field.attname) for field in Message._meta.concrete_fields}
        rows.append(Message(**{**values, "id": None, "message_id": f"<{number}@testserver>", "once_key": None}))
    Message.objects.bulk_create(rows, batch_size=200)
    with CaptureQueriesContext(connection) as many:
        page = officer.get(LIST)
    assert len(many) == len(few)
    assert "2.003" in page
    assert "trang=2" in page


def test_excel_has_the_address_and_not_the_text(officer: Acting, office: Office) -> None:
    note("so@example.vn", what="việc riêng", office_id=office.pk)
    answer = officer.client.get(LIST, {"xuat": "xlsx"})
    sheet = load_workbook(ContentFile(answer.content)).active
    assert sheet is not None
    words = [str(cell) for line in sheet.values for cell in line if cell]
    assert "so@example.vn" in words
    assert not [word for word in words if "Kính gửi" in word]


def test_messages_of_one_class(officer: Acting, office: Office) -> None:
    training_class, other = TrainingClassFactory(office=office), TrainingClassFactory(office=office)
    note(office_id=office.pk, name="Sở Y tế", about=training_class)
    note(office_id=office.pk, name="Sở Xây dựng", about=other)
    page = officer.get(LIST, lop=str(training_class.pk))
    assert "Sở Y tế" in page
    assert "Sở Xây dựng" not in page
    officer.get(LIST, lop=str(TrainingClassFactory().pk), status=404)
    officer.get(LIST, lop="x", status=404)


def test_an_email_is_shown_as_it_goes_out(officer: Acting, office: Office) -> None:
    days = Attachment("lop.ics", "text/calendar", "BEGIN:VCALENDAR")
    message = note(office_id=office.pk, what="<b>họp</b>", attachments=[days])
    page = officer.get(_at(message))
    assert "&lt;b&gt;họp&lt;/b&gt;" in page
    assert str(office) in page
    assert "khuevan@localhost" in page
    assert "so.yte@example.vn" in page
    assert "lop.ics" in page


def test_a_message_for_zalo_is_copied_ticked_and_unticked(officer: Acting, office: Office) -> None:
    where = "Xem http://testserver/moi/K7M2QX/."
    message = note("", office_id=office.pk, what=where, name="Sở Y tế", phone="0258 3822 412")
    page = officer.get(_at(message))
    assert 'data-copy="loi-thu"' in page
    assert "readonly" in page
    assert 'href="tel:02583822412"' in page
    picture = officer.client.get(_at(message, "ma-qr.png"))
    assert picture.content.startswith(b"\x89PNG")
    after = officer.post(_at(message, "da-gui/"), form=_at(message))
    found = Message.objects.get(pk=message.pk)
    assert (found.state, found.sent_by) == (MessageState.SENT, officer.user)
    assert _at(message, "chua-gui/") in after, "the notice takes it back"
    officer.post(_at(message, "chua-gui/"), form=_at(message))
    found.refresh_from_db()
    assert (found.state, found.sent_by, found.sent_at) == (MessageState.WAITING, None, None)
    verbs = set(AuditEntry.objects.filter(subject_id=str(message.pk)).values_list("verb", flat=True))
    assert verbs == {"notifications.mark_sent", "notifications.unmark_sent"}


def test_a_message_without_an_address_has_no_picture(officer: Acting, office: Office) -> None:
    message = note(office_id=office.pk)
    officer.get(_at(message, "ma-qr.png"), status=404)
    assert "ma-qr.png" not in officer.get(_at(message))


def test_secret_words_are_for_whoever_copies_them_until_they_are_out(officer: Acting, office: Office) -> None:
    by_hand = note("", office_id=office.pk, what="204 518", phone="0900", is_secret=True)
    by_mail = note(office_id=office.pk, what="317 992", is_secret=True)
    editor = Acting(staff(office, RoleKind.EDITOR))
    body = by_hand.body.splitlines()[2]
    assert body in officer.get(_at(by_hand))
    assert body not in editor.get(_at(by_hand))
    assert by_mail.body.splitlines()[2] not in officer.get(_at(by_mail))
    officer.post(_at(by_hand, "da-gui/"), form=_at(by_hand))
    assert body not in officer.get(_at(by_hand))


def test_a_failed_message_is_sent_again_or_given_up(officer: Acting, office: Office) -> None:
    message = note(office_id=office.pk)
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, trouble="Không có địa chỉ này (mã 550).")
    assert "Không có địa chỉ này" in officer.get(_at(message))
    officer.post(_at(message, "gui-lai/"), form=_at(message))
    assert _state(message) == MessageState.WAITING
    officer.post(_at(message, "khong-gui/"), form=_at(message))
    assert _state(message) == MessageState.CANCELLED
    officer.post(_at(message, "gui-lai/"), form=_at(message))
    assert _state(message) == MessageState.WAITING


def test_what_is_out_cannot_be_given_up(officer: Acting, office: Office) -> None:
    message = note(office_id=office.pk)
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENDING)
    page = officer.post(_at(message, "khong-gui/"), form=_at(message))
    assert _state(message) == MessageState.SENDING
    assert "is-warn" in page


def test_many_are_ticked_at_once_and_others_passed_over(officer: Acting, office: Office) -> None:
    by_hand = [note("", office_id=office.pk, phone="09", what=str(number)) for number in range(3)]
    mail = note(office_id=office.pk)
    keys = [message.pk for message in [*by_hand, mail]]
    page = officer.post(LIST, form=LIST, viec="da-gui", chon=keys)
    assert {_state(message) for message in by_hand} == {MessageState.SENT}
    assert _state(mail) == MessageState.WAITING
    assert any("3" in said and "1" in said for said in notices(page))


def test_who_may_do_what(office: Office) -> None:
    message = note("", office_id=office.pk, phone="09")
    for kind, allowed in ((RoleKind.EDITOR, False), (RoleKind.LEADER, False), (RoleKind.CLERK, True)):
        person = Acting(staff(office, kind))
        page = person.get(_at(message))
        assert ("da-gui/" in page) is allowed
        assert ('value="da-gui"' in person.get(LIST)) is allowed
        person.post(_at(message, "da-gui/"), form=LIST)
        assert (_state(message) == MessageState.SENT) is allowed
    stranger = Acting(staff(OfficeFactory()))
    stranger.get(_at(message), status=404)
    assert "Sở Y tế" not in stranger.get(LIST)
    nobody = note(office_id=None)
    Acting(UserFactory()).get(_at(nobody), status=404)


def test_a_server_that_is_away_is_told_to_those_who_wait(officer: Acting, office: Office, settings: Any) -> None:
    settings.KHUEVAN_MAIL_SERVER = object()
    MailPause.objects.create(until="2026-11-22T08:00:00+07:00", trouble="Máy chủ thư không trả lời.")
    assert "Máy chủ thư không trả lời" not in officer.get(LIST)
    note(office_id=office.pk)
    page = officer.get(LIST)
    assert "Máy chủ thư không trả lời" in page
    assert "outbox" not in page


def test_parts_of_a_digest_lead_to_it(officer: Acting, office: Office) -> None:
    lead = note(office_id=office.pk, what="thứ nhất")
    part = note(office_id=office.pk, what="thứ hai")
    Message.objects.filter(pk=part.pk).update(state=MessageState.FOLDED, folded_into=lead)
    assert _at(lead) in officer.get(_at(part))
    assert _at(part) in officer.get(_at(lead))


def _words(office: Office, kind: str = NOTE.code) -> str:
    return reverse("console:message_template", args=(office.pk, kind))


def test_every_kind_has_words_to_look_at(officer: Acting, office: Office) -> None:
    page = officer.get(f"{LIST}mau/")
    for kind in all_kinds():
        assert _words(office, kind.code) in page
        assert kind.sample[next(iter(kind.sample))].splitlines()[0][:20] in officer.get(_words(office, kind.code))


def test_an_office_puts_its_own_words_and_goes_back(officer: Acting, office: Office) -> None:
    here = _words(office)
    officer.post(here, form=here, subject="Báo {việc}", body="Chào {tên đơn vị}: {Việc}, {lý do}")
    message = note(office_id=office.pk, what="đi họp", reason="mưa to")
    assert (message.subject, message.body) == ("Báo đi họp", "Chào Sở Y tế: đi họp, mưa to")
    assert note(office_id=OfficeFactory().pk, what="đi họp").subject == "Về đi họp"
    assert "Báo họp" in officer.get(here), "and how it reads with the sample"
    officer.post(reverse("console:message_template_reset", args=(office.pk, NOTE.code)), form=here)
    assert not MessageTemplate.objects.exists()
    assert note(office_id=office.pk, what="đi họp").subject == "Về đi họp"


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("Về {việc}", "{lý do} của {đơn vị lạ}", "{đơn vị lạ}"),
        ("Về {việc}", "Kính gửi {tên đơn vị}", "{lý do}"),
        ("Về {lý do}", "{lý do}", "{lý do}"),
        ("", "{lý do}", "is-wrong"),
        ("Về {việc}", "", "is-wrong"),
    ],
)
def test_words_that_would_not_work_are_refused(
    officer: Acting, office: Office, subject: str, body: str, said: str
) -> None:
    here = _words(office)
    answer = officer.client.post(here, {**officer.hidden(here), "subject": subject, "body": body})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "is-wrong" in page
    assert not MessageTemplate.objects.exists()


def test_words_are_tried_before_they_are_saved(officer: Acting, office: Office) -> None:
    here = _words(office)
    page = officer.post(here, form=here, subject="Báo {việc}", body="Mời {tên đơn vị} dự {việc}, {lý do}", xem="1")
    assert "Mời Sở Y tế dự họp" in page
    assert not MessageTemplate.objects.exists()


def test_two_who_change_the_same_words_are_told(officer: Acting, office: Office) -> None:
    here = _words(office)
    officer.post(here, form=here, subject="Một {việc}", body="{việc} {lý do}")
    seen = officer.hidden(here)["seen"]
    officer.post(here, form=here, subject="Hai {việc}", body="{việc} {lý do}")
    template = MessageTemplate.objects.get()
    assert seen != stamp(template)
    answer = officer.client.post(here, {"seen": seen, "subject": "Ba {việc}", "body": "{việc} {lý do}"})
    assert answer.status_code == 422
    assert MessageTemplate.objects.get().subject == "Hai {việc}"


def test_only_officers_change_words(office: Office) -> None:
    here = _words(office)
    for kind in (RoleKind.EDITOR, RoleKind.LEADER, RoleKind.CLERK):
        person = Acting(staff(office, kind))
        assert "<textarea" not in person.get(here)
        assert person.status(here, subject="x {việc}", body="{việc} {lý do}") == 404
    Acting(staff(OfficeFactory())).get(here, status=404)
    Acting(staff(office)).get(_words(office, "nothing.such"), status=404)
    assert not MessageTemplate.objects.exists()


def test_an_invitation_by_hand_shows_its_address(officer: Acting, office: Office) -> None:
    kind = next(one for one in all_kinds() if one.code == "nominations.invitation")
    values = {**kind.sample, "địa chỉ": "http://testserver/moi/K7M2QX/"}
    message = compose(kind.code, office_id=office.pk, to=Recipient("Sở Y tế", "", "0900 123 456"), values=values)
    assert message is not None
    assert "http://testserver/moi/K7M2QX/" in officer.get(_at(message))
