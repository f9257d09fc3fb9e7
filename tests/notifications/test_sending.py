"""What officers do with messages, digests, and what becomes of secrets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.notifications.domain.delivery import deliver
from khuevan.notifications.domain.digests import folded_body, folded_subject
from khuevan.notifications.domain.kinds import kind_of
from khuevan.notifications.domain.sending import cancel, earliest_retry, mark_sent, retry, unmark_sent
from khuevan.notifications.domain.templates import change_template
from khuevan.notifications.enums import MessageState
from khuevan.notifications.jobs import wipe_secrets
from khuevan.notifications.models import Message
from khuevan.people.domain.access_codes import CODE
from khuevan.people.enums import RoleKind
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused
from tests.notifications.post import NOTE, Post, later, note, open_post

pytestmark = pytest.mark.django_db


def _again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_message_tried_a_moment_ago_is_not_tried_again_before_its_time(post: Post) -> None:
    post.answer_rcpt = lambda _address: "550 unknown"
    message = note()
    deliver()
    assert _again(message).state == MessageState.FAILED
    post.answer_rcpt = None
    retry(SYSTEM, [message])
    assert _again(message).state == MessageState.WAITING
    assert earliest_retry(message) == message.due_at
    assert deliver() == 0
    later(9.9)
    assert deliver() == 0
    later(0.2)
    assert deliver() == 1


def test_an_unclear_message_asked_for_again_stays_unclear_until_it_is_out(post: Post) -> None:
    post.breaks_after_data = 1
    message = note()
    deliver()
    retry(SYSTEM, [message])
    assert _again(message).state == MessageState.UNCLEAR
    assert deliver() == 0


def test_verbs_pass_over_what_they_are_not_for() -> None:
    mail, by_hand, out = note(), note("", phone="09"), note("b@example.vn")
    Message.objects.filter(pk=out.pk).update(state=MessageState.SENT, sent_at=timezone.now())
    assert mark_sent(SYSTEM, [mail, by_hand, out]) == [by_hand]
    assert retry(SYSTEM, [out]) == []
    assert cancel(SYSTEM, [mail, out, by_hand]) == [mail]
    assert unmark_sent(SYSTEM, [mail, by_hand, out]) == [by_hand]
    assert AuditEntry.objects.filter(verb="notifications.mark_sent").count() == 1


def test_a_cancelled_message_does_not_go_out(post: Post) -> None:
    message = note()
    cancel(SYSTEM, [message])
    assert deliver() == 0
    retry(SYSTEM, [message])
    assert deliver() == 1


def test_only_keepers_of_the_office_send_and_only_officers_change_words() -> None:
    office = OfficeFactory()
    message = note("", office_id=office.pk, phone="09")
    for actor in (staff(office, RoleKind.EDITOR), staff(OfficeFactory()), staff(office, RoleKind.LEADER)):
        for verb in (mark_sent, unmark_sent, retry, cancel):
            with refused("not_allowed"):
                verb(actor, [message])
        with refused("not_allowed"):
            change_template(actor, office_id=office.pk, kind=NOTE, subject="{việc}", body="{việc} {lý do}")
    assert mark_sent(staff(office, RoleKind.CLERK), [message])


def test_what_waits_for_one_address_goes_out_as_one(post: Post) -> None:
    now = timezone.now()
    parts = [note("can.bo@example.vn", what=f"tin {n}", digest_key="class.1") for n in range(3)]
    other = note("khac@example.vn", what="tin khác", digest_key="class.1")
    third = note("can.bo@example.vn", what="lớp khác", digest_key="class.2")
    assert min(message.due_at for message in [*parts, other, third]) > now + timedelta(minutes=9)
    assert deliver() == 0
    Message.objects.filter(pk=parts[1].pk).update(due_at=now)
    assert deliver() == 1
    states = [_again(part).state for part in parts]
    assert states == [MessageState.FOLDED, MessageState.SENT, MessageState.FOLDED]
    assert {parts[0].folded_into_id, parts[2].folded_into_id} == {parts[1].pk}
    ((address, mail),) = post.taken
    text = mail.get_content()
    assert address == "can.bo@example.vn"
    assert [text.index(f"tin {n}") for n in range(3)] == sorted(text.index(f"tin {n}") for n in range(3))
    assert text.count("Kính gửi Sở Y tế") == 1, "what all begin with stands there once"
    assert text.count("Trân trọng.") == 1
    assert {_again(other).state, _again(third).state} == {MessageState.WAITING}


def test_a_digest_that_may_have_arrived_says_the_same_again(post: Post) -> None:
    lead = note(what="một", digest_key="x", due_at=timezone.now())
    note(what="hai", digest_key="x")
    post.breaks_after_data = 1
    deliver()
    late = note(what="ba", digest_key="x")
    later(10.1)
    deliver()
    texts = [mail.get_content() for _address, mail in post.taken]
    assert texts[0] == texts[1]
    assert "ba" not in texts[1].split()
    assert _again(late).folded_into_id != lead.pk


def test_subjects_and_texts_of_a_digest() -> None:
    same = [Message(subject="Về lớp A"), Message(subject="Về lớp A")]
    assert folded_subject(same) == "Về lớp A"
    assert folded_subject([*same, Message(subject="Khác")]) == "(3 tin) Về lớp A; Khác"
    assert folded_body(["a\n\n1\n\nz", "a\n\n2\n\nz"]) == "a\n\n1\n\n2\n\nz"
    assert folded_body(["a\n\nz", "a\n\nx\n\nz", "a\n\nz"]) == "a\n\nx\n\nz"
    assert folded_body(["một", "một"]) == "một"
    assert folded_body(["một", "hai"]) == "một\n\nhai"


def test_the_words_of_a_secret_message_are_gone_once_it_is_out(post: Post) -> None:
    message = note(what="mã 204 518", is_secret=True)
    post.answer_rcpt = lambda _address: "450 busy"
    deliver()
    assert "204 518" in _again(message).body, "needed for the next attempt"
    post.answer_rcpt = None
    later(10.1)
    deliver()
    assert (_again(message).body, message.attachments, message.is_wiped) == ("", [], True)
    assert "204 518" in post.taken[0][1].get_content()
    assert retry(SYSTEM, [message]) == []


def test_the_words_of_a_secret_copied_by_hand_are_wiped_after_an_hour() -> None:
    message, plain = note("", what="mã 204 518", phone="09", is_secret=True), note("", phone="08")
    waiting = note("", what="mã 317 992", phone="09", is_secret=True)
    mark_sent(SYSTEM, [message, plain])
    assert wipe_secrets() == 0
    later(61)
    assert wipe_secrets() == 1
    assert _again(message).is_wiped
    assert _again(plain).body
    assert _again(waiting).body
    assert unmark_sent(SYSTEM, [message]) == []


def test_secrets_that_never_go_out_are_wiped_in_the_end() -> None:
    failed, cancelled = note(is_secret=True), note("b@example.vn", is_secret=True)
    Message.objects.filter(pk=failed.pk).update(state=MessageState.FAILED)
    cancel(SYSTEM, [cancelled])
    assert wipe_secrets() == 1, "cancelled: at once"
    later(31 * 24 * 60)
    assert wipe_secrets() == 1


def test_no_words_and_no_addresses_in_the_audit() -> None:
    message = note("rieng.tu@example.vn", what="mã 204 518", phone="0912 345 678")
    cancel(SYSTEM, [message])
    retry(SYSTEM, [message])
    told = str(list(AuditEntry.objects.values_list("before", "after", "subject_label")))
    for secret in ("204 518", "rieng.tu", "0912"):
        assert secret not in told


def test_the_words_of_a_code_must_hold_the_code() -> None:
    kind = kind_of(CODE.code)
    with refused("place_missing"):
        change_template(SYSTEM, office_id=OfficeFactory().pk, kind=kind, subject="Mã", body="Không có gì")


def test_the_code_is_not_put_where_everybody_reads_it() -> None:
    kind = kind_of(CODE.code)
    with refused("place_not_in_subject"):
        change_template(SYSTEM, office_id=OfficeFactory().pk, kind=kind, subject="Mã {mã}", body="Mã: {mã}")


def test_a_new_server_gets_what_waits_from_the_first(port: int) -> None:
    """As if somebody set the server up only now."""
    messages = [note(f"{n}@example.vn") for n in range(3)]
    later(5000)
    found = Post()
    with open_post(found, port):
        assert deliver() == 3
    assert {_again(message).attempts for message in messages} == {1}
