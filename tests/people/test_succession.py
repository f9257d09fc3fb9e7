"""What became of bodies: chains, trees, taking back, and that old papers keep the old names."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.core.rows import stamp
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.succession import (
    change_succession,
    dissolve,
    heirs,
    heirs_of,
    line_after,
    line_before,
    merge_bodies,
    rename_body,
    split_body,
    succeed,
    take_back_succession,
)
from khuevan.people.enums import RoleKind, SuccessionKind
from khuevan.people.models import Organization, Succession
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db
MARCH, JULY, TODAY = date(2025, 3, 1), date(2025, 7, 1), date(2026, 11, 22)


def _bodies(*names: str) -> list[Organization]:
    return [OrganizationFactory(name=name) for name in names]


def test_a_class_of_2014_stays_where_it_was_while_today_shows_who_took_over() -> None:
    here = world()
    body = here.office.organization
    science, culture = _bodies("Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch")
    before = list(Enrollment.objects.values("pk", "organization_id", "organization_name").order_by("pk"))
    split_body(here.officer, body, [(science, "chuyển đổi số"), (culture, "báo chí, thông tin đối ngoại")], on=MARCH)
    here.training_class.refresh_from_db()
    assert here.training_class.office.organization == body
    assert list(Enrollment.objects.values("pk", "organization_id", "organization_name").order_by("pk")) == before
    assert heirs(body, TODAY) == [science, culture]
    assert heirs(body, date(2014, 6, 2)) == []
    body.refresh_from_db()
    assert (body.exists(date(2025, 2, 28)), body.exists(MARCH)) == (True, False)


def test_chains_are_followed_to_those_who_exist_on_the_day() -> None:
    first, second, third = _bodies("Sở A", "Sở B", "Sở C")
    merge_bodies(SYSTEM, [first, second], on=MARCH, into=second)
    succeed(SYSTEM, second, third, kind=SuccessionKind.MERGED, on=JULY)
    assert heirs(first, date(2025, 4, 1)) == [second]
    assert heirs(first, TODAY) == [third]
    assert heirs_of([first, second, third], TODAY) == {first.pk: [third], second.pk: [third], third.pk: []}
    assert [(one.depth, one.organization) for one in line_after(first)] == [(0, second), (1, third)]
    assert [(one.depth, one.organization) for one in line_before(third)] == [(0, second), (1, first)]


def test_a_part_split_off_may_come_home_later() -> None:
    culture, tourism = _bodies("Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch")
    split_body(SYSTEM, culture, [(tourism, "du lịch")], on=date(2016, 1, 1), goes_on=True)
    succeed(SYSTEM, tourism, culture, kind=SuccessionKind.MERGED, on=date(2021, 1, 1))
    assert heirs(tourism, TODAY) == [culture]
    culture.refresh_from_db()
    assert culture.valid_to is None
    assert len(line_after(culture)) == 2


def test_a_new_name_is_a_new_row_and_takes_the_units_along() -> None:
    (body,) = _bodies("Sở Ngoại vụ")
    unit = OrganizationFactory(name="Phòng Lễ tân", parent=body)
    gone = OrganizationFactory(name="Phòng cũ", parent=body, valid_to=date(2020, 1, 1))
    renamed = rename_body(SYSTEM, body, on=JULY, name="Sở Đối ngoại", document="Quyết định 5")
    for row in (unit, gone, body):
        row.refresh_from_db()
    assert (unit.parent, gone.parent) == (renamed, body)
    assert (renamed.kind, renamed.place_name, renamed.valid_from) == (body.kind, body.place_name, JULY)
    assert body.valid_to == JULY - timedelta(days=1)
    take_back_succession(SYSTEM, Succession.objects.get())
    for row in (unit, body):
        row.refresh_from_db()
    assert (unit.parent, body.valid_to) == (body, None)


def test_two_become_a_new_one() -> None:
    bodies = _bodies("Sở Kế hoạch và Đầu tư", "Sở Tài chính")
    merged = merge_bodies(SYSTEM, bodies, on=MARCH, name="Sở Tài chính")
    assert [heirs(body, TODAY) for body in bodies] == [[merged], [merged]]
    assert {one.organization for one in line_before(merged)} == set(bodies)


def test_nobody_follows_what_was_dissolved() -> None:
    (body,) = _bodies("Ban Chỉ đạo")
    row = dissolve(SYSTEM, body, on=JULY)
    assert heirs(body, TODAY) == []
    assert [one.organization for one in line_after(body)] == [None]
    take_back_succession(SYSTEM, row)
    body.refresh_from_db()
    assert body.valid_to is None


def test_a_corrected_day_moves_the_end_and_an_old_form_is_refused() -> None:
    first, second = _bodies("Sở A", "Sở B")
    row = succeed(SYSTEM, first, second, kind=SuccessionKind.MERGED, on=MARCH)
    seen = stamp(row)
    change_succession(SYSTEM, row, on=JULY, document="Nghị quyết 1", seen=seen)
    first.refresh_from_db()
    assert first.valid_to == JULY - timedelta(days=1)
    with refused("changed_meanwhile"):
        change_succession(SYSTEM, row, on=MARCH, seen=seen)


def test_what_cannot_have_been_is_refused() -> None:
    first, second, third = _bodies("Sở A", "Sở B", "Sở C")
    with refused("succeeds_itself"):
        succeed(SYSTEM, first, first, kind=SuccessionKind.RENAMED, on=MARCH)
    with refused("successor_missing"):
        succeed(SYSTEM, first, None, kind=SuccessionKind.MERGED, on=MARCH)
    with refused("nothing_to_merge"):
        merge_bodies(SYSTEM, [first], on=MARCH, into=first)
    with refused("nothing_to_split"):
        split_body(SYSTEM, first, [], on=MARCH)
    succeed(SYSTEM, first, second, kind=SuccessionKind.MERGED, on=MARCH)
    with refused("ended_already"):
        succeed(SYSTEM, first, third, kind=SuccessionKind.MERGED, on=JULY)
    with refused("successor_not_there"):
        succeed(SYSTEM, third, first, kind=SuccessionKind.MERGED, on=JULY)
    with refused("successor_not_there"):
        succeed(SYSTEM, third, OrganizationFactory(valid_from=TODAY), kind=SuccessionKind.MERGED, on=JULY)
    with refused("ends_before_start"):
        dissolve(SYSTEM, OrganizationFactory(valid_from=JULY), on=MARCH)
    assert Succession.objects.count() == 1


def test_the_name_of_an_office_is_its_own_affair() -> None:
    office = OfficeFactory()
    with refused("not_allowed"):
        dissolve(staff(OfficeFactory()), office.organization, on=JULY)
    with refused("not_allowed"):
        dissolve(staff(office, RoleKind.EDITOR), office.organization, on=JULY)
    dissolve(staff(office), office.organization, on=JULY)


_STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=14)


class Chains(TestCase):
    """Whatever is said in whatever order: no circle, no heir that is gone, no walk without end."""

    @settings(max_examples=40, deadline=None)
    @given(_STEPS)
    def test_heirs_exist_on_the_day_and_are_never_the_body_itself(self, steps: list[tuple[int, int, int]]) -> None:
        bodies = _bodies(*(f"Cơ quan {number}" for number in range(6)))
        for one, other, month in steps:
            rows = [Organization.objects.get(pk=bodies[place].pk) for place in (one, other)]
            day = date(2020, 1, 1) + timedelta(days=30 * month)
            try:
                succeed(SYSTEM, rows[0], rows[1], kind=SuccessionKind.MERGED, on=day)
            except DomainError:
                continue
        for days in (0, 400, 2000):
            day = date(2020, 1, 1) + timedelta(days=days)
            for key, found in heirs_of(bodies, day).items():
                assert key not in {one.pk for one in found}
                assert all(one.exists(day) for one in found)
