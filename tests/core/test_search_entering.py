"""Many people entered at once on SQLite: what Python writes is what the triggers would have written."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.search import entering, schema
from khuevan.people.domain.persons import know
from khuevan.people.models import DirectoryEntry, Office, Person
from khuevan.people.search import PEOPLE
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key
from tests.factories import OfficeFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="its triggers see whole statements"),
]


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(entering, "MANY", 2)
    yield
    assert _paused() == 0


def _paused() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {schema.pause(PEOPLE)}")
        return int(cursor.fetchone()[0])


def _stored(office: Office) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word, place, record, words FROM {PEOPLE.table} WHERE scope = %s", [office.pk])
        return sorted(cursor.fetchall())


def _people(*names: str, phone: str = "", email: str = "") -> list[Person]:
    return Person.objects.bulk_create(
        [
            Person(full_name=name, search_key=fold(name)[:400], name_key=name_sort_key(name), phone=phone, email=email)
            for name in names
        ]
    )


def _enter(office: Office, people: list[Person]) -> None:
    with entering.entered_at_once(PEOPLE, office.pk, people):
        DirectoryEntry.objects.bulk_create(
            [DirectoryEntry(office=office, person=person) for person in people], ignore_conflicts=True
        )


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=60)


@given(names=st.lists(TEXT, min_size=2, max_size=5), phone=TEXT, email=TEXT)
def test_what_python_writes_is_what_the_triggers_write(names: list[str], phone: str, email: str) -> None:
    one, other = OfficeFactory(), OfficeFactory()
    people = _people(*names, phone=phone[:40], email=email)
    _enter(one, people)
    know(other, people)
    assert len(_stored(one)) >= len(names)
    assert _stored(one) == _stored(other)


def test_words_are_written_once_and_the_trigger_rests_meanwhile() -> None:
    office, people = OfficeFactory(), _people("Nguyễn Văn An", "Trần An", "Lê Yến")
    with CaptureQueriesContext(connection) as captured:
        _enter(office, people)
    assert len(_stored(office)) == 4 + 3 + 3
    assert not [one["sql"] for one in captured if "TRIGGER" in one["sql"]], "no other connection prepares anew"
    know(office, _people("Nguyễn Hà"))
    assert len(_stored(office)) == 4 + 3 + 3 + 3, "and is at work again"


def test_who_was_changed_since_is_found_by_what_the_database_says() -> None:
    office, people = OfficeFactory(), _people("Nguyễn Văn An", "Trần An")
    Person.objects.filter(pk=people[0].pk).update(search_key="le yen", name_key="yenle")
    _enter(office, people)
    assert PEOPLE.find([office.pk], "yen", 9) == [("yenle", people[0].pk)]


def test_nothing_stays_of_a_piece_of_work_that_failed() -> None:
    office, people = OfficeFactory(), _people("Nguyễn Văn An", "Trần An")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), entering.entered_at_once(PEOPLE, office.pk, people):
        know(office, people)
        raise ZeroDivisionError
    assert _stored(office) == []
    with pytest.raises(ZeroDivisionError), entering.entered_at_once(PEOPLE, office.pk, people):
        know(office, people)
        raise ZeroDivisionError  # and the transaction around goes on
    assert not DirectoryEntry.objects.filter(office=office).exists()
    know(office, people)
    assert len(_stored(office)) == 4 + 3


def test_an_installation_without_the_triggers_of_now_is_left_to_those_it_has() -> None:
    office, people = OfficeFactory(), _people("Nguyễn Văn An", "Trần An")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{PEOPLE.table}_link_added"])
        earlier = cursor.fetchone()[0].replace(f"WHEN NOT EXISTS (SELECT 1 FROM {schema.pause(PEOPLE)}) ", "")
        cursor.execute(f"DROP TRIGGER {PEOPLE.table}_link_added")
        cursor.execute(earlier)
    _enter(office, people)
    assert len(_stored(office)) == 4 + 3
