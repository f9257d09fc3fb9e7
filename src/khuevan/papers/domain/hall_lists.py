"""Lists for the hall: at the door by name, to sign by half day and place, one for each group, and what cards say."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.codes import grouped as in_fours
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.expected import expected
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import Column
from khuevan.papers.domain import wording
from khuevan.papers.domain.cards import card_address, seat_of, where_words
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.lists import Group, PrintedList, details, facts_of, grouped_rows
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass, Venue
from khuevan.vietnamese.names import split_name

MAIN = "chinh"
"""Names the main hall where a place is asked for; the other places by their key."""
_TONES = frozenset(map(chr, (0x300, 0x301, 0x303, 0x309, 0x323)))
"""Grave, acute, tilde, hook and dot: marks of tones, not of letters."""


def door_list(actor: Actor, training_class: TrainingClass) -> PrintedList:
    """Everybody by tên, under big letters, with group and place and a box to tick."""
    facts = facts_of(actor, training_class)
    people = _learners(facts, by_name=True)
    places = any(seat_of(one) for one in people)
    groups, done = [], 0
    for letter, members in groupby(people, key=lambda one: initial(one.full_name)):
        rows = [_at_door(place, one, places=places) for place, one in enumerate(members, start=done + 1)]
        groups.append(Group(letter, tuple(rows)))
        done += len(rows)
    columns = (
        Column("STT", 7, "center"),
        Column("Họ và tên", 30),
        Column("Đơn vị", 36),
        Column("Tổ", 12, "center"),
        *((Column("Chỗ ngồi", 20),) if places else ()),
        Column("Đến", 8, "center"),
    )
    return PrintedList(
        slug="danh-sach-don",
        tab="Đón tại cửa",
        title=f"Danh sách đón {wording.learners(training_class)}",
        details=details(facts),
        letterhead=facts.attached,
        columns=columns,
        groups=tuple(groups),
        closing=_total(facts, done),
        row_height=7,
        is_lettered=True,
    )


def initial(full_name: str) -> str:
    """The letter under which a list by tên has somebody: Â and A are two letters, Á and A are one.

    >>> initial("Đỗ Văn Ấn"), initial("Điểu K' Ré"), initial("H'Hen Niê")
    ('Â', 'K', 'N')
    """
    first = next((char for char in split_name(full_name).given if char.isalpha()), "")
    letters = "".join(char for char in unicodedata.normalize("NFD", first) if char not in _TONES)
    return unicodedata.normalize("NFC", letters).upper() or "#"


def sign_sheets(
    actor: Actor,
    training_class: TrainingClass,
    sessions: Sequence[Session],
    *,
    grouped: bool = False,
    place: str = "",
) -> list[PrintedList]:
    """For each half day one list to sign at each place: the main hall, then each other place that has somebody.

    A half day for some groups has their members only, at its own place.  ``place`` asks for one place alone: ``MAIN``
    or the key of a venue.  Raises ``not_of_this_class``, ``nobody_there``.
    """
    facts = facts_of(actor, training_class)
    if any(session.training_class_id != training_class.pk for session in sessions):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
    people, by_session = _learners(facts), expected(training_class).by_session
    venues = {venue.pk: venue for venue in facts.venues}
    sheets = []
    for session in sessions:
        keys = by_session.get(session.pk)
        there = people if keys is None else [one for one in people if one.pk in keys]
        split = _by_place(session, there) if keys is None else {session.venue_id: there}
        for venue_key, some in split.items():
            if place in {"", str(venue_key), MAIN if venue_key == session.venue_id else ""}:
                at = venues.get(venue_key or 0)
                sheets.append(_sign_sheet(facts, session, at, some, grouped=grouped, several=len(split) > 1))
    if not sheets:
        raise DomainError("nobody_there", _("Nobody is to sign at this place."))
    return sheets


def _by_place(session: Session, people: Iterable[Enrollment]) -> dict[int | None, list[Enrollment]]:
    """Learners by the key of the venue where they sit; first the place of the half day itself."""
    own = session.venue_id
    found: dict[int | None, list[Enrollment]] = {own: []}
    for one in people:
        seat = seat_of(one)
        at = own if seat is None or seat.is_main else seat.pk
        found.setdefault(at, []).append(one)
    return {key: some for key, some in found.items() if some} or {own: []}


def _sign_sheet(
    facts: Facts, session: Session, venue: Venue | None, people: Sequence[Enrollment], *, grouped: bool, several: bool
) -> PrintedList:
    columns = (
        Column("STT", 7, "center"),
        Column("Họ và tên", 28),
        Column("Chức vụ", 25),
        Column("Đơn vị", 29),
        Column("Ký tên", 22),
        Column("Đến muộn, vắng", 15),
    )
    times = f"{wording.clock(session.starts_at)} - {wording.clock(session.ends_at)}"
    part = wording.PARTS[DayPart(session.part)]
    at = f", tại {venue.name}" if venue else ""
    names = ", ".join(sorted({str(one) for one in session.groups.all()})) if session.pk in _for_groups(facts) else ""
    return PrintedList(
        slug="diem-danh",
        tab=f"{part} {session.date:%d.%m.%Y}{f' {venue.name}' if venue and (several or names) else ''}",
        title="Danh sách điểm danh",
        details=(
            wording.class_name(facts.training_class),
            f"{wording.half_day(session)} ({times}){at}",
            *((f"Dành cho: {names}",) if names else ()),
            *_contact(venue),
        ),
        letterhead=facts.attached,
        columns=columns,
        groups=grouped_rows(
            people, grouped=grouped, row=lambda one: (one.full_name, one.position, one.organization_name, "", "")
        ),
        closing=_total(facts, len(people)),
        signed_by=("Người theo dõi lớp",),
        row_height=9,
    )


def _for_groups(facts: Facts) -> frozenset[int]:
    """Half days that are for some groups only, asked once for all sheets."""
    if "for_groups" not in facts.known:
        found = facts.training_class.sessions.filter(groups__isnull=False)
        facts.known["for_groups"] = frozenset(found.values_list("pk", flat=True))
    keys: frozenset[int] = facts.known["for_groups"]
    return keys


def _contact(venue: Venue | None) -> tuple[str, ...]:
    """Whom to call at a place, where somebody is named."""
    if venue is None or venue.contact is None:
        return ()
    called = ", điện thoại ".join(filter(None, (venue.contact.addressed, venue.contact.phone)))
    return (f"Đầu mối tại {'điểm cầu' if venue.is_remote else 'địa điểm'}: {called}",)


def group_lists(actor: Actor, training_class: TrainingClass, *, phones: bool = False) -> list[PrintedList]:
    """One list for each group, its leader first; ``phones`` only for the use of the office.

    Whoever is in no group yet comes last.  Raises ``no_groups``.
    """
    facts = facts_of(actor, training_class)
    people = sorted(_learners(facts, by_name=True), key=lambda one: not one.leads_group)
    groups = list(training_class.groups.select_related("venue"))
    if not groups:
        raise DomainError("no_groups", _("The class has no groups yet."))
    lists = []
    for group in groups:
        members = [one for one in people if one.group_id == group.pk]
        at = (f"Địa điểm: {group.venue.name}",) if group.venue else ()
        lists.append(_group_list(facts, group.name, at, members, phones=phones))
    rest = [one for one in people if one.group_id is None]
    return [*lists, *([_group_list(facts, "Chưa xếp tổ", (), rest, phones=phones)] if rest else [])]


def _group_list(
    facts: Facts, name: str, at: tuple[str, ...], members: Sequence[Enrollment], *, phones: bool
) -> PrintedList:
    columns = (
        Column("STT", 7, "center"),
        Column("Họ và tên", 28),
        Column("Chức vụ", 27),
        Column("Đơn vị", 34),
        *((Column("Điện thoại", 17, "center"),) if phones else ()),
        Column("Ghi chú", 16),
    )
    rows = tuple(
        (
            str(place),
            *(one.full_name, one.position, one.organization_name),
            *((one.phone,) if phones else ()),
            _role(one),
        )
        for place, one in enumerate(members, start=1)
    )
    return PrintedList(
        slug="danh-sach-to",
        tab=name,
        title=f"Danh sách {name}" if name.casefold().startswith(("tổ", "nhóm")) else name,
        details=(*details(facts), *at),
        letterhead=facts.attached,
        columns=columns,
        groups=(Group("", rows),),
        closing=_total(facts, len(members)),
        row_height=7,
        is_landscape=phones,
    )


def _role(one: Enrollment) -> str:
    seat = one.venue.name if one.venue else ""
    return ", ".join(filter(None, ("Tổ trưởng" if one.leads_group else "", seat)))


def card_list(actor: Actor, training_class: TrainingClass) -> PrintedList:
    """What the cards say, for whoever has them printed elsewhere."""
    facts = facts_of(actor, training_class)
    people = _learners(facts)
    rows = tuple(
        (
            str(place),
            *(one.full_name, one.position, one.organization_name),
            *(one.group.name if one.group else "", " ".join(where_words(one)[-1:]) if seat_of(one) else ""),
            *(in_fours(one.card_code), card_address(one.card_code)),
        )
        for place, one in enumerate(people, start=1)
    )
    columns = (
        Column("STT", 6, "center"),
        Column("Họ và tên", 25),
        Column("Chức vụ", 22),
        Column("Đơn vị", 28),
        Column("Tổ", 9, "center"),
        Column("Chỗ ngồi", 16),
        Column("Mã thẻ", 18, "center"),
        Column("Địa chỉ mã QR", 34),
    )
    return PrintedList(
        slug="danh-sach-lam-the",
        tab="Làm thẻ",
        title=f"Danh sách làm thẻ {wording.learners(training_class)}",
        details=details(facts),
        letterhead=facts.attached,
        columns=columns,
        groups=(Group("", rows),),
        closing=_total(facts, len(people)),
        is_landscape=True,
    )


def _at_door(place: int, one: Enrollment, *, places: bool) -> tuple[str, ...]:
    seat = seat_of(one)
    where = ((seat.name if seat else ""),) if places else ()
    return (str(place), one.full_name, one.organization_name, one.group.name if one.group else "", *where, "")


def _learners(facts: Facts, *, by_name: bool = False) -> list[Enrollment]:
    """Everybody on the list with group and place, in protocol order or by tên."""
    seen = Enrollment.objects.visible_to(facts.actor).filter(training_class=facts.training_class).current()
    found = seen.select_related("organization", "group__venue", "venue")
    return list(found.by_name() if by_name else found.by_protocol())


def _total(facts: Facts, number: int) -> str:
    return f"Danh sách có {wording.count(number)} {wording.learners(facts.training_class)}."
