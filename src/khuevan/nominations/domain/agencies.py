"""Which body a name on a list means."""

from collections.abc import Iterable
from datetime import date

from khuevan.core.bulk import store
from khuevan.core.rows import checked
from khuevan.people.domain.naming import Bodies, alias_key
from khuevan.people.models import Office, Organization
from khuevan.vietnamese.folding import fold


class Agencies:
    """Bodies by the names a list gives them, as ``people.domain.naming`` understands them on the day of the class.

    A name nobody entered yet, or one that may mean several bodies, becomes a new body, unsaved until ``store``.
    """

    def __init__(self, office: Office, on: date | None = None) -> None:
        self._bodies = Bodies(office, on)
        self._known: dict[str, Organization | None] = {}
        self._entered: dict[str, Organization] = {}
        self._new: dict[int, Organization] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Finds the bodies of many names at once."""
        wanted = {name for name in names if name} - self._known.keys()
        if wanted:
            found = self._bodies.find(wanted)
            self._known |= {name: found[name].organization if name in found else None for name in wanted}

    def named(self, name: str) -> Organization:
        """The body of a name that was looked up, or a new one.  Raises ``invalid_value``."""
        if body := self._known[name]:
            return body
        key = alias_key(name)
        if key not in self._entered:
            place = self._bodies.place
            self._entered[key] = checked(Organization(name=name, place_name=place, search_key=fold(name)[:400]))
        return self._entered[key]

    def keep(self, body: Organization | None) -> None:
        """Says that a body is needed: a new one will be stored."""
        if body is not None and body.pk is None:
            self._new[id(body)] = body

    def store(self) -> list[Organization]:
        """Stores the new bodies that are needed and returns them."""
        stored, self._new = list(self._new.values()), {}
        store(stored)
        return stored
