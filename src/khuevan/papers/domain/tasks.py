"""Papers that no longer say what the class says, and papers that wait for their number."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.models import MadePaper
from khuevan.people.enums import RoleKind
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClass, TrainingClassQuerySet

DAYS_TO_SIGN = timedelta(days=3)
"""So long after a paper was made it is expected to be signed; a rule of thumb, no law."""


@task_source
def paper_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In two queries, whatever the number of classes and papers."""
    found = {one.pk: one for one in classes}
    same = MadePaper.objects.filter(
        training_class=OuterRef("training_class"), kind=OuterRef("kind"), target=OuterRef("target")
    )
    newest = MadePaper.objects.filter(
        training_class__in=found, record=None, pk=Subquery(same.order_by("-version").values("pk")[:1])
    )
    numbered = {kind.value for kind, writer in WRITERS.items() if writer.symbol is not None}
    differing: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    since: dict[int, date] = {}
    for key, kind, differs, made_at in newest.order_by("made_at").values_list(
        "training_class", "kind", "differs", "made_at"
    ):
        differing[key] += differs
        if kind in numbered:
            waiting[key] += 1
            since.setdefault(key, timezone.localtime(made_at).date())
    for key, training_class in found.items():
        if differing[key]:
            yield _make_anew(training_class, differing[key])
        if waiting[key]:
            yield _number(training_class, waiting[key], since[key] + DAYS_TO_SIGN)


def _make_anew(training_class: TrainingClass, count: int) -> Task:
    title = ngettext("Make %(count)s paper anew", "Make %(count)s papers anew", count) % {"count": thousands(count)}
    detail = _("The class changed since; what is signed stays.")
    return _task(training_class, "differ", title, detail, _("Look at the papers"), None, RoleKind.OFFICER)


def _number(training_class: TrainingClass, count: int, due: date) -> Task:
    title = ngettext(
        "Record number and date of %(count)s paper", "Record numbers and dates of %(count)s papers", count
    ) % {"count": thousands(count)}
    detail = _("They are made; once signed, they are cited by number everywhere.")
    return _task(training_class, "number", title, detail, _("Record the number"), due, RoleKind.CLERK)


def _task(  # noqa: PLR0917 - the words of one task
    training_class: TrainingClass, key: str, title: str, detail: str, action: str, due: date | None, role: RoleKind
) -> Task:
    return Task(
        key=f"papers.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due,
        tab="records",
        action=action,
        waits_for=role,
    )
