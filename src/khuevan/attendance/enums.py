from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")
    CLEARED = "cleared", _("mark taken back")
    """Undoes a first mark; whoever carries it counts as not marked at all."""


ATTENDED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})

MARKABLE = tuple(status for status in AttendanceStatus if status != AttendanceStatus.CLEARED)
"""What somebody may be marked as, in the order of a menu."""


class Way(models.TextChoices):
    """How a mark came to be."""

    PAPER = "paper", _("sign sheet")
    CONSOLE = "console", _("entered by staff")
    DOOR = "door", _("at the door")
