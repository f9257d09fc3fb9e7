"""Two entries made one and two again: what moves, what is refused, what comes back."""

import threading
from datetime import date

import pytest
from django.db import connection, connections

from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.core.history import history_of
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.duplicates import tell_apart
from khuevan.people.domain.merging import absorbed_by, merge_people, unmerge_people
from khuevan.people.domain.persons import add_person, change_person, know, remove_person
from khuevan.people.domain.postings import add_posting
from khuevan.people.domain.referring import columns_naming_people
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Office, Person, PersonMerge, PossibleDuplicate, User
from khuevan.training.domain.arrangements import add_lecturer
from tests.factories import EnrollmentFactory, OfficeFactory, RoleFactory, TrainingClassFactory, UserFactory, staff
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


def _two(officer: User, office: Office, **second: str) -> tuple[Person, Person]:
    first = add_person(officer, full_name="Trần Văn Bình", birth="1980", phone="0912345678", office=office)
    return first, add_person(officer, full_name="Trần Bình", office=office, **second)


def _learner(office: Office, person: Person, **values: object) -> Enrollment:
    return EnrollmentFactory(training_class=TrainingClassFactory(office=office), person=person, **values)


def test_every_way_to_name_a_person_is_known() -> None:
    found = {f"{column.model._meta.label}.{column.name}" for column in columns_naming_people()}
    assert {
        "nominations.Enrollment.person",
        "training.Lecturer.person",
        "training.CommitteeMember.person",
        "training.CeremonyRole.person",
        "training.Guest.person",
        "training.Venue.contact",
        "people.Posting.person",
    } <= found


def test_the_other_entry_goes_and_what_named_it_names_the_kept_one(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office, email="binh@example.org", rank="TS")
    learner = _learner(office, gone)
    lecturer = add_lecturer(officer, learner.training_class, person=gone, title="Giám đốc")
    add_posting(officer, gone, position="Giám đốc")
    merge = merge_people(officer, kept, gone)
    assert Enrollment.objects.get(pk=learner.pk).person == kept
    lecturer.refresh_from_db()
    assert (lecturer.person, lecturer.title) == (kept, "Giám đốc")
    assert kept.postings.count() == 1
    assert set(Person.objects.visible_to(officer)) == {kept}
    gone.refresh_from_db()
    assert (gone.merged_into, gone.full_name, gone.email) == (kept, "Trần Bình", "binh@example.org")
    assert (kept.email, kept.rank, kept.phone) == ("binh@example.org", "TS", "0912345678"), "gaps are filled"
    assert sum(len(part["rows"]) for part in merge.moved) == 3


def test_of_each_field_the_chosen_value_is_kept_and_comes_back(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office, phone="0987654321", birth="1980-02-03", citizen_id="079180012345")
    before = Person.objects.filter(pk=kept.pk).values().get()
    merge = merge_people(officer, kept, gone, take={"full_name", "birth", "citizen_id"})
    assert (kept.full_name, kept.birth_date, kept.phone) == ("Trần Bình", date(1980, 2, 3), "0912345678")
    assert kept.search_key == gone.search_key, "found by the new name"
    assert list(Person.objects.all().with_citizen_id(gone.citizen_id_hash)) == [kept]
    assert unmerge_people(officer, merge) == 0
    assert Person.objects.filter(pk=kept.pk).values().get() == before


def test_an_old_number_finds_the_one_who_stands_for_its_bearer(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office, citizen_id="024180901")
    change_person(officer, kept, citizen_id="079180012345")
    number = gone.citizen_id_hash
    merge_people(officer, kept, gone)
    third = add_person(officer, full_name="Trần B", office=office)
    merge_people(officer, third, kept)
    assert list(Person.objects.visible_to(officer).with_citizen_id(number)) == [third]


def test_a_value_corrected_since_stays_when_the_merge_is_taken_back(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office, email="binh@example.org", rank="TS")
    merge = merge_people(officer, kept, gone)
    change_person(officer, kept, email="moi@example.org")
    unmerge_people(officer, merge)
    kept.refresh_from_db()
    assert (kept.email, kept.rank) == ("moi@example.org", "")


