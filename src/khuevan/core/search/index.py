"""An index of words in the order of a list: the first rows of a frequent word cost as little as those of a rare one.

One table holds a row for each scope (an office), word and record, in the order scope, word, place, record; the empty
word stands for the whole list.  Places are the order keys of the list, compared byte by byte.  Databases keep it by
themselves (``schema``).  What is asked for is read in one of three ways:

- a word of few rows: all of them are read and put in order;
- one frequent word: its rows lie in the order of the list already, so reading stops when enough were found;
- a frequent beginning of several words ("h"): the same, stretch by stretch of the list, some thousand records each.

All other words are a condition on the text that each row of the index carries.
"""

# ruff: noqa: S608, S611 - tables and columns come from declarations in the code, everything else is a parameter

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from khuevan.core.search.words import phrases_of

RARE = 3_000
"""Up to so many rows are read and sorted."""
MOST_WORDS = 64
"""With more words than this behind one beginning all its rows are read and sorted, or the whole list in its order."""
STRETCH = 8_192
WIDEST = 16
COUNTED = 100_000
KEPT_SECONDS = 3_600
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
class _Kept:
    """What is remembered of a list for some minutes; it only decides how to read, never what is found."""

    until: float
    counts: dict[str, int]
    stretches: list[str]
    """Places that part the list, some thousand records from each other."""
    is_whole: bool = False


_kept: dict[tuple[str, str, int], _Kept] = {}


def forget() -> None:
    """For tests that change the size of stretches."""
    _kept.clear()


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
        kept = _kept.get(name)
        if kept is None or kept.until < time.monotonic():
            kept = _kept[name] = _Kept(time.monotonic() + KEPT_SECONDS, {}, [])
        self.kept = kept

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
        """Rows whose word begins so, counted as far as it matters."""
        if prefix in self.kept.counts:
            return self.kept.counts[prefix]
        for most in (RARE + 1, COUNTED):
            sql = f"SELECT 1 FROM {self.index.table} WHERE scope = %s AND word >= %s AND word < %s LIMIT {most}"
            count = int(_rows(f"SELECT count(*) FROM ({sql}) AS few", [self.scope, prefix, prefix + _END])[0][0])
            if count <= RARE:
                return count
        self.kept.counts[prefix] = count
        return count

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
        wide = 1
        if self.before:
            high: str | None = None
            at = bisect_right(self._parted_to(self.before[0]), self.before[0])
            while at > 0:
                at = max(at - wide, 0)
                low = self.kept.stretches[at]
                yield low, high
                high, wide = low, min(wide * 2, WIDEST)
            yield None, high
            return
        low_end: str | None = None
        at = bisect_left(self._parted_to(self.after[0]), self.after[0]) if self.after else 0
        while end := self._part(at + wide - 1):
            yield low_end, end
            low_end, at, wide = end, at + wide, min(wide * 2, WIDEST)
        yield low_end, None

    def _part(self, number: int) -> str | None:
        while len(self.kept.stretches) <= number and self._part_more():
            pass
        return self.kept.stretches[number] if number < len(self.kept.stretches) else None

    def _parted_to(self, key: str) -> list[str]:
        while (not self.kept.stretches or self.kept.stretches[-1] < key) and self._part_more():
            pass
        return self.kept.stretches

    def _part_more(self) -> bool:
        if self.kept.is_whole:
            return False
        last = self.kept.stretches[-1] if self.kept.stretches else ""
        sql = (
            f"SELECT place FROM {self.index.table} WHERE scope = %s AND word = '' AND place > %s ORDER BY place LIMIT 1"
        )
        found = _rows(f"{sql} OFFSET {STRETCH}", [self.scope, last])
        self.kept.stretches += [place for (place,) in found]
        self.kept.is_whole = not found
        return bool(found)


def _holds() -> str:
    return "strpos(words, %s) > 0" if connection.vendor == "postgresql" else "instr(words, %s) > 0"


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
