"""What a person teaches in the classes of an office: what comes, what was, and how sure it is."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from khuevan.people.models import Office, Person
from khuevan.training.domain.lecturers.history import lines_of_many
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, ProgrammeItem, TrainingClass

type Words = str | Promise

STATES: Final[dict[str, tuple[str, str, Words]]] = {
    LecturerState.PLANNED: ("wait", "hourglass", _("please say whether you come")),
    LecturerState.ASKED: ("wait", "hourglass", _("please say whether you come")),
    LecturerState.NAMED: ("wait", "hourglass", _("please say whether you come")),
    LecturerState.CONFIRMED: ("done", "check", _("you have confirmed")),
    LecturerState.DECLINED: ("warn", "x", _("you cannot come")),
}
"""Tone, icon and words of how a class stands for its lecturer."""


@dataclass(frozen=True)
class Teaching:
    """One class that somebody teaches; ``days`` those of their lines, or all of the class before there are any."""

    lecturer: Lecturer
    lines: list[ProgrammeItem]

    @property
    def training_class(self) -> TrainingClass:
        return self.lecturer.training_class

    @property
    def days(self) -> list[date]:
        return sorted({line.session.date for line in self.lines})

    @property
    def last_day(self) -> date:
        return self.days[-1] if self.lines else self.training_class.end_date

    @property
    def is_coming(self) -> bool:
        return self.last_day >= localdate() and self.training_class.state != ClassState.CANCELLED

    @property
    def state(self) -> tuple[str, str, Words]:
        if self.training_class.state == ClassState.CANCELLED:
            return "warn", "ban", _("class cancelled")
        if not self.is_coming and self.lecturer.state != LecturerState.DECLINED:
            return "done", "check", _("taught")
        return STATES[self.lecturer.state]


def teaching_of(person: Person, office: Office) -> tuple[list[Teaching], list[Teaching]]:
    """What comes, the next first, and what was, the latest first; a fixed number of queries."""
    rows = list(
        Lecturer.objects.filter(person=person, training_class__office=office)
        .select_related("training_class__office__organization")
        .order_by("training_class__start_date", "pk")
    )
    lines = lines_of_many(rows)
    every = [Teaching(row, lines.get(row.pk, [])) for row in rows]
    coming = sorted((one for one in every if one.is_coming), key=lambda one: one.days[:1] or [one.last_day])
    return coming, [one for one in reversed(every) if not one.is_coming]
