"""One learner at a time: added, taken off, put back, replaced; and the list opened again."""

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.enrolling import add_learner, close_list, enroll, reopen_list
from khuevan.nominations.domain.leaving import replace_learner, restore_learner, withdraw, withdraw_many
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization, Person
from khuevan.training.enums import ClassState
from tests.factories import PersonFactory, staff
from tests.factories.worlds import refused, row, world

pytestmark = pytest.mark.django_db


def test_one_learner_is_added_as_a_row_of_a_list_would_be() -> None:
    here = world(teaching=False)
    added = add_learner(
        here.officer,
        here.training_class,
        full_name=" Lê Thị Mai ",
        gender="female",
        birth="1979-04-30",
        organization_name="Sở Công Thương",
        position="Chuyên viên",
    )
    first = here.enrollments[0]
    assert (added.full_name, added.honorific, added.order) == ("Lê Thị Mai", "Bà", 4)
    assert added.organization == first.organization
    assert added.search_key == "le thi mai chuyen vien so cong thuong"
    assert Person.objects.visible_to(here.officer).filter(pk=added.person_id).exists()
    assert AuditEntry.objects.filter(verb="nominations.add_learner", subject_type="nominations.enrollment").count() == 1


def test_somebody_of_the_directory_brings_what_is_known_of_them() -> None:
    here = world(teaching=False, names=())
    person = add_person(
        here.officer,
        full_name="Trần Văn Bình",
        honorific="đồng chí",
        gender="male",
        birth="1975",
        phone="0912345678",
        office=here.office,
    )
    added = add_learner(here.officer, here.training_class, person=person, position="Phó phòng")
    assert (added.person, added.full_name, added.honorific) == (person, "Trần Văn Bình", "đồng chí")
    assert (added.birth_year, added.phone, added.gender) == (1975, "0912345678", "male")
    with refused("already_on_the_list"):
        add_learner(here.officer, here.training_class, person=person)
    assert Person.objects.count() == 1


def test_a_person_of_another_directory_cannot_be_reached_through_a_list() -> None:
    here, other = world(teaching=False, names=()), world(teaching=False, names=())
    stranger = add_person(other.officer, full_name="Người Lạ", office=other.office)
    with refused("not_allowed"):
        add_learner(here.officer, here.training_class, person=stranger)
    assert head_count(here.training_class).learners == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"full_name": "  "}, "row_without_name"),
        ({"full_name": "A" * 200}, "invalid_value"),
        ({"full_name": "A Văn", "birth": "30/4/79"}, "birth_unreadable"),
        ({"full_name": "A Văn", "email": "không phải thư"}, "invalid_value"),
    ],
)
def test_a_bad_value_adds_nobody(fields: dict[str, str], code: str) -> None:
    here = world(teaching=False, names=())
    with refused(code):
        add_learner(here.officer, here.training_class, organization_name="Sở Mới", **fields)
    assert not Person.objects.exists()
    assert not Organization.objects.filter(name="Sở Mới").exists()


def test_a_late_learner_needs_a_reason_and_after_the_results_nobody_comes() -> None:
    here = world()
    with refused("reason_missing"):
        add_learner(here.officer, here.training_class, full_name="Lê Thị Mai")
    add_learner(here.officer, here.training_class, full_name="Lê Thị Mai", reason="Đơn vị cử bổ sung")
    entry = AuditEntry.objects.filter(verb="nominations.add_learner").first()
    assert entry is not None
    assert entry.reason == "Đơn vị cử bổ sung"
    here.issue()
    with refused("list_is_closed"):
        add_learner(here.officer, here.training_class, full_name="Vũ Đức", reason="Muộn")


def test_a_closed_list_is_opened_again_with_a_reason_but_not_once_the_class_runs() -> None:
    here = world(teaching=False)
    with refused("list_is_not_closed"):
        reopen_list(here.officer, here.training_class, reason="Thêm người")
    close_list(here.officer, here.training_class)
    with refused("reason_missing"):
        reopen_list(here.officer, here.training_class, reason=" ")
    reopen_list(here.officer, here.training_class, reason="Thêm một đơn vị")
    assert here.training_class.state == ClassState.NOMINATING
    assert enroll(here.officer, here.training_class, [row("Lê Thị Mai")]).taken
    assert AuditEntry.objects.get(verb="nominations.reopen_list").reason == "Thêm một đơn vị"
    running = world()
    with refused("list_is_not_closed"):
        reopen_list(running.officer, running.training_class, reason="Thêm người")


def test_whoever_was_taken_off_comes_back_to_the_old_place() -> None:
    here = world()
    someone = here.enrollments[0]
    with refused("not_withdrawn"):
        restore_learner(here.officer, someone)
    withdraw(here.officer, someone, reason="Ốm")
    assert Enrollment.objects.get(pk=someone.pk).state_reason == "Ốm"
    restore_learner(here.officer, someone)
    someone.refresh_from_db()
    assert (someone.state, someone.state_reason, someone.order) == (EnrollmentState.ENROLLED, "", 1)
    assert head_count(here.training_class).learners == 3


