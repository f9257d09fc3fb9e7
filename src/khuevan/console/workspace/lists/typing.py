"""A list typed from its picture: rows of inputs beside the page, one more with every Enter."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.lists.review import counts_of, one_shown, surroundings
from khuevan.console.workspace.lists.shell import back_to, draft_address, draft_of
from khuevan.console.workspace.lists.shown import entry_fields
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.screens import act, staff_page
from khuevan.nominations.domain.drafts import add_row
from khuevan.nominations.models import DraftLine
from khuevan.people.access import is_htmx
from khuevan.readers.roster.retyped import RETYPED

FILLED_DOWN = ("organization",)
"""What the next row begins with: people of one agency follow each other."""


@staff_page
@require_POST
def add(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """One more row; for htmx the new row and an empty form below it."""
    found = draft_of(request, pk, draft)
    typed = {name: request.POST[name] for name in RETYPED if name in request.POST}
    made: list[DraftLine] = []

    def work() -> str:
        made.append(add_row(request.user, found, **typed))
        return f"{draft_address(found)}?xem=tat-ca#nhap"

    if not is_htmx(request):
        return act(request, work, f"{back_to(request, found)}#nhap")
    trouble = ""
    try:
        once(request, work)
    except DomainError as error:
        trouble = error.message
    kept = typed if trouble else {name: typed.get(name, "") for name in FILLED_DOWN}
    found.refresh_from_db()
    context = {
        **surroundings(request, found, counts_of(found)),
        "class": found.training_class,
        "rows": one_shown(request, found, [made[0].index]) if made else [],
        "entry": entry_fields(kept),
        "trouble": trouble,
    }
    return render(request, "console/lists/typed_answer.html", context)


@staff_page
@require_safe
def picture(request: HttpRequest, pk: int, draft: int, number: int) -> FileResponse:
    """One page of a scan; for staff of the office only, never a public file."""
    page = get_object_or_404(draft_of(request, pk, draft).pages, number=number)
    try:
        file = page.image.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The picture is not there any more.")) from error
    kind = "image/png" if str(page.image.name).endswith(".png") else "image/jpeg"
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
    return FileResponse(file, content_type=kind, headers=headers)


urlpatterns = [
    path("<int:draft>/them/", add, name="class_draft_add"),
    path("<int:draft>/trang/<int:number>/", picture, name="class_draft_picture"),
]
