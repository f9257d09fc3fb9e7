"""Codes of six digits: short-lived, used once, hopeless to guess, sent where the office knows somebody."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.once import FIELD, new_token, once
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message
from khuevan.people.domain.access_codes import (
    AN_HOUR,
    KEPT,
    MOST_AN_HOUR,
    MOST_TO_ONE,
    PAUSE,
    TRIES,
    VALID,
    forget_codes,
    masked_contact,
    masked_email,
    masked_phone,
    redeem_code,
    send_code,
)
from khuevan.people.enums import ContactSlot
from khuevan.people.models import AccessCode, Contact
from tests.factories import OfficeFactory, OrganizationFactory

type Digits = Callable[[], str]


@pytest.fixture
def contact(db: None) -> Contact:
    return Contact.objects.create(
        organization=OrganizationFactory(name="UBND xã Diên Khánh"),
        slot=ContactSlot.FOCAL,
        name="Lê Hữu Phước",
        phone="02583822412",
        email="phuoc@dk.gov.vn",
    )


def _send(contact: Contact | None = None, subject: str = "quota-7", **values: object) -> AccessCode:
    given = {"office_id": None, "contact": contact, "about": "danh sách cử"}
    return send_code(purpose="nominations.submission", subject=subject, **{**given, **values})  # type: ignore[arg-type]


def _redeem(typed: str, subject: str = "quota-7") -> AccessCode:
    return redeem_code(purpose="nominations.submission", subject=subject, typed=typed)


def _refused(code: str, function: Callable[..., object], *args: object, **values: object) -> str:
    with pytest.raises(DomainError) as refused:
        function(*args, **values)
    assert refused.value.code == code
    return refused.value.message


def _wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def _age(**past: float) -> None:
    """Lets everything sent so far have been sent earlier."""
    for code in AccessCode.objects.all():
        code.made_at -= timedelta(**past)
        code.expires_at -= timedelta(**past)
        code.save()


def test_the_code_that_was_sent_opens_once(contact: Contact, sent_digits: Digits) -> None:
    office = OfficeFactory()
    sent = _send(contact, office_id=office.pk)
    assert timedelta(minutes=14) < sent.expires_at - timezone.now() <= VALID
    message = Message.objects.get()
    assert (message.channel, message.to_email, message.is_secret) == (Channel.EMAIL, "phuoc@dk.gov.vn", True)
    assert (message.to_name, message.office_id) == ("Lê Hữu Phước", office.pk)
    assert "danh sách cử" in message.subject
    digits = sent_digits()
    assert digits not in message.subject, "a subject stands on locked screens"
    code = _redeem(f" {digits[:3]} {digits[3:]} ")
    assert (code, code.contact) == (sent, contact)
    assert code.used_at is not None
    _refused("code_over", _redeem, digits)


def test_a_contact_with_a_telephone_only_is_told_by_hand(contact: Contact) -> None:
    contact.email = ""
    contact.save()
    _send(contact)
    message = Message.objects.get()
    assert (message.channel, message.to_phone) == (Channel.HAND, "02583822412")


def test_a_code_can_go_to_an_address_alone_and_must_go_somewhere(contact: Contact) -> None:
    _send(email="nguyet@example.vn", name="Trần Thị Minh Nguyệt")
    assert Message.objects.get().to_name == "Trần Thị Minh Nguyệt"
    _refused("code_nowhere", _send, subject="other")
    contact.email = contact.phone = ""
    _refused("code_nowhere", _send, contact, subject="other")
    assert AccessCode.objects.count() == 1


@pytest.mark.usefixtures("db")
def test_the_code_is_stored_and_told_nowhere_but_in_its_message(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()
    _refused("code_wrong", _redeem, _wrong(digits))
    _redeem(digits)
    stored = str(list(AccessCode.objects.values())) + str(list(AuditEntry.objects.values()))
    for secret in (digits, f"{digits[:3]} {digits[3:]}"):
        assert secret not in stored
    audit = str(list(AuditEntry.objects.values()))
    assert AccessCode.objects.get().code_hash not in audit
    assert "quota-7" not in audit
    entries = AuditEntry.objects.filter(subject_type="people.accesscode").order_by("pk")
    assert [entry.verb for entry in entries] == ["people.send_code", "people.redeem_code", "people.redeem_code"]
    assert {entry.actor_label for entry in entries} == {"Lê Hữu Phước, UBND xã Diên Khánh"}


def test_the_same_digits_are_stored_differently_for_another_subject(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()
    _send(contact, subject="quota-8")
    AccessCode.objects.filter(subject="quota-8").update(code_hash=AccessCode.objects.get(subject="quota-7").code_hash)
    _refused("code_wrong", _redeem, digits, subject="quota-8")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "12345a", "x" * 10_000])
def test_what_cannot_be_a_code_is_no_try(contact: Contact, typed: str) -> None:
    _send(contact)
    for _turn in range(TRIES + 1):
        _refused("code_wrong", _redeem, typed)
    assert AccessCode.objects.get().wrong == 0


def test_five_wrong_tries_kill_a_code(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()
    for turn in range(TRIES):
        _refused("code_wrong", _redeem, _wrong(digits))
        assert AccessCode.objects.get().wrong == turn + 1
    _refused("code_over", _redeem, digits)
    _refused("code_over", _redeem, _wrong(digits))


def test_a_code_serves_fifteen_minutes(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    AccessCode.objects.update(expires_at=timezone.now())
    _refused("code_over", _redeem, sent_digits())


def test_without_a_code_the_answer_is_that_of_a_used_one(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    _redeem(sent_digits())
    assert _refused("code_over", _redeem, "123456") == _refused("code_over", _redeem, "123456", subject="never")


def test_a_newer_code_takes_the_place_of_an_older_one(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    first = sent_digits()
    _age(minutes=2)
    _send(contact)
    second = sent_digits()
    if first != second:
        _refused("code_wrong", _redeem, first)
    _redeem(second)
    _refused("code_over", _redeem, first)


def test_one_a_minute_and_five_an_hour(contact: Contact) -> None:
    _send(contact)
    _refused("code_too_soon", _send, contact)
    _send(contact, subject="another")
    for _turn in range(MOST_AN_HOUR - 1):
        _age(seconds=PAUSE.total_seconds() + 1)
        _send(contact)
    _age(seconds=PAUSE.total_seconds() + 1)
    assert ":" in _refused("code_too_soon", _send, contact), "it says when"
    assert AccessCode.objects.filter(subject="quota-7").count() == MOST_AN_HOUR
    _age(seconds=AN_HOUR.total_seconds())
    _send(contact)


def test_old_codes_are_forgotten_and_the_audit_stays(contact: Contact) -> None:
    _send(contact)
    _age(days=KEPT.days)
    young = _send(contact)
    forget_codes()
    assert AccessCode.objects.get() == young
    assert AuditEntry.objects.filter(verb="people.send_code").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_wrong_try_counts_although_the_work_around_it_is_undone(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()

    def confirm(typed: str) -> str:
        request = RequestFactory().post("/", {FIELD: new_token(), "ma": typed})
        request.user = AnonymousUser()
        return once(request, lambda: f"/{_redeem(typed).pk}/")[0]

    for turn in range(TRIES):
        _refused("code_wrong", confirm, _wrong(digits))
        assert AccessCode.objects.get().wrong == turn + 1
    _refused("code_over", confirm, digits)
    assert AuditEntry.objects.filter(verb="people.redeem_code").count() == TRIES


@pytest.mark.django_db(transaction=True)
def test_a_right_code_is_given_back_when_the_work_around_it_fails(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _redeem(digits)
        _ = 1 // 0
    assert _redeem(digits).used_at


def _at_once(works: list[Callable[[], object]]) -> list[str]:
    """What each of several threads came to: ``ok``, or the code of the refusal."""
    start, answers = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
            answers.append("ok")
        except DomainError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_with_the_right_code_one_wins(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    digits = sent_digits()
    assert _at_once([lambda: _redeem(digits)] * 6) == ["code_over"] * 5 + ["ok"]
    assert AuditEntry.objects.filter(verb="people.redeem_code").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_wrong_ones_at_once_are_many_tries(contact: Contact, sent_digits: Digits) -> None:
    _send(contact)
    wrong = _wrong(sent_digits())
    answers = _at_once([lambda: _redeem(wrong)] * 8)
    assert answers == ["code_over"] * 3 + ["code_wrong"] * TRIES
    assert AccessCode.objects.get().wrong == TRIES


@pytest.mark.django_db(transaction=True)
def test_several_who_ask_at_once_get_one_code(contact: Contact) -> None:
    assert _at_once([lambda: _send(contact)] * 4) == ["code_too_soon"] * 3 + ["ok"]
    assert (AccessCode.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("02583822412", "0258 *** 412"),
        ("0258 3822 412", "0258 *** 412"),
        ("0912345678", "0912 *** 678"),
        ("+84 912 345 678", "0912 *** 678"),
        ("024 3823 4567", "024 *** 567"),
        ("113", ""),
        ("", ""),
        ("nội bộ", ""),
    ],
)
def test_a_telephone_as_a_stranger_may_see_it(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("phuoc@dk.gov.vn", "ph***@dk.gov.vn"),
        ("an@dk.gov.vn", "a***@dk.gov.vn"),
        ("a@dk.gov.vn", "***@dk.gov.vn"),
        ("", ""),
        ("khong phai", ""),
    ],
)
def test_an_e_mail_address_as_a_stranger_may_see_it(email: str, shown: str) -> None:
    assert masked_email(email) == shown


def test_the_ways_to_reach_a_contact_e_mail_first() -> None:
    contact = Contact(phone="02583822412", email="phuoc@dk.gov.vn")
    assert masked_contact(contact) == [("email", "ph***@dk.gov.vn"), ("phone", "0258 *** 412")]
    assert masked_contact(Contact(phone="0912345678")) == [("phone", "0912 *** 678")]
    assert masked_contact(Contact()) == []


def test_whoever_asks_for_codes_under_many_pretexts_is_stopped_too(contact: Contact) -> None:
    for number in range(MOST_TO_ONE):
        _send(contact, f"submission-{number}")
    assert ":" in _refused("code_too_soon", _send, contact, "one-more")
    other = Contact.objects.create(organization=contact.organization, slot=ContactSlot.CLERK, email="vt@dk.gov.vn")
    _send(other, "one-more")
    _age(hours=1)
    _send(contact, "one-more-later")
