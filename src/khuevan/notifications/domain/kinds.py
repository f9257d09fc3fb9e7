"""Kinds of message: what each is for, its default words, and what stands in their places.

The apps that write messages register their kinds when they start; offices may put their own words to each of them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

type Words = str | Promise
type Places = tuple[Mapping[str, Words], Mapping[str, str]]
"""What some places hold, and a sample of each."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class MessageKind:
    """``subject`` and ``body`` are Vietnamese plain text with places such as ``{tên đơn vị}``.

    ``placeholders`` says what each place holds, ``sample`` what it may look like.  The body must keep
    the ``required`` ones (a code, an address): without them the message is of no use, and a subject is no place for
    them.  Messages of a ``digest`` kind may be gathered into one.
    """

    code: str
    title: Words
    subject: str
    body: str
    placeholders: Mapping[str, Words]
    sample: Mapping[str, str]
    digest: bool = False
    required: frozenset[str] = field(default_factory=frozenset)


_kinds: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> MessageKind:
    """Makes a kind known.  Its own words must use known places only, and all the required ones."""
    subject, body = places_in(kind.subject), places_in(kind.body)
    unknown = (subject | body) - kind.placeholders.keys()
    if unknown or subject & kind.required or kind.required - body or kind.sample.keys() != kind.placeholders.keys():
        raise ValueError(kind.code)
    _kinds[kind.code] = kind
    return kind


def register_kind(
    code: str,
    title: Words,
    subject: str,
    body: str,
    *places: Places,
    digest: bool = False,
    required: frozenset[str] = frozenset(),
) -> str:
    """Makes a kind known whose places several kinds share in part; returns its code."""
    held: dict[str, Words] = {}
    sample: dict[str, str] = {}
    for words, shown in places:
        held.update(words)
        sample.update(shown)
    return register(MessageKind(code, title, subject, body, held, sample, digest, required)).code


def kind_of(code: str) -> MessageKind:
    """Raises KeyError for a kind nobody registered."""
    return _kinds[code]


def title_of(code: str) -> Words:
    """What a kind is called; its code where this version of the program does not know it."""
    return _kinds[code].title if code in _kinds else code


def all_kinds() -> list[MessageKind]:
    """In the order in which the apps registered them."""
    return list(_kinds.values())


def place_name(written: str) -> str:
    """The name of a place as somebody wrote it: composed letters, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFC", written).lower().split())


def places_in(text: str) -> set[str]:
    """The places of a text, whether known or not."""
    return {place_name(name) for name in _PLACE.findall(text)}


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its places filled, line by line.

    A line all of whose places are empty is left out, and never more than one empty line stands in a row.  What a value
    holds is not looked through for places; a place without a value stays as it is.
    """
    lines: list[str] = []
    for line in text.splitlines():
        names = places_in(line)
        if names and not any(values.get(name, "?") for name in names):
            continue
        done = _PLACE.sub(_filler(values), line).rstrip()
        if done or (lines and lines[-1]):
            lines.append(done)
    return "\n".join(lines).strip()


def _filler(values: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda place: values.get(place_name(place[1]), place[0])
