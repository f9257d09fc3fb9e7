"""What happened to an object, in words: who changed what, when, from which value to which, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khuevan.core.actors import SYSTEM
from khuevan.core.audit_words import COLUMN_LABELS, FACTS, KIND_LABELS, SILENT_COLUMNS, verb_label
from khuevan.core.models import AuditEntry
from khuevan.core.templatetags.khuevan import vn_date, vn_time

MOST_ENTRIES = 100
LONGEST_VALUE = 200
_BEFORE_DIFFERENCE = 40

type Column = models.Field[Any, Any]
type Names = dict[tuple[type[models.Model], str], str]


@dataclass(frozen=True)
class Change:
    """One value before and after; empty where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of a history.  ``is_new``: the object came into being, so its values have no "before"."""

    pk: int
    at: datetime
    who: str
    what: str
    kind: str
    subject: str
    changes: list[Change]
    reason: str
    is_new: bool


def history_of(*objects: models.Model, most: int = MOST_ENTRIES) -> list[Entry]:
    """The latest entries about these objects, newest first.  Asks no permission: the caller already found them."""
    asked = models.Q(pk__in=())
    for obj in objects:
        asked |= models.Q(subject_type=obj._meta.label_lower, subject_id=str(obj.pk))
    return readable(list(AuditEntry.objects.filter(asked)[:most]))


def readable(entries: Sequence[AuditEntry]) -> list[Entry]:
    """Entries in words; everything they point to is named with one query a table."""
    names = _names(entries)
    return [
        Entry(
            pk=entry.pk,
            at=entry.at,
            who=_("the installation itself") if entry.actor_label == str(SYSTEM) else entry.actor_label,
            what=capfirst(str(verb_label(entry.verb))),
            kind=capfirst(str(KIND_LABELS.get(entry.subject_type, ""))),
            subject=entry.subject_label,
            changes=_changes(entry, names),
            reason=entry.reason,
            is_new=not entry.before,
        )
        for entry in entries
    ]


def column_label(field: "Column") -> str:
    """The words of a column; empty for one that tells a reader nothing."""
    if field.name in SILENT_COLUMNS:
        return ""
    given = getattr(field, "_verbose_name", None)  # what the model said; verbose_name also holds what Django made up
    own = given if isinstance(given, Promise) else None
    return capfirst(str(own or COLUMN_LABELS.get(field.name) or field.verbose_name))


def _changes(entry: AuditEntry, names: Names) -> list[Change]:
    made = []
    for key in {**entry.before, **entry.after}:
        field = _field(entry.subject_type, key)
        label = column_label(field) if field else capfirst(str(FACTS[key].label if key in FACTS else key))
        if label:
            before, after = (_shown(key, field, side.get(key), names) for side in (entry.before, entry.after))
            made.append(Change(label, *_around_difference(before, after)))
    return made


def _field(subject_type: str, key: str) -> Column | None:
    """The column of that name; None for a fact, for what the model no longer has, and for relations to many.

    Verbs write down the latter as words, because a row has no column for them.
    """
    try:
        model = apps.get_model(subject_type)
        field = model._meta.get_field(key)
    except (LookupError, ValueError):
        return None
    except FieldDoesNotExist:
        return next((one for one in model._meta.concrete_fields if one.attname == key), None)
    return field if isinstance(field, models.Field) and field.concrete else None


def _names(entries: Sequence[AuditEntry]) -> Names:
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for entry in entries:
        for key, value in [*entry.before.items(), *entry.after.items()]:
            field = _field(entry.subject_type, key)
            if field is not None and field.is_relation and value is not None and field.related_model:
                wanted[field.related_model].add(str(value))
    return {(model, str(pk)): str(obj) for model, keys in wanted.items() for pk, obj in _in_bulk(model, keys).items()}


def _in_bulk(model: type[models.Model], keys: Iterable[str]) -> dict[Any, models.Model]:
    parents = [field.name for field in model._meta.fields if field.is_relation and not field.null]
    rows = model._base_manager.select_related(*parents) if parents else model._base_manager.all()
    return rows.in_bulk(list(keys))


def _shown(key: str, field: Column | None, value: Any, names: Names) -> str:  # noqa: ANN401
    if value is None or value == "":
        return ""
    if field is None:
        choices = FACTS[key].choices if key in FACTS else {}
        return _plain(value, choices)
    if field.is_relation:
        gone = _("no longer there (%(key)s)") % {"key": value}
        return names.get((field.related_model, str(value)), gone)  # type: ignore[arg-type]
    return _plain(_typed(field, value), dict(field.flatchoices))


def _typed(field: Column, value: Any) -> Any:  # noqa: ANN401 - any column
    """A value of JSON as its column has it; as it stands where it does not fit any more."""
    parse = {models.DateTimeField: parse_datetime, models.DateField: parse_date, models.TimeField: parse_time}
    for kind, read in parse.items():
        if isinstance(field, kind) and isinstance(value, str):
            return read(value) or value
    return value


def _plain(value: Any, choices: dict[Any, Any]) -> str:  # noqa: ANN401 - any value of JSON
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, list):
        return ", ".join(_plain(one, choices) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(one, choices)}" for name, one in value.items())
    if isinstance(value, date | time):
        return _moment(value)
    return str(choices.get(value) or strip_tags(str(value)))


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return vn_time(value)
    return f"{vn_date(value)} {vn_time(value)}" if isinstance(value, datetime) else vn_date(value)


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """Long texts cut down to where they begin to differ."""
    if max(len(before), len(after)) <= LONGEST_VALUE:
        return before, after
    same = next((place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - _BEFORE_DIFFERENCE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + LONGEST_VALUE]
    return f"{'…' if start and part else ''}{part}{'…' if len(text) > start + LONGEST_VALUE else ''}"
