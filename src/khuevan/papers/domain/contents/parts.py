"""Parts that several papers share; each gives nothing where the class has nothing to say."""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from itertools import chain, pairwise

from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import HOLE, LONG_HOLE, ROMAN, Band, Block, Column, Heading, Table, Text
from khuevan.papers.domain import wording
from khuevan.papers.domain.facts import Facts, lecturers_of
from khuevan.training.domain.queries import half_day_count, periods_in
from khuevan.training.models import ProgrammeItem, Session, Venue


def sections(*named: tuple[str, Sequence[Block]]) -> tuple[Block, ...]:
    """I., II. ...: a section without blocks is left out, and so is its number."""
    kept = [(name, blocks) for name, blocks in named if blocks]
    numbered = zip(ROMAN, kept, strict=False)
    return tuple(chain.from_iterable((Heading(f"{roman}. {name}"), *blocks) for roman, (name, blocks) in numbered))


def points(*named: tuple[str, str | Sequence[str]]) -> list[Block]:
    """1., 2. ...: each with its name in bold and its paragraphs; an empty one is left out, a list begins a line."""
    kept = [(name, [text] if isinstance(text, str) else text) for name, text in named if text]
    blocks: list[Block] = []
    for number, (name, texts) in enumerate(kept, start=1):
        first, *others = _begun(texts)
        blocks += [Text(first, lead=f"{number}. {name}:"), *(Text(other) for other in others)]
    return blocks


def _begun(texts: Sequence[str]) -> Sequence[str]:
    """What stands beside the name of a point: nothing before a list, unless the list has one line."""
    if not texts[0].startswith("- "):
        return texts
    return ["", *texts] if len(texts) > 1 else [texts[0].removeprefix("- ")]


def dashes(lines: Iterable[str]) -> list[str]:
    """- ...;  the last ends with a full stop."""
    listed = [line.rstrip(".;") for line in lines]
    return [f"- {line}{'.' if place == len(listed) else ';'}" for place, line in enumerate(listed, start=1)]


