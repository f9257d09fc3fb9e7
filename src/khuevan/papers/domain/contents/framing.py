"""What stands around the words of a paper: grounds, articles of a decision, what it is attached to, nơi nhận."""

from collections.abc import Sequence

from khuevan.papers.blocks import (
    HOLE,
    LONG_HOLE,
    OPEN_DATE,
    Appendix,
    Basis,
    Block,
    Centred,
    Closing,
    Paper,
    Text,
    Title,
)
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.facts import Facts
from khuevan.records.models import Record
from khuevan.vietnamese.dates import document_date

type Article = tuple[str, Sequence[Block]]
"""What follows "Điều 1." on its line, and below it."""


def carrying_out(facts: Facts) -> str:
    """Thực hiện Kế hoạch số ..., with which a paper begins that has no Căn cứ; empty where nothing is known."""
    documents = "; ".join(map(wording.cited, facts.documents))
    return f"Thực hiện {documents}, " if documents else ""


def grounds(facts: Facts) -> tuple[Block, ...]:
    """The grounds an officer or the office's settings name; nothing where they name none."""
    return (Basis(ended_lines(_bases(facts))),) if facts.details.bases else ()


def _bases(facts: Facts) -> list[str]:
    return [f"Căn cứ {text.strip().removeprefix('Căn cứ ').rstrip('.;')}" for text in facts.details.bases]


def ended_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Each ends with a semicolon, the last with a full stop."""
    return tuple(f"{line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, start=1))


def decision(
    facts: Facts,
    subject: str,
    articles: Sequence[Article],
    others: Sequence[str],
    appendices: tuple[Appendix, ...] = (),
) -> Paper:
    """Căn cứ, QUYẾT ĐỊNH: and the articles, the last of which says from when it holds and who carries it out."""
    others = [facts.value("carried_out_by", LONG_HOLE), *others]
    carried_out = f"{', '.join(others)} và các cơ quan, đơn vị liên quan chịu trách nhiệm thi hành Quyết định này."
    last: Article = (f"Quyết định này có hiệu lực kể từ ngày ký. {carried_out}", [])
    numbered: list[Block] = []
    for place, (text, below) in enumerate([*articles, last], start=1):
        numbered += [Text(text, lead=f"Điều {place}."), *below]
    basis = _bases(facts) or [f"Căn cứ {LONG_HOLE}"]
    basis += [f"Căn cứ {wording.cited(document)}" for document in facts.documents]
    blocks = (
        Centred(facts.value("authority", facts.writes_as.signing.authority).upper()),
        Basis(ended_lines([*basis, f"Theo đề nghị của {facts.value('proposed_by', LONG_HOLE)}"])),
        Centred("QUYẾT ĐỊNH:"),
        *numbered,
    )
    return Paper(
        facts.letterhead("QĐ"),
        Title("Quyết định", subject),
        parts.ended(blocks),
        closing(facts, f"Như Điều {len(articles) + 1}", leaders(facts)),
        appendices,
    )


def attached_to(facts: Facts, kind: str, symbol: str, record: Record | None) -> str:
    """(Kèm theo Quyết định số 15/QĐ-SNgV ngày ... của ...); number and day are open until they are known."""
    number = wording.code(record) if record and record.code else f"{HOLE}/{symbol}"
    on = document_date(record.date) if record and record.date else OPEN_DATE
    return f"(Kèm theo {kind} số {number} {on} của {facts.body})"


def with_this(facts: Facts, kind: str, abbreviation: str) -> str:
    """For the appendices of the paper being written."""
    symbol = f"{abbreviation}-{facts.symbol}" if abbreviation else f"{facts.symbol}-{facts.unit}"
    return attached_to(facts, kind, symbol, facts.details.record)


def leaders(facts: Facts) -> str:
    """Those in the office who receive a copy of what it sends out."""
    return f"Lãnh đạo {facts.writes_as.own}"


def superiors(facts: Facts) -> list[str]:
    return [f"{name} (để báo cáo)" for name in facts.superiors]


def partners(facts: Facts) -> list[str]:
    return [f"{name} (để phối hợp)" for name in facts.partners]


def closing(facts: Facts, *recipients: str) -> Closing:
    """Nơi nhận: those of this kind of paper, those the officer added, the archive; and who signs."""
    said = facts.details
    everybody = dict.fromkeys((*recipients, *said.recipients))
    return Closing(
        (*everybody, f"Lưu: VT, {facts.unit}"), said.capacity, said.signer, drafter=said.drafter, copies=said.copies
    )


def bullets(lines: Sequence[str]) -> list[Block]:
    return [Text(line) for line in parts.dashes(lines)]
