"""The place where replies are dropped in, and one batch of them: how far it is, whom to ask for, what was read."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.jobs import ACTIVE
from khuevan.console.workspace.replies.shell import TAB, batch_address, batch_of, class_to_fill
from khuevan.console.workspace.replies.shown import KINDS, ShownReply, files_of, shown_replies
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.errors import DomainError
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.core.once import once
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.reply_files import READING
from khuevan.nominations.enums import ReplyState
from khuevan.nominations.interfaces.reply_forms import RepliesForm
from khuevan.nominations.models import Quota, ReplyBatch
from khuevan.nominations.reply_jobs import TAKING, start_taking_replies
from khuevan.training.models import TrainingClass

MOST_BATCHES = 50


@staff_page
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes files, a ZIP or a folder; below it what was dropped in before."""
    training_class = class_of(request, pk)
    may_drop = may(request.user, "nominations.enroll", training_class)
    if request.method == "POST":
        class_to_fill(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RepliesForm(request.user, *sent, training_class=training_class)
    if form.is_bound and form.is_valid():
        try:
            address, _new = once(request, lambda: _begun(request, form.perform()))
            return HttpResponseRedirect(address)
        except DomainError as error:
            form.refuse(error)
    context = {
        "form": form,
        "may_drop": may_drop,
        "part": "replies",
        "batches": _batches(request, training_class),
        "invited": Quota.objects.filter(invitation__training_class=training_class).count(),
    }
    status = 422 if form.is_bound and form.errors else 200
    page = workspace(request, training_class, TAB, context, template="console/replies/replies.html", status=status)
    return form_page(page)


def _begun(request: HttpRequest, batch: ReplyBatch) -> str:
    count = batch.files.count()
    words = ngettext("%(count)s file is kept and being read.", "%(count)s files are kept and being read.", count)
    notice(request, words % {"count": count})
    return batch_address(batch)


def _batches(request: HttpRequest, training_class: TrainingClass) -> list[ReplyBatch]:
    seen = ReplyBatch.objects.visible_to(request.user).filter(training_class=training_class)
    counted = seen.annotate(
        count=Count("files"),
        read=Count("files", filter=Q(files__state=ReplyState.READ)),
        asked=Count("files", filter=Q(files__state=ReplyState.DOUBTFUL)),
    )
    return list(counted.select_related("created_by")[:MOST_BATCHES])


@staff_page
@require_safe
def batch(request: HttpRequest, pk: int, batch: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = batch_of(request, pk, batch)
    files = shown_replies(found, files_of(found))
    kind = request.GET.get("xem", "")
    kind = kind if kind in KINDS else "tat-ca"
    jobs = {job.kind: job for job in Job.objects.visible_to(request.user).about(found).order_by("pk")}
    reading, taking = jobs.get(READING), jobs.get(TAKING)
    context = {
        "batch": found,
        "part": "replies",
        "job": reading if reading and reading.state != JobState.DONE else None,
        "taking": taking if taking and taking.state in ACTIVE else None,
        "is_active": bool(reading and reading.state in ACTIVE),
        "may_work": may(request.user, "nominations.enroll", training_class),
        "invited": Quota.objects.filter(invitation__training_class=training_class).select_related("organization"),
        **_sorted_out(files, kind),
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/replies/batch.html"))


def _sorted_out(files: list[ShownReply], kind: str) -> dict[str, Any]:
    """The doubtful ones apart, on top; the others by kind."""
    states = {key: _states(condition) for key, (_label, condition) in KINDS.items()}
    settled = [one for one in files if one.file.state != ReplyState.DOUBTFUL]
    by_kind = {key: [one for one in settled if not some or one.file.state in some] for key, some in states.items()}
    lists = {one.file.draft_id: one for one in files if one.good}
    return {
        "doubtful": [one for one in files if one.file.state == ReplyState.DOUBTFUL],
        "rows": by_kind[kind],
        "kind": kind,
        "pills": [(key, KINDS[key][0], len(some)) for key, some in by_kind.items() if some or key == "tat-ca"],
        "count": len(files),
        "agencies": len({one.file.quota_id for one in files if one.file.quota_id}),
        "people": sum(one.file.rows for one in files if one.file.state == ReplyState.READ),
        "good": sum(one.good for one in lists.values()),
        "lists": len(lists),
    }


def _states(condition: Q) -> frozenset[str]:
    found: set[str] = set()
    for name, value in condition.children:  # type: ignore[misc]  # all are pairs
        found |= set(value) if name == "state__in" else {value}
    return frozenset(found)


@staff_page
@require_POST
def take(request: HttpRequest, pk: int, batch: int) -> HttpResponse:
    """Takes over every row that is in order, of all lists of the batch, in the background."""
    class_to_fill(request, pk)
    found = batch_of(request, pk, batch)

    def work() -> None:
        start_taking_replies(request.user, found)
        notice(request, _("The rows in order are being taken over."))

    return act(request, work, batch_address(found))


@staff_page
@require_safe
def by_key(request: HttpRequest, batch: int) -> HttpResponseRedirect:
    """A batch known by its key alone: where a job leads back to."""
    found = get_object_or_404(ReplyBatch.objects.visible_to(request.user), pk=batch)
    return HttpResponseRedirect(batch_address(found))


urlpatterns = [
    path("", replies, name="class_replies"),
    path("<int:batch>/", batch, name="class_reply_batch"),
    path("<int:batch>/nhan/", take, name="class_reply_take"),
]
