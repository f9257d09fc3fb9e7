"""Promise 9: every verb leaves its entry, and secrets stay out of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core import audit
from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.people.domain.offices import create_user, reset_password
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization, Person, User
from khuevan.vietnamese.folding import fold
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forget_test_verbs() -> object:
    known = dict(audit.VERBS)
    yield
    audit.VERBS.clear()
    audit.VERBS.update(known)


@pytest.mark.usefixtures("forget_test_verbs")
def test_a_verb_that_leaves_no_entry_cannot_commit() -> None:
    @audit.verb("test.silent")
    def silent() -> None:
        PersonFactory()

    with pytest.raises(audit.UnrecordedVerbError):
        silent()
    assert not Person.objects.exists()


@pytest.mark.usefixtures("forget_test_verbs")
def test_recording_under_another_name_does_not_count() -> None:
    @audit.verb("test.liar")
    def liar() -> None:
        audit.record(SYSTEM, "test.other", PersonFactory())

    with pytest.raises(audit.UnrecordedVerbError):
        liar()
    assert not AuditEntry.objects.exists()


@pytest.mark.usefixtures("forget_test_verbs")
def test_two_verbs_of_one_name_are_refused() -> None:
    audit.verb("test.twice")(lambda: None)
    with pytest.raises(ValueError, match=r"test\.twice"):
        audit.verb("test.twice")(lambda: None)


def test_an_update_writes_down_only_what_differs() -> None:
    person = PersonFactory(rank="")
    before = audit.snapshot(person)
    person.rank = "Thượng tá"
    audit.record(SYSTEM, "test.update", person, before)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"rank": ""}, {"rank": "Thượng tá"})


def test_many_objects_are_written_in_one_go(django_assert_num_queries: object) -> None:
    people = [PersonFactory() for _turn in range(30)]
    user = UserFactory()
    with django_assert_num_queries(1):
        audit.record(user, "test.bulk", people, reason="gộp")
    entries = AuditEntry.objects.all()
    assert len(entries) == 30
    assert {(entry.actor_id, entry.reason) for entry in entries} == {(user.pk, "gộp")}


def test_telephone_and_password_are_masked_but_their_change_is_told() -> None:
    person = PersonFactory(phone="0900000001")
    before = audit.snapshot(person)
    person.phone = "0900000002"
    audit.record(SYSTEM, "test.phone", person, before)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"phone": audit.MASK}, {"phone": audit.MASK})


def test_no_password_reaches_the_audit() -> None:
    office = OfficeFactory()
    user, password = create_user(
        SYSTEM, office=office, username="hang", full_name="Phạm Thu Hằng", kinds=[RoleKind.OFFICER]
    )
    second = reset_password(SYSTEM, office=office, user=user)
    user = User.objects.get()
    assert user.check_password(second)
    written = str(list(AuditEntry.objects.values_list("before", "after")))
    for secret in (password, second, user.password):
        assert secret not in written
    assert audit.MASK in written


def test_a_fact_is_masked_only_where_the_model_says_so() -> None:
    before = {"phone": "0900000001"}
    for one in (PersonFactory(), OrganizationFactory()):
        audit.record(SYSTEM, "test.fact", one, {**audit.snapshot(one), **before}, {"phone": "0900000002"})
    audit.record(SYSTEM, "test.facts", [PersonFactory(), OrganizationFactory()], after={"phone": "0900000003"})
    told = [(entry.before.get("phone"), entry.after["phone"]) for entry in AuditEntry.objects.order_by("pk")]
    assert told == [
        (audit.MASK, audit.MASK),
        ("0900000001", "0900000002"),
        (None, audit.MASK),
        (None, "0900000003"),
    ]


def test_columns_that_were_not_loaded_are_told_too() -> None:
    made = OrganizationFactory(name="Sở Y tế")
    assert audit.snapshot(Organization.objects.only("pk").get()) == audit.snapshot(made)


@given(st.text(max_size=260))
def test_the_words_of_a_label_are_folded_one_by_one(label: str) -> None:
    assert audit.subject_key(label) == " " + re.sub(r"\W+", " ", fold(label)).strip()[:199]
