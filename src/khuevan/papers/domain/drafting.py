"""Papers drawn and put in their files before anything is written down, so that drawing holds up nobody's writing."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone, translation

from khuevan.core.actors import Actor, account_of
from khuevan.core.rows import checked
from khuevan.papers.blocks import Paper
from khuevan.papers.domain import templating
from khuevan.papers.domain.building import WRITERS, file_name
from khuevan.papers.domain.citing import Citable, citable
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.wording import class_name
from khuevan.papers.domain.words import told
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.layout import drawn
from khuevan.papers.models import MadePaper, PaperTemplate
from khuevan.training.models import TrainingClass

_CHANGING_PARTS: Final = frozenset({"docProps/core.xml", "docProps/app.xml"})
"""Of a Word file: they say when it was written."""


@dataclass(frozen=True)
class Draft:
    """A version to be: ``row`` is not written yet, but has its file; ``before`` was the newest when it was drawn.

    With ``is_same`` the file of ``before`` says the same in the same looks, and ``row`` has none.
    """

    row: MadePaper
    before: MadePaper | None
    is_same: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.row.kind, self.row.target


class Drawing:
    """Draws papers of one class; what they tell in common is asked once."""

    def __init__(self, actor: Actor, training_class: TrainingClass) -> None:
        self.actor = actor
        self.training_class = training_class
        self.began_at = timezone.now()

    @cached_property
    def citing(self) -> Citable:
        return citable(self.actor, self.training_class)

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.actor, self.training_class)

    @cached_property
    def templates(self) -> dict[str, PaperTemplate]:
        """The office's own Word files that are in use, by kind."""
        used = PaperTemplate.objects.filter(office_id=self.training_class.office_id, state=TemplateState.ACTIVE)
        return {one.kind: one for one in used}

    def written(self, kind: PaperKind, target: Target | None) -> Paper:
        """The words as the class is now."""
        with translation.override("vi"):
            return WRITERS[kind].write(self._facts_of(kind, target))

    def draft(self, kind: PaperKind, target: Target | None, paper: Paper, before: MadePaper | None) -> Draft:
        """Draws a paper and stores its file.  Raises what a template refuses (``template_failed``)."""
        content = self._content(kind, target, paper)
        made = MadePaper(
            training_class=self.training_class,
            kind=kind.value,
            target=target.key if target else "",
            target_name=target.name[:250] if target else "",
            version=before.version + 1 if before else 1,
            words=told(paper),
            file_name=file_name(self.training_class, kind, target),
            file_sha256=hashlib.sha256(content).hexdigest(),
            template=self.templates.get(kind),
            made_at=timezone.now(),
            looked_at=self.began_at,
            made_by=account_of(self.actor),
        )
        checked(made, without=("file",))
        if before is not None and not before.record_id and _is_same(before, content):
            return Draft(made, before, is_same=True)
        made.file.save(made.file_name, ContentFile(content), save=False)
        return Draft(made, before)

    def _content(self, kind: PaperKind, target: Target | None, paper: Paper) -> bytes:
        template = self.templates.get(kind)
        if template is None:
            return drawn(paper, title=f"{WRITERS[kind].title}: {class_name(self.training_class)}")
        with translation.override("vi"):
            return templating.filled(template, self._facts_of(kind, target), paper)

    def _facts_of(self, kind: PaperKind, target: Target | None) -> Facts:
        return self.facts.paper(kind, target, self.citing.by(kind))


def thrown_away(drafts: Iterable[Draft]) -> None:
    """Removes the files of drafts that become no version."""
    for one in drafts:
        if one.row.file:
            one.row.file.delete(save=False)


def _is_same(made: MadePaper, content: bytes) -> bool:
    if made.file_sha256 == hashlib.sha256(content).hexdigest():
        return True
    try:
        with made.file.open("rb") as stored:
            return _parts(stored.read()) == _parts(content)
    except (OSError, zipfile.BadZipFile):
        return False


def _parts(content: bytes) -> dict[str, int]:
    """Each part of a Word file by its checksum, without those that say when it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {part.filename: part.CRC for part in file.infolist() if part.filename not in _CHANGING_PARTS}
