"""Somebody else teaches instead of a lecturer, also on the day before or in the middle of the class.

What was taught stays with whoever taught it; the lines from a day on move to the other one, who stands on a row of
their own that points to the row they came for.  Whoever keeps no line keeps the row too, for the history, with the
reason.  What hangs on the rows (a fee, a letter) is never moved silently: it stays where it is, and its own screens
say that it differs.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked, locked, reasoned
from khuevan.people.domain.persons import know
from khuevan.people.models import Organization, Person
from khuevan.training.domain.arrangements import as_of
from khuevan.training.domain.editing import fresh, open_for_change
from khuevan.training.domain.lecturers.states import refuse_replaced
from khuevan.training.domain.ordering import next_place
from khuevan.training.domain.queries import lecturers_of, lines_of, whole_programme
from khuevan.training.domain.timetable.clash_kinds import Clash, ClashKind
from khuevan.training.domain.timetable.clashes import clashes_of
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer, ProgrammeItem, TrainingClass


@verb("training.replace_lecturer")
def replace_lecturer(
    actor: Actor,
    lecturer: Lecturer,
    *,
    person: Person | None = None,
    organization: Organization | None = None,
    title: str = "",
    reason: str,
    from_day: date | None = None,
    seen: str = "",
) -> Lecturer:
    """Gives the lines of ``lecturer`` from ``from_day`` on, or all that have not ended yet, to somebody else.

    Somebody who teaches in the class already takes the lines on their own row.  Raises ``nobody_named``,
    ``same_lecturer``, ``reason_missing``, ``lecturer_replaced``, ``nothing_to_hand_over`` where all is taught,
    ``changed_meanwhile``.
    """
    training_class = open_for_change(actor, lecturer.training_class)
    before, why = fresh(lecturer, seen), reasoned(reason)
    refuse_replaced(lecturer)
    values = as_of(person, title, organization)
    _refuse_same(lecturer, person, organization)
    moving = lines_to_move(lecturer, from_day)
    stays = lecturer.items.exclude(pk__in=[item.pk for item in moving]).exists()
    if stays and not moving:
        raise DomainError(
            "nothing_to_hand_over", _("%(who)s has no line left to hand over."), who=capfirst(str(lecturer))
        )
    new = _new_row(training_class, lecturer, values, stays=stays)
    known = snapshot(new) if new.pk else None
    _take_over(new, lecturer, moving)
    lecturer.replace_reason = why
    if not stays:
        lecturer.replaced_at = timezone.now()
    lecturer.save(update_fields=["replace_reason", "replaced_at"])
    know(training_class.office_id, [new.person])
    told = {"lines": [item.title for item in moving]}
    record(actor, "training.replace_lecturer", lecturer, before, {"comes_instead": str(new)}, reason=why)
    record(actor, "training.replace_lecturer", new, known, told if moving else None, reason=why)
    return new


def _take_over(new: Lecturer, lecturer: Lecturer, moving: Sequence[ProgrammeItem]) -> None:
    if new.replaces_id == lecturer.pk:  # else they come instead of somebody else, whose lines alone go back
        own = set(new.items.values_list("pk", flat=True)) if new.pk else set()
        new.took_over = [*new.took_over, *(item.pk for item in moving)]
        new.keeps = [*new.keeps, *(item.pk for item in moving if item.pk in own)]
    checked(new, without=("took_over", "keeps")).save()
    _hand_over(moving, lecturer, new)


@verb("training.take_back_replacement")
def take_back_replacement(actor: Actor, lecturer: Lecturer, *, seen: str = "") -> Lecturer:
    """The one who was replaced teaches after all: the lines that moved to ``lecturer`` go back, and the row of
    ``lecturer`` stays for the history unless they teach something else.  Returns who teaches again.

    Raises ``came_for_nobody``, ``lecturer_replaced``, ``taught_already`` where a line was taught meanwhile,
    ``changed_meanwhile``.
    """
    open_for_change(actor, lecturer.training_class)
    before = fresh(lecturer, seen)
    if lecturer.replaces_id is None:
        raise DomainError("came_for_nobody", _("%(who)s comes instead of nobody."), who=capfirst(str(lecturer)))
    refuse_replaced(lecturer)
    old = locked(Lecturer.ever.get(pk=lecturer.replaces_id))
    moving = list(_with_session(lecturer).filter(pk__in=lecturer.took_over))
    if any(item.session.date < timezone.localdate() for item in moving):
        raise DomainError("taught_already", _("%(who)s has taught already."), who=capfirst(str(lecturer)))
    old_before, reason = snapshot(old), old.replace_reason
    old.replaced_at, old.replace_reason = None, ""
    old.save(update_fields=["replaced_at", "replace_reason"])
    _hand_over(moving, lecturer, old, keeping=lecturer.keeps)
    lecturer.took_over, lecturer.keeps = [], []
    if lecturer.items.exists():
        lecturer.replaces = None
    else:
        lecturer.replaced_at, lecturer.replace_reason = timezone.now(), reason
    lecturer.save(update_fields=["took_over", "keeps", "replaces", "replaced_at", "replace_reason"])
    record(actor, "training.take_back_replacement", lecturer, before)
    record(actor, "training.take_back_replacement", old, old_before, {"lines": [item.title for item in moving]})
    return old


def lines_to_move(lecturer: Lecturer, from_day: date | None = None) -> list[ProgrammeItem]:
    """The lines that would go to somebody else: from a day on, or those of half days that have not ended yet."""
    lines = _with_session(lecturer)
    if from_day is not None:
        return list(lines.filter(session__date__gte=from_day))
    now = timezone.localtime()
    later_today = Q(session__date=now.date(), session__ends_at__gt=now.time())
    return list(lines.filter(Q(session__date__gt=now.date()) | later_today))


def clashes_if_replaced(lecturer: Lecturer, person: Person, from_day: date | None = None) -> list[Clash]:
    """Where ``person`` would have to be twice with the lines of ``lecturer``, here or in another class."""
    training_class = lecturer.training_class
    moving = {item.pk for item in lines_to_move(lecturer, from_day)}
    comes = Lecturer(training_class=training_class, person=person)
    sessions = whole_programme(training_class)
    taken = set()
    for session in sessions:
        for item in lines_of(session):
            own = [one for one in lecturers_of(item) if one.person_id == person.pk]
            vars(item).update(lecturers_at_hand=[comes] if item.pk in moving else own)
            taken |= {session.pk} if item.pk in moving else set()
    found = clashes_of(training_class, sessions)
    return [clash for clash in found if clash.kind == ClashKind.LECTURER and clash.sessions & taken]


def chain_of(lecturer: Lecturer) -> list[Lecturer]:
    """Whom this one came for, and whom that one had come for, the latest first; two who swapped stand once each."""
    found, one = list[Lecturer](), lecturer
    while one.replaces_id is not None and one.replaces_id not in {lecturer.pk, *(row.pk for row in found)}:
        one = Lecturer.ever.select_related("person").get(pk=one.replaces_id)
        found.append(one)
    return found


def replaced_in(training_class: TrainingClass) -> list[Lecturer]:
    """Those who were to teach and do not, with who comes instead in ``came``, the latest first."""
    gone = Lecturer.ever.filter(training_class=training_class).exclude(replaced_at=None)
    return list(gone.select_related("person").prefetch_related("replacements__person").order_by("-replaced_at"))


def _with_session(lecturer: Lecturer) -> Any:  # noqa: ANN401 - a queryset of lines, of a relation without a type
    items = ProgrammeItem.objects.filter(lecturers=lecturer).select_related("session")
    return items.order_by("session__date", "session__starts_at", "order")


def _refuse_same(lecturer: Lecturer, person: Person | None, organization: Organization | None) -> None:
    same = person == lecturer.person if person or lecturer.person_id else organization == lecturer.organization
    if same:
        raise DomainError("same_lecturer", _("%(who)s is the one to be replaced."), who=capfirst(str(lecturer)))


def _new_row(training_class: TrainingClass, lecturer: Lecturer, values: dict[str, object], *, stays: bool) -> Lecturer:
    """The row of who comes: their own where they teach in the class already, else one in the place of the old one."""
    person: Any = values["person"]
    there = training_class.lecturers.select_for_update().filter(person=person).first() if person else None
    if there is not None:
        there.replaces_id = there.replaces_id or lecturer.pk
        return there
    place = next_place(Lecturer.objects.filter(training_class=training_class)) if stays else lecturer.order
    return Lecturer(
        training_class=training_class, order=place, state=LecturerState.PLANNED, replaces=lecturer, **values
    )


def _hand_over(items: Sequence[ProgrammeItem], old: Lecturer, new: Lecturer, *, keeping: Collection[int] = ()) -> None:
    """Both rows are current: a line's lecturers are found among those only.  ``old`` keeps some lines as well."""
    for item in items:
        if item.pk not in keeping:
            item.lecturers.remove(old)
        item.lecturers.add(new)
        item.lecturers_revision += 1
        item.save(update_fields=["lecturers_revision"])


words(
    verbs={
        "training.replace_lecturer": _("let somebody else teach"),
        "training.take_back_replacement": _("took back that somebody else teaches"),
    }
)
fact("comes_instead", _("who comes instead"))
