"""Under which name and symbol a body writes, and how its people sign (Nghị định 30/2020, Phụ lục I, ô 2, 3, 7a).

A unit without a seal of its own (a phòng inside Văn phòng UBND tỉnh) writes under the nearest body above that has one:
its letterhead and symbol, its head by order ("TL. CHÁNH VĂN PHÒNG").
"""

import re
from dataclasses import dataclass
from datetime import date

from khuevan.people.domain.succession import heirs
from khuevan.people.models import Organization
from khuevan.vietnamese.folding import fold

_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_COLLECTIVE = ("uy ban nhan dan", "hoi dong nhan dan")
"""Bodies that decide together: no superior line above them, "TM." above their chairman."""
_HEADS = (
    ("van phong", "Chánh Văn phòng"),
    ("thanh tra", "Chánh Thanh tra"),
    ("so ", "Giám đốc"),
    ("trung tam", "Giám đốc"),
    ("phong ", "Trưởng phòng"),
    ("ban ", "Trưởng ban"),
    ("chi cuc", "Chi cục trưởng"),
    ("cuc ", "Cục trưởng"),
    ("vu ", "Vụ trưởng"),
    ("bo ", "Bộ trưởng"),
    ("truong ", "Hiệu trưởng"),
    ("bao ", "Tổng Biên tập"),
    ("uy ban nhan dan", "Chủ tịch"),
    ("hoi dong nhan dan", "Chủ tịch"),
)
"""The usual title of a head by the first words of the name, where ``head_title`` does not say."""
_DEPUTY = "PHÓ "
_SHORT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN"}
_SHARED = re.compile(r"[\s,(]+(PHỤ TRÁCH|THƯỜNG TRỰC)\b.*$")
_ACTING = re.compile(r"^\s*(quyền\s|q\.)", re.IGNORECASE)


@dataclass(frozen=True)
class Signing:
    """Who may sign what a body writes.  ``unit`` and ``unit_head`` are empty where the body issues for itself."""

    body: str
    head: str
    unit: str = ""
    unit_head: str = ""

    @property
    def is_collective(self) -> bool:
        return fold(self.body).startswith(_COLLECTIVE)

    def lines(self, title: str) -> tuple[str, ...]:
        """What stands above the name of somebody with this title, in capitals: TM., KT., TL. where they belong.

        The head signs plainly or for the collective, a deputy "KT.", whoever leads a unit inside "TL.", whose deputy
        both.
        """
        own = self._official(title)
        leads = own.removeprefix(_DEPUTY)
        head = self.head.upper() or ("" if self.unit else leads)
        if leads == head:
            top = (f"TM. {_collective_name(self.body)}",) if self.is_collective else ()
            return (*top, head) if own == head else (*top, f"KT. {head}", own)
        by_order = f"TL. {head}" if head else "TL."
        unit_head = _named(self.unit_head, self.unit) if self.unit else leads
        if own.startswith(_DEPUTY):
            return (by_order, f"KT. {unit_head}", f"{_DEPUTY}{unit_head}")
        return (by_order, unit_head)

    def acting(self, title: str) -> tuple[str, ...]:
        """Of somebody who acts as head until there is one: Q. GIÁM ĐỐC."""
        *above, own = self.lines(_ACTING.sub("", title).strip() or self.unit_head or self.head)
        return (*above, f"Q. {own}")

    def authorised(self, title: str) -> tuple[str, ...]:
        """Of somebody whom the head authorised in writing, for a time: TUQ. GIÁM ĐỐC over the own title."""
        own, head = self._official(title), self.head.upper()
        if self.unit and own == self.unit_head.upper():
            own = _named(self.unit_head, self.unit)
        return (f"TUQ. {head}" if head else "TUQ.", own)

    def _is_own_name(self, words: str) -> bool:
        """Whether words after the title of the head are this body's name or a part of it: Sở, UBND tỉnh."""
        name = self.body.upper()
        for short, full in _SHORT.items():
            words = words.replace(short, full)
        return words in name or words.split()[0] == name.split()[0]

    def _official(self, title: str) -> str:
        """The title in capitals as documents give it: without "phụ trách", "thường trực", and the body's own name.

        Papers name the office that the law knows, not how its work is shared (Nghị định 30/2020, Phụ lục I).
        """
        own = " ".join(title.upper().split())
        if own.startswith(_DEPUTY):
            own = _SHARED.sub("", own)
        for known in (self.head.upper(), f"{_DEPUTY}{self.head.upper()}"):
            rest = own.removeprefix(f"{known} ")
            if self.head and rest != own and self._is_own_name(rest):
                return known
        return own

    @property
    def authority(self) -> str:
        """Whose decision it is, above QUYẾT ĐỊNH or CHỨNG NHẬN: GIÁM ĐỐC SỞ ..., or the body that decides together."""
        if self.is_collective or not self.head:
            return self.body.upper()
        return _named(self.head, self.body)


