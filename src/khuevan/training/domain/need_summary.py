"""What all agencies said, put together by what should be learnt."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from khuevan.training.models import NeedAnswer, NeedCall, PlannedClass, Topic, TrainingNeed
from khuevan.vietnamese.folding import fold


@dataclass
class NeedGroup:
    """One topic, or one title, and all that agencies said of it."""

    title: str
    topic: Topic | None
    needs: list[TrainingNeed] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(one.people for one in self.needs)

    @property
    def agencies(self) -> int:
        return len({one.answer.organization_id for one in self.needs})

    @property
    def field_name(self) -> str:
        return next((one.field for one in self.needs if one.field), self.topic.field if self.topic else "")

    @property
    def audience(self) -> str:
        """Each audience once, in the order they were named."""
        found = {fold(one.audience): one.audience for one in reversed(self.needs) if one.audience}
        return "; ".join(reversed(found.values()))

    @property
    def months(self) -> list[str]:
        return list(dict.fromkeys(one.months for one in self.needs if one.months))

    @property
    def planned_class(self) -> PlannedClass | None:
        """The class planned for it, where there is one for any of its needs."""
        return next((one.planned_class for one in self.needs if one.planned_class), None)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody's need is in no plan yet."""
        return any(one.planned_class_id is None for one in self.needs)


@dataclass(frozen=True)
class Standing:
    """How far a call is: how many agencies were asked, need something, need nothing, are silent."""

    asked: int
    with_needs: int
    with_none: int

    @property
    def answered(self) -> int:
        return self.with_needs + self.with_none

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def groups_of(call: NeedCall) -> list[NeedGroup]:
    """By number of people, the most first; one query."""
    found = TrainingNeed.objects.filter(answer__call=call).select_related(
        "answer__organization", "topic", "planned_class"
    )
    groups = grouped(found.order_by("answer__organization__protocol_order", "answer", "order"))
    return sorted(groups, key=lambda group: (-group.people, fold(group.title)))


def grouped(needs: Iterable[TrainingNeed]) -> list[NeedGroup]:
    """A topic of the catalogue and the same words without it are one thing."""
    groups: dict[str, NeedGroup] = {}
    for need in needs:
        topic = need.topic
        key = fold(topic.title if topic else need.title)
        group = groups.setdefault(key, NeedGroup(topic.title if topic else need.title, topic))
        group.topic = group.topic or topic
        group.needs.append(need)
    return list(groups.values())


def standing(call: NeedCall) -> Standing:
    answers = list(NeedAnswer.objects.filter(call=call).values_list("answered_at", "has_none"))
    said = [has_none for answered_at, has_none in answers if answered_at is not None]
    return Standing(len(answers), said.count(False), said.count(True))
