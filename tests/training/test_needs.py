"""Asking agencies what their people need, what each says, and what becomes of it in the plan."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from khuevan.core.actors import Bearer
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.models import Office, Organization
from khuevan.training.domain.need_calls import (
    ask_agencies,
    call_needs,
    change_call,
    close_call,
    is_open,
    reopen_call,
    unask_agencies,
)
from khuevan.training.domain.need_summary import groups_of, standing
from khuevan.training.domain.needs import NeedRow, answer_needs, declare_none, prefilled, rows_of
from khuevan.training.domain.plan_drafting import draft_from
from khuevan.training.domain.planned_classes import add_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.domain.worklist import work_list
from khuevan.training.enums import NeedWay
from khuevan.training.models import ClassTopic, NeedAnswer, NeedCall, Topic, TrainingClass, TrainingNeed
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1


def later(days: int = 20) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def call() -> NeedCall:
    office = OfficeFactory()
    return call_needs(staff(office), office, YEAR, reply_by=later(), agencies=OrganizationFactory.create_batch(3))


def of(call: NeedCall, place: int = 0) -> NeedAnswer:
    return list(call.answers.select_related("call__office").order_by("pk"))[place]


def bearer(answer: NeedAnswer, office: Office | None = None, agency: Organization | None = None) -> Bearer:
    office_id = (office or answer.call.office).pk
    return Bearer("Sở", office_id=office_id, organization_id=agency.pk if agency else answer.organization_id)


def test_a_call_is_one_a_year_and_has_a_day_to_come(call: NeedCall) -> None:
    office, officer = call.office, staff(call.office)
    with refused("call_known"):
        call_needs(officer, office, YEAR, reply_by=later())
    with refused("deadline_past"):
        call_needs(officer, office, YEAR + 1, reply_by=later(-1))
    with refused("not_allowed"):
        call_needs(staff(OfficeFactory()), office, YEAR + 1, reply_by=later())
    change_call(officer, call, note="Đề nghị quý cơ quan đăng ký", reply_by=later(3))
    new = OrganizationFactory()
    assert [one.organization for one in ask_agencies(officer, call, [of(call).organization, new])] == [new]
    answer_needs(bearer(of(call)), of(call), [NeedRow("Lễ tân", 3)])
    with refused("agency_answered"):
        unask_agencies(officer, [of(call, 3), of(call)])
    assert unask_agencies(officer, [of(call, 3)]) == 1
    close_call(officer, call)
    assert not is_open(call)
    with refused("call_is_closed"):
        ask_agencies(officer, call, [new])
    NeedCall.objects.filter(pk=call.pk).update(reply_by=later(-1))
    with refused("deadline_past"):
        reopen_call(officer, call)
    reopen_call(officer, call, reply_by=later())
    assert is_open(call)


def test_an_answer_is_replaced_as_a_whole_until_the_day_is_over(call: NeedCall) -> None:
    answer = of(call)
    agency, officer = bearer(answer), staff(call.office)
    seen = stamp(answer)
    answer_needs(
        agency, answer, [NeedRow(" Lễ tân  đối ngoại ", 3, months="Quý II"), NeedRow("Báo chí", 2)], name="Lò A"
    )
    assert (answer.way, answer.answered_by, answer.has_none) == (NeedWay.LINK, "Lò A", False)
    with refused("changed_meanwhile"):
        answer_needs(officer, answer, [NeedRow("Khác", 1)], seen=seen)
    answer_needs(agency, answer, [NeedRow("Lễ tân đối ngoại", 5)], seen=stamp(answer))
    assert [(row.title, row.people) for row in rows_of(answer)] == [("Lễ tân đối ngoại", 5)]
    entry = AuditEntry.objects.filter(verb="training.answer_needs").latest("pk")
    assert entry.before["needs"] == ["Lễ tân đối ngoại: 3", "Báo chí: 2"]
    assert entry.after["needs"] == ["Lễ tân đối ngoại: 5"]
    declare_none(agency, answer)
    assert (answer.has_none, rows_of(answer)) == (True, [])
    NeedCall.objects.filter(pk=call.pk).update(reply_by=later(-1))
    with refused("call_is_over"):
        answer_needs(agency, answer, [NeedRow("Lễ tân", 1)])
    answer_needs(officer, answer, [NeedRow("Lễ tân", 1)])
    assert answer.way == NeedWay.OFFICER
    close_call(officer, call)
    with refused("call_is_closed"):
        declare_none(officer, answer)


def test_what_cannot_be_meant_is_refused_and_nothing_is_lost(call: NeedCall) -> None:
    answer = of(call)
    answer_needs(bearer(answer), answer, [NeedRow("Lễ tân", 3)])
    wrong = {
        "needs_missing": [],
        "too_many_rows": [NeedRow(f"Lớp {n}", 1) for n in range(61)],
        "need_without_title": [NeedRow(" ", 2)],
        "people_missing": [NeedRow("Lễ tân", None)],
        "number_unlikely": [NeedRow("Lễ tân", 1_000_000)],
        "need_twice": [NeedRow("Lễ tân", 1), NeedRow("Le tan", 2)],
        "topic_of_another_office": [NeedRow("Khác", 1, Topic.objects.create(office=OfficeFactory(), title="Khác"))],
        "invalid_value": [NeedRow("x" * 301, 1)],
    }
    for code, rows in wrong.items():
        with refused(code):
            answer_needs(bearer(answer), answer, rows)
    strangers = (bearer(answer, agency=of(call, 1).organization), bearer(answer, OfficeFactory()), Bearer("Khách"))
    for stranger in strangers:
        with refused("not_allowed"):
            answer_needs(stranger, answer, [NeedRow("Lễ tân", 9)])
        assert not NeedAnswer.objects.visible_to(stranger).filter(pk=answer.pk).exists()
    assert NeedAnswer.objects.visible_to(bearer(answer)).get() == answer
    assert TrainingNeed.objects.get().people == 3


def test_a_form_begins_with_last_year_or_with_topics_of_the_office(call: NeedCall) -> None:
    here = world(teaching=False, names=())
    topic = Topic.objects.create(office=call.office, title="Lễ tân", field="Đối ngoại")
    ClassTopic.objects.create(training_class=here.training_class, topic=topic, order=1)
    answer = of(call)
    assert prefilled(answer) == [NeedRow("Lễ tân", topic=topic, field="Đối ngoại")]
    before = NeedCall.objects.create(office=call.office, year=YEAR - 1, reply_by=later())
    earlier = ask_agencies(staff(call.office), before, [answer.organization])[0]
    answer_needs(staff(call.office), earlier, [NeedRow("Biên giới", 4, audience="Cấp xã")])
    assert [(row.title, row.people, row.audience) for row in prefilled(answer)] == [("Biên giới", 4, "Cấp xã")]
    declare_none(bearer(answer), answer)
    assert prefilled(answer) == []


def test_needs_become_classes_of_the_plan_once(call: NeedCall) -> None:
    officer = staff(call.office)
    topic = Topic.objects.create(office=call.office, title="Lễ tân đối ngoại", field="Đối ngoại")
    plan = make_plan(officer, call.office, YEAR)
    there = add_planned(officer, plan, title=f"Lớp Biên giới năm {YEAR}", people=30)
    first, second, third = of(call), of(call, 1), of(call, 2)
    answer_needs(bearer(first), first, [NeedRow("Lễ tân đối ngoại", 3, audience="Cấp xã", months="Quý II")])
    rows = [NeedRow("lễ tân đối ngoại", 2, audience="Cấp tỉnh", months="tháng 9"), NeedRow("biên giới", 7)]
    answer_needs(bearer(second), second, rows)
    groups = groups_of(call)
    assert [(group.title, group.people, group.agencies) for group in groups] == [
        ("biên giới", 7, 1),
        ("Lễ tân đối ngoại", 5, 2),
    ]
    counts = standing(call)
    assert (counts.asked, counts.answered, counts.silent) == (3, 2, 1)
    drafted = draft_from(officer, plan, call=call)
    assert (drafted.new, drafted.joined) == (1, 1)
    made = plan.planned_classes.exclude(pk=there.pk).get()
    assert (made.title, made.topic, made.field, made.people) == ("Lễ tân đối ngoại", topic, "Đối ngoại", 5)
    assert (made.audience, made.month_from, made.month_to) == ("Cấp xã; Cấp tỉnh", 4, 6)
    there.refresh_from_db()
    assert there.people == 30
    assert there.needs.get().people == 7
    assert draft_from(officer, plan, call=call) == type(drafted)(0, 0, 0)
    answer_needs(bearer(third), third, [NeedRow("Lễ tân đối ngoại", 4)])
    assert draft_from(officer, plan, call=call).joined == 1
    made.refresh_from_db()
    assert made.people == 9
    answer_needs(bearer(first), first, [NeedRow("Lễ tân đối ngoại", 6)])
    assert first.needs.get().planned_class == made
    assert draft_from(officer, plan, call=call).joined == 0


def test_the_work_list_asks_for_the_next_plan_and_for_silent_agencies(
    call: NeedCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = staff(call.office)

    def keys(day: date) -> list[str]:
        monkeypatch.setattr(timezone, "localdate", lambda *_args: day)
        return [task.key for task in work_list(officer)]

    call.reply_by = date(2030, 10, 20)
    call.save()
    make_plan(officer, call.office, 2030)
    assert keys(date(2030, 9, 30)) == []
    assert keys(date(2030, 10, 18)) == ["training.needs", "training.next_plan"]
    close_call(officer, call)
    make_plan(officer, call.office, 2031)
    assert keys(date(2030, 11, 1)) == []
    assert keys(date(2030, 12, 1)) == ["training.plan_approval"]
    assert TrainingClass.objects.count() == 0
