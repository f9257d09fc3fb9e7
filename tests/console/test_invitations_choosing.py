"""Choosing whom to invite: by tree, groups, earlier classes, names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.console.workspace.shell import tab_address
from khuevan.nominations.domain.inviting import Invited, invite
from khuevan.nominations.models import Quota
from khuevan.people.domain.groups import add_group, join_group
from khuevan.people.domain.succession import succeed
from khuevan.people.enums import OrganizationKind, SuccessionKind
from khuevan.people.models import Organization, OrganizationAlias
from khuevan.training.domain.venue_changes import change_venue
from khuevan.training.models import Venue
from tests.console.acting import Acting
from tests.factories import OrganizationFactory
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db


def _choose(here: InvitedWorld, rest: str = "") -> str:
    return f"{tab_address(here.training_class, 'invitations')}chon/{rest}"


def _tree(here: InvitedWorld) -> tuple[Organization, list[Organization], list[Organization]]:
    """A province, its departments and communes, units of one commune; the office belongs to the province."""
    top = OrganizationFactory(name="UBND tỉnh", kind=OrganizationKind.COMMITTEE)
    departments = [
        OrganizationFactory(name=f"Sở {name}", parent=top, kind=OrganizationKind.DEPARTMENT, protocol_order=place)
        for place, name in enumerate(("Nội vụ", "Y tế", "Tài chính"), start=1)
    ]
    commune = OrganizationFactory(name="UBND xã Đắk Ơ", parent=top, kind=OrganizationKind.DISTRICT)
    units = [OrganizationFactory(name=f"Phòng {name} xã Đắk Ơ", parent=commune) for name in ("Kinh tế", "Văn hóa")]
    Organization.objects.filter(pk=here.office.organization_id).update(parent=top)
    return top, departments, [commune, *units]


def _invited() -> set[str]:
    return set(Quota.objects.values_list("name", flat=True))


def test_the_tree_begins_where_the_office_stands_and_goes_down() -> None:
    here = invited_class(0)
    _top, departments, (commune, *units) = _tree(here)
    me = Acting(here.officer)
    page = me.get(_choose(here))
    assert all(one.name in page for one in departments)
    assert units[0].name not in page
    assert units[0].name in me.get(_choose(here), thuoc=str(commune.pk))


def test_ticked_agencies_are_invited_with_the_same_number_each_and_taken_back() -> None:
    here = invited_class(0)
    _top, departments, _communes = _tree(here)
    me = Acting(here.officer)
    page = me.post(_choose(here), chon=[str(one.pk) for one in departments[:2]], **{"moi-don-vi": "2"})
    assert sorted(Quota.objects.values_list("name", "seats")) == [("Sở Nội vụ", 2), ("Sở Y tế", 2)]
    undo = page[page.index("thoi/?dv=") :].split('"')[0]
    me.post(_choose(here, undo))
    assert not Quota.objects.exists()


def test_a_heading_stands_for_its_agencies_without_a_script() -> None:
    here = invited_class(0)
    _top, departments, _communes = _tree(here)
    Acting(here.officer).post(_choose(here), khoi=f"loai-{OrganizationKind.DEPARTMENT}")
    assert _invited() >= {one.name for one in departments}
    assert "UBND xã Đắk Ơ" not in _invited()
    assert set(Quota.objects.values_list("seats", flat=True)) == {None}, "no number: only the total counts"


def test_a_branch_is_ticked_whole() -> None:
    here = invited_class(0)
    _top, _departments, (commune, *units) = _tree(here)
    Acting(here.officer).post(_choose(here), nhanh=str(commune.pk))
    assert _invited() == {one.name for one in units}


def test_the_search_needs_no_tone_marks_and_keeps_the_ticks_to_what_it_shows() -> None:
    here = invited_class(0)
    _tree(here)
    me = Acting(here.officer)
    page = me.get(_choose(here), q="so tai chinh")
    assert "Sở Tài chính" in page
    assert "Sở Y tế" not in page
    me.post(_choose(here, "?q=so+tai+chinh"), khoi=f"loai-{OrganizationKind.DEPARTMENT}")
    assert _invited() == {"Sở Tài chính"}


def test_who_is_invited_is_shown_so_and_not_invited_again() -> None:
    here = invited_class(0)
    _top, departments, _communes = _tree(here)
    me = Acting(here.officer)
    for _twice in range(2):
        me.post(_choose(here), chon=str(departments[0].pk), **{"moi-don-vi": "1"})
    assert Quota.objects.count() == 1
    assert f'value="{departments[0].pk}"' not in me.get(_choose(here))


def test_groups_of_the_office() -> None:
    here = invited_class(0)
    _top, departments, (commune, *_units) = _tree(here)
    group = add_group(here.officer, here.office, name="Khối nội chính")
    join_group(here.officer, group, [departments[0], commune])
    me = Acting(here.officer)
    assert "Khối nội chính" in me.get(_choose(here), nguon="nhom")
    me.post(_choose(here, "?nguon=nhom"), khoi=f"nhom-{group.pk}")
    assert _invited() == {departments[0].name, commune.name}


def test_those_of_an_earlier_class_with_their_numbers_and_heirs() -> None:
    first = invited_class(0)
    _top, departments, _communes = _tree(first)
    invite(first.officer, first.invitation, [Invited(departments[0], seats=3), Invited(departments[1], seats=1)])
    heir = OrganizationFactory(name="Sở Y tế và Dân số")
    yesterday = timezone.localdate() - timedelta(days=1)
    succeed(first.officer, departments[1], heir, kind=SuccessionKind.MERGED, on=yesterday)
    here = invited_class(0, office=first.office)
    me = Acting(here.officer)
    page = me.get(_choose(here), nguon="lop")
    assert "Sở Nội vụ" in page
    assert "Sở Y tế và Dân số" in page
    earlier = first.training_class.pk
    me.post(_choose(here, f"?nguon=lop&lop={earlier}"), khoi=f"lop-{earlier}", **{"nhu-truoc": "1"})
    mine = Quota.objects.filter(invitation=here.invitation)
    assert sorted(mine.values_list("name", "seats")) == [("Sở Nội vụ", 3), ("Sở Y tế và Dân số", 1)]


def test_pasted_names_are_shown_with_what_they_mean_before_anybody_is_invited() -> None:
    here = invited_class(0)
    _tree(here)
    me = Acting(here.officer)
    pasted = "1. Sở Nội vụ: 2 người\n2. So Y te\n3. Ban Quản lý Khu kinh tế\n"
    page = me.post(_choose(here, "dan-ten/"), viec="xem", ten=pasted)
    assert not Quota.objects.exists()
    assert "Ban Quản lý Khu kinh tế" in page
    body = Organization.objects.get(name="Sở Nội vụ")
    other = Organization.objects.get(name="Sở Y tế")
    sent = {"co-quan-0": str(body.pk), "co-quan-0-cho": "2", "co-quan-1": str(other.pk), "moi-don-vi": "1"}
    me.post(_choose(here, "dan-ten/"), viec="moi", ten=pasted, **sent)
    assert sorted(Quota.objects.values_list("name", "seats")) == [("Sở Nội vụ", 2), ("Sở Y tế", 1)]


def test_a_body_that_was_not_offered_cannot_be_slipped_in() -> None:
    here = invited_class(0)
    _tree(here)
    me = Acting(here.officer)
    commune = Organization.objects.get(name="UBND xã Đắk Ơ")
    me.post(_choose(here, "dan-ten/"), viec="moi", ten="Sở Nội vụ", **{"co-quan-0": str(commune.pk)})
    assert not Quota.objects.exists()


def test_a_name_decided_by_hand_is_remembered() -> None:
    here = invited_class(0)
    _tree(here)
    other = OrganizationFactory(name="Sở Y tế", place_name="Bình Phước")
    me = Acting(here.officer)
    page = me.post(_choose(here, "dan-ten/"), viec="xem", ten="Sở Y tế")
    assert f'value="{other.pk}"' in page
    assert f'value="{other.pk}" selected' not in page, "two bodies have this name, so it is asked"
    me.post(_choose(here, "dan-ten/"), viec="moi", ten="Sở Y tế", nho="1", **{"co-quan-0": str(other.pk)})
    assert OrganizationAlias.objects.get().organization == other
    assert Quota.objects.get().organization == other


def test_a_venue_is_chosen_with_them_where_there_are_several() -> None:
    here = invited_class(0)
    _top, departments, _communes = _tree(here)
    here_too, there = (Venue.objects.create(training_class=here.training_class, name=name) for name in ("A", "B"))
    change_venue(here.officer, there, capacity=40)
    me = Acting(here.officer)
    assert "dia-diem" in me.get(_choose(here))
    me.post(_choose(here), chon=str(departments[0].pk), **{"dia-diem": str(there.pk)})
    assert Quota.objects.get().venue == there
    assert "40" in me.get(tab_address(here.training_class, "invitations"))
    assert here_too.capacity is None


def test_the_seats_of_a_room_are_entered_with_the_venue() -> None:
    here = invited_class(0)
    me = Acting(here.officer)
    overview = tab_address(here.training_class, "overview")
    form = f"{overview}tong-quan/dia-diem/them/"
    assert me.status(form, **{**me.hidden(form), "name": "Hội trường", "capacity": "0"}) == 422
    page = me.post(form, form=form, name="Hội trường", capacity="120")
    venue = Venue.objects.get()
    assert venue.capacity == 120
    assert "120" in page[page.index("Hội trường") :]
    change = f"{overview}tong-quan/dia-diem/{venue.pk}/sua/"
    me.post(change, form=change, name="Hội trường", capacity="")
    venue.refresh_from_db()
    assert venue.capacity is None


@pytest.mark.parametrize("sent", [{"moi-don-vi": "-1"}, {"moi-don-vi": "một"}, {"moi-don-vi": "99999"}])
def test_what_no_field_of_ours_sends_is_not_found(sent: dict[str, str]) -> None:
    here = invited_class(0)
    _top, departments, _communes = _tree(here)
    assert Acting(here.officer).status(_choose(here), chon=str(departments[0].pk), **sent) == 404
    assert not Quota.objects.exists()
