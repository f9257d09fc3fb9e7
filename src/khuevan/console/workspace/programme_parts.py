"""What the programme of a class consists of, as a row of pages below its tab."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.training.models import TrainingClass

PARTS: tuple[tuple[str, "str | Promise"], ...] = (
    ("class_programme", _("Timetable")),
    ("class_lecturers", _("Lecturers")),
    ("class_materials", _("Materials")),
    ("class_guests", _("Guests and ceremonies")),
    ("class_publishing", _("Make known")),
)
"""Names of the pages, in the order in which a class is prepared."""


def programme_parts(training_class: TrainingClass, here: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the page shown; for ``console/classes/programme_parts.html``."""
    shown: list[tuple[str, str, bool]] = []
    for name, label in PARTS:
        words = training_class.get_lecturer_word_display() if name == "class_lecturers" else label
        address = reverse(f"console:{name}", args=(training_class.pk,))
        shown.append((capfirst(str(words)), address, name == here))
    return shown
