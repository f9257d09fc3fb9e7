"""Taking materials away, and bringing them back: the file stays for 30 days (``materials_sweep``)."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError, require
from khuevan.core.rows import checked
from khuevan.people.models import Office
from khuevan.training.domain.editing import STAYS, fresh, remove
from khuevan.training.domain.materials.senders import refuse_too_late
from khuevan.training.enums import Shared
from khuevan.training.models import ClassTopic, Lecturer, Material, StoredFile

_REMOVED = "training.remove_material"


@verb("training.remove_material")
def remove_material(actor: Actor, material: Material, *, seen: str = "") -> None:
    """Takes a material away; ``restore_material`` brings it back.

    Who sent it by a personal link may do so until the office shares it or files the class.  Raises
    ``changed_meanwhile``, ``material_is_shared``, ``class_is_closed``.
    """
    fresh(material, seen)
    if isinstance(actor, Bearer):
        _require_own(actor, material)
    else:
        require(actor, "training.change_material", material)
    stored = StoredFile.objects.select_for_update().get(pk=material.stored_id)
    remove(actor, _REMOVED, material, STAYS)
    if not stored.materials.exists():
        stored.unused_since = timezone.now()
        stored.save(update_fields=["unused_since"])


@verb("training.restore_material")
def restore_material(actor: Actor, office: Office, key: int) -> Material:
    """Brings back what ``remove_material`` took away, as it was.  Raises ``gone_meanwhile``, ``not_removed``."""
    require(actor, "training.keep_materials", office)
    if Material.objects.filter(pk=key).exists():
        raise DomainError("not_removed", _("This material is there already."))
    entry = (
        AuditEntry.objects.filter(
            verb=_REMOVED, subject_type=Material._meta.label_lower, subject_id=str(key), office_key=office.pk
        )
        .order_by("pk")
        .last()
    )
    values = _values(entry.before) if entry else {}
    stored = StoredFile.objects.select_for_update().filter(pk=values.get("stored_id") or 0).first()
    if stored is None:
        raise DomainError("gone_meanwhile", _("The file of this material is gone for good; send it once more."))
    restored = checked(Material(pk=key, **values))
    restored.save(force_insert=True)
    stored.unused_since = None
    stored.save(update_fields=["unused_since"])
    record(actor, "training.restore_material", restored)
    return restored


def _require_own(actor: Bearer, material: Material) -> None:
    if material.lecturer is None or material.training_class is None:  # what the office kept with a topic is its own
        raise NotAllowedError
    require(actor, "training.answer_as_lecturer", material.lecturer)
    refuse_too_late(material.training_class)
    if material.shared != Shared.OFFICE:
        raise DomainError("material_is_shared", _("The learners have this file already; ask the office to remove it."))


def _values(kept: dict[str, Any]) -> dict[str, Any]:
    """Columns of the row as the audit kept them, without what it referred to and is gone by now."""
    fields: dict[str, models.Field[Any, Any]] = {one.attname: one for one in Material._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in kept.items() if name in fields and name != "id"}
    gone = (("class_topic_id", ClassTopic._base_manager), ("lecturer_id", Lecturer.ever))
    for name, rows in gone:
        if values.get(name) and not rows.filter(pk=values[name]).exists():
            values[name] = None
    return values


words(
    verbs={
        _REMOVED: _("removed a material"),
        "training.restore_material": _("brought a material back"),
    }
)
