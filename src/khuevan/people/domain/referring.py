"""Rows of whatever app that name a person: found by the models themselves, moved from one person to another and back.

Apps above this one are never imported: Django knows every foreign key to Person.  What a merge handles itself is left
out: who is merged into whom, the merges, pairs, and the directories of offices.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import Q

from khuevan.core.audit_office import office_keys
from khuevan.people.models import DirectoryEntry, Person, PersonMerge, PossibleDuplicate

OWN_WAYS = (Person, PersonMerge, PossibleDuplicate, DirectoryEntry)
ROWS_A_QUERY = 500

type Column = models.ForeignKey[Any, Any]


@dataclass(frozen=True)
class Moved:
    """Rows of one column that were moved; ``rows`` are their keys."""

    model: str
    column: str
    rows: list[Any]


@dataclass(frozen=True)
class Clash:
    """Two rows that would say the same of one person; ``where`` names what they have in common (the class)."""

    first: models.Model
    second: models.Model
    where: str


type MoveHook = Callable[[Person, Person, Sequence[Moved]], None]

_move_hooks: list[MoveHook] = []


def on_move(function: MoveHook) -> MoveHook:
    """Lets an app move, in the same transaction, what names a person otherwise than by a foreign key.

    It is told from whom to whom, and which rows moved; taking a merge back asks it the other way round.
    """
    _move_hooks.append(function)
    return function


def columns_naming_people() -> list[Column]:
    """Every column of another table that holds the key of a person, also those that Person knows no name for."""
    found = [
        relation.field
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in OWN_WAYS
    ]
    return sorted(found, key=lambda column: (column.model._meta.label_lower, column.name))


def rows_naming(person: Person) -> Iterator[tuple[Column, "models.QuerySet[Any]"]]:
    for column in columns_naming_people():
        yield column, column.model._base_manager.filter(**{column.name: person}).order_by("pk")


def move_rows(source: Person, target: Person) -> list[Moved]:
    """Lets everything that names ``source`` name ``target``; answers with what was moved.

    A row of a model whose ``doubles_stay`` stays, where ``target`` has one that says the same.
    """
    moved = []
    for column, rows in rows_naming(source):
        stay = _doubles(column, source, target) if _may_stay(column) else frozenset()
        keys = [key for key in rows.values_list("pk", flat=True) if key not in stay]
        if keys:
            _point(column, keys, source, target)
            moved.append(Moved(column.model._meta.label_lower, column.name, keys))
    for hook in _move_hooks:
        hook(source, target, moved)
    return moved


def move_back(moved: Sequence[Moved], source: Person, target: Person) -> int:
    """Lets ``moved`` rows that still name ``source`` name ``target`` again; answers with how many do not any more.

    A row that was deleted, or names somebody else by now, is such a one, and so is one of a table that is gone.
    """
    columns = {(column.model._meta.label_lower, column.name): column for column in columns_naming_people()}
    lost = 0
    for part in moved:
        column = columns.get((part.model, part.column))
        lost += len(part.rows) - (_point(column, part.rows, source, target) if column else 0)
    for hook in _move_hooks:
        hook(source, target, moved)
    return lost


def _point(column: Column, keys: list[Any], source: Person, target: Person) -> int:
    rows = column.model._base_manager.filter(**{column.name: source})
    return sum(rows.filter(pk__in=some).update(**{column.name: target}) for some in batched(keys, ROWS_A_QUERY))


def clash_between(one: Person, other: Person) -> Clash | None:
    """The first pair of rows that a unique constraint would not let name the same person; None when there is none."""
    for column in columns_naming_people():
        if _may_stay(column):
            continue
        for fields, condition in _unique_sets(column):
            others = [name for name in fields if name != column.name]
            rows = column.model._base_manager.filter(condition)
            taken = {_values(row, others): row for row in rows.filter(**{column.name: one})}
            for row in rows.filter(**{column.name: other}) if taken else ():
                values = _values(row, others)
                if None not in values and values in taken:
                    return Clash(taken[values], row, _common(row, others))
    return None


def _may_stay(column: Column) -> bool:
    return bool(getattr(column.model, "doubles_stay", False))


def _doubles(column: Column, source: Person, target: Person) -> frozenset[Any]:
    """Keys of rows of ``source`` that could not stand beside one of ``target``."""
    found = set()
    for fields, condition in _unique_sets(column):
        others = [name for name in fields if name != column.name]
        rows = column.model._base_manager.filter(condition)
        taken = {_values(row, others) for row in rows.filter(**{column.name: target})}
        found |= {row.pk for row in rows.filter(**{column.name: source}) if _values(row, others) in taken}
    return frozenset(found)


def _unique_sets(column: Column) -> Iterator[tuple[tuple[str, ...], Q]]:
    """Fields that must be unique together and have this column among them, with the condition under which."""
    meta = column.model._meta
    if column.unique:
        yield (column.name,), Q()
    for fields in meta.unique_together:
        if column.name in fields:
            yield tuple(fields), Q()
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and column.name in constraint.fields:
            yield tuple(constraint.fields), constraint.condition or Q()


def _values(row: models.Model, names: list[str]) -> tuple[Any, ...]:
    return tuple(row._meta.get_field(name).value_from_object(row) for name in names)  # type: ignore[union-attr]


def _common(row: models.Model, names: list[str]) -> str:
    shared = [str(getattr(row, name)) for name in names if row._meta.get_field(name).is_relation]
    return ", ".join(shared) or str(row._meta.verbose_name)


def offices_naming(person: Person) -> set[int]:
    """Offices that have a row naming the person, whatever the row is."""
    found: set[int] = set()
    for _column, rows in rows_naming(person):
        found.update(key for key in office_keys(list(rows)) if key is not None)
    return found
