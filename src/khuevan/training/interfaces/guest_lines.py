"""A pasted list of guests, line by line: form of address, rank, name, post and body, as far as each line says them.

Ông Nguyễn Văn A, Phó Chủ tịch UBND tỉnh
2. Đại tá Trần B - Phó Giám đốc Công an tỉnh;
Đại diện lãnh đạo Sở Nội vụ
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from khuevan.core.actors import Actor
from khuevan.people.enums import Gender
from khuevan.people.interfaces.choosing import ORGANIZATIONS
from khuevan.people.models import Organization, Person
from khuevan.readers.roster.work import is_body, split_work
from khuevan.training.domain.guests.inviting import NewGuest
from khuevan.training.interfaces.posts import last_posts
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import is_all_capitals, proper_case
from khuevan.vietnamese.titles import TitledName, split_titles

_BULLET: Final = re.compile(r"^(?:\(?\d{1,3}[.)/]\s*|[-–—•*+]\s+)+")
_SENDS: Final = re.compile(r"^(?:đại diện\s+)?(?:lãnh đạo\s+)?", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*[,;\t|]\s*|\s+[-–—]\s+|:\s+")
_GENDERS: Final = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
_LONGEST_TITLES: Final = 3
"""Pieces before the name at most: "Thượng tá, ThS. Nguyễn Văn A"."""


@dataclass(frozen=True)
class GuestLine:
    """One line as it was understood; ``name`` and ``body`` empty where nothing was found."""

    number: int
    text: str
    name: str = ""
    honorific: str = ""
    rank: str = ""
    gender: str = ""
    post: str = ""
    body: str = ""


@dataclass(frozen=True)
class Known:
    """Somebody of that name in the directory of the office, and what they last were."""

    person: Person
    post: str


@dataclass(frozen=True)
class Offered:
    """A line with what the directory knows of it; ``organization`` where the body is one of it."""

    line: GuestLine
    title: str
    organization: Organization | None
    known: list[Known] = field(default_factory=list)

    @property
    def is_readable(self) -> bool:
        return bool(self.line.name) or self.organization is not None

    def as_guest(self, person: Person | None) -> NewGuest:
        """What the verb takes; ``person`` is the one picked, None for somebody new."""
        said = self.line
        return NewGuest(
            person=person,
            name=said.name,
            honorific=said.honorific,
            rank=said.rank,
            gender=said.gender,
            title=self.title,
            organization=self.organization,
        )


def read_guests(text: str) -> list[GuestLine]:
    """Each line that is not empty, in order."""
    lines = [_BULLET.sub("", clean(line.replace("\t", ", "))).rstrip(" .;,") for line in text.splitlines()]
    return [_read(number, line) for number, line in enumerate((line for line in lines if line), start=1)]


def offered(actor: Actor, lines: Sequence[GuestLine]) -> list[Offered]:
    """The lines with the people and bodies they may mean, in a number of queries that grows only with the bodies."""
    by_name = _people(actor, {fold(line.name) for line in lines if line.name})
    bodies = {body: ORGANIZATIONS.named(actor, body) for body in {line.body for line in lines if line.body}}
    found = []
    for line in lines:
        organization = bodies.get(line.body)
        title = line.post if organization else _whole(line)
        found.append(Offered(line, title, organization, by_name.get(fold(line.name), [])))
    return found


def _whole(line: GuestLine) -> str:
    """Post and body in one, where the body is none of the directory: nobody enters a body by pasting a list."""
    return " ".join(part for part in (line.post, line.body) if part)[:200] if line.name else ""


def _people(actor: Actor, names: Iterable[str]) -> dict[str, list[Known]]:
    rows = list(Person.objects.visible_to(actor).living().filter(search_key__in=list(names)).order_by("name_key", "pk"))
    posts = last_posts(actor, [row.pk for row in rows])
    found: dict[str, list[Known]] = {}
    for row in rows:
        found.setdefault(row.search_key, []).append(Known(row, posts[row.pk][1] if row.pk in posts else row.phone))
    return found


def _read(number: int, text: str) -> GuestLine:
    body = _SENDS.sub("", text)
    if is_body(body) and not _is_name(split_titles(_PARTS.split(text)[0]).name):
        return GuestLine(number, text, body=body)
    cuts = [match.span() for match in _PARTS.finditer(text)]
    ends = [*cuts, (len(text), len(text))][:_LONGEST_TITLES]
    for end, begin in ends:
        titled = split_titles(text[:end])
        if _is_name(titled.name):
            return _named(number, text, titled, text[begin:])
    return GuestLine(number, text)


def _named(number: int, text: str, titled: TitledName, rest: str) -> GuestLine:
    post, body = split_work(rest) if rest else (None, None)
    return GuestLine(
        number,
        text,
        name=proper_case(titled.name) if is_all_capitals(titled.name) else titled.name,
        honorific=_raised(titled.honorific or ""),
        rank=titled.rank or "",
        gender=_GENDERS.get(titled.gender or "", ""),
        post=post or "",
        body=body or "",
    )


def _raised(honorific: str) -> str:
    """Ông, as the directory writes it."""
    return honorific[:1].upper() + honorific[1:]


def _is_name(text: str) -> bool:
    """Two to eight words that all begin with a capital, and no body."""
    words = text.split()
    return 2 <= len(words) <= 8 and all(word[0].isupper() for word in words) and not is_body(text)
