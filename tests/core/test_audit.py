"""Promise 9: every verb leaves its entry, and secrets stay out of it."""

import pytest

from khuevan.core import audit
from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.people.domain.offices import create_user, reset_password
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person, User
from tests.factories import OfficeFactory, PersonFactory, UserFactory

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
