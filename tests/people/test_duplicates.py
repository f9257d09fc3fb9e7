"""Finding people entered twice: by blocks, in a job, again and again without asking what was decided."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.core.actors import SYSTEM
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import start
from khuevan.core.models import AuditEntry, Job
from khuevan.people.domain.duplicates import (
    FIND_DUPLICATES,
    WAYS,
    doubt_again,
    note_duplicates,
    pairs_found,
    tell_apart,
    traits_of,
)
from khuevan.people.domain.likeness import WORTH_A_LOOK, likeness
from khuevan.people.domain.merging import merge_people, unmerge_people
from khuevan.people.domain.persons import add_person, change_person, know, new_person
from khuevan.people.enums import RoleKind
from khuevan.people.jobs import look_where_people_came
from khuevan.people.models import Office, Person, PossibleDuplicate, User
from tests.factories import EnrollmentFactory, OfficeFactory, OrganizationFactory, TrainingClassFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


def _add(office: Office, name: str, birth: str | None = None, **values: str) -> Person:
    return add_person(SYSTEM, full_name=name, birth=birth, office=office, **values)


def _look(officer: User, office: Office, **params: object) -> Job:
    job = run_now(start(officer, FIND_DUPLICATES, office, **params))
    assert (job.state, job.trouble) == ("done", "")
    return job


def _pairs() -> set[tuple[int, int]]:
    return set(PossibleDuplicate.objects.filter(state="open").values_list("first", "second"))


PAIRS = {
    "tone style": (("Đỗ Thị Hoà", "1982-06-02"), ("Đỗ Thị Hòa", "1982-06-02")),
    "without diacritics": (("Nguyễn Văn Hùng", "1982-06-02"), ("NGUYEN VAN HUNG", "1982-06-02")),
    "slip in the family name": (("Phạm Thu Thảo", "1982-06-02"), ("Phan Thu Thảo", "1982-06-02")),
    "given name first": (("Nguyễn Văn Hùng", "1982-06-02"), ("Hùng Nguyễn Văn", "1982-06-02")),
    "day and month": (("Nguyễn Văn Hùng", "1982-06-02"), ("Nguyễn Văn Hùng", "1982-02-06")),
    "digit of the year": (("Nguyễn Văn Hùng", "1982-06-02"), ("Nguyễn Văn Hùng", "1992-06-02")),
    "digit of the day": (("Nguyễn Văn Hùng", "1982-06-02"), ("Nguyễn Văn Hùng", "1982-06-12")),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_likely_pairs_are_found_among_others(kind: str, office: Office, officer: User) -> None:
    first, second = (_add(office, *one) for one in PAIRS[kind])
    for name, birth in (("Lê Thị Mai", "1982-06-02"), ("Nguyễn Văn Nam", "1982-06-02"), ("Nguyễn Văn Hùng", "1960")):
        _add(office, name, birth)
    _look(officer, office)
    assert _pairs() == {(first.pk, second.pk)}


def test_pairs_by_telephone_e_mail_and_number(office: Office, officer: User) -> None:
    by_phone = [_add(office, "Trần Văn Bình", phone=phone) for phone in ("01212345678", "079 2345678")]
    by_email = [_add(office, "Lê Thị Mai", email=email) for email in ("mai@example.org", "Mai@example.org")]
    by_number = [_add(office, name) for name in ("Y Bhốk Ênuôl", "Ksor Phước")]
    Person.objects.filter(pk__in=[one.pk for one in by_number]).update(citizen_id_hash="c" + "a" * 63)
    _look(officer, office)
    assert _pairs() == {tuple(one.pk for one in pair) for pair in (by_phone, by_email, by_number)}
    found = PossibleDuplicate.objects.get(first=by_number[0])
    assert found.score == WORTH_A_LOOK
    assert set(found.reasons) == {"citizen_id_same", "name_other"}


def test_pairs_by_name_and_agency(office: Office, officer: User) -> None:
    body, made = OrganizationFactory(), TrainingClassFactory(office=office)
    pair = [_add(office, "Trần Văn Bình") for _turn in range(2)]
    elsewhere = _add(office, "Trần Văn Bình")
    for order, (person, agency) in enumerate([*((one, body) for one in pair), (elsewhere, OrganizationFactory())], 1):
        EnrollmentFactory(training_class=made, person=person, organization=agency, order=order)
    _look(officer, office)
    assert _pairs() == {(pair[0].pk, pair[1].pk)}
    assert "agency_same" in PossibleDuplicate.objects.get().reasons


def test_of_another_office_nobody_is_compared(office: Office, officer: User) -> None:
    other = OfficeFactory()
    for where in (office, other):
        _add(where, "Trần Văn Bình", "1980-01-02")
    _look(officer, office)
    assert not PossibleDuplicate.objects.exists()
    know(office, list(Person.objects.all()))
    _look(officer, office)
    assert len(_pairs()) == 1
    assert not PossibleDuplicate.objects.visible_to(staff(other)).exists(), "which knows only one of the two"
    assert PossibleDuplicate.objects.visible_to(officer).count() == 1


def test_looking_again_changes_nothing_and_forgets_what_is_alike_no_more(office: Office, officer: User) -> None:
    first, second = (_add(office, "Trần Văn Bình", "1980-01-02") for _turn in range(2))
    _look(officer, office)
    before = list(PossibleDuplicate.objects.values())
    entries = AuditEntry.objects.filter(verb="people.note_duplicates").count()
    _look(officer, office)
    assert list(PossibleDuplicate.objects.values()) == before
    assert AuditEntry.objects.filter(verb="people.note_duplicates").count() == entries
    change_person(officer, second, phone="0912345678")
    change_person(officer, first, phone="0912345678")
    _look(officer, office)
    assert PossibleDuplicate.objects.get().score > before[0]["score"]
    change_person(officer, first, full_name="Lê Thị Mai", phone="")
    _look(officer, office)
    assert not PossibleDuplicate.objects.exists()


def test_told_apart_stays_told_apart(office: Office, officer: User) -> None:
    first, second = (_add(office, "Trần Văn Bình", "1980-01-02") for _turn in range(2))
    _look(officer, office)
    pair = tell_apart(officer, second, first)
    assert (pair.state, pair.decided_by) == ("dismissed", officer)
    tell_apart(officer, first, second)
    assert AuditEntry.objects.filter(verb="people.tell_apart").count() == 1, "the second time changes nothing"
    _look(officer, office)
    assert PossibleDuplicate.objects.get().state == "dismissed"
    for somebody in (staff(office, RoleKind.EDITOR), staff(OfficeFactory())):
        with refused("not_allowed"):
            doubt_again(somebody, pair)
    doubt_again(officer, pair)
    with refused("pair_not_decided"):
        doubt_again(officer, pair)
    assert _pairs() == {(first.pk, second.pk)}


def test_who_was_told_apart_from_an_entry_is_so_from_whoever_it_was_merged_into(office: Office, officer: User) -> None:
    first, second, third = (_add(office, "Trần Văn Bình", "1980-01-02") for _turn in range(3))
    tell_apart(officer, second, third)
    merge = merge_people(officer, first, second)
    _look(officer, office)
    assert _pairs() == set()
    unmerge_people(officer, merge)
    _look(officer, office)
    assert _pairs() == {(first.pk, second.pk), (first.pk, third.pk)}


def test_only_people_just_added_are_compared(office: Office, officer: User) -> None:
    old = [_add(office, "Trần Văn Bình", "1980-01-02") for _turn in range(2)]
    new = _add(office, "TRẦN VĂN BÌNH", "1980-01-02")
    _look(officer, office, only=[new.pk])
    assert _pairs() == {(one.pk, new.pk) for one in old}


def test_a_telephone_that_everybody_gives_says_nothing(office: Office, officer: User) -> None:
    for number in range(40):
        _add(office, f"Trần Văn {'ABCDEFGHIKLMNOPQRSTU'[number % 20]}", phone="02713870123")
    way = next(way for way in WAYS if way.columns == ("phone",))
    assert pairs_found(office.pk, way) == []


def test_who_may_look(office: Office) -> None:
    for somebody in (staff(office, RoleKind.EDITOR), staff(OfficeFactory())):
        with refused("not_allowed"):
            start(somebody, FIND_DUPLICATES, office)
        with refused("not_allowed"):
            note_duplicates(somebody, office, [])


def test_the_worker_looks_where_people_came(office: Office) -> None:
    _add(office, "Trần Văn Bình", "1980-01-02")
    empty = OfficeFactory()
    for _turn in range(2):
        look_where_people_came()
        (job,) = Job.objects.filter(kind=FIND_DUPLICATES)
        assert job.office_id == office.pk != empty.pk
        run_now(job)
    _add(office, "Trần Văn Bình", "1980-01-02")
    look_where_people_came()
    run_now(Job.objects.filter(state="waiting").get())
    assert len(_pairs()) == 1


names = st.sampled_from(
    ("Nguyễn Văn Hùng", "Nguyen Van Hung", "NGUYỄN VĂN HƯNG", "Nguyễn Hùng", "Hùng Nguyễn Văn", "Lê Thị Mai", "Lê Mai")
)
births = st.sampled_from((None, "1982", "1982-06-02", "1982-02-06", "1992-06-02", "1982-01-01", "1982-06-12"))
known = st.tuples(names, births, st.sampled_from(("", "0912345678")), st.sampled_from(("", "a@b.vn")))


@settings(deadline=None, max_examples=60)
@given(st.lists(known, min_size=2, max_size=9))
def test_blocks_lose_no_pair_that_comparing_everybody_would_find(
    everybody: list[tuple[str, str | None, str, str]],
) -> None:
    office = OfficeFactory()
    people = [
        new_person({"full_name": name, "phone": phone, "email": email}, birth)
        for name, birth, phone, email in everybody
    ]
    for person in people:
        person.save()
    know(office, people)
    blocks = {pair.keys for way in WAYS for pair in pairs_found(office.pk, way)}
    all_pairs = {
        (one.pk, other.pk)
        for one, other in combinations(people, 2)
        if likeness(traits_of(one), traits_of(other)).score >= WORTH_A_LOOK
    }
    assert blocks == all_pairs
