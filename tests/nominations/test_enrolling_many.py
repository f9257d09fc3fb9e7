"""Long lists: bulk must promise what one row after another promised."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from khuevan.core.audit import MASK
from khuevan.core.models import AuditEntry
from khuevan.core.search.entering import MANY
from khuevan.nominations.domain.book import Book, Entry
from khuevan.nominations.domain.enrolling import Enrolled, enroll
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.persons import know, new_person
from khuevan.people.identity import citizen_id_hash, unseal_citizen_id
from khuevan.people.models import DirectoryEntry, Organization, Person
from khuevan.people.search import PEOPLE
from tests.factories import OfficeFactory
from tests.factories.worlds import World, refused, row, world

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "070082000123", "070082000999"
LETTERS = "abcdeghklm"


def name(number: int) -> str:
    return "Nguyễn Thị " + "".join(LETTERS[number // 10**place % 10] for place in range(4)).capitalize()


def many(count: int, first: int = 0) -> list[SimpleNamespace]:
    return [
        row(
            name(number),
            birth="1980-01-02" if number % 2 else None,
            gender="Nữ",
            position="Chuyên viên",
            organization=f"Sở {LETTERS[number % 10]}",
            phone=f"09{number:08d}",
            email=f"canbo{number}@tinh.example.vn",
        )
        for number in range(first, first + count)
    ]


def empty() -> World:
    return world(teaching=False, names=())


def take(here: World, rows: list[SimpleNamespace], **options: bool) -> Enrolled:
    return enroll(here.officer, here.training_class, rows, **options)


def test_a_thousand_rows_cost_a_few_queries_for_every_five_hundred() -> None:
    def queries(count: int, first: int) -> int:
        here = empty()
        with CaptureQueriesContext(connection) as caught:
            assert len(take(here, many(count, first)).taken) == count
        return len(caught)

    queries(10, 9_000)  # enters the bodies
    few = queries(10, 0)
    assert queries(150, 1_000) == few
    assert queries(1_000, 2_000) <= few + 20


def test_one_row_in_three_wrong_loses_only_itself() -> None:
    wrong: list[Callable[[SimpleNamespace], object]] = [
        lambda one: setattr(one, "full_name", "Đ" * 151),
        lambda one: setattr(one, "full_name", "  "),
        lambda one: setattr(one, "email", "canbo@"),
        lambda one: setattr(one, "birth", "1980-02-31"),
        lambda one: setattr(one, "phone", "0" * 41),
        lambda one: setattr(one, "note", "x" * 301),
        lambda one: setattr(one, "organization", "S" * 251),
    ]
    here, rows = empty(), many(600)
    for number, one in enumerate(rows[::3]):
        wrong[number % len(wrong)](one)
    result = take(here, rows)
    assert [one.row for one in result.refused] == rows[::3]
    assert all(one.message for one in result.refused)
    good = [one for number, one in enumerate(rows) if number % 3]
    assert [one.full_name for one in here.enrollments] == [one.full_name for one in good]
    assert [one.order for one in here.enrollments] == list(range(1, 401))
    assert Person.objects.count() == len(result.new_people) == 400


def test_every_object_has_its_entry_as_a_single_one_would() -> None:
    here = empty()
    result = take(here, many(300))
    alone = empty()
    single = [take(alone, [one]) for one in many(300, first=5_000)[:2]]
    entries = {(one.subject_type, one.subject_id): one for one in AuditEntry.objects.filter(verb="nominations.enroll")}
    added = [*result.new_organizations, *result.new_people, *result.taken]
    added += [obj for one in single for obj in (*one.new_organizations, *one.new_people, *one.taken)]
    assert set(entries) == {(one._meta.label_lower, str(one.pk)) for one in added}
    for one in result.taken:
        entry = entries["nominations.enrollment", str(one.pk)]
        assert (entry.before, entry.office_key, entry.actor_id) == ({}, here.office.pk, here.officer.pk)
        assert entry.after["full_name"] == one.full_name
        assert entry.after["phone"] == entry.after["email"] == MASK
        assert entry.after.get("birth_date") == (str(one.birth_date) if one.birth_date else None)
        assert (entry.after["person_id"], entry.after["organization_id"]) == (one.person_id, one.organization_id)
        assert entry.subject_label == str(one)
    kinds = {kind: sum(1 for one, _key in entries if one == kind) for kind, _key in entries}
    assert kinds["people.person"] == kinds["nominations.enrollment"] == 302


def test_people_of_a_list_are_those_a_form_makes() -> None:
    here = empty()
    values = {"full_name": "H'Hen Niê", "gender": "female", "phone": "0912345678", "email": "a@b.vn"}
    more = {"honorific": "Đồng chí", "rank": "Thượng tá"}
    brought = row(" H'Hen Niê ", gender="Nữ", birth="1980-01-02", phone="0912345678", email="a@b.vn")
    vars(brought).update(more)
    taken = take(here, [brought]).taken[0]
    made = new_person({**values, **more}, "1980-01-02")
    stored = Person.objects.get()
    for field in Person._meta.concrete_fields:
        assert field.primary_key or getattr(stored, field.attname) == getattr(made, field.attname), field.name
    assert (taken.honorific, taken.birth_date) == ("Đồng chí", date(1980, 1, 2))
    assert (taken.name_key, Enrollment.objects.get().search_key) == (stored.name_key, taken.search_key)


@pytest.mark.parametrize("count", (MANY - 50, MANY + 50))
def test_the_search_finds_them_all(count: int) -> None:
    here = empty()
    rows = many(count)
    vars(rows[0]).update(full_name="Đặng (Sỹ) H’Hen-Niê", phone="+84 912.345-678/0987", email="A.B@Ước.vn")
    people = [one.person for one in take(here, rows).taken]
    assert DirectoryEntry.objects.filter(office=here.office).count() == count
    written = _index()
    assert {record for _scope, _word, _place, record, _words in written} == {one.pk for one in people}
    assert {scope for scope, *_rest in written} == {here.office.pk}
    assert written == _filled_anew()


def _index() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT scope, word, place, record, words FROM {PEOPLE.table} ORDER BY 1, 2, 3, 4")
        return list(cursor.fetchall())


def _filled_anew() -> list[tuple[object, ...]]:
    links = list(DirectoryEntry.objects.values_list("office_id", "person_id"))
    DirectoryEntry.objects.all().delete()
    assert _index() == []
    for office, person in links:
        know(office, [person])
    return _index()


def test_citizen_ids_find_people_and_are_kept_only_when_asked() -> None:
    first, second, third = empty(), empty(), empty()
    result = take(first, [row("Lê Thị Mai", citizen_id=NUMBER)])
    assert (len(result.not_kept), Person.objects.get().citizen_id_sealed) == (1, "")
    result = take(second, [row("Đỗ Văn Ân", birth="1970", citizen_id=OTHER)], keep_citizen_ids=True)
    assert result.not_kept == []
    person = result.taken[0].person
    person.refresh_from_db()
    assert (unseal_citizen_id(person.citizen_id_sealed), person.citizen_id_hash) == (OTHER, citizen_id_hash(OTHER))
    assert take(third, [row("Đỗ Ân", citizen_id=OTHER)]).taken[0].person == person
    assert OTHER not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_who_is_known_gains_a_citizen_id_and_the_audit_says_so() -> None:
    here = empty()
    person = new_person({"full_name": "Đỗ Văn Ân"}, "1970-05-02")
    person.save()
    result = take(here, [row("Đỗ Văn Ân", birth="1970-05-02", citizen_id=NUMBER)], keep_citizen_ids=True)
    assert (result.taken[0].person, result.new_people, result.not_kept) == (person, [], [])
    person.refresh_from_db()
    assert unseal_citizen_id(person.citizen_id_sealed) == NUMBER
    entry = AuditEntry.objects.get(subject_type="people.person", subject_id=str(person.pk))
    assert (entry.before, entry.after) == ({"citizen_id_sealed": ""}, {"citizen_id_sealed": MASK})


def test_citizen_ids_that_contradict_are_refused_row_by_row() -> None:
    here = empty()
    take(here, [row("Đỗ Văn Ân", birth="1970-05-02", gender="Nam", citizen_id=NUMBER)], keep_citizen_ids=True)
    later = world(teaching=False, names=())
    later.training_class.office = here.office
    later.training_class.save()
    rows = [
        row("Trần Thị Phượng", birth="1980-01-01", citizen_id=NUMBER),
        row("Đỗ Văn Ân", birth="1970-05-02", citizen_id=OTHER),
        row("Lê Thị Mai", citizen_id="12345"),
        row("Lê Thị Mai", birth="1980"),
        row("Điểu Ong", citizen_id="070090000001"),
        row("Điểu Kim", citizen_id="070090000001"),
    ]
    with transaction.atomic():
        result = enroll(here.officer, here.training_class, rows, keep_citizen_ids=True)
    assert [one.full_name for one in result.taken] == ["Lê Thị Mai", "Điểu Ong"]
    assert [one.row for one in result.refused] == [rows[0], rows[1], rows[2], rows[5]]
    assert not any(digits in one.message for one in result.refused for digits in (NUMBER, OTHER))


def test_whom_an_officer_chose_is_meant_even_after_a_merge() -> None:
    here = empty()
    kept, gone = (new_person({"full_name": text}, None) for text in ("Đỗ Văn Ân", "Đỗ Ân"))
    kept.save()
    gone.save()
    removed = new_person({"full_name": "Lê Thị Mai"}, None)
    removed.save()
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    stale = Person(pk=removed.pk, full_name="Lê Thị Mai")
    removed.delete()
    book = Book(here.training_class)
    chosen, lost = book.enroll([Entry("Đỗ Ân", person=gone), Entry("Lê Thị Mai", person=stale)])
    assert isinstance(chosen, Enrollment)
    assert chosen.person == kept
    with refused("person_is_gone"):
        raise lost  # type: ignore[misc]


def test_a_stranger_is_somebody_new_whoever_has_the_same_name() -> None:
    here = empty()
    first = take(here, [row("Đỗ Văn Ân", birth="1970-05-02", organization="Sở Y tế")]).taken[0]
    book = Book(here.training_class)
    entry = Entry("Đỗ Văn Ân", "1970-05-02", organization_name="Sở Y tế")
    (double,) = book.enroll([entry])
    with refused("already_on_the_list"):
        raise double  # type: ignore[misc]
    entry.stranger = True
    (second,) = Book(here.training_class).enroll([entry])
    assert isinstance(second, Enrollment)
    assert second.person != first.person
    assert second.organization == first.organization


def test_nobody_is_known_to_an_office_by_a_refused_row() -> None:
    here, elsewhere = empty(), OfficeFactory()
    person = new_person({"full_name": "Đỗ Văn Ân"}, "1970-05-02")
    person.save()
    know(elsewhere, [person])
    take(here, [row("Đỗ Văn Ân", birth="1970-05-02", note="x" * 301, organization="Sở chưa ai biết")])
    assert not DirectoryEntry.objects.filter(office=here.office).exists()
    assert not Organization.objects.filter(name="Sở chưa ai biết").exists()
