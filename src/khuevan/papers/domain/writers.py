"""Which papers there are: what each is called, when it is needed, who writes it and for whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.papers.blocks import Paper
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.enums import WITH_ACCOUNTS, PaperGroup, PaperKind
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import TrainingClass


def may_write(actor: Actor, training_class: TrainingClass, kind: PaperKind) -> bool:
    """Whether the actor may have this paper of the class written, and see the one that was."""
    needed = "papers.change_money" if kind in WITH_ACCOUNTS else "papers.write_paper"
    return may(actor, needed, training_class)


@dataclass(frozen=True)
class Writer:
    """``title`` and ``slug`` (which begins the name of the file) are Vietnamese like the paper.

    ``symbol`` is the abbreviation in its number (Nghị định 30/2020, Phụ lục III), "" for a công văn, None for what has
    no number of its own.  ``targets`` says for whom there is one paper each; ``facts.target`` then is one of them.
    """

    title: str
    slug: str
    group: PaperGroup
    write: Callable[[Facts], Paper]
    symbol: str | None = None
    purpose: RecordPurpose = RecordPurpose.OTHER
    targets: Callable[[Facts], Sequence[Target]] | None = None
