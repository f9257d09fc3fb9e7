"""Sổ tay: pages of a topic, notes and check lists, for the office, for learners or for everybody."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.training.domain.editing import STAYS, fresh, remove
from khuevan.training.domain.ordering import next_place, put_further, put_in_order
from khuevan.training.domain.topics.catalogue import give_slug, refuse_retired
from khuevan.training.domain.topics.checklists import StepRow, read_steps, rows_of, steps_text
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.models import ChecklistStep, HandbookPage, Topic, TrainingClass


class PageFields(TypedDict, total=False):
    """What may be said of a page beside its title; what is left out stays."""

    body: str
    basis: str
    checked_on: date | None
    training_class: TrainingClass | None


@verb("training.add_handbook_page")
def add_page(
    actor: Actor,
    topic: Topic,
    *,
    title: str,
    kind: HandbookKind = HandbookKind.NOTE,
    steps: Sequence[StepRow] = (),
    **fields: Unpack[PageFields],
) -> HandbookPage:
    """Adds a page, last and for the office only.  Raises ``page_without_title``, ``class_of_another_office``."""
    require(actor, "training.keep_topic", topic)
    locked(topic)
    page = HandbookPage(topic=topic, kind=kind, order=next_place(topic.handbook.all()))
    _judge(_filled(page, {**fields, "title": title}))
    checked(page).save(force_insert=True)
    _store_steps(page, steps)
    record(actor, "training.add_handbook_page", page, after={"steps": steps_text(steps)} if steps else None)
    return page


@verb("training.change_handbook_page")
def change_page(
    actor: Actor,
    page: HandbookPage,
    *,
    seen: str = "",
    title: str | None = None,
    steps: Sequence[StepRow] | None = None,
    **fields: Unpack[PageFields],
) -> None:
    """Changes a page, and all steps of a check list at once when they are given.

    Raises ``page_without_title``, ``class_of_another_office``, ``page_is_empty`` for what others read,
    ``changed_meanwhile``.
    """
    require(actor, "training.keep_topic", page.topic)
    before: dict[str, Any] = fresh(page, seen)
    old = rows_of(page)
    new = old if steps is None else list(steps)
    _judge(_filled(page, {**fields, "title": page.title if title is None else title}), was=before["training_class_id"])
    if page.shared != Shared.OFFICE:
        _refuse_empty(page, new)
    if new == old and not _differs(page, before):
        record(actor, "training.change_handbook_page", [], office_key=page.topic.office_id)
        return
    checked(page).save()
    facts = {"steps": steps_text(new)} if new != old else {}
    if facts:
        _store_steps(page, new)
        before["steps"] = steps_text(old)
    record(actor, "training.change_handbook_page", page, before, facts)


@verb("training.share_handbook_page")
def share_page(actor: Actor, page: HandbookPage, shared: Shared, *, seen: str = "") -> None:
    """Says who reads a page; the first one for everybody gives the topic its public address.

    Raises ``page_is_empty``, ``topic_is_retired``, ``changed_meanwhile``.
    """
    require(actor, "training.keep_topic", page.topic)
    topic = locked(page.topic)
    before = fresh(page, seen)
    if shared != Shared.OFFICE:
        _refuse_empty(page, rows_of(page))
    if page.shared == shared:
        record(actor, "training.share_handbook_page", [], office_key=topic.office_id)
        return
    page.shared, page.published_at = shared, None
    if shared == Shared.PUBLIC:
        refuse_retired(topic)
        page.published_at = timezone.now()
        topic_before = snapshot(topic)
        give_slug(topic)
        topic.save(update_fields=["slug"])
        record(actor, "training.share_handbook_page", topic if snapshot(topic) != topic_before else [], topic_before)
    page.save()
    record(actor, "training.share_handbook_page", page, before)


@verb("training.remove_handbook_page")
def remove_page(actor: Actor, page: HandbookPage, *, seen: str = "") -> None:
    """Removes a page with its steps; ``kept_page`` before it and ``restore_page`` take that back."""
    require(actor, "training.keep_topic", page.topic)
    fresh(page, seen)
    steps = steps_text(rows_of(page))
    remove(actor, "training.remove_handbook_page", page, STAYS, {"steps": steps} if steps else None)


def kept_page(page: HandbookPage) -> dict[str, Any]:
    """A page as plain values and days, from which ``restore_page`` makes it again."""
    names = ("pk", "kind", "order", "title", "body", "basis", "shared", "checked_on", "training_class_id")
    stamp = page.published_at
    values = {name: getattr(page, name) for name in names}
    return {**values, "published_at": stamp.isoformat() if stamp else "", "steps": steps_text(rows_of(page))}


@verb("training.restore_handbook_page")
def restore_page(actor: Actor, topic: Topic, kept: dict[str, Any]) -> HandbookPage:
    """Puts a removed page back under its old address, at its old place.  Raises ``already_there``."""
    require(actor, "training.keep_topic", topic)
    locked(topic)
    values = dict(kept)
    steps, place = read_steps(values.pop("steps")), values.pop("order")
    stamp = values.pop("published_at")
    known = TrainingClass.objects.filter(office=topic.office_id, pk=values["training_class_id"]).exists()
    values["training_class_id"] = values["training_class_id"] if known else None
    page = HandbookPage(topic=topic, order=next_place(topic.handbook.all()), **values)
    page.published_at = datetime.fromisoformat(stamp) if stamp else None
    if HandbookPage.objects.filter(pk=page.pk).exists():
        raise DomainError("already_there", _("This page is there again already."))
    checked(page).save(force_insert=True)
    _store_steps(page, steps)
    record(actor, "training.restore_handbook_page", page, after={"steps": steps_text(steps)} if steps else None)
    behind = topic.handbook.filter(order__gte=place).exclude(pk=page.pk).count()
    put_further(actor, "training.restore_handbook_page", topic.handbook.all(), page, -behind)
    return page


@verb("training.reorder_handbook")
def reorder_pages(actor: Actor, topic: Topic, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the pages of a topic in the order of ``keys`` (``ordering.put_in_order``)."""
    require(actor, "training.keep_topic", topic)
    locked(topic)
    put_in_order(actor, "training.reorder_handbook", topic.handbook.all(), keys, seen)


