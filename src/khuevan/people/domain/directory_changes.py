"""Much done at once and taken back at once: what was made goes, what was rewritten is as before.

What somebody used or changed since stays: a change is taken back row by row, and says what it had to leave.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.people.domain.organizations import used
from khuevan.people.enums import DirectoryChangeKind
from khuevan.people.models import DirectoryChange, Organization

type Columns = dict[str, Any]


@dataclass(frozen=True)
class Undone:
    """How many rows are as before, and how many stay because they were used or changed since."""

    done: int
    left: int


class Collected:
    """What a verb did, row by row, while it does it."""

    def __init__(self) -> None:
        self.made: list[models.Model] = []
        self.rewritten: list[tuple[models.Model, Columns]] = []

    def keep(self, actor: Actor, kind: DirectoryChangeKind, title: str) -> DirectoryChange:
        """Writes down what was done.  For verbs, which record the rows themselves."""
        change = DirectoryChange(
            kind=kind,
            title=title[:200],
            by=account_of(actor),
            made=[[row._meta.label_lower, row.pk] for row in self.made],
            rewritten=[[row._meta.label_lower, row.pk, *_changed(before, row)] for row, before in self.rewritten],
        )
        checked(change, without=("made", "rewritten")).save(force_insert=True)
        return change


@verb("people.undo_directory_change")
def undo_directory_change(actor: Actor, change: DirectoryChange) -> Undone:
    """Takes back what can be.  Raises ``undone_already``."""
    require(actor, "people.change_directory")
    if locked(change).undone_at:
        raise DomainError("undone_already", _("This was taken back already."))
    done = left = 0
    for restore in (_unwrite, _unmake):
        now_done, now_left = restore(actor, change)
        done, left = done + now_done, left + now_left
    before = snapshot(change)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    record(actor, "people.undo_directory_change", change, before, {"restored": done, "left_as_is": left})
    return Undone(done, left)


def _unwrite(actor: Actor, change: DirectoryChange) -> tuple[int, int]:
    """Rows that still hold what was written get their earlier values."""
    done = left = 0
    for label, key, before, after in change.rewritten:
        model = apps.get_model(label)
        row = model._base_manager.select_for_update().filter(pk=key).first()
        if row is None or _plain({name: getattr(row, name) for name in after}) != after:
            left += 1
            continue
        was = snapshot(row)
        for name, value in before.items():
            setattr(row, name, model._meta.get_field(name).to_python(value))
        row.save(update_fields=[*before])
        record(actor, "people.undo_directory_change", row, was)
        done += 1
    return done, left


def _unmake(actor: Actor, change: DirectoryChange) -> tuple[int, int]:
    """New rows go, the last made first, unless something names them by now."""
    done = left = 0
    for label, keys in _by_model(reversed(change.made)):
        model = apps.get_model(label)
        rows = {row.pk: row for row in model._base_manager.filter(pk__in=keys)}
        for some in _levels([rows[key] for key in keys if key in rows]):
            held = used([row.pk for row in some]) if model is Organization else set()
            gone = [row for row in some if row.pk not in held]
            record(actor, "people.undo_directory_change", gone, {row.pk: snapshot(row) for row in gone}, {"gone": True})
            model._base_manager.filter(pk__in=[row.pk for row in gone]).delete()
            done, left = done + len(gone), left + len(held)
    return done, left


def _levels(rows: list[models.Model]) -> Iterable[list[models.Model]]:
    """Rows in groups, units before the bodies they stand in."""
    waiting = {row.pk: row for row in rows}
    while waiting:
        above = {getattr(row, "parent_id", None) for row in waiting.values()}
        group = [row for key, row in waiting.items() if key not in above] or list(waiting.values())
        for row in group:
            waiting.pop(row.pk)
        yield group


def _by_model(made: Iterable[list[Any]]) -> Iterable[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for label, key in made:
        found.setdefault(label, []).append(key)
    return sorted(found.items(), key=lambda pair: pair[0] == Organization._meta.label_lower)


def _changed(before: Mapping[str, Any], row: models.Model) -> tuple[Columns, Columns]:
    after = snapshot(row)
    names = [name for name in before if before[name] != after[name]]
    return _plain({name: before[name] for name in names}), _plain({name: after[name] for name in names})


def _plain(values: Mapping[str, Any]) -> Columns:
    """As JSON holds them."""
    plain: Columns = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain


words(
    verbs={"people.undo_directory_change": _("took a change of the directory back")},
    kinds={"people.directorychange": _("change of the directory")},
)
fact("restored", _("rows as before"))
fact("left_as_is", _("rows left as they are"))
fact("gone", _("taken out again"))
