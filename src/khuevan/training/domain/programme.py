"""Topics and the programme, half day by half day."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import ClassTopic, Lecturer, ProgrammeItem, Session, Topic, TrainingClass, Venue


@verb("training.add_topic")
def add_topic(actor: Actor, training_class: TrainingClass, *, title: str, field: str = "") -> ClassTopic:
    """Puts a topic of the office's catalogue on the class, adding it to the catalogue when it is new.

    Raises ``topic_without_title``.
    """
    require(actor, "training.change_class", training_class)
    locked(training_class)
    if not title.strip():
        raise DomainError("topic_without_title", _("A topic needs a title."))
    topic, is_new = Topic.objects.get_or_create(office=training_class.office, title=title, defaults={"field": field})
    order = training_class.class_topics.count() + 1
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

    Raises ``session_outside_class``, ``session_known``, ``ends_before_start`` and ``not_of_this_class``.
    """
    require(actor, "training.change_class", training_class)
    locked(training_class)
    if not training_class.start_date <= date <= training_class.end_date:
        raise DomainError("session_outside_class", _("This day is outside the days of the class."))
    if ends_at <= starts_at:
        raise DomainError("ends_before_start", _("The half day ends before it begins."))
    _of_this_class(training_class.pk, venue)
    if training_class.sessions.filter(date=date, part=part).exists():
        raise DomainError("session_known", _("This half day is already in the programme."))
    session = create(
        Session, training_class=training_class, date=date, part=part, starts_at=starts_at, ends_at=ends_at, venue=venue
    )
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
    require(actor, "training.change_class", session.training_class)
    locked(session)
    _of_this_class(session.training_class_id, class_topic, *lecturers)
    item = create(
        ProgrammeItem,
        session=session,
        order=session.items.count() + 1,
        kind=kind,
        starts_at=starts_at,
        title=title,
        class_topic=class_topic,
    )
    item.lecturers.set(lecturers)
    record(actor, "training.add_item", item, after={"lecturers": [str(lecturer) for lecturer in lecturers]})
    return item


def _of_this_class(class_id: int, *parts: Venue | ClassTopic | Lecturer | None) -> None:
    if any(part is not None and part.training_class_id != class_id for part in parts):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
