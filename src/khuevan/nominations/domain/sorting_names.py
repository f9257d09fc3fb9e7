"""By which words an invited agency is known: in the name of a file, in a sentence, in the symbol of a letter."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePath

from khuevan.nominations.models import Quota
from khuevan.people.domain.agency_words import long_form, without_place
from khuevan.people.models import Contact, Organization
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold

_SHORTEST_RUN = 8
"""Letters from which on words run together ("SoNoiVu") are believed."""
_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NO_WORD = re.compile(r"[\W_]+")
_TYPES = frozenset(
    {
        "nq", "qd", "ct", "qc", "tc", "tb", "hd", "ctr", "kh", "pa", "da", "bc", "bb", "ttr", "cd", "gm", "ggt", "pc",
        "pg", "pb", "cv",
    }
)  # fmt: skip
_COMMON = frozenset({"ubnd", "hdnd", "vp", "ub", "dang uy", "du"})
"""Symbols that bodies of one level share."""
_BELOW = ("xa", "phuong", "dac khu", "huyen", "quan", "thi xa", "thi tran", "thanh pho")


@dataclass
class Known:
    """What an agency may be called: whole names, what tells it among its like, symbols; all folded."""

    names: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    symbols: set[str] = field(default_factory=set)


def known_of(body: Organization, called: str, place: str, *, city: bool) -> Known:
    """The words for ``body``, ``called`` so in the letter of invitation, in an office of the province ``place``."""
    known = Known()
    for name in filter(None, (body.name, body.short_name, called)):
        long = long_form(name)
        for one in (long, without_place(long, place, city=city), " ".join(_words(name))):
            known.names.add(fold(one))
        known.tails |= _tails(fold(long))
    for symbol in filter(None, (body.symbol, _initials(body.name))):
        if fold(symbol) not in _COMMON:
            known.symbols.add(fold(symbol))
    known.names = {name for name in known.names if len(name) > 3}
    return known


def _tails(folded: str) -> set[str]:
    """ "xa van thang" of "uy ban nhan dan xa van thang"; the name alone is for ``Words`` to weigh."""
    found = re.search(rf"\b((?:{'|'.join(_BELOW)}) \S.*)$", folded)
    return {found[1]} if found and not folded.startswith("so ") else set()


def _initials(name: str) -> str:
    """ "SGDĐT" of "Sở Giáo dục và Đào tạo", for a body whose symbol nobody entered; none for committees."""
    words = [word for word in _words(name) if word.lower() != "và"]
    initials = "".join(word[0] for word in words if word[0].isalpha())
    return initials if 3 <= len(initials) <= 9 and words[0].lower() in {"sở", "ban", "cục", "thanh"} else ""


def _apart(name: str) -> str:
    """ "SoNoiVu2026" with spaces between its words; small and capital letters alternate in Unicode's Vietnamese."""
    parted = "".join(
        f" {char}" if before.islower() and char.isupper() else char for before, char in pairwise(f" {name}")
    )
    return _DIGITS.sub(" ", parted)


def _words(text: str) -> list[str]:
    return [word for word in _NO_WORD.split(clean(text)) if word]


class Words:
    """Finds invited agencies in free text; each phrase belongs to the agencies that bear it."""

    def __init__(self, known: dict[int, Known]) -> None:
        self._phrases: dict[str, set[int]] = defaultdict(set)
        self._symbols: dict[str, set[int]] = defaultdict(set)
        self._bare: dict[str, set[int]] = defaultdict(set)
        for key, one in known.items():
            for phrase in one.names | one.tails:
                self._phrases[phrase].add(key)
            for symbol in one.symbols:
                self._symbols[symbol].add(key)
            for tail in one.tails:
                self._bare[_without_level(tail)].add(key)
        self._by_length = sorted(self._phrases, key=len, reverse=True)

    def of_symbol(self, symbol: str) -> set[int]:
        """Agencies whose symbol stands in a ký hiệu: first in a công văn, behind the kind in other documents."""
        parts = [fold(part) for part in re.split(r"[-/]", symbol) if part.strip()]
        if parts and parts[0] in _TYPES and not self._symbols.get(parts[0]):
            parts = parts[1:]
        return set(self._symbols.get(parts[0], ())) if parts else set()

    def in_text(self, text: str) -> dict[int, str]:
        """Agencies a text names with all their words, by the words; a name inside a longer one does not count."""
        return self._found(f" {' '.join(fold(' '.join(_words(long_form(text)))).split())} ")

    def in_name(self, name: str) -> dict[int, str]:
        """Agencies the name of a file or folder says: spaced, run together, by symbol, or by the name of a commune."""
        stem = PurePath(name).stem if "." in name[-6:] else name
        spaced = _NO_WORD.sub(" ", _apart(stem))
        folded = f" {fold(spaced)} "
        found = self._found(f" {fold(long_form(spaced))} ") or self._found(folded)
        if found:
            return found
        run = folded.replace(" ", "")
        joined = {phrase: phrase.replace(" ", "") for phrase in self._by_length}
        for phrase, one in joined.items():
            if len(one) >= _SHORTEST_RUN and one in run:
                return dict.fromkeys(self._phrases[phrase], phrase)
        words = [*fold(_NO_WORD.sub(" ", stem)).split(), *folded.split()]
        for word in words:
            if len(word) >= 3 and word in self._symbols:
                return dict.fromkeys(self._symbols[word], word)
        bare = {phrase: keys for phrase, keys in self._bare.items() if " " in phrase and f" {phrase} " in folded}
        return {key: phrase for phrase, keys in bare.items() for key in keys}

    def _found(self, text: str) -> dict[int, str]:
        found: dict[int, str] = {}
        for phrase in self._by_length:
            if f" {phrase} " in text:
                text = text.replace(f" {phrase} ", " | ")
                found |= dict.fromkeys(self._phrases[phrase], phrase)
        return found


def _without_level(tail: str) -> str:
    level = next((word for word in sorted(_BELOW, key=len, reverse=True) if tail.startswith(f"{word} ")), "")
    return tail.removeprefix(level).strip()


@dataclass
class Contacts:
    """Registered contacts of the invited agencies, by e-mail address, by telephone, by name."""

    emails: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    phones: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, quotas: Iterable[Quota]) -> "Contacts":
        keys: dict[int, set[int]] = defaultdict(set)
        for quota in quotas:
            keys[quota.organization_id].add(quota.pk)
        found = cls()
        rows = Contact.objects.filter(organization__quotas__in=[pk for some in keys.values() for pk in some]).distinct()
        for body, name, phone, email in rows.values_list("organization_id", "name", "phone", "email"):
            if email:
                found.emails[email.lower()] |= keys[body]
            if len(digits := digits_of(phone)) > 8:
                found.phones[digits] |= keys[body]
            if " " in name:
                found.names[fold(name)] |= keys[body]
        return found


def digits_of(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits
