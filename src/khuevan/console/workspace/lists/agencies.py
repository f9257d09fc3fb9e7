"""The agencies a list names, each set for all its rows at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import ngettext

from khuevan.console.workspace.lists.shell import draft_address, draft_of, may_work
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.bodies import agencies_of, set_agency
from khuevan.nominations.models import RosterDraft
from khuevan.people.domain.naming import HOW_WORDS
from khuevan.people.interfaces.choosing import CATALOGUES
from khuevan.people.models import Organization


@staff_page
def agencies(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Lists them, those nobody knows first.

    A POST sets one: ``ten`` is its key, ``chon`` a body that was offered, ``khac`` a name that was typed instead.
    """
    training_class = class_of(request, pk)
    found = draft_of(request, pk, draft)
    if request.method == "POST":
        if not may(request.user, "nominations.change_draft", found):
            raise Http404
        return _set(request, found)
    named = agencies_of(found)
    context = {
        "draft": found,
        "named": [(one, HOW_WORDS[one.found.how]) for one in named],
        "unclear": sum(1 for one in named if not one.is_clear),
        "may_take": may_work(request, found),
        "may_remember": may(request.user, "people.keep_directory", training_class.office),
        "back": draft_address(found),
    }
    return form_page(workspace(request, training_class, "learners", context, template="console/lists/agencies.html"))


def _set(request: HttpRequest, draft: RosterDraft) -> HttpResponse:
    typed = request.POST.get("khac", "").strip()
    picked = (typed and request.POST.get("khac-pick")) or request.POST.get("chon", "")
    body = _body(request, picked, typed)

    def work() -> None:
        name = "" if body else typed
        count = set_agency(
            request.user,
            draft,
            request.POST.get("ten", ""),
            organization=body,
            name=name,
            remember="nho" in request.POST and body is not None,
        )
        words = ngettext("%(count)s row names “%(name)s” now.", "%(count)s rows name “%(name)s” now.", count)
        notice(request, words % {"count": count, "name": body or name})

    return act(request, work, draft_address(draft, "class_draft_agencies"))


def _body(request: HttpRequest, picked: str, typed: str) -> Organization | None:
    """The body that was picked, or the one whose name was typed."""
    seen = Organization.objects.visible_to(request.user)
    if picked.isascii() and picked.isdigit() and len(picked) < 19:
        return get_object_or_404(seen, pk=picked)
    if not typed:
        return None
    return CATALOGUES["co-quan"].named(request.user, typed)


urlpatterns = [path("<int:draft>/co-quan/", agencies, name="class_draft_agencies")]
