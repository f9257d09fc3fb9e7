"""Chosen rows as a part of an address: 12-65,70."""

from collections.abc import Iterable
from typing import Final

MOST: Final = 20_000
"""Keys that one address may name."""


def written(keys: Iterable[int]) -> str:
    """The keys in order, neighbours drawn together."""
    runs: list[list[int]] = []
    for key in sorted(set(keys)):
        if runs and key == runs[-1][1] + 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def read(text: str) -> frozenset[int]:
    """What ``written`` wrote; what cannot be read, and what would be too many, is left out."""
    keys: set[int] = set()
    for run in text.split(","):
        first, _dash, last = run.partition("-")
        ends = [int(end) for end in (first, last or first) if end.isdecimal() and len(end) < 19]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] < MOST - len(keys):
            keys.update(range(ends[0], ends[1] + 1))
    return frozenset(keys)
