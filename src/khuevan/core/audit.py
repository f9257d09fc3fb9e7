"""Every verb leaves a trace, in the same transaction as the change it made.

A verb is a function of some ``domain`` package wearing ``@verb("area.what_it_does")``.  The decorator opens the
transaction and refuses to commit when the verb returned without calling ``record`` under its own name, so that a verb
without a trace cannot exist.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit_office import office_keys
from khuevan.core.errors import DomainError
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
    ignored: frozenset[str] = getattr(obj, "audit_ignored", frozenset())
    return {
        field.attname: _plain(getattr(obj, field.attname))
        for field in obj._meta.concrete_fields
        if field.attname not in ignored
    }


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
    many = [objects] if isinstance(objects, models.Model) else list(objects)
    facts = dict(after or {})
    offices = [office_key] * len(many) if office_key is not None else office_keys(many)
    entries = []
    for obj, office in zip(many, offices, strict=True):
        old = _before_of(obj, before, single=isinstance(objects, models.Model))
        old_part, new_part = _difference(obj, old, snapshot(obj))
        entry = _entry(obj, actor, verb_name)
        entry.office_key = office
        entry.before = {**old_part, **_masked(obj, {name: old[name] for name in facts if name in old})}
        entry.after = {**new_part, **_masked(obj, facts)}
        entry.reason = reason
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def subject_key(label: str) -> str:
    """A label as the audit is searched: folded words, each after a space."""
    return " " + re.sub(r"\W+", " ", fold(label)).strip()[:199]


def _entry(obj: models.Model, actor: Actor, verb_name: str) -> AuditEntry:
    label = str(obj)[:200]
    return AuditEntry(
        actor=account_of(actor),
        actor_label=str(actor)[:200],
        verb=verb_name,
        subject_type=obj._meta.label_lower,
        subject_id=str(obj.pk),
        subject_label=label,
        subject_key=subject_key(label),
    )


def _before_of(obj: models.Model, before: Mapping[Any, Any] | None, *, single: bool) -> Snapshot:
    if before is None:
        return {}
    return dict(before) if single else dict(before.get(obj.pk, {}))


def _difference(obj: models.Model, old: Snapshot, new: Snapshot) -> tuple[Snapshot, Snapshot]:
    changed = [key for key in new if (old[key] != new[key] if key in old else new[key] not in (None, ""))]
    before = {key: old[key] for key in changed if key in old}
    return _masked(obj, before), _masked(obj, {key: new[key] for key in changed})


def _masked(obj: models.Model, values: Snapshot) -> Snapshot:
    masked: frozenset[str] = getattr(obj, "audit_masked", frozenset())
    return {key: MASK if key in masked and value else value for key, value in values.items()}


def _plain(value: object) -> object:
    """Files and other rich values by what the column holds."""
    return getattr(value, "name", value) if isinstance(value, models.fields.files.FieldFile) else value