def ended(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The last words of a paper end with ./. (Nghị định 30/2020, Phụ lục III)."""
    *before, last = blocks
    if not isinstance(last, Text):
        return tuple(blocks)
    return (*before, Text(f"{last.text.rstrip('.;')}./.", lead=last.lead))


def purpose(facts: Facts) -> list[Block]:
    about = facts.training_class
    return points(
        ("Sự cần thiết", wording.paragraphs(about.need)),
        ("Mục đích", wording.paragraphs(about.objective)),
        ("Kết quả cần đạt", wording.paragraphs(about.expected_result)),
    )


def days(facts: Facts) -> str:
    """05 ngày: those on which something is taught, as far as the programme is known."""
    number = len({session.date for session in facts.sessions}) or facts.training_class.duration_days
    return f"{wording.count(number)} ngày"


def length(facts: Facts) -> str:
    """05 ngày, 10 buổi, 40 tiết: as far as the programme is known."""
    parts = [days(facts)]
    if facts.sessions:
        parts.append(f"{wording.count(half_day_count(facts.sessions))} buổi")
        parts.append(f"{wording.count(periods_in(facts.sessions))} tiết")
    return ", ".join(parts)


def when(facts: Facts) -> str:
    about = facts.training_class
    return f"{wording.sentence_case(wording.period(about.start_date, about.end_date))} ({length(facts)})."


def where(facts: Facts) -> list[str]:
    """The venue in one line, several as a list; remote points say that they are."""
    places = [_place(venue) for venue in facts.venues]
    if len(places) > 1:
        return [f"{wording.count(len(places))} địa điểm:", *dashes(places)]
    return [f"{places[0]}."] if places else [LONG_HOLE]


def _place(venue: Venue) -> str:
    place = ", ".join(part for part in (venue.name, venue.address) if part)
    return f"Điểm cầu {place}" if venue.is_remote else place


def contact(facts: Facts) -> str:
    """The first contact that a venue names, with the telephone number it has; empty where none does."""
    found = next((venue.contact for venue in facts.venues if venue.contact), None)
    if found is None:
        return ""
    return f"{found.addressed}, điện thoại {found.phone}" if found.phone else found.addressed


def together(facts: Facts) -> str:
    """phối hợp với Cục Ngoại vụ, with a space before it; empty where the office organizes alone."""
    return f" phối hợp với {', '.join(facts.partners)}" if facts.partners else ""


def topics(facts: Facts) -> list[str]:
    """Each topic with those who teach it."""
    word = wording.lecturers(facts.training_class)
    lines = []
    for number, (topic, lecturers) in enumerate(facts.topics, start=1):
        taught = f" ({word}: {'; '.join(map(wording.official, lecturers))})" if lecturers else ""
        lines.append(f"Chuyên đề {number}: {topic}{taught}")
    return dashes(lines)


def audience(facts: Facts) -> list[Block]:
    about = facts.training_class
    return points(
        ("Đối tượng", wording.paragraphs(about.audience)),
        ("Số lượng", number_of_learners(facts)),
    )


def number_of_learners(facts: Facts) -> str:
    """56 học viên của 42 cơ quan, đơn vị; before there is a list, how many are expected."""
    word = wording.learners(facts.training_class)
    if not facts.learners:
        expected = f"Dự kiến {wording.count(facts.expected)}" if facts.expected else HOLE
        return f"{expected} {word}."
    agencies = f" của {wording.count(len(facts.agencies))} cơ quan, đơn vị" if facts.agencies else ""
    return f"{wording.count(len(facts.learners))} {word}{agencies}."


def money(facts: Facts) -> list[Block]:
    """The estimate in figures and words, and who pays; a place to fill in where neither is known."""
    lines = [f"Dự toán kinh phí: {wording.money(facts.estimated)}."] if facts.estimated else []
    if source := facts.value("money_source") or facts.money_source:
        lines.append(f"Nguồn kinh phí: {source.rstrip('.')}.")
    return [Text(line) for line in lines or [LONG_HOLE]]


def certificate_terms(facts: Facts) -> list[Block]:
    """Who receives a certificate, in the words of the class and of its rule."""
    about = facts.training_class
    if not about.awards_certificates:
        return []
    terms = wording.paragraphs(about.certificate_note)
    if facts.rule:
        decided = f" ({facts.rule.decided_by} quyết định)" if facts.rule.decided_by else ""
        terms.append(f"Điều kiện: {facts.rule.sentence.rstrip('.')}{decided}.")
    return [Text(term) for term in terms]


def committee(facts: Facts) -> list[Block]:
    """Members, by function, with their tasks."""
    if not facts.members:
        return []
    columns = [Column("STT", 9, "center"), Column("Họ và tên, chức vụ, đơn vị", 46), Column("Chức danh", 20)]
    has_tasks = any(member.task for member in facts.members)
    if has_tasks:
        columns.append(Column("Nhiệm vụ", 45))
    rows = []
    for number, member in enumerate(facts.members, start=1):
        row = (str(number), wording.official(member), member.function)
        rows.append((*row, member.task) if has_tasks else row)
    return [Table(tuple(columns), tuple(rows))]


def programme(facts: Facts) -> Table:
    """The programme by half day; a place to fill in where it has no lines yet."""
    rows: list[tuple[str, ...] | Band] = []
    for session in facts.sessions:
        rows.append(Band(_band(session)))
        rows += _lines(session) or [(_span(session.starts_at, session.ends_at), LONG_HOLE, HOLE)]
    columns = (Column("Thời gian", 20, "center"), Column("Nội dung", 48), Column("Người thực hiện", 34))
    return Table(columns, tuple(rows or [(HOLE, LONG_HOLE, HOLE)]))


def _band(session: Session) -> str:
    venue = f", tại {session.venue.name}" if session.venue else ""
    return f"{wording.half_day_of_groups(session)}{venue}"


def _lines(session: Session) -> list[tuple[str, ...]]:
    return [
        (_span(start, end), item.title, "\n".join(map(wording.official, lecturers_of(item))))
        for item, start, end in timed(session)
    ]


def timed(session: Session) -> list[tuple[ProgrammeItem, time, time]]:
    """Each line lasts until the next begins."""
    items = list(session.items.all())
    ends = [*(item.starts_at for item in items), session.ends_at]
    return [(item, start, end) for item, (start, end) in zip(items, pairwise(ends), strict=True)]


def _span(start: time, end: time) -> str:
    """13 giờ 30 - 17 giờ 00, which breaks only after the dash."""
    return f"{_unbroken(start)}\u00a0- {_unbroken(end)}"


def _unbroken(moment: time) -> str:
    return wording.clock(moment).replace(" ", "\u00a0")


def learners(people: Sequence[Enrollment], label: str = "", last: Callable[[Enrollment], str] | None = None) -> Table:
    """People in the order given, with a last column ``label`` filled by ``last``."""
    columns = [
        Column("STT", 14 if last else 12, "center"),
        Column("Họ và tên", 36),
        Column("Ngày, năm sinh", 28 if last else 25, "center"),
        Column("Chức vụ", 38),
        Column("Đơn vị", 43),
    ]
    if last:
        columns.append(Column(label, 34))
    rows = []
    for number, one in enumerate(people, start=1):
        row = (str(number), one.full_name, one.birth_text, one.position, one.organization_name)
        rows.append((*row, last(one)) if last else row)
    return Table(tuple(columns), tuple(rows))
