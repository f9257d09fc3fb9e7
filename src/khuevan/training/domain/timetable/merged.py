"""Versions of the programme follow when a lecturer turns out to be somebody known, and when that is undone."""

from collections.abc import Sequence

from khuevan.people.domain.referring import Moved, on_move
from khuevan.people.models import Person
from khuevan.training.models import Lecturer, ProgrammeVersion


@on_move
def name_anew(source: Person, target: Person, moved: Sequence[Moved]) -> None:
    """Otherwise calendars would strike out what they teach, and every line of theirs would look changed."""
    label = Lecturer._meta.label_lower
    keys = {key for part in moved if part.model == label for key in part.rows}
    if not keys:
        return
    classes = Lecturer.ever.filter(pk__in=keys).values("training_class")
    for version in ProgrammeVersion.objects.select_for_update().filter(training_class__in=classes).order_by("pk"):
        found = [
            one
            for row in version.rows
            for item in row["items"]
            for one in item["lecturers"]
            if one["key"] in keys and one["person"] == source.pk
        ]
        for one in found:
            one["person"] = target.pk
        if found:
            version.save(update_fields=["rows"])
