"""Taking the import of a whole list back: what goes, what stays because something hangs on it, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import KIND_LABELS, fact, words
from khuevan.core.errors import DomainError
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, alone, locked
from khuevan.nominations.domain.draft_rows import BATCH, mark_twins_anew
from khuevan.nominations.domain.enrolling import refuse_if_closed
from khuevan.nominations.domain.lists_of_agencies import take_back_nominations
from khuevan.nominations.domain.taking import close_if_done
from khuevan.nominations.enums import EnrollmentState, LineState
from khuevan.nominations.models import DraftLine, Enrollment, LineQuerySet, Nomination, RosterDraft
from khuevan.people.models import DirectoryEntry, Organization, Person, PossibleDuplicate

type Words = str | Promise
type Keys = list[int] | models.QuerySet[Any, Any]

TAKING = "nominations.take_rows"
"""The job that takes rows over (``nominations.jobs``)."""
_FOLLOWS = (DraftLine, PossibleDuplicate, Nomination)
"""What says nothing of its own and goes, or is unlinked, with what it names."""


@dataclass(frozen=True)
class Held:
    """A learner who stays on the list, and the kinds of things that name them."""

    enrollment: Enrollment
    by: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return _("%(name)s stays: %(things)s.") % {"name": self.enrollment.full_name, "things": ", ".join(self.by)}


@dataclass
class Undoing:
    """What taking an import back would do, or did: rows that wait again, people and bodies that go, who stays.

    ``reserved`` are rows that stood on the reserve list and wait again.
    """

    lines: list[DraftLine] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    bodies: list[Organization] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    reserved: list[DraftLine] = field(default_factory=list)


def what_undoing_does(draft: RosterDraft, batch: int | None = None) -> Undoing:
    """Of all rows that were taken, or those of one ``batch``.

    In as many queries as there are tables that name learners, people and bodies, whatever the length of the list.
    """
    taken = draft.lines.filter(state=LineState.TAKEN, enrollment__isnull=False).order_by("index")
    taken = taken if batch is None else taken.filter(batch=batch)
    lines = list(taken.select_related("enrollment__person").defer("values", "problems", "original", "reasons"))
    holding = _holding_learners(lines, taken.order_by().values("enrollment"))
    reserved = draft.lines.filter(state=LineState.RESERVED).order_by("index")
    plan = Undoing(reserved=list(reserved if batch is None else reserved.filter(batch=batch)))
    for line in lines:
        enrollment: Any = line.enrollment
        if by := holding.get(enrollment.pk):
            plan.held.append(Held(enrollment, tuple(str(one) for one in by)))
        else:
            plan.lines.append(line)
    going: dict[type[models.Model], Collection[Any]] = {Enrollment: {line.enrollment_id for line in plan.lines}}
    plan.people = _people_who_go(plan.lines, taken, going)
    going[Person] = {person.pk for person in plan.people}
    bodies = {body.pk: body for body in Organization.objects.filter(pk__in=draft.new_bodies)}
    used = _named(Organization, list(bodies), going)
    plan.bodies = [body for key, body in bodies.items() if key not in used]
    return plan


def _people_who_go(
    lines: list[DraftLine], taken: LineQuerySet, going: dict[type[models.Model], Collection[Any]]
) -> list[Person]:
    """Those who came with these rows and whom nothing else and no other office names."""
    learners: list[Any] = [line.enrollment for line in lines if line.person_was_new]
    if not learners:
        return []
    keys = taken.order_by().filter(person_was_new=True).values("enrollment__person")
    elsewhere = DirectoryEntry.objects.exclude(office=learners[0].training_class.office_id).filter(person__in=keys)
    named = _named(Person, keys, going) | set(elsewhere.values_list("person", flat=True))
    others = Nomination.objects.exclude(enrollment__in=going[Enrollment]).filter(person__in=keys)
    named |= set(others.values_list("person_id", flat=True))
    return [one.person for one in learners if one.person_id not in named]


def _holding_learners(lines: list[DraftLine], keys: Keys) -> dict[int, list[Words]]:
    """By learner, the words for what keeps them: marks, results, certificates and whatever else names them."""
    found: dict[int, list[Words]] = defaultdict(list)
    for line in lines:
        enrollment: Any = line.enrollment
        if enrollment.state != EnrollmentState.ENROLLED:
            found[enrollment.pk].append(enrollment.get_state_display())
    for model, name in _references(Enrollment):
        for key in _used(model, name, keys, {}):
            found[key].append(KIND_LABELS.get(model._meta.label_lower, str(model._meta.verbose_name)))
    return found


def _references(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Tables that name a row of ``model``, with the name of the key, in whichever app they lie."""
    found = []
    for one in model._meta.get_fields(include_hidden=True):
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one):
            other: Any = one
            if other.related_model not in _FOLLOWS:
                found.append((other.related_model, other.field.name))
    return found


