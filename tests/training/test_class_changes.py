"""Changing a class, taking steps back, cancelling, withdrawing, discarding."""

from datetime import date, time
from typing import Any

import pytest

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.enrolling import close_list
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.class_changes import change_class, discard_class
from khuevan.training.domain.classes import open_class, open_nominations, publish_class, state_count
from khuevan.training.domain.lifeline import move_back
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.domain.withdrawing import cancel_class, restore_class, step_back, unpublish_class
from khuevan.training.enums import ClassState, DayPart, StatedOf
from khuevan.training.models import Session, TrainingClass
from tests.factories import ArticleFactory, OfficeFactory, staff
from tests.factories.worlds import world
from tests.training.arranging import MONDAY, TUESDAY, Arranged, arranged

pytestmark = pytest.mark.django_db


def _refused(code: str, *call: Any, **values: Any) -> str:
    verb, *args = call
    with pytest.raises(DomainError) as caught:
        verb(*args, **values)
    assert caught.value.code == code, caught.value.message
    return caught.value.message


def _stored(here: Arranged) -> TrainingClass:
    return TrainingClass.objects.get(pk=here.training_class.pk)


def _at(here: Arranged, state: ClassState) -> None:
    TrainingClass.objects.filter(pk=here.training_class.pk).update(state=state)


def test_title_and_days_change_and_what_follows_from_them() -> None:
    here = arranged()
    change_class(here.officer, here.training_class, title=" Lễ tân Đối ngoại ", end_date=date(2026, 6, 5), need="Có")
    stored = _stored(here)
    assert (stored.title, stored.search_key, stored.need) == ("Lễ tân Đối ngoại", "le tan doi ngoai", "Có")
    assert stored.slug == "le-tan-doi-ngoai-2026"
    assert stored.end_date == date(2026, 6, 5)
    for session in here.sessions:
        session.delete()
    change_class(here.officer, here.training_class, start_date=date(2027, 3, 1), end_date=date(2027, 3, 2))
    assert (_stored(here).year, _stored(here).slug) == (2027, "le-tan-doi-ngoai-2027")


def test_an_address_that_was_ever_public_stays() -> None:
    here = arranged()
    publish_class(here.officer, here.training_class)
    slug = here.training_class.slug
    change_class(here.officer, here.training_class, title="Tên khác")
    unpublish_class(here.officer, here.training_class, reason="Chưa đến lúc")
    change_class(here.officer, here.training_class, title="Tên khác nữa")
    assert _stored(here).slug == slug
    assert _stored(here).search_key == "ten khac nua"


def test_days_that_leave_half_days_outside_are_refused_and_named() -> None:
    here = arranged()
    message = _refused("sessions_outside", change_class, here.officer, here.training_class, end_date=MONDAY)
    assert "02/06/2026" in message
    assert "01/06/2026" not in message
    assert _stored(here).end_date == TUESDAY


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": "  "}, "class_without_title"),
        ({"end_date": date(2026, 5, 1)}, "ends_before_start"),
        ({"start_date": date(206, 6, 1)}, "date_unlikely"),
        ({"kind": "nonsense"}, "invalid_value"),
        ({"title": "x" * 301}, "invalid_value"),
    ],
)
def test_values_that_make_no_sense_are_refused(values: dict[str, Any], code: str) -> None:
    here = arranged()
    _refused(code, change_class, here.officer, here.training_class, **values)
    assert _stored(here).title == "Bồi dưỡng thông tin đối ngoại năm 2026"


def test_the_plan_of_another_office_is_no_plan() -> None:
    here, office = arranged(), OfficeFactory()
    foreign = keep_record(
        staff(office), office=office, issuer=office.organization, number="1", symbol="KH", date=date(2026, 1, 1)
    )
    _refused("plan_of_another_office", change_class, here.officer, here.training_class, plan=foreign)
    change_class(here.officer, here.training_class, plan=here.attached.record)
    assert _stored(here).plan == here.attached.record


def test_approved_results_hold_fast_what_they_rest_on_and_nothing_else() -> None:
    here = arranged()
    _at(here, ClassState.RESULTS)
    message = _refused("fixed_by_results", change_class, here.officer, here.training_class, awards_certificates=False)
    assert message
    change_class(here.officer, here.training_class, title="Tên đúng", awards_certificates=True, start_date=MONDAY)
    assert _stored(here).title == "Tên đúng"
    session = {"date": MONDAY, "part": DayPart.MORNING, "starts_at": time(8), "ends_at": time(11)}
    _refused("results_are_approved", add_session, here.officer, here.training_class, **session)


def test_a_class_walks_back_with_a_reason_that_the_audit_keeps() -> None:
    here = arranged()
    open_nominations(here.officer, here.training_class)
    _refused("reason_missing", step_back, here.officer, here.training_class, ClassState.PLANNED, reason=" ")
    _refused("wrong_state", step_back, here.officer, here.training_class, ClassState.RUNNING, reason="Nhầm")
    _refused("wrong_state", step_back, here.officer, here.training_class, ClassState.NOMINATING, reason="Nhầm")
    _refused("wrong_state", step_back, here.officer, here.training_class, ClassState.CANCELLED, reason="Nhầm")
    step_back(here.officer, here.training_class, ClassState.PLANNED, reason="Kế hoạch chưa duyệt")
    assert _stored(here).state == ClassState.PLANNED
    entry = AuditEntry.objects.filter(verb="training.step_back").get()
    assert (entry.reason, entry.before["state"]) == ("Kế hoạch chưa duyệt", "nominating")


