"""What is due when along the life line of a class.

The numbers below are practice of offices that hold such classes, not law; change them here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.training.domain.calendar import working_day
from khuevan.training.domain.lifeline import ONLY_WITH_CERTIFICATES
from khuevan.training.models import TrainingClass


class Anchor(StrEnum):
    START = "start"
    END = "end"


@dataclass(frozen=True)
class DueRule:
    """Days before (negative) or after the first or the last day of the class; 0 is that day itself.

    ``step`` is the step of the life line (``lifeline.STEPS``) to which it belongs.
    """

    step: str
    label: "str | Promise"
    anchor: Anchor
    days: int


DUE: dict[str, DueRule] = {
    "plan": DueRule("plan", _("The class has its plan"), Anchor.START, -30),
    "programme": DueRule("prepare", _("The programme is settled"), Anchor.START, -20),
    "invitations": DueRule("nominate", _("Agencies are asked to send people"), Anchor.START, -20),
    "venue": DueRule("prepare", _("The venue is booked"), Anchor.START, -15),
    "lecturers": DueRule("prepare", _("Every lecturer is named"), Anchor.START, -7),
    "nominations": DueRule("nominate", _("Agencies have sent their people"), Anchor.START, -7),
    "list": DueRule("list", _("The list is closed"), Anchor.START, -3),
    "teaching": DueRule("teach", _("The class is opened"), Anchor.START, 0),
    "opening_news": DueRule("news", _("The opening is told of"), Anchor.START, 0),
    "attendance": DueRule("teach", _("Attendance is complete"), Anchor.END, 0),
    "results": DueRule("results", _("The results are approved"), Anchor.END, 0),
    "certificates": DueRule("award", _("Certificates are handed over"), Anchor.END, 0),
    "closing_news": DueRule("news", _("The closing is told of"), Anchor.END, 1),
    "report": DueRule("report", _("The report is written"), Anchor.END, 10),
}


@dataclass(frozen=True)
class Due:
    """One date of one class."""

    key: str
    step: str
    label: "str | Promise"
    date: date


def due_on(training_class: TrainingClass, key: str) -> date:
    """When the thing named ``key`` in ``DUE`` is due.

    A day before or after the class is a working day: the one before the day counted out, or the one after it.
    """
    rule = DUE[key]
    anchor = training_class.start_date if rule.anchor == Anchor.START else training_class.end_date
    if not rule.days:
        return anchor
    return working_day(anchor + timedelta(days=rule.days), before=rule.days < 0)


def due_dates(training_class: TrainingClass) -> list[Due]:
    """All that is due in a class, by date; without the steps that a class without certificates does not have."""
    dates = [
        Due(key, rule.step, rule.label, due_on(training_class, key))
        for key, rule in DUE.items()
        if training_class.awards_certificates or rule.step not in ONLY_WITH_CERTIFICATES
    ]
    return sorted(dates, key=lambda due: due.date)
