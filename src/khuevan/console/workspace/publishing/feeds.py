"""Calendar addresses of the people of a class: who has one, and a new one for somebody whose address got around."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.personal_calendar import renew_feed
from khuevan.nominations.models import Enrollment
from khuevan.training.models import CalendarFeed, Lecturer, TrainingClass


def _of_class(training_class: TrainingClass) -> QuerySet[CalendarFeed]:
    taught = Lecturer.ever.filter(training_class=training_class).exclude(person=None)
    learned = Enrollment.objects.current().filter(training_class=training_class)
    feeds = CalendarFeed.objects.filter(office=training_class.office_id).select_related("person", "office")
    whose = Q(person__in=taught.values("person")) | Q(person__in=learned.values("person"))
    return feeds.filter(whose).order_by("person__name_key", "pk")


def _kept_class(request: HttpRequest, pk: int) -> TrainingClass:
    training_class = class_of(request, pk)
    if not may(request.user, "people.keep_directory", training_class.office):
        raise Http404
    return training_class


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The addresses themselves are shown to nobody but their owners."""
    training_class = _kept_class(request, pk)
    context = {
        "programme_parts": programme_parts(training_class, "class_publishing"),
        "feeds": list(_of_class(training_class)),
    }
    return workspace(request, training_class, "programme", context, template="console/publishing/feeds.html")


@staff_page
@require_POST
def renew(request: HttpRequest, pk: int, feed: int) -> HttpResponse:
    training_class = _kept_class(request, pk)
    found: CalendarFeed = get_object_or_404(_of_class(training_class), pk=feed)

    def work() -> None:
        renew_feed(request.user, office=found.office, person=found.person)
        words = _("The old address of %(name)s shows nothing any more. The new one stands on their own page.")
        notice(request, words % {"name": found.person})

    return act(request, work, reverse("console:class_feeds", args=(pk,)))
