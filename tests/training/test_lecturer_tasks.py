"""What the lecturers of a class put on the work list, and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from khuevan.training.domain.lecturers.care import note_thanks, set_care
from khuevan.training.domain.lecturers.replacing import replace_lecturer
from khuevan.training.domain.lecturers.states import confirm, decline
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.domain.worklist import Task, work_list
from khuevan.training.enums import ClassState
from khuevan.training.models import Lecturer, Material, StoredFile, TrainingClass
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db
OWN = {"lecturers", "lecturers_unsure", "lecturer_gone", "materials_late", "thanks"}


def _tasks(here: Lecturing) -> dict[str, Task]:
    keys = {task.key.removeprefix("training."): task for task in work_list(here.officer)}
    return {key: task for key, task in keys.items() if key in OWN}


def _now(here: Lecturing, **values: Any) -> None:
    TrainingClass.objects.filter(pk=here.training_class.pk).update(**values)


def test_units_without_a_name_and_answers_that_are_missing() -> None:
    here = lecturing(starts_in=5)
    found = _tasks(here)
    assert set(found) == {"lecturers", "lecturers_unsure"}
    assert found["lecturers"].detail == "Cục Lễ tân"
    assert (found["lecturers_unsure"].detail, found["lecturers_unsure"].tab) == ("bà Trần Thị Minh", "lecturers")
    confirm(here.officer, here.lecturer)
    assert set(_tasks(here)) == {"lecturers"}


def test_an_answer_is_not_missed_long_before_the_class() -> None:
    assert set(_tasks(lecturing(starts_in=40))) == {"lecturers"}


def test_who_cannot_come_waits_for_somebody_instead() -> None:
    here = lecturing(starts_in=40)
    decline(here.officer, here.lecturer, "Bận")
    assert set(_tasks(here)) == {"lecturers", "lecturer_gone"}


def test_that_outsiders_still_read_who_cannot_come_is_said_until_it_is_made_known_otherwise() -> None:
    here = lecturing(starts_in=40)
    publish_programme(here.officer, here.training_class)
    decline(here.officer, here.lecturer, "Bận")
    told = _tasks(here)["lecturer_gone"].detail
    assert told.startswith("Bà Trần Thị Minh.") and told.count("Trần Thị Minh") == 2, told
    for item in here.items:
        set_lecturers(here.officer, item, [here.promised])
    assert _tasks(here)["lecturer_gone"].detail.count("Trần Thị Minh") == 2, "outsiders read it until the next version"
    publish_programme(here.officer, here.training_class)
    assert _tasks(here)["lecturer_gone"].detail == "bà Trần Thị Minh"


def test_in_the_middle_of_the_class_only_lines_to_come_ask_for_somebody_else() -> None:
    here = lecturing(starts_in=-1)
    publish_programme(here.officer, here.training_class)
    _now(here, state=ClassState.RUNNING)
    assert "lecturer_gone" not in _tasks(here)
    decline(here.officer, here.lecturer, "Ốm")
    assert "lecturer_gone" in _tasks(here)
    replace_lecturer(here.officer, here.lecturer, organization=here.promised.organization, reason="Ốm")
    publish_programme(here.officer, here.training_class)
    assert "lecturer_gone" not in _tasks(here)


def test_materials_are_late_the_day_after_until_they_come() -> None:
    here = lecturing(starts_in=40)
    today = timezone.localdate()
    set_care(here.officer, here.lecturer, materials_by=today)
    assert "materials_late" not in _tasks(here)
    set_care(here.officer, here.lecturer, materials_by=today - timedelta(days=1))
    assert _tasks(here)["materials_late"].due == today - timedelta(days=1)
    stored = StoredFile.objects.create(sha256="0" * 64, kind="pdf", size=1, path="materials/00/0.pdf")
    Material.objects.create(
        office=here.office,
        training_class=here.training_class,
        title="Lễ tân",
        file_name="le-tan.pdf",
        stored=stored,
        lecturer=here.lecturer,
    )
    assert "materials_late" not in _tasks(here)


def test_thanks_are_asked_for_after_the_class_and_not_for_ones_own_people() -> None:
    here = lecturing(starts_in=-4)
    _now(here, state=ClassState.RUNNING)
    assert set(_tasks(here)) == {"thanks"}
    note_thanks(here.officer, here.lecturer, timezone.localdate())
    assert _tasks(here) == {}
    note_thanks(here.officer, here.lecturer, None)
    Lecturer.objects.filter(pk=here.lecturer.pk).update(organization=here.office.organization)
    assert _tasks(here) == {}
