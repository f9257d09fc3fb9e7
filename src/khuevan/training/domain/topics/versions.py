"""What a topic contains, from one revision to the next: which version a class teaches, what a version changed.

A version that a class has begun to teach is never changed again; the next revision makes a new one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypedDict, Unpack

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked, reasoned, unchanged
from khuevan.training.domain.editing import fresh, open_for_change, write
from khuevan.training.domain.lifeline import ORDER
from khuevan.training.enums import ClassState
from khuevan.training.models import ClassTopic, Topic, TopicVersion, TrainingClass

BEGUN = tuple(ORDER[ORDER.index(ClassState.RUNNING) :])
"""States in which a class has begun, whatever its days say."""

COLUMNS: tuple[str, ...] = ("periods", "audience", "objective", "outline", "method", "materials", "basis")
"""What a version says, in the order in which it is read."""


class Contents(TypedDict, total=False):
    """What may be said of a version; what is left out stays."""

    periods: int | None
    audience: str
    objective: str
    outline: str
    method: str
    materials: str
    basis: str


@dataclass(frozen=True)
class Line:
    """One line of a text that was compared: the same in both, only in the earlier one, or only in the later one."""

    text: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class ColumnChange:
    """One part of the contents that differs, line by line."""

    name: str
    label: str
    lines: list[Line]


@verb("training.revise_topic")
def revise_topic(
    actor: Actor, topic: Topic, *, reason: str = "", seen: str = "", **contents: Unpack[Contents]
) -> TopicVersion:
    """Writes new contents: into the newest version, or into a new one where a class has begun to teach the newest.

    ``seen`` is the stamp of the version the form showed.  Raises ``reason_missing`` for a new version of what was
    taught, ``changed_meanwhile``.
    """
    require(actor, "training.keep_topic", topic)
    _hold_classes(topic)
    locked(topic)
    last = newest(topic)
    if last is None:
        return _first(actor, topic, contents)
    before = fresh(last, seen)
    if not _differing(last, contents):
        record(actor, "training.revise_topic", [], office_key=topic.office_id)
        return last
    if not is_taught(last):
        values: dict[str, Any] = dict(contents)
        if reason.strip():
            values["reason"] = reason
        write(actor, "training.revise_topic", last, before, values)
        return last
    why = reasoned(reason)
    kept = {name: getattr(last, name) for name in COLUMNS}
    made = _made(actor, topic, last.number + 1, {**kept, **_plain(contents)}, why)
    record(actor, "training.revise_topic", made, reason=why)
    return made


@verb("training.use_newest_version")
def use_newest(actor: Actor, class_topic: ClassTopic, *, seen: str = "") -> None:
    """Lets a class that has not begun teach the newest contents.  Raises ``class_has_begun``, ``changed_meanwhile``."""
    training_class = open_for_change(actor, class_topic.training_class)
    unchanged(locked(class_topic), seen)
    if has_begun(training_class):
        raise DomainError("class_has_begun", _("The class has begun; it goes on with the contents it began with."))
    before = snapshot(class_topic)
    last = newest(class_topic.topic)
    if last is None or last.pk == class_topic.version_id:
        record(actor, "training.use_newest_version", [])
        return
    class_topic.version = last
    class_topic.save(update_fields=["version"])
    record(actor, "training.use_newest_version", class_topic, before)


def newest(topic: Topic) -> TopicVersion | None:
    """What a class that takes the topic now will teach; None for a topic without contents."""
    return topic.versions.order_by("-number").first()


def newest_of(topics: Iterable[int]) -> dict[int, TopicVersion]:
    """The newest version of each topic by its key, in one query."""
    last = TopicVersion.objects.filter(topic=OuterRef("topic")).order_by("-number").values("pk")[:1]
    rows = TopicVersion.objects.filter(topic__in=list(topics), pk=Subquery(last))
    return {one.topic_id: one for one in rows}


def newer_versions(training_class: TrainingClass) -> dict[int, TopicVersion]:
    """Of a class that has not begun: by topic of the class, the version it could teach instead of its own."""
    if has_begun(training_class):
        return {}
    taught = list(training_class.class_topics.all())
    known = newest_of(one.topic_id for one in taught)
    return {one.pk: known[one.topic_id] for one in taught if _has_newer(one, known)}


def _has_newer(one: ClassTopic, known: Mapping[int, TopicVersion]) -> bool:
    return one.topic_id in known and known[one.topic_id].pk != one.version_id


def has_begun(training_class: TrainingClass) -> bool:
    """Whether the class is taught or was: by its state or by its first day."""
    state = training_class.state_before_cancelling or training_class.state
    if state in BEGUN:
        return True
    return training_class.state != ClassState.CANCELLED and training_class.start_date <= timezone.localdate()


def begun() -> Q:
    """The same as a condition of classes."""
    by_state = Q(state__in=BEGUN) | Q(state=ClassState.CANCELLED, state_before_cancelling__in=BEGUN)
    return by_state | (Q(start_date__lte=timezone.localdate()) & ~Q(state=ClassState.CANCELLED))


def is_taught(version: TopicVersion) -> bool:
    """Whether a class began to teach this version, so that it stays as it is."""
    return TrainingClass.objects.filter(begun(), class_topics__version=version).exists()


def taught_by(topic: Topic) -> QuerySet[ClassTopic]:
    """The classes that teach a topic, the latest first, with version and lecturers of its lines."""
    rows = topic.uses.select_related("training_class", "version").order_by(
        F("training_class__start_date").desc(), "-training_class__pk"
    )
    return rows.prefetch_related("items__lecturers__person", "items__lecturers__organization")


def differences(before: TopicVersion, after: TopicVersion) -> list[ColumnChange]:
    """What of the contents differs from one version to another, line by line."""
    return [
        ColumnChange(name, label_of(name), compared(told(before, name), told(after, name)))
        for name in COLUMNS
        if told(before, name) != told(after, name)
    ]


def told(version: TopicVersion, name: str) -> list[str]:
    """The lines of one part of the contents."""
    value = getattr(version, name)
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]


def label_of(name: str) -> str:
    return capfirst(str(TopicVersion._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # own columns


def compared(before: list[str], after: list[str]) -> list[Line]:
    lines: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [Line(text) for text in after[new_from:new_to]]
            continue
        lines += [Line(text, is_old=True) for text in before[old_from:old_to]]
        lines += [Line(text, is_new=True) for text in after[new_from:new_to]]
    return lines


def _hold_classes(topic: Topic) -> None:
    """Keeps every class that teaches the topic from beginning until the revision is stored."""
    rows = TrainingClass.objects.select_for_update(of=("self",)).filter(class_topics__topic=topic)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _first(actor: Actor, topic: Topic, contents: Contents) -> TopicVersion:
    """The first contents; classes that took the topic without any and have not begun teach by them."""
    made = _made(actor, topic, 1, _plain(contents), "")
    record(actor, "training.revise_topic", made)
    waiting = list(topic.uses.filter(version=None).exclude(training_class__in=TrainingClass.objects.filter(begun())))
    before = {one.pk: snapshot(one) for one in waiting}
    for one in waiting:
        one.version = made
    ClassTopic.objects.bulk_update(waiting, ["version"])
    record(actor, "training.revise_topic", waiting, before)
    return made


def _made(actor: Actor, topic: Topic, number: int, values: Mapping[str, Any], why: str) -> TopicVersion:
    return create(TopicVersion, topic=topic, number=number, reason=why, made_by=account_of(actor), **values)


def _plain(contents: Contents) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in contents.items()}


def _differing(version: TopicVersion, contents: Contents) -> bool:
    return any(getattr(version, name) != value for name, value in _plain(contents).items())


words(
    verbs={
        "training.revise_topic": _("revised the contents of a topic"),
        "training.use_newest_version": _("took the newest contents of a topic for a class"),
    },
    kinds={"training.topicversion": _("contents of a topic")},
)