def test_merges_taken_back_in_the_order_they_were_made(office: Office, officer: User) -> None:
    """The later one built upon the first: it is told what was there before."""
    kept, gone = _two(officer, office, phone="0987654321")
    third = add_person(officer, full_name="Trần B", phone="0909090909", office=office)
    first = merge_people(officer, kept, gone, take={"phone"})
    second = merge_people(officer, kept, third, take={"phone"})
    unmerge_people(officer, first)
    assert Person.objects.get(pk=kept.pk).phone == "0909090909"
    unmerge_people(officer, PersonMerge.objects.get(pk=second.pk))
    assert Person.objects.get(pk=kept.pk).phone == "0912345678"


def test_directories_are_united_and_parted(office: Office) -> None:
    other = OfficeFactory()
    both = UserFactory()
    for one in (office, other):
        RoleFactory(user=both, office=one)
    kept = add_person(both, full_name="Trần Văn Bình", office=office)
    goners = [add_person(both, full_name=f"Trần Bình {place}", office=other) for place in range(2)]
    merges = [merge_people(both, kept, gone) for gone in goners]
    assert set(kept.known_to.values_list("office", flat=True)) == {office.pk, other.pk}
    unmerge_people(both, merges[0])
    assert kept.known_to.filter(office=other).exists(), "the other merge still brings it there"
    unmerge_people(both, PersonMerge.objects.get(pk=merges[1].pk))
    assert sorted(DirectoryEntry.objects.values_list("office", "person")) == sorted(
        [(office.pk, kept.pk), *((other.pk, gone.pk) for gone in goners)]
    )


def test_an_office_that_took_the_kept_one_on_a_list_keeps_knowing_them(office: Office) -> None:
    other = OfficeFactory()
    both = UserFactory()
    for one in (office, other):
        RoleFactory(user=both, office=one)
    kept = add_person(both, full_name="Trần Văn Bình", office=office)
    merge = merge_people(both, kept, add_person(both, full_name="Trần Bình", office=other))
    learner = _learner(other, kept)
    unmerge_people(both, merge)
    assert kept.known_to.filter(office=other).exists()
    assert Enrollment.objects.get(pk=learner.pk).person == kept


def test_both_on_one_list_is_refused_until_one_is_off(office: Office, officer: User) -> None:
    here = world(teaching=False)
    one, other, _third = here.enrollments
    with refused("both_on_one_list") as error:
        merge_people(here.officer, one.person, other.person)
    assert here.training_class.title in error.value.message
    assert not PersonMerge.objects.exists()
    withdraw(here.officer, other, reason="Ghi trùng")
    merge_people(here.officer, one.person, other.person)
    assert here.training_class.enrollments.filter(person=one.person).count() == 2


