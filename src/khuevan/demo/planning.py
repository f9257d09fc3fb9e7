"""Yearly plans of the seed offices, and what agencies say they need next year; numbers and money are invented."""

from collections.abc import Iterable
from datetime import date, timedelta

from khuevan.demo.bodies import Scene
from khuevan.training.domain.need_calls import call_needs
from khuevan.training.domain.needs import NeedRow, answer_needs, declare_none
from khuevan.training.domain.plan_opening import link_class
from khuevan.training.domain.plan_versions import approve
from khuevan.training.domain.planned_classes import PlannedFields, add_planned, drop_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.models import NeedCall, TrainingClass, TrainingPlan

MONEY = "Ngân sách tỉnh (số minh họa)"
PERIODS_A_DAY = 8

FURTHER: tuple[PlannedFields, ...] = (
    {
        "title": "Bồi dưỡng kỹ năng biên dịch, phiên dịch cho cán bộ đối ngoại",
        "field": "Đối ngoại",
        "audience": "Công chức, viên chức làm công tác đối ngoại của các sở, ban, ngành",
        "people": 40,
        "periods": 40,
        "month_from": 10,
        "month_to": 10,
        "money_source": MONEY,
        "estimate": 95_000_000,
    },
    {
        "title": "Tập huấn cung cấp thông tin cho báo chí",
        "field": "Thông tin đối ngoại",
        "audience": "Người phát ngôn của các cơ quan, địa phương",
        "classes": 2,
        "people": 120,
        "periods": 8,
        "month_from": 11,
        "month_to": 12,
        "money_source": MONEY,
        "estimate": 60_000_000,
    },
)
"""Lines of this year's plan for which no class was opened; the last one is not held after all."""

NEEDS = (
    ("Lễ tân đối ngoại và đón tiếp khách nước ngoài", "Đối ngoại", (3, 2, 4, 2)),
    ("Soạn thảo văn bản đối ngoại, thỏa thuận quốc tế", "Đối ngoại", (2, 1, 2)),
    ("Phát ngôn và cung cấp thông tin cho báo chí", "Thông tin đối ngoại", (2, 3)),
)
"""What should be learnt, and how many people the first agencies say, one after the other."""
ASKED = 10


def plan_years(scene: Scene, today: date) -> None:
    """Each year in which the office has classes gets its plan; next year's needs are being asked for."""
    classes = TrainingClass.objects.filter(office=scene.office).order_by("start_date")
    for one in classes:
        if one.plan is not None and one.end_date < today:
            approve(scene.officer, _plan(scene, one.year, [one]), one.plan)
    coming = [one for one in classes if one.start_date >= today]
    if coming:
        plan = _plan(scene, today.year, [one for one in coming if one.start_date.year == today.year])
        further = [add_planned(scene.officer, plan, **fields) for fields in FURTHER]
        drop_planned(scene.officer, further[-1], reason="Chuyển sang năm sau vì trùng đợt kiểm tra cuối năm.")
        _ask(scene, today)


def _plan(scene: Scene, year: int, classes: Iterable[TrainingClass]) -> TrainingPlan:
    plan = make_plan(scene.officer, scene.office, year)
    for one in classes:
        venue = one.venues.filter(is_main=True).first()
        planned = add_planned(
            scene.officer,
            plan,
            title=one.title,
            audience=one.audience,
            people=60,
            periods=one.duration_days * PERIODS_A_DAY,
            first_day=one.start_date,
            last_day=one.end_date,
            venue=venue.name if venue else "",
            money_source=MONEY,
            estimate=one.duration_days * 15_000_000,
        )
        link_class(scene.officer, planned, one)
    return plan


def _ask(scene: Scene, today: date) -> None:
    agencies = sorted(scene.organizations.values(), key=lambda body: (body.protocol_order, body.pk))
    others = [body for body in agencies if body.pk != scene.office.organization_id][:ASKED]
    call = call_needs(
        scene.officer,
        scene.office,
        today.year + 1,
        reply_by=today + timedelta(days=20),
        agencies=others,
        note="Đề nghị đăng ký theo vị trí việc làm; mỗi nội dung ghi số người cần bồi dưỡng.",
    )
    _answer(scene, call)


def _answer(scene: Scene, call: NeedCall) -> None:
    answers = list(call.answers.select_related("organization").order_by("organization__protocol_order", "pk"))
    most = max(len(numbers) for _title, _field, numbers in NEEDS)
    for place, answer in enumerate(answers[:most]):
        rows = [NeedRow(title, numbers[place], field=field) for title, field, numbers in NEEDS if place < len(numbers)]
        answer_needs(scene.officer, answer, rows, name="Văn phòng")
    if len(answers) > most:
        declare_none(scene.officer, answers[most], name="Văn phòng")
