"""Dividing learners into groups (tổ): pure, and the same people are always divided the same way.

Sizes differ by one at most.  People of one agency are spread, so that no two groups differ by more than one of them;
within that, women are spread as evenly as exchanging any two people can make it.  Or agencies stay together, and then
sizes are only as even as the agencies allow.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, Protocol

from khuevan.people.enums import Gender

MOST_GROUPS: Final = 200


class Member(Protocol):
    """What a division looks at; an ``Enrollment`` has it."""

    @property
    def pk(self) -> int: ...
    @property
    def gender(self) -> str: ...
    @property
    def organization_id(self) -> int | None: ...
    @property
    def organization_name(self) -> str: ...


def divide[M: Member](
    people: Sequence[M], number: int, *, together: bool = False, placed: Mapping[int, int] | None = None
) -> list[list[M]]:
    """``number`` lists that hold everybody once, each in the order of ``people``.

    ``placed`` gives the place (from 0) of those who stay where they are, by ``pk``; the others are put beside them.
    ``together``: all of an agency go to one group.
    """
    stays = placed or {}
    work = _Division(people, number, stays)
    if together:
        _whole(work)
    else:
        _spread(work)
        _exchange(work)
    groups: list[list[M]] = [[] for _place in range(number)]
    for one in people:
        groups[work.place[one.pk]].append(one)
    return groups


def agency_of(one: Member) -> Hashable:
    """Whoever has no known agency stands alone."""
    if one.organization_id is not None:
        return one.organization_id
    return one.organization_name.casefold() or ("alone", one.pk)


class _Division[M: Member]:
    """Who is where so far, with the counts that decide what comes next."""

    def __init__(self, people: Sequence[M], number: int, stays: Mapping[int, int]) -> None:
        self.number = number
        self.place: dict[int, int] = {}
        self.sizes = [0] * number
        self.women = [0] * number
        self.of_agency: dict[Hashable, list[int]] = {}
        self.free: dict[Hashable, list[M]] = {}
        self.movable: list[dict[Hashable, tuple[list[M], list[M]]]] = [{} for _place in range(number)]
        for one in people:
            agency = agency_of(one)
            self.of_agency.setdefault(agency, [0] * number)
            if 0 <= stays.get(one.pk, -1) < number:
                self._count(one, agency, stays[one.pk])
            else:
                self.free.setdefault(agency, []).append(one)

    def blocks(self) -> list[tuple[Hashable, list[M]]]:
        """Agencies whose people are still to be placed, the largest first."""
        return sorted(self.free.items(), key=lambda block: -len(block[1]))

    def put(self, one: M, agency: Hashable, place: int) -> None:
        self._count(one, agency, place)
        self.movable[place].setdefault(agency, ([], []))[_is_woman(one)].append(one)

    def _count(self, one: M, agency: Hashable, place: int) -> None:
        self.place[one.pk] = place
        self.sizes[place] += 1
        self.women[place] += _is_woman(one)
        self.of_agency[agency][place] += 1


def _is_woman(one: Member) -> bool:
    return one.gender == Gender.FEMALE


def _spread[M: Member](work: _Division[M]) -> None:
    """Each goes to a smallest group, there to one with fewest of the agency, there to one with fewest of the gender.

    From even sizes a block so takes every group once before any group twice, whatever its length.
    """
    for agency, block in work.blocks():
        counts = work.of_agency[agency]
        for one in sorted(block, key=lambda one: not _is_woman(one)):
            sign = 1 if _is_woman(one) else -1
            best = min(
                range(work.number), key=lambda place: (work.sizes[place], counts[place], sign * work.women[place])
            )
            work.put(one, agency, best)


def _exchange[M: Member](work: _Division[M]) -> None:
    """Exchanges a woman of a group that has more with a man of one that has fewer, as long as that evens them out.

    Each exchange brings two groups closer, so it ends.
    """
    while _one_exchange(work):
        pass


def _one_exchange[M: Member](work: _Division[M]) -> bool:
    order = sorted(range(work.number), key=lambda place: work.women[place])
    for poor in order:
        for rich in reversed(order):
            if work.women[rich] - work.women[poor] < 2:
                break
            if _swap(work, rich, poor):
                return True
    return False


def _swap[M: Member](work: _Division[M], rich: int, poor: int) -> bool:
    """The exchange between two groups that keeps the agencies spread, if there is one."""
    leaving = [agency for agency, (_men, women) in work.movable[rich].items() if women]
    coming = [agency for agency, (men, _women) in work.movable[poor].items() if men]
    both = set(coming)
    same = next((agency for agency in leaving if agency in both), None)
    if same is not None:
        _exchanged(work, (rich, same), (poor, same))
        return True
    woman = next((agency for agency in leaving if _may_go(work, agency, rich, poor)), None)
    man = next((agency for agency in coming if _may_go(work, agency, poor, rich)), None)
    if woman is None or man is None:
        return False
    _exchanged(work, (rich, woman), (poor, man))
    return True


def _may_go[M: Member](work: _Division[M], agency: Hashable, source: int, target: int) -> bool:
    counts = work.of_agency[agency]
    return counts[source] > counts[target]


def _exchanged[M: Member](work: _Division[M], woman: tuple[int, Hashable], man: tuple[int, Hashable]) -> None:
    (rich, her_agency), (poor, his_agency) = woman, man
    her = work.movable[rich][her_agency][True].pop()
    his = work.movable[poor][his_agency][False].pop()
    for one, agency, source, target in ((her, her_agency, rich, poor), (his, his_agency, poor, rich)):
        work.sizes[source] -= 1
        work.women[source] -= _is_woman(one)
        work.of_agency[agency][source] -= 1
        work.put(one, agency, target)


def _whole[M: Member](work: _Division[M]) -> None:
    """The largest agencies first, each to the smallest group; to where its people are already, if some are placed."""
    homes: dict[int, list[tuple[Hashable, list[M]]]] = {place: [] for place in range(work.number)}
    for agency, block in work.blocks():
        counts = work.of_agency[agency]
        settled = max(counts) > 0
        best = counts.index(max(counts)) if settled else work.sizes.index(min(work.sizes))
        for one in block:
            work.put(one, agency, best)
        if not settled:
            homes[best].append((agency, block))
    while _one_more_even(work, homes):
        pass


def _one_more_even[M: Member](work: _Division[M], homes: dict[int, list[tuple[Hashable, list[M]]]]) -> bool:
    """Moves an agency, or exchanges two, between a largest and a smallest group when that brings them closer."""
    sizes = work.sizes
    large, small = sizes.index(max(sizes)), sizes.index(min(sizes))
    gap = sizes[large] - sizes[small]
    for given in homes[large]:
        for taken in (None, *homes[small]):
            shift = len(given[1]) - (len(taken[1]) if taken else 0)
            if 0 < shift < gap:
                _moved(work, homes, given, large, small)
                if taken:
                    _moved(work, homes, taken, small, large)
                return True
    return False


def _moved[M: Member](
    work: _Division[M],
    homes: dict[int, list[tuple[Hashable, list[M]]]],
    block: tuple[Hashable, list[M]],
    source: int,
    target: int,
) -> None:
    homes[source].remove(block)
    homes[target].append(block)
    agency, people = block
    for one in people:
        work.sizes[source] -= 1
        work.women[source] -= _is_woman(one)
        work.of_agency[agency][source] -= 1
        work.put(one, agency, target)
