"""The yearly plan by its verbs: drafted, judged, opened, signed, amended, told apart from what was signed."""

from collections.abc import Callable
from datetime import date

import pytest

from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.readers.planning import PlanSheet
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain.lifeline import StepState, life_line
from khuevan.training.domain.plan_drafting import draft_from
from khuevan.training.domain.plan_opening import link_class, open_class_of, unlink_class
from khuevan.training.domain.plan_sheets import take_sheet
from khuevan.training.domain.plan_versions import amend, approve, differences, end_amending
from khuevan.training.domain.plan_words import planned_time
from khuevan.training.domain.planned_classes import (
    Organizing,
    add_planned,
    change_planned,
    drop_planned,
    move_planned,
    remove_planned,
    reorder_planned,
    restore_planned,
)
from khuevan.training.domain.plans import change_plan, discard_plan, make_plan
from khuevan.training.enums import ClassKind, OrganizerPart, PlanState
from khuevan.training.models import Topic, TrainingClass, TrainingPlan
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db

TITLE = "Bồi dưỡng kỹ năng nghiệp vụ đối ngoại năm 2026"


@pytest.fixture
def plan() -> TrainingPlan:
    office = OfficeFactory()
    return make_plan(staff(office), office, 2026)


def signed(plan: TrainingPlan, number: str = "12") -> Record:
    return keep_record(
        staff(plan.office, RoleKind.CLERK),
        office=plan.office,
        issuer=plan.office.organization,
        number=number,
        symbol="KH-STN",
        date=date(2026, 1, 15),
        kind="KH",
    )


def titles(plan: TrainingPlan) -> list[str]:
    return [one.title for one in plan.planned_classes.order_by("order", "pk")]


def test_a_plan_is_made_once_and_only_by_officers_of_the_office(plan: TrainingPlan) -> None:
    office, officer = plan.office, staff(plan.office)
    assert "2026" in plan.title
    with refused("plan_known"):
        make_plan(officer, office, 2026)
    with refused("year_unlikely"):
        make_plan(officer, office, 26)
    for stranger in (staff(OfficeFactory()), staff(office, RoleKind.EDITOR)):
        with refused("not_allowed"):
            add_planned(stranger, plan, title=TITLE)
        with refused("not_allowed"):
            make_plan(stranger, office, 2027)
    with refused("plan_without_title"):
        change_plan(officer, plan, title=" ")
    discard_plan(officer, plan)
    assert not TrainingPlan.objects.exists()


def test_values_of_a_planned_class_are_judged_and_follow_from_each_other(plan: TrainingPlan) -> None:
    officer = staff(plan.office)
    topic = Topic.objects.create(office=plan.office, title="Lễ tân đối ngoại", field="Đối ngoại")
    days = {"first_day": date(2026, 4, 6), "last_day": date(2026, 6, 2)}
    planned = add_planned(officer, plan, title=f"  {TITLE} ", topic=topic, **days)  # type: ignore[arg-type]
    assert (planned.title, planned.field, planned.month_from, planned.month_to) == (TITLE, "Đối ngoại", 4, 6)
    other = Topic.objects.create(office=OfficeFactory(), title="Khác")
    wrong: dict[str, dict[str, object]] = {
        "planned_without_title": {"title": " "},
        "ends_before_start": {"first_day": date(2026, 7, 1), "last_day": date(2026, 6, 1)},
        "day_outside_year": {"first_day": date(2027, 1, 1), "last_day": None},
        "months_reversed": {"first_day": None, "last_day": None, "month_from": 9, "month_to": 4},
        "topic_of_another_office": {"topic": other},
        "number_unlikely": {"classes": 0},
        "invalid_value": {"venue": "x" * 301},
    }
    for code, values in wrong.items():
        with refused(code):
            change_planned(officer, planned, **values)  # type: ignore[arg-type]
        planned.refresh_from_db()
    change_planned(officer, planned, first_day=None, last_day=None, month_from=None, month_to=6)
    assert (planned.month_from, planned.month_to) == (6, 6)
    assert planned_time(planned)


def test_organizers_are_replaced_as_a_whole_and_the_history_tells_it(plan: TrainingPlan) -> None:
    officer, (first, second) = staff(plan.office), (OrganizationFactory(), OrganizationFactory())
    planned = add_planned(officer, plan, title=TITLE, organizers=[Organizing(first, OrganizerPart.CO)])
    entries = AuditEntry.objects.filter(verb="training.change_planned_class")
    change_planned(officer, planned, organizers=[Organizing(first, OrganizerPart.CO)])
    assert not entries.exists()
    named = [Organizing(second, OrganizerPart.LEAD), Organizing(first, OrganizerPart.CO)]
    change_planned(officer, planned, organizers=named)
    entry = entries.get()
    assert entry.before["organizers"] == [first.name]
    assert entry.after["organizers"] == [second.name, first.name]


