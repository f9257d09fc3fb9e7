"""Công văn cử of an agency: who it sends to a class, or that it sends nobody, in its own letterhead."""

from dataclasses import dataclass

from django.utils import timezone

from khuevan.nominations.enums import NominationState
from khuevan.nominations.models import Nomination, Quota
from khuevan.papers.blocks import (
    HOLE,
    LONG_HOLE,
    OPEN_DATE,
    Addressees,
    Appendix,
    Block,
    Closing,
    Letterhead,
    Paper,
    Table,
    Text,
    Title,
)
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import nominees, parts
from khuevan.papers.domain.facts import Facts
from khuevan.people.domain import letterheads
from khuevan.people.enums import OrganizationKind

FEW = 3
"""People whom the letter names itself; more are on a list that goes with it."""

EMPTY_ROWS = 5


@dataclass(frozen=True)
class Reply:
    """What an agency says; ``reason`` is why it sends nobody, None where it sends people.

    ``contact`` is who answers questions of the organizer: a name, with a telephone number or without.
    """

    quota: Quota
    people: tuple[Nomination, ...] = ()
    reason: str | None = None
    contact: str = ""

    @property
    def sends(self) -> tuple[Nomination, ...]:
        return tuple(one for one in self.people if one.state != NominationState.RESERVE)

    @property
    def reserve(self) -> tuple[Nomination, ...]:
        return tuple(one for one in self.people if one.state == NominationState.RESERVE)


def reply(facts: Facts, said: Reply) -> Paper:
    word, name = wording.learners(facts.training_class), wording.class_name(facts.training_class)
    own = letterheads.letterhead_of(said.quota.organization, timezone.localdate())
    about = f"V/v không cử {word} tham dự {name}" if said.reason is not None else f"V/v cử {word} tham dự {name}"
    body, appendices = _declined(facts, said) if said.reason is not None else _named(facts, said, own)
    to = _addressee(facts)
    blocks = (Addressees((to,)), *body, Text(f"{_sender(said)} trân trọng gửi {to} tổng hợp."))
    return Paper(
        _letterhead(own, said, about),
        None,
        parts.ended(blocks),
        Closing(_recipients(said), _capacity(own.signing)),
        appendices,
    )


def _letterhead(own: letterheads.Letterhead, said: Reply, about: str) -> Letterhead:
    """Number, drafting unit and day are given by the agency's own e-office."""
    is_party = _is_party(said)
    number = f"Số {_number(own, said)}" if is_party else f"Số: {_number(own, said)}"
    return Letterhead(own.parent, own.own, number, f"{own.place or HOLE}, {OPEN_DATE}", about, is_party=is_party)


def _number(own: letterheads.Letterhead, said: Reply) -> str:
    """123/SCT-VP; of a body of the Party 123-CV/BTCTU."""
    symbol = own.symbol or HOLE
    return f"{HOLE}-CV/{symbol}" if _is_party(said) else f"{HOLE}/{symbol}-{own.unit_symbol or HOLE}"


def _is_party(said: Reply) -> bool:
    return said.quota.organization.kind == OrganizationKind.PARTY


def _addressee(facts: Facts) -> str:
    """The office that organizes; a unit without a seal is written to through the body that has one."""
    unit, issuer = facts.organization, letterheads.issuer_of(facts.organization)
    return unit.name if unit.pk == issuer.pk else f"{issuer.name} ({letterheads.own_line(unit)})"


def _sender(said: Reply) -> str:
    """The body in whose name the letter goes out."""
    return letterheads.issuer_of(said.quota.organization).name


def _answered(facts: Facts) -> str:
    """Phúc đáp Công văn số 45/SNgV-VP ngày ...: with its number as soon as the office recorded it."""
    letter = facts.invitation.record if facts.invitation else None
    if letter is not None and letter.code:
        return f"Phúc đáp {wording.cited(letter)}"
    word = wording.learners(facts.training_class)
    return f"Phúc đáp đề nghị của {facts.organization} về việc cử {word} tham dự lớp"


def _named(facts: Facts, said: Reply, own: letterheads.Letterhead) -> tuple[list[Block], tuple[Appendix, ...]]:
    fields = facts.invitation.fields if facts.invitation else ()
    body = said.quota.organization
    names = {said.quota.name, body.name, body.short}
    listed = nominees.form(fields, EMPTY_ROWS)
    if said.people:
        listed = nominees.table(fields, said.sends, said.reserve, own=names)
    has_room = 0 < len(said.people) <= FEW and len(listed.columns) <= nominees.WIDE
    where = "có tên sau đây:" if has_room else "(danh sách kèm theo)."
    blocks: list[Block] = [Text(f"{_answered(facts)}, {_sender(said)} {_sends(facts, said)} {where}")]
    blocks += [listed] if has_room else []
    blocks += [Text(f"Đầu mối liên hệ: {said.contact}.")] if said.contact else []
    return blocks, () if has_room else (_list(facts, said, own, listed),)


def _sends(facts: Facts, said: Reply) -> str:
    """cử 02 học viên tham dự Lớp ... từ ngày ... đến ngày ...: a place to fill in while nobody is named."""
    about = facts.training_class
    number = wording.count(len(said.sends)) if said.people else HOLE
    reserve = f", dự bị {wording.count(len(said.reserve))} {wording.learners(about)}" if said.reserve else ""
    days = wording.period(about.start_date, about.end_date)
    unit = said.quota.organization
    of_unit = "" if letterheads.issuer_of(unit).pk == unit.pk else f" của {letterheads.own_line(unit)}"
    return f"cử {number} {wording.learners(about)}{of_unit} tham dự {wording.class_name(about)} ({days}){reserve}"


def _list(facts: Facts, said: Reply, own: letterheads.Letterhead, listed: Table) -> Appendix:
    name, word = wording.class_name(facts.training_class), wording.learners(facts.training_class)
    number = _number(own, said)
    note = f"(Kèm theo Công văn số {number} {OPEN_DATE} của {_sender(said)})"
    total = [Text(f"Danh sách có {wording.count(len(said.people))} {word}.")] if said.people else []
    is_wide = len(listed.columns) > nominees.WIDE - 1
    return Appendix(Title(f"Danh sách cử {word}", f"Tham dự {name}", note), (listed, *total), is_landscape=is_wide)


def _declined(facts: Facts, said: Reply) -> tuple[list[Block], tuple[Appendix, ...]]:
    about = facts.training_class
    word, name = wording.learners(about), wording.class_name(about)
    days = wording.period(about.start_date, about.end_date)
    why = (said.reason or "").rstrip(".") or LONG_HOLE
    first = f"{_answered(facts)}, {_sender(said)} không cử {word} tham dự {name} ({days})."
    return [Text(first), Text(f"Lý do: {why}.")], ()


def _capacity(signing: letterheads.Signing) -> tuple[str, ...]:
    """As the head signs; a place to fill in where nobody knows what the head is called."""
    if signing.unit and not signing.unit_head:
        return (f"TL. {signing.head or HOLE}", LONG_HOLE)
    title = signing.unit_head or signing.head
    return signing.lines(title) if title else (LONG_HOLE,)


def _recipients(said: Reply) -> tuple[str, ...]:
    named = ("Người được cử",) if said.people and said.reason is None else ()
    return ("Như trên", *named, f"Lưu: VT, {HOLE}")
