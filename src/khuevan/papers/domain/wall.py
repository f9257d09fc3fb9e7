"""The list of a class for a wall or a chat group: names, posts and agencies, without telephone and birth."""

from collections.abc import Sequence

from khuevan.core.actors import Actor
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import Band, Block, Column, Paper, Table, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.lists import PrintedList, details, facts_of, grouped_rows, total
from khuevan.papers.layout import DOCX, drawn
from khuevan.training.models import TrainingClass

COLUMNS = (Column("STT", 11, "center"), Column("Họ và tên", 34), Column("Chức vụ", 36), Column("Đơn vị", 44))


def wall_list(actor: Actor, training_class: TrainingClass, *, grouped: bool = False) -> PrintedList:
    """Everybody on the list in protocol order, to hang up; ``grouped`` under the blocks of agencies."""
    facts = facts_of(actor, training_class)
    word = wording.learners(training_class)
    return PrintedList(
        slug="danh-sach-niem-yet",
        tab=f"Danh sách {word}",
        title=f"Danh sách {word}",
        details=details(facts),
        letterhead=facts.attached,
        columns=COLUMNS,
        groups=grouped_rows(facts.learners, grouped=grouped, row=_shown),
        closing=total(facts),
        row_height=7,
    )


def wall_paper(actor: Actor, training_class: TrainingClass, *, grouped: bool = False) -> Built:
    """The same list as a Word file."""
    printed = wall_list(actor, training_class, grouped=grouped)
    name, *when = printed.details
    rows: list[tuple[str, ...] | Band] = []
    for group in printed.groups:
        rows += [Band(group.heading)] if group.heading else []
        rows += group.rows
    blocks: tuple[Block, ...] = (Table(printed.columns, tuple(rows)), Text(printed.closing))
    paper = Paper(printed.letterhead, Title(printed.title, name, ", ".join(when)), blocks)
    content = drawn(paper, title=f"{printed.title}: {name}")
    return Built(f"{printed.slug}-{training_class.slug}.docx", content, DOCX)


def wall_text(actor: Actor, training_class: TrainingClass) -> str:
    """The same list to paste into Zalo: 1. Họ tên – chức vụ, đơn vị."""
    facts = facts_of(actor, training_class)
    title = f"DANH SÁCH {wording.learners(training_class).upper()}"
    lines = [f"{place}. {_line(one)}" for place, one in enumerate(facts.learners, start=1)]
    return "\n".join([title, *details(facts), "", *lines, *([""] if lines else []), total(facts)])


def _shown(one: Enrollment) -> tuple[str, ...]:
    return one.full_name, one.position, one.organization_name


def _line(one: Enrollment) -> str:
    post = _joined((one.position, one.organization_name))
    return f"{one.full_name} – {post}" if post else one.full_name


def _joined(words: Sequence[str]) -> str:
    return ", ".join(filter(None, words))
