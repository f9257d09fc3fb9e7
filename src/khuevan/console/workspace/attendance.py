"""Attendance: the grid of learners and half days, one half day from its sign sheet, one cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.attendance.domain.queries import Cell, SessionCount, grid, session_counts
from khuevan.attendance.domain.taking import Mark, mark_all_but, take_attendance, undo_act
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.attendance.interfaces.tables import GridList
from khuevan.console.workspace.cells import DASH, LETTERS, GridColumn, RowDrawer, letter_of, words_of
from khuevan.console.workspace.shell import class_of, tab_address, workspace
from khuevan.core.errors import DomainError
from khuevan.core.once import FIELD, new_token, once
from khuevan.core.permissions import may
from khuevan.core.screens import act, file_response, form_page, keys_of, notice, staff_page
from khuevan.core.workbooks import Sheet, workbook
from khuevan.nominations.domain.expected import expected, expected_in
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.lifeline import Known
from khuevan.training.domain.queries import groups_of, told_apart
from khuevan.training.enums import ClassState
from khuevan.training.models import Session, TrainingClass


class ClassGrid(GridList):
    def __init__(self, request: HttpRequest, training_class: TrainingClass) -> None:
        seen = Enrollment.objects.visible_to(request.user).filter(training_class=training_class).current()
        super().__init__(request, seen.select_related("organization"), training_class)


def _is_open(training_class: TrainingClass) -> bool:
    return training_class.state in {ClassState.LIST_CLOSED, ClassState.RUNNING}


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    shown = ClassGrid(request, training_class)
    known = Known(training_class)
    columns = _columns(known)
    if shown.wants_workbook:
        return _workbook(training_class, shown, columns)
    learners = list(shown.page)
    cells = grid([learner.pk for learner in learners])
    may_take = may(request.user, "attendance.take", training_class) and _is_open(training_class)
    drawer = RowDrawer(columns, may_take=may_take)
    rows = [(learner, drawer.row(learner, cells[learner.pk])) for learner in learners]
    context = {
        "list": shown,
        "rows": list(enumerate(rows, start=shown.page.start_index())),
        "columns": columns,
        "may_take": may_take,
        "is_open": _is_open(training_class),
        "legend": [(str(LETTERS[status]), status.label, status.value) for status in LETTERS],
    }
    return workspace(request, training_class, "attendance", context, known=known)


def _columns(known: Known) -> list[GridColumn]:
    """Half days in order, with their groups where several are held at once, and their counts."""
    sessions = list(known.training_class.sessions.prefetch_related("groups"))
    names, awaited = told_apart(sessions), known.ask(expected)
    counts, total = known.ask(session_counts), known.ask(head_count).learners
    return [
        GridColumn(
            session,
            names[session.pk],
            awaited.by_session.get(session.pk),
            counts.get(session.pk, SessionCount()),
            awaited.number(session.pk, total),
        )
        for session in sessions
    ]


def _workbook(training_class: TrainingClass, shown: ClassGrid, columns: list[GridColumn]) -> HttpResponse:
    """The whole grid as an Excel file: a column a half day, the words in full, a dash for who is not expected."""
    learners = list(shown.matching)
    cells = grid([learner.pk for learner in learners])
    rows = (
        [
            number,
            learner.full_name,
            learner.organization_name,
            *(
                words_of(cells[learner.pk].get(column.session.pk)) if column.is_for(learner.pk) else DASH
                for column in columns
            ),
        ]
        for number, learner in enumerate(learners, start=1)
    )
    headings = [_("No."), _("Full name"), _("Agency"), *(capfirst(column.words) for column in columns)]
    return file_response(
        workbook(Sheet(_("Attendance"), str(training_class), headings, rows)), f"diem-danh-{training_class.slug}.xlsx"
    )


def _session(training_class: TrainingClass, session: int) -> Session:
    held = training_class.sessions.select_related("venue").prefetch_related("groups")
    found = get_object_or_404(held, pk=session)
    found.training_class = training_class
    return found


@dataclass(frozen=True)
class SheetRow:
    """One name of the sheet: ticked and with a reason as stored, or as just typed when that was refused."""

    learner: Enrollment
    is_absent: bool
    reason: str
    stored: str


@staff_page
def sheet(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """One half day from its sign sheet: only the absent are ticked; a reason makes it leave."""
    training_class = class_of(request, pk)
    found = _session(training_class, session)
    status = 200
    if request.method == "POST":
        try:
            address, _new = once(request, lambda: _mark_all_but(request, found))
            return HttpResponseRedirect(address)
        except DomainError as error:
            messages.error(request, error.message)
            status = 422
    seen = Enrollment.objects.visible_to(request.user) & expected_in(found)
    learners = list(seen.by_protocol())
    cells = {pk: of.get(found.pk) for pk, of in grid([one.pk for one in learners]).items()}
    typed = request.POST if request.method == "POST" else None
    context = {
        "session": found,
        "session_groups": [group.name for group in groups_of(found)],
        "rows": [_sheet_row(learner, cells[learner.pk], typed) for learner in learners],
        "last_seen": max((cell.mark for cell in cells.values() if cell), default=0),
        "may_take": may(request.user, "attendance.take", training_class) and _is_open(training_class),
    }
    page = workspace(
        request, training_class, "attendance", context, template="console/attendance/sheet.html", status=status
    )
    return form_page(page)


def _sheet_row(learner: Enrollment, cell: Cell | None, typed: QueryDict | None) -> SheetRow:
    missed = cell is not None and cell.status in {AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED}
    reason = cell.reason if cell and cell.status == AttendanceStatus.EXCUSED else ""
    if typed is None:
        return SheetRow(learner, missed, reason, "")
    is_absent = str(learner.pk) in typed.getlist("vang")
    told = typed.get(f"ly-do-{learner.pk}", "")
    differs = (is_absent, told.strip()) != (missed, reason)
    return SheetRow(learner, is_absent, told, words_of(cell) if differs else "")


def _mark_all_but(request: HttpRequest, session: Session) -> str:
    absent = set(keys_of(request.POST.getlist("vang")))
    reasons = {pk: request.POST.get(f"ly-do-{pk}", "").strip() for pk in absent}
    excused = {pk: why for pk, why in reasons.items() if why}
    nonce = request.POST.get(FIELD) or new_token()
    shown = request.POST.get("seen", "")
    added = mark_all_but(
        request.user,
        session,
        absent - excused.keys(),
        excused=excused,
        nonce=nonce,
        way=Way.PAPER,
        last_seen=int(shown) if shown.isdecimal() else None,
    )
    missing = ngettext("%(count)s absent", "%(count)s absent", len(absent)) % {"count": len(absent)}
    text = _("%(session)s is written down: %(missing)s, everybody else was there.")
    taken_back = reverse("console:class_attendance_undo", args=(session.training_class_id, session.pk, nonce))
    notice(request, text % {"session": str(session).capitalize(), "missing": missing}, undo=taken_back if added else "")
    return tab_address(session.training_class, "attendance")


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int, session: int, nonce: str) -> HttpResponse:
    training_class = class_of(request, pk)
    found = _session(training_class, session)

    def work() -> None:
        undo_act(request.user, found, nonce, nonce=request.POST.get(FIELD) or new_token())
        notice(request, _("The marks are as they were before."))

    return act(request, work, tab_address(training_class, "attendance"))


@staff_page
def cell(request: HttpRequest, pk: int, session: int, learner: int) -> HttpResponse:
    """One learner in one half day; the grid's script asks for JSON, a browser without it gets a small form."""
    training_class = class_of(request, pk)
    found = _session(training_class, session)
    person = get_object_or_404(Enrollment.objects.visible_to(request.user) & expected_in(found), pk=learner)
    if request.method == "POST":
        return _write_cell(request, found, person)
    if not may(request.user, "attendance.take", training_class):
        raise Http404
    now = grid([person.pk])[person.pk].get(found.pk)
    context = {"session": found, "learner": person, "cell": now, "statuses": [(one, one.label) for one in LETTERS]}
    return form_page(workspace(request, training_class, "attendance", context, template="console/attendance/cell.html"))