@dataclass(frozen=True)
class Letterhead:
    """The words on top of a paper.  ``parent`` is empty for bodies that have no superior line."""

    parent: str
    own: str
    symbol: str
    place: str
    signing: Signing
    unit_symbol: str = ""
    """The drafting unit in the number of a công văn (VP-NgV), where the body is such a unit."""


def letterhead_of(organization: Organization, on: date | None = None) -> Letterhead:
    """How a body writes; ``on`` a day, a superior body that ended by then is the one that took over from it."""
    issuer = issuer_of(organization)
    is_unit = issuer.pk != organization.pk
    above = "" if _is_collective(issuer) else _superior(issuer, on)
    return Letterhead(
        parent=above,
        own=own_line(issuer),
        symbol=issuer.symbol,
        place=issuer.place_name or organization.place_name,
        signing=Signing(
            issuer.name,
            head_title(issuer),
            own_line(organization) if is_unit else "",
            head_title(organization) if is_unit else "",
        ),
        unit_symbol=organization.symbol if is_unit else "",
    )


def issuer_of(organization: Organization) -> Organization:
    """The nearest body from here upwards with a seal of its own; the body itself where none has one."""
    body: Organization | None = organization
    seen: set[int] = set()
    while body is not None and body.pk not in seen:
        if body.issues_documents:
            return body
        seen.add(body.pk)
        body = body.parent
    return organization


def own_line(organization: Organization) -> str:
    """The name without its place, which the line above already says (Nghị định 30/2020, ô số 2)."""
    name, place = organization.name, organization.place_name
    if organization.parent and place and not _is_collective(organization):
        for tail in (*(f" {level} {place}" for level in _LEVELS), f" {place}"):
            if name.endswith(tail):
                return name.removesuffix(tail)
    return name


def head_title(organization: Organization) -> str:
    """Title of the head: as entered, or the usual one of such a body; empty where neither is known."""
    if organization.head_title:
        return organization.head_title
    name = fold(organization.name)
    return next((title for start, title in _HEADS if name.startswith(start)), "")


def _superior(issuer: Organization, on: date | None) -> str:
    above = issuer.parent
    if above is None:
        return ""
    if on is not None and not above.exists(on):
        took_over = heirs(above, on)
        above = took_over[0] if len(took_over) == 1 else above
    return above.name


def _is_collective(organization: Organization) -> bool:
    return fold(organization.name).startswith(_COLLECTIVE)


def _collective_name(name: str) -> str:
    """ỦY BAN NHÂN DÂN, without the place that the top of the page says."""
    return " ".join(name.upper().split()[:4])


def _named(title: str, body: str) -> str:
    """A title with what it heads, each word once: TRƯỞNG PHÒNG + Phòng Ngoại vụ is TRƯỞNG PHÒNG NGOẠI VỤ."""
    first, name = title.upper(), body.upper()
    words, rest = first.split(), name.split()
    for count in range(min(len(words), len(rest)), 0, -1):
        if words[-count:] == rest[:count]:
            return " ".join([*words, *rest[count:]])
    return f"{first} {name}"