def test_classes_move_are_struck_off_and_come_back(plan: TrainingPlan) -> None:
    officer = staff(plan.office)
    first, second, third = (add_planned(officer, plan, title=f"Lớp {n}") for n in (1, 2, 3))
    move_planned(officer, third, by=-1)
    move_planned(officer, first, by=-1)
    assert titles(plan) == ["Lớp 1", "Lớp 3", "Lớp 2"]
    with refused("reason_missing"):
        drop_planned(officer, second, reason=" ")
    drop_planned(officer, second, reason="Không bố trí được kinh phí")
    with refused("planned_is_dropped"):
        open_class_of(officer, second, start_date=date(2026, 5, 4))
    restore_planned(officer, second)
    assert not second.is_dropped
    assert second.drop_reason == ""
    remove_planned(officer, second)
    assert titles(plan) == ["Lớp 1", "Lớp 3"]


def test_a_class_opened_from_the_plan_knows_all_that_the_plan_knows(plan: TrainingPlan) -> None:
    officer, lead, helper = staff(plan.office), OrganizationFactory(), OrganizationFactory()
    topic = Topic.objects.create(office=plan.office, title="Lễ tân đối ngoại", field="Đối ngoại")
    planned = add_planned(
        officer,
        plan,
        title=TITLE,
        kind=ClassKind.WORKSHOP,
        audience="Công chức cấp xã",
        topic=topic,
        venue="Hội trường Sở",
        month_to=5,
        organizers=[Organizing(lead, OrganizerPart.LEAD), Organizing(helper, OrganizerPart.CO)],
    )
    with refused("days_missing"):
        open_class_of(officer, planned)
    made = open_class_of(officer, planned, start_date=date(2026, 5, 4), end_date=date(2026, 5, 6))
    assert (made.title, made.kind, made.audience) == (TITLE, ClassKind.WORKSHOP, "Công chức cấp xã")
    assert (made.planned_class, made.plan, made.end_date) == (planned, None, date(2026, 5, 6))
    assert (life_line(made)[0].state, "ngoài" in life_line(made)[0].note) == (StepState.DONE, False)
    assert {(one.organization_id, one.part) for one in made.organizers.all()} == {
        (plan.office.organization_id, OrganizerPart.CO),
        (lead.pk, OrganizerPart.LEAD),
        (helper.pk, OrganizerPart.CO),
    }
    assert [one.topic for one in made.class_topics.all()] == [topic]
    assert made.venues.get().name == "Hội trường Sở"
    assert Topic.objects.count() == 1
    with refused("planned_is_held"):
        remove_planned(officer, planned)
    with refused("plan_is_used"):
        discard_plan(officer, plan)
    approve(officer, plan, signed(plan))
    made.refresh_from_db()
    assert made.plan is not None
    change_later = open_class_of(officer, planned, start_date=date(2026, 6, 1))
    assert (change_later.plan, change_later.end_date) == (made.plan, date(2026, 6, 1))


def test_a_class_that_exists_is_put_to_a_line_and_taken_off(plan: TrainingPlan) -> None:
    here = world(teaching=False, names=())
    officer = staff(plan.office)
    planned = add_planned(officer, plan, title=TITLE)
    approve(officer, plan, signed(plan))
    with refused("not_allowed"):
        link_class(officer, planned, here.training_class)
    TrainingClass.objects.filter(pk=here.training_class.pk).update(office=plan.office)
    own = TrainingClass.objects.get(pk=here.training_class.pk)
    link_class(officer, planned, own)
    assert (own.planned_class, own.plan) == (planned, planned.plan.versions.get().record)
    unlink_class(officer, own)
    unlink_class(officer, own)
    assert own.planned_class is None
    assert own.plan is not None


def test_a_signed_plan_is_frozen_until_it_is_amended(plan: TrainingPlan) -> None:
    officer = staff(plan.office)
    with refused("plan_is_empty"):
        approve(officer, plan, signed(plan, "11"))
    first = add_planned(officer, plan, title="Lớp 4")
    with refused("document_of_another_office"):
        approve(officer, plan, signed(make_plan(staff(other := OfficeFactory()), other, 2026)))
    with refused("document_without_number"):
        approve(officer, plan, Record(office=plan.office, kind="KH", symbol="KH-"))
    version = approve(staff(plan.office, RoleKind.CLERK), plan, signed(plan))
    assert (plan.state, version.number, len(version.rows)) == (PlanState.APPROVED, 1, 1)
    frozen = (
        lambda: change_planned(officer, first, venue="Nha Trang"),
        lambda: add_planned(officer, plan, title="Lớp mới"),
        lambda: drop_planned(officer, first, reason="x"),
        lambda: remove_planned(officer, first),
        lambda: move_planned(officer, first, by=1),
        lambda: change_plan(officer, plan, title="Khác"),
        lambda: draft_from(officer, plan, source=plan),
        lambda: discard_plan(officer, plan),
        lambda: approve(officer, plan, signed(plan, "13")),
    )
    for change in frozen:
        with refused("plan_is_approved"):
            change()
    with refused("reason_missing"):
        amend(officer, plan, reason="")
    amend(officer, plan, reason="Bổ sung kinh phí")
    assert not differences(version)
    end_amending(officer, plan)
    with refused("plan_not_approved"):
        end_amending(officer, plan)