@verb("training.move_handbook_page")
def move_page(actor: Actor, page: HandbookPage, *, up: bool) -> None:
    """Puts a page one place up or down; at the end it stays."""
    require(actor, "training.keep_topic", page.topic)
    locked(page.topic)
    put_further(actor, "training.move_handbook_page", page.topic.handbook.all(), page, -1 if up else 1)


def pages_for(topic: Topic, *, has_learnt: bool) -> QuerySet[HandbookPage]:
    """What somebody outside the office reads of a topic; ``has_learnt``: a learner or lecturer of a class with it."""
    pages = topic.handbook.filter(shared__in=(Shared.LEARNERS, Shared.PUBLIC) if has_learnt else (Shared.PUBLIC,))
    return pages if has_learnt or not topic.is_retired else pages.none()


def learners_pages(topics: QuerySet[Topic]) -> QuerySet[HandbookPage]:
    """What learners and lecturers of these topics read, by topic and place."""
    rows = HandbookPage.objects.filter(topic__in=topics, shared__in=(Shared.LEARNERS, Shared.PUBLIC))
    return rows.select_related("topic").order_by("topic__title", "order", "pk")


def public_pages() -> QuerySet[HandbookPage]:
    """What everybody reads on the portal: pages shared with everybody, of topics still taught."""
    return HandbookPage.objects.filter(shared=Shared.PUBLIC, topic__is_retired=False).exclude(topic__slug=None)


def _filled(page: HandbookPage, fields: dict[str, Any]) -> HandbookPage:
    for name, value in fields.items():
        setattr(page, name, value.strip() if type(value) is str else value)
    return page


def _judge(page: HandbookPage, was: int | None = None) -> None:
    if not page.title:
        raise DomainError("page_without_title", _("A page of the handbook needs a title."))
    learnt = page.training_class
    if learnt is not None and learnt.pk != was and learnt.office_id != page.topic.office_id:
        raise DomainError("class_of_another_office", _("This class is of another office."))


def _refuse_empty(page: HandbookPage, steps: Sequence[StepRow]) -> None:
    if not page.body and not steps:
        raise DomainError("page_is_empty", _("There is nothing on this page yet that others could read."))


def _differs(page: HandbookPage, before: dict[str, Any]) -> bool:
    now = snapshot(page)
    return any(now[name] != value for name, value in before.items() if name != "changed_at")


def _store_steps(page: HandbookPage, steps: Sequence[StepRow]) -> None:
    rows = [
        checked(ChecklistStep(page=page, order=place, stage=one.stage, text=one.text, who=one.who, when=one.when))
        for place, one in enumerate(steps, start=1)
    ]
    page.steps.all().delete()
    ChecklistStep.objects.bulk_create(rows)


fact("steps", _("steps of the check list"))
words(
    verbs={
        "training.add_handbook_page": _("added a page to the handbook"),
        "training.change_handbook_page": _("changed a page of the handbook"),
        "training.share_handbook_page": _("changed who reads a page of the handbook"),
        "training.remove_handbook_page": _("removed a page of the handbook"),
        "training.restore_handbook_page": _("took a page of the handbook back"),
        "training.reorder_handbook": _("ordered the handbook of a topic"),
        "training.move_handbook_page": _("moved a page of the handbook"),
    },
    kinds={
        "training.handbookpage": _("page of the handbook"),
        "training.checkliststep": _("step of a check list"),
    },
)
