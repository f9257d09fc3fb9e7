"""A paper of a class as a Word file, whole from what is known now; building it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.text import slugify

from khuevan.core.actors import Actor
from khuevan.core.permissions import require
from khuevan.papers.blocks import Paper
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


def targets(
    actor: Actor, training_class: TrainingClass, kind: PaperKind, *, cited: Sequence[Record] = ()
) -> list[Target]:
    """For whom there is one paper each; empty for kinds of which a class has one."""
    require(actor, "papers.write_paper", training_class)
    asked = WRITERS[kind].targets
    return list(asked(Facts(actor, training_class, cited, kind=kind))) if asked else []


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
    content = drawn(paper, title=f"{WRITERS[kind].title}: {class_name(training_class)}")
    return Built(file_name(training_class, kind, target), content, DOCX)


def file_name(training_class: TrainingClass, kind: PaperKind, target: Target | None = None) -> str:
    whom = f"-{slugify(fold(target.name))[:40].strip('-')}" if target else ""
    return f"{WRITERS[kind].slug}{whom}-{training_class.slug}.docx"
