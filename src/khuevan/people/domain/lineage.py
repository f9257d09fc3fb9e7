"""Who took over from whom, in bulk: chains of successions read one generation a query."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from khuevan.people.models import Organization, Succession

PART = 500
"""Keys in one query: SQLite takes no list without end."""


def parts[T](keys: Collection[T]) -> Iterable[list[T]]:
    """The keys in parts that a query can name."""
    line = list(keys)
    return (line[start : start + PART] for start in range(0, len(line), PART))


def heir_keys(keys: Collection[int], day: date) -> dict[int, list[int]]:
    """By key of a body: the bodies that do its work on ``day``, without itself; none where nobody took it over.

    Bodies that still exist end a chain: which part of their work moved on is nobody's guess.
    """
    after: dict[int, list[Step]] = {}
    gone: set[int] = set()
    waiting = set(keys)
    while waiting:
        found = _successors(waiting, day)
        after |= {key: found.get(key, []) for key in waiting}
        ended = _ended({step.key for steps in found.values() for step in steps} - gone, day)
        gone |= ended
        waiting = ended - set(after)
    return {key: _leaves(key, after, gone) for key in keys}


class Step(NamedTuple):
    """To whom work went, and when."""

    key: int
    on: date


def _successors(keys: Collection[int], day: date) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for some in parts(sorted(keys)):
        rows = Succession.objects.filter(predecessor__in=some, successor__isnull=False, on__lte=day)
        for before, after, on in rows.order_by("on", "pk").values_list("predecessor_id", "successor_id", "on"):
            found.setdefault(before, []).append(Step(after, on))
    return found


def _ended(keys: Collection[int], day: date) -> set[int]:
    return {
        key
        for some in parts(sorted(keys))
        for key in Organization.objects.ended(day).filter(pk__in=some).values_list("pk", flat=True)
    }


def _leaves(key: int, after: Mapping[int, list[Step]], gone: set[int]) -> list[int]:
    """Those reached that went no further, in the order they came; work never moves back in time."""
    leaves: dict[int, None] = {}
    seen, line = {key}, [Step(key, date.min)]
    while line:
        here = line.pop(0)
        for step in after[here.key]:
            if step.key in seen or step.on < here.on:
                continue
            seen.add(step.key)
            if step.key in gone:
                line.append(step)
            else:
                leaves[step.key] = None
    return list(leaves)
