"""Lecturers are written to while there is something to tell: once a day, and never of a class that is off."""

from datetime import time

import pytest

from khuevan.nominations.domain.lecturer_notices import remind_materials, send_links, tell_replaced
from khuevan.notifications.models import Message
from khuevan.people.models import AccessLink, Person
from khuevan.training.enums import ClassState
from khuevan.training.models import ProgrammeItem, TrainingClass
from tests.training.lecturing import lecturing, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [ClassState.CANCELLED, ClassState.REPORTED])
def test_nobody_is_invited_to_a_class_that_is_cancelled_or_filed(state: ClassState) -> None:
    here = lecturing()
    TrainingClass.objects.filter(pk=here.training_class.pk).update(state=state)
    for verb in (send_links, remind_materials):
        refused("class_is_closed", verb, here.officer, [here.lecturer])
    assert not Message.objects.exists() and not AccessLink.objects.exists()


def test_a_second_officer_on_the_same_day_writes_nothing_twice() -> None:
    here = lecturing()
    assert send_links(here.officer, [here.lecturer]).mailed == [here.lecturer]
    refused("nobody_to_tell", send_links, here.officer, [here.lecturer])
    assert Message.objects.count() == 1


def test_of_many_lines_the_one_replaced_is_told_once_and_of_others_again() -> None:
    here = lecturing()
    lines = [ProgrammeItem(pk=number, session=here.items[0].session, starts_at=time(8)) for number in range(1000, 1060)]
    first = tell_replaced(here.officer, here.lecturer, lines)
    assert first and first.once_key and len(first.once_key) <= 120, "what the column holds"
    assert tell_replaced(here.officer, here.lecturer, lines[::-1]) == first
    assert tell_replaced(here.officer, here.lecturer, lines[:-1]) != first
    assert Message.objects.count() == 2


def test_the_form_of_address_is_small_inside_the_sentences_of_a_message() -> None:
    here = lecturing()
    Person.objects.filter(pk=here.lecturer.person_id).update(honorific="Bà")
    here.lecturer.person.refresh_from_db()
    message = tell_replaced(here.officer, here.lecturer, here.items)
    assert message and "cảm ơn bà Trần Thị Minh" in message.body and "Bà" not in message.body
