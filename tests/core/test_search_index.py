"""The index of words: the same answer as reading every row, whatever is typed and however rows came and went."""

import itertools
import re
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from khuevan.core.search import index, phrases_of, schema
from khuevan.core.search.index import Place
from khuevan.core.search.words import parted
from khuevan.people.domain.persons import know, new_person
from khuevan.people.models import DirectoryEntry, Office, Person
from khuevan.people.search import PEOPLE
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key
from tests.factories import OfficeFactory, PersonFactory

pytestmark = pytest.mark.django_db

WORDS = ("Nguyễn", "Trần", "Văn", "Thị", "An", "Anh", "Ân", "Hà", "Hạnh", "Hân", "Yến", "Vân", "H'Hen", "Y-Moan", "K’")
TYPED = ("nguyen", "ng", "n", "van", "v", "thi", "t", "an", "a", "anh", "ha", "h", "y", "yen", "hen", "h'hen")
TYPED += ("k", "xyz")


@pytest.fixture(params=["few rows", "many rows"])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the limits of the million, and with limits so small that a few people are many."""
    if request.param == "many rows":
        for name, value in (("RARE", 2), ("MOST_WORDS", 3), ("STRETCH", 3), ("WIDEST", 2), ("SAMPLE", 9)):
            monkeypatch.setattr(index, name, value)
    index.forget()
    yield
    index.forget()


def _matches(person: Person, query: str) -> bool:
    """What the index is to find, in plain words."""
    words = parted(person.search_key).split()
    for phrase in phrases_of(query):
        asked = phrase.split()
        starts = range(len(words) - len(asked) + 1)
        whole = any(
            words[at : at + len(asked) - 1] == asked[:-1] and words[at + len(asked) - 1].startswith(asked[-1])
            for at in starts
        )
        if not whole:
            return False
    return True


def _expected(offices: list[Office], query: str) -> list[Place]:
    people = Person.objects.filter(known_to__office__in=offices).distinct()
    return sorted((person.name_key, person.pk) for person in people if _matches(person, query))


def _fill(names: list[str], *offices: Office) -> list[Person]:
    people = Person.objects.bulk_create([new_person({"full_name": name}, None) for name in names])
    for office in offices:
        know(office, people)
    return people


def _stored() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT scope, word, place, record, words FROM {PEOPLE.table} ORDER BY 1, 2, 3, 4")
        return cursor.fetchall()


def _is_in_step() -> bool:
    """Whether the index holds what filling it anew would write."""
    kept = _stored()
    schema.fill(connection, PEOPLE)
    return kept == _stored()


@pytest.mark.usefixtures("_ways")
@hypothesis_settings(max_examples=25)
@given(
    names=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=25),
    typed=st.lists(st.lists(st.sampled_from(TYPED), max_size=3).map(" ".join), min_size=1, max_size=4),
    limit=st.integers(1, 30),
)
def test_finds_what_reading_every_row_finds(names: list[str], typed: list[str], limit: int) -> None:
    index.forget()
    DirectoryEntry.objects.all().delete()
    office, other = OfficeFactory(), OfficeFactory()
    _fill(names, office)
    _fill(names[:3], office, other)
    _fill(["Nguyễn Văn An", "Trần Hà"], other)
    for query in typed:
        for offices in ([office], [other], [office, other]):
            expected = _expected(offices, query)
            scopes = [one.pk for one in offices]
            assert PEOPLE.find(scopes, query, limit) == expected[:limit], query
            for edge in expected[:: max(limit, 2)]:
                at = expected.index(edge)
                assert PEOPLE.find(scopes, query, limit, after=edge) == expected[at + 1 : at + 1 + limit], query
                assert PEOPLE.find(scopes, query, limit, before=edge) == expected[max(0, at - limit) : at], query
            assert sorted(
                Person.objects.filter(pk__in=PEOPLE.records(scopes, query)).values_list("pk", flat=True)
            ) == sorted(record for _key, record in expected)


@pytest.mark.usefixtures("_ways")
@given(name=st.text(max_size=60), query=st.text(max_size=120))
def test_whatever_is_a_name_and_whatever_is_typed(name: str, query: str) -> None:
    name = " ".join(name.replace("\x00", " ").split()) or "Y"
    office = OfficeFactory()
    known = [
        PersonFactory(full_name=one, search_key=fold(one)[:400], name_key=name_sort_key(one)[:600])
        for one in (name, query[:60].replace("\x00", "") or "An")
    ]
    know(office, known)
    for asked in (query, name, name[:2], fold(name)):
        if any(phrase.startswith("@") or phrase.isdecimal() for phrase in phrases_of(asked)):
            continue
        assert PEOPLE.find([office.pk], asked, 9) == _expected([office], asked), asked


@pytest.mark.usefixtures("_ways")
@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        '"nguyen',
        "nguyen*",
        "NEAR(nguyen van)",
        "nguyen AND van",
        "nguyen OR x",
        "-nguyen",
        "^an",
        "a:b",
        "'; DROP TABLE people_person; --",
        "%",
        "_",
        "\x00",
        "an\x00",
        "😀",
        "n" * 5000,
        "van " * 500,
        "\\",
        "{}",
        "%s",
        "(",
        "''",
        ")(",
        "\u200b",
        "ơ̛",
    ],
)
def test_signs_of_query_languages_are_text(query: str) -> None:
    office = OfficeFactory()
    _fill(["Nguyễn Văn An", "Trần Hà 😀", "(Bình Phước) Lò", "Đỗ % Ước", "O''Hara _", "\\ {}"], office)
    assert PEOPLE.find([office.pk], query, 99) == _expected([office], query)


def test_words_begin_where_words_of_the_name_begin() -> None:
    office = OfficeFactory()
    people = _fill(
        ["Hà Thị Lan", "Phạm Văn Nam", "H'Hen Niê", "H’Hen Byă", "Đỗ Ước", "Nguyễn Lan Hà", "Lê Thị Hoà"], office
    )
    names = {person.pk: person.full_name for person in people}
    for query, found in (
        ("ha", ["Nguyễn Lan Hà", "Hà Thị Lan"]),
        ("LAN hà", ["Nguyễn Lan Hà", "Hà Thị Lan"]),
        ("hoà", ["Lê Thị Hoà"]),
        ("hòa", ["Lê Thị Hoà"]),
        ("h'hen", ["H’Hen Byă", "H'Hen Niê"]),
        ("hen", ["H’Hen Byă", "H'Hen Niê"]),
        ("do uoc", ["Đỗ Ước"]),
        ("am", []),
        ('"lan ha"', ["Nguyễn Lan Hà"]),
        ('"ha lan"', []),
        ('"ha thi" lan', ["Hà Thị Lan"]),
    ):
        assert [names[place[1]] for place in PEOPLE.find([office.pk], query, 9)] == found, query


def test_a_telephone_number_or_an_address_finds_its_owner() -> None:
    office = OfficeFactory()
    one = PersonFactory(full_name="Lò Văn Một", phone="0912 345 678", email="Mot.Lo@thu.vn")
    two = PersonFactory(full_name="Lò Thị Hai", phone="+84 912.345.678/0258 222 333", email="")
    three = PersonFactory(full_name="Mot Ba", phone="")
    know(office, [one, two, three])
    for query, found in (
        ("0912345678", {one, two}),
        ("0912 345", {one, two}),
        ("+84912345678", {one, two}),
        ("(0258) 222-333", {two}),
        ("0912345679", set()),
        ("mot.lo@thu.vn", {one}),
        ("MOT.LO@", {one}),
        ("lo@thu.vn", set()),
        ("mot", {one, three}),
        ("mot.lo", set()),
        ("345678", set()),
    ):
        assert {record for _key, record in PEOPLE.find([office.pk], query, 9)} == {person.pk for person in found}, query


def test_the_index_keeps_in_step_with_every_way_to_change_people() -> None:
    office, other = OfficeFactory(), OfficeFactory()
    people = _fill(["Nguyễn Văn An", "Trần Thị An", "Lê An", "Phạm An An"], office, other)
    assert len(_stored()) == (4 + 4 + 3 + 3) * 2
    assert _is_in_step()
    Person.objects.filter(pk=people[0].pk).update(search_key="nguyen van binh", name_key="binhnguyen")
    people[1].phone = "0988777666"
    people[1].save()
    people[2].search_key = "le"
    people[3].email = "a@b.vn"
    Person.objects.bulk_update(people[2:], ["search_key", "email"])
    assert _is_in_step()
    assert [record for _key, record in PEOPLE.find([other.pk], "binh", 9)] == [people[0].pk]
    DirectoryEntry.objects.filter(office=other, person=people[0]).delete()
    DirectoryEntry.objects.filter(office=other, person=people[1]).update(person=people[0])
    DirectoryEntry.objects.bulk_create(
        [DirectoryEntry(office=office, person=people[0]), DirectoryEntry(office=other, person=people[1])],
        ignore_conflicts=True,
    )
    assert _is_in_step()
    people[0].delete()
    assert _is_in_step()
    DirectoryEntry.objects.all().delete()
    assert _stored() == []


def test_a_change_that_says_nothing_of_the_name_does_not_touch_the_index() -> None:
    (person,) = _fill(["Nguyễn Văn An"], OfficeFactory())
    before = _stored()
    Person.objects.filter(pk=person.pk).update(rank="TS", search_key="nguyen van an")
    assert _stored() == before


@pytest.mark.usefixtures("_ways")
def test_questions_to_the_database_do_not_grow_with_the_people() -> None:
    office = OfficeFactory()

    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            PEOPLE.find([office.pk], query, 2)
        return len(captured)

    _fill(["Nguyễn Văn An", "Trần Thị Hân"] * 4, office)
    index.forget()
    few = {query: asked(query) for query in ("", "nguyen", "n", "van an", "xyz")}
    _fill(["Nguyễn Văn An", "Trần Thị Hân", "Ngô Ngọc Nga", "Nông Văn Nam"] * 10, office)
    index.forget()
    for query, count in few.items():
        assert asked(query) <= count + 3, query


@pytest.mark.django_db(transaction=True)
def test_an_installation_with_people_gets_its_index() -> None:
    office = OfficeFactory()
    step = import_module("khuevan.people.migrations.0006_people_search")
    step.drop(None, SimpleNamespace(connection=connection))
    try:
        _fill(["Nguyễn Văn An", "H'Hen Niê"], office)
        assert PEOPLE.table not in connection.introspection.table_names()
    finally:
        step.create(None, SimpleNamespace(connection=connection))
        call_command("migrate", verbosity=0)
    assert schema.is_armed(connection, PEOPLE)
    assert len(_stored()) == 4 + 4
    assert _is_in_step()
    _fill(["Trần An"], office)
    assert _is_in_step()
    assert [len(PEOPLE.find([office.pk], query, 9)) for query in ("an", "hen", "x")] == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_triggers_that_were_lost_come_back_with_what_was_missed() -> None:
    office = OfficeFactory()
    schema.disarm(connection, PEOPLE)
    assert not schema.is_armed(connection, PEOPLE)
    _fill(["Nguyễn Văn An"], office)
    assert _stored() == []
    call_command("migrate", verbosity=0)
    assert schema.is_armed(connection, PEOPLE)
    assert len(_stored()) == 4


def _steps_of_triggers(record: int) -> dict[str, list[str]]:
    """How SQLite carries out each statement of each trigger."""
    plans = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
            [PEOPLE.source, PEOPLE.links],
        )
        for name, sql in cursor.fetchall():
            body = sql.partition("BEGIN")[2].strip().removesuffix("END")
            for number, statement in enumerate(one for one in body.split(";") if one.strip()):
                told = re.sub(r"\b(OLD|NEW)\.\w+", str(record), statement)
                cursor.execute(f"EXPLAIN QUERY PLAN {told}")
                plans[f"{name} {number}"] = [row[3] for row in cursor.fetchall()]
    return plans


def test_a_changed_name_costs_no_walk_over_the_index() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by the size of its tables; here they are empty")
    (person,) = _fill(["Nguyễn Văn An"], OfficeFactory())
    plans = _steps_of_triggers(person.pk)
    assert len(plans) == 7
    for name, plan in plans.items():
        assert not [
            step
            for step in plan
            if step.startswith("SCAN") and "VIRTUAL TABLE" not in step and "CONSTANT" not in step and "link" not in step
        ], (name, plan)


def test_what_goes_is_taken_from_the_index_by_its_whole_key() -> None:
    """By the scope alone, each of five hundred rows that go would walk over all words of the office."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by the size of its tables; here they are empty")
    (person,) = _fill(["Nguyễn Văn An"], OfficeFactory())
    searches = {
        name: step
        for name, plan in _steps_of_triggers(person.pk).items()
        for step in plan
        if step.startswith(f"SEARCH {PEOPLE.table} ")
    }
    assert {name.split()[0].removeprefix(f"{PEOPLE.table}_") for name in searches} == {
        "link_gone",
        "link_moved",
        "row_changing",
        "row_gone",
    }
    for name, step in searches.items():
        assert "(scope=? AND word=? AND place=? AND record=?)" in step, (name, step)


