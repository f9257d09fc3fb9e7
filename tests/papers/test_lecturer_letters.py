"""A letter to lecturers that was signed: who is asked by it, who is thanked; and the same taken back."""

import pytest
from django.utils import timezone

from khuevan.papers.domain.building import targets, written
from khuevan.papers.domain.differing import standing
from khuevan.papers.domain.making import make_paper, make_papers
from khuevan.papers.domain.signing import forget_signed, record_signed
from khuevan.papers.domain.wording import inside
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.people.enums import RoleKind
from khuevan.training.domain.lecturers.replacing import replace_lecturer, take_back_replacement
from khuevan.training.domain.lecturers.states import confirm, name_by_unit
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, TrainingClass
from tests.factories import PersonFactory, staff
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db
ASKS, THANKS = PaperKind.LECTURER_REQUEST, PaperKind.THANKS_LETTER


def _signed(here: Lecturing, kind: PaperKind, key: str, number: str) -> MadePaper:
    target = next(one for one in targets(here.officer, here.training_class, kind) if one.key == key)
    made = make_paper(here.officer, here.training_class, kind, target=target)
    clerk = staff(here.office, RoleKind.CLERK)
    record_signed(clerk, made, number=number, symbol="SNgV-VP", date=timezone.localdate())
    return made


def _state(lecturer: Lecturer) -> str:
    return Lecturer.objects.get(pk=lecturer.pk).state


def test_a_signed_letter_asks_whom_it_is_written_to_and_nobody_else() -> None:
    here = lecturing()
    made = _signed(here, ASKS, f"unit:{here.promised.organization_id}", "41")
    assert (_state(here.promised), _state(here.lecturer)) == (LecturerState.ASKED, LecturerState.PLANNED)
    assert Lecturer.objects.get(pk=here.promised.pk).asked_by == made.record
    forget_signed(here.officer, made, reason="Nhầm bản")
    assert _state(here.promised) == LecturerState.PLANNED


def test_who_has_answered_meanwhile_keeps_the_answer() -> None:
    here = lecturing()
    made = _signed(here, ASKS, f"unit:{here.promised.organization_id}", "41")
    name_by_unit(here.unit_link, here.promised, full_name="Lê Văn Bé", phone="0905333444")
    forget_signed(here.officer, made, reason="Nhầm bản")
    stored = Lecturer.objects.get(pk=here.promised.pk)
    assert (stored.state, stored.asked_by) == (LecturerState.NAMED, None)


def test_a_signed_letter_of_thanks_is_the_day_of_thanks() -> None:
    here = lecturing(starts_in=-5)
    TrainingClass.objects.update(state=ClassState.REPORTED)
    made = _signed(here, THANKS, f"lecturer:{here.lecturer.pk}", "77")
    assert Lecturer.objects.get(pk=here.lecturer.pk).thanked_on == timezone.localdate()
    forget_signed(here.officer, made, reason="Nhầm bản")
    assert Lecturer.objects.get(pk=here.lecturer.pk).thanked_on is None


def test_thanks_name_what_was_taught_and_go_to_who_taught() -> None:
    here = lecturing(starts_in=-1)
    confirm(here.officer, here.lecturer)
    new = replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Ốm")
    found = targets(here.officer, here.training_class, THANKS)
    assert {one.key for one in found} == {f"lecturer:{here.lecturer.pk}", f"lecturer:{new.pk}"}, (
        "no unit without a name"
    )
    letter = str(written(here.officer, here.training_class, THANKS, target=found[0]))
    assert "Chuyên đề 1" in letter
    assert "Chuyên đề 2" not in letter
    assert "V/v cảm ơn" in letter


def test_nobody_of_the_office_itself_and_nobody_who_said_no_is_thanked() -> None:
    here = lecturing()
    Lecturer.objects.filter(pk=here.lecturer.pk).update(organization=here.office.organization)
    assert targets(here.officer, here.training_class, THANKS) == []
    Lecturer.objects.filter(pk=here.lecturer.pk).update(organization=None, state=LecturerState.DECLINED)
    assert targets(here.officer, here.training_class, THANKS) == []


def test_who_comes_instead_is_written_to_with_what_differs_and_the_old_letter_stays() -> None:
    here = lecturing()
    made = _signed(here, ASKS, f"lecturer:{here.lecturer.pk}", "41")
    new = replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Ốm")
    rows = {one.target.key: one for one in standing(here.officer, here.training_class, [ASKS])}
    old, comes = rows[made.target], rows[f"lecturer:{new.pk}"]
    assert (old.is_gone, old.comes, old.newest) == (True, comes.target, made)
    assert (comes.is_wanting, comes.one_before) == (True, "bà Trần Thị Minh, Phó Cục trưởng Cục Ngoại vụ")
    wrote = make_papers(here.officer, here.training_class, [ASKS], only_differing=True)
    assert [one.target for one in wrote] == [f"lecturer:{new.pk}"], "and not the unit, to which nothing was written yet"
    assert make_papers(here.officer, here.training_class, [ASKS], only_differing=True) == []
    third = replace_lecturer(here.officer, new, person=PersonFactory(full_name="Hồ Ba"), reason="Bận")
    wrote = make_papers(here.officer, here.training_class, [ASKS], only_differing=True)
    assert [one.target for one in wrote] == [f"lecturer:{third.pk}"]
    take_back_replacement(here.officer, third)
    assert not any(one.is_wanting for one in standing(here.officer, here.training_class, [ASKS]))


def test_without_a_letter_to_the_old_one_the_new_one_is_not_written_to_unasked() -> None:
    here = lecturing()
    replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Ốm")
    assert make_papers(here.officer, here.training_class, [ASKS], only_differing=True) == []


@pytest.mark.parametrize(
    ("said", "in_sentence"),
    [("Ông An", "ông An"), ("Đồng chí An", "đồng chí An"), ("Đồng Thị An", "Đồng Thị An"), ("Sở A", "Sở A")],
)
def test_a_form_of_address_is_small_in_a_sentence_and_a_family_name_is_not(said: str, in_sentence: str) -> None:
    assert inside(said) == in_sentence
