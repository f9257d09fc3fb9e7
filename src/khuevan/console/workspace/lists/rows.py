"""What is done to rows of the review one by one: mended in place, left out, brought back, said to be somebody known."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.lists.review import counts_of, one_shown, surroundings
from khuevan.console.workspace.lists.shell import back_to, draft_address, draft_of, may_work
from khuevan.console.workspace.lists.taking import take_and_tell
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.screens import act, keys_of, notice, staff_page
from khuevan.nominations.domain.drafts import fix_row
from khuevan.nominations.domain.known import decide_match, decide_sure
from khuevan.nominations.domain.taking import bring_back_rows, leave_rows
from khuevan.nominations.enums import Decision
from khuevan.nominations.models import RosterDraft
from khuevan.people.access import is_htmx
from khuevan.readers.roster.retyped import RETYPED


def _answer(request: HttpRequest, draft: RosterDraft, index: int, work: Callable[[], None]) -> HttpResponse:
    """A piece of the page for htmx: the row as it is now, its twins, the numbers; otherwise the page at that row."""
    back = back_to(request, draft, index)

    def done() -> str:
        work()
        return back

    if not is_htmx(request):
        return act(request, done, back)
    twins = set(_twins(draft, index))
    trouble = ""
    try:
        once(request, done)
    except DomainError as error:
        trouble = error.message
    twins |= set(_twins(draft, index))
    draft.refresh_from_db()
    said = [str(message) for message in messages.get_messages(request)]
    context = {
        **surroundings(request, draft, counts_of(draft)),
        "class": draft.training_class,
        "rows": one_shown(request, draft, [index]),
        "twins": one_shown(request, draft, sorted(twins - {index})),
        "trouble": trouble,
        "said": said,
    }
    return render(request, "console/lists/row_answer.html", context)


def _opened(request: HttpRequest, draft: RosterDraft, index: int) -> HttpResponse:
    rows = one_shown(request, draft, [index], index)
    if not rows:
        raise Http404
    if not is_htmx(request):
        query = request.GET.copy()
        query["mo"] = str(index)
        return HttpResponseRedirect(f"{draft_address(draft)}?{query.urlencode()}#d{index}")
    context = {
        "draft": draft,
        "class": draft.training_class,
        "rows": rows,
        "may_take": may_work(request, draft),
        "asked": request.GET.urlencode(),
    }
    return render(request, "console/lists/rows_only.html", context)


def _twins(draft: RosterDraft, index: int) -> list[int]:
    key = draft.lines.filter(index=index).exclude(twin_key="").values_list("twin_key", flat=True).first()
    return list(draft.lines.filter(twin_key=key).values_list("index", flat=True)[:50]) if key else []


@staff_page
def fix(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    """Corrects one row in place; ``take`` also puts it on the list, whatever a reader thinks of it.

    A GET opens the row with all its fields.
    """
    found = draft_of(request, pk, draft)
    if request.method != "POST":
        return _opened(request, found, index)

    def work() -> None:
        typed = {name: request.POST[name] for name in RETYPED if name in request.POST}
        line = fix_row(request.user, found, index, seen=request.POST.get("seen", ""), **typed)
        if "take" in request.POST:
            take_and_tell(request, found, [index])
        elif line.is_good:
            notice(request, _("Row %(row)s is in order now.") % {"row": line.number})

    return _answer(request, found, index, work)


@staff_page
@require_POST
def leave(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    found = draft_of(request, pk, draft)

    def work() -> None:
        leave_rows(request.user, found, [index])
        undo = draft_address(found, "class_draft_bring_back", index)
        notice(request, _("The row is left out."), undo=undo)

    return _answer(request, found, index, work)


@staff_page
@require_POST
def bring_back(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    found = draft_of(request, pk, draft)

    def work() -> None:
        bring_back_rows(request.user, found, [index])
        notice(request, _("The row is back."))

    return _answer(request, found, index, work)


@staff_page
@require_POST
def decide(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    """``la``: the decision, a code of ``Decision``."""
    found = draft_of(request, pk, draft)
    asked = request.POST.get("la", "")
    decision = Decision(asked) if asked in Decision.values else Decision.OPEN

    def work() -> None:
        decide_match(request.user, found, index, decision, seen=request.POST.get("seen", ""))

    return _answer(request, found, index, work)


@staff_page
@require_POST
def decide_all_sure(request: HttpRequest, pk: int, draft: int) -> HttpResponseRedirect:
    found = draft_of(request, pk, draft)

    def work() -> None:
        count = decide_sure(request.user, found)
        words = ngettext(
            "%(count)s row is the person known already.", "%(count)s rows are the people known already.", count
        )
        notice(request, words % {"count": count})

    return act(request, work, back_to(request, found))


@staff_page
@require_POST
def leave_chosen(request: HttpRequest, pk: int, draft: int) -> HttpResponseRedirect:
    """Leaves the ticked rows out."""
    found = draft_of(request, pk, draft)
    ticked = keys_of(request.POST.getlist("chon"))

    def work() -> None:
        if not ticked:
            raise DomainError("nothing_chosen", _("Choose some rows first."))
        count = leave_rows(request.user, found, ticked)
        words = ngettext("%(count)s row is left out.", "%(count)s rows are left out.", count)
        notice(request, words % {"count": count})

    return act(request, work, back_to(request, found))


urlpatterns = [
    path("<int:draft>/dong/<int:index>/", fix, name="class_draft_fix"),
    path("<int:draft>/dong/<int:index>/bo/", leave, name="class_draft_leave"),
    path("<int:draft>/dong/<int:index>/lay-lai/", bring_back, name="class_draft_bring_back"),
    path("<int:draft>/dong/<int:index>/la-ai/", decide, name="class_draft_decide"),
    path("<int:draft>/chac-chan/", decide_all_sure, name="class_draft_decide_sure"),
    path("<int:draft>/bo-chon/", leave_chosen, name="class_draft_leave_chosen"),
]