@pytest.mark.django_db(transaction=True)
def test_an_installation_with_triggers_of_an_earlier_version_gets_new_ones() -> None:
    _fill(["Nguyễn Văn An", "Trần An"], OfficeFactory())
    name = f"{PEOPLE.table}_link_gone"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} AFTER DELETE ON {PEOPLE.links} BEGIN SELECT 1; END")
    DirectoryEntry.objects.first().delete()
    assert len(_stored()) == 4 + 3, "the trigger of then left the words of somebody nobody knows"
    call_command("migrate", verbosity=0)
    assert schema.is_armed(connection, PEOPLE)
    assert len(_stored()) in (3, 4)
    DirectoryEntry.objects.all().delete()
    assert _stored() == []


def test_a_list_that_is_being_filled_is_sampled_again_soon() -> None:
    office = OfficeFactory()
    index.forget()
    assert PEOPLE.find([office.pk], "an", 9) == []
    (empty,) = index._samples.values()
    _fill(["Nguyễn Văn An"] * index.FEW, office)
    assert len(PEOPLE.find([office.pk], "an", 9)) == 9
    assert index._samples[connection.alias, PEOPLE.table, office.pk] is empty, "it is remembered for a while"
    empty.until = 0
    PEOPLE.find([office.pk], "an", 9)
    sample = index._samples[connection.alias, PEOPLE.table, office.pk]
    assert (sample.size, sample.count("an"), sample.count("xyz")) == (index.FEW, index.FEW, 0)
    assert sample.until > empty.until + index.KEPT_SECONDS_OF_FEW
    index.forget()


def test_a_stretch_begins_anywhere_in_the_list() -> None:
    office = OfficeFactory()
    _fill(
        [" ".join(name) for name in itertools.product(("Nguyễn", "Ngô"), ("Văn", "Thị"), ("An", "Anh", "Yến"))], office
    )
    everybody = PEOPLE.find([office.pk], "", 99)
    assert len(everybody) == 12
    for at, place in enumerate(everybody):
        assert PEOPLE.find([office.pk], "", 99, after=place) == everybody[at + 1 :]
        assert PEOPLE.find([office.pk], "", 2, before=place) == everybody[max(0, at - 2) : at]
