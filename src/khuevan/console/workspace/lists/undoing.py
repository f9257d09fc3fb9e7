"""Taking back what a list brought: what goes, what stays and why, and one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import ngettext

from khuevan.console.workspace.lists.shell import draft_address, draft_of
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.undoing import undo_import, what_undoing_does
from khuevan.nominations.enums import LineState
from khuevan.nominations.jobs import MANY, start_undoing
from khuevan.nominations.models import RosterDraft

MOST_NAMED = 20


@staff_page
def undo(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Says what would go; a POST takes it back.  ``dot``: only the rows taken at one time."""
    training_class = class_of(request, pk)
    found = draft_of(request, pk, draft)
    if not may(request.user, "nominations.change_draft", found):
        raise Http404
    batch = _batch(request)
    if request.method == "POST":
        return _undo(request, found, batch)
    plan = what_undoing_does(found, batch)
    context = {
        "draft": found,
        "plan": plan,
        "names": [line.enrollment.full_name for line in plan.lines[:MOST_NAMED] if line.enrollment],
        "more": max(0, len(plan.lines) - MOST_NAMED),
        "held": plan.held[:MOST_NAMED],
        "more_held": max(0, len(plan.held) - MOST_NAMED),
        "back": draft_address(found),
    }
    return form_page(workspace(request, training_class, "learners", context, template="console/lists/undo.html"))


def _undo(request: HttpRequest, draft: RosterDraft, batch: int | None) -> HttpResponse:
    def work() -> str | None:
        if batch is None and draft.lines.filter(state=LineState.TAKEN).count() > MANY:
            job = start_undoing(request.user, draft, request.POST.get("reason", ""))
            return reverse("console:job", args=(job.pk,))
        done = undo_import(request.user, draft, batch=batch, reason=request.POST.get("reason", ""))
        words = ngettext(
            "%(count)s learner was taken back; the row waits in the list again.",
            "%(count)s learners were taken back; their rows wait in the list again.",
            len(done.lines),
        )
        told = words % {"count": len(done.lines)}
        if done.held:
            told = f"{told} {' '.join(one.sentence for one in done.held[:3])}"
        notice(request, told)
        return None

    return act(request, work, draft_address(draft))


def _batch(request: HttpRequest) -> int | None:
    text = request.GET.get("dot", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


urlpatterns = [path("<int:draft>/hoan-tac/", undo, name="class_draft_undo")]
