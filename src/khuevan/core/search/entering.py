"""Many records entered in a scope at once, on SQLite.

Triggers of SQLite run for each row, and splitting a text into words is slow in SQL: ten thousand people took three
seconds.  Here the words are split in Python and written in the order of the index, which the triggers must not do once
more: they are away until the links are written.  All of it is one transaction, the definition of the trigger too, so
whoever reads meanwhile, or is killed, sees the one or the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from khuevan.core.search.index import LONGEST_WORD, SearchIndex
from khuevan.core.search.schema import _ADDRESS, _NAME, _NUMBER, _NUMBER_ENDS, _NUMBER_SIGNS
from khuevan.core.search.words import BETWEEN

MANY = 200
"""Fewer are left to the trigger."""
_PARTED = str.maketrans(dict.fromkeys(BETWEEN, " "))
_DIGITS = str.maketrans({**dict.fromkeys(_NUMBER_SIGNS), **dict.fromkeys(_NUMBER_ENDS, " ")})
_LOWERED = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
"""As SQLite lowers: plain letters only."""


@contextmanager
def entered_at_once(index: SearchIndex, scope: int, records: Sequence[Any]) -> Iterator[None]:
    """Around the writing of links that are new: from ``scope`` to ``records`` (objects with the columns of the index).

    PostgreSQL needs none of this, its triggers see a whole statement.
    """
    if connection.vendor != "sqlite" or len(records) < MANY:
        yield
        return
    if not connection.in_atomic_block:
        raise RuntimeError("the trigger must not be away outside a transaction")
    name = f"{index.table}_link_added"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [name])
        definition = cursor.fetchone()
        if definition:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        if definition:
            values = sorted(row for record in records for row in _rows(index, scope, record))
            columns = "scope, word, place, record, words"
            insert = f"INSERT OR IGNORE INTO {index.table} ({columns}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
            cursor.executemany(insert, values)
            cursor.execute(definition[0])


def _rows(index: SearchIndex, scope: int, record: Any) -> Iterable[tuple[int, str, str, int, str]]:  # noqa: ANN401
    place, told = getattr(record, index.order), _told(index, record)
    return [(scope, word[:LONGEST_WORD], place, record.pk, told) for word in set(told.split(" "))]


def _told(index: SearchIndex, record: Any) -> str:  # noqa: ANN401 - a row of any table
    """The text of a row, as ``schema`` has it in SQL: single spaces between words and one before the first."""
    parts = [getattr(record, index.key).translate(_PARTED)[:_NAME]]
    parts += [getattr(record, name).replace("+84", "0").translate(_DIGITS)[:_NUMBER] for name in index.numbers]
    parts += [f"@{text.translate(_LOWERED)[:_ADDRESS]}" for name in index.addresses if (text := getattr(record, name))]
    words = " ".join(filter(None, " ".join(parts).split(" ")))
    return f" {words}" if words else ""