def test_an_amendment_says_what_changed(plan: TrainingPlan) -> None:
    officer = staff(plan.office)
    first, second, third = (
        add_planned(officer, plan, title=f"Lớp {n}", estimate=n * 10_000_000, month_to=n) for n in (4, 5, 6)
    )
    version = approve(officer, plan, signed(plan))
    amend(officer, plan, reason="Bổ sung kinh phí")
    change_planned(officer, first, estimate=50_000_000, month_from=7, month_to=9)
    drop_planned(officer, second, reason="Trùng nội dung")
    new = add_planned(officer, plan, title="Lớp mới")
    with refused("planned_was_signed"):
        remove_planned(officer, third)
    with refused("plan_differs"):
        end_amending(officer, plan)
    told = differences(version)
    assert [row["key"] for row in told.added] == [new.pk]
    assert [row["key"] for row in told.dropped] == [second.pk]
    changed = {one.name: (one.before, one.after) for one in told.changed[0].columns}
    assert changed.keys() == {"time", "estimate"}
    assert changed["estimate"] == ("40.000.000", "50.000.000")
    newer = approve(officer, plan, signed(plan, "14"))
    assert (newer.number, newer.reason, plan.amend_reason) == (2, "Bổ sung kinh phí", "")
    assert differences(version, newer) == told


def test_a_draft_from_last_year_moves_days_and_doubles_nothing(plan: TrainingPlan) -> None:
    officer, helper = staff(plan.office), OrganizationFactory()
    days = {"first_day": date(2026, 5, 4), "last_day": date(2026, 5, 6)}  # from a Monday
    add_planned(officer, plan, title=TITLE, people=40, organizers=[Organizing(helper, OrganizerPart.CO)], **days)  # type: ignore[arg-type]
    add_planned(officer, plan, title="Lớp đầu năm", first_day=date(2026, 1, 1))
    drop_planned(officer, add_planned(officer, plan, title="Lớp thôi"), reason="Không còn nhu cầu")
    following = make_plan(officer, plan.office, 2027)
    drafted = draft_from(officer, following, source=plan)
    assert (drafted.repeated, draft_from(officer, following, source=plan).repeated) == (2, 0)
    first, second = following.planned_classes.order_by("order")
    assert (first.title, first.people) == ("Bồi dưỡng kỹ năng nghiệp vụ đối ngoại năm 2027", 40)
    assert (first.first_day, first.last_day) == (date(2027, 5, 3), date(2027, 5, 5))
    assert [one.organization for one in first.organizers.all()] == [helper]
    assert (second.first_day, second.month_from, second.repeats is not None) == (None, 1, True)
    with refused("nothing_to_draft"):
        draft_from(officer, following)
    with refused("plan_of_another_office"):
        draft_from(officer, following, source=make_plan(staff(other := OfficeFactory()), other, 2026))


def test_strangers_do_nothing_and_the_second_of_two_officers_is_told(plan: TrainingPlan) -> None:
    officer, document = staff(plan.office), signed(plan)
    planned = add_planned(officer, plan, title=TITLE)
    made = open_class_of(officer, planned, start_date=date(2026, 5, 4))
    works: dict[str, Callable[[User, str], object]] = {
        "change": lambda actor, seen: change_planned(actor, planned, venue="Huế", seen=seen),
        "drop": lambda actor, seen: drop_planned(actor, planned, reason="Vì", seen=seen),
        "restore": lambda actor, seen: restore_planned(actor, planned, seen=seen),
        "remove": lambda actor, seen: remove_planned(actor, planned, seen=seen),
        "rename": lambda actor, seen: change_plan(actor, plan, note="x", seen=seen),
        "approve": lambda actor, seen: approve(actor, plan, document, seen=seen),
        "move": lambda actor, _seen: move_planned(actor, planned, by=1),
        "reorder": lambda actor, seen: reorder_planned(actor, plan, [planned.pk], seen=seen),
        "amend": lambda actor, _seen: amend(actor, plan, reason="Vì"),
        "end": lambda actor, _seen: end_amending(actor, plan),
        "discard": lambda actor, _seen: discard_plan(actor, plan),
        "draft": lambda actor, _seen: draft_from(actor, plan, source=plan),
        "open": lambda actor, _seen: open_class_of(actor, planned, start_date=date(2026, 6, 1)),
        "unlink": lambda actor, _seen: unlink_class(actor, made),
        "sheet": lambda actor, _seen: take_sheet(actor, plan, PlanSheet([])),
    }
    strangers = (staff(OfficeFactory()), staff(plan.office, RoleKind.EDITOR))
    before = AuditEntry.objects.count()
    for name, work in works.items():
        for stranger in strangers:
            with refused("not_allowed"):
                work(stranger, "")
        if name in {"change", "drop", "restore", "remove", "rename", "approve", "reorder"}:
            with refused("changed_meanwhile"):
                work(officer, "what was seen an hour ago")
    assert AuditEntry.objects.count() == before
