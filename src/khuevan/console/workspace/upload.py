"""Lists as agencies send them: read, looked at row by row, mended in place, taken over."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.shell import class_of, tab_address, workspace
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.draft_rows import DraftRow, rows_of
from khuevan.nominations.domain.drafts import begin_draft, discard_draft, fix_row, take_rows
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.enums import DraftState
from khuevan.nominations.interfaces.forms import UploadForm
from khuevan.nominations.models import RosterDraft
from khuevan.people.models import Organization
from khuevan.readers.roster import read_roster
from khuevan.readers.roster.retyped import RETYPED
from khuevan.training.models import TrainingClass

ROWS = 50
LOOK, ALL, TAKEN = "can-xem", "tat-ca", "da-nhan"


@dataclass(frozen=True)
class Field:
    """One value of a row as its little form shows it: always those with problems, all of them on demand."""

    name: str
    label: str
    value: str
    problems: list[str]


@dataclass(frozen=True)
class ShownRow:
    """One row of the preview with the fields that ask for a hand."""

    row: DraftRow
    wrong: list[Field]
    other: list[Field]
    general: list[str]

    @property
    def birth(self) -> str:
        return _written("birth", self.row.row.birth)


def _labels() -> dict[str, str]:
    return {
        "full_name": _("Full name"),
        "birth": _("Born"),
        "gender": _("Gender"),
        "position": _("Position"),
        "organization": _("Agency"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "note": _("Note"),
    }


@staff_page
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes files and reads each of them into a draft; a file that cannot be read is named with its sentence."""
    training_class = class_of(request, pk)
    if not may(request.user, "nominations.enroll", training_class):
        raise Http404
    if training_class.state not in OPEN:
        messages.error(request, _("The list of this class is closed."))
        return HttpResponseRedirect(tab_address(training_class, "learners"))
    form = UploadForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files, agency = form.cleaned_data["lists"], form.cleaned_data["agency"]
        refused: list[str] = []
        try:
            address, _new = once(request, lambda: _begin(request, training_class, files, agency, refused))
            for sentence in refused:
                messages.error(request, sentence)
            return HttpResponseRedirect(address)
        except DomainError as error:
            for sentence in refused or [error.message]:
                form.add_error("lists", sentence)
    context = {"form": form, "cancel": tab_address(training_class, "learners")}
    return form_page(
        workspace(
            request,
            training_class,
            "learners",
            context,
            template="console/learners/upload.html",
            status=422 if form.errors else 200,
        )
    )


def _begin(
    request: HttpRequest,
    training_class: TrainingClass,
    files: "Sequence[UploadedFile[Any]]",
    agency: Organization | None,
    refused: list[str],
) -> str:
    drafts = []
    for file in files:
        try:
            drafts.append(_read(request, training_class, file, agency))
        except DomainError as error:
            refused.append(f"{file.name}: {error.message}")
    if not drafts:
        raise DomainError("nothing_read", _("None of the files could be read."))
    if len(drafts) > 1:
        notice(request, _("%(count)s lists were read; look at each of them.") % {"count": len(drafts)})
        return tab_address(training_class, "learners")
    return draft_address(drafts[0])


def _read(
    request: HttpRequest, training_class: TrainingClass, file: "UploadedFile[Any]", agency: Organization | None
) -> RosterDraft:
    name = PurePath(file.name or "").name or "danh-sach"
    content = file.read()
    with tempfile.TemporaryDirectory(prefix="khuevan-") as folder:
        place = Path(folder) / f"list{PurePath(name).suffix.lower()[:8]}"
        place.write_bytes(content)
        roster = read_roster(place)
    return begin_draft(
        request.user,
        training_class,
        name=name,
        content=content,
        rows=roster.rows,
        unused=roster.unused_columns,
        agency=agency,
    )


def draft_address(draft: RosterDraft) -> str:
    return reverse("console:class_draft", args=(draft.training_class_id, draft.pk))


def _draft(request: HttpRequest, pk: int, draft: int) -> RosterDraft:
    seen = RosterDraft.objects.visible_to(request.user).filter(training_class__pk=pk)
    return get_object_or_404(seen.select_related("training_class__office", "agency", "created_by"), pk=draft)


