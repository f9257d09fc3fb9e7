"""Taking over the rows that are in order, at once or as work in the background; letting go of the rest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.lists.shell import draft_address, draft_of
from khuevan.console.workspace.shell import tab_address
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.drafts import discard_draft
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.jobs import MANY, start_taking
from khuevan.nominations.models import RosterDraft


@staff_page
@require_POST
def take(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    found = draft_of(request, pk, draft)

    def work() -> str:
        if found.lines.good().count() > MANY:
            return reverse("console:job", args=(start_taking(request.user, found).pk,))
        take_and_tell(request, found, None)
        found.refresh_from_db()
        return draft_address(found) if found.waiting else tab_address(found.training_class, "learners")

    return act(request, work, draft_address(found))


def take_and_tell(request: HttpRequest, draft: RosterDraft, indexes: list[int] | None) -> None:
    """Takes rows and leaves notices; the one of what was taken can be undone."""
    result = take_rows(request.user, draft, indexes)
    if result.taken:
        words = ngettext(
            "%(count)s learner is on the list now.", "%(count)s learners are on the list now.", len(result.taken)
        )
        undo = f"{draft_address(draft, 'class_draft_undo')}?dot={result.batch}"
        notice(request, words % {"count": len(result.taken)}, undo=undo)
    if result.reserved:
        words = ngettext(
            "%(count)s person found no place left of the agency and is on the reserve list.",
            "%(count)s people found no place left of the agency and are on the reserve list.",
            len(result.reserved),
        )
        messages.warning(request, words % {"count": len(result.reserved)})
    if result.refused:
        words = ngettext(
            "%(count)s row was not taken; it says why.",
            "%(count)s rows were not taken; each says why.",
            len(result.refused),
        )
        messages.error(request, words % {"count": len(result.refused)})


@staff_page
@require_POST
def discard(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    found = draft_of(request, pk, draft)

    def work() -> None:
        discard_draft(request.user, found)
        notice(request, _("The rest of “%(name)s” is not taken over.") % {"name": found.name})

    return act(request, work, tab_address(found.training_class, "learners"))


@staff_page
@require_safe
def by_key(request: HttpRequest, draft: int) -> HttpResponseRedirect:
    """The review of a list known by its key alone: where a job leads back to."""
    found = get_object_or_404(RosterDraft.objects.visible_to(request.user), pk=draft)
    return HttpResponseRedirect(draft_address(found))


urlpatterns = [
    path("<int:draft>/nhan/", take, name="class_draft_take"),
    path("<int:draft>/bo/", discard, name="class_draft_discard"),
]
