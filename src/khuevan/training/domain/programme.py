"""Topics and the programme, half day by half day."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked, create
from khuevan.training.domain.editing import before_results, fresh, open_for_change
from khuevan.training.domain.ordering import next_place
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import ClassTopic, Lecturer, ProgrammeItem, Session, Topic, TrainingClass, Venue


@verb("training.add_topic")
def add_topic(actor: Actor, training_class: TrainingClass, *, title: str, field: str = "") -> ClassTopic:
    """Puts a topic of the office's catalogue on the class, adding it to the catalogue when it is new.

    Raises ``topic_without_title``.
    """
    open_for_change(actor, training_class)
    title = title.strip()
    if not title:
        raise DomainError("topic_without_title", _("A topic needs a title."))
    topic, is_new = Topic.objects.get_or_create(office=training_class.office, title=title, defaults={"field": field})
    order = next_place(training_class.class_topics.all())
    class_topic = create(ClassTopic, training_class=training_class, topic=topic, order=order)
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
) -> Session:
    """Adds half a day.

    Raises ``session_outside_class``, ``session_known``, ``ends_before_start``, ``not_of_this_class`` and
    ``results_are_approved``.
    """
    before_results(open_for_change(actor, training_class))
    session = Session(
        training_class=training_class, date=date, part=part, starts_at=starts_at, ends_at=ends_at, venue=venue
    )
    judge_session(session)
    checked(session).save(force_insert=True)
    record(actor, "training.add_session", session)
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
) -> ProgrammeItem:
    """Adds a line to a half day.  Raises ``not_of_this_class``."""
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
    )
    item.lecturers.set(lecturers)
    record(actor, "training.add_item", item, after={"lecturers": [str(lecturer) for lecturer in lecturers]})
    return item


def judge_session(session: Session) -> None:
    """Whether a half day as it is about to be written fits its class.  The class is locked by the caller."""
    training_class = session.training_class
    if not training_class.start_date <= session.date <= training_class.end_date:
        raise DomainError("session_outside_class", _("This day is outside the days of the class."))
    if session.ends_at <= session.starts_at:
        raise DomainError("ends_before_start", _("The half day ends before it begins."))
    judge_parts(training_class.pk, session.venue)
    others = training_class.sessions.exclude(pk=session.pk)
    if others.filter(date=session.date, part=session.part).exists():
        raise DomainError("session_known", _("This half day is already in the programme."))


def judge_parts(class_id: int, *parts: Venue | ClassTopic | Lecturer | None) -> None:
    if any(part is not None and part.training_class_id != class_id for part in parts):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
