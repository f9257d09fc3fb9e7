"""Who of a list is somebody known."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.people.domain.likeness import Traits
from khuevan.people.domain.matching import Certainty, KnownPeople, current, spellings
from khuevan.people.domain.persons import know, new_person
from khuevan.people.identity import citizen_id_hash, seal_citizen_id
from khuevan.people.models import Office, Person
from khuevan.vietnamese.folding import fold, match_key
from tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db

NUMBER, OTHER, OLD_CARD = "070082000123", "070082000999", "285123456"


def person(name: str, birth: str | None = None, *offices: Office, number: str = "", **values: str) -> Person:
    made = new_person({"full_name": name, **values}, birth)
    made.citizen_id_sealed, made.citizen_id_hash = seal_citizen_id(number)
    made.save()
    for office in offices:
        know(office, [made])
    return made


def asked(name: str, birth: str = "", number: str = "", **values: str) -> Traits:
    return Traits(name, birth, citizen_hash=citizen_id_hash(number), **values)


def ask(office: Office, name: str, birth: str = "", number: str = "", **values: str) -> tuple[Person | None, Certainty]:
    (match,) = KnownPeople(office).find([asked(name, birth, number, **values)])
    return match.person, match.certainty


@pytest.mark.parametrize("written", ("Hòa Kỹ Mỹ", "HOÀ KĨ MĨ", "hoà kỹ mĩ", "  Hòa  Kĩ Mỹ "))
def test_name_and_full_birth_are_sure_however_the_name_is_spelled(written: str) -> None:
    office = OfficeFactory()
    known = person("Hòa Kỹ Mỹ", "1982-06-02", gender="male")
    assert ask(office, written, "1982-06-02") == (known, Certainty.SURE)
    assert ask(office, written, "1982-06-02", gender="male") == (known, Certainty.SURE)
    assert ask(office, written, "1982-06-02", gender="female") == (None, Certainty.NONE)
    assert ask(office, written, "1982-06-03") == (None, Certainty.NONE)
    assert ask(office, written, "1982") == (None, Certainty.NONE)
    assert ask(office, "Hóa Kỹ Mỹ", "1982-06-02") == (None, Certainty.NONE)


def test_apostrophes_of_any_keyboard_are_one() -> None:
    known = person("H'Hen Niê", "1982-06-02")
    assert ask(OfficeFactory(), "H’Hen Niê", "1982-06-02") == (known, Certainty.SURE)


def test_one_citizen_id_is_one_person_unless_something_speaks_against_it() -> None:
    office = OfficeFactory()
    known = person("Nguyễn Thị Ngọc Lan", "1982-06-02", number=NUMBER, gender="female")
    assert ask(office, "Nguyễn Thị Lan", "", NUMBER) == (known, Certainty.SURE)
    assert ask(office, "NGUYEN THI NGOC LAN", "1982", NUMBER) == (known, Certainty.SURE)
    for name, birth, gender in (
        ("Trần Văn Hùng", "", ""),
        ("Nguyễn Thị Ngọc Lan", "1983", ""),
        ("Nguyễn Thị Ngọc Lan", "", "male"),
    ):
        recognised = KnownPeople(office)
        recognised.look_up([one := asked(name, birth, NUMBER, gender=gender)])
        assert recognised.recognise(one) == (None, known)
        assert ask(office, name, birth, NUMBER, gender=gender) == (None, Certainty.NONE), "another office has them"


def test_two_citizen_ids_are_two_people_but_an_old_card_is_not_against_a_new_one() -> None:
    office = OfficeFactory()
    known = person("Đỗ Văn Ân", "1970-05-02", office, number=NUMBER)
    assert ask(office, "Đỗ Văn Ân", "1970-05-02", OLD_CARD) == (known, Certainty.SURE)
    found, certainty = ask(office, "Đỗ Văn Ân", "1970-05-02", OTHER)
    assert certainty != Certainty.SURE
    assert found in {known, None}


def test_among_two_of_one_name_and_birth_nobody_is_sure_when_their_numbers_differ() -> None:
    office = OfficeFactory()
    first = person("Đỗ Văn Ân", "1970-05-02", office, number=NUMBER)
    second = person("Đỗ Văn Ân", "1970-05-02", office, number=OTHER)
    (match,) = KnownPeople(office).find([asked("Đỗ Văn Ân", "1970-05-02")])
    assert (match.certainty, {match.person, *match.others}) == (Certainty.LIKELY, {first, second})
    assert ask(office, "Đỗ Văn Ân", "1970-05-02", OTHER) == (second, Certainty.SURE)


def test_whom_the_office_knows_comes_before_a_namesake_elsewhere() -> None:
    ours, theirs = OfficeFactory(), OfficeFactory()
    person("Đỗ Văn Ân", "1970-05-02", theirs)
    known = person("Đỗ Văn Ân", "1970-05-02", ours)
    assert ask(ours, "Đỗ Văn Ân", "1970-05-02") == (known, Certainty.SURE)


def test_who_was_merged_leads_to_who_was_kept() -> None:
    office = OfficeFactory()
    kept = person("Trần Thị Phượng", "1969-03-08", office)
    between = person("Trần Thị Phượng", "1969-03-09")
    gone = person("Trần Phượng", "1969-08-03", number=NUMBER)
    Person.objects.filter(pk=between.pk).update(merged_into=kept)
    Person.objects.filter(pk=gone.pk).update(merged_into=between)
    assert ask(office, "Trần Phượng", "1969-08-03") == (kept, Certainty.SURE)
    assert ask(office, "Trần Phượng", "", NUMBER) == (kept, Certainty.SURE)
    gone.refresh_from_db()
    assert current(gone) == kept


def test_likely_is_only_whom_the_office_knows() -> None:
    ours, theirs = OfficeFactory(), OfficeFactory()
    known = person("Lê Thị Mai", "1980-04-05", ours, phone="0912345678")
    person("Lê Thị Mai", "1980-04-05", theirs, phone="0912345678")
    gone = person("Lê Thị Mai", "1980-05-04", phone="0912345678")
    Person.objects.filter(pk=gone.pk).update(merged_into=known)
    for row in (
        asked("Lê Thị Mai", "1980-05-04", phone="0912345678"),
        asked("Lê Thị Mai", "", phone="0912345678"),
        asked("LE THI MAI", "1980-04-05"),
        asked("Lê Thị Mài", "1980-04-05", phone="0912345678"),
    )[1:]:
        (match,) = KnownPeople(ours).find([row])
        assert (match.person, match.certainty, match.others) == (known, Certainty.LIKELY, ())
        assert match.score >= 60
        assert match.reasons
        (match,) = KnownPeople(OfficeFactory()).find([row])
        assert (match.person, match.certainty) == (None, Certainty.NONE)


def test_a_name_alone_is_nobody() -> None:
    office = OfficeFactory()
    person("Nguyễn Văn An", "1980-04-05", office)
    assert ask(office, "Nguyễn Văn An") == (None, Certainty.NONE)
    assert ask(office, "Nguyễn Văn An", "1991-04-05") == (None, Certainty.NONE)


def test_the_right_one_of_a_hundred_namesakes() -> None:
    office = OfficeFactory()
    births = [f"{1960 + number // 12}-{number % 12 + 1:02d}-07" for number in range(100)]
    people = [person("Nguyễn Văn An", birth, office, phone=f"09{birth[:4]}{birth[5:7]}00") for birth in births]
    matches = KnownPeople(office).find([asked("Nguyễn Văn An", birth) for birth in births])
    assert [match.person for match in matches] == people
    assert {match.certainty for match in matches} == {Certainty.SURE}
    (match,) = KnownPeople(office).find([asked("Nguyễn Văn An", births[40][:4], phone=people[40].phone)])
    assert (match.person, match.certainty) == (people[40], Certainty.LIKELY)
    assert len(match.others) <= 4


def test_a_long_list_costs_a_few_queries_for_every_five_hundred() -> None:
    office = OfficeFactory()
    people = [
        new_person({"full_name": f"Nguyễn Văn {_word(n)}", "phone": f"09{n:08d}"}, "1980-01-02") for n in range(900)
    ]
    Person.objects.bulk_create(people)
    know(office, people)

    def queries(count: int) -> int:
        rows = [
            asked(one.full_name, "1980-01-02" if n % 2 else "", phone=one.phone) for n, one in enumerate(people[:count])
        ]
        with CaptureQueriesContext(connection) as caught:
            matches = KnownPeople(office).find(rows)
        assert [match.person for match in matches] == people[:count]
        return len(caught)

    few = queries(10)
    assert few <= 5
    assert queries(500) == few
    assert queries(900) <= 2 * few


def _word(number: int) -> str:
    letters = "abcdeghklm"
    return "".join(letters[number // 10**place % 10] for place in range(3)) + "."


def test_nonsense_finds_nobody_and_breaks_nothing() -> None:
    office = OfficeFactory()
    person("Nguyễn Văn An", "1980-04-05", office)
    rows = [
        asked("?"),
        asked("Nguyễn Văn An", "1980-02-31"),
        asked("Nguyễn Văn An", "abcdefghij"),
        asked("x" * 3000, "1980-01-01"),
    ]
    assert [match.certainty for match in KnownPeople(office).find(rows)] == [Certainty.NONE] * 4
    assert KnownPeople(office).find([]) == []


def test_every_spelling_that_matches_is_among_those_looked_for() -> None:
    rng = random.Random(4)
    syllables = ("Kỹ", "kĩ", "Mỹ", "Lí", "Ly", "Thúy", "Quý", "Quí", "Sỹ", "H'Hen", "H’Ê", "An", "Vy", "Tỷ", "Hy")
    names = [" ".join(rng.choices(syllables, k=rng.randint(1, 4))) for _turn in range(400)]
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(match_key(name), []).append(name)
    pairs = [(one, other) for group in by_key.values() for one in group for other in group if one != other]
    assert len(pairs) > 50
    for one, other in pairs:
        assert fold(other) in spellings(fold(one)), (one, other)
