"""The days of a class for a calendar."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khuevan.desk.agencies.calling import called
from khuevan.desk.passes import desk_page
from khuevan.nominations.models import Invitation
from khuevan.training.domain.timetable.class_calendar import TYPE, calendar_name, class_calendar


@desk_page
@require_safe
@called
def days(_request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The same for everybody who has the short address; nothing of any agency is in it."""
    training_class = invitation.training_class
    headers = {"Content-Disposition": f'attachment; filename="{calendar_name(training_class)}"'}
    return HttpResponse(class_calendar(training_class), content_type=f"{TYPE}; charset=utf-8", headers=headers)
