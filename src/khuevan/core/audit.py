"""Every verb leaves a trace, in the same transaction as the change it made.

A verb is a function of some ``domain`` package wearing ``@verb("area.what_it_does")``.  The decorator opens the
transaction and refuses to commit when the verb returned without calling ``record`` under its own name, so that a verb
without a trace cannot exist.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from typing import Any, NamedTuple

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit_office import office_keys
from khuevan.core.bulk import write
from khuevan.core.errors import CountedError, DomainError
from khuevan.core.models import AuditEntry
from khuevan.vietnamese.folding import fold

type Snapshot = dict[str, Any]

MASK = "•••"
VERBS: dict[str, Callable[..., Any]] = {}
_recorded: ContextVar[set[str] | None] = ContextVar("recorded_verbs", default=None)


class UnrecordedVerbError(RuntimeError):
    """A verb was about to commit without its audit entry."""


def verb[**P, R](name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function the verb ``name``: one transaction, and no commit without ``record``."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            recorded: set[str] = set()
            token = _recorded.set(recorded)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    if name not in recorded:
                        raise UnrecordedVerbError(name)
                    return result
            except CountedError as error:
                error.work_undone()
                raise
            except IntegrityError as error:
                # A second click, or two people at once: the first one counts.
                raise DomainError(
                    "already_there", _("This is already there, or somebody has just changed it. Load the page again.")
                ) from error
            finally:
                _recorded.reset(token)

        if name in VERBS:
            raise ValueError(name)
        VERBS[name] = run
        return run

    return decorate


def snapshot(obj: models.Model) -> Snapshot:
    """The stored values of an object by column, unmasked: for comparing, never for writing down as they are."""
    values, shape = _values(obj)
    told = {name: values[name] for name in shape.names}
    for name in shape.files:
        told[name] = getattr(told[name], "name", told[name])
    return told


def _values(obj: models.Model) -> tuple[Snapshot, "_Shape"]:
    values, shape = vars(obj), _shape(type(obj))
    if not values.keys() >= shape.keys:  # columns that were not loaded
        values = {name: getattr(obj, name) for name in shape.names}
    return values, shape


def record(
    actor: Actor,
    verb_name: str,
    objects: models.Model | Iterable[models.Model],
    before: Snapshot | Mapping[Any, Snapshot] | None = None,
    after: Mapping[str, object] | None = None,
    *,
    reason: str = "",
    office_key: int | None = None,
) -> None:
    """Writes one entry per object, with only the columns that differ.

    ``before`` is the snapshot of a single object, or snapshots by primary key when there are several; without it the
    objects count as new.  ``after`` adds facts that are not columns (their words: ``core.audit_words.fact``), and what
    ``before`` says of the same facts stands beside them.  An empty ``objects`` says that the verb ran and changed
    nothing.  ``office_key`` names the office where it cannot be found from the object (``core.audit_office``).
    """
    recorded = _recorded.get()
    if recorded is not None:
        recorded.add(verb_name)
    single = isinstance(objects, models.Model)
    many = [objects] if isinstance(objects, models.Model) else list(objects)
    facts = dict(after or {})
    offices = [office_key] * len(many) if office_key is not None else office_keys(many)
    account = account_of(actor)
    told = (timezone.now(), account.pk if account else None, str(actor)[:200], verb_name, reason)
    rows = []
    for obj, office in zip(many, offices, strict=True):
        old = _before_of(obj, before, single=single)
        old_part, new_part = _difference(obj, old) if old else ({}, _filled(obj))
        if facts:
            old_part |= _masked(obj, {name: old[name] for name in facts if name in old})
            new_part |= _masked(obj, dict(facts))
        label = str(obj)[:200]
        subject = (obj._meta.label_lower, str(obj.pk), label, subject_key(label), office)
        rows.append((*told, *subject, old_part, new_part))
    write(AuditEntry, _ENTRY, rows)


_ENTRY = (
    *("at", "actor_id", "actor_label", "verb", "reason"),
    *("subject_type", "subject_id", "subject_label", "subject_key", "office_key", "before", "after"),
)
"""Columns of an entry: first what all entries of one ``record`` share."""


def subject_key(label: str) -> str:
    """A label as the audit is searched: folded words, each after a space."""
    words = [key for word in label.split() if (key := _word_key(word))]
    return " " + " ".join(words)[:199]


@lru_cache(maxsize=32_768)
def _word_key(word: str) -> str:
    return re.sub(r"\W+", " ", fold(word)).strip()


def _before_of(obj: models.Model, before: Mapping[Any, Any] | None, *, single: bool) -> Snapshot:
    if before is None:
        return {}
    return dict(before) if single else dict(before.get(obj.pk, {}))


def _difference(obj: models.Model, old: Snapshot) -> tuple[Snapshot, Snapshot]:
    new = snapshot(obj)
    changed = [key for key in new if (old[key] != new[key] if key in old else new[key] not in (None, ""))]
    before = {key: old[key] for key in changed if key in old}
    return _masked(obj, before), _masked(obj, {key: new[key] for key in changed})


def _filled(obj: models.Model) -> Snapshot:
    """What there is to say of a new object."""
    values, shape = _values(obj)
    if shape.files:
        values = snapshot(obj)
    return _masked(obj, {key: value for key in shape.names if (value := values[key]) is not None and value != ""})


def _masked(obj: models.Model, values: Snapshot) -> Snapshot:
    """``values`` itself, without secrets."""
    masked: frozenset[str] = getattr(obj, "audit_masked", frozenset())
    for key in masked:
        if values.get(key):
            values[key] = MASK
    return values


class _Shape(NamedTuple):
    """Columns of a model that are told; of ``files`` the name is told."""

    names: tuple[str, ...]
    keys: frozenset[str]
    files: tuple[str, ...]


@cache
def _shape(model: type[models.Model]) -> _Shape:
    ignored: frozenset[str] = getattr(model, "audit_ignored", frozenset())
    fields = [field for field in model._meta.concrete_fields if field.attname not in ignored]
    names = tuple(field.attname for field in fields)
    files = tuple(field.attname for field in fields if isinstance(field, models.FileField))
    return _Shape(names, frozenset(names), files)