def _write_cell(request: HttpRequest, session: Session, learner: Enrollment) -> HttpResponse:
    wants_json = request.headers.get("Accept") == "application/json"
    back = tab_address(session.training_class, "attendance")
    try:
        _take_one(request.user, session, learner, request.POST)
    except DomainError as error:
        if wants_json:
            return JsonResponse({"error": error.message, **_answer(session, learner)}, status=409)
        messages.error(request, error.message)
        return HttpResponseRedirect(request.path)
    return JsonResponse(_answer(session, learner)) if wants_json else HttpResponseRedirect(back)


def _take_one(actor: Any, session: Session, learner: Enrollment, sent: Mapping[str, str]) -> None:  # noqa: ANN401
    status = sent.get("status", "")
    if status not in {one.value for one in LETTERS}:
        raise DomainError("no_such_status", _("Choose what was seen of this person."))
    mark = Mark(AttendanceStatus(status), sent.get("reason", "")[:300])
    shown = sent.get("seen", "")
    seen = {learner.pk: int(shown) if shown.isdecimal() else None}
    take_attendance(
        actor, session, {learner.pk: mark}, way=Way.CONSOLE, nonce=sent.get(FIELD) or new_token(), seen=seen
    )


def _answer(session: Session, learner: Enrollment) -> dict[str, Any]:
    """The cell and its column as they are now."""
    now = grid([learner.pk])[learner.pk].get(session.pk)
    count = session_counts(session.training_class).get(session.pk, SessionCount())
    return {
        "mark": now.mark if now else "",
        "status": now.status if now else "",
        "letter": letter_of(now),
        "words": words_of(now),
        "attended": count.attended,
        "marked": count.marked,
    }


urlpatterns = [
    path("", page, name="class_attendance"),
    path("<int:session>/", sheet, name="class_sheet"),
    path("<int:session>/hoan-tac/<str:nonce>/", undo, name="class_attendance_undo"),
    path("<int:session>/<int:learner>/", cell, name="class_cell"),
]
