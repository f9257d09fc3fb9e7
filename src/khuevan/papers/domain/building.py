"""A paper of a class as a Word file, whole from what is known now; building it changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.text import slugify

from khuevan.core.actors import Actor
from khuevan.core.permissions import require
from khuevan.papers.blocks import Paper
from khuevan.papers.domain.citing import citable
from khuevan.papers.domain.contents import of_ceremony, of_class, of_money
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.wording import class_name
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperKind
from khuevan.papers.layout import DOCX, drawn
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold


@dataclass(frozen=True)
class Built:
    """A file to download: ``name`` has letters a to z, digits and hyphens only."""

    name: str
    content: bytes
    content_type: str


_WRITERS: Final = {**of_class.WRITERS, **of_ceremony.WRITERS, **of_money.WRITERS}
WRITERS: Final[dict[PaperKind, Writer]] = {kind: _WRITERS[kind] for kind in PaperKind if kind in _WRITERS}
"""Every paper that can be made, in the order of ``PaperKind``."""


@dataclass(frozen=True)
class WrittenPaper:
    """One paper in words, before anything is drawn."""

    kind: PaperKind
    target: Target | None
    paper: Paper


def targets(
    actor: Actor, training_class: TrainingClass, kind: PaperKind, *, cited: Sequence[Record] = ()
) -> list[Target]:
    """For whom there is one paper each; empty for kinds of which a class has one."""
    require(actor, "papers.write_paper", training_class)
    return _targets(Facts(actor, training_class, cited, kind=kind), kind)


def _targets(facts: Facts, kind: PaperKind) -> list[Target]:
    asked = WRITERS[kind].targets
    return list(asked(facts)) if asked else []


def written(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    *,
    cited: Sequence[Record] = (),
    target: Target | None = None,
) -> Paper:
    """The words of the paper as the class is now.  Raises NotAllowedError without ``papers.write_paper``."""
    require(actor, "papers.write_paper", training_class)
    with translation.override("vi"):
        return WRITERS[kind].write(Facts(actor, training_class, cited, kind=kind, target=target))


def written_all(actor: Actor, training_class: TrainingClass, kinds: Iterable[PaperKind]) -> list[WrittenPaper]:
    """The words of all papers of these kinds, one for each target, with what the file of the class lets them cite.

    What they tell in common is asked once.  A kind with targets and nobody to write to gives none.  Raises
    NotAllowedError.
    """
    require(actor, "papers.write_paper", training_class)
    citing = citable(actor, training_class)
    shared = Facts(actor, training_class)
    found = []
    with translation.override("vi"):
        for kind in kinds:
            cited = citing.by(kind)
            facts = shared.paper(kind, cited=cited)
            several: Sequence[Target | None] = _targets(facts, kind) if WRITERS[kind].targets else [None]
            for target in several:
                of_one = shared.paper(kind, target, cited)
                found.append(WrittenPaper(kind, target, WRITERS[kind].write(of_one)))
    return found


def build(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    *,
    cited: Sequence[Record] = (),
    target: Target | None = None,
) -> Built:
    """The paper in Vietnamese.  ``cited`` are documents it names as its basis, after the plan of the class.

    Raises NotAllowedError without ``papers.write_paper``.
    """
    paper = written(actor, training_class, kind, cited=cited, target=target)
    return drawn_paper(training_class, WrittenPaper(kind, target, paper))


def drawn_paper(training_class: TrainingClass, one: WrittenPaper) -> Built:
    """A paper already written, as a Word file."""
    content = drawn(one.paper, title=f"{WRITERS[one.kind].title}: {class_name(training_class)}")
    return Built(file_name(training_class, one.kind, one.target), content, DOCX)


def file_name(training_class: TrainingClass, kind: PaperKind, target: Target | None = None) -> str:
    whom = f"-{slugify(fold(target.name))[:40].strip('-')}" if target else ""
    return f"{WRITERS[kind].slug}{whom}-{training_class.slug}.docx"
