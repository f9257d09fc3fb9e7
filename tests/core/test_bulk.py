"""Rows written in bulk lie in the database as the ORM would have put them there."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from khuevan.core.bulk import fresh, new_keys, point, store, write
from khuevan.core.models import AuditEntry
from khuevan.nominations.models import Enrollment
from khuevan.people.models import DirectoryEntry, Office, Organization, Person
from tests.factories import EnrollmentFactory, OfficeFactory, OrganizationFactory, PersonFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


def _columns(one: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields if not field.primary_key}


def _stored(model: type[models.Model]) -> list[dict[str, Any]]:
    return [_columns(one) for one in model._base_manager.order_by("pk")]


def _person(number: int) -> Person:
    born = date(1980, 1, 1 + number % 28) if number % 3 else None
    return Person(
        full_name=f"H'Hen Niê {number}",
        gender=("male", "female", "")[number % 3],
        birth_date=born,
        birth_year=1980 if born else None,
        name_key=f"k{number}",
        search_key=f'h\'hen "nie" \\ {{{number}}}',
    )


def test_rows_are_those_of_bulk_create() -> None:
    Person.objects.bulk_create([_person(number) for number in range(1_100)])
    expected = _stored(Person)
    Person.objects.all().delete()
    store([_person(number) for number in range(1_100)])
    assert _stored(Person) == expected


def test_keys_are_given_in_order_and_nobody_is_given_them_again() -> None:
    first = PersonFactory()
    many = [_person(number) for number in range(700)]
    store(many)
    keys = [one.pk for one in many]
    assert keys == sorted(set(keys))
    assert keys[0] > first.pk
    assert [Person.objects.get(pk=one.pk).full_name for one in many[::99]] == [one.full_name for one in many[::99]]
    assert not any(one._state.adding for one in many)
    assert PersonFactory().pk > keys[-1]


def test_keys_of_rows_that_were_deleted_are_not_given_again() -> None:
    last = PersonFactory()
    gone = last.pk
    last.delete()
    assert new_keys(Person, 2)[0] > gone


def test_the_first_row_of_a_table_gets_a_key() -> None:
    assert not Organization.objects.exists()
    store([Organization(name="Sở Y tế", search_key="so y te")])
    assert Organization.objects.get().pk > 0


def test_dates_times_and_json_lie_there_as_the_orm_reads_them() -> None:
    at = datetime(2026, 11, 22, 3, 4, 5, 678, tzinfo=UTC)
    told = {"tên": "Nguyễn Ước", "ngày": date(2026, 1, 2), "số": 3, "trống": None, "sâu": [{"x": 'a"b\\'}]}
    columns = ("at", "actor_label", "verb", "subject_type", "subject_id", "before", "after", "office_key")
    rest = {"subject_label": "", "subject_key": "", "reason": ""}
    rows = [(at, "a", "v", "t", str(turn), {}, told, None, *rest.values()) for turn in range(3)]
    write(AuditEntry, (*columns, *rest), rows)
    written = [_columns(one) for one in AuditEntry.objects.order_by("pk")]
    AuditEntry.objects.all().delete()
    values = dict(zip(columns, (at, "a", "v", "t", "", {}, told, None), strict=True))
    AuditEntry.objects.bulk_create([AuditEntry(**{**values, "subject_id": str(turn)}) for turn in range(3)])
    AuditEntry.objects.update(at=at)
    assert written == [_columns(one) for one in AuditEntry.objects.order_by("pk")]
    assert written[0]["after"]["ngày"] == "2026-01-02"


def test_what_is_there_is_passed_over_only_when_asked() -> None:
    office, people = OfficeFactory(), [PersonFactory() for _turn in range(3)]
    rows = [(office.pk, one.pk) for one in people]
    columns = ("office_id", "person_id")
    write(DirectoryEntry, columns, rows[:1])
    write(DirectoryEntry, columns, rows, ignoring=True)
    assert DirectoryEntry.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        write(DirectoryEntry, columns, rows)


def test_a_fresh_object_is_what_the_model_makes() -> None:
    training_class = TrainingClassFactory()
    values = {"training_class_id": training_class.pk, "order": 4, "full_name": "Đỗ Văn Ân", "birth_year": 1970}
    values["card_code"] = "ABCDEFGHJKLM"  # else each has one of its own
    one, other = fresh(Enrollment, **values), Enrollment(**values)
    assert _columns(one) == _columns(other)
    assert (one._state.adding, one.training_class) == (True, training_class)
    assert fresh(AuditEntry).before is not fresh(AuditEntry).before
    for model in (Person, Organization, AuditEntry, Office):
        assert _columns(fresh(model)) == _columns(model())
    one.full_name = "Khác"
    assert fresh(Enrollment).full_name == ""


def test_pointing_sets_key_and_object() -> None:
    body, person = OrganizationFactory(), PersonFactory()
    enrollment = EnrollmentFactory()
    point(enrollment, person=person, organization=None)
    assert (enrollment.person_id, enrollment.person, enrollment.organization) == (person.pk, person, None)
    point(enrollment, organization=body)
    enrollment.save()
    again = Enrollment.objects.get()
    assert (again.person, again.organization) == (person, body)


@pytest.mark.django_db(transaction=True)
def test_keys_are_not_given_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        new_keys(Person, 1)
