"""What somebody held and holds: what was entered, and what the lists of classes tell, as one line of time.

Classes lie in apps above this one: each registers a function that tells what it froze (``holds``), and one that tells
of many people at once where they work (``works_at``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.core.templatetags.khuevan import vn_date, vn_range
from khuevan.people.models import Organization, Person, Posting
from khuevan.vietnamese.folding import fold


class PostingFields(TypedDict, total=False):
    """What may be said of a posting; ``organization_name`` stands where the body is not in the directory."""

    position: str
    organization: Organization | None
    organization_name: str
    since: date | None
    until: date | None
    note: str


@dataclass(frozen=True)
class Seen:
    """Somebody was named with a position on one day.  ``address_*`` lead to where (``django.urls.reverse``)."""

    on: date
    position: str
    agency: str
    where: str
    address_name: str = ""
    address_args: tuple[object, ...] = ()


@dataclass
class Held:
    """One position for as long as it is known to have been held: entered (``posting``), seen in classes, or both."""

    position: str
    agency: str
    since: date | None = None
    until: date | None = None
    posting: Posting | None = None
    seen: list[Seen] = field(default_factory=list)

    @property
    def begin(self) -> date:
        """The first day known of it; the earliest there is where no day is known."""
        return min([*([self.since] if self.since else []), *(one.on for one in self.seen)], default=date.min)

    @property
    def last(self) -> date:
        return max([*([self.until] if self.until else []), *(one.on for one in self.seen)], default=self.begin)

    @property
    def period(self) -> str:
        """From when to when: as entered, or the days on which classes saw it."""
        if self.since and not self.until:
            return _now("since %(day)s") % {"day": vn_date(self.since)}
        if self.until and not self.since:
            return _now("until %(day)s") % {"day": vn_date(self.until)}
        if self.since:
            return vn_range(self.since, self.until)
        return vn_range(self.begin, self.last) if self.seen else ""


type Teller = Callable[[Person, Actor], Iterable[Seen]]
type Workplaces = Callable[[int], Mapping[int, int]]
_tellers: list[Teller] = []
_workplaces: list[Workplaces] = []


def holds(teller: Teller) -> Teller:
    """Lets an app tell what it froze of a person, as far as the actor may see it; usable as a decorator."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def works_at(function: Workplaces) -> Workplaces:
    """Lets an app tell in which body the people of an office work: keys of people to keys of organizations."""
    if function not in _workplaces:
        _workplaces.append(function)
    return function


def workplaces(office_id: int) -> dict[int, int]:
    """The body each person of an office worked in last, as far as any app knows."""
    known: dict[int, int] = {}
    for function in _workplaces:
        known.update(function(office_id))
    return known


def postings_of(person: Person, actor: Actor) -> list[Held]:
    """What somebody held, the newest first, each position once for every time it was held without another between."""
    seen = sorted((one for teller in _tellers for one in teller(person, actor)), key=lambda one: one.on)
    entered = [
        Held(one.position, one.organization_name, one.since, one.until, one)
        for one in person.postings.order_by("since", "pk")
    ]
    line: list[Held] = []
    for one in seen:
        if not one.position and not one.agency:
            continue
        own = next((held for held in entered if _covers(held, one)), None)
        if own is None and line and _key(line[-1]) == _key(one):
            own = line[-1]
        if own is None:
            own = Held(one.position, one.agency)
            line.append(own)
        own.seen.append(one)
    return sorted([*entered, *line], key=lambda held: (held.begin, held.last), reverse=True)


def current_of(line: list[Held], today: date) -> Held | None:
    """What is held now, as far as known: the newest that is not said to have ended."""
    return next((held for held in line if held.until is None or held.until >= today), None)


def _key(one: Held | Seen) -> tuple[str, str]:
    return fold(one.position), fold(one.agency)


def _covers(held: Held, one: Seen) -> bool:
    inside = (held.since is None or held.since <= one.on) and (held.until is None or one.on <= held.until)
    return inside and _key(held) == _key(one)


@verb("people.add_posting")
def add_posting(actor: Actor, person: Person, **fields: Unpack[PostingFields]) -> Posting:
    """Enters what somebody held.  Raises ``posting_says_nothing`` and ``ends_before_start``."""
    require(actor, "people.change_person", person)
    posting = Posting(person=person)
    _write(posting, fields)
    checked(posting).save(force_insert=True)
    record(actor, "people.add_posting", posting)
    return posting


@verb("people.change_posting")
def change_posting(actor: Actor, posting: Posting, *, seen: str = "", **fields: Unpack[PostingFields]) -> None:
    """Corrects what was entered; what classes froze stays.

    Raises ``posting_says_nothing``, ``ends_before_start``, ``changed_meanwhile``.
    """
    require(actor, "people.change_person", posting.person)
    unchanged(locked(posting), seen)
    before = snapshot(posting)
    _write(posting, fields)
    checked(posting).save()
    record(actor, "people.change_posting", posting, before)


@verb("people.remove_posting")
def remove_posting(actor: Actor, posting: Posting) -> None:
    """Takes an entered position out."""
    require(actor, "people.change_person", posting.person)
    locked(posting)
    before = snapshot(posting)
    record(actor, "people.remove_posting", posting, before, dict.fromkeys(name for name in before if before[name]))
    posting.delete()


def _write(posting: Posting, fields: PostingFields) -> None:
    for name, value in fields.items():
        setattr(posting, name, value.strip() if isinstance(value, str) else value)
    if posting.organization and not posting.organization_name:
        posting.organization_name = posting.organization.name
    if not posting.position and not posting.organization_name:
        raise DomainError("posting_says_nothing", _("Enter the position, or the agency."))
    if posting.since and posting.until and posting.until < posting.since:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))


words(
    verbs={
        "people.add_posting": _("entered a position held"),
        "people.change_posting": _("changed a position held"),
        "people.remove_posting": _("removed a position held"),
    }
)
