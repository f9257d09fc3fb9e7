"""The page of one topic: contents, versions, classes, handbook; revising it; a class that takes the newest contents."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.topics.shell import topic_address, topic_context, topic_of
from khuevan.core.history import history_of
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain.topics import catalogue as topics
from khuevan.training.domain.topics.versions import ColumnChange, differences, has_begun, newest, taught_by, use_newest
from khuevan.training.enums import ClassState
from khuevan.training.interfaces.forms.topics import TopicContentsForm
from khuevan.training.interfaces.reading import parts_of
from khuevan.training.models import ClassTopic, Lecturer, Topic, TopicVersion, TrainingClass

SHOWN_CLASSES = 40


@dataclass(frozen=True)
class Revision:
    """One version and what it changed against the one before; ``changes`` is None for the first."""

    version: TopicVersion
    changes: list[ColumnChange] | None
    classes: int


@dataclass(frozen=True)
class Taught:
    """A class that teaches the topic, by which contents, and whoever teaches it there."""

    use: ClassTopic
    lecturers: list[Lecturer]
    is_over: bool
    is_cancelled: bool


def revisions_of(topic: Topic, uses: list[Taught]) -> list[Revision]:
    rows = list(topic.versions.select_related("made_by").order_by("-number"))
    earlier = [*rows, None][1:]
    return [
        Revision(one, differences(before, one) if before else None, sum(row.use.version_id == one.pk for row in uses))
        for one, before in zip(rows, earlier, strict=True)
    ]


def classes_of(topic: Topic) -> list[Taught]:
    """The latest first, in four queries."""
    found = []
    for use in taught_by(topic):
        teachers: dict[int, Any] = {one.pk: one for item in use.items.all() for one in item.lecturers.all()}
        is_cancelled = use.training_class.state == ClassState.CANCELLED
        found.append(Taught(use, list(teachers.values()), has_begun(use.training_class), is_cancelled))
    return found


@staff_page
@require_safe
def page(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject)
    version, classes = newest(topic), classes_of(topic)
    context = topic_context(
        request.user,
        topic,
        version=version,
        parts=parts_of(version) if version else [],
        revisions=revisions_of(topic, classes),
        classes=classes[:SHOWN_CLASSES],
        class_count=len(classes),
        pages=list(topic.handbook.select_related("training_class").prefetch_related("steps").order_by("order", "pk")),
        topic_materials=topic.kept_materials.select_related("stored").order_by("order", "pk"),
        history=history_of(topic),
    )
    return render(request, "console/topics/one.html", context)


@staff_page
def revise(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)
    version = newest(topic)
    form = TopicContentsForm(request.user, request.POST or None, topic=topic, instance=version)

    def done(made: Topic) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": made})
        return topic_address(made)

    context = topic_context(
        request.user, topic, heading=_("Contents of the topic"), cancel=topic_address(topic), version=version
    )
    return answer_form(request, form, "console/topics/form.html", context, done)


@staff_page
@require_POST
def retire(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)

    def work() -> None:
        topics.retire_topic(request.user, topic)
        words = _("“%(what)s” is no longer offered to classes, and the portal shows nothing of it.")
        notice(request, words % {"what": topic}, undo=topic_address(topic, "catalogue_restore"))

    return act(request, work, topic_address(topic))


@staff_page
@require_POST
def restore(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)

    def work() -> None:
        topics.restore_topic(request.user, topic)
        notice(request, _("“%(what)s” is offered to classes again.") % {"what": topic})

    return act(request, work, topic_address(topic))


@staff_page
@require_POST
def publish(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)

    def work() -> None:
        topics.publish_topic(request.user, topic)
        notice(request, _("The portal shows the contents."), undo=topic_address(topic, "catalogue_withdraw"))

    return act(request, work, topic_address(topic))


@staff_page
@require_POST
def withdraw(request: HttpRequest, subject: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)

    def work() -> None:
        topics.withdraw_topic(request.user, topic)
        notice(request, _("The portal no longer shows the contents."))

    return act(request, work, topic_address(topic))


@staff_page
@require_POST
def class_takes_newest(request: HttpRequest, pk: int, class_topic: int) -> HttpResponse:
    """A class that has not begun teaches the newest contents from now on."""
    mine = get_object_or_404(TrainingClass.objects.of_staff(request.user), pk=pk)
    found = get_object_or_404(mine.class_topics.select_related("topic"), pk=class_topic)

    def work() -> None:
        use_newest(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("The class teaches “%(what)s” by its newest contents.") % {"what": found})

    return act(request, work, f"{reverse('console:class_programme', args=(mine.pk,))}#chuyen-de")


urlpatterns = [
    path("<int:subject>/", page, name="catalogue_topic"),
    path("<int:subject>/sua/", revise, name="catalogue_revise"),
    path("<int:subject>/thoi-dung/", retire, name="catalogue_retire"),
    path("<int:subject>/dung-lai/", restore, name="catalogue_restore"),
    path("<int:subject>/cong-khai/", publish, name="catalogue_publish"),
    path("<int:subject>/thoi-cong-khai/", withdraw, name="catalogue_withdraw"),
    path("lop/<int:pk>/<int:class_topic>/", class_takes_newest, name="class_topic_newest"),
]
