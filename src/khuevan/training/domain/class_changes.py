"""Changing what is said of a class and in public about it, and discarding one that came to nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Unpack

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import verb
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.training.domain.classes import ClassFields, free_slug, judge_plan, judge_title_and_days
from khuevan.training.domain.editing import STAYS, fresh, open_for_change, remove, write
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.enums import ClassState, StatedOf
from khuevan.training.models import ProgrammeItem, StatedCount, TrainingClass
from khuevan.vietnamese.folding import fold


class ChangeableFields(ClassFields, total=False):
    """What may be said of a class later."""

    title: str
    start_date: date
    end_date: date


type DiscardHook = Callable[[Actor, TrainingClass], None]

_discard_hooks: list[DiscardHook] = []


def on_discard(function: DiscardHook) -> DiscardHook:
    """Lets an app remove what it made by itself for a planned class, so that nothing of it protects the class."""
    _discard_hooks.append(function)
    return function


FIXED_BY_RESULTS = frozenset({"start_date", "end_date", "awards_certificates", "certificate_note"})
"""What the approved results rest on."""


@verb("training.change_class")
def change_class(
    actor: Actor, training_class: TrainingClass, *, seen: str = "", **fields: Unpack[ChangeableFields]
) -> None:
    """Changes what is said of a class; what is left out stays.

    The address of a class that was ever published stays, too.  Certificates keep the words they were issued with.
    Raises ``class_is_closed``, ``class_without_title``, ``ends_before_start``, ``date_unlikely``,
    ``plan_of_another_office``, ``sessions_outside``, ``fixed_by_results``, ``changed_meanwhile``.
    """
    unknown = set(fields) - set(ChangeableFields.__annotations__)
    if unknown:
        raise TypeError(f"change_class: {unknown}")
    open_for_change(actor, training_class)
    before = fresh(training_class, seen)
    values: dict[str, Any] = dict(fields)
    _judge(training_class, values)
    if "title" in values:
        values["title"] = values["title"].strip()
        values["search_key"] = fold(values["title"])[:600]
    if "start_date" in values:
        values["year"] = values["start_date"].year
    if not _was_published(training_class):
        values |= _new_address(training_class, values)
    write(actor, "training.change_class", training_class, before, values)


def _judge(training_class: TrainingClass, values: Mapping[str, Any]) -> None:
    start, end = values.get("start_date", training_class.start_date), values.get("end_date", training_class.end_date)
    judge_title_and_days(values.get("title", training_class.title), start, end)
    judge_plan(training_class.office_id, values.get("plan"))
    changed = {name for name, value in values.items() if value != getattr(training_class, name)}
    fixed = [str(TrainingClass._meta.get_field(name).verbose_name) for name in sorted(FIXED_BY_RESULTS & changed)]  # type: ignore[union-attr]  # columns
    if fixed and has_reached(training_class, ClassState.RESULTS):
        raise DomainError(
            "fixed_by_results",
            _("The results are approved, so this stays as it is: %(what)s. Reopen the results first."),
            what=", ".join(fixed),
        )
    outside = [str(session) for session in training_class.sessions.all() if not start <= session.date <= end]
    if outside:
        raise DomainError(
            "sessions_outside",
            _("These half days lie outside the new days of the class: %(which)s. Move or remove them first."),
            which=", ".join(outside),
        )


def _new_address(training_class: TrainingClass, values: Mapping[str, Any]) -> dict[str, str]:
    """An address after the title, where title or year changed."""
    title, year = values.get("title", training_class.title), values.get("year", training_class.year)
    if (title, year) == (training_class.title, training_class.year):
        return {}
    return {"slug": free_slug(title, year, training_class)}


def _was_published(training_class: TrainingClass) -> bool:
    """Ever: people keep the address of a class that is withdrawn for a while."""
    return training_class.published_at is not None or (
        AuditEntry.objects.filter(
            verb="training.publish_class",
            subject_type=training_class._meta.label_lower,
            subject_id=str(training_class.pk),
        ).exists()
    )


@verb("training.change_stated_count")
def change_stated_count(
    actor: Actor,
    stated: StatedCount,
    *,
    of: StatedOf,
    number: int,
    noun: str,
    qualifier: str = "",
    seen: str = "",
) -> None:
    """Changes a number said in public.  Raises ``changed_meanwhile``; ``already_there`` when ``of`` has its number."""
    open_for_change(actor, stated.training_class)
    before = fresh(stated, seen)
    values = {"of": of, "number": number, "noun": noun, "qualifier": qualifier}
    write(actor, "training.change_stated_count", stated, before, values)


@verb("training.remove_stated_count")
def remove_stated_count(actor: Actor, stated: StatedCount, *, seen: str = "") -> None:
    """Takes a stated number back.  Raises ``changed_meanwhile``."""
    open_for_change(actor, stated.training_class)
    fresh(stated, seen)
    remove(actor, "training.remove_stated_count", stated, STAYS)


@verb("training.discard_class")
def discard_class(actor: Actor, training_class: TrainingClass) -> None:
    """Deletes a class that is only planned, with its programme and arrangements.

    Raises ``class_is_under_way`` for any other state, ``class_is_published``, and ``still_used`` when learners,
    documents, articles or anything else hangs on it.
    """
    open_for_change(actor, training_class)
    if training_class.state != ClassState.PLANNED:
        raise DomainError(
            "class_is_under_way", _("Only a class that is planned can be discarded. Cancel this one instead.")
        )
    if training_class.published_at is not None:
        raise DomainError("class_is_published", _("The class is shown to the public. Withdraw it there first."))
    refusal = _("Learners, documents or articles belong to this class. Cancel it instead; everything stays then.")
    try:
        for hook in _discard_hooks:
            hook(actor, training_class)
        # these protect each other, so they go in this order
        ProgrammeItem.objects.filter(session__training_class=training_class).delete()
        for rows in (training_class.sessions, training_class.class_topics, training_class.venues):
            rows.all().delete()
    except ProtectedError as error:
        raise DomainError("still_used", refusal) from error
    remove(actor, "training.discard_class", training_class, refusal)