def _used(
    model: type[models.Model], name: str, keys: Keys, without: dict[type[models.Model], Collection[Any]]
) -> set[int]:
    """Those of ``keys`` that rows of ``model`` name; rows that go themselves (``without``) do not count."""
    gone = without.get(model, ())
    pairs = model._base_manager.filter(**{f"{name}__in": keys}).order_by().values_list("pk", name)
    return {key for pk, key in pairs if pk not in gone}


def _named(model: type[models.Model], keys: Keys, without: dict[type[models.Model], Collection[Any]]) -> set[int]:
    tables = (pair for pair in _references(model) if pair[0] is not DirectoryEntry)
    return {key for other, name in tables for key in _used(other, name, keys, without)}


@verb("nominations.undo_import")
def undo_import(actor: Actor, draft: RosterDraft, *, batch: int | None = None, reason: str = "") -> Undoing:
    """Takes back what a list, or one ``batch`` of its rows, brought: learners, and people and bodies nobody else names.

    Learners with marks, results, certificates or other things stay and are named in ``held``; the rows of the others
    wait again in the draft, which is open.  Raises ``list_is_closed``, ``taking_goes_on``, ``nothing_to_undo``, and
    ``import_is_used`` when everybody has to stay.
    """
    require(actor, "nominations.change_draft", draft)
    refuse_if_closed(locked(draft.training_class))
    locked(draft)
    alone("enroll")  # a merge of these people waits, or is waited for
    if Job.objects.about(draft).unfinished().filter(kind=TAKING).exists():
        raise DomainError("taking_goes_on", _("Rows of this list are just being taken over; cancel that work first."))
    plan = what_undoing_does(draft, batch)
    if not plan.lines and not plan.reserved:
        if plan.held:
            raise DomainError("import_is_used", _("Nobody can be taken back: %(who)s"), who=plan.held[0].sentence)
        raise DomainError("nothing_to_undo", _("Nobody of this list is on the list of the class."))
    before = snapshot(draft)
    _remove(actor, draft, plan, reason.strip()[:LONGEST_REASON])
    close_if_done(draft)
    draft.save(update_fields=["waiting", "state", "new_bodies"])
    after = {"undone": len(plan.lines) + len(plan.reserved), "stayed": len(plan.held)}
    record(actor, "nominations.undo_import", draft, before, after, reason=reason.strip()[:LONGEST_REASON])
    return plan


def _remove(actor: Actor, draft: RosterDraft, plan: Undoing, reason: str) -> None:
    for rows in ([line.enrollment for line in plan.lines if line.enrollment], plan.people, plan.bodies):
        _record_gone(actor, rows, reason, draft.training_class.office_id)
    learners = [line.enrollment_id for line in plan.lines]
    take_back_nominations(actor, draft, [*plan.lines, *plan.reserved], reason)
    for some in batched([line.pk for line in (*plan.lines, *plan.reserved)], BATCH):
        waiting = {"state": LineState.WAITING, "person_was_new": False, "refused": "", "enrollment": None}
        DraftLine.objects.filter(pk__in=some).update(**waiting)
    _delete(Enrollment, learners)
    _delete(Person, [person.pk for person in plan.people])
    _delete(Organization, [body.pk for body in plan.bodies])
    left = {body.pk for body in plan.bodies}
    draft.new_bodies = [key for key in draft.new_bodies if key not in left]
    mark_twins_anew(draft, {line.twin_key for line in (*plan.lines, *plan.reserved)})


def _record_gone(actor: Actor, rows: Iterable[models.Model], reason: str, office: int) -> None:
    """Each of them with what it was, before it is deleted; masked columns stay masked."""
    rows = list(rows)
    before = {}
    for row in rows:
        masked: Collection[str] = getattr(row, "audit_masked", ())
        before[row.pk] = {name: value for name, value in snapshot(row).items() if name not in masked}
    names = {name for old in before.values() for name, value in old.items() if value not in (None, "")}
    record(
        actor, "nominations.undo_import", rows, before, dict.fromkeys(sorted(names)), reason=reason, office_key=office
    )


def _delete(model: type[models.Model], keys: Collection[Any]) -> None:
    for some in batched(keys, BATCH):
        model._base_manager.filter(pk__in=some).delete()


fact("undone", _("learners taken back"))
fact("stayed", _("learners who stayed"))
words(verbs={"nominations.undo_import": _("took an import back")})