def test_nobody_comes_back_beside_themselves() -> None:
    here = world(teaching=False)
    someone = here.enrollments[0]
    withdraw(here.officer, someone, reason="Ốm")
    add_learner(here.officer, here.training_class, person=someone.person)
    with refused("already_on_the_list"):
        restore_learner(here.officer, someone)


def test_several_leave_for_one_reason_and_a_stranger_among_them_stops_all() -> None:
    here, other = world(), world()
    first, second, _third = here.enrollments
    with refused("not_on_the_list"):
        withdraw_many(here.officer, here.training_class, [first, other.enrollments[0]], reason="Bão")
    with refused("reason_missing"):
        withdraw_many(here.officer, here.training_class, [first], reason="")
    left = withdraw_many(here.officer, here.training_class, [first, second.pk], reason="Bão")
    assert {one.pk for one in left} == {first.pk, second.pk}
    assert withdraw_many(here.officer, here.training_class, [first], reason="Bão") == []
    entries = AuditEntry.objects.filter(verb="nominations.withdraw_many")
    assert {entry.reason for entry in entries} == {"Bão"}
    assert entries.count() == 2
    assert (head_count(here.training_class).learners, head_count(other.training_class).learners) == (1, 3)


def test_many_leave_in_as_many_queries_as_one(django_assert_max_num_queries: pytest.fixture) -> None:
    here = world(names=tuple(f"Nguyễn Văn {name}" for name in "ABCDEGHIKL"))
    with django_assert_max_num_queries(12):
        withdraw_many(here.officer, here.training_class, here.enrollments, reason="Bão")


def test_a_replacement_comes_from_the_same_agency_and_both_know_of_each_other() -> None:
    here = world()
    gone = here.enrollments[1]
    came = replace_learner(here.officer, gone, reason="Bận họp", full_name="Lê Thị Mai", gender="female")
    gone.refresh_from_db()
    assert (came.replaces, came.organization, came.organization_name) == (
        gone,
        gone.organization,
        gone.organization_name,
    )
    assert gone.state == EnrollmentState.WITHDRAWN
    assert gone.state_reason.startswith("Bận họp")
    assert "Lê Thị Mai" in gone.state_reason
    assert head_count(here.training_class).learners == 3
    with refused("already_withdrawn"):
        replace_learner(here.officer, gone, reason="Bận họp", full_name="Vũ Đức")
    assert AuditEntry.objects.filter(verb="nominations.replace_learner", reason="Bận họp").count() == 3


def test_a_refused_replacement_leaves_everybody_where_they_are() -> None:
    here = world()
    first, second, _third = here.enrollments
    with refused("already_on_the_list"):
        replace_learner(here.officer, first, reason="Bận họp", person=second.person)
    with refused("reason_missing"):
        replace_learner(here.officer, first, reason="", full_name="Lê Thị Mai")
    assert Enrollment.objects.get(pk=first.pk).state == EnrollmentState.ENROLLED


def test_after_the_results_the_list_stands() -> None:
    here = world()
    someone, other, _third = here.enrollments
    here.issue()
    Enrollment.objects.filter(pk=other.pk).update(state=EnrollmentState.WITHDRAWN)
    for change in (
        lambda: restore_learner(here.officer, other),
        lambda: replace_learner(here.officer, someone, reason="x", full_name="Vũ Đức"),
        lambda: withdraw_many(here.officer, here.training_class, [someone], reason="x"),
    ):
        with refused("results_are_approved"):
            change()


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, RoleKind.CLERK, None])
def test_only_officers_of_the_office_change_its_list(kind: RoleKind | None) -> None:
    here = world()
    someone = here.enrollments[0]
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    for change in (
        lambda: add_learner(actor, here.training_class, full_name="Vũ Đức", reason="x"),
        lambda: reopen_list(actor, here.training_class, reason="x"),
        lambda: withdraw_many(actor, here.training_class, [someone], reason="x"),
        lambda: restore_learner(actor, someone),
        lambda: replace_learner(actor, someone, reason="x", full_name="Vũ Đức"),
    ):
        with refused("not_allowed"):
            change()
    assert head_count(here.training_class).learners == 3


def test_lists_sort_by_protocol_agency_or_name() -> None:
    here = world(teaching=False, names=())
    rows = [
        row("Trần Bê", organization="Sở Y tế"),
        row("Đỗ Ân", organization="Ban Dân tộc"),
        row("Lê Cường", organization="Sở Y tế"),
    ]
    enroll(SYSTEM, here.training_class, rows)
    Organization.objects.filter(name="Sở Y tế").update(protocol_order=1)
    learners = here.training_class.enrollments.all()
    assert [one.full_name for one in learners.by_protocol()] == ["Trần Bê", "Lê Cường", "Đỗ Ân"]
    assert [one.full_name for one in learners.by_agency()] == ["Đỗ Ân", "Trần Bê", "Lê Cường"]
    assert [one.full_name for one in learners.by_name()] == ["Đỗ Ân", "Trần Bê", "Lê Cường"]


def test_a_person_without_a_class_is_unknown_to_the_list() -> None:
    here = world(teaching=False, names=())
    with refused("not_allowed"):
        add_learner(here.officer, here.training_class, person=PersonFactory())
