"""An installation that had classes before there were directories finds everybody in them."""

from importlib import import_module

import pytest
from django.apps import apps

from khuevan.nominations.models import Enrollment
from khuevan.people.models import DirectoryEntry, Person
from khuevan.training.domain.arrangements import (
    add_committee_member,
    add_lecturer,
    add_venue,
    form_committee,
    give_ceremony_role,
    invite_guest,
)
from khuevan.training.enums import CeremonyKind
from tests.factories import PersonFactory
from tests.factories.worlds import world

MIGRATION = import_module("khuevan.nominations.migrations.0003_keys_and_directory")


@pytest.mark.django_db
def test_directories_are_filled_from_every_place_that_names_a_person() -> None:
    here, other = world(), world()
    teacher, guest, member, chair, caretaker = (PersonFactory() for _turn in range(5))
    body = here.office.organization
    add_lecturer(here.officer, here.training_class, person=teacher)
    invite_guest(here.officer, here.training_class, person=guest)
    committee = form_committee(here.officer, here.training_class, name="Ban tổ chức")
    add_committee_member(here.officer, committee, function="Trưởng ban", person=member)
    give_ceremony_role(
        here.officer, here.training_class, CeremonyKind.OPENED_BY, person=chair, title="Giám đốc", organization=body
    )
    add_venue(here.officer, here.training_class, name="Hội trường", contact=caretaker)
    PersonFactory(full_name="Không ai nhắc")
    before = set(DirectoryEntry.objects.values_list("office", "person"))
    DirectoryEntry.objects.all().delete()
    for _turn in range(2):
        MIGRATION.fill_directory(apps, None)
        assert set(DirectoryEntry.objects.values_list("office", "person")) == before
    known = {teacher, guest, member, chair, caretaker, *(one.person for one in here.enrollments)}
    assert set(Person.objects.visible_to(here.officer)) == known
    assert Person.objects.visible_to(other.officer).count() == 3


@pytest.mark.django_db
def test_keys_of_the_learners_are_those_a_new_list_would_have() -> None:
    here = world()
    keys = list(Enrollment.objects.order_by("pk").values_list("name_key", "search_key"))
    assert all(name and search for name, search in keys)
    Enrollment.objects.update(name_key="", search_key="")
    MIGRATION.fill_keys(apps, None)
    assert list(Enrollment.objects.order_by("pk").values_list("name_key", "search_key")) == keys
    assert here.enrollments