def test_who_may(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    for somebody in (staff(office, RoleKind.EDITOR), staff(office, RoleKind.LEADER), staff(OfficeFactory())):
        with refused("not_allowed"):
            merge_people(somebody, kept, gone)
    merge = merge_people(staff(office, RoleKind.CLERK), kept, gone)
    for somebody in (staff(office, RoleKind.EDITOR), staff(OfficeFactory())):
        with refused("not_allowed"):
            unmerge_people(somebody, merge)
    unmerge_people(officer, merge)


def test_an_entry_that_another_office_knows_does_not_go(office: Office, officer: User) -> None:
    own, shared = _two(officer, office)
    other = OfficeFactory()
    know(other, [shared])
    with refused("known_elsewhere") as error:
        merge_people(officer, own, shared)
    assert "Trần Bình" in error.value.message
    merge = merge_people(officer, shared, own)
    assert list(Person.objects.visible_to(staff(other))) == [shared]
    assert not PersonMerge.objects.visible_to(staff(other)).exists(), "whom it never knew it is not told of"
    assert list(PersonMerge.objects.visible_to(officer)) == [merge]
    unmerge_people(officer, merge)
    know(other, [own])
    with refused("known_elsewhere"):
        merge_people(officer, shared, own)
    RoleFactory(user=officer, office=other)
    merge_people(User.objects.get(pk=officer.pk), shared, own)


def test_twice_the_same_is_told(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    with refused("same_person"):
        merge_people(officer, kept, kept)
    merge = merge_people(officer, kept, gone)
    with refused("already_merged") as error:
        merge_people(officer, kept, gone)
    assert "Trần Văn Bình" in error.value.message
    with refused("already_merged"):
        merge_people(officer, gone, kept)
    again = PersonMerge.objects.get(pk=merge.pk)
    unmerge_people(officer, merge)
    with refused("merge_undone"):
        unmerge_people(officer, again)


def test_what_somebody_changed_since_it_was_compared_is_told(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    seen = (stamp(kept), stamp(gone))
    change_person(officer, Person.objects.get(pk=gone.pk), phone="0987654321")
    with refused("changed_meanwhile"):
        merge_people(officer, kept, gone, seen=seen)
    merge_people(officer, kept, gone, seen=(seen[0], stamp(gone)))


def test_chains_are_taken_back_from_their_end(office: Office, officer: User) -> None:
    last, middle = _two(officer, office)
    first = add_person(officer, full_name="Trần B", office=office)
    learner = _learner(office, first)
    inner, outer = merge_people(officer, middle, first), merge_people(officer, last, middle)
    assert [person.pk for person in absorbed_by(last)] == [middle.pk, first.pk]
    assert Enrollment.objects.get(pk=learner.pk).person == last
    with refused("kept_was_merged") as error:
        unmerge_people(officer, inner)
    assert last.full_name in error.value.message
    unmerge_people(officer, outer)
    assert Enrollment.objects.get(pk=learner.pk).person == middle
    unmerge_people(officer, PersonMerge.objects.get(pk=inner.pk))
    assert Enrollment.objects.get(pk=learner.pk).person == first


def test_rows_deleted_since_are_counted(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    learner = _learner(office, gone)
    posting = add_posting(officer, gone, position="Giám đốc")
    merge = merge_people(officer, kept, gone)
    posting.delete()
    assert unmerge_people(officer, merge) == 1
    assert Enrollment.objects.get(pk=learner.pk).person == gone


def test_thousands_of_rows_move_and_come_back(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    model = gone.postings.model
    model.objects.bulk_create([model(person=gone, position=f"Việc {number}") for number in range(2_345)])
    merge = merge_people(officer, kept, gone)
    assert (kept.postings.count(), gone.postings.count()) == (2_345, 0)
    assert unmerge_people(officer, merge) == 0
    assert (kept.postings.count(), gone.postings.count()) == (0, 2_345)


def test_the_pair_is_decided_and_asked_about_again(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    pair = PossibleDuplicate.objects.create(first=kept, second=gone, score=70)
    merge = merge_people(officer, kept, gone)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("merged", officer)
    with refused("already_merged"):
        tell_apart(SYSTEM, kept, gone)
    unmerge_people(officer, merge)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("open", None)


def test_the_audit_says_it_in_words_and_masks_what_is_masked(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office, email="binh@example.org")
    earlier = list(AuditEntry.objects.values())
    merge = merge_people(officer, kept, gone)
    unmerge_people(officer, merge)
    entries = AuditEntry.objects.filter(verb__in=("people.merge_people", "people.unmerge_people"))
    assert entries.count() == 4, "one for each entry"
    assert "binh@example.org" not in str(list(entries.values("before", "after")))
    assert list(AuditEntry.objects.exclude(pk__in=entries).values()) == earlier
    assert all(change.label for entry in history_of(kept, gone) for change in entry.changes)


def test_an_entry_that_others_were_merged_into_is_not_removed(office: Office, officer: User) -> None:
    kept, gone = _two(officer, office)
    merge = merge_people(officer, kept, gone)
    with refused("person_stands_for_others"):
        remove_person(officer, kept)
    unmerge_people(officer, merge)
    remove_person(officer, gone)
    remove_person(officer, kept)
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_pair_at_once() -> None:
    """One of them is told; crosswise, too, nobody waits for ever and nobody is merged into both."""
    office = OfficeFactory()
    officer = staff(office)
    kept, gone = _two(officer, office)
    start, told = threading.Barrier(2), []

    def run(first: int, second: int) -> None:
        try:
            start.wait()
            merge_people(SYSTEM, Person.objects.get(pk=first), Person.objects.get(pk=second))
            told.append("done")
        except DomainError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=keys) for keys in ((kept.pk, gone.pk), (gone.pk, kept.pk))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["already_merged", "done"], connection.vendor
    assert Person.objects.filter(merged_into=None).count() == 1
    assert PersonMerge.objects.count() == 1
