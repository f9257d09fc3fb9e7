"""A PDF of a paper as it was made, for looking at: LibreOffice draws it in a job, never in a web process."""

from collections.abc import Sequence
from typing import Final

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.core.sandbox import converting
from khuevan.papers.enums import PreviewState
from khuevan.papers.models import MadePaper
from khuevan.training.models import TrainingClass

PREVIEW: Final = "papers.preview"
"""The kind of job; its subject is the class."""


def is_possible() -> bool:
    """Whether LibreOffice is on this machine."""
    return converting.office_program() is not None


def begin_preview(actor: Actor, made: MadePaper) -> Job:
    return begin_previews(actor, made.training_class, [made])


@verb("papers.begin_previews")
def begin_previews(actor: Actor, training_class: TrainingClass, papers: Sequence[MadePaper]) -> Job:
    """Asks for the previews of these papers of one class; those that have one keep it.

    Raises ``preview_not_possible``, ``not_of_this_class``.
    """
    require(actor, "papers.write_paper", training_class)
    for one in papers:
        require(actor, "papers.view_made", one)
    if not is_possible():
        raise DomainError("preview_not_possible", _("LibreOffice is not on this machine; open the Word file instead."))
    if any(one.training_class_id != training_class.pk for one in papers):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
    locked(training_class)
    keys = [one.pk for one in papers]
    rows = MadePaper.objects.filter(pk__in=keys).exclude(preview_state=PreviewState.MADE)
    rows.update(preview_state=PreviewState.WAITING, preview_trouble="")
    for one in papers:
        one.refresh_from_db(fields=["preview_state", "preview_trouble", "preview"])
    record(actor, "papers.begin_previews", [])
    return start(actor, PREVIEW, training_class)


def waiting(training_class: TrainingClass) -> "list[MadePaper]":
    """Papers of the class whose preview was asked for, in that order of keys."""
    rows = MadePaper.objects.filter(training_class=training_class, preview_state=PreviewState.WAITING)
    return list(rows.defer("words").order_by("pk"))


@verb("papers.keep_preview")
def keep_preview(actor: Actor, made: MadePaper, pdf: bytes, trouble: str = "") -> None:
    """Stores a preview, or the sentence that says why there is none; drawn twice, the first one stays."""
    require(actor, "papers.write_paper", made.training_class)
    locked(made)
    record(actor, "papers.keep_preview", [])
    if made.preview_state != PreviewState.WAITING:
        return
    made.preview_trouble = trouble[:300]
    made.preview_state = PreviewState.FAILED if trouble else PreviewState.MADE
    if not trouble:
        made.preview.save(f"{made.kind}.pdf", ContentFile(pdf), save=False)
    made.save(update_fields=["preview", "preview_state", "preview_trouble"])


words(
    verbs={
        "papers.begin_previews": _("asked for previews of papers"),
        "papers.keep_preview": _("kept the preview of a paper"),
    }
)
