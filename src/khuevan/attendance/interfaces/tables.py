"""Learners as the attendance grid lists them."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.attendance.domain.queries import missed_by
from khuevan.core.lists import Pill, PillGroup
from khuevan.nominations.interfaces.tables import LearnersList
from khuevan.nominations.models import Enrollment
from khuevan.training.models import TrainingClass

MISSED, WHOLE = "vang", "du"


class GridList(LearnersList):
    """Rows of the grid; its cells are drawn by ``console/attendance/grid.html``.

    Who missed a half day is asked once and filtered by key: a subquery for each of thousands of learners costs SQLite
    seconds.
    """

    filters_class = None
    title = _("Attendance")
    bulk = ()
    empty_template = "console/attendance/empty.html"

    def __init__(self, request: HttpRequest, learners: QuerySet[Enrollment], training_class: TrainingClass) -> None:
        super().__init__(request, learners, subtitle=str(training_class))
        self.training_class = training_class
        self.asked = request.GET.get("missed", "")

    @cached_property
    def missed(self) -> list[int]:
        return missed_by(self.training_class)

    @cached_property
    def matching(self) -> QuerySet[Any]:
        rows = super().matching
        if self.asked == MISSED:
            return rows.filter(pk__in=self.missed)
        return rows.exclude(pk__in=self.missed) if self.asked == WHOLE else rows

    @cached_property
    def groups(self) -> list[PillGroup]:
        total = self.found.count() if self.asked else self.page.paginator.count
        missed = self.found.filter(pk__in=self.missed).count() if self.query else len(self.missed)
        pills = [
            Pill(MISSED, _now("missed a half day"), missed, self.asked == MISSED),
            Pill(WHOLE, _now("never absent"), total - missed, self.asked == WHOLE),
        ]
        return [PillGroup("missed", _now("attendance"), pills, total)] if missed or self.asked else []

    @property
    def is_filtered(self) -> bool:
        return bool(self.query) or self.asked in {MISSED, WHOLE}
