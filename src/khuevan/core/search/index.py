"""An index of words in the order of a list: the first rows of a frequent word cost as little as those of a rare one.

One table holds a row for each scope (an office), word and record, in the order scope, word, place, record; the empty
word stands for the whole list.  Places are the order keys of the list, compared byte by byte.  Databases keep it by
themselves (``schema``).  What is asked for is read in one of three ways:

- a word of few rows: all of them are read and put in order;
- one frequent word: its rows lie in the order of the list already, so reading stops when enough were found;
- a frequent beginning of several words ("h"): the same, stretch by stretch of the list, some thousand records each.

All other words are a condition on the text that each row of the index carries.

How frequent a word is, and where a stretch begins, is told by some hundred rows picked at random (``_Sample``): to
count the rows of a word among a million takes longer than to find what is asked for.
"""

# ruff: noqa: S608, S611 - tables and columns come from declarations in the code, everything else is a parameter

import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from khuevan.core.search.words import parted, phrases_of

RARE = 3_000
"""Up to so many rows are read and sorted."""
MOST_WORDS = 64
"""With more words than this behind one beginning all its rows are read and sorted, or the whole list in its order."""
STRETCH = 8_192
WIDEST = 16
SAMPLE = 500
KEPT_SECONDS, KEPT_SECONDS_OF_FEW = 600, 20
"""How long a sample holds; a list that is just being filled is looked at again soon."""
FEW = 100
LONGEST_WORD = 40
_END = "\U0010ffff"


type Place = tuple[str, int]
"""Where a record stands in its list: its order key and its own."""


@dataclass(frozen=True)
class SearchIndex:
    """Declares the index ``table`` of the rows of ``source``, and where it is said which scope knows which row.

    ``numbers`` and ``addresses`` are columns of telephone numbers and e-mail addresses; ``also`` may give a condition
    that finds further rows for what was typed.
    """

    table: str
    source: str
    key: str
    order: str
    links: str
    scope: str
    record: str
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    also: Callable[[str], Q | None] = lambda _query: None

    def find(
        self,
        scopes: Sequence[int],
        query: str,
        limit: int,
        *,
        after: Place | None = None,
        before: Place | None = None,
        among: QuerySet[Any] | None = None,
        begins: bool = False,
    ) -> list[Place]:
        """The first ``limit`` matches ``after`` a place, or the last ones ``before`` it, in the order of the list.

        ``among`` narrows them to records of a queryset; ``begins``: the text begins with what was typed.  Whatever
        ``also`` adds is not among them.
        """
        phrases = phrases_of(query)
        found: list[Place] = []
        for scope in scopes:
            walk = _Walk(self, scope, phrases, limit, after=after, before=before, among=among, begins=begins)
            found += walk.places()
        if len(scopes) > 1 or before:
            found = sorted(set(found))
        return found[-limit:] if before else found[:limit]

    def holds(self, scopes: Sequence[int], query: str, place: Place) -> bool:
        """Whether a record at its place is a match."""
        phrases = phrases_of(query)
        names = ", ".join(["%s"] * len(scopes)) or "NULL"
        held = "".join(f" AND {_holds()}" for _phrase in phrases)
        sql = f"SELECT 1 FROM {self.table} WHERE scope IN ({names}) AND word = '' AND place = %s AND record = %s{held}"
        return bool(_rows(f"{sql} LIMIT 1", [*scopes, *place, *(f" {phrase}" for phrase in phrases)]))

    def records(self, scopes: Sequence[int], query: str) -> RawSQL:
        """All matches, for ``pk__in``; reads the whole list."""
        names = ", ".join(["%s"] * len(scopes)) or "NULL"
        holds = "".join(f" AND {_holds()}" for _phrase in phrases_of(query))
        sql = f"SELECT record FROM {self.table} WHERE scope IN ({names}) AND word = ''{holds}"
        return RawSQL(sql, [*scopes, *(f" {phrase}" for phrase in phrases_of(query))])


