"""What arrives, as a mail program reads it: head, text, attachments; nothing can be slipped into the head."""

import email
import email.policy
import stat
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from icalendar import Calendar

from khuevan.notifications.domain.composing import Attachment
from khuevan.notifications.domain.delivery import deliver
from khuevan.notifications.domain.mails import mail_of
from khuevan.notifications.domain.senders import Sender
from khuevan.notifications.enums import MessageState
from khuevan.notifications.models import MailPause, Message
from khuevan.notifications.servers import MailServer, sender_of, server_of
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import ContactSlot
from tests.factories import OfficeFactory, TrainingClassFactory, staff
from tests.notifications.post import later, note

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Lớp đối ngoại\r\nEND:VCALENDAR\r\n"
HEAD = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type", "Reply-To",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip


def _read(message: Message, sender: Sender | None = None) -> Any:
    content = bytes(mail_of(message, sender or Sender()))
    assert content.isascii()
    return email.message_from_bytes(content, policy=email.policy.default)


def _addressed(content: bytes, name: str) -> tuple[str, str]:
    """Name and address; the newer reader of the library puts blanks between the words of a long name."""
    written, address = parseaddr(email.message_from_bytes(content)[name])
    return str(make_header(decode_header(written))), address


def _message(**values: Any) -> Message:
    given_values = {"to_name": "Sở Y tế", "to_email": "so@example.vn", "subject": "Về họp", "body": "Chào"}
    return Message(message_id="<1@testserver>", **{**given_values, **values})


def test_a_mail_reads_as_it_was_written() -> None:
    text = "Kính gửi Sở Y tế,\n\n.một dòng bắt đầu bằng dấu chấm\nFrom đầu dòng\nĐỂ CHỮ CÓ DẤU: ẤỆỖ"
    mail = _read(_message(subject="Đề nghị cử người tham gia: " + "Bồi dưỡng kỹ năng " * 9, body=text))
    assert mail["Subject"].startswith("Đề nghị cử người tham gia: Bồi dưỡng kỹ năng")
    assert mail.get_content().splitlines() == text.splitlines()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "vi"
    assert mail["Message-ID"] == "<1@testserver>"
    assert mail["Date"].datetime.tzinfo


def test_it_goes_out_in_the_name_of_the_office() -> None:
    name = "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại, Sở Ngoại vụ (tỉnh Thừa Thiên - Huế)"
    mail = bytes(mail_of(_message(), Sender(name, "dau.moi@example.vn")))
    assert _addressed(mail, "From") == (name, "khuevan@localhost")
    assert _addressed(mail, "Reply-To") == ("", "dau.moi@example.vn")
    assert _addressed(mail, "To") == ("Sở Y tế", "so@example.vn")


def test_a_calendar_goes_along_with_its_own_line_ends() -> None:
    mail = _read(_message(attachments=[{"name": "lớp.ics", "type": "text/calendar", "text": CALENDAR}]))
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "lớp.ics"
    assert part.get_payload(decode=True) == CALENDAR.encode()
    assert Calendar.from_ical(part.get_payload(decode=True))["X-WR-CALNAME"] == "Lớp đối ngoại"


