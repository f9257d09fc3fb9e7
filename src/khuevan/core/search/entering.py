"""Many records entered in a scope at once, on SQLite.

Triggers of SQLite run for each row, and splitting a text into words is slow in SQL: ten thousand people took three
seconds.  Here the words are split in Python and written in the order of the index, and the trigger of the links is told
to leave them alone (``schema.pause``).
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from khuevan.core.search import schema
from khuevan.core.search.index import LONGEST_WORD, SearchIndex
from khuevan.core.search.words import BETWEEN

MANY = 200
"""Fewer are left to the trigger."""
_PARTED = str.maketrans(dict.fromkeys(BETWEEN, " "))
_DIGITS = str.maketrans({**dict.fromkeys(schema.NUMBER_SIGNS), **dict.fromkeys(schema.NUMBER_ENDS, " ")})
_LOWERED = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
"""As SQLite lowers: plain letters only."""

type _Row = tuple[int, str, str, int, str]


@contextmanager
def entered_at_once(index: SearchIndex, scope: int, records: Sequence[Any]) -> Iterator[None]:
    """Around the writing of links that are new: from ``scope`` to ``records``, stored objects of the source.

    What they say is read from the database: an object in memory may be older than its row.  PostgreSQL needs none of
    this, its triggers see a whole statement.
    """
    if connection.vendor != "sqlite" or len(records) < MANY or not schema.is_armed(connection, index):
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {schema.pause(index)} VALUES (1)")  # noqa: S608 - of a declaration
        yield
        columns = "scope, word, place, record, words"
        insert = f"INSERT OR IGNORE INTO {index.table} ({columns}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
        cursor.executemany(insert, sorted(_rows(index, scope, [record.pk for record in records])))
        cursor.execute(f"DELETE FROM {schema.pause(index)}")  # noqa: S608


def _rows(index: SearchIndex, scope: int, keys: list[int]) -> Iterator[_Row]:
    columns = ", ".join(("id", index.order, index.key, *index.numbers, *index.addresses))
    held = f"SELECT {columns} FROM {index.source} WHERE id IN (SELECT value FROM json_each(%s))"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(held, [json.dumps(keys)])
        for record, place, key, *more in cursor.fetchall():
            told = _told(key, more[: len(index.numbers)], more[len(index.numbers) :])
            yield from ((scope, word[:LONGEST_WORD], place, record, told) for word in set(told.split(" ")))


def _told(key: str, numbers: Sequence[str], addresses: Sequence[str]) -> str:
    """The text of a row, as ``schema`` has it in SQL: single spaces between words and one before the first."""
    parts = [key.translate(_PARTED)[: schema.LONGEST_NAME]]
    parts += [number.replace("+84", "0").translate(_DIGITS)[: schema.LONGEST_NUMBER] for number in numbers]
    parts += [f"@{text.translate(_LOWERED)[: schema.LONGEST_ADDRESS]}" for text in addresses if text]
    words = " ".join(filter(None, " ".join(parts).split(" ")))
    return f" {words}" if words else ""
