"""The programme of a class: its timetable, half days and their lines."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace import life, programme_topics
from khuevan.console.workspace.parts import moved
from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.programme_topics import topics_of
from khuevan.console.workspace.shell import class_of, tab_address, workspace, workspace_context
from khuevan.console.workspace.timetable.board import Board, board_of, changeable
from khuevan.console.workspace.timetable.moving import warn
from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.queries import programme_of
from khuevan.training.domain.timetable import item_changes, session_changes
from khuevan.training.domain.timetable.clashes import Clash, ClashKind, clashes_of
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.interfaces.forms import programme as forms
from khuevan.training.models import ProgrammeItem, Session, TrainingClass


@dataclass(frozen=True)
class Line:
    """One line of a half day; ``outside`` when it begins before or after the half day."""

    item: ProgrammeItem
    seen: str
    outside: bool


@dataclass(frozen=True)
class HalfDay:
    """A half day with all that can be done to it; ``holiday`` names the public holiday it falls on."""

    session: Session
    lines: list[Line]
    order: str
    seen: str
    holiday: str
    clashes: list[Clash]


def _half_day(session: Session, holiday: str, clashes: list[Clash]) -> HalfDay:
    items = list(session.items.all())
    lines = [Line(item, stamp(item), not session.starts_at <= item.starts_at < session.ends_at) for item in items]
    said = {ClashKind.HOLIDAY, ClashKind.TIMES}  # above, and beside the line
    own = [clash for clash in clashes if session.pk in clash.sessions and clash.kind not in said]
    return HalfDay(session, lines, order_stamp(items), stamp(session), holiday, own)


def _half_days(board: Board) -> list[HalfDay]:
    """Loaded for the templates of the list, which look into relations."""
    sessions = list(programme_of(board.training_class))
    days = [session.date for session in sessions]
    free = public_holidays(min(days), max(days)) if days else {}
    return [_half_day(session, free.get(session.date, ""), board.clashes) for session in sessions]


def _rights(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    may_change = may(actor, "training.change_class", training_class)
    closed = life.closed_words(training_class)
    open_now = may_change and not closed
    return {
        "may_change": open_now,
        "may_change_days": open_now and not has_reached(training_class, ClassState.RESULTS),
        "closed": closed if may_change else "",
    }


def _place(training_class: TrainingClass, anchor: str = "") -> str:
    address = tab_address(training_class, "programme")
    return f"{address}#{anchor}" if anchor else address


def _page_of(session: Session, anchor: str = "") -> str:
    address = reverse("console:session_one", args=(session.training_class_id, session.pk))
    return f"{address}#{anchor}" if anchor else address


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The timetable as a grid; ``?xem=danh-sach`` as a list, for reading and for paper."""
    training_class = class_of(request, pk)
    rights = _rights(request.user, training_class)
    board = board_of(training_class, may_move=rights["may_change_days"], may_change=rights["may_change"])
    as_list = request.GET.get("xem") == "danh-sach"
    context = {
        **rights,
        "programme_parts": programme_parts(training_class, "class_programme"),
        "board": board,
        "topics": topics_of(board),
        "as_list": as_list,
    }
    if as_list:
        context["half_days"] = _half_days(board)
    template = "console/timetable/list.html" if as_list else "console/tabs/programme.html"
    return workspace(request, training_class, "programme", context, template=template)


