"""Topics and the programme, half day by half day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import fact
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked, create
from khuevan.training.domain.editing import before_results, fresh, open_for_change
from khuevan.training.domain.ordering import next_place
from khuevan.training.domain.queries import groups_of
from khuevan.training.domain.topics.catalogue import catalogue_topic
from khuevan.training.domain.topics.versions import newest
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import (
    ClassTopic,
    LearnerGroup,
    Lecturer,
    ProgrammeItem,
    Session,
    TrainingClass,
    Venue,
)
from khuevan.training.models.programme import PERIODS_PER_SESSION

fact("groups", _("groups of learners"))


@verb("training.add_topic")
def add_topic(actor: Actor, training_class: TrainingClass, *, title: str, field: str = "") -> ClassTopic:
    """Puts a topic of the office's catalogue on the class, adding it to the catalogue when it is new.

    Raises ``topic_without_title``.
    """
    open_for_change(actor, training_class)
    title = title.strip()
    if not title:
        raise DomainError("topic_without_title", _("A topic needs a title."))
    topic, is_new = catalogue_topic(training_class.office, title, field)
    order = next_place(training_class.class_topics.all())
    class_topic = create(ClassTopic, training_class=training_class, topic=topic, version=newest(topic), order=order)
    record(actor, "training.add_topic", [topic, class_topic] if is_new else class_topic)
    return class_topic


@verb("training.add_session")
def add_session(
    actor: Actor,
    training_class: TrainingClass,
    *,
    date: date,
    part: DayPart,
    starts_at: time,
    ends_at: time,
    venue: Venue | None = None,
    groups: Sequence[LearnerGroup] = (),
    periods: int = PERIODS_PER_SESSION,
) -> Session:
    """Adds half a day, for everybody or for ``groups``.

    Raises ``session_outside_class``, ``ends_before_start``, ``not_of_this_class``, ``results_are_approved``, and
    ``session_known``, ``venue_taken``, ``group_elsewhere`` where it cannot be held beside what is there.
    """
    before_results(open_for_change(actor, training_class))
    session = Session(
        training_class=training_class,
        date=date,
        part=part,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue,
        periods=periods,
    )
    judge_session(session, groups)
    checked(session).save(force_insert=True)
    session.groups.set(groups)
    record(actor, "training.add_session", session, after={"groups": names_of(groups)} if groups else None)
    return session


@verb("training.add_item")
def add_item(
    actor: Actor,
    session: Session,
    *,
    kind: ItemKind,
    starts_at: time,
    title: str,
    class_topic: ClassTopic | None = None,
    lecturers: Sequence[Lecturer] = (),
    periods: int | None = None,
) -> ProgrammeItem:
    """Adds a line to a half day; ``periods`` where its share is not by its time.  Raises ``not_of_this_class``."""
    open_for_change(actor, session.training_class)
    fresh(session, "")
    judge_parts(session.training_class_id, class_topic, *lecturers)
    item = create(
        ProgrammeItem,
        session=session,
        order=next_place(session.items.all()),
        kind=kind,
        starts_at=starts_at,
        title=title,
        class_topic=class_topic,
        periods=periods,
    )
    item.lecturers.set(lecturers)
    record(actor, "training.add_item", item, after={"lecturers": [str(lecturer) for lecturer in lecturers]})
    return item


def judge_session(
    session: Session, groups: Collection[LearnerGroup] | None = None, *, besides: Collection[Session] = ()
) -> None:
    """Whether a half day as it is about to be written fits its class.  The class is locked by the caller.

    ``groups`` are those it will be for, None: those it has.  ``besides`` are half days that make room for it.
    """
    training_class = session.training_class
    if not training_class.start_date <= session.date <= training_class.end_date:
        raise DomainError("session_outside_class", _("This day is outside the days of the class."))
    if session.ends_at <= session.starts_at:
        raise DomainError("ends_before_start", _("The half day ends before it begins."))
    if groups is None:
        groups = groups_of(session) if session.pk else []
    judge_parts(training_class.pk, session.venue, *groups)
    gone = {one.pk for one in besides}
    for other in held_then(session):
        if other.pk not in gone:
            _judge_beside(session, groups, other)


def held_then(session: Session) -> list[Session]:
    """The other half days of the class held in the same half of the same day."""
    others = session.training_class.sessions.filter(date=session.date, part=session.part).exclude(pk=session.pk)
    return list(others.select_related("venue").prefetch_related("groups"))


def stand_in_the_way(session: Session, groups: Collection[LearnerGroup], other: Session) -> bool:
    """Whether two half days held at the same time want one venue or the same learners."""
    theirs = {group.pk for group in other.groups.all()}
    shared = theirs.intersection(group.pk for group in groups)
    return session.venue_id == other.venue_id or not theirs or not groups or bool(shared)


def _judge_beside(session: Session, groups: Collection[LearnerGroup], other: Session) -> None:
    if not groups or not other.groups.all():
        raise DomainError(
            "session_known",
            _(
                "This half day is already in the programme. To hold two at once, give each its own venue and its own "
                "groups."
            ),
        )
    shared = {group.pk for group in groups}.intersection(group.pk for group in other.groups.all())
    if shared:
        raise DomainError(
            "group_elsewhere",
            _("%(groups)s already have another half day then."),
            groups=", ".join(names_of(group for group in groups if group.pk in shared)),
        )
    if session.venue_id == other.venue_id:
        raise DomainError("venue_taken", _("Another half day is held at this venue then."))


def names_of(groups: Iterable[LearnerGroup]) -> list[str]:
    return [group.name for group in sorted(groups, key=lambda one: (one.order, one.pk))]


def judge_parts(class_id: int, *parts: Venue | ClassTopic | Lecturer | LearnerGroup | None) -> None:
    if any(part is not None and part.training_class_id != class_id for part in parts):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
