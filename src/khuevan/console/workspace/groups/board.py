"""The groups of a class side by side: who is in which, who leads, where they sit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.console.workspace.groups.shell import NOBODY
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import form_page, staff_page
from khuevan.nominations.domain.group_forming import NAMES
from khuevan.nominations.domain.grouping import MOST_GROUPS
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import Gender
from khuevan.training.domain.lifeline import Known
from khuevan.training.models import LearnerGroup, TrainingClass

SHOWN_AGENCIES = 4
USUAL_SIZE = 30
"""Learners of a group where nobody said how many groups there are to be."""


@dataclass(frozen=True)
class Column:
    """One group, or with ``group`` None those who are in none yet."""

    group: LearnerGroup | None
    members: Sequence[Enrollment]

    @property
    def key(self) -> str:
        return str(self.group.pk) if self.group else NOBODY

    @property
    def seen(self) -> str:
        return stamp(self.group) if self.group else ""

    @property
    def women(self) -> int:
        return sum(1 for one in self.members if one.gender == Gender.FEMALE)

    @property
    def men(self) -> int:
        return sum(1 for one in self.members if one.gender == Gender.MALE)

    @property
    def agencies(self) -> list[tuple[str, int]]:
        """With how many each, the most first."""
        return Counter(one.organization_name or "–" for one in self.members).most_common()

    @property
    def first_agencies(self) -> list[tuple[str, int]]:
        return self.agencies[:SHOWN_AGENCIES]

    @property
    def more_agencies(self) -> int:
        return max(0, len(self.agencies) - SHOWN_AGENCIES)

    @property
    def leader(self) -> Enrollment | None:
        return next((one for one in self.members if one.leads_group), None)


def columns_of(request: HttpRequest, training_class: TrainingClass) -> list[Column]:
    """Groups in order, then whoever is in none; three queries whatever the number of learners."""
    seen = Enrollment.objects.visible_to(request.user).current().filter(training_class=training_class)
    people = list(seen.select_related("venue").by_name())
    by_group: dict[int | None, list[Enrollment]] = {}
    for one in people:
        by_group.setdefault(one.group_id, []).append(one)
    groups = list(training_class.groups.select_related("venue"))
    columns = [Column(group, by_group.get(group.pk, [])) for group in groups]
    rest = by_group.get(None, [])
    return [*columns, *([Column(None, rest)] if rest else [])]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    known = Known(training_class)
    learners = known.ask(head_count).learners
    columns = columns_of(request, training_class) if training_class.groups.exists() else []
    agencies = Counter(
        (one.organization_id, one.organization_name)
        for column in columns
        for one in column.members
        if one.organization_id
    )
    context = {
        "columns": columns,
        "groups": [column.group for column in columns if column.group],
        "venues": list(training_class.venues.all()),
        "agencies": sorted(((key, name, count) for (key, name), count in agencies.items()), key=lambda one: one[1]),
        "may_work": may(request.user, "training.change_class", training_class),
        "nobody": NOBODY,
        "proposed_number": max(1, min(MOST_GROUPS, round(learners / USUAL_SIZE) or 1)),
        "names": NAMES,
        "most": MOST_GROUPS,
    }
    answer = workspace(request, training_class, "learners", context, template="console/groups/board.html", known=known)
    return form_page(answer)


urlpatterns = [path("", page, name="class_groups")]