@staff_page
@require_safe
def one(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """One half day: its lines in order, its times, place and groups, and what clashes with it."""
    training_class = class_of(request, pk)
    row = get_object_or_404(programme_of(training_class), pk=session)
    holidays = public_holidays(row.date, row.date)
    context = {
        **_rights(request.user, training_class),
        "programme_parts": programme_parts(training_class, "class_programme"),
        "day": _half_day(row, holidays.get(row.date, ""), clashes_of(training_class)),
    }
    return workspace(request, training_class, "programme", context, template="console/timetable/one.html")


# -- forms


def _answer(
    request: HttpRequest,
    training_class: TrainingClass,
    form: VerbForm,
    heading: str,
    done: Callable[[Any], str],
    *,
    cancel: str = "",
    watched: dict[str, Any] | None = None,
) -> HttpResponse:
    """``watched``: what names the half day or the line to those who look for clashes while it is typed."""
    context = {
        **workspace_context(training_class, "programme"),
        "programme_parts": programme_parts(training_class, "class_programme"),
        "heading": heading,
        "cancel": cancel or _place(training_class),
        "watched": None if watched is None else json.dumps(watched),
    }
    return answer_form(request, form, "console/timetable/form.html", context, done)


def _session(training_class: TrainingClass, session: int) -> Session:
    return get_object_or_404(training_class.sessions.select_related("training_class__office"), pk=session)


def _item(training_class: TrainingClass, item: int) -> ProgrammeItem:
    rows = ProgrammeItem.objects.filter(session__training_class=training_class)
    return get_object_or_404(rows.select_related("session__training_class__office"), pk=item)


def _saved(request: HttpRequest, training_class: TrainingClass) -> Callable[[Any], str]:
    def done(row: Any) -> str:  # noqa: ANN401 - what a form made or changed
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        if isinstance(row, ProgrammeItem):
            return _page_of(row.session, f"dong-{row.pk}")
        warn(request, row)
        return _page_of(row)

    return done


def _moved(request: HttpRequest, training_class: TrainingClass) -> Callable[[Any], str]:
    def done(row: Session) -> str:
        notice(request, _("Moved: %(here)s.") % {"here": capfirst(str(row))})
        warn(request, row)
        return _place(training_class, f"buoi-{row.pk}")

    return done


@staff_page
def add_session(request: HttpRequest, pk: int) -> HttpResponse:
    """``ngay``, ``buoi`` and ``noi`` in the address propose a half day at a venue, with its usual times."""
    training_class = changeable(request, pk)
    day, part = request.GET.get("ngay", ""), request.GET.get("buoi", "")
    if not day and not part:
        day, part = forms.first_free(training_class)
    part = part if part in DayPart.values else DayPart.MORNING.value
    starts_at, ends_at = forms.USUAL_TIMES[part]
    initial = {"date": day, "part": part, "starts_at": starts_at, "ends_at": ends_at}
    initial["venue"] = request.GET.get("noi", "")
    form = forms.AddSessionForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    done = _saved(request, training_class)
    return _answer(request, training_class, form, _("Add a half day"), done, watched={"groups_asked": 1})


@staff_page
def change_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = changeable(request, pk)
    row = _session(training_class, session)
    form = forms.ChangeSessionForm(request.user, request.POST or None, training_class=training_class, instance=row)
    heading = _("Change: %(what)s") % {"what": row}
    watched = {"half_day": row.pk, "groups_asked": 1}
    done = _saved(request, training_class)
    return _answer(request, training_class, form, heading, done, cancel=_page_of(row), watched=watched)


@staff_page
def move_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = changeable(request, pk)
    row = _session(training_class, session)
    form = forms.MoveSessionForm(request.user, request.POST or None, training_class=training_class, instance=row)
    heading = _("Move: %(what)s") % {"what": row}
    done, back = _moved(request, training_class), _place(training_class, f"buoi-{row.pk}")
    return _answer(request, training_class, form, heading, done, cancel=back, watched={"half_day": row.pk})


@staff_page
def add_item(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = changeable(request, pk)
    row = _session(training_class, session)
    last = row.items.last()
    form = forms.ItemForm(
        request.user,
        request.POST or None,
        training_class=training_class,
        session=row,
        initial={"starts_at": last.starts_at if last else row.starts_at},
    )
    heading = _("Add a line: %(what)s") % {"what": row}
    done, watched = _saved(request, training_class), {"half_day": row.pk}
    return _answer(request, training_class, form, heading, done, cancel=_page_of(row), watched=watched)


@staff_page
def change_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    training_class = changeable(request, pk)
    row = _item(training_class, item)
    form = forms.ItemForm(
        request.user, request.POST or None, training_class=training_class, session=row.session, instance=row
    )
    heading = _("Change: %(what)s") % {"what": row}
    done, watched = _saved(request, training_class), {"half_day": row.session_id, "line": row.pk}
    return _answer(request, training_class, form, heading, done, cancel=_page_of(row.session), watched=watched)


@staff_page
def copy_frame(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = changeable(request, pk)
    form = forms.FrameForm(
        request.user,
        request.POST or None,
        training_class=training_class,
        initial={"source": request.GET.get("tu", "")},
    )

    def done(count: int) -> str:
        notice(request, _("%(count)d half days were added.") % {"count": count})
        return _place(training_class)

    return _answer(request, training_class, form, _("Take over the half days of a day"), done)


# -- buttons


@staff_page
@require_POST
def remove_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = _session(training_class, session)

    def work() -> None:
        words = capfirst(str(row))
        session_changes.remove_session(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _place(training_class))


@staff_page
@require_POST
def remove_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = _item(training_class, item)

    def work() -> None:
        words = str(row)
        item_changes.remove_item(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _page_of(row.session))


@staff_page
@require_POST
def move_item(request: HttpRequest, pk: int, item: int, by: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = _item(training_class, item)
    keys, anchor = moved([one.pk for one in row.session.items.all()], row.pk, by)
    order = request.POST.get("order", "")
    return act(
        request,
        lambda: item_changes.reorder_items(request.user, row.session, keys, seen=order),
        _page_of(row.session, f"dong-{anchor}"),
    )


urlpatterns = [
    path("", page, name="class_programme"),
    path("buoi/them/", add_session, name="session_add"),
    path("buoi/chep/", copy_frame, name="session_copy"),
    path("buoi/<int:session>/", one, name="session_one"),
    path("buoi/<int:session>/sua/", change_session, name="session_change"),
    path("buoi/<int:session>/doi/", move_session, name="session_move"),
    path("buoi/<int:session>/bo/", remove_session, name="session_remove"),
    path("buoi/<int:session>/them/", add_item, name="item_add"),
    path("dong/<int:item>/sua/", change_item, name="item_change"),
    path("dong/<int:item>/bo/", remove_item, name="item_remove"),
    path("dong/<int:item>/len/", move_item, {"by": -1}, name="item_up"),
    path("dong/<int:item>/xuong/", move_item, {"by": 1}, name="item_down"),
    *programme_topics.urlpatterns,
]