@dataclass
class _Sample:
    """Rows of a list picked at random; they only decide how to read, never what is found."""

    until: float
    size: int
    """About how many rows the list has."""
    texts: list[str]
    places: list[str]
    frequent: dict[str, int]

    @property
    def stretches(self) -> list[str]:
        """Places that part the list, about ``STRETCH`` records from each other."""
        step = max(1, STRETCH * len(self.places) // max(self.size, 1))
        return self.places[step::step]

    def count(self, prefix: str) -> int:
        """About how many rows have a word that begins so."""
        if prefix not in self.frequent:
            self.frequent[prefix] = sum(f" {prefix}" in text for text in self.texts)
        return self.frequent[prefix] * self.size // max(len(self.texts), 1)


def _sampled(index: SearchIndex, scope: int) -> _Sample:
    now = time.monotonic()
    ends = f"SELECT (SELECT min(id) FROM {index.links}), (SELECT max(id) FROM {index.links})"
    ((low, high),) = _rows(ends, [])  # SQLite reads a whole table for both at once
    if low is None:
        return _Sample(now + KEPT_SECONDS_OF_FEW, 0, [], [], {})
    wide = high - low + 1
    keys = random.sample(range(low, high + 1), min(SAMPLE, wide))
    sql = (  # the scope is compared here: databases would take an index of it and read the whole list
        f"SELECT link.{index.scope}, one.{index.key}, one.{index.order} FROM {index.links} AS link "
        f"JOIN {index.source} AS one ON one.id = link.{index.record} "
        f"WHERE link.id IN ({', '.join(['%s'] * len(keys))})"
    )
    found = [(key, place) for of, key, place in _rows(sql, keys) if of == scope]
    until = now + (KEPT_SECONDS if len(found) >= FEW else KEPT_SECONDS_OF_FEW)
    texts, places = [f" {parted(key)}" for key, _place in found], sorted(place for _key, place in found)
    return _Sample(until, wide * len(found) // len(keys), texts, places, {})


_samples: dict[tuple[str, str, int], _Sample] = {}


def forget() -> None:
    """For tests that change how many rows are many."""
    _samples.clear()


class _Walk:
    def __init__(
        self,
        index: SearchIndex,
        scope: int,
        phrases: list[str],
        limit: int,
        *,
        after: Place | None,
        before: Place | None,
        among: QuerySet[Any] | None,
        begins: bool,
    ) -> None:
        self.index, self.scope, self.phrases, self.limit = index, scope, phrases, limit
        self.after, self.before = after, before
        self.conditions, self.values = self._conditions(among, begins=begins)
        name = (connection.alias, index.table, scope)
        sample = _samples.get(name)
        if sample is None or sample.until < time.monotonic():
            sample = _samples[name] = _sampled(index, scope)
        self.sample = sample

    def _conditions(self, among: QuerySet[Any] | None, *, begins: bool) -> tuple[list[str], list[object]]:
        conditions, values = [_holds() for _phrase in self.phrases], [f" {phrase}" for phrase in self.phrases]
        asked: list[object] = list(values)
        if begins:
            start = " " + " ".join(self.phrases)
            conditions.append("substr(words, 1, %s) = %s")
            asked += [len(start), start]
        if among is not None:
            inside = among.order_by().filter(pk=RawSQL(f"{self.index.table}.record", ())).values("pk")
            sql, more = inside.query.sql_with_params()
            conditions.append(f"EXISTS ({sql})")
            asked += more
        return conditions, asked

    # -- which way to read

    def places(self) -> list[Place]:
        prefixes = {word[:LONGEST_WORD] for phrase in self.phrases for word in phrase.split()}
        counted = {}
        for prefix in sorted(prefixes, key=len, reverse=True):
            counted[prefix] = self._count(prefix)
            if not counted[prefix]:
                return []
        if not counted:
            return self._read("word = ''")
        rarest = min(counted, key=lambda prefix: (counted[prefix], -len(prefix)))
        if counted[rarest] <= RARE:
            return self._read("word >= %s AND word < %s", rarest, rarest + _END, distinct=True)
        return self._read_frequent(rarest, counted[rarest])

    def _read_frequent(self, prefix: str, count: int) -> list[Place]:
        words = self._words(prefix)
        if len(words) == 1:
            return self._read("word = %s", words[0])
        if len(words) <= MOST_WORDS:
            return self._by_stretches(words)
        if count <= 10 * RARE:
            return self._read("word >= %s AND word < %s", prefix, prefix + _END, distinct=True)
        return self._read("word = ''")

    def _count(self, prefix: str) -> int:
        """Rows whose word begins so: how many if they are few, otherwise about how many."""
        about = self.sample.count(prefix)
        if about > 10 * RARE:
            return about
        sql = f"SELECT 1 FROM {self.index.table} WHERE scope = %s AND word >= %s AND word < %s LIMIT {RARE + 1}"
        count = int(_rows(f"SELECT count(*) FROM ({sql}) AS few", [self.scope, prefix, prefix + _END])[0][0])
        return count if count <= RARE else max(count, about)

    def _words(self, prefix: str) -> list[str]:
        """The words that begin so, one more than are of use; jumps from word to word."""
        step = f"SELECT word FROM {self.index.table} WHERE scope = %s AND word {{}} AND word < %s ORDER BY word LIMIT 1"
        sql = (
            f"WITH RECURSIVE met(word) AS (SELECT ({step.format('>= %s')}) UNION ALL "
            f"SELECT ({step.format('> met.word')}) FROM met WHERE met.word IS NOT NULL) "
            f"SELECT word FROM met WHERE word IS NOT NULL LIMIT {MOST_WORDS + 1}"
        )
        end = prefix + _END
        return [word for (word,) in _rows(sql, [self.scope, prefix, end, self.scope, end])]

    # -- reading

    def _read(self, word: str, *values: object, distinct: bool = False, limit: int | None = None) -> list[Any]:
        conditions = ["scope = %s", word, *self.conditions]
        asked = [self.scope, *values, *self.values]
        for sign, edge in ((">", self.after), ("<", self.before)):
            if edge is not None:
                conditions.append(f"(place, record) {sign} (%s, %s)")
                asked += edge
        down = " DESC" if self.before else ""
        sql = (
            f"SELECT {'DISTINCT ' * distinct}place, record FROM {self.index.table} WHERE {' AND '.join(conditions)} "
            f"ORDER BY place{down}, record{down} LIMIT {limit or self.limit}"
        )
        return _rows(sql, asked)

    def _by_stretches(self, words: list[str]) -> list[Place]:
        found: list[Place] = []
        among = f"word IN ({', '.join(['%s'] * len(words))})"
        for low, high in self._stretches():
            bounds, values = "", []
            if low is not None:
                bounds, values = " AND place >= %s", [low]
            if high is not None:
                bounds, values = f"{bounds} AND place < %s", [*values, high]
            found += self._read(among + bounds, *words, *values, distinct=True, limit=self.limit - len(found))
            if len(found) >= self.limit:
                break
        return found

    def _stretches(self) -> Iterator[tuple[str | None, str | None]]:
        """Parts of the list from the edge on, each twice as wide as the one before."""
        parts, wide = self.sample.stretches, 1
        if self.before:
            high: str | None = None
            at = bisect_right(parts, self.before[0])
            while at > 0:
                at = max(at - wide, 0)
                yield parts[at], high
                high, wide = parts[at], min(wide * 2, WIDEST)
            yield None, high
            return
        low: str | None = None
        at = bisect_left(parts, self.after[0]) if self.after else 0
        while at + wide - 1 < len(parts):
            yield low, parts[at + wide - 1]
            low, at, wide = parts[at + wide - 1], at + wide, min(wide * 2, WIDEST)
        yield low, None


def _holds() -> str:
    return "strpos(words, %s) > 0" if connection.vendor == "postgresql" else "instr(words, %s) > 0"


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
