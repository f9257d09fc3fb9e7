"""Tài liệu: files of classes and topics; who reads them and from when."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Final, TypedDict, Unpack

from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.people.models import Office
from khuevan.records.validators import file_name
from khuevan.training.domain import ordering
from khuevan.training.domain.editing import fresh, write
from khuevan.training.domain.materials.senders import admit_sender, refuse_too_many
from khuevan.training.domain.materials.storing import Received, store
from khuevan.training.enums import Shared
from khuevan.training.models import ClassTopic, Lecturer, Material, MaterialQuerySet, Topic, TrainingClass

LONGEST_TITLE: Final = 250


class MaterialFields(TypedDict, total=False):
    """What may be said of a material; what is left out stays.  ``shown_from`` None: the first day of the class."""

    title: str
    class_topic: ClassTopic | None
    shared: Shared
    shown_from: date | None


@verb("training.add_material")
def add_material(
    actor: Actor,
    *,
    file: File | Received,  # type: ignore[type-arg]  # bytes, as uploads are
    title: str = "",
    topic: Topic | None = None,
    training_class: TrainingClass | None = None,
    class_topic: ClassTopic | None = None,
    lecturer: Lecturer | None = None,
    shared: Shared = Shared.OFFICE,
    shown_from: date | None = None,
) -> Material:
    """Keeps a file for a topic of the catalogue or for a class, as the last one there.

    What lecturers send only the office reads, until it shares it.  Large files are better received before
    (``storing.receive``): then no transaction waits.  Raises what that raises, ``material_of_nothing``,
    ``topic_of_another_class``, ``too_many_materials``, ``office_full``.
    """
    training_class = training_class or (class_topic.training_class if class_topic else None)
    office = _office_of(topic, training_class)
    sender = admit_sender(office, actor, training_class, lecturer)
    _refuse_strange_topic(training_class, class_topic)
    locked(training_class or topic)  # type: ignore[type-var]  # as above
    stored = store(file)
    refuse_too_many(office, training_class, sender if sender.is_guest else None, stored)
    made = Material(
        office=office,
        topic=topic,
        training_class=training_class,
        class_topic=class_topic,
        title=(title.strip() or PurePath(file.name or stored.path).stem)[:LONGEST_TITLE],
        file_name=file_name(file.name or stored.path, stored.kind, "tai-lieu"),
        stored=stored,
        shared=Shared.OFFICE if sender.is_guest else shared,
        shown_from=shown_from,
        added_by=account_of(actor),
        lecturer=sender.lecturer,
    )
    record(actor, "training.add_material", _put_last(made))
    return made


def _put_last(made: Material) -> Material:
    made.order = ordering.next_place(siblings(made))
    checked(made).save(force_insert=True)
    return made


def _office_of(topic: Topic | None, training_class: TrainingClass | None) -> Office:
    home = topic or training_class
    if home is None or (topic is not None and training_class is not None):
        raise DomainError("material_of_nothing", _("Say which class or which topic this is for."))
    return home.office


@verb("training.change_material")
def change_material(actor: Actor, material: Material, *, seen: str = "", **fields: Unpack[MaterialFields]) -> None:
    """Changes title, topic and who reads it.  Raises ``topic_of_another_class``, ``changed_meanwhile``."""
    require(actor, "training.change_material", material)
    before = fresh(material, seen)
    _refuse_strange_topic(material.training_class, fields.get("class_topic"))
    if not fields.get("title", material.title).strip():
        raise DomainError("material_without_title", _("A material needs a title."))
    write(actor, "training.change_material", material, before, fields)


@verb("training.share_materials")
def share_materials(
    actor: Actor, materials: Sequence[Material], *, shared: Shared, shown_from: date | None = None
) -> int:
    """Says who reads these from when on; returns how many are different now.  Raises ``nothing_chosen``."""
    if not materials:
        raise DomainError("nothing_chosen", _("Choose at least one file."))
    for one in materials:
        require(actor, "training.change_material", one)
    rows = list(Material.objects.select_for_update().filter(pk__in=[one.pk for one in materials]).order_by("pk"))
    changed = [one for one in rows if (one.shared, one.shown_from) != (shared, shown_from)]
    before = {one.pk: snapshot(one) for one in changed}
    for one in changed:
        one.shared, one.shown_from = shared, shown_from
    Material.objects.bulk_update(changed, ["shared", "shown_from"])
    record(actor, "training.share_materials", changed, before)
    return len(changed)


@verb("training.keep_in_handbook")
def keep_in_handbook(actor: Actor, material: Material) -> Material:
    """Keeps a material of a class with its topic in the catalogue, too, for the next class that teaches it.

    Raises ``material_without_topic`` and ``kept_in_handbook``.
    """
    require(actor, "training.change_material", material)
    locked(material)
    if material.class_topic is None:
        raise DomainError("material_without_topic", _("Say first which topic this is for."))
    topic = locked(material.class_topic.topic)
    if topic.kept_materials.filter(stored=material.stored_id).exists():
        raise DomainError("kept_in_handbook", _("The handbook of this topic holds this file already."))
    kept = Material(
        office_id=material.office_id,
        topic=topic,
        title=material.title,
        file_name=material.file_name,
        stored_id=material.stored_id,
        added_by=account_of(actor),
        lecturer=material.lecturer,
    )
    kept.order = ordering.next_place(siblings(kept))
    checked(kept).save(force_insert=True)
    record(actor, "training.keep_in_handbook", kept)
    return kept


@verb("training.reorder_materials")
def put_in_order(
    actor: Actor,
    holder: TrainingClass | Topic,
    keys: Sequence[int],
    *,
    class_topic: ClassTopic | None = None,
    seen: str = "",
) -> None:
    """Orders the materials of a topic, in a class or in the catalogue (``ordering.put_in_order``)."""
    require(actor, "training.keep_materials", holder.office)
    locked(holder)
    rows = (
        holder.kept_materials.all() if isinstance(holder, Topic) else holder.materials.filter(class_topic=class_topic)
    )
    ordering.put_in_order(actor, "training.reorder_materials", rows, keys, seen)


@verb("training.move_material")
def move_material(actor: Actor, material: Material, by: int) -> None:
    """Puts a material so many places up (below 0) or down among those beside it."""
    require(actor, "training.change_material", material)
    locked(material.training_class or material.topic)  # type: ignore[type-var]  # it has one of both
    ordering.put_further(actor, "training.move_material", siblings(material), material, by)


def siblings(material: Material) -> MaterialQuerySet:
    """Those that stand in one list with it, itself included."""
    return Material.objects.filter(
        topic=material.topic_id, training_class=material.training_class_id, class_topic=material.class_topic_id
    )


def shown_to_learners(training_class: TrainingClass, day: date) -> MaterialQuerySet:
    """What learners of the class read on ``day``: from its first day on, or from the day said, and then for good."""
    return _shown(training_class, day).filter(shared__in=(Shared.LEARNERS, Shared.PUBLIC))


def shown_to_everybody(training_class: TrainingClass, day: date) -> MaterialQuerySet:
    """What the portal shows of a published class on ``day``."""
    rows = _shown(training_class, day).filter(shared=Shared.PUBLIC)
    return rows if training_class.published_at else rows.none()


def in_order(rows: models.QuerySet[Material]) -> models.QuerySet[Material]:
    """Materials of a class by topic: first those of the whole class, then topic by topic."""
    first = models.F("class_topic__order").asc(nulls_first=True)
    return rows.select_related("stored", "class_topic__topic", "lecturer").order_by(first, "order", "pk")


def _shown(training_class: TrainingClass, day: date) -> MaterialQuerySet:
    said = Q(shown_from__lte=day)
    if training_class.start_date <= day:
        said |= Q(shown_from=None)
    return training_class.materials.filter(said)


def _refuse_strange_topic(training_class: TrainingClass | None, class_topic: ClassTopic | None) -> None:
    if class_topic is not None and (training_class is None or class_topic.training_class_id != training_class.pk):
        raise DomainError("topic_of_another_class", _("This topic is one of another class."))


words(
    verbs={
        "training.add_material": _("added a material"),
        "training.change_material": _("changed a material"),
        "training.share_materials": _("said who reads a material"),
        "training.keep_in_handbook": _("kept a material in the handbook"),
        "training.reorder_materials": _("put the materials in another order"),
        "training.move_material": _("moved a material"),
    },
    kinds={"training.material": _("material"), "training.storedfile": _("stored file")},
)