def test_nobody_steps_back_from_results_without_reopening_them() -> None:
    here = world()
    here.issue()
    for state in (ClassState.RESULTS, ClassState.AWARDED, ClassState.REPORTED):
        TrainingClass.objects.update(state=state)
        _refused(
            "reopen_results_first", step_back, here.officer, here.training_class, ClassState.RUNNING, reason="Nhầm"
        )
    step_back(here.officer, here.training_class, ClassState.AWARDED, reason="Thiếu phụ lục")
    assert here.training_class.state == ClassState.AWARDED
    move_back(here.training_class, ClassState.RUNNING)
    assert TrainingClass.objects.get().state == ClassState.RUNNING
    with pytest.raises(DomainError):
        move_back(here.training_class, ClassState.RUNNING)


def test_a_filed_class_without_certificates_goes_back_to_its_teaching() -> None:
    here = arranged()
    TrainingClass.objects.update(state=ClassState.REPORTED, awards_certificates=False)
    step_back(here.officer, here.training_class, ClassState.RUNNING, reason="Báo cáo thiếu số liệu")
    assert _stored(here).state == ClassState.RUNNING


def test_a_cancelled_class_can_be_taken_up_again_where_it_stood() -> None:
    here = arranged()
    open_nominations(here.officer, here.training_class)
    _refused("reason_missing", cancel_class, here.officer, here.training_class, reason="")
    _refused("not_cancelled", restore_class, here.officer, here.training_class, reason="Nhầm")
    cancel_class(here.officer, here.training_class, reason="Bão số 9")
    assert _stored(here).state == ClassState.CANCELLED
    _refused("wrong_state", open_nominations, here.officer, here.training_class)
    restore_class(here.officer, here.training_class, reason="Bão đã tan")
    assert (_stored(here).state, _stored(here).state_before_cancelling) == (ClassState.NOMINATING, "")
    assert [entry.reason for entry in AuditEntry.objects.exclude(reason="")] == ["Bão đã tan", "Bão số 9"]


@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, RoleKind.EDITOR])
def test_only_officers_take_a_class_back(kind: RoleKind) -> None:
    here = arranged()
    other = staff(here.office, kind)
    publish_class(here.officer, here.training_class)
    for verb in (cancel_class, restore_class, unpublish_class):
        _refused("not_allowed", verb, other, here.training_class, reason="Không")
    _refused("not_allowed", discard_class, other, here.training_class)
    assert _stored(here).published_at


def test_a_class_with_results_took_place() -> None:
    here = arranged()
    _at(here, ClassState.RESULTS)
    _refused("results_are_approved", cancel_class, here.officer, here.training_class, reason="Bão số 9")


def test_withdrawing_a_class_from_the_public_needs_a_reason_and_is_done_once() -> None:
    here = arranged()
    unpublish_class(here.officer, here.training_class, reason="Chưa duyệt")
    publish_class(here.officer, here.training_class)
    _refused("reason_missing", unpublish_class, here.officer, here.training_class, reason="")
    unpublish_class(here.officer, here.training_class, reason="Chưa duyệt")
    assert _stored(here).published_at is None
    assert AuditEntry.objects.filter(verb="training.unpublish_class").count() == 1


def test_a_planned_class_can_be_discarded_with_all_that_was_arranged() -> None:
    here = arranged()
    _refused("class_is_under_way", discard_class, here.officer, here.training_class)
    _at(here, ClassState.PLANNED)
    _refused("still_used", discard_class, here.officer, here.training_class)
    assert Session.objects.count() == 3, "nothing is taken away when the class stays"
    here.attached.delete()
    discard_class(here.officer, here.training_class)
    assert not TrainingClass.objects.exists()
    entry = AuditEntry.objects.filter(verb="training.discard_class").get()
    assert entry.before["title"] == "Bồi dưỡng thông tin đối ngoại năm 2026"
    assert entry.office_key == here.office.pk


@pytest.mark.parametrize("what", ["learners", "article", "published"])
def test_a_class_on_which_something_hangs_is_not_discarded(what: str) -> None:
    here = world(teaching=False, names=("Đỗ Văn Ân",) if what == "learners" else ())
    if what == "article":
        ArticleFactory(office=here.office, training_class=here.training_class)
    if what == "published":
        publish_class(here.officer, here.training_class)
    TrainingClass.objects.update(state=ClassState.PLANNED)
    code = "class_is_published" if what == "published" else "still_used"
    _refused(code, discard_class, here.officer, here.training_class)
    assert TrainingClass.objects.get().sessions.count() == 2


def test_going_back_before_the_closed_list_keeps_the_learners() -> None:
    here = world(teaching=False)
    close_list(here.officer, here.training_class)
    step_back(here.officer, here.training_class, ClassState.NOMINATING, reason="Bổ sung hai người")
    assert len(here.enrollments) == 3


def test_a_number_is_stated_once_of_each_kind() -> None:
    here = arranged()
    count = {"of": StatedOf.LEARNERS, "number": 80, "noun": "đại biểu"}
    _refused("already_there", state_count, here.officer, here.training_class, **count)


def test_a_class_is_not_opened_in_an_unlikely_year() -> None:
    office = OfficeFactory()
    values = {"office": office, "title": "Lớp", "start_date": date(206, 6, 1), "end_date": date(2026, 6, 1)}
    _refused("date_unlikely", open_class, staff(office), **values)


def test_a_word_that_is_no_column_is_a_mistake_of_the_programmer() -> None:
    here = arranged()
    with pytest.raises(TypeError):
        change_class(here.officer, here.training_class, state=ClassState.REPORTED)  # type: ignore[call-arg]
