"""Topics of a class that change, change places or fall away; the catalogue of the office behind them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.training.domain.editing import fresh, open_for_change, remove, write
from khuevan.training.domain.ordering import put_in_order
from khuevan.training.domain.topics.catalogue import catalogue_topic, is_bare, search_key_of, titled
from khuevan.training.domain.topics.versions import newest
from khuevan.training.models import ClassTopic, Topic, TrainingClass


@verb("training.change_topic")
def change_topic(actor: Actor, class_topic: ClassTopic, *, title: str, seen: str = "") -> None:
    """Gives a class another topic in the place of one; lines of the programme follow.

    The catalogue gets the new title when it does not have it; what other classes teach stays as they teach it.  A
    title that no class teaches any more leaves the catalogue when nothing else hangs on it.  Raises
    ``topic_without_title``, ``topic_known``, ``changed_meanwhile``.
    """
    training_class = open_for_change(actor, class_topic.training_class)
    before = fresh(class_topic, seen)
    old, title = class_topic.topic, titled(title)
    if title == old.title:
        record(actor, "training.change_topic", [])
        return
    if training_class.class_topics.filter(topic__title=title).exists():
        raise DomainError("topic_known", _("The class has this topic already."))
    class_topic.topic, is_new = catalogue_topic(old.office, title, old.field)
    class_topic.version = newest(class_topic.topic)
    class_topic.save(update_fields=["topic", "version"])
    if is_new:
        record(actor, "training.change_topic", class_topic.topic)
    record(actor, "training.change_topic", class_topic, before)
    if is_bare(old):
        remove(actor, "training.change_topic", old, _("Another class has just taken this topic. Save again."))


@verb("training.reorder_topics")
def reorder_topics(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the topics of a class in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_change(actor, training_class)
    put_in_order(actor, "training.reorder_topics", training_class.class_topics.all(), keys, seen)


@verb("training.remove_topic")
def remove_topic(actor: Actor, class_topic: ClassTopic, *, seen: str = "") -> None:
    """Takes a topic off the class; it stays in the catalogue.  Raises ``still_used``, ``changed_meanwhile``."""
    open_for_change(actor, class_topic.training_class)
    fresh(class_topic, seen)
    refusal = (
        _("Lines of the programme teach this topic. Give them another topic, or remove them first.")
        if class_topic.items.exists()
        else _("Materials belong to this topic. Give them another topic, or remove them first.")
    )
    remove(actor, "training.remove_topic", class_topic, refusal)


@verb("training.change_catalogue_topic")
def change_catalogue_topic(actor: Actor, topic: Topic, *, title: str, field: str, seen: str = "") -> None:
    """Corrects a topic of the office's catalogue, for all classes that teach it.

    Raises ``topic_without_title``, ``topic_known``, ``changed_meanwhile``.
    """
    require(actor, "training.keep_topic", topic)
    before = fresh(topic, seen)
    title = titled(title)
    if Topic.objects.filter(office=topic.office, title=title).exclude(pk=topic.pk).exists():
        raise DomainError("topic_known", _("The catalogue has a topic of this title already."))
    key = search_key_of(title, field)
    values = {"title": title, "field": field, "search_key": key}
    write(actor, "training.change_catalogue_topic", topic, before, values)
