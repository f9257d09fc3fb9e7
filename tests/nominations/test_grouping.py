"""Groups of a class: divided evenly, saved as seen, taken back; newcomers find their place."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.enrolling import add_learner
from khuevan.nominations.domain.group_forming import Wish, form_groups, last_placing, proposed, undo_placing
from khuevan.nominations.domain.grouping import agency_of, divide
from khuevan.nominations.domain.leaving import replace_learner, restore_learner, withdraw
from khuevan.nominations.domain.seating import choose_leader, move_learners, placing_stamp, seat_learners
from khuevan.nominations.models import Enrollment
from khuevan.training.domain import arrangements
from khuevan.training.domain.timetable.group_changes import add_group, remove_group
from khuevan.training.domain.venue_changes import remove_venue
from khuevan.training.models import LearnerGroup
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, refused, world

NINE = tuple(f"Nguyễn Văn {name}" for name in ("An", "Bình", "Chi", "Dung", "Em", "Giang", "Hà", "Khoa", "Lan"))


@dataclass(frozen=True)
class Someone:
    pk: int
    gender: str
    organization_id: int | None
    organization_name: str = ""


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[Someone], int]:
    about = st.tuples(st.sampled_from(["male", "female", ""]), st.one_of(st.none(), st.integers(1, 6)))
    people = [Someone(pk, *one) for pk, one in enumerate(draw(st.lists(about, min_size=1, max_size=80)))]
    return people, draw(st.integers(1, min(12, len(people))))


def spread(counts: list[int]) -> int:
    return max(counts) - min(counts)


@given(crowds())
def test_sizes_and_agencies_differ_by_one_at_most(crowd: tuple[list[Someone], int]) -> None:
    people, number = crowd
    groups = divide(people, number)
    assert sorted(one.pk for group in groups for one in group) == [one.pk for one in people]
    assert len(groups) == number and spread([len(group) for group in groups]) <= 1
    for agency in {agency_of(one) for one in people}:
        assert spread([sum(agency_of(one) == agency for one in group) for group in groups]) <= 1
    assert divide(people, number) == groups


@given(crowds(), st.booleans())
def test_women_are_even_where_agencies_leave_the_choice(crowd: tuple[list[Someone], int], of_one: bool) -> None:
    people, number = crowd
    alike = [Someone(one.pk, one.gender, 1 if of_one else 100 + one.pk) for one in people]
    women = [sum(one.gender == "female" for one in group) for group in divide(alike, number)]
    assert spread(women) <= 1


@given(crowds())
def test_no_exchange_of_two_people_of_an_agency_would_even_women_out(crowd: tuple[list[Someone], int]) -> None:
    groups = divide(*crowd)
    women = [sum(one.gender == "female" for one in group) for group in groups]
    for rich, poor in ((a, b) for a in range(len(groups)) for b in range(len(groups)) if women[a] - women[b] > 1):
        hers = {agency_of(one) for one in groups[rich] if one.gender == "female"}
        his = {agency_of(one) for one in groups[poor] if one.gender != "female"}
        assert not hers & his


@given(crowds())
def test_agencies_kept_together_are_in_one_group_each(crowd: tuple[list[Someone], int]) -> None:
    people, number = crowd
    groups = divide(people, number, together=True)
    homes = defaultdict(set)
    for place, group in enumerate(groups):
        for one in group:
            homes[agency_of(one)].add(place)
    assert all(len(places) == 1 for places in homes.values())
    largest = max(Counter(agency_of(one) for one in people).values())
    assert spread([len(group) for group in groups]) <= largest
    assert sorted(one.pk for group in groups for one in group) == [one.pk for one in people]


@given(crowds(), st.data())
def test_whoever_is_placed_stays_and_the_rest_fill_the_smallest(
    crowd: tuple[list[Someone], int], data: st.DataObject
) -> None:
    people, number = crowd
    placed = {one.pk: data.draw(st.integers(0, number - 1)) for one in people if data.draw(st.booleans())}
    groups = divide(people, number, placed=placed)
    where = {one.pk: place for place, group in enumerate(groups) for one in group}
    assert {pk: where[pk] for pk in placed} == placed
    before = Counter(placed.values())
    grown = [len(group) for place, group in enumerate(groups) if len(group) > before[place]]
    if grown:
        assert max(grown) - min(len(group) for group in groups) <= 1


def test_ten_thousand_people_are_divided() -> None:
    people = [Someone(pk, "female" if pk % 3 else "male", pk * 7 % 613) for pk in range(10_000)]
    groups = divide(people, 200)
    assert {len(group) for group in groups} == {50}
    assert spread([sum(one.gender == "female" for one in group) for group in groups]) <= 1


@pytest.fixture
def here() -> World:
    return world(names=NINE)


def sizes(here: World) -> dict[str, int]:
    counted = Counter(
        one.group.name for one in here.training_class.enrollments.current().select_related("group") if one.group
    )
    return dict(counted)


@pytest.mark.django_db
def test_what_was_shown_is_what_is_saved(here: World) -> None:
    shown = proposed(here.training_class, Wish(4))
    assert not here.training_class.groups.exists()
    seen = placing_stamp(here.training_class)
    groups = form_groups(here.officer, here.training_class, number=4, seen=seen)
    assert [group.name for group in groups] == ["Tổ 1", "Tổ 2", "Tổ 3", "Tổ 4"] == [part.name for part in shown]
    for part, group in zip(shown, groups, strict=True):
        assert {one.pk for one in part.members} == set(group.members.values_list("pk", flat=True))
    with refused("changed_meanwhile"):
        form_groups(here.officer, here.training_class, number=3, seen=seen)
    assert sorted(sizes(here).values()) == [2, 2, 2, 3]


@pytest.mark.django_db
def test_forming_is_taken_back_as_long_as_nothing_followed(here: World) -> None:
    form_groups(here.officer, here.training_class, number=2)
    first = {one.pk: one.group_id for one in here.enrollments}
    form_groups(here.officer, here.training_class, number=5, keep=False)
    done = last_placing(here.training_class)
    undo_placing(here.officer, here.training_class, done)
    assert {one.pk: one.group_id for one in here.enrollments} == first
    assert here.training_class.groups.count() == 2
    move_learners(here.officer, here.enrollments[:1], None)
    with refused("changed_meanwhile"):
        undo_placing(here.officer, here.training_class, done)


@pytest.mark.django_db
def test_fewer_groups_and_back_again(here: World) -> None:
    form_groups(here.officer, here.training_class, number=3)
    before = sizes(here)
    with refused("groups_kept"):
        form_groups(here.officer, here.training_class, number=2)
    form_groups(here.officer, here.training_class, number=2, keep=False)
    assert sorted(sizes(here).values()) == [4, 5] and here.training_class.groups.count() == 2
    done = last_placing(here.training_class)
    undo_placing(here.officer, here.training_class, done)
    assert sizes(here) == before


@pytest.mark.django_db
def test_of_two_formings_in_one_second_the_last_alone_is_taken_back(here: World) -> None:
    form_groups(here.officer, here.training_class, number=4)
    form_groups(here.officer, here.training_class, number=2, keep=False)
    two = sizes(here)
    remove_group(here.officer, add_group(here.officer, here.training_class, name="Tổ thừa"))
    form_groups(here.officer, here.training_class, number=3, keep=False)
    remove_group(here.officer, add_group(here.officer, here.training_class, name="Tổ thừa"))
    undo_placing(here.officer, here.training_class, last_placing(here.training_class))
    assert sizes(here) == two
    assert here.training_class.groups.count() == 2


@pytest.mark.django_db
def test_only_what_moved_somebody_is_taken_back_and_only_once(here: World) -> None:
    form_groups(here.officer, here.training_class, number=2)
    done = last_placing(here.training_class)
    assert last_placing(here.training_class, by=here.officer) == done != ""
    assert not last_placing(here.training_class, by=staff(here.office))
    form_groups(here.officer, here.training_class, number=2)
    assert not last_placing(here.training_class)
    with refused("changed_meanwhile"):
        undo_placing(here.officer, here.training_class, done)
    move_learners(here.officer, here.enrollments[:1], None)
    done = last_placing(here.training_class)
    undo_placing(here.officer, here.training_class, done)
    with refused("changed_meanwhile"):
        undo_placing(here.officer, here.training_class, done)


@pytest.mark.django_db
def test_a_group_has_one_leader_who_leads_no_other(here: World) -> None:
    one, other = form_groups(here.officer, here.training_class, number=2)
    first, second = one.members.all()[:2]
    choose_leader(here.officer, first)
    choose_leader(here.officer, second)
    assert list(one.members.filter(leads_group=True)) == [second]
    move_learners(here.officer, [second], other)
    assert not Enrollment.objects.filter(leads_group=True).exists()
    with refused("not_in_a_group"):
        move_learners(here.officer, [second], None)
        choose_leader(here.officer, second)


@pytest.mark.django_db
def test_who_comes_instead_has_the_place_of_who_left(here: World) -> None:
    group, _other = form_groups(here.officer, here.training_class, number=2)
    venue = arrangements.add_venue(here.officer, here.training_class, name="Điểm cầu Cam Ranh", is_remote=True)
    left = group.members.all()[0]
    seat_learners(here.officer, [left], venue)
    choose_leader(here.officer, left)
    left.refresh_from_db()
    came = replace_learner(here.officer, left, reason="Đi công tác", full_name="Lê Thị Mới")
    came.refresh_from_db()
    left.refresh_from_db()
    assert (came.group, came.venue, came.leads_group) == (group, venue, True)
    assert left.group == group, "the row of who left tells where they were"


@pytest.mark.django_db
def test_a_newcomer_goes_to_the_smallest_group_and_beside_the_agency() -> None:
    here = world(names=NINE, teaching=False)
    groups = form_groups(here.officer, here.training_class, number=2)
    venue = arrangements.add_venue(here.officer, here.training_class, name="Điểm cầu Cam Ranh", is_remote=True)
    seat_learners(here.officer, here.enrollments, venue)
    agency = here.enrollments[0].organization
    came = add_learner(here.officer, here.training_class, full_name="Lê Thị Mới", organization=agency)
    came.refresh_from_db()
    assert came.venue == venue and came.group is not None
    assert sorted(sizes(here).values()) == [5, 5] and came.group in groups


@pytest.mark.django_db
def test_a_class_without_groups_gives_a_newcomer_none() -> None:
    here = world(names=NINE, teaching=False)
    came = add_learner(here.officer, here.training_class, full_name="Lê Thị Mới")
    came.refresh_from_db()
    assert (came.group, came.venue) == (None, None)


@pytest.mark.django_db
def test_a_leader_who_comes_back_finds_the_new_one(here: World) -> None:
    group, _other = form_groups(here.officer, here.training_class, number=2)
    first, second = group.members.all()[:2]
    choose_leader(here.officer, first)
    first.refresh_from_db()
    withdraw(here.officer, first, reason="Ốm")
    choose_leader(here.officer, second)
    restore_learner(here.officer, first)
    assert list(group.members.filter(leads_group=True)) == [second]


@pytest.mark.django_db
def test_only_officers_of_the_class_and_only_its_learners(here: World) -> None:
    other = world(names=NINE[:2])
    (group,) = form_groups(other.officer, other.training_class, number=1)
    with refused("not_of_this_class"):
        move_learners(here.officer, here.enrollments[:1], group)
    with refused("nobody_chosen"):
        move_learners(here.officer, [], None)
    with refused("not_allowed"):
        form_groups(staff(OfficeFactory()), here.training_class, number=2)
    for number in (0, 10):
        with refused("number_of_groups"):
            form_groups(here.officer, here.training_class, number=number)
    with refused("still_used"):
        remove_group(other.officer, LearnerGroup.objects.get(pk=group.pk))


@pytest.mark.django_db
def test_a_place_goes_with_who_left_the_list_but_not_under_who_sits_there(here: World) -> None:
    hall = arrangements.add_venue(here.officer, here.training_class, name="Điểm cầu Cam Ranh", is_remote=True)
    stays, leaves = here.enrollments[:2]
    seat_learners(here.officer, [stays, leaves], hall)
    withdraw(here.officer, leaves, reason="Bận việc")
    with refused("still_used"):
        remove_venue(here.officer, hall)
    seat_learners(here.officer, [stays], None)
    remove_venue(here.officer, hall)
    assert Enrollment.objects.get(pk=leaves.pk).venue is None
    told = AuditEntry.objects.get(verb="training.remove_venue", subject_type="nominations.enrollment")
    assert told.subject_id == str(leaves.pk)
