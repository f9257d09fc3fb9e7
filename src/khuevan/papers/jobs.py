"""Previews of papers, several in one start of LibreOffice."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.models import Job
from khuevan.core.rows import locked
from khuevan.core.sandbox.converting import Converted, NoOfficeError, to_pdf
from khuevan.papers.domain.previews import PREVIEW, keep_preview, waiting
from khuevan.papers.models import MadePaper
from khuevan.training.models import TrainingClass

FILES_A_STEP = 8
"""LibreOffice takes two seconds to start and a tenth of one for each further paper."""


@dataclass(frozen=True)
class _Drawn:
    paper: MadePaper
    outcome: Converted


@register
class DrawingPreviews(Handler):
    """Takes the papers of a class that wait for a preview, in their order; so a killed worker needs no place to go on
    from, and a preview asked for meanwhile is drawn by the same job.  Cursor: ``done``."""

    kind = PREVIEW
    label = gettext_lazy("Drawing previews of papers")
    permission = "papers.write_paper"

    def total(self, job: Job) -> int:
        return len(waiting(_class_of(job)))

    def prepare(self, job: Job) -> list[_Drawn]:
        papers = waiting(_class_of(job))[:FILES_A_STEP]
        found = {f"paper-{one.pk}": one for one in papers}
        contents = {key: content for key, one in found.items() if (content := _content(one)) is not None}
        try:
            made = to_pdf(contents) if contents else {}
        except NoOfficeError:
            made = {key: Converted(trouble="no_office") for key in contents}
        return [_Drawn(one, made.get(key, Converted(trouble="file_missing"))) for key, one in found.items()]

    def step(self, job: Job) -> Step:
        """The class is locked, so that nobody asks for a preview between the last look and the end of the job."""
        drawn: list[_Drawn] = job.prepared or []  # type: ignore[assignment]  # what prepare() gave
        training_class = locked(_class_of(job))
        actor = job.acting()
        for one in drawn:
            keep_preview(actor, one.paper, one.outcome.pdf, trouble=_sentence(one.outcome.trouble))
        done = job.done + len(drawn)
        left = len(waiting(training_class))
        failed = [f"{one.paper}: {_sentence(one.outcome.trouble)}" for one in drawn if one.outcome.trouble]
        return Step(done=done, cursor={"done": done}, finished=not left, total=done + left, result=failed)

    def progress(self, job: Job) -> str:
        return _("%(done)s of %(total)s previews drawn") % {"done": job.done, "total": job.total}


def _class_of(job: Job) -> TrainingClass:
    return TrainingClass.objects.get(pk=job.subject_id)


def _content(made: MadePaper) -> bytes | None:
    try:
        with made.file.open("rb") as kept:
            content: bytes = kept.read()
    except OSError:
        return None
    return content


def _sentence(trouble: str) -> str:
    sentences = {
        "": "",
        "no_office": _("LibreOffice is not on this machine; open the Word file instead."),
        "late": _("LibreOffice took too long and was ended; open the Word file instead."),
        "too_large": _("The preview would be too large; open the Word file instead."),
        "file_missing": _("The Word file is not in the storage any more; make the paper anew."),
    }
    return sentences.get(trouble, _("LibreOffice could not draw this file; open it in Word."))
