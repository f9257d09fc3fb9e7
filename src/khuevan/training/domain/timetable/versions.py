"""Making the programme known: each time a version, kept as it was, and what has changed since the last one."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.timetable.changes import Change, differences
from khuevan.training.domain.timetable.rows import Row, rows_of
from khuevan.training.models import ProgrammeVersion, TrainingClass

words(
    verbs={"training.publish_programme": _("made the programme known")},
    kinds={"training.programmeversion": _("version of the programme")},
)


def rows_now(training_class: TrainingClass) -> list[Row]:
    """Every half day as it stands now, in the form in which a version keeps it."""
    return rows_of([training_class])[training_class.pk]


def rows_stamp(rows: Sequence[Row]) -> str:
    """What the programme is right now, in twenty letters, for a form to carry."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:20]


def latest(training_class: TrainingClass) -> ProgrammeVersion | None:
    return training_class.programme_versions.order_by("-number").first()


def latest_of(classes: Iterable[TrainingClass]) -> Mapping[int, ProgrammeVersion]:
    """The last version of each class that has one, by key of the class, in one query."""
    versions = ProgrammeVersion.objects.filter(training_class__in=[one.pk for one in classes])
    newest = versions.annotate(last=Max("training_class__programme_versions__number")).filter(number=F("last"))
    return {version.training_class_id: version for version in newest}


def version_before(version: ProgrammeVersion) -> ProgrammeVersion | None:
    earlier = ProgrammeVersion.objects.filter(training_class=version.training_class_id, number__lt=version.number)
    return earlier.order_by("-number").first()


def pending(training_class: TrainingClass) -> list[Change]:
    """What changed since the last version; nothing as long as the programme was never made known."""
    last = latest(training_class)
    return differences(last.rows, rows_now(training_class)) if last else []


def pending_of(classes: Iterable[TrainingClass]) -> dict[int, list[Change]]:
    """The same for many classes in a fixed number of queries; classes without such changes are left out."""
    many = {one.pk: one for one in classes}
    versions = latest_of(many.values())
    rows = rows_of(many[key] for key in versions)
    found = {key: differences(version.rows, rows[key]) for key, version in versions.items()}
    return {key: changes for key, changes in found.items() if changes}


def changes_of(version: ProgrammeVersion) -> list[Change]:
    """What a version brought compared to the one before; the first one brought everything."""
    before = version_before(version)
    return differences(before.rows if before else [], version.rows)


def coming_changes(training_class: TrainingClass) -> list[Change]:
    """What making it known now would bring: for a first time every half day, later what is ``pending``."""
    last = latest(training_class)
    return differences(last.rows if last else [], rows_now(training_class))


@verb("training.publish_programme")
def publish_programme(
    actor: Actor, training_class: TrainingClass, *, note: str = "", seen: str = ""
) -> ProgrammeVersion:
    """Makes the programme of now known as the next version; outsiders see this one until the next.

    ``seen`` is the ``rows_stamp`` of what the officer looked at.  Raises ``programme_is_empty``, ``nothing_changed``,
    ``programme_changed_meanwhile``, ``class_is_closed``.
    """
    open_for_change(actor, training_class)
    rows, last = rows_now(training_class), latest(training_class)
    if not rows and last is None:
        raise DomainError("programme_is_empty", _("The programme has no half day yet."))
    if last is not None and not differences(last.rows, rows):
        raise DomainError("nothing_changed", _("Nothing changed since the programme was made known last."))
    if seen and seen != rows_stamp(rows):
        raise DomainError(
            "programme_changed_meanwhile",
            _("Somebody changed the programme while you were reading. Look at the changes below once more."),
        )
    version = ProgrammeVersion(
        training_class=training_class,
        number=last.number + 1 if last else 1,
        rows=rows,
        note=" ".join(note.split()),
        published_by=account_of(actor),
    )
    checked(version, without={"rows"}).save(force_insert=True)
    record(actor, "training.publish_programme", version)
    return version