@pytest.mark.parametrize(
    "name",
    [
        "Sở\r\nBcc: x@example.vn", "a\nSubject: khác\n\nthân khác", 'Sở "Y tế", <x@example.vn>', "a, b; c:",
        "\x00\x85\u2029", "=?utf-8?q?a?=\r\n X: y", "Nguyễn Văn A <a@b.vn>, B", "(chú thích)", "\\", '"',
        "Sở\u202eY tế",
    ],
)  # fmt: skip
def test_nothing_slips_into_the_head(name: str) -> None:
    message = _message(to_name=name, subject=name, about_label=name)
    mail = _read(message, Sender(name, "a@example.vn"))
    assert set(mail.keys()) <= HEAD
    assert [address.addr_spec for address in mail["To"].addresses] == ["so@example.vn"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["khuevan@localhost"]


@given(st.text(max_size=120), st.text(max_size=300))
def test_no_name_and_no_subject_can_change_the_head(name: str, subject: str) -> None:
    mail = _read(_message(to_name=name, subject=subject), Sender(name))
    assert set(mail.keys()) <= HEAD
    assert [address.addr_spec for address in mail["To"].addresses] == ["so@example.vn"]


def test_a_host_with_marks_is_written_as_the_network_knows_it() -> None:
    assert _read(_message(to_email="so@đồngxoài.vn"))["To"].addresses[0].domain == "đồngxoài.vn".encode("idna").decode()


@pytest.mark.django_db
def test_answers_go_to_the_contact_of_the_office(settings: Any, tmp_path: Path) -> None:
    settings.KHUEVAN_DATA_DIR = tmp_path
    office = OfficeFactory()
    officer = staff(office)
    add_contact(officer, office.organization, slot=ContactSlot.CLERK, email="van.thu@example.vn")
    add_contact(officer, office.organization, slot=ContactSlot.FOCAL, email="dau.moi@example.vn")
    note(office_id=office.pk)
    assert deliver() == 1
    mail = next((tmp_path / "outbox").iterdir()).read_bytes()
    assert _addressed(mail, "Reply-To")[1] == "dau.moi@example.vn"
    assert _addressed(mail, "From")[0] == str(office)


@pytest.mark.django_db
def test_without_a_server_messages_become_files_readable_by_their_owner(settings: Any, tmp_path: Path) -> None:
    settings.KHUEVAN_DATA_DIR = tmp_path
    days = Attachment("lop.ics", "text/calendar", CALENDAR)
    messages = [note(f"so{n}@example.vn", about=TrainingClassFactory(), attachments=[days]) for n in range(3)]
    assert deliver() == 3
    files = sorted((tmp_path / "outbox").iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {file.suffix for file in files} == {".eml"}
    ids = {email.message_from_bytes(file.read_bytes())["Message-ID"] for file in files}
    assert ids == {message.message_id for message in messages}


@pytest.mark.django_db
def test_a_second_attempt_replaces_the_file(settings: Any, tmp_path: Path) -> None:
    settings.KHUEVAN_DATA_DIR = tmp_path
    message = note()
    deliver()
    Message.objects.filter(pk=message.pk).update(state=MessageState.UNCLEAR)
    assert deliver() == 1
    assert len(list((tmp_path / "outbox").iterdir())) == 1


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_counts_as_a_server_that_is_away(settings: Any, tmp_path: Path) -> None:
    settings.KHUEVAN_DATA_DIR = tmp_path
    (tmp_path / "outbox").write_text("no folder")
    message = note()
    assert deliver() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert MailPause.objects.exists()
    (tmp_path / "outbox").unlink()
    later(1.1)
    assert deliver() == 1


def test_the_address_of_a_server() -> None:
    assert server_of("") is None
    assert server_of("smtp://mail.so.vn") == MailServer("smtp", "mail.so.vn", 25)
    assert server_of("smtp+tls://lop%40so.vn:m%C3%A3%2Fs%E1%BB%91@mail.so.vn") == MailServer(
        "smtp+tls", "mail.so.vn", 587, "lop@so.vn", "mã/số"
    )
    assert server_of("smtps://a:b@[::1]:4650") == MailServer("smtps", "::1", 4650, "a", "b")


@pytest.mark.parametrize(
    "bad", ["mail.so.vn", "http://mail.so.vn", "smtp://", "smtp://a:secret@b:99999", "smtp://a:secret@b/x"]
)
def test_an_address_that_is_none_stops_the_start_without_telling_the_password(bad: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        server_of(bad)
    assert "secret" not in str(error.value)
    assert "secret" not in repr(MailServer("smtp", "a", 1, "a", "secret"))


def test_a_sender_is_needed_where_there_is_a_server() -> None:
    server = MailServer("smtp", "mail.so.vn", 25)
    assert str(sender_of("Lớp bồi dưỡng <lop@so.vn>", server, "so.vn")) == "Lớp bồi dưỡng <lop@so.vn>"
    assert sender_of("", None, "lop.so.vn").addr_spec == "khuevan@lop.so.vn"
    for bad in ("", "Lớp bồi dưỡng", "lop@"):
        with pytest.raises(ImproperlyConfigured):
            sender_of(bad, server, "so.vn")
