"""Citizen IDs: sealed, found by a keyed hash, masked, never in the audit."""

import json
import logging

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.people.domain.persons import add_person, change_person, remove_person, reveal_citizen_id
from khuevan.people.enums import RoleKind
from khuevan.people.identity import (
    citizen_id_hash,
    digits_of,
    hash_of_query,
    masked,
    seal_citizen_id,
    unseal_citizen_id,
)
from khuevan.people.models import Person
from khuevan.people.sealing import UnreadableSecretError
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused

NUMBER = "079182012345"
numbers = st.from_regex(r"(\d{9}|\d{12})", fullmatch=True).filter(str.isascii)


@given(numbers)
def test_what_is_sealed_comes_back_and_is_found(number: str) -> None:
    sealed = seal_citizen_id(number)
    assert unseal_citizen_id(sealed.sealed) == number
    assert number not in sealed.sealed
    assert number not in sealed.hash
    assert sealed.hash == citizen_id_hash(number) == hash_of_query(f" {number[:3]} {number[3:]} ")
    assert len(sealed.hash) == 64
    assert len(sealed.sealed) <= Person._meta.get_field("citizen_id_sealed").max_length
    assert seal_citizen_id(number).sealed != sealed.sealed, "equal numbers are not seen to be equal"


@given(numbers, numbers)
def test_two_numbers_have_two_hashes(one: str, other: str) -> None:
    assert (citizen_id_hash(one) == citizen_id_hash(other)) == (one == other)


def test_the_hash_tells_an_old_card_from_a_citizen_id() -> None:
    assert citizen_id_hash("024180901")[0] != citizen_id_hash(NUMBER)[0]


@pytest.mark.parametrize("text", ["", "12345", "0912345678", "07918201234a", "079182012345678", "٠٧٩١٨٢٠١٢٣٤٥"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert digits_of(text) is None
    assert hash_of_query(text) is None


def test_another_key_reads_and_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal_citizen_id(NUMBER)
    monkeypatch.setattr(settings, "KHUEVAN_IDENTITY_KEY", "another")
    with pytest.raises(UnreadableSecretError):
        unseal_citizen_id(sealed.sealed)
    assert citizen_id_hash(NUMBER) != sealed.hash
    assert "2345" not in masked(sealed.sealed)


def test_screens_show_the_last_digits_only() -> None:
    shown = masked(seal_citizen_id(NUMBER).sealed)
    assert shown.endswith("2345")
    assert "0791" not in shown
    assert masked("") == ""


def _everything_written() -> str:
    entries = AuditEntry.objects.values("subject_label", "subject_key", "before", "after", "reason", "actor_label")
    return json.dumps(list(entries), ensure_ascii=False, default=str)


@pytest.mark.django_db
def test_no_number_reaches_audit_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office = OfficeFactory()
    officer = staff(office)
    person = add_person(officer, full_name="Trần Văn Bình", citizen_id=NUMBER, office=office)
    change_person(officer, person, citizen_id="001082004321")
    change_person(officer, person, citizen_id="")
    assert (person.citizen_id_sealed, person.citizen_id_hash) == ("", "")
    written = _everything_written() + caplog.text
    assert AuditEntry.objects.filter(verb="people.change_person").count() == 2, "that it changed is told"
    for secret in (NUMBER, "001082004321", citizen_id_hash(NUMBER), citizen_id_hash("001082004321")):
        assert secret not in written
    assert "gAAAA" not in written, "nor what is sealed"


@pytest.mark.django_db
def test_the_same_number_again_changes_nothing() -> None:
    office = OfficeFactory()
    person = add_person(SYSTEM, full_name="Trần Văn Bình", citizen_id=NUMBER, office=office)
    before = person.citizen_id_sealed
    change_person(SYSTEM, person, citizen_id="079 182 012 345", phone="0912345678")
    assert person.citizen_id_sealed == before


@pytest.mark.django_db
def test_looking_at_a_number_is_for_those_who_may_change_it_and_is_written_down() -> None:
    office = OfficeFactory()
    person = add_person(SYSTEM, full_name="Trần Văn Bình", citizen_id=NUMBER, office=office)
    assert reveal_citizen_id(staff(office), person) == NUMBER
    entry = AuditEntry.objects.get(verb="people.reveal_citizen_id")
    assert (entry.subject_id, entry.before, entry.after) == (str(person.pk), {}, {})
    for other in (staff(office, RoleKind.EDITOR), staff(OfficeFactory())):
        with refused("not_allowed"):
            reveal_citizen_id(other, person)
    unknown = add_person(SYSTEM, full_name="Lê Thị Mai", office=office)
    with refused("citizen_id_missing"):
        reveal_citizen_id(staff(office), unknown)


@pytest.mark.django_db
def test_a_number_sealed_with_another_key_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    office = OfficeFactory()
    person = add_person(SYSTEM, full_name="Trần Văn Bình", citizen_id=NUMBER, office=office)
    monkeypatch.setattr(settings, "KHUEVAN_IDENTITY_KEY", "another")
    with refused("citizen_id_sealed"):
        reveal_citizen_id(staff(office), person)


@pytest.mark.django_db
def test_one_number_is_one_person() -> None:
    here, there = OfficeFactory(), OfficeFactory()
    officer = staff(here)
    first = add_person(officer, full_name="Trần Văn Bình", citizen_id=NUMBER, office=here)
    with refused("citizen_id_known") as error:
        add_person(officer, full_name="Trần Bình", citizen_id="079.182.012.345", office=here)
    assert "Trần Văn Bình" in error.value.message
    with refused("citizen_id_known") as error:
        add_person(staff(there), full_name="Trần Bình", citizen_id=NUMBER, office=there)
    assert "Trần Văn Bình" not in error.value.message, "whom another office knows is not named"
    second = add_person(officer, full_name="Trần Bình", office=here)
    with refused("citizen_id_known"):
        change_person(officer, second, citizen_id=NUMBER)
    with refused("citizen_id_unreadable"):
        change_person(officer, second, citizen_id="123")
    remove_person(officer, first)
    change_person(officer, Person.objects.get(pk=second.pk), citizen_id=NUMBER)
