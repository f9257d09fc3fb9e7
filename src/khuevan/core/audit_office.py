"""To which office an audit entry belongs, so that an administrator sees the entries of the own office and no others.

The way from an object to its office is found in the columns: the shortest chain of foreign keys that ends in a column
``office_id`` (a certificate: its register, its office), through keys that are always filled where there are such.  A
model may say otherwise: ``audit_office = "session__office"``, or a method ``audit_office_id()``.  Objects of no single
office (people, organizations) have none.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from django.db import models

type Path = tuple[str, ...]

_OFFICE = "office_id"


@cache
def office_path(model: type[models.Model]) -> Path:
    """Names of the foreign keys from ``model`` to its office, then the column; empty when there is no such way."""
    declared: str = getattr(model, "audit_office", "")
    if declared:
        return tuple(f"{declared.removesuffix('_id')}_id".split("__"))
    return _search(model, may_be_empty=False) or _search(model, may_be_empty=True)


def _search(model: type[models.Model], *, may_be_empty: bool) -> Path:
    seen = {model}
    frontier: list[tuple[Path, type[models.Model]]] = [((), model)]
    while frontier:
        for path, at in frontier:
            if any(field.attname == _OFFICE for field in at._meta.concrete_fields):
                return (*path, _OFFICE)
        following = [
            ((*path, field.name), field.related_model)
            for path, at in frontier
            for field in at._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and (may_be_empty or not field.null)
        ]
        frontier = [(path, at) for path, at in following if at not in seen]
        seen.update(at for _path, at in frontier)
    return ()


def office_keys(objects: Sequence[models.Model]) -> list[int | None]:
    """The office of each object, or None; one query for all objects of a kind, none where the chain is loaded."""
    keys: list[int | None] = [None] * len(objects)
    waiting: dict[tuple[type[models.Model], Path], dict[int, object]] = defaultdict(dict)
    for place, obj in enumerate(objects):
        own = getattr(obj, "audit_office_id", None)
        if callable(own):
            keys[place] = own()
        elif path := office_path(type(obj)):
            at, rest = _along(obj, path)
            if len(rest) == 1:
                keys[place] = getattr(at, rest[0])
            else:
                waiting[type(at), rest][place] = getattr(at, f"{rest[0]}_id")
    for (model, path), values in waiting.items():
        found = _stored(model, path, set(values.values()))
        for place, value in values.items():
            keys[place] = found.get(value)
    return keys


def _along(obj: models.Model, path: Path) -> tuple[models.Model, Path]:
    """As far along the path as objects are loaded: the last one and the names still to go."""
    while len(path) > 1:
        field = obj._meta.get_field(path[0])
        following = field.get_cached_value(obj, None)  # type: ignore[union-attr]  # a foreign key
        if following is None:
            break
        obj, path = following, path[1:]
    return obj, path


def _stored(model: type[models.Model], path: Path, values: set[object]) -> dict[object, int]:
    related = model._meta.get_field(path[0]).related_model
    return dict(related._base_manager.filter(pk__in=values).values_list("pk", "__".join(path[1:])))  # type: ignore[union-attr]
