"""Rows that look like somebody the office knows: found when the list is read, decided, and taken as decided."""

import pytest

from khuevan.nominations.domain.draft_rows import lines_of, stamp_of
from khuevan.nominations.domain.drafts import begin_draft, fix_row
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.known import decide_match, decide_sure
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import Decision
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.models import Person
from khuevan.readers.roster import Place, RosterRow
from tests.factories.worlds import World, refused, row, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def _known(here: World, name: str = "Điểu Thị Hồng", birth: str = "1985-08-14", **values: str) -> Person:
    """Somebody in the directory of the office, by an earlier class."""
    earlier = world(teaching=False, names=())
    earlier.training_class.office = here.office
    earlier.training_class.save()
    (taken,) = enroll(here.officer, earlier.training_class, [row(name, birth=birth, **values)]).taken
    return taken.person


def _draft(here: World, *rows: RosterRow, **more: object) -> RosterDraft:
    return begin_draft(here.officer, here.training_class, name="a.xlsx", content=b"x", rows=rows, **more)


def _row(number: int, name: str = "Điểu Thị Hồng", birth: str | None = "1985-08-14", **values: str) -> RosterRow:
    return RosterRow(Place("", number), name, birth=birth, **values)


def test_same_name_and_full_birth_is_sure_and_taken_as_the_same_without_a_word(here: World) -> None:
    person = _known(here)
    draft = _draft(here, _row(2))
    (line,) = lines_of(draft)
    assert (line.match, line.is_sure, line.decision) == (person, True, Decision.OPEN)
    assert line.likeness >= 80
    assert line.reasons
    (taken,) = take_rows(here.officer, draft).taken
    assert taken.person == person
    (line,) = lines_of(draft)
    assert not line.person_was_new


def test_an_officer_says_that_it_is_somebody_else_and_a_new_person_comes(here: World) -> None:
    person = _known(here)
    draft = _draft(here, _row(2))
    decide_match(here.officer, draft, 0, Decision.OTHER)
    (taken,) = take_rows(here.officer, draft).taken
    assert taken.person != person
    (line,) = lines_of(draft)
    assert line.person_was_new


def test_a_likely_person_is_meant_only_when_somebody_says_so(here: World) -> None:
    person = _known(here, phone="0912345678")
    for decision, same in ((Decision.OPEN, False), (Decision.SAME, True)):
        other = world(teaching=False, names=())
        other.training_class.office = here.office
        other.training_class.save()
        draft = begin_draft(
            here.officer,
            other.training_class,
            name="a.xlsx",
            content=b"x",
            rows=[_row(2, birth="1985", phone="0912345678")],
        )
        (line,) = lines_of(draft)
        assert (line.match, line.is_sure) == (person, False)
        decide_match(here.officer, draft, 0, decision)
        (taken,) = take_rows(here.officer, draft).taken
        assert (taken.person == person) == same


def test_only_people_of_the_directory_are_shown(here: World) -> None:
    elsewhere = world(teaching=False, names=())
    enroll(elsewhere.officer, elsewhere.training_class, [row("Điểu Thị Hồng", birth="1985-08-14", phone="0912345678")])
    draft = _draft(here, _row(2), _row(3, birth="1985", phone="0912345678"))
    assert [line.match for line in lines_of(draft)] == [None, None]


def test_all_sure_ones_are_decided_at_once_and_the_others_stay_open(here: World) -> None:
    _known(here, phone="0912345678")
    draft = _draft(here, _row(2), _row(3, name="Lò Văn An"), _row(4, birth="1985", phone="0912345678"))
    assert decide_sure(here.officer, draft) == 1
    assert [line.decision for line in lines_of(draft)] == [Decision.SAME, "", Decision.OPEN]
    assert decide_sure(here.officer, draft) == 0


def test_a_corrected_row_is_compared_again(here: World) -> None:
    person = _known(here)
    draft = _draft(here, _row(2, birth="1985-08-15"))
    before = lines_of(draft)[0]
    fix_row(here.officer, draft, 0, seen=stamp_of(before), birth="14/08/1985")
    line = lines_of(draft)[0]
    assert (line.match, line.is_sure) == (person, True)
    fix_row(here.officer, draft, 0, full_name="Lò Văn An")
    line = lines_of(draft)[0]
    assert (line.match, line.decision, line.likeness) == (None, "", 0)
    with refused("nobody_alike"):
        decide_match(here.officer, draft, 0, Decision.SAME)


def test_two_who_decide_one_row_and_a_row_that_was_taken(here: World) -> None:
    _known(here)
    draft = _draft(here, _row(2))
    seen = stamp_of(lines_of(draft)[0])
    decide_match(here.officer, draft, 0, Decision.OTHER, seen=seen)
    with refused("changed_meanwhile"):
        decide_match(here.officer, draft, 0, Decision.SAME, seen=seen)
    take_rows(here.officer, draft)
    with refused("draft_is_closed"):
        decide_match(here.officer, draft, 0, Decision.SAME)


def test_a_citizen_id_is_kept_only_for_a_reason_and_sealed(here: World) -> None:
    number = "070185000123"
    draft = _draft(here, _row(2, citizen_id=number), id_reason="Cấp thẻ vào khu vực biên giới")
    line = DraftLine.objects.get(draft=draft)
    assert line.citizen_id_sealed
    assert number not in str(DraftLine.objects.filter(pk=line.pk).values())
    (taken,) = take_rows(here.officer, draft).taken
    person = Person.objects.get(pk=taken.person_id)
    assert person.citizen_id_hash == line.citizen_id_hash
    without = _draft(here, _row(3, "Lò Văn An", citizen_id="070185000124"))
    (taken,) = take_rows(here.officer, without).taken
    assert not Person.objects.get(pk=taken.person_id).citizen_id_sealed