@staff_page
def preview(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = _draft(request, pk, draft)
    rows = rows_of(found)
    kinds = {
        LOOK: [row for row in rows if row.taken is None and not row.is_good],
        ALL: sorted(rows, key=lambda row: (row.is_good or row.taken is not None, row.index)),
        TAKEN: [row for row in rows if row.taken is not None],
    }
    asked = request.GET.get("xem", "")
    kind = asked if asked in kinds else ALL
    page: Page[DraftRow] = Paginator(kinds[kind], ROWS).get_page(request.GET.get("trang"))
    context = {
        "draft": found,
        "page": page,
        "rows": [_shown(row) for row in page],
        "kind": kind,
        "pills": [(name, label, len(kinds[name])) for name, label in _pills() if kinds[name] or name == ALL],
        "good": sum(1 for row in rows if row.is_good),
        "look": len(kinds[LOOK]),
        "is_open": found.state == DraftState.OPEN,
        "may_take": found.state == DraftState.OPEN and may(request.user, "nominations.change_draft", found),
    }
    return form_page(workspace(request, training_class, "learners", context, template="console/learners/preview.html"))


def _pills() -> list[tuple[str, str]]:
    return [(ALL, _("All")), (LOOK, _("To be looked at")), (TAKEN, _("Taken over"))]


def _shown(row: DraftRow) -> ShownRow:
    by_field: dict[str, list[str]] = {}
    for problem in row.problems:
        by_field.setdefault(problem.field, []).append(problem.message)
    fields = [
        Field(name, label, _written(name, getattr(row.row, name)), by_field.pop(name, []))
        for name, label in _labels().items()
    ]
    general = [message for messages_ in by_field.values() for message in messages_]
    if row.refused:
        general.append(row.refused)
    return ShownRow(
        row, [field for field in fields if field.problems], [field for field in fields if not field.problems], general
    )


def _written(name: str, value: str | None) -> str:
    """A date of birth as people write it; everything else as it is."""
    if name == "birth" and value and len(value) == 10:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value or ""


@staff_page
@require_POST
def fix(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    """Corrects one row in place; ``take`` also puts it on the list, whatever a reader thinks of it."""
    found = _draft(request, pk, draft)

    def work() -> None:
        typed = {name: request.POST[name] for name in RETYPED if name in request.POST}
        row = fix_row(request.user, found, index, seen=request.POST.get("seen", ""), **typed)
        if "take" in request.POST:
            _take(request, found, [index])
        elif row.is_good:
            notice(request, _("Row %(row)s is in order now.") % {"row": row.row.place.row})

    return act(request, work, f"{draft_address(found)}?{request.META.get('QUERY_STRING', '')}#d{index}")


@staff_page
@require_POST
def take(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    found = _draft(request, pk, draft)

    def work() -> str:
        _take(request, found, None)
        found.refresh_from_db()
        return draft_address(found) if found.waiting else tab_address(found.training_class, "learners")

    return act(request, work, draft_address(found))


def _take(request: HttpRequest, draft: RosterDraft, indexes: list[int] | None) -> None:
    result = take_rows(request.user, draft, indexes)
    if result.taken:
        words = ngettext(
            "%(count)s learner is on the list now.", "%(count)s learners are on the list now.", len(result.taken)
        )
        notice(request, words % {"count": len(result.taken)})
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
    found = _draft(request, pk, draft)

    def work() -> None:
        discard_draft(request.user, found)
        notice(request, _("The rest of “%(name)s” is not taken over.") % {"name": found.name})

    return act(request, work, tab_address(found.training_class, "learners"))


urlpatterns = [
    path("", upload, name="class_upload"),
    path("<int:draft>/", preview, name="class_draft"),
    path("<int:draft>/nhan/", take, name="class_draft_take"),
    path("<int:draft>/bo/", discard, name="class_draft_discard"),
    path("<int:draft>/dong/<int:index>/", fix, name="class_draft_fix"),
]
