"""Drafting a plan: from the plan of another year, and from what agencies said they need."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.readers.planning import read_time
from khuevan.training.domain.need_summary import NeedGroup, grouped
from khuevan.training.domain.planned_classes import Organizing, add_planned
from khuevan.training.domain.plans import open_for_planning
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import NeedCall, PlannedClass, TrainingNeed, TrainingPlan
from khuevan.vietnamese.folding import fold

_WEEKS_A_YEAR = timedelta(weeks=52)
_TITLE_LENGTH = 300


@dataclass(frozen=True)
class Drafted:
    """What a draft brought: classes repeated, classes new from needs, needs put to classes that were there."""

    repeated: int
    new: int
    joined: int


@verb("training.draft_plan")
def draft_from(
    actor: Actor, plan: TrainingPlan, *, source: TrainingPlan | None = None, call: NeedCall | None = None
) -> Drafted:
    """Puts classes of another plan, and needs that agencies said, into a plan; done again it doubles nothing.

    Classes of ``source`` that were not struck off come as repeats, with their months; days move by whole weeks, or
    are left open where they would leave the year.  Needs of one topic, or of one title, become one class, or join the
    class of that name.  Raises ``plan_is_approved``, ``plan_of_another_office``, ``nothing_to_draft``.
    """
    open_for_planning(actor, plan)
    if any(other is not None and other.office_id != plan.office_id for other in (source, call)):
        raise DomainError("plan_of_another_office", _("This belongs to another office."))
    if (source is None and call is None) or source == plan:
        raise DomainError("nothing_to_draft", _("Say from which plan or from which needs the draft is made."))
    repeated = _repeat(actor, plan, source) if source else 0
    new, joined = _take_needs(actor, plan, call) if call else (0, 0)
    drafted = Drafted(repeated, new, joined)
    changed = any((repeated, new, joined))
    facts = {"repeated": repeated, "from_needs": new, "needs_joined": joined}
    record(actor, "training.draft_plan", plan if changed else [], snapshot(plan), facts)
    return drafted


def _repeat(actor: Actor, plan: TrainingPlan, source: TrainingPlan) -> int:
    there = list(plan.planned_classes.all())
    known = {one.repeats_id for one in there if one.repeats_id is not None}
    titles = {_key(one.title, plan.year) for one in there}
    found = source.planned_classes.filter(is_dropped=False).exclude(pk__in=known)
    rows = found.select_related("topic").prefetch_related("organizers__organization").order_by("order", "pk")
    wanted = [one for one in rows if _key(one.title, source.year) not in titles]
    for one in wanted:
        _add_repeated(actor, plan, one, plan.year - source.year)
    return len(wanted)


def _add_repeated(actor: Actor, plan: TrainingPlan, one: PlannedClass, years: int) -> PlannedClass:
    bodies = sorted(one.organizers.all(), key=lambda body: (body.order, body.pk))
    days = _moved(one, years, plan.year)
    return add_planned(
        actor,
        plan,
        repeats=one,
        organizers=[Organizing(body.organization, OrganizerPart(body.part)) for body in bodies],
        title=re.sub(rf"\b{plan.year - years}\b", str(plan.year), one.title),
        kind=one.kind,  # type: ignore[arg-type]  # a value of ClassKind
        field=one.field,
        topic=one.topic,
        audience=one.audience,
        classes=one.classes,
        people=one.people,
        periods=one.periods,
        month_from=one.month_from,
        month_to=one.month_to,
        first_day=days[0] if days else None,
        last_day=days[1] if days else None,
        venue=one.venue,
        money_source=one.money_source,
        estimate=one.estimate,
        note=one.note,
    )


def _moved(one: PlannedClass, years: int, year: int) -> tuple[date, date] | None:
    """The same days of the week, so many years on; None where they would lie in another year."""
    if one.first_day is None or one.last_day is None:
        return None
    first, last = one.first_day + years * _WEEKS_A_YEAR, one.last_day + years * _WEEKS_A_YEAR
    return (first, last) if first.year == year == last.year else None


def _take_needs(actor: Actor, plan: TrainingPlan, call: NeedCall) -> tuple[int, int]:
    """How many classes are new, and how many needs joined a class that was there."""
    waiting = TrainingNeed.objects.select_for_update(of=("self",)).filter(answer__call=call, planned_class=None)
    needs = waiting.select_related("topic", "answer").order_by("answer", "order")
    there = list(plan.planned_classes.filter(is_dropped=False).order_by("order", "pk"))
    new = joined = 0
    for group in grouped(needs):
        planned = _class_for(group, there, plan.year)
        if planned is None:
            there.append(_add_needed(actor, plan, group))
            new += 1
        else:
            _join(actor, planned, group)
            joined += len(group.needs)
    return new, joined


def _class_for(group: NeedGroup, there: list[PlannedClass], year: int) -> PlannedClass | None:
    by_topic = (one for one in there if group.topic is not None and one.topic_id == group.topic.pk)
    by_title = (one for one in there if _key(one.title, year) == _key(group.title, year))
    return next(by_topic, None) or next(by_title, None)


def _add_needed(actor: Actor, plan: TrainingPlan, group: NeedGroup) -> PlannedClass:
    months = _wished_months(group, plan.year)
    planned = add_planned(
        actor,
        plan,
        title=group.title[:_TITLE_LENGTH],
        topic=group.topic,
        field=group.field_name,
        audience=group.audience,
        people=group.people,
        month_from=months[0],
        month_to=months[1],
    )
    _link(planned, group)
    return planned


def _join(actor: Actor, planned: PlannedClass, group: NeedGroup) -> None:
    """People are counted again where they came from needs alone; what somebody wrote stays."""
    before: Snapshot = snapshot(planned)
    registered = sum(planned.needs.values_list("people", flat=True))
    if planned.people is None or (registered and planned.people == registered):
        planned.people = registered + group.people
    planned.audience = planned.audience or group.audience
    planned.save(update_fields=["people", "audience"])
    _link(planned, group)
    record(actor, "training.draft_plan", planned if snapshot(planned) != before else [], before)


def _link(planned: PlannedClass, group: NeedGroup) -> None:
    for need in group.needs:
        need.planned_class = planned
    TrainingNeed.objects.bulk_update(group.needs, ["planned_class"])


def _wished_months(group: NeedGroup, year: int) -> tuple[int | None, int | None]:
    """The wish of most people, where it can be read."""
    wishes: dict[tuple[int, int], int] = {}
    for need in group.needs:
        time = read_time(need.months, year) if need.months else None
        if time is not None and time.month_from and time.month_to:
            months = time.month_from, time.month_to
            wishes[months] = wishes.get(months, 0) + need.people
    return max(wishes, key=lambda months: wishes[months]) if wishes else (None, None)


def _key(title: str, year: int) -> str:
    """What two names of one class have in common: not the year, nor the word in front."""
    plain = re.sub(rf"\b(?:nam )?{year}\b", "", fold(title))
    return " ".join(re.sub(r"^lop\b|[^\w ]", " ", plain).split())


fact("repeated", _("classes repeated"))
fact("from_needs", _("classes from needs"))
fact("needs_joined", _("needs put to classes"))
words(verbs={"training.draft_plan": _("drafted a yearly plan")})
