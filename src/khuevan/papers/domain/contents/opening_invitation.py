"""Giấy mời dự lễ khai giảng (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.7), one for each guest."""

from datetime import time

from khuevan.papers.blocks import LONG_HOLE, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts, Target
from khuevan.training.enums import CeremonyKind, ItemKind
from khuevan.training.models import Guest, Session

_WELCOME = ("đón", "ổn định")
"""How a line begins that only receives the guests: Đón tiếp đại biểu, Ổn định tổ chức."""


def guest_targets(facts: Facts) -> list[Target]:
    return [Target(f"guest:{one.pk}", invited(one)) for one in facts.guests]


def invited(guest: Guest) -> str:
    """Ông Dương Nam Khánh, Phó Giám đốc Sở ...; a body that sends whom it likes is asked for somebody who leads it."""
    if guest.person is None and not guest.title:
        return f"Đại diện lãnh đạo {guest.organization_name}"
    return wording.official(guest)


def opening_invitation(facts: Facts) -> Paper:
    name = wording.class_name(facts.training_class)
    ceremony = f"Lễ {wording.opening(facts.training_class)} {name}"
    guest = next((one for one in facts.guests if facts.target and facts.target.key == f"guest:{one.pk}"), None)
    who = facts.target.name if facts.target else LONG_HOLE
    chairs = [wording.official(one) for one in facts.ceremony_roles if one.kind == CeremonyKind.CHAIRED_BY]
    you = (guest.person.honorific if guest and guest.person else "") or "Quý đại biểu"
    contact = facts.value("contact")
    blocks: list[Block] = [
        Text(f"{facts.body} trân trọng kính mời: {who}"),
        Text(f"Tới dự: {ceremony}."),
        *([Text(f"Chủ trì: {'; '.join(chairs)}.")] if chairs else []),
        Text(f"Thời gian: {facts.value('time') or beginning(facts) or LONG_HOLE}."),
        *_where(facts),
        *map(Text, facts.lines("note")),
        *([Text(f"Thông tin chi tiết xin liên hệ {contact}.")] if contact else []),
        Text(f"Rất mong {you} đến dự."),
    ]
    return Paper(
        facts.letterhead("GM"),
        Title("Giấy mời", f"Dự {ceremony}"),
        parts.ended(blocks),
        framing.closing(facts, "Như trên", framing.leaders(facts)),
    )


def _where(facts: Facts) -> list[Block]:
    first, *others = parts.where(facts)
    return [Text(f"Địa điểm: {first}"), *map(Text, others)]


def beginning(facts: Facts) -> str:
    """7 giờ 30, thứ Sáu, ngày 04 tháng 10 năm 2019: when the opening begins; empty without a programme."""
    if not facts.sessions:
        return ""
    session = facts.sessions[0]
    day = wording.weekday(session.date)
    return f"{wording.clock(opens_at(session))}, {day[:1].lower()}{day[1:]}"


def opens_at(session: Session) -> time:
    """The first ceremony after the welcome of guests, else the first of all, else the beginning of the half day."""
    lines = [item for item in session.items.all() if item.kind == ItemKind.CEREMONY]
    opening = [item for item in lines if not item.title.casefold().startswith(_WELCOME)]
    return next((item.starts_at for item in (*opening, *lines)), session.starts_at)


def welcomes_at(session: Session) -> time | None:
    """When guests are received, where the programme has that before the opening."""
    first = next((item.starts_at for item in session.items.all() if item.kind == ItemKind.CEREMONY), None)
    return first if first is not None and first < opens_at(session) else None
