"""Making the ZIP of a class: what goes into it is settled, packed part by part, and joined under its index."""

import secrets
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.models import Job
from khuevan.papers.domain.dossier import DOSSIER, entries, keep_dossier, missing, packing
from khuevan.papers.domain.dossier.index import index
from khuevan.training.models import TrainingClass

MOST_TOLD = 50


@dataclass(frozen=True)
class _Planned:
    files: int
    missing: list[str]


@dataclass(frozen=True)
class _Joined:
    size: int
    files: int
    missing: list[str] = field(default_factory=list)


@register
class MakingDossier(Handler):
    """Cursor: ``name`` of the ZIP, ``missing``, ``at`` the next file, ``starts`` of the parts that are packed,
    ``pages`` by path, ``lost`` paths whose file is not in the storage."""

    kind = DOSSIER
    label = gettext_lazy("Making the file of the class")
    permission = "papers.write_paper"

    def total(self, job: Job) -> int:
        return len(entries(job.acting(), _class_of(job)))

    def prepare(self, job: Job) -> "_Planned | packing.Packed | _Joined":
        training_class, cursor = _class_of(job), job.cursor
        with translation.override("vi"):
            if "at" not in cursor:
                return _plan(job, training_class)
            rows = packing.plan_of(training_class)
            if cursor["at"] < len(rows):
                return packing.pack(job.acting(), training_class, rows, cursor["at"])
            lost = [_("The file %(name)s is not in the storage any more.") % {"name": name} for name in cursor["lost"]]
            told = [*cursor["missing"], *lost]
            first = index(job.acting(), training_class, rows, pages=cursor["pages"], missing=told)
            size = packing.join(training_class, cursor["starts"], first, cursor["name"])
            return _Joined(size, sum(bool(row.path) for row in rows) - len(lost), told)

    def step(self, job: Job) -> Step:
        made = job.prepared
        if isinstance(made, _Planned):
            name = f"dossiers/{timezone.localdate():%Y}/{secrets.token_hex(16)}.zip"
            cursor = {"name": name, "at": 0, "starts": [], "pages": {}, "lost": [], "missing": made.missing}
            return Step(done=0, cursor=cursor, finished=False, total=made.files)
        if isinstance(made, packing.Packed):
            cursor = {
                **job.cursor,
                "at": made.until,
                "starts": [*job.cursor["starts"], job.cursor["at"]],
                "pages": job.cursor["pages"] | made.pages,
                "lost": [*job.cursor["lost"], *made.lost],
            }
            return Step(done=made.until, cursor=cursor, finished=False)
        if not isinstance(made, _Joined):
            raise TypeError(made)
        return self._keep(job, made)

    def _keep(self, job: Job, made: _Joined) -> Step:
        training_class = _class_of(job)
        keep_dossier(
            job.acting(),
            training_class,
            name=job.cursor["name"],
            size=made.size,
            files=made.files,
            missing=made.missing,
        )
        transaction.on_commit(lambda: packing.clear(training_class))
        return Step(
            done=job.done,
            cursor={"name": job.cursor["name"]},
            finished=True,
            note=_("Download it from the page of the class."),
            result=made.missing[:MOST_TOLD],
        )

    def progress(self, job: Job) -> str:
        return _("%(done)s of %(total)s files packed") % {"done": job.done, "total": job.total}


def _plan(job: Job, training_class: TrainingClass) -> _Planned:
    actor = job.acting()
    rows = entries(actor, training_class)
    packing.clear(training_class)
    packing.keep_plan(training_class, rows)
    return _Planned(len(rows), missing(actor, training_class))


def _class_of(job: Job) -> TrainingClass:
    found: TrainingClass = TrainingClass.objects.select_related("office__organization", "plan").get(pk=job.subject_id)
    return found
