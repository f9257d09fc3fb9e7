"""Whether a paper as it was made still says what the class says now, and in which lines not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final, Literal

from django.db.models import OuterRef, Subquery
from django.utils import translation

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.papers.blocks import Paper
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.citing import citable
from khuevan.papers.domain.exchanged import exchanged
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.wording import inside
from khuevan.papers.domain.words import told
from khuevan.papers.domain.writers import Writer, may_write
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass

type Change = tuple[Literal["+", "-"], str]
type Key = tuple[str, str]
"""Kind and key of the addressee."""

_DAY: Final = r"ngày (?:\d{1,2}|…+) tháng (?:\d{1,2}|…+) năm (?:\d{4}|…+)"
_OF_TIME: Final = (
    (re.compile(r"^Số:.*"), "Số:"),
    (re.compile(rf"^([^,|]{{1,60}}), {_DAY}$"), r"\1"),
    (re.compile(r"^\(Kèm theo .*"), "(Kèm theo"),
)
"""Number and day of the paper itself: they come when it is signed, and change nothing it says."""


@dataclass(frozen=True)
class PaperStanding:
    """One paper of a class, to one addressee where there is one for each.

    ``newest`` is the newest version, ``signed`` the signed document of the newest version that has one.  ``paper`` is
    what would be written now, None with a ``trouble`` when it cannot be written, or when ``is_gone``: the addressee of
    a paper made before is none any more.
    """

    writer: Writer
    kind: PaperKind
    target: Target | None
    newest: MadePaper | None
    signed: Record | None
    paper: Paper | None
    trouble: str = ""
    is_gone: bool = False
    comes: Target | None = None
    """Who comes instead of this addressee."""
    instead_of: Target | None = None
    """Instead of whom this addressee comes, to whom a letter was made."""

    @property
    def is_made(self) -> bool:
        return self.newest is not None

    @property
    def is_signed(self) -> bool:
        """The newest version is the signed one."""
        return self.newest is not None and self.newest.record_id is not None

    @cached_property
    def now(self) -> list[str]:
        return told(self.paper) if self.paper else []

    @cached_property
    def differs(self) -> bool:
        """Never of what was not made yet; places that only time changes do not count."""
        if self.newest is None or self.paper is None:
            return False
        return lasting(self.newest.words) != lasting(self.now)

    @cached_property
    def changes(self) -> list[Change]:
        """Lines that went (-) and came (+), in reading order."""
        if self.newest is None or not self.differs:
            return []
        return list(_changes(lasting(self.newest.words), lasting(self.now)))

    @property
    def is_wanting(self) -> bool:
        """Not made yet, though that to the one before was."""
        return self.newest is None and self.paper is not None and self.instead_of is not None

    @property
    def one_before(self) -> str:
        """Instead of whom this addressee comes, in the middle of a sentence."""
        return inside(self.instead_of.name) if self.instead_of else ""

    @property
    def can_be_made_anew(self) -> bool:
        """One click makes it: it does not exist or differs, and is not signed."""
        return self.paper is not None and not self.is_signed and (self.newest is None or self.differs)


def standing(
    actor: Actor, training_class: TrainingClass, kinds: Sequence[PaperKind] | None = None
) -> list[PaperStanding]:
    """Every paper of the class in the order of ``PaperKind``; of ``kinds`` only, when given.

    The number of queries does not depend on how many learners or addressees there are.
    """
    require(actor, "papers.write_paper", training_class)
    asked = [kind for kind in WRITERS if (kinds is None or kind in kinds) and may_write(actor, training_class, kind)]
    newest, signed = _made(training_class)
    rows: list[PaperStanding] = []
    with translation.override("vi"):
        for kind, target, paper, trouble in _written(actor, training_class, asked):
            key = (kind.value, target.key if target else "")
            made = newest.pop(key, None)
            rows.append(PaperStanding(WRITERS[kind], kind, target, made, signed.get(key), paper, trouble))
    rows += _gone(newest, signed, asked)
    rows = _with_exchanged(training_class, rows)
    place = {kind: number for number, kind in enumerate(WRITERS)}
    return sorted(rows, key=lambda one: place[one.kind])


def _with_exchanged(training_class: TrainingClass, rows: list[PaperStanding]) -> list[PaperStanding]:
    comes: dict[int, Target | None] = {}
    instead_of: dict[int, Target | None] = {}
    for old, new in exchanged(training_class, rows):
        comes.setdefault(id(old), new.target)
        instead_of.setdefault(id(new), old.target)
    return [replace(one, comes=comes.get(id(one)), instead_of=instead_of.get(id(one))) for one in rows]


def lasting(lines: Sequence[str]) -> list[str]:
    """The lines without what only time changes."""
    return [_without_time(line) for line in lines]


def _without_time(line: str) -> str:
    if not line.startswith(("Số:", "(Kèm theo ")) and ", ngày " not in line:
        return line  # nearly all of them
    for pattern, kept in _OF_TIME:
        line = pattern.sub(kept, line)
    return line


def newest_papers(training_class: TrainingClass) -> list[MadePaper]:
    """The newest version of every paper of the class, to each addressee, in one query."""
    of_class = MadePaper.objects.filter(training_class=training_class)
    last = of_class.filter(kind=OuterRef("kind"), target=OuterRef("target")).order_by("-version").values("pk")[:1]
    rows = of_class.filter(pk=Subquery(last)).select_related("record", "made_by", "template").order_by("pk")
    found = list(rows)
    for one in found:
        one.training_class = training_class
    return found


def _made(training_class: TrainingClass) -> tuple[dict[Key, MadePaper], dict[Key, Record]]:
    """The newest version and the newest signed document of each paper, in two queries."""
    of_class = MadePaper.objects.filter(training_class=training_class)
    newest = {(one.kind, one.target): one for one in newest_papers(training_class)}
    signed = {
        (one.kind, one.target): one.record
        for one in of_class.filter(record__isnull=False).select_related("record").defer("words").order_by("version")
        if one.record
    }
    return newest, signed


def _written(
    actor: Actor, training_class: TrainingClass, kinds: Sequence[PaperKind]
) -> Iterator[tuple[PaperKind, Target | None, Paper | None, str]]:
    """Each paper as it would be written now, or why not."""
    documents, shared = citable(actor, training_class), Facts(actor, training_class)
    for kind in kinds:
        named, writer = documents.by(kind), WRITERS[kind]
        chosen: Sequence[Target | None] = [None]
        if writer.targets:
            chosen = list(writer.targets(shared.paper(kind, cited=named)))
        for target in chosen:
            try:
                paper = writer.write(shared.paper(kind, target, named))
            except DomainError as error:
                yield kind, target, None, error.message
            else:
                yield kind, target, paper, ""


def _gone(left: dict[Key, MadePaper], signed: dict[Key, Record], kinds: Sequence[PaperKind]) -> Iterator[PaperStanding]:
    """Papers made for somebody who is no addressee any more."""
    for (kind, target), made in left.items():
        if kind in kinds:
            whom = Target(target, made.target_name) if target else None
            found = PaperKind(kind)
            yield PaperStanding(WRITERS[found], found, whom, made, signed.get((kind, target)), None, is_gone=True)


def _changes(before: list[str], now: list[str]) -> Iterator[Change]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (("-", line) for line in before[old_from:old_to])
            yield from (("+", line) for line in now[new_from:new_to])
