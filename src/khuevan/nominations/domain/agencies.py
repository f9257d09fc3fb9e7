"""Which body a name on a list means."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from khuevan.core.rows import checked
from khuevan.people.models import Office, Organization
from khuevan.vietnamese.folding import fold, spelling_key

FEW = 20
"""So many names are looked for one by one; more of them are found faster among all bodies of the place."""


class Agencies:
    """Bodies by the names a list gives them: those of the office's own place, or of none (a ministry).

    A name nobody entered yet becomes a new body, unsaved until ``store``.
    """

    def __init__(self, office: Office) -> None:
        self.place = office.organization.place_name
        self._known: dict[str, Organization] = {}
        self._new: dict[int, Organization] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Finds the bodies of many names at once, by their full name first, then by their short name."""
        wanted = {spelling_key(name): name for name in names if name}
        for key in self._known:
            wanted.pop(key, None)
        if not wanted:
            return
        near = Organization.objects.filter(place_name__in=(self.place, "")).order_by("-place_name", "pk")
        if len(wanted) <= FEW:
            near = near.filter(reduce(or_, (Q(search_key__contains=fold(name)) for name in wanted.values())))
        by_short: dict[str, Organization] = {}
        for body in near:
            if (key := spelling_key(body.name)) in wanted:
                self._known.setdefault(key, body)
            if body.short_name and (key := spelling_key(body.short_name)) in wanted:
                by_short.setdefault(key, body)
        self._known = by_short | self._known

    def named(self, name: str) -> Organization:
        """The body of a name that was looked up, or a new one.  Raises ``invalid_value``."""
        key = spelling_key(name)
        if key not in self._known:
            self._known[key] = checked(
                Organization(name=name, place_name=self.place, search_key=fold(name)[:400]),
            )
        return self._known[key]

    def keep(self, body: Organization | None) -> None:
        """Says that a body is needed: a new one will be stored."""
        if body is not None and body.pk is None:
            self._new[id(body)] = body

    def store(self) -> list[Organization]:
        """Stores the new bodies that are needed and returns them."""
        stored, self._new = list(self._new.values()), {}
        return Organization.objects.bulk_create(stored, batch_size=500)
