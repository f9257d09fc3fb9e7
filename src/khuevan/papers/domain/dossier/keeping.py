"""Beginning the ZIP of a class and keeping what came of it."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.papers.domain.dossier import documents, lists, naming  # noqa: F401 - register their parts
from khuevan.papers.models import Dossier
from khuevan.training.domain import dossier
from khuevan.training.models import TrainingClass

DOSSIER: Final = "papers.dossier"
"""The kind of job; its subject is the class."""


def entries(actor: Actor, training_class: TrainingClass) -> list[naming.Placed]:
    """Everything that goes into the file of the class, in order and with its names; a fixed number of queries."""
    require(actor, "papers.write_paper", training_class)
    found, _missing = dossier.each(dossier.parts_of(actor, training_class))
    return naming.placed(found)


def missing(actor: Actor, training_class: TrainingClass) -> list[str]:
    """What the file of the class should hold and does not, one sentence each."""
    require(actor, "papers.write_paper", training_class)
    _found, sentences = dossier.each(dossier.parts_of(actor, training_class))
    return list(dict.fromkeys(map(str, sentences)))


@verb("papers.begin_dossier")
def begin_dossier(actor: Actor, training_class: TrainingClass) -> Job:
    """Starts the work that makes the ZIP, or gives the one that is at it.  Raises ``dossier_empty``."""
    require(actor, "papers.write_paper", training_class)
    if not any(row.path for row in entries(actor, training_class)):
        raise DomainError("dossier_empty", _("There is no file of this class yet."))
    record(actor, "papers.begin_dossier", [])
    return start(actor, DOSSIER, training_class)


@verb("papers.keep_dossier")
def keep_dossier(
    actor: Actor, training_class: TrainingClass, *, name: str, size: int, files: int, missing: Sequence[str]
) -> Dossier:
    """Keeps the ZIP stored under ``name`` instead of the one before, whose file goes."""
    require(actor, "papers.write_paper", training_class)
    locked(training_class)
    kept = Dossier.objects.filter(training_class=training_class).first() or Dossier(training_class=training_class)
    before = snapshot(kept) if kept.pk else None
    old = kept.file.name if kept.file else ""
    kept.file.name = name
    kept.file_name = f"ho-so-{training_class.slug}.zip"
    kept.size, kept.files, kept.missing = size, files, list(missing)
    kept.made_at, kept.made_by = timezone.now(), account_of(actor)
    kept.save()
    record(actor, "papers.keep_dossier", kept, before)
    if old and old != name:
        storage = kept.file.storage
        transaction.on_commit(lambda: storage.delete(old))
    return kept


words(
    verbs={
        "papers.begin_dossier": _("asked for the file of the class"),
        "papers.keep_dossier": _("made the file of the class"),
    },
    kinds={"papers.dossier": _("file of the class")},
)
