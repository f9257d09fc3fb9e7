"""Danh sách khách mời in the order of their introduction; with the invitation it has no number of its own."""

from typing import Final

from khuevan.papers.blocks import Block, Column, Paper, Table, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents.greeting import instead
from khuevan.papers.domain.contents.opening_invitation import invited
from khuevan.papers.domain.facts import Facts
from khuevan.training.domain.guests.inviting import takes_seat
from khuevan.training.enums import GuestState
from khuevan.training.models import Guest

_STATES: Final[dict[str, str]] = {
    GuestState.PLANNED: "",
    GuestState.INVITED: "Đã mời",
    GuestState.COMING: "Dự",
    GuestState.DECLINED: "Vắng",
}


def guest_list(facts: Facts) -> Paper:
    about = facts.training_class
    title = Title("Danh sách khách mời", f"Dự Lễ {wording.opening(about)} {wording.class_name(about)}")
    if not facts.guests:
        return Paper(facts.attached, title, (Text("Chưa có khách mời."),))
    columns = (
        Column("STT", 12, "center"),
        Column("Họ và tên", 46),
        Column("Chức vụ, cơ quan, đơn vị", 70),
        Column("Ghi chú", 37),
    )
    rows = tuple(_row(number, one) for number, one in enumerate(facts.guests, start=1))
    blocks: list[Block] = [Table(columns, rows), Text(_total(facts.guests))]
    return Paper(facts.attached, title, tuple(blocks))


def _row(number: int, guest: Guest) -> tuple[str, ...]:
    if guest.person is None:
        return str(number), invited(guest), "", _remark(guest)
    rank = f"{guest.person.rank} " if guest.person.rank else ""
    name = f"{guest.person.honorific} {rank}{guest.person.full_name}".strip()
    return str(number), name, guest.post, _remark(guest)


def _remark(guest: Guest) -> str:
    said = f"Vắng, dự thay: {instead(guest)}" if guest.comes_instead else _STATES[guest.state]
    return "; ".join(part for part in (said, guest.note.strip().rstrip(".;")) if part)


def _total(guests: list[Guest]) -> str:
    """Only what is known of them: before anybody answered the list says how many are on it."""
    coming = sum(one.state == GuestState.COMING or bool(one.comes_instead) for one in guests)
    away = sum(not takes_seat(one) for one in guests)
    total = f"Danh sách này có {wording.count(len(guests))} khách mời"
    told = [f"{wording.count(coming)} dự"] if coming else []
    told += [f"{wording.count(away)} vắng"] if away else []
    return f"{total}, trong đó {', '.join(told)}." if told else f"{total}."
