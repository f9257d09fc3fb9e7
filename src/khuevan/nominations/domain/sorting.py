"""From which invited agency a file is: every sign is weighed and named; only what is clear is decided.

The weights and the rule are told in ``docs/algorithms/sorting-replies.md``.  A wrong agency costs more than a question,
so a sign of weight that points elsewhere always leads to a question.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from khuevan.nominations.domain.sorting_names import Contacts, Words, digits_of, known_of
from khuevan.nominations.models import Invitation
from khuevan.people.domain.naming import Bodies, Found, How
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import Organization
from khuevan.readers.letters import Letter
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.places import family, province_named

SURE, AHEAD = 60, 25
"""The least score of an agency taken without asking, and how far it is before the next."""
STRONG = 25
"""A sign of such weight that points to another agency is a reason to ask."""
MOST_CANDIDATES = 5
_CLIMB = 4
_TAIL = re.compile(r"\b((?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu) .+)$", re.IGNORECASE)
# Whoever signs for a body of the Party or a mass organization stands before its name.
_ACTING = re.compile(r"^(?:ban thường vụ|ban chấp hành|ban thường trực|bch|btv)\s+", re.IGNORECASE)
_PROVINCE = re.compile(
    r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|tỉnh ủy|thành ủy).*?(?:tỉnh|thành phố|ủy) (.+)$", re.IGNORECASE
)


class Sign(StrEnum):
    """What speaks for an agency."""

    LETTERHEAD = "letterhead"
    UNIT = "unit"
    HEIR = "heir"
    ATTACHED = "attached"
    SYMBOL = "symbol"
    ROWS = "rows"
    FILE_NAME = "file_name"
    FOLDER = "folder"
    EMAIL = "email"
    PHONE = "phone"
    SIGNER = "signer"
    TEXT = "text"
    PLACE = "place"


WEIGHTS = {
    Sign.LETTERHEAD: 70, Sign.UNIT: 62, Sign.HEIR: 62, Sign.ATTACHED: 45, Sign.SYMBOL: 35, Sign.ROWS: 60,
    Sign.FILE_NAME: 30, Sign.FOLDER: 35, Sign.EMAIL: 35, Sign.PHONE: 30, Sign.SIGNER: 15, Sign.TEXT: 20,
    Sign.PLACE: 5,
}  # fmt: skip


class Doubt(StrEnum):
    """Why an agency is asked for."""

    NOTHING = "nothing"
    WEAK = "weak"
    TWO = "two"
    STRANGER = "stranger"
    FOREIGN = "foreign"
    FORWARDED = "forwarded"


@dataclass(frozen=True)
class Candidate:
    """``score`` 0 to 100; ``evidence`` are signs and the words they were seen in."""

    quota: int
    score: int
    evidence: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {"quota": self.quota, "score": self.score, "evidence": [list(one) for one in self.evidence]}


@dataclass(frozen=True)
class Sorted:
    """``quota`` is the key of the agency where that is sure; ``doubt`` says why it is not."""

    quota: int | None
    candidates: tuple[Candidate, ...]
    doubt: Doubt | None = None


@dataclass
class _Seen:
    """Signs by agency as they are gathered, and what the letterhead turned out to be."""

    signs: dict[int, dict[Sign, tuple[int, str]]] = field(default_factory=lambda: defaultdict(dict))
    stranger: bool = False
    foreign: bool = False
    forwarded: bool = False

    def add(self, keys: set[int], sign: Sign, word: str, *, weight: int | None = None) -> None:
        """A sign that several agencies share says less of each."""
        each = (WEIGHTS[sign] if weight is None else weight) // max(1, len(keys))
        for key in keys:
            if each > self.signs[key].get(sign, (0, ""))[0]:
                self.signs[key][sign] = (each, word[:120])


class Sorter:
    """Judges files against the agencies of one invitation, read once; each file costs a few queries for its names."""

    def __init__(self, invitation: Invitation) -> None:
        training_class = invitation.training_class
        self.own = training_class.office.organization
        quotas = list(invitation.quotas.select_related("organization__parent"))
        self.bodies = Bodies(training_class.office, training_class.start_date)
        place, city = self.bodies.place, self.bodies.city
        self.quotas = {quota.pk: quota for quota in quotas}
        self._by_body = {quota.organization_id: quota.pk for quota in quotas}
        self._words = Words({q.pk: known_of(q.organization, q.name, place, city=city) for q in quotas})
        self._contacts = Contacts.of(quotas)
        self._above: dict[int, tuple[int | None, str]] = {}

    def sort(self, letter: Letter, named: Sequence[str], name: str, folder: str = "") -> Sorted:
        """``named`` are the agencies of the rows, one for each row that names one; ``name`` is that of the file."""
        seen = _Seen()
        found = self.bodies.find([*self._readings(letter), *dict.fromkeys(named), *self._issuer_below(letter)])
        self._weigh_head(letter, found, seen)
        self._weigh_rows(named, found, seen)
        self._weigh_words(letter, seen)
        self._weigh_contacts(letter, seen)
        if hits := self._words.in_name(name):
            seen.add(set(hits), Sign.FILE_NAME, name)
        for part in PurePath(folder).parts[::-1]:
            if hits := self._words.in_name(part):
                seen.add(set(hits), Sign.FOLDER, part)
                break
        return _decided(seen)

    def _readings(self, letter: Letter) -> list[str]:
        """What the letterhead may mean: a body of another province or a commune needs the words of the line above."""
        if not letter.names:
            return []
        issuer, parent = _ACTING.sub("", letter.issuer) or letter.issuer, letter.parent
        tail = _TAIL.search(parent)
        readings = [f"{issuer} {parent}", issuer] if parent else [issuer]
        if tail and fold(tail[1]) not in fold(issuer):
            joined = f"{issuer} {tail[1]}"
            alone = [] if self._is_foreign(parent) or not _PROVINCE.match(parent) else [issuer]
            readings = [joined, *alone, f"{issuer} {parent}"]
        return list(dict.fromkeys(readings))

    def _issuer_below(self, letter: Letter) -> list[str]:
        attached = letter.attached_to
        return [one for one in (letter.parent, attached.issuer if attached else "") if one]

    def _is_foreign(self, parent: str) -> bool:
        """Whether the line above names another province than ours."""
        match = _PROVINCE.match(parent)
        province = province_named(match[1]) if match else None
        return province is not None and province.name not in family(self.bodies.place)

    def _weigh_head(self, letter: Letter, found: dict[str, Found], seen: _Seen) -> None:
        attached = letter.attached_to
        if letter.names:
            seen.foreign = self._is_foreign(letter.parent) or self._is_foreign(letter.issuer)
            self._weigh_issuer(letter, found, seen)
        if attached and not letter.symbol:
            if attached.issuer:
                keys, _sign = self._meant(found[attached.issuer])
                seen.add(keys, Sign.ATTACHED, attached.issuer)
            seen.add(self._words.of_symbol(attached.symbol), Sign.SYMBOL, attached.symbol)

    def _weigh_issuer(self, letter: Letter, found: dict[str, Found], seen: _Seen) -> None:
        for reading in self._readings(letter):
            one = found[reading]
            if one.organization is not None and one.organization.pk == self.own.pk:
                seen.forwarded = True
                return
            keys, sign = self._meant(one)
            if not keys and one.how == How.UNCLEAR:
                keys, sign = self._of_parent(one, letter), Sign.LETTERHEAD
            if keys:
                seen.add(keys, sign, letter.issuer if sign == Sign.LETTERHEAD else " - ".join(letter.names))
                return
        keys, _sign = self._meant(found[letter.parent]) if letter.parent else (set(), Sign.UNIT)
        if keys and not _PROVINCE.match(letter.parent):
            seen.add(keys, Sign.UNIT, " - ".join(letter.names))
        else:
            seen.stranger = True

    def _of_parent(self, found: Found, letter: Letter) -> set[int]:
        """Of several bodies of one name the invited ones, and of these the one below the body of the line above."""
        invited = {
            self._by_body[one.organization.pk] for one in found.candidates if one.organization.pk in self._by_body
        }
        above = {key for key in invited if self._stands_below(key, letter.parent)}
        return above or invited

    def _stands_below(self, key: int, parent: str) -> bool:
        body = self.quotas[key].organization.parent
        tail, own = _TAIL.search(parent), _TAIL.search(body.name) if body else None
        return tail is not None and own is not None and fold(tail[1]) == fold(own[1])

    def _meant(self, found: Found) -> tuple[set[int], Sign]:
        """Invited agencies that a found body is, is part of, or was before."""
        if found.organization is None:
            return set(), Sign.LETTERHEAD
        if found.how == How.ENDED:
            heirs = {self._by_body[c.organization.pk] for c in found.candidates if c.organization.pk in self._by_body}
            own = self._by_body.get(found.organization.pk)
            return ({own}, Sign.LETTERHEAD) if own is not None else (heirs, Sign.HEIR)
        own = self._by_body.get(found.organization.pk)
        if own is not None:
            return {own}, Sign.LETTERHEAD
        above = self._invited_above(found.organization)
        return ({above} if above is not None else set()), Sign.UNIT

    def _invited_above(self, body: Organization) -> int | None:
        """The nearest invited body it is a unit of; a provincial committee is above everybody and says nothing."""
        key, kind = body.parent_id, ""
        for _step in range(_CLIMB):
            if key is None:
                return None
            if key not in self._above:
                self._above[key] = Organization.objects.values_list("parent_id", "kind").get(pk=key)
            above, kind = self._above[key]
            if kind in {OrganizationKind.COMMITTEE, OrganizationKind.PARTY}:
                return None
            if key in self._by_body:
                return self._by_body[key]
            key = above
        return None

    def _weigh_rows(self, named: Sequence[str], found: dict[str, Found], seen: _Seen) -> None:
        """The share of rows that name an agency; a row that names a body nobody knows counts half: mostly a unit."""
        counts: Counter[int] = Counter()
        words: dict[int, str] = {}
        unknown = 0
        for text in named:
            keys, _sign = self._meant(found[text]) if text in found else (set(), Sign.ROWS)
            unknown += 0 if text in found and found[text].organization is not None else 1
            for key in keys if len(keys) == 1 else ():
                counts[key] += 1
                words.setdefault(key, text)
        for key, count in counts.items():
            share = count / (len(named) - unknown / 2)
            seen.add(
                {key}, Sign.ROWS, words[key], weight=round(WEIGHTS[Sign.ROWS] * share * (1 if share == 1 else 0.8))
            )

    def _weigh_words(self, letter: Letter, seen: _Seen) -> None:
        symbols = self._words.of_symbol(letter.symbol)
        if len(symbols) == 1:
            seen.add(symbols, Sign.SYMBOL, letter.symbol)
        mentioned = self._words.in_text(f"{letter.subject} {letter.body}")
        if len(mentioned) == 1:
            seen.add(set(mentioned), Sign.TEXT, self.quotas[next(iter(mentioned))].name)
        if place := fold(letter.place):
            for key in {key for key, words in self._words.in_name(place).items() if words}:
                seen.add({key}, Sign.PLACE, letter.place)

    def _weigh_contacts(self, letter: Letter, seen: _Seen) -> None:
        for email in letter.emails:
            seen.add(self._contacts.emails.get(email, set()), Sign.EMAIL, email)
        for phone in letter.phones:
            seen.add(self._contacts.phones.get(digits_of(phone), set()), Sign.PHONE, phone)
        if letter.signer:
            seen.add(self._contacts.names.get(fold(letter.signer), set()), Sign.SIGNER, letter.signer)


def _decided(seen: _Seen) -> Sorted:
    ranked = sorted(
        (
            Candidate(key, min(100, sum(weight for weight, _word in signs.values())), _evidence(signs))
            for key, signs in seen.signs.items()
        ),
        key=lambda one: (-one.score, one.quota),
    )
    doubt = _doubt(seen, ranked)
    candidates = tuple(ranked[:MOST_CANDIDATES])
    return Sorted(ranked[0].quota if doubt is None else None, candidates, doubt)


def _evidence(signs: dict[Sign, tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    ordered = sorted(signs.items(), key=lambda pair: -pair[1][0])
    return tuple((sign.value, word) for sign, (_weight, word) in ordered)


def _doubt(seen: _Seen, ranked: Sequence[Candidate]) -> Doubt | None:
    if not ranked:
        return Doubt.FOREIGN if seen.foreign else Doubt.STRANGER if seen.stranger else Doubt.NOTHING
    best = ranked[0]
    signs = seen.signs[best.quota]
    strong = [sign for sign, (weight, _word) in signs.items() if weight >= STRONG]
    if _points_elsewhere(seen, ranked) or (len(ranked) > 1 and best.score - ranked[1].score < AHEAD):
        return Doubt.TWO
    if seen.foreign:
        return Doubt.FOREIGN
    if seen.stranger and len(strong) < 3:
        return Doubt.STRANGER
    if seen.forwarded and len(strong) < 2:
        return Doubt.FORWARDED
    return None if best.score >= SURE and strong else Doubt.WEAK


def _points_elsewhere(seen: _Seen, ranked: Sequence[Candidate]) -> bool:
    """A strong sign for another agency, unless two stronger ones of other kinds stand against it."""
    best = seen.signs[ranked[0].quota]
    for other in ranked[1:]:
        for sign, (weight, _word) in seen.signs[other.quota].items():
            if weight < STRONG or (sign in best and best[sign][0] > 2 * weight):
                continue
            if sum(1 for own, (rated, _w) in best.items() if own != sign and rated > weight) < 2:
                return True
    return False
