"""A form does its work once, whatever the network and the fingers do."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from khuevan.core.errors import CountedError, DomainError, in_larger_work
from khuevan.core.models import FormReceipt
from khuevan.core.once import FIELD, KEPT, forget_receipts, new_token, once
from khuevan.people.models import Organization, User
from tests.factories import OrganizationFactory, UserFactory


def _request(user: User | AnonymousUser, token: str) -> object:
    request = RequestFactory().post("/", {FIELD: token})
    request.user = user
    return request


@pytest.mark.django_db
def test_a_form_sent_twice_works_once_and_leads_to_the_same_place() -> None:
    user, token, done = UserFactory(), new_token(), []

    def work() -> str:
        done.append(1)
        return f"/noi-{len(done)}/"

    assert once(_request(user, token), work) == ("/noi-1/", True)
    assert once(_request(user, token), work) == ("/noi-1/", False)
    assert once(_request(user, new_token()), work) == ("/noi-2/", True)


@pytest.mark.django_db
def test_the_same_showing_with_other_words_is_another_work() -> None:
    user, token = UserFactory(), new_token()

    def sent(name: str) -> object:
        request = RequestFactory().post("/", {FIELD: token, "full_name": name})
        request.user = user
        return request

    assert once(sent("Lò Thị Mai"), lambda: "/1/") == ("/1/", True)
    assert once(sent("Vừ A Dính"), lambda: "/2/") == ("/2/", True), "typed over the last one after going back"
    assert once(sent("Lò Thị Mai"), lambda: "/3/") == ("/1/", False)


@pytest.mark.django_db
def test_files_count_as_words_and_are_read_again_by_the_work() -> None:
    user, token = UserFactory(), new_token()

    def sent(content: bytes) -> object:
        request = RequestFactory().post("/", {FIELD: token, "file": SimpleUploadedFile("a.txt", content)})
        request.user = user
        return request

    request = sent(b"one")
    assert once(request, lambda: request.FILES["file"].read().decode())[0] == "one"
    assert once(sent(b"one"), lambda: "again") == ("one", False)
    assert once(sent(b"two"), lambda: "two") == ("two", True)


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again() -> None:
    user, token = UserFactory(), new_token()

    def refuse() -> str:
        raise DomainError("no", "no")

    with pytest.raises(DomainError):
        once(_request(user, token), refuse)
    assert FormReceipt.objects.count() == 0
    assert once(_request(user, token), lambda: "/a/") == ("/a/", True)


@pytest.mark.django_db
def test_a_token_of_one_person_means_nothing_for_another() -> None:
    token = new_token()
    once(_request(UserFactory(), token), lambda: "/a/")
    # a foreign token cannot be used up, read or repeated
    with pytest.raises(Exception, match=r"(?i)unique"):
        once(_request(UserFactory(), token), lambda: "/b/")


@pytest.mark.django_db
def test_a_form_of_somebody_without_an_account_works_once_too() -> None:
    token, done = new_token(), []

    def work() -> str:
        done.append(1)
        return f"/noi-{len(done)}/"

    request = _request(AnonymousUser(), token)
    assert once(request, work) == ("/noi-1/", True)
    assert once(request, work) == ("/noi-1/", False)
    assert once(_request(AnonymousUser(), new_token()), work) == ("/noi-2/", True)
    # whoever signed in between is somebody else: what a visitor did is not told to an account
    with pytest.raises(Exception, match=r"(?i)unique"):
        once(_request(UserFactory(), token), work)


@pytest.mark.django_db(transaction=True)
def test_what_must_be_counted_is_counted_although_the_work_is_undone() -> None:
    counted = []

    def miss() -> None:
        OrganizationFactory(name="Sở Đoán Sai")
        raise CountedError("wrong", "wrong", lambda: counted.append(in_larger_work()))

    def refuse() -> str:
        with transaction.atomic():
            try:
                miss()
            except CountedError as error:
                error.work_undone()  # too early: this transaction is a part of another
                raise
        return "/"

    with pytest.raises(CountedError):
        once(_request(AnonymousUser(), new_token()), refuse)
    assert counted == [False], "once, and when nothing can undo it any more"
    assert not Organization.objects.filter(name="Sở Đoán Sai").exists()


@pytest.mark.django_db
def test_a_form_without_a_sound_token_is_simply_run() -> None:
    user = UserFactory()
    for token in ("", "x", "a" * 100, "../../../etc/passwd!"):
        assert once(_request(user, token), lambda: "/a/") == ("/a/", True)
    assert FormReceipt.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_do_the_work_once() -> None:
    user, token = UserFactory(), new_token()
    answers, start = [], threading.Barrier(2)

    def click() -> None:
        start.wait()
        try:
            answers.append(once(_request(user, token), lambda: f"/{OrganizationFactory(name='Sở Một Lần').pk}/"))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert len({address for address, _new in answers}) == 1
    assert sorted(new for _address, new in answers) == [False, True]


@pytest.mark.django_db
def test_old_receipts_are_forgotten() -> None:
    user = UserFactory()
    once(_request(user, new_token()), lambda: "/a/")
    once(_request(user, new_token()), lambda: "/b/")
    FormReceipt.objects.filter(address="/a/").update(at=timezone.now() - KEPT - timedelta(hours=1))
    forget_receipts()
    assert list(FormReceipt.objects.values_list("address", flat=True)) == ["/b/"]
