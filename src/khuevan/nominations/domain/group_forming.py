"""Forming the groups of a class: seen first, then saved as seen, and taken back if need be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.rows import checked
from khuevan.nominations.domain.grouping import MOST_GROUPS, divide
from khuevan.nominations.domain.seating import LEAD, MOVE, PLACING, SEAT, placing_stamp
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import Gender
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.timetable.group_changes import add_group, remove_group
from khuevan.training.models import LearnerGroup, TrainingClass

FORM: Final = "nominations.form_groups"
NAMES: Final = "Tổ {n}"
UNDO: Final = "nominations.undo_placing"

words(
    verbs={
        FORM: _("formed the groups"),
        UNDO: _("put learners back where they were"),
    }
)
fact("groups_formed", _("number of groups"))


@dataclass(frozen=True)
class Wish:
    """How a class is to be divided; ``names`` holds ``{n}``, ``keep``: whoever is in a group stays there."""

    number: int
    names: str = NAMES
    keep: bool = True
    together: bool = False


@dataclass(frozen=True)
class Proposal:
    """One group as it would be; ``group`` is None where it is still to be made."""

    name: str
    group: LearnerGroup | None
    members: Sequence[Enrollment]

    @property
    def women(self) -> int:
        return sum(1 for one in self.members if one.gender == Gender.FEMALE)

    @property
    def agencies(self) -> list[tuple[str, int]]:
        """With how many each, the most first."""
        return Counter(one.organization_name or "–" for one in self.members).most_common()


def proposed(training_class: TrainingClass, wish: Wish) -> list[Proposal]:
    """The groups that ``form_groups`` would make now.

    Raises ``number_of_groups`` (1 to 200, and none empty), ``groups_kept``.
    """
    people = list(training_class.enrollments.current().by_protocol())
    groups = list(training_class.groups.all())
    _judge(wish, people, groups)
    used = groups[: wish.number]
    names = _names(wish, groups)
    where = {group.pk: place for place, group in enumerate(used)}
    placed = {one.pk: where[one.group_id] for one in people if one.group_id in where} if wish.keep else {}
    parts = divide(people, wish.number, together=wish.together, placed=placed)
    rows: list[LearnerGroup | None] = [*used, *[None] * (wish.number - len(used))]
    return [Proposal(name, group, part) for name, group, part in zip(names, rows, parts, strict=True)]


def _judge(wish: Wish, people: Sequence[Enrollment], groups: Sequence[LearnerGroup]) -> None:
    if not people:
        raise DomainError("list_is_empty", _("Nobody is on the list yet."))
    if not 1 <= wish.number <= min(MOST_GROUPS, len(people)):
        most = min(MOST_GROUPS, len(people))
        raise DomainError("number_of_groups", _("There can be 1 to %(most)s groups."), most=most)
    surplus = {group.pk for group in groups[wish.number :]}
    if wish.keep and any(one.group_id in surplus for one in people):
        raise DomainError(
            "groups_kept",
            _("The class has more groups than that. Divide everybody anew, or choose at least %(count)s."),
            count=len(groups),
        )


def _names(wish: Wish, groups: Sequence[LearnerGroup]) -> list[str]:
    """Groups there are keep their names; new ones are numbered on, passing over names that are taken."""
    pattern = wish.names.strip() or NAMES
    pattern = pattern if "{n}" in pattern else f"{pattern} {{n}}"
    names = [group.name for group in groups[: wish.number]]
    taken, number = {group.name for group in groups}, len(names)
    while len(names) < wish.number:
        number += 1
        name = pattern.replace("{n}", str(number))
        if name not in taken:
            names.append(name)
    return names


@verb("nominations.form_groups")
def form_groups(
    actor: Actor,
    training_class: TrainingClass,
    *,
    number: int,
    names: str = NAMES,
    keep: bool = True,
    together: bool = False,
    seen: str = "",
) -> list[LearnerGroup]:
    """Divides the learners of the list into groups and returns these, in order.

    ``seen`` is the ``placing_stamp`` of a preview: what was shown is what is saved, or ``changed_meanwhile``.  With
    fewer groups than before the last ones go.  Raises what ``proposed`` raises, ``still_used`` where half days are
    held for a group that would go, ``class_is_closed``.
    """
    open_for_change(actor, training_class)
    if seen and seen != placing_stamp(training_class):
        raise DomainError(
            "changed_meanwhile", _("The list changed meanwhile. Look at the groups once more, then save.")
        )
    parts = proposed(training_class, Wish(number, names, keep, together))
    surplus = list(training_class.groups.all())[number:]
    # First of its entries, so that what is taken back with it begins here.
    record(actor, FORM, training_class, snapshot(training_class), {"groups_formed": number})
    groups = _stored_groups(actor, training_class, parts)
    moved, before = _placed(parts, groups)
    for group in surplus:
        remove_group(actor, group)
    # And last of them.
    record(actor, FORM, moved, before)
    return groups


def _stored_groups(actor: Actor, training_class: TrainingClass, parts: Sequence[Proposal]) -> list[LearnerGroup]:
    last = max((group.order for group in training_class.groups.all()), default=0)
    groups, new = [], []
    for part in parts:
        if part.group is None:
            last += 1
            new.append(checked(LearnerGroup(training_class=training_class, name=part.name, order=last)))
        groups.append(part.group or new[-1])
    for group in new:
        group.save(force_insert=True)
    record(actor, FORM, new)
    return groups


def _placed(parts: Sequence[Proposal], groups: Sequence[LearnerGroup]) -> tuple[list[Enrollment], dict[int, Snapshot]]:
    """Stores who goes to another group; with what stood there before, for the audit."""
    moved: list[Enrollment] = []
    before = {}
    for part, group in zip(parts, groups, strict=True):
        for one in part.members:
            if one.group_id != group.pk:
                before[one.pk] = snapshot(one)
                one.group, one.leads_group = group, False
                moved.append(one)
    Enrollment.objects.bulk_update(moved, ["group", "leads_group"], batch_size=500)
    return moved, before


def last_placing(training_class: TrainingClass, by: Actor | None = None) -> str:
    """Names the last work that put learners of the class somewhere, for ``undo_placing``; empty where there is none.

    ``by``: only if this actor did it.
    """
    found = _last(training_class)
    by_another = found is not None and by is not None and found.actor_id != getattr(by, "pk", None)
    return str(found.pk) if found and not by_another else ""


@verb("nominations.undo_placing")
def undo_placing(actor: Actor, training_class: TrainingClass, act: str) -> list[Enrollment]:
    """Puts learners back where they were before the work that ``last_placing`` named, if nothing followed it.

    Groups that were formed with it and are empty again go, too.  Raises ``changed_meanwhile``, ``class_is_closed``.
    """
    open_for_change(actor, training_class)
    last = _last(training_class)
    if last is None or str(last.pk) != act:
        raise DomainError("changed_meanwhile", _("Something else was changed since, so this is not taken back."))
    entries = {int(entry.subject_id): entry for entry in _entries(training_class).filter(at=last.at, verb=last.verb)}
    rows = list(training_class.enrollments.current().select_for_update(of=("self",)).filter(pk__in=entries))
    before = {one.pk: snapshot(one) for one in rows}
    formed = _forming(training_class, last) if last.verb == FORM else None
    again = _groups_again(actor, training_class, formed) if formed else {}
    known = {
        "group": {key: key for key in training_class.groups.values_list("pk", flat=True)} | again,
        "venue": {key: key for key in training_class.venues.values_list("pk", flat=True)},
    }
    for one in rows:
        _restore(one, entries[one.pk].before, known)
    Enrollment.objects.bulk_update(rows, PLACING, batch_size=500)
    record(actor, UNDO, rows, before)
    if formed:
        _remove_formed(actor, training_class, formed)
    return rows


def _restore(one: Enrollment, before: dict[str, Any], known: dict[str, dict[int, int]]) -> None:
    """Sets what stood in the columns; a group or a venue that is gone is none."""
    for name in PLACING:
        column = f"{name}_id" if name in known else name
        if column in before:
            setattr(one, column, known[name].get(before[column]) if name in known else before[column])


type _Span = tuple[int, int]
"""Keys of the first and the last entry of one forming; the class is locked from one to the other."""


def _forming(training_class: TrainingClass, last: AuditEntry) -> _Span | None:
    first = _formings(training_class).filter(pk__lt=last.pk).values_list("pk", flat=True).first()
    return (first, last.pk) if first else None


def _remove_formed(actor: Actor, training_class: TrainingClass, formed: _Span) -> None:
    """Groups made by that forming, while nobody is in them and no half day is held for them."""
    keys = _subjects(group.pk for group in training_class.groups.filter(members=None, sessions=None))
    made = _of_groups(FORM, formed).filter(subject_id__in=keys)
    for group in training_class.groups.filter(pk__in=[int(entry.subject_id) for entry in made]):
        remove_group(actor, group)


def _groups_again(actor: Actor, training_class: TrainingClass, formed: _Span) -> dict[int, int]:
    """Makes groups anew that the forming removed; their new keys by the old ones."""
    again = {}
    for entry in _of_groups("training.remove_group", formed).filter(before__training_class_id=training_class.pk):
        name = entry.before.get("name", "")
        if name and not training_class.groups.filter(name=name).exists():
            again[int(entry.subject_id)] = add_group(actor, training_class, name=name).pk
    return again


def _of_groups(verb_name: str, formed: _Span) -> QuerySet[AuditEntry]:
    kind = LearnerGroup._meta.label_lower
    return AuditEntry.objects.filter(verb=verb_name, subject_type=kind, pk__range=formed).order_by("pk")


def _last(training_class: TrainingClass) -> AuditEntry | None:
    """None, too, where what was done last was taken back or moved nobody."""
    found = _entries(training_class).first()
    if found is None or found.verb == UNDO or _formings(training_class).filter(pk__gt=found.pk).exists():
        return None
    return found


def _formings(training_class: TrainingClass) -> QuerySet[AuditEntry]:
    """The entry with which each forming begins, the newest first."""
    kind = TrainingClass._meta.label_lower
    return AuditEntry.objects.filter(verb=FORM, subject_type=kind, subject_id=str(training_class.pk)).order_by("-pk")


def _entries(training_class: TrainingClass) -> QuerySet[AuditEntry]:
    """What was done with places of its learners, the newest first."""
    keys = _subjects(training_class.enrollments.values_list("pk", flat=True))
    kind, verbs = Enrollment._meta.label_lower, (FORM, MOVE, LEAD, SEAT, UNDO)
    return AuditEntry.objects.filter(verb__in=verbs, subject_type=kind, subject_id__in=keys).order_by("-pk")


def _subjects(keys: Iterable[int]) -> list[str]:
    return [str(key) for key in keys]
