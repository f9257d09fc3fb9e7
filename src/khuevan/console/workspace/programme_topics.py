"""Topics of a class on the page of its timetable: how many hours each gets, its place, its title."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.workspace.parts import moved
from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.console.workspace.timetable.board import Board, changeable
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.timetable.hours import TopicHours
from khuevan.training.domain.topics import of_class as topic_changes
from khuevan.training.domain.topics.versions import newer_versions
from khuevan.training.interfaces.forms import programme as forms
from khuevan.training.models import ClassTopic, TopicVersion, TrainingClass


@dataclass(frozen=True)
class TopicRow:
    topic: ClassTopic
    seen: str
    hours: TopicHours
    newer: TopicVersion | None

    @property
    def count(self) -> int:
        """For the plural: 1,5 periods are several."""
        return math.ceil(self.hours.periods)

    @property
    def is_as_planned(self) -> bool:
        return self.hours.planned in {None, self.hours.periods}


@dataclass(frozen=True)
class Topics:
    rows: list[TopicRow]
    order: str


def topics_of(board: Board) -> Topics:
    newer = newer_versions(board.training_class)
    rows = [
        TopicRow(one.class_topic, stamp(one.class_topic), one, newer.get(one.class_topic.pk))
        for one in board.hours.per_topic
    ]
    return Topics(rows, order_stamp([row.topic for row in rows]))


def _place(training_class: TrainingClass, anchor: str = "chuyen-de") -> str:
    return f"{tab_address(training_class, 'programme')}#{anchor}"


def _saved(request: HttpRequest, training_class: TrainingClass) -> Callable[[ClassTopic], str]:
    def done(row: ClassTopic) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return _place(training_class)

    return done


def _answer(request: HttpRequest, training_class: TrainingClass, form: forms.TopicForm, heading: str) -> HttpResponse:
    context = {
        **workspace_context(training_class, "programme"),
        "programme_parts": programme_parts(training_class, "class_programme"),
        "heading": heading,
        "cancel": _place(training_class),
    }
    return answer_form(request, form, "console/timetable/form.html", context, _saved(request, training_class))


@staff_page
def add_topic(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = changeable(request, pk)
    form = forms.TopicForm(request.user, request.POST or None, training_class=training_class)
    return _answer(request, training_class, form, _("Add a topic"))


@staff_page
def change_topic(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    training_class = changeable(request, pk)
    row = get_object_or_404(training_class.class_topics.select_related("topic"), pk=topic)
    form = forms.TopicForm(request.user, request.POST or None, training_class=training_class, instance=row)
    return _answer(request, training_class, form, _("Change: %(what)s") % {"what": row})


@staff_page
@require_POST
def remove_topic(request: HttpRequest, pk: int, topic: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = get_object_or_404(training_class.class_topics.select_related("topic"), pk=topic)

    def work() -> None:
        words = str(row)
        topic_changes.remove_topic(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _place(training_class))


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
    path("chuyen-de/them/", add_topic, name="topic_add"),
    path("chuyen-de/<int:topic>/sua/", change_topic, name="topic_change"),
    path("chuyen-de/<int:topic>/bo/", remove_topic, name="topic_remove"),
    path("chuyen-de/<int:topic>/len/", move_topic, {"by": -1}, name="topic_up"),
    path("chuyen-de/<int:topic>/xuong/", move_topic, {"by": 1}, name="topic_down"),
]
