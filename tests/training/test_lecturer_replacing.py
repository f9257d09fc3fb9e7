"""Somebody else teaches: the day before, in the middle of the class, by two officers at once; and back again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.training.domain.lecturers.history import lines_of
from khuevan.training.domain.lecturers.replacing import (
    chain_of,
    lines_to_move,
    replace_lecturer,
    replaced_in,
    take_back_replacement,
)
from khuevan.training.domain.lecturers.states import confirm
from khuevan.training.domain.people_changes import remove_lecturer
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.enums import ItemKind, LecturerState
from khuevan.training.models import Lecturer
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff
from tests.training.lecturing import Lecturing, lecturing, refused

pytestmark = pytest.mark.django_db
WHY = "Đi công tác đột xuất"


def _titles(lecturer: Lecturer) -> list[str]:
    return [item.title for item in lines_of(lecturer)]


def _replace(here: Lecturing, **values: object) -> Lecturer:
    return replace_lecturer(here.officer, here.lecturer, **{"person": PersonFactory(), "reason": WHY, **values})


def test_the_day_before_all_lines_follow_and_the_old_row_stays_with_the_reason() -> None:
    here = lecturing()
    confirm(here.officer, here.lecturer)
    new = _replace(here, title="Vụ trưởng", organization=OrganizationFactory(name="Vụ Lễ tân"))
    assert _titles(new) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]
    assert (new.state, new.order, new.post) == (LecturerState.PLANNED, here.lecturer.order, "Vụ trưởng Vụ Lễ tân")
    old = Lecturer.ever.get(pk=here.lecturer.pk)
    assert (old.replaced_at is None, old.replace_reason, _titles(old)) == (False, WHY, [])
    assert old not in here.training_class.lecturers.all()
    assert [list(item.lecturers.all()) for item in here.items] == [[new]] * 3, "programme and papers show the new one"
    assert (chain_of(new), replaced_in(here.training_class)) == ([old], [old])
    entry = AuditEntry.objects.get(verb="training.replace_lecturer", subject_id=str(new.pk))
    assert entry.after["lines"] == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]
    assert entry.reason == WHY
    assert new.person.known_to.filter(office=here.office).exists()


def test_after_day_one_of_three_what_was_taught_stays_with_whoever_taught_it() -> None:
    here = lecturing(starts_in=-1)
    new = _replace(here)
    assert (_titles(here.lecturer), _titles(new)) == (["Chuyên đề 1"], ["Chuyên đề 2", "Chuyên đề 3"])
    assert Lecturer.objects.get(pk=here.lecturer.pk).replaced_at is None
    assert here.training_class.lecturers.count() == 3
    refused("nothing_to_hand_over", _replace, here)


def test_a_day_says_from_when_also_one_that_is_over() -> None:
    here = lecturing(starts_in=-2)
    assert [item.title for item in lines_to_move(here.lecturer)] == ["Chuyên đề 3"]
    new = _replace(here, from_day=timezone.localdate() - timedelta(days=1))
    assert _titles(new) == ["Chuyên đề 2", "Chuyên đề 3"]


def test_two_officers_at_once_replace_once() -> None:
    here = lecturing()
    seen = stamp(here.lecturer)
    second = Lecturer.objects.get(pk=here.lecturer.pk)
    new = _replace(here, seen=seen)
    again = {"person": PersonFactory(), "reason": WHY}
    refused("changed_meanwhile", replace_lecturer, here.officer, second, seen=seen, **again)
    refused("lecturer_replaced", replace_lecturer, here.officer, Lecturer.ever.get(pk=second.pk), **again)
    assert Lecturer.objects.filter(replaces=here.lecturer).get() == new


def test_two_officers_at_once_after_the_first_day() -> None:
    here = lecturing(starts_in=-1)
    seen = stamp(here.lecturer)
    second = Lecturer.objects.get(pk=here.lecturer.pk)
    _replace(here, seen=seen)
    again = {"person": PersonFactory(), "reason": WHY}
    refused("changed_meanwhile", replace_lecturer, here.officer, second, seen=seen, **again)
    refused("nothing_to_hand_over", replace_lecturer, here.officer, second, **again)


def test_a_reason_and_somebody_else_are_needed() -> None:
    here = lecturing()
    refused("reason_missing", _replace, here, reason="  ")
    refused("nobody_named", _replace, here, person=None)
    refused("same_lecturer", _replace, here, person=here.lecturer.person)
    unit = {"person": None, "organization": here.promised.organization, "reason": WHY}
    refused("same_lecturer", replace_lecturer, here.officer, here.promised, **unit)
    refused("not_allowed", replace_lecturer, here.own_link, here.lecturer, person=PersonFactory(), reason=WHY)
    refused("not_allowed", replace_lecturer, staff(OfficeFactory()), here.lecturer, person=PersonFactory(), reason=WHY)
    assert _titles(here.lecturer) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]


def test_taking_it_back_gives_the_lines_back_and_keeps_the_row_that_came() -> None:
    here = lecturing()
    new = _replace(here)
    old = take_back_replacement(here.officer, new)
    assert old.pk == here.lecturer.pk
    assert _titles(old) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]
    assert (old.replaced_at, old.replace_reason) == (None, "")
    gone = Lecturer.ever.get(pk=new.pk)
    assert (gone.replaced_at is None, gone.replace_reason) == (False, WHY)
    assert set(here.training_class.lecturers.all()) == {old, here.promised}
    refused("lecturer_replaced", take_back_replacement, here.officer, new)
    refused("came_for_nobody", take_back_replacement, here.officer, old)


def test_who_teaches_in_the_class_already_takes_the_lines_on_their_own_row() -> None:
    here = lecturing()
    colleague = PersonFactory()
    own = _replace(here, person=colleague, from_day=timezone.localdate() + timedelta(days=3))
    new = _replace(here, person=colleague)
    assert new == own
    assert _titles(new) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]
    assert here.training_class.lecturers.filter(person=colleague).count() == 1


def test_a_line_taught_together_stays_with_the_other_one_when_it_is_taken_back() -> None:
    here = lecturing()
    named = PersonFactory()
    Lecturer.objects.filter(pk=here.promised.pk).update(person=named)
    here.items[0].lecturers.add(here.promised)
    both = _replace(here, person=named)
    assert list(here.items[0].lecturers.all()) == [both]
    take_back_replacement(here.officer, both)
    assert set(here.items[0].lecturers.all()) == {here.lecturer, both}
    assert list(here.items[1].lecturers.all()) == [here.lecturer]


def test_lines_of_ones_own_stay_when_a_replacement_is_taken_back() -> None:
    here = lecturing()
    named = PersonFactory()
    Lecturer.objects.filter(pk=here.promised.pk).update(person=named)
    line = {"kind": ItemKind.DISCUSSION, "starts_at": here.items[0].starts_at, "title": "Thảo luận"}
    add_item(here.officer, here.items[0].session, lecturers=[here.promised], **line)
    both = _replace(here, person=named)
    assert both.pk == here.promised.pk
    assert _titles(both) == ["Chuyên đề 1", "Thảo luận", "Chuyên đề 2", "Chuyên đề 3"]
    take_back_replacement(here.officer, both)
    assert _titles(both) == ["Thảo luận"]
    assert Lecturer.objects.get(pk=both.pk).replaces is None
    assert _titles(here.lecturer) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"]


def test_what_was_taught_meanwhile_is_not_taken_back() -> None:
    here = lecturing(starts_in=-1)
    new = _replace(here, from_day=timezone.localdate() - timedelta(days=1))
    refused("taught_already", take_back_replacement, here.officer, new)


def test_a_chain_of_two_is_told_whole() -> None:
    here = lecturing()
    first = _replace(here)
    second = replace_lecturer(here.officer, first, person=PersonFactory(), reason="Ốm")
    assert [one.pk for one in chain_of(second)] == [first.pk, here.lecturer.pk]
    refused("still_used", remove_lecturer, here.officer, Lecturer.ever.get(pk=first.pk))


def test_who_came_instead_of_two_gives_each_only_their_own_lines_back() -> None:
    here = lecturing()
    line = {"kind": ItemKind.DISCUSSION, "starts_at": here.items[0].starts_at, "title": "Thảo luận"}
    Lecturer.objects.filter(pk=here.promised.pk).update(person=PersonFactory())
    here.promised.refresh_from_db()
    add_item(here.officer, here.items[0].session, lecturers=[here.promised], **line)
    colleague = PersonFactory()
    new = _replace(here, person=colleague)
    replace_lecturer(here.officer, here.promised, person=colleague, reason=WHY)
    new.refresh_from_db()
    take_back_replacement(here.officer, new)
    assert _titles(here.lecturer) == ["Chuyên đề 1", "Chuyên đề 2", "Chuyên đề 3"], "never what another was to teach"
    assert _titles(new) == ["Thảo luận"]
