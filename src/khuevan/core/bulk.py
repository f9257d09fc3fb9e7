"""Many new rows of one table in few statements.

What ``bulk_create`` does for each value (looking at the field, at expressions, at the database) costs more than writing
the row; here it is done once for each column.  Values go into the columns as the ORM would put them there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import batched
from json import JSONEncoder
from operator import itemgetter
from typing import Any

from django.db import connection, connections, models
from django.db.models.base import ModelState

CHUNK = 500

type Row = Sequence[Any]
type Field = models.Field[Any, Any]

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def new_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys that nobody else is given.

    On SQLite they are the ones after the last, so the rows must be written before the transaction ends and before any
    other row of the table: there is one writer at a time, which holds the file since it began.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("keys are for rows of the same transaction")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            column = model._meta.pk.column
            series = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(series, [f'"{table}"', column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def fresh[M: models.Model](model: type[M], **values: object) -> M:
    """An unsaved object as ``model(**values)`` makes it, only sooner; the values are named by column (``attname``)."""
    one = model.__new__(model)
    vars(one).update(_defaults(model)())
    vars(one).update(values)
    one._state = ModelState()
    return one


@cache
def _defaults(model: type[models.Model]) -> Callable[[], dict[str, object]]:
    """What the columns hold without a value; what a function makes (the time, a list) is made anew each time."""
    fields = model._meta.concrete_fields
    made = {one.attname: one.get_default for one in fields if one.has_default() and callable(one.default)}
    fixed = {one.attname: one.get_default() for one in fields if one.attname not in made}
    return lambda: {**fixed, **{name: make() for name, make in made.items()}} if made else fixed


def point(one: models.Model, **named: models.Model | None) -> None:
    """Sets foreign keys as ``setattr`` does, without asking whether both rows may lie in one database."""
    values, cached = vars(one), one._state.fields_cache
    for name, other in named.items():
        values[f"{name}_id"] = vars(other)[_key_name(type(other))] if other is not None else None
        cached[name] = other


@cache
def _key_name(model: type[models.Model]) -> str:
    return model._meta.pk.attname


def store(objects: Sequence[models.Model]) -> None:
    """Writes new objects of one model, all of them plain values; they get keys where they have none.

    Like ``bulk_create``: no ``save()``, no signals.
    """
    if not objects:
        return
    model = type(objects[0])
    names = [field.attname for field in model._meta.concrete_fields]
    rows, key_name = [vars(one) for one in objects], _key_name(model)
    missing = [values for values in rows if values[key_name] is None]
    for values, key in zip(missing, new_keys(model, len(missing)) if missing else (), strict=True):
        values[key_name] = key
    write(model, names, map(itemgetter(*names), rows))
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias


def write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], *, ignoring: bool = False) -> None:
    """Writes rows given by the names of their columns (``attname``); ``ignoring`` passes over what is there already."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    statement = _statement(model, fields, ignoring=ignoring)
    converters = {place: convert for place, field in enumerate(fields) if (convert := _converter(field))}
    with connection.cursor() as cursor:
        for some in batched(rows, CHUNK):
            values = _by_column(some, converters)
            if connection.vendor == "postgresql":
                cursor.execute(statement, [list(column) for column in values])
            else:
                cursor.executemany(statement, list(zip(*values, strict=True)))


def _statement(model: type[models.Model], fields: Sequence[Field], *, ignoring: bool) -> str:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{_array_type(field)}" for field in fields)
        end = " ON CONFLICT DO NOTHING" if ignoring else ""
        return f"INSERT INTO {table} ({columns}) SELECT * FROM UNNEST({arrays}){end}"  # noqa: S608 - names of columns
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT{' OR IGNORE' if ignoring else ''} INTO {table} ({columns}) VALUES ({places})"


def _array_type(field: Field) -> str:
    """Without a length: a text too long is refused, not cut."""
    return str(field.db_type(connection)).partition("(")[0] + "[]"


def _converter(field: Field) -> Callable[[Any], object] | None:
    """From a value of Python to the value of a column; None where they are the same."""
    if isinstance(field, models.JSONField):
        encode = (field.encoder or JSONEncoder)().encode
        return lambda value: encode(value) if value != {} else "{}"
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _AS_THEY_ARE):
        return None
    convert = partial(field.get_db_prep_save, connection=connections[connection.alias])  # a proxy takes its time
    return lru_cache(maxsize=16_384)(convert) if isinstance(field, models.DateField) else convert


def _by_column(rows: Iterable[Row], converters: Mapping[int, Callable[[Any], object]]) -> list[Iterable[object]]:
    columns: list[Iterable[object]] = list(zip(*rows, strict=True))
    for place, convert in converters.items():
        columns[place] = [None if value is None else convert(value) for value in columns[place]]
    return columns
