"""Each half day ever made known, as the last version has it, and how often and when it changed since.

Calendars ask for it: what they took in before is replaced by what carries a higher number, and struck out when it says
that it was cancelled.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from khuevan.core.models import AuditEntry
from khuevan.people.models import Person
from khuevan.training.domain.timetable.rows import Row, rows_of
from khuevan.training.enums import ClassState
from khuevan.training.models import ProgrammeVersion, TrainingClass

_OF_CLASS = ("training.cancel_class", "training.restore_class")


@dataclass(frozen=True)
class Kept:
    """``number`` is that of the version which changed it last, 0 before the first one; ``changed_at`` None then."""

    row: Row
    number: int = 0
    changed_at: datetime | None = None
    is_cancelled: bool = False


type Sees = Callable[[Row], bool]
"""Which half days one person sees; what they see no more is cancelled for them."""


def histories_of(classes: Iterable[TrainingClass], sees: Mapping[int, Sees] | None = None) -> dict[int, list[Kept]]:
    """By key of the class, by day; in a fixed number of queries.  All of a cancelled class is cancelled.

    ``sees`` says by class what somebody sees of it; a class it does not name is seen whole.
    """
    many = {one.pk: one for one in classes}
    versions: dict[int, list[ProgrammeVersion]] = {key: [] for key in many}
    for version in ProgrammeVersion.objects.filter(training_class__in=many).order_by("number"):
        versions[version.training_class_id].append(version)
    rows = rows_of(one for key, one in many.items() if not versions[key])
    turns = turns_of(many)
    found = {}
    for key, training_class in many.items():
        own = (sees or {}).get(key, _everything)
        kept = history(versions[key], own) if versions[key] else [Kept(row) for row in rows[key] if own(row)]
        found[key] = [_turned(one, training_class, turns.get(key, [])) for one in kept]
    return found


def _everything(_row: Row) -> bool:
    return True


def history(versions: Sequence[ProgrammeVersion], sees: Sees = _everything) -> list[Kept]:
    """``versions`` from the first on."""
    known: dict[int, Kept] = {}
    for version in versions:
        rows: dict[int, Row] = {row["key"]: row for row in version.rows if sees(row)}
        for key, row in rows.items():
            before = known.get(key)
            if before is None or before.is_cancelled or before.row != row:
                known[key] = Kept(row, version.number, version.published_at)
        for key, before in known.items():
            if key not in rows and not before.is_cancelled:
                known[key] = Kept(before.row, version.number, version.published_at, is_cancelled=True)
    return sorted(known.values(), key=lambda one: (one.row["date"], one.row["starts_at"], one.row["key"]))


def versions_naming(person: Person) -> QuerySet[ProgrammeVersion]:
    """Versions in which a line is taught by this person, though the class may have forgotten that since.

    The key is looked for in the text that both databases store; a title cannot hold a quotation mark of JSON.
    """
    key = f'"person": {person.pk}'
    named = ProgrammeVersion.objects.annotate(text=Cast("rows", TextField()))
    return named.filter(Q(text__contains=f"{key},") | Q(text__contains=f"{key}}}"))


def turns_of(classes: Iterable[int]) -> dict[int, list[datetime]]:
    """When each class was cancelled, and taken up again."""
    label = TrainingClass._meta.label_lower
    entries = AuditEntry.objects.filter(
        subject_type=label, subject_id__in=[str(key) for key in classes], verb__in=_OF_CLASS
    )
    found: dict[int, list[datetime]] = {}
    for key, at in entries.order_by("pk").values_list("subject_id", "at"):
        found.setdefault(int(key), []).append(at)
    return found


def _turned(one: Kept, training_class: TrainingClass, turns: Sequence[datetime]) -> Kept:
    if not turns:
        return one
    changed_at = max([turns[-1], *([one.changed_at] if one.changed_at else [])])
    is_cancelled = one.is_cancelled or training_class.state == ClassState.CANCELLED
    return replace(one, number=one.number + len(turns), changed_at=changed_at, is_cancelled=is_cancelled)
