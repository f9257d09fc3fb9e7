"""What an officer should know before accepting somebody: conditions of the invitation that are not met, conflicts.

Only what the office of the class has itself is looked at: nobody learns here what a person does elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from khuevan.core.templatetags.khuevan import vn_range
from khuevan.nominations.domain.nominees import FIELD_LABELS, missing_fields
from khuevan.nominations.domain.placing import ENTERED
from khuevan.nominations.enums import NominationState
from khuevan.nominations.models import Enrollment, Invitation, Nomination
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold, match_key


@dataclass(frozen=True)
class Notice:
    """One thing to know of a nomination; a ``serious`` one keeps it from being accepted together with all others.

    Codes: ``on_the_list``, ``named_twice``, ``same_days``, ``same_topic``, ``position``, ``missing``.
    """

    code: str
    sentence: str
    serious: bool


type Notices = dict[int, list[Notice]]


def notices_for(training_class: TrainingClass, nominations: Iterable[Nomination]) -> Notices:
    """By key of the nomination; without an entry there is nothing to say.

    In a fixed number of queries, whatever the number of people and agencies.
    """
    rows = list(nominations)
    found: Notices = defaultdict(list)
    if not rows:
        return {}
    invitation = Invitation.objects.select_related("topic").get(training_class=training_class)
    _on_the_list(training_class, rows, found)
    _named_twice(training_class, rows, found)
    _same_days(training_class, rows, found)
    _same_topic(training_class, invitation, rows, found)
    asked = [fold(word) for word in invitation.positions]
    for row in rows:
        position = fold(row.position)
        if asked and position and not any(word in position for word in asked):
            words = ", ".join(invitation.positions)
            sentence = _("Asked for: %(words)s; the position is %(position)s.")
            found[row.pk].append(
                Notice("position", sentence % {"words": words, "position": row.position}, serious=True)
            )
        if missing := missing_fields(row, invitation):
            names = capfirst(", ".join(str(FIELD_LABELS[name]) for name in missing))
            found[row.pk].append(Notice("missing", _("Not said: %(fields)s.") % {"fields": names}, serious=False))
    return dict(found)


def _on_the_list(training_class: TrainingClass, rows: Sequence[Nomination], found: Notices) -> None:
    for row, learner in _meetings(rows, training_class.enrollments.current()):
        if learner.pk == row.enrollment_id:
            continue
        sentence = _("%(name)s is on the list of the class already (%(agency)s).")
        words = {"name": learner.full_name, "agency": learner.organization_name or "—"}
        found[row.pk].append(Notice("on_the_list", sentence % words, serious=True))


def _named_twice(training_class: TrainingClass, rows: Sequence[Nomination], found: Notices) -> None:
    waiting = ENTERED - {NominationState.ACCEPTED}
    others = training_class.nominations.filter(state__in=waiting).select_related("quota")
    for row, other in _meetings(rows, others):
        if row.quota_id != other.quota_id:
            sentence = _("%(agency)s has named the same person too.")
            found[row.pk].append(Notice("named_twice", sentence % {"agency": other.quota.name}, serious=False))


def _same_days(training_class: TrainingClass, rows: Sequence[Nomination], found: Notices) -> None:
    learners = _of_other_classes(training_class, rows).filter(
        training_class__start_date__lte=training_class.end_date, training_class__end_date__gte=training_class.start_date
    )
    for row, learner in _meetings(rows, learners):
        made = learner.training_class
        sentence = _("On the list of “%(title)s” on the same days (%(days)s).")
        words = {"title": made.title, "days": vn_range(made.start_date, made.end_date)}
        found[row.pk].append(Notice("same_days", sentence % words, serious=True))


def _same_topic(
    training_class: TrainingClass, invitation: Invitation, rows: Sequence[Nomination], found: Notices
) -> None:
    """Within the years the invitation says; without such a condition, last year, which is only worth knowing."""
    years = invitation.years_apart or 1
    topics = [invitation.topic_id] if invitation.topic_id else list(
        training_class.class_topics.values_list("topic", flat=True)
    )  # fmt: skip
    if not topics:
        return
    first = training_class.start_date
    learners = _of_other_classes(training_class, rows).filter(
        training_class__class_topics__topic__in=topics,
        training_class__start_date__lt=first,
        training_class__end_date__gte=_years_before(first, years),
    )
    said = set()
    for row, learner in _meetings(rows, learners.distinct()):
        if (row.pk, learner.training_class_id) in said:
            continue
        said.add((row.pk, learner.training_class_id))
        made = learner.training_class
        sentence = _("Took such a class before: “%(title)s” (%(days)s).")
        words = {"title": made.title, "days": vn_range(made.start_date, made.end_date)}
        found[row.pk].append(Notice("same_topic", sentence % words, serious=bool(invitation.years_apart)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)


def _of_other_classes(training_class: TrainingClass, rows: Sequence[Nomination]) -> QuerySet[Enrollment]:
    """Learners of the same office's other classes who may be one of these people."""
    named = Nomination.objects.filter(training_class=training_class).exclude(state=NominationState.WRITTEN)
    alike = Q(name_key__in=named.values("name_key")) | Q(person__in=named.exclude(person=None).values("person"))
    if len(rows) == 1:
        alike = Q(name_key=rows[0].name_key)
        if rows[0].person_id is not None:
            alike |= Q(person=rows[0].person_id)
    others = Enrollment.objects.current().filter(alike, training_class__office=training_class.office_id)
    others = others.exclude(training_class=training_class).exclude(training_class__state=ClassState.CANCELLED)
    return others.select_related("training_class").order_by("training_class__start_date", "pk")


def _meetings[T: Enrollment | Nomination](
    rows: Sequence[Nomination], others: Iterable[T]
) -> Iterable[tuple[Nomination, T]]:
    """Pairs that are probably one person."""
    by_name: dict[str, list[T]] = defaultdict(list)
    by_person: dict[int, list[T]] = defaultdict(list)
    for other in others:
        by_name[match_key(other.full_name)].append(other)
        if other.person_id is not None:
            by_person[other.person_id].append(other)
    for row in rows:
        sure = by_person.get(row.person_id, []) if row.person_id is not None else []
        near = [other for other in by_name.get(match_key(row.full_name), ()) if _alike(row, other)]
        for other in {one.pk: one for one in (*sure, *near)}.values():
            if not (isinstance(other, Nomination) and other.pk == row.pk):
                yield row, other


def _alike(row: Nomination, other: Enrollment | Nomination) -> bool:
    """Of people of one name: the same day of birth, or the same year with the same agency or telephone."""
    if row.birth_date and other.birth_date:
        return row.birth_date == other.birth_date
    if not row.birth_year or row.birth_year != other.birth_year:
        return False
    same_agency = row.organization_id is not None and row.organization_id == other.organization_id
    return same_agency or bool(row.phone and row.phone == other.phone)
