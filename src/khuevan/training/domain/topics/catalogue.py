"""The catalogue of topics of an office: added, no longer taught, shown on the portal."""

from typing import Unpack

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.people.models import Office
from khuevan.training.domain.topics.versions import Contents, newest
from khuevan.training.models import Topic, TopicVersion
from khuevan.vietnamese.folding import fold

SLUG_LENGTH = 100


@verb("training.add_catalogue_topic")
def add_catalogue_topic(
    actor: Actor, office: Office, *, title: str, field: str = "", **contents: Unpack[Contents]
) -> Topic:
    """Adds a topic, with its first contents when any are given.  Raises ``topic_without_title``, ``topic_known``."""
    require(actor, "training.keep_topics", office)
    title = titled(title)
    if Topic.objects.filter(office=office, title=title).exists():
        raise DomainError("topic_known", _("The catalogue has a topic of this title already."))
    topic, _is_new = catalogue_topic(office, title, field)
    record(actor, "training.add_catalogue_topic", topic)
    if any(contents.values()):
        made = create(TopicVersion, topic=topic, number=1, made_by=account_of(actor), **contents)
        record(actor, "training.add_catalogue_topic", made)
    return topic


@verb("training.retire_topic")
def retire_topic(actor: Actor, topic: Topic) -> None:
    """No class is offered the topic any more, and the portal shows nothing of it; what was taught stays."""
    require(actor, "training.keep_topic", topic)
    _set(actor, "training.retire_topic", topic, is_retired=True)


@verb("training.restore_topic")
def restore_topic(actor: Actor, topic: Topic) -> None:
    require(actor, "training.keep_topic", topic)
    _set(actor, "training.restore_topic", topic, is_retired=False)


@verb("training.publish_topic")
def publish_topic(actor: Actor, topic: Topic) -> None:
    """Shows the newest contents on the portal.  Raises ``topic_without_contents``, ``topic_is_retired``."""
    require(actor, "training.keep_topic", topic)
    before = snapshot(locked(topic))
    refuse_retired(topic)
    if newest(topic) is None:
        raise DomainError("topic_without_contents", _("This topic has no contents yet; write them first."))
    if topic.published_at is None:
        topic.published_at = timezone.now()
        give_slug(topic)
        topic.save(update_fields=["published_at", "slug"])
    record(actor, "training.publish_topic", topic if snapshot(topic) != before else [], before)


@verb("training.withdraw_topic")
def withdraw_topic(actor: Actor, topic: Topic) -> None:
    """Takes the contents off the portal; handbook pages there say for themselves who reads them."""
    require(actor, "training.keep_topic", topic)
    _set(actor, "training.withdraw_topic", topic, published_at=None)


def catalogue_topic(office: Office, title: str, field: str = "") -> tuple[Topic, bool]:
    """The topic of that title, put into the catalogue where it is not there yet; whether it is new."""
    found = Topic.objects.filter(office=office, title=title).first()
    if found is not None:
        return found, False
    key = search_key_of(title, field)
    return create(Topic, office=office, title=title, field=field.strip(), search_key=key), True


def search_key_of(title: str, field: str) -> str:
    return fold(f"{title} {field}")[:800]


def titled(title: str) -> str:
    if not title.strip():
        raise DomainError("topic_without_title", _("A topic needs a title."))
    return title.strip()


def refuse_retired(topic: Topic) -> None:
    if topic.is_retired:
        raise DomainError("topic_is_retired", _("This topic is no longer taught. Take it back into use first."))


def give_slug(topic: Topic) -> None:
    """The public address, made of the title when something is first shown; a title changed later leaves it."""
    if topic.slug:
        return
    base = slugify(fold(topic.title))[:SLUG_LENGTH].strip("-") or "chuyen-de"
    slug, count = base, 1
    while Topic.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    topic.slug = slug


def is_bare(topic: Topic) -> bool:
    """Whether nothing hangs on a topic that no class teaches, so that the catalogue may lose it."""
    held = ("uses", "versions", "handbook", "kept_materials", "planned_classes", "needs")
    return not any(getattr(topic, name).exists() for name in held)


def _set(actor: Actor, verb_name: str, topic: Topic, **values: object) -> None:
    before = snapshot(locked(topic))
    for name, value in values.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(values))
    record(actor, verb_name, topic if snapshot(topic) != before else [], before)


words(
    verbs={
        "training.add_catalogue_topic": _("added a topic to the catalogue"),
        "training.retire_topic": _("took a topic out of use"),
        "training.restore_topic": _("took a topic back into use"),
        "training.publish_topic": _("showed the contents of a topic on the portal"),
        "training.withdraw_topic": _("took the contents of a topic off the portal"),
    }
)
