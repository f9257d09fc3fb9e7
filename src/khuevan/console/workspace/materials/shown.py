"""What the page of materials shows: by topic, with what is still missing."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of
from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.training.domain.materials.door import door_of, is_open
from khuevan.training.domain.materials.keeping import in_order
from khuevan.training.domain.materials.missing import missing_in
from khuevan.training.enums import Shared
from khuevan.training.interfaces.forms.materials import SendForm, SharingForm
from khuevan.training.models import ClassTopic, Material, TrainingClass

KEEPS = "training.keep_materials"


@dataclass(frozen=True)
class Row:
    """One material; ``seen`` is its stamp, ``waits_until`` the day from which learners see it, while that is ahead."""

    material: Material
    seen: str
    is_kept: bool
    waits_until: date | None

    @property
    def is_shared(self) -> bool:
        return self.material.shared != Shared.OFFICE


@dataclass(frozen=True)
class Group:
    topic: ClassTopic | None
    rows: list[Row]


def materials_address(training_class: TrainingClass, anchor: str = "") -> str:
    address = reverse("console:class_materials", args=(training_class.pk,))
    return f"{address}#{anchor}" if anchor else address


def kept_class(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may keep its materials; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, KEEPS, training_class.office):
        raise Http404
    return training_class


def material_of(request: HttpRequest, training_class: TrainingClass, key: int) -> Material:
    rows = Material.objects.visible_to(request.user).filter(training_class=training_class)
    found: Material = get_object_or_404(
        rows.select_related("stored", "class_topic__topic", "training_class__office", "lecturer"), pk=key
    )
    return found


def page_context(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    groups = _groups(training_class)
    rows = [row for group in groups for row in group.rows]
    door = door_of(training_class)
    return {
        "programme_parts": programme_parts(training_class, "class_materials"),
        "groups": groups,
        "count": len(rows),
        "size": sum(row.material.stored.size for row in rows),
        "waiting": sum(1 for row in rows if row.material.lecturer_id and not row.is_shared),
        "missing": missing_in(training_class),
        "door": door,
        "door_is_open": door is not None and is_open(door),
        "may_change": may(actor, KEEPS, training_class.office),
        "upload_address": reverse("console:materials_upload", args=(training_class.pk,)),
        "limit": settings.KHUEVAN_MATERIAL_LIMIT,
        "send": SendForm(actor, training_class=training_class, auto_id="g_%s"),
        "sharing": SharingForm(actor, auto_id="c_%s"),
    }


def _groups(training_class: TrainingClass) -> list[Group]:
    found = in_order(training_class.materials.select_related("lecturer__person", "lecturer__organization"))
    kept = set(Material.objects.filter(topic__uses__training_class=training_class).values_list("topic_id", "stored_id"))
    today = timezone.localdate()
    groups = []
    for topic, rows in groupby(found, key=lambda one: one.class_topic):
        groups.append(Group(topic, [_row(one, training_class, kept, today) for one in rows]))
    return groups


def _row(one: Material, training_class: TrainingClass, kept: set[Any], today: date) -> Row:
    is_kept = one.class_topic is not None and (one.class_topic.topic_id, one.stored_id) in kept
    begins = one.shown_from or training_class.start_date
    return Row(one, stamp(one), is_kept, begins if begins > today and one.shared != Shared.OFFICE else None)
