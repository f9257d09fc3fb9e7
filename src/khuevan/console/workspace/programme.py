"""Programme: topics, half days and their lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace import life
from khuevan.console.workspace.parts import moved
from khuevan.console.workspace.shell import class_of, tab_address, workspace, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain import item_changes, session_changes, topic_changes
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.queries import programme_of
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.interfaces.forms import programme as forms
from khuevan.training.models import ClassTopic, ProgrammeItem, Session, TrainingClass


@dataclass(frozen=True)
class Line:
    """One line of a half day; ``outside`` when it begins before or after the half day."""

    item: ProgrammeItem
    seen: str
    outside: bool


@dataclass(frozen=True)
class HalfDay:
    """A card of the programme; ``holiday`` names the public holiday it falls on."""

    session: Session
    lines: list[Line]
    order: str
    seen: str
    holiday: str


@dataclass(frozen=True)
class Gap:
    """A half day of the class without a programme, to be added by one link."""

    date: date
    part: str
    label: str


@dataclass(frozen=True)
class Topics:
    rows: list[tuple[ClassTopic, str]]
    """Each with its stamp."""
    order: str


def _half_days(training_class: TrainingClass) -> list[HalfDay]:
    free = public_holidays(training_class.start_date, training_class.end_date)
    return [_half_day(session, free.get(session.date, "")) for session in programme_of(training_class)]


def _half_day(session: Session, holiday: str) -> HalfDay:
    items = list(session.items.all())
    lines = [Line(item, stamp(item), not session.starts_at <= item.starts_at < session.ends_at) for item in items]
    return HalfDay(session, lines, order_stamp(items), stamp(session), holiday)


def _gaps(training_class: TrainingClass, held: list[HalfDay]) -> list[Gap]:
    there = {(one.session.date, one.session.part) for one in held}
    free = public_holidays(training_class.start_date, training_class.end_date)
    return [
        Gap(day, part.value, f"{capfirst(str(part.label))}, {forms.day_words(day, free)}")
        for day in forms.days_of(training_class)
        for part in DayPart
        if (day, part.value) not in there
    ]


def _programme(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    may_change = may(actor, "training.change_class", training_class)
    closed = life.closed_words(training_class)
    half_days = _half_days(training_class)
    topics = list(training_class.class_topics.select_related("topic"))
    open_now = may_change and not closed
    return {
        "half_days": half_days,
        "periods": sum(one.session.periods for one in half_days),
        "topics": Topics([(topic, stamp(topic)) for topic in topics], order_stamp(topics)),
        "may_change": open_now,
        "may_change_days": open_now and not has_reached(training_class, ClassState.RESULTS),
        "gaps": _gaps(training_class, half_days) if open_now else [],
        "closed": closed if may_change else "",
    }


def _place(training_class: TrainingClass, anchor: str = "") -> str:
    address = tab_address(training_class, "programme")
    return f"{address}#{anchor}" if anchor else address


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    return workspace(request, training_class, "programme", _programme(request.user, training_class))


# -- forms


def _changed_by(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may change it."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    return training_class


def _answer(
    request: HttpRequest,
    training_class: TrainingClass,
    form: VerbForm,
    heading: str,
    done: Callable[[Any], str],
    *,
    cancel: str = "",
) -> HttpResponse:
    context = {
        **workspace_context(training_class, "programme"),
        "heading": heading,
        "cancel": cancel or _place(training_class),
    }
    return answer_form(request, form, "console/classes/form.html", context, done)


def _session(training_class: TrainingClass, session: int) -> Session:
    return get_object_or_404(training_class.sessions.select_related("training_class__office"), pk=session)


def _item(training_class: TrainingClass, item: int) -> ProgrammeItem:
    rows = ProgrammeItem.objects.filter(session__training_class=training_class)
    return get_object_or_404(rows.select_related("session__training_class__office"), pk=item)


def _saved(request: HttpRequest, training_class: TrainingClass) -> Callable[[Any], str]:
    def done(row: Any) -> str:  # noqa: ANN401 - what a form made or changed
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        if isinstance(row, ClassTopic):
            return _place(training_class, "chuyen-de")
        session = row.session if isinstance(row, ProgrammeItem) else row
        return _place(training_class, f"buoi-{session.pk}")

    return done


@staff_page
def add_session(request: HttpRequest, pk: int) -> HttpResponse:
    """``ngay`` and ``buoi`` in the address propose a half day with its usual times."""
    training_class = _changed_by(request, pk)
    part = request.GET.get("buoi", "")
    part = part if part in DayPart.values else DayPart.MORNING.value
    starts_at, ends_at = forms.USUAL_TIMES[part]
    initial = {"date": request.GET.get("ngay", ""), "part": part, "starts_at": starts_at, "ends_at": ends_at}
    form = forms.AddSessionForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    return _answer(request, training_class, form, _("Add a half day"), _saved(request, training_class))


@staff_page
def change_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
    row = _session(training_class, session)
    form = forms.ChangeSessionForm(request.user, request.POST or None, training_class=training_class, instance=row)
    heading = _("Change: %(what)s") % {"what": row}
    return _answer(request, training_class, form, heading, _saved(request, training_class), cancel=_back_to(row))


@staff_page
def move_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
    row = _session(training_class, session)
    form = forms.MoveSessionForm(request.user, request.POST or None, training_class=training_class, instance=row)
    heading = _("Move: %(what)s") % {"what": row}
    return _answer(request, training_class, form, heading, _saved(request, training_class), cancel=_back_to(row))


def _back_to(session: Session) -> str:
    return _place(session.training_class, f"buoi-{session.pk}")


@staff_page
def add_item(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
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
    return _answer(request, training_class, form, heading, _saved(request, training_class), cancel=_back_to(row))


@staff_page
def change_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
    row = _item(training_class, item)
    form = forms.ItemForm(
        request.user, request.POST or None, training_class=training_class, session=row.session, instance=row
    )
    heading = _("Change: %(what)s") % {"what": row}
    return _answer(
        request, training_class, form, heading, _saved(request, training_class), cancel=_back_to(row.session)
    )


@staff_page
def add_topic(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
    form = forms.TopicForm(request.user, request.POST or None, training_class=training_class)
    back = _place(training_class, "chuyen-de")
    return _answer(request, training_class, form, _("Add a topic"), _saved(request, training_class), cancel=back)


@staff_page
def change_topic(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
    row = get_object_or_404(training_class.class_topics.select_related("topic"), pk=topic)
    form = forms.TopicForm(request.user, request.POST or None, training_class=training_class, instance=row)
    back = _place(training_class, "chuyen-de")
    heading = _("Change: %(what)s") % {"what": row}
    return _answer(request, training_class, form, heading, _saved(request, training_class), cancel=back)


@staff_page
def copy_frame(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _changed_by(request, pk)
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

    return act(request, work, _back_to(row.session))


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
        _place(training_class, f"dong-{anchor}"),
    )


@staff_page
@require_POST
def remove_topic(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = get_object_or_404(training_class.class_topics.select_related("topic"), pk=topic)

    def work() -> None:
        words = str(row)
        topic_changes.remove_topic(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _place(training_class, "chuyen-de"))


@staff_page
@require_POST
def move_topic(request: HttpRequest, pk: int, topic: int, by: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = get_object_or_404(training_class.class_topics.all(), pk=topic)
    keys, anchor = moved([one.pk for one in training_class.class_topics.all()], row.pk, by)
    order = request.POST.get("order", "")
    return act(
        request,
        lambda: topic_changes.reorder_topics(request.user, training_class, keys, seen=order),
        _place(training_class, f"cd-{anchor}"),
    )


urlpatterns = [
    path("", page, name="class_programme"),
    path("buoi/them/", add_session, name="session_add"),
    path("buoi/chep/", copy_frame, name="session_copy"),
    path("buoi/<int:session>/sua/", change_session, name="session_change"),
    path("buoi/<int:session>/doi/", move_session, name="session_move"),
    path("buoi/<int:session>/bo/", remove_session, name="session_remove"),
    path("buoi/<int:session>/them/", add_item, name="item_add"),
    path("dong/<int:item>/sua/", change_item, name="item_change"),
    path("dong/<int:item>/bo/", remove_item, name="item_remove"),
    path("dong/<int:item>/len/", move_item, {"by": -1}, name="item_up"),
    path("dong/<int:item>/xuong/", move_item, {"by": 1}, name="item_down"),
    path("chuyen-de/them/", add_topic, name="topic_add"),
    path("chuyen-de/<int:topic>/sua/", change_topic, name="topic_change"),
    path("chuyen-de/<int:topic>/bo/", remove_topic, name="topic_remove"),
    path("chuyen-de/<int:topic>/len/", move_topic, {"by": -1}, name="topic_up"),
    path("chuyen-de/<int:topic>/xuong/", move_topic, {"by": 1}, name="topic_down"),
]
