"""What the list of learners asks of the officers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands, vn_date
from khuevan.nominations.domain.answers import ReplyCounts, reply_counts
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.enums import Answer, SubmissionState
from khuevan.nominations.models import Enrollment, Invitation, Quota, RosterDraft, Submission
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClass, TrainingClassQuerySet

AHEAD = timedelta(days=7)
"""So long before the day on which the list is to be closed, closing it becomes a task."""
REMIND_AHEAD = timedelta(days=3)
"""So long before the end of the time for answers, reminding those that are silent becomes a task."""


@task_source
def nomination_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In eight queries at most, whatever the number of classes."""
    found = list(classes.filter(state__in=OPEN))
    counts = dict(
        Enrollment.objects.current()
        .filter(training_class__in=found)
        .order_by()
        .values_list("training_class")
        .annotate(Count("pk"))
    )
    drafts = RosterDraft.objects.open().filter(training_class__in=found, waiting__gt=0).order_by()
    waiting = {
        pk: (lists, rows)
        for pk, lists, rows in drafts.values_list("training_class").annotate(Count("pk"), Sum("waiting"))
    }
    asked = {one.training_class_id: one for one in Invitation.objects.filter(training_class__in=found)}
    replies = reply_counts(found) if asked else {}
    silent = _silent(found) if asked else {}
    for training_class in found:
        if training_class.pk in replies:
            invitation = asked[training_class.pk]
            invitation.training_class = training_class
            yield from _replies(invitation, replies[training_class.pk], silent.get(training_class.pk, 0))
        if due_on(training_class, "list") - AHEAD <= timezone.localdate():
            yield _close(training_class, counts.get(training_class.pk, 0))
        if training_class.pk in waiting:
            yield _check_rows(training_class, *waiting[training_class.pk])


def _silent(classes: Sequence[TrainingClass]) -> dict[int, int]:
    """By key of the class: agencies of which nothing came, not even what waits for confirmation."""
    rows = Quota.objects.filter(invitation__training_class__in=classes, answer=Answer.NONE)
    came = Submission.objects.filter(state=SubmissionState.UNCONFIRMED, quota=OuterRef("pk"))
    of_class = rows.exclude(Exists(came)).order_by().values_list("invitation__training_class")
    return dict(of_class.annotate(Count("pk")))


def _replies(invitation: Invitation, counts: ReplyCounts, silent: int) -> Iterator[Task]:
    """What the answers of the agencies ask for: reminding, confirming, deciding."""
    until = timezone.localtime(invitation.reply_by).date()
    if silent and until - REMIND_AHEAD <= timezone.localdate():
        title = ngettext(
            "Remind %(count)s agency that has not answered", "Remind %(count)s agencies that have not answered", silent
        )
        detail = _("Answers are awaited until %(day)s.") % {"day": vn_date(until)}
        yield _reply_task(
            invitation, "remind", title % {"count": thousands(silent)}, detail, _("Call and remind"), until
        )
    if counts.unconfirmed:
        title = ngettext("Confirm %(count)s answer", "Confirm %(count)s answers", counts.unconfirmed)
        detail = _("They came by the short address and count once they are confirmed.")
        words = {"count": thousands(counts.unconfirmed)}
        yield _reply_task(invitation, "confirm", title % words, detail, _("Look at the answers"), until)
    if counts.proposed:
        title = ngettext(
            "Decide on %(count)s person an agency named", "Decide on %(count)s people agencies named", counts.proposed
        )
        detail = _("They hold a place and wait to be accepted or refused.")
        words = {"count": thousands(counts.proposed)}
        due = due_on(invitation.training_class, "list")
        yield _reply_task(invitation, "decide", title % words, detail, _("Decide"), due)


def _reply_task(invitation: Invitation, key: str, title: str, detail: str, action: str, due: date) -> Task:  # noqa: PLR0917
    return Task(
        key=f"nominations.{key}",
        training_class=invitation.training_class,
        title=title,
        detail=detail,
        due=due,
        tab="invitations",
        action=action,
        waits_for=RoleKind.OFFICER,
    )


def _close(training_class: TrainingClass, learners: int) -> Task:
    if learners:
        detail = ngettext("%(count)s person is on the list.", "%(count)s people are on the list.", learners)
        return _task(
            training_class, "list", _("Close the list"), detail % {"count": thousands(learners)}, _("Close the list")
        )
    return _task(
        training_class, "list", _("Close the list"), _("Nobody is on the list yet."), _("Put people on the list")
    )


def _check_rows(training_class: TrainingClass, lists: int, rows: int) -> Task:
    title = ngettext("Check %(count)s row of a list", "Check %(count)s rows of lists that were sent", rows)
    detail = ngettext(
        "%(count)s list has rows that are not on the list of the class yet.",
        "%(count)s lists have rows that are not on the list of the class yet.",
        lists,
    )
    return _task(
        training_class,
        "drafts",
        title % {"count": thousands(rows)},
        detail % {"count": thousands(lists)},
        _("Check the rows"),
    )


def _task(training_class: TrainingClass, key: str, title: str, detail: str, action: str) -> Task:
    return Task(
        key=f"nominations.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, "list"),
        tab="learners",
        action=action,
        waits_for=RoleKind.OFFICER,
    )
