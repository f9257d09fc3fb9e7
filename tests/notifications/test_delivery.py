"""What the outbox promises, against a real mail server that goes away, refuses and breaks off."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connections

from khuevan.notifications.domain import carriers, delivery
from khuevan.notifications.domain.delivery import MOST_UNCLEAR, deliver
from khuevan.notifications.enums import MessageState
from khuevan.notifications.models import MailPause, Message
from khuevan.notifications.servers import MailServer
from tests.notifications.post import Post, later, note, open_post

pytestmark = pytest.mark.django_db


def _again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_many_messages_go_out_over_one_connection_each_once(post: Post) -> None:
    messages = [note(f"so{number}@example.vn") for number in range(7)]
    assert deliver() == 7
    assert deliver() == 0
    assert post.connections == 1
    assert post.receivers == [f"so{number}@example.vn" for number in range(7)]
    assert len(set(post.ids)) == 7
    for message in messages:
        assert _again(message).state == MessageState.SENT
        assert message.sent_at
        assert message.attempts == 1


def test_a_server_away_for_an_hour_gets_everything_once_when_it_is_back(port: int) -> None:
    messages = [note(f"so{number}@example.vn") for number in range(12)]
    for _minute in range(60):
        assert deliver() == 0
        later(1)
    assert {(_again(message).state, message.attempts) for message in messages} == {(MessageState.WAITING, 0)}
    assert MailPause.objects.get().trouble
    post = Post()
    with open_post(post, port):
        later(1)
        assert deliver() == 12
        later(120)
        assert deliver() == 0
    assert len(post.taken) == 12
    assert not MailPause.objects.exists()


def test_nobody_asks_a_server_that_was_away_for_a_minute(port: int) -> None:
    note()
    assert deliver() == 0
    post = Post()
    with open_post(post, port):
        assert deliver() == 0
        assert post.connections == 0
        later(1.1)
        assert deliver() == 1


@pytest.mark.parametrize("code", [450, 451, 452, 421])
def test_a_refusal_for_now_waits_longer_each_time(post: Post, code: int) -> None:
    post.answer_rcpt = lambda _address: f"{code} not now"
    message = note()
    for attempts, minutes in enumerate((10, 20, 40, 60, 60), start=1):
        deliver()
        assert _again(message).state == MessageState.WAITING
        assert (message.attempts, str(code) in message.trouble) == (attempts, True)
        later(minutes - 0.1)
        assert deliver() == 0
        assert _again(message).attempts == attempts, "not before its time"
        later(1.2)
    post.answer_rcpt = None
    assert deliver() == 1
    assert _again(message).trouble == ""


def test_a_refusal_for_now_after_the_text_was_heard(post: Post) -> None:
    post.answer_data = lambda _mail: "451 greylisted"
    message = note()
    deliver()
    assert (_again(message).state, message.attempts) == (MessageState.WAITING, 1)
    post.answer_data = None
    later(10.1)
    assert deliver() == 1


@pytest.mark.parametrize("code", [550, 551, 552, 553, 554, 571])
def test_a_final_refusal_fails_with_a_sentence_and_holds_up_nobody(post: Post, code: int) -> None:
    post.answer_rcpt = lambda address: f"{code} <{address}> unknown" if address.startswith("nobody") else ""
    bad, good = note("nobody@example.vn"), note("so@example.vn")
    assert deliver() == 1
    assert (_again(bad).state, _again(good).state) == (MessageState.FAILED, MessageState.SENT)
    assert str(code) in bad.trouble
    assert "nobody" not in bad.trouble, "the server's own words are not kept"
    assert post.connections == 1
    later(10_000)
    assert deliver() == 0


def test_a_closing_server_is_left_alone_for_a_minute(post: Post) -> None:
    post.answer_rcpt = lambda _address: "421 too many"
    first, second = note("a@example.vn"), note("b@example.vn")
    deliver()
    assert (_again(first).attempts, _again(second).attempts) == (1, 0)
    post.answer_rcpt = None
    later(1.1)
    assert deliver() == 1
    assert post.receivers == ["b@example.vn"]


def test_a_server_that_refuses_our_own_address_counts_as_away(post: Post) -> None:
    post.answer_mail = lambda _address: "550 who are you"
    message = note()
    assert deliver() == 0
    assert (_again(message).state, message.attempts) == (MessageState.WAITING, 0)
    assert "550" in MailPause.objects.get().trouble
    post.answer_mail = None
    later(1.1)
    assert deliver() == 1


def test_a_server_without_encryption_gets_nothing_where_it_is_wanted(post: Post, settings: Any) -> None:
    plain = settings.KHUEVAN_MAIL_SERVER
    settings.KHUEVAN_MAIL_SERVER = MailServer("smtp+tls", plain.host, plain.port, "lop", "mật khẩu")
    note()
    assert deliver() == 0
    assert post.taken == []
    assert post.signed_in == []
    first = MailPause.objects.get().trouble
    settings.KHUEVAN_MAIL_SERVER = MailServer("smtps", plain.host, plain.port, "lop", "mật khẩu")
    later(1.1)
    assert deliver() == 0
    assert MailPause.objects.get().trouble == first


def test_signing_in_at_the_server(post: Post, settings: Any) -> None:
    plain = settings.KHUEVAN_MAIL_SERVER
    post.password = "mat-khau-%2F"
    settings.KHUEVAN_MAIL_SERVER = MailServer("smtp", plain.host, plain.port, "lop", "sai")
    message = note()
    assert deliver() == 0
    assert (_again(message).attempts, message.state) == (0, MessageState.WAITING)
    assert "sai" not in MailPause.objects.get().trouble
    settings.KHUEVAN_MAIL_SERVER = MailServer("smtp", plain.host, plain.port, "lop", "mat-khau-%2F")
    later(1.1)
    assert deliver() == 1
    assert post.signed_in == ["lop"]


def test_a_connection_that_breaks_before_the_text_counts_no_attempt(post: Post) -> None:
    post.breaks_at_rcpt = 1
    message = note()
    assert deliver() == 0
    assert (_again(message).state, message.attempts, message.attempted_at) == (MessageState.WAITING, 0, None)
    later(1.1)
    assert deliver() == 1
    assert len(post.taken) == 1


def test_a_connection_that_breaks_after_the_text_is_unclear_and_tried_again_with_the_same_name(post: Post) -> None:
    post.breaks_after_data = 1
    message, other = note(), note("other@example.vn")
    assert deliver() == 1, "the others go on over a new connection"
    assert (_again(message).state, message.attempts) == (MessageState.UNCLEAR, 1)
    assert message.trouble
    later(9.9)
    assert deliver() == 0
    later(0.2)
    assert deliver() == 1
    assert (_again(message).state, message.attempts) == (MessageState.SENT, 2)
    assert [mail["Message-ID"] for address, mail in post.taken if address == message.to_email] == [
        message.message_id
    ] * 2
    assert _again(other).attempts == 1


def test_an_unclear_message_is_not_sent_for_ever(post: Post) -> None:
    post.breaks_after_data = 100
    message = note()
    for _attempt in range(20):
        deliver()
        later(61)
    assert (_again(message).state, message.attempts) == (MessageState.FAILED, MOST_UNCLEAR)
    assert len(post.taken) == MOST_UNCLEAR


def test_a_refusal_after_an_unclear_attempt_leaves_it_unclear(post: Post) -> None:
    post.breaks_after_data = 1
    message = note()
    deliver()
    later(11)
    post.answer_rcpt = lambda _address: "450 busy"
    deliver()
    assert (_again(message).state, message.attempts) == (MessageState.UNCLEAR, 2)


class _Killed(BaseException):
    """As if the process had been killed: no handler of ours sees it."""


def test_a_worker_killed_while_it_sends_leaves_the_message_unclear(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(line: carriers.Connection, *_args: object) -> None:
        assert line.smtp
        line.smtp.close()  # as the system does for a process that is gone
        raise _Killed

    message = note()
    with monkeypatch.context() as patch:
        patch.setattr(carriers.Connection, "_hand_over", die)
        with pytest.raises(_Killed):
            deliver()
    assert _again(message).state == MessageState.SENDING
    assert message.attempted_at, "written before the server was asked"
    later(9)
    assert deliver() == 0
    assert _again(message).state == MessageState.SENDING
    later(1.1)
    assert deliver() == 1
    assert (_again(message).state, message.attempts) == (MessageState.SENT, 2)


def test_what_cannot_be_put_together_holds_up_nobody(post: Post) -> None:
    bad, good = note("a@example.vn"), note("b@example.vn")
    Message.objects.filter(pk=bad.pk).update(attachments=[{"name": "x"}])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery.logger, "exception", lambda *_args: None)
        assert deliver() == 1
    assert (_again(bad).state, _again(good).state) == (MessageState.FAILED, MessageState.SENT)


def test_lines_that_begin_with_a_dot_arrive(post: Post) -> None:
    note(what=".\n..\n.htaccess")
    deliver()
    assert "..htaccess" not in (content := post.taken[0][1].get_content())
    assert ".htaccess" in content


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_message_once(port: int) -> None:
    messages = [note(f"so{number}@example.vn") for number in range(40)]
    for number in range(10):
        note("officer@example.vn", what=f"tin {number}", digest_key="class.1", due_at=messages[0].due_at)
    post, failures = Post(), []

    def work() -> None:
        try:
            while deliver():
                pass
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    with open_post(post, port):
        workers = [threading.Thread(target=work) for _worker in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
    assert not failures
    counted = Counter(post.receivers)
    assert set(counted.values()) == {1}
    assert len(counted) == 41
    texts = [mail.get_content() for address, mail in post.taken if address == "officer@example.vn"]
    assert all(f"tin {number}" in texts[0] for number in range(10))
