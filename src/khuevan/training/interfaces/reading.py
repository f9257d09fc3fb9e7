"""A page of the handbook and the contents of a topic as they are read: paragraphs, lists, stages with their steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from khuevan.training.domain.topics.checklists import Stage, stages_of
from khuevan.training.domain.topics.versions import COLUMNS, label_of, told
from khuevan.training.models import HandbookPage, TopicVersion

POINTS = ("- ", "• ", "* ")


@dataclass(frozen=True)
class Block:
    """A paragraph of lines, or the points of a list."""

    lines: list[str]
    is_list: bool


@dataclass(frozen=True)
class ReadPage:
    """One page, ready for ``khuevan/handbook_text.html``."""

    page: HandbookPage
    blocks: list[Block]
    stages: list[Stage]
    basis: list[Block]

    @property
    def numbered(self) -> list[tuple[int, Stage]]:
        """Each stage with the number of its first step."""
        at, found = 1, []
        for stage in self.stages:
            found.append((at, stage))
            at += len(stage.steps)
        return found


@dataclass(frozen=True)
class Part:
    """One part of the contents of a topic: its lines, and the same as paragraphs and lists."""

    name: str
    label: str
    lines: list[str]
    blocks: list[Block]


def read(page: HandbookPage) -> ReadPage:
    return ReadPage(page, blocks(page.body), stages_of(page), blocks(page.basis))


def blocks(text: str) -> list[Block]:
    """Plain text with blank lines between paragraphs and ``- `` before the points of a list."""
    found: list[Block] = []
    for paragraph in _paragraphs(text.splitlines()):
        for is_list, lines in groupby(paragraph, key=lambda line: line.startswith(POINTS)):
            found.append(Block([line[2:].strip() if is_list else line for line in lines], is_list))
    return found


def parts_of(version: TopicVersion) -> list[Part]:
    """What a version says, part by part; parts without words are left out."""
    said = ((name, told(version, name)) for name in COLUMNS)
    return [Part(name, label_of(name), lines, blocks("\n".join(lines))) for name, lines in said if lines]


def _paragraphs(lines: Iterable[str]) -> list[list[str]]:
    stripped = (line.strip() for line in lines)
    return [list(part) for has_words, part in groupby(stripped, key=bool) if has_words]
