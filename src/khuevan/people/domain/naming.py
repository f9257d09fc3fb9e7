"""Which body a name typed by people means: "Sở NV", "UBND H. Bù Đăng", "VP UBND tỉnh".

    found = Bodies(office).find(names)
    found["Sở NV"].organization

A body is taken only when the name says it: by an alias that somebody decided, by its name, short name or symbol once
abbreviations are written out, or by a likeness that leaves nothing to choose.  Everything else comes as candidates.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.people.domain.agency_words import canonical, long_form, without_place
from khuevan.people.domain.lineage import heir_keys, parts
from khuevan.people.models import Office, Organization, OrganizationAlias
from khuevan.people.models.organizations import OrganizationQuerySet
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.places import family, is_city

SURE = 96
"""Likeness (0 to 100) of the telling part of two names from which on the only such body is taken."""
NEAR = 85
"""Likeness of the whole names below which nothing is taken, however alike the telling parts."""
DOUBTFUL = 72
"""Likeness from which on a body is offered."""
MOST_CANDIDATES = 5
_GENERIC = frozenset(
    [
        "ủy",
        "ban",
        "nhân",
        "dân",
        "hội",
        "đồng",
        "sở",
        "phòng",
        "trung",
        "tâm",
        "ban",
        "cục",
        "chi",
        "văn",
        "phòng",
        "tỉnh",
        "thành",
        "phố",
        "huyện",
        "quận",
        "phường",
        "xã",
        "thị",
        "trấn",
        "đặc",
        "khu",
        "và",
        "của",
        "công",
        "an",
        "đảng",
    ]
)
_GENERIC_KEYS = frozenset(canonical(word) for word in _GENERIC)
_EVERY_LEVEL = ("ủy ban", "hội ", "công an", "đảng", "đoàn", "ban chỉ huy", "liên đoàn", "trung tâm", "phòng")
"""Bodies that stand on every level: without tỉnh or xã nobody knows which is meant."""
_EVERY_LEVEL_KEYS = tuple(canonical(words_) for words_ in _EVERY_LEVEL)
_PROVINCE = f" {canonical('tỉnh')}"


class How(StrEnum):
    """By what a body was found."""

    ALIAS = "alias"
    NAME = "name"
    SYMBOL = "symbol"
    SPELLING = "spelling"
    ENDED = "ended"
    LIKELY = "likely"
    UNCLEAR = "unclear"
    NONE = "none"


HOW_WORDS = {
    How.ALIAS: _("decided earlier"),
    How.NAME: _("by its name"),
    How.SYMBOL: _("by its symbol"),
    How.SPELLING: _("written without tone marks"),
    How.ENDED: _("no longer exists on that day"),
    How.LIKELY: _("almost the same name"),
    How.UNCLEAR: _("several bodies have this name"),
    How.NONE: _("not found"),
}


@dataclass(frozen=True)
class Candidate:
    """A body that may be meant; ``score`` 0 to 100."""

    organization: Organization
    score: int


@dataclass(frozen=True)
class Found:
    """What a typed name means.  With ``How.ENDED`` the candidates are the bodies that took over its work."""

    organization: Organization | None
    how: How
    candidates: tuple[Candidate, ...] = ()


class _Known(NamedTuple):
    """A body as far as matching needs it."""

    pk: int
    valid_from: date | None
    valid_to: date | None

    def on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@lru_cache(maxsize=65_536)
def alias_key(text: str, place: str = "", *, city: bool = False) -> str:
    """What is equal for two ways to write one body; ``place`` is the province that goes without saying."""
    long = long_form(text)
    return canonical(without_place(long, place, city=city) if place else long)[:300]


class Bodies:
    """The bodies an office may mean: those of its own place, of what lies below it, and of no place (a ministry).

    ``on`` is the day of the list: a list of 2014 may name a district.  Two queries for any number of names, and one
    for the bodies found; the keys are kept as long as the object.
    """

    def __init__(self, office: Office, on: date | None = None) -> None:
        self.office = office
        self.day = on or timezone.localdate()
        self.place = home_place(office.organization)
        self.city = is_city(self.place)
        self._ready = False
        self._aliases: dict[str, int] = {}
        self._full: dict[str, list[_Known]] = defaultdict(list)
        self._names: dict[str, list[_Known]] = defaultdict(list)
        self._loose: dict[str, list[_Known]] = defaultdict(list)
        self._folded: dict[str, list[_Known]] = defaultdict(list)
        self._symbols: dict[str, list[_Known]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)

    def find(self, names: Iterable[str]) -> dict[str, Found]:
        """By each name that is not blank."""
        self._load()
        wanted = dict.fromkeys(name for name in names if name.strip())
        hits = {name: self._exact(name) for name in wanted}
        likely = {name: self._alike(name) for name, (known, _how) in hits.items() if known is None}
        heirs = heir_keys(
            {known.pk for known, how in hits.values() if known is not None and how == How.ENDED}, self.day
        )
        keys = {known.pk for known, _how in hits.values() if known is not None}
        keys |= {known.pk for scored in likely.values() for known, _score, _sure in scored}
        rows = self._rows(keys | {key for found in heirs.values() for key in found})
        return {name: _found(*hits[name], likely.get(name, []), heirs, rows) for name in wanted}

    def _rows(self, keys: set[int]) -> dict[int, Organization]:
        return {row.pk: row for some in parts(sorted(keys)) for row in Organization.objects.filter(pk__in=some)}

    def _load(self) -> None:
        if self._ready:
            return
        self._ready = True
        columns = ("pk", "valid_from", "valid_to", "name", "short_name", "symbol", "parent__name")
        for pk, start, end, name, short, symbol, above in bodies_of(self.place).values_list(*columns):
            self._learn(_Known(pk, start, end), (name, short), symbol, above or "")
        for pk, written, key in self.office.organization_aliases.values_list("organization_id", "written", "key"):
            self._aliases[key] = pk
            self._aliases.setdefault(self._key(written), pk)

    def _learn(self, known: _Known, names: Sequence[str], symbol: str, above: str) -> None:
        """``names`` are the full and the short one: in a family of provinces several share the short one."""
        self._add(self._full, self._key(names[0]), known)
        for name in filter(None, names):
            key = self._key(name)
            for one in {key, self._key(_inside(name, above))}:
                self._add(self._names, one, known)
                self._add(self._folded, fold(one), known)
                for word in set(one.split()):
                    self._by_word[word].add(one)
            if key.endswith(_PROVINCE) and not key.startswith(_EVERY_LEVEL_KEYS):
                self._add(self._loose, key.removesuffix(_PROVINCE), known)
        if symbol:
            self._add(self._symbols, fold(symbol), known)

    @staticmethod
    def _add(index: dict[str, list[_Known]], key: str, known: _Known) -> None:
        if known not in index[key]:
            index[key].append(known)

    def _key(self, name: str) -> str:
        return alias_key(name, self.place, city=self.city)

    def _exact(self, name: str) -> tuple[_Known | None, How]:
        """The body that the name says, alive on the day rather than ended; none when several are alive."""
        key, plain = self._key(name), alias_key(name)
        for one in (plain, key):
            if one in self._aliases:
                return _Known(self._aliases[one], None, None), How.ALIAS
        bare = fold(name) == clean(name).lower()
        tries = [
            (self._full, key, How.NAME),
            (self._names, key, How.NAME),
            (self._loose, key, How.NAME),
            (self._symbols, fold(name), How.SYMBOL),
        ]
        tries += [(self._folded, fold(key), How.SPELLING)] if bare else []
        ended: _Known | None = None
        for index, one, how in tries:
            alive = [known for known in index.get(one, ()) if known.on(self.day)]
            if len(alive) == 1:
                return alive[0], how
            if alive:
                return None, How.UNCLEAR
            past = index.get(one, ())
            ended = ended or (past[0] if len(past) == 1 else None)
        return (ended, How.ENDED) if ended else (None, How.NONE)

    def _alike(self, name: str) -> list[tuple[_Known, int, bool]]:
        """Bodies with a similar name, best first, and whether the likeness leaves nothing to choose."""
        key = self._key(name)
        scored: dict[_Known, tuple[int, bool]] = dict.fromkeys(self._folded.get(fold(key), ()), (90, False))
        near = process.extract(
            key, self._sharing(key), scorer=fuzz.ratio, score_cutoff=DOUBTFUL, limit=2 * MOST_CANDIDATES
        )
        for one, score, _place in near:
            for known in self._names[one]:
                alive = known.on(self.day)
                rated = (round(score) - (0 if alive else 10), alive and score > NEAR and _sure(key, one))
                scored[known] = max(scored.get(known, (0, False)), rated)
        best = sorted(scored.items(), key=lambda pair: (-pair[1][0], pair[0].pk))[:MOST_CANDIDATES]
        return [(known, score, sure) for known, (score, sure) in best]

    def _sharing(self, key: str) -> Iterable[str]:
        """Keys with one of the two rarest words in common; all where no word is known."""
        known = sorted(
            (word for word in set(key.split()) if word in self._by_word), key=lambda w: len(self._by_word[w])
        )
        return set().union(*(self._by_word[word] for word in known[:2])) or list(self._names)


def home_place(organization: Organization) -> str:
    """The province of a body: the place of the highest body above it that names one."""
    place, body = organization.place_name, organization.parent
    for _step in range(10):
        if body is None:
            break
        place, body = body.place_name or place, body.parent
    return place


def bodies_of(place: str) -> OrganizationQuerySet:
    """Bodies of a province, before and since the reform of 2025, of the communes below, and of no place."""
    if not place:
        return Organization.objects.filter(place_name="")
    places = family(place)
    below = Q(parent__place_name__in=places) | Q(parent__parent__place_name__in=places)
    return Organization.objects.filter(Q(place_name__in=[*places, ""]) | below)


def _inside(name: str, above: str) -> str:
    """A unit with the commune it stands in: "Phòng Văn hóa - Xã hội" of "UBND phường X" is also the one of phường X."""
    tail = re.search(r"((?:xã|phường|đặc khu|huyện|thị xã|thị trấn|quận|thành phố) .+)$", above, re.IGNORECASE)
    return f"{name} {tail[1]}" if tail and tail[1].lower() not in name.lower() else name


def _telling(key: str) -> str:
    """A key without the words that every such body has."""
    return " ".join(word for word in key.split() if word not in _GENERIC_KEYS)


def _sure(key: str, other: str) -> bool:
    """Whether two keys differ by a slip of the keyboard: never in a number, hardly in what tells the body."""
    same_numbers = [w for w in key.split() if w.isdecimal()] == [w for w in other.split() if w.isdecimal()]
    return same_numbers and fuzz.ratio(_telling(key), _telling(other)) >= SURE


def _found(
    known: _Known | None,
    how: How,
    likely: list[tuple[_Known, int, bool]],
    heirs: dict[int, list[int]],
    rows: dict[int, Organization],
) -> Found:
    if known is not None:
        took_over = tuple(Candidate(rows[key], 100) for key in heirs.get(known.pk, ()))
        return Found(rows.get(known.pk), how, took_over)
    candidates = tuple(Candidate(rows[one.pk], score) for one, score, _sure in likely)
    sure = [one for one, _score, is_sure in likely if is_sure]
    if len(sure) == 1 and how != How.UNCLEAR:
        return Found(rows[sure[0].pk], How.LIKELY, candidates)
    return Found(None, how, candidates)


@verb("people.learn_alias")
def learn_alias(actor: Actor, office: Office, written: str, organization: Organization) -> OrganizationAlias:
    """Remembers which body the office means by a name, from now on; a name decided earlier gets the new meaning.

    Raises ``alias_without_name``.
    """
    require(actor, "people.keep_directory", office)
    key = alias_key(written)
    if not key:
        raise DomainError("alias_without_name", _("Say how the body is written in lists."))
    values = {"organization": organization, "written": clean(written)[:250], "learned_by": account_of(actor)}
    alias = OrganizationAlias.objects.select_for_update().filter(office=office, key=key).first()
    before = snapshot(alias) if alias else None
    alias = alias or OrganizationAlias(office=office, key=key)
    for name, value in values.items():
        setattr(alias, name, value)
    checked(alias).save()
    record(actor, "people.learn_alias", alias, before)
    return alias


@verb("people.forget_alias")
def forget_alias(actor: Actor, alias: OrganizationAlias) -> None:
    """The name means nothing again; lists read so far keep what they took."""
    require(actor, "people.keep_directory", alias.office)
    locked(alias)
    record(actor, "people.forget_alias", alias, snapshot(alias), {"forgotten": True})
    alias.delete()


words(
    verbs={
        "people.learn_alias": _("learned a name used in lists"),
        "people.forget_alias": _("forgot a name used in lists"),
    }
)
fact("forgotten", _("forgotten"))
