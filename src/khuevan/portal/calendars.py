"""Calendars of published classes: the same for everybody, fetched again by whoever subscribed."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.training.domain.timetable.class_calendar import calendar_name, class_calendar
from khuevan.training.interfaces.calendar_files import calendar_response
from khuevan.training.models import TrainingClass


@require_safe
def class_days(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Also of a cancelled class: whoever took its days in sees them struck out."""
    published = TrainingClass.objects.filter(published_at__isnull=False).select_related("office__organization")
    found = get_object_or_404(published, slug=slug)
    return calendar_response(request, class_calendar(found), calendar_name(found), is_public=True)


urlpatterns = [path("lop/<slug:slug>/lich.ics", class_days, name="class_calendar")]
