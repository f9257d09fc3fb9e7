"""The groups of a class on screen: seen before they are saved, moved, seated, taken back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.nominations.domain.group_forming import form_groups
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person
from khuevan.training.domain import arrangements
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def base(here: World) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/hoc-vien/to/"


def group_names(here: World) -> list[str]:
    return list(here.training_class.groups.values_list("name", flat=True))


def test_groups_are_seen_before_they_are_saved_and_taken_back(here: World) -> None:
    officer = Acting(here.officer)
    shown = officer.get(f"{base(here)}chia/", so="2", ten="Nhóm {n}", chia="deu")
    assert "Nhóm 1" in shown and "Nhóm 2" in shown and not group_names(here)
    seen = re.search(r'name="seen" value="([^"]+)"', shown)
    assert seen is not None
    page = officer.post(f"{base(here)}chia/luu/", so="2", ten="Nhóm {n}", seen=seen[1])
    assert group_names(here) == ["Nhóm 1", "Nhóm 2"]
    undo = re.search(r'action="([^"]+tra-lai/[^"]*)"', page)
    assert undo is not None
    officer.post(undo[1].replace("&amp;", "&"))
    assert not Enrollment.objects.filter(group__isnull=False).exists() and not group_names(here)


def test_a_list_that_changed_since_is_not_saved(here: World) -> None:
    officer = Acting(here.officer)
    page = officer.post(f"{base(here)}chia/luu/", so="2", seen="vvvvvvvvvvvvvvvvvvvv")
    assert notices(page) and not group_names(here)


def test_learners_move_lead_and_sit(here: World) -> None:
    one, other = form_groups(here.officer, here.training_class, number=2)
    point = arrangements.add_venue(here.officer, here.training_class, name="Điểm cầu Cam Ranh", is_remote=True)
    officer, learner = Acting(here.officer), one.members.all()[0]
    officer.post(f"{base(here)}xep/", viec="chuyen", hv=str(learner.pk), to=str(other.pk))
    learner.refresh_from_db()
    assert learner.group == other
    officer.post(f"{base(here)}xep/", viec="to-truong", hv=str(learner.pk))
    officer.post(f"{base(here)}xep/", viec="cho", hv=str(learner.pk), **{"dia-diem": str(point.pk)})
    learner.refresh_from_db()
    assert learner.leads_group and learner.venue == point
    officer.post(f"{base(here)}don-vi/", **{"don-vi": str(learner.organization_id), "dia-diem": str(point.pk)})
    assert Enrollment.objects.filter(venue=point).count() == 3
    page = officer.get(base(here))
    assert learner.full_name in page and "Điểm cầu Cam Ranh" in page


def test_a_group_is_renamed_and_removed_only_when_empty(here: World) -> None:
    one, _other = form_groups(here.officer, here.training_class, number=2)
    officer = Acting(here.officer)
    officer.post(f"{base(here)}{one.pk}/", ten="Tổ Biển", **{"dia-diem": "0"})
    assert "Tổ Biển" in group_names(here)
    page = officer.post(f"{base(here)}{one.pk}/", bo="1")
    assert "Tổ Biển" in group_names(here) and notices(page)
    officer.post(f"{base(here)}them/", ten="Tổ Rừng")
    new = here.training_class.groups.get(name="Tổ Rừng")
    officer.post(f"{base(here)}{new.pk}/", bo="1")
    assert "Tổ Rừng" not in group_names(here)


def test_the_page_asks_as_much_for_two_thousand_as_for_three(here: World) -> None:
    form_groups(here.officer, here.training_class, number=3)
    client = Acting(here.officer).client

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(base(here)).status_code == 200
        return len(asked)

    few = (queries(), queries())[1]
    groups, agency = list(here.training_class.groups.all()), here.enrollments[0].organization
    people = [Person(full_name=f"Lê Văn {place}") for place in range(1997)]
    stored = Person.objects.bulk_create(people)
    Enrollment.objects.bulk_create(
        Enrollment(
            training_class=here.training_class, person=person, order=100 + place, full_name=person.full_name,
            organization=agency, organization_name=agency.name if agency else "", group=groups[place % 3],
        )
        for place, person in enumerate(stored)
    )  # fmt: skip
    assert queries() == few


def test_others_do_not_find_the_page_and_readers_change_nothing(here: World) -> None:
    form_groups(here.officer, here.training_class, number=2)
    assert Acting(staff(OfficeFactory())).client.get(base(here)).status_code == 404
    assert Client().get(base(here)).status_code == 302
    reader = Acting(staff(here.office, RoleKind.EDITOR))
    assert 'name="hv"' not in reader.get(base(here))
    assert reader.status(f"{base(here)}xep/", viec="chuyen") == 404


def test_the_list_of_learners_is_narrowed_to_a_group(here: World) -> None:
    one, other = form_groups(here.officer, here.training_class, number=2)
    officer = Acting(here.officer)
    page = officer.get(f"/can-bo/lop/{here.training_class.pk}/hoc-vien/", to=str(one.pk))
    assert all(learner.full_name in page for learner in one.members.all())
    assert not any(learner.full_name in page for learner in other.members.all())


def test_groups_are_named_before_anybody_is_on_the_list() -> None:
    empty = world(teaching=False)
    Enrollment.objects.filter(training_class=empty.training_class).delete()
    officer = Acting(empty.officer)
    add = f"{base(empty)}them/"
    assert f'action="{add}"' in officer.get(base(empty))
    page = officer.post(add, form=base(empty), ten="Tổ biên phiên dịch")
    assert group_names(empty) == ["Tổ biên phiên dịch"]
    assert "Tổ biên phiên dịch</h3>" in page and f'action="{add}"' in page
    editor = Acting(staff(empty.office, RoleKind.EDITOR))
    assert f'action="{add}"' not in editor.get(base(empty)), "who may not change the class"


def test_no_part_of_the_list_is_marked_as_chosen_before_one_is_asked_for(here: World) -> None:
    form_groups(here.officer, here.training_class, number=2)
    officer, path = Acting(here.officer), f"/can-bo/lop/{here.training_class.pk}/hoc-vien/"
    one = Enrollment.objects.filter(training_class=here.training_class)[0]
    Enrollment.objects.filter(pk=one.pk).update(group=None)
    marked = re.compile(r'<a href="[^"]*to=None[^"]*" aria-current="true">')
    assert "to=None" in officer.get(path) and not marked.search(officer.get(path))
    assert marked.search(officer.get(path, to="None"))
