"""The start of an agency with its pass: every class it was invited to, those still to answer first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from khuevan.core.templatetags.khuevan import vn_range
from khuevan.desk.agencies.answering import quotas
from khuevan.desk.agencies.facts import Deadline, deadline_of, is_open, seats_words
from khuevan.desk.agencies.needs import offers_of
from khuevan.desk.lecturers.units import asked_of
from khuevan.desk.passes import Pass, agency_page
from khuevan.nominations.enums import Answer, EnrollmentState, NominationState
from khuevan.nominations.models import Quota
from khuevan.training.enums import ClassState

MOST_PAST = 30


@dataclass(frozen=True)
class Invited:
    """One class an agency is invited to, as its start page tells it."""

    quota: Quota
    dates: str
    seats: str
    deadline: Deadline
    is_open: bool

    @property
    def is_to_answer(self) -> bool:
        return self.is_open and self.quota.answer == Answer.NONE

    @property
    def ends(self) -> date:
        return self.quota.invitation.training_class.end_date

    @property
    def is_cancelled(self) -> bool:
        return self.quota.invitation.training_class.state == ClassState.CANCELLED


def invited_of(access: Pass) -> list[Invited]:
    """Classes of the office the pass is for, those to answer first, then the next ones."""
    held = Q(nominations__state=NominationState.PROPOSED) | Q(
        nominations__state=NominationState.ACCEPTED, nominations__enrollment__state=EnrollmentState.ENROLLED
    )
    mine = quotas().filter(
        organization=access.bearer.organization_id, invitation__training_class__office=access.bearer.office_id
    )
    counted = mine.annotate(
        held=Count("nominations", filter=held, distinct=True),
        reserve=Count("nominations", filter=Q(nominations__state=NominationState.RESERVE), distinct=True),
    )
    found = [_invited(quota) for quota in counted.order_by("-invitation__training_class__start_date", "-pk")]
    return sorted(found, key=lambda one: not one.is_to_answer)


def _invited(quota: Quota) -> Invited:
    training_class = quota.invitation.training_class
    return Invited(
        quota=quota,
        dates=vn_range(training_class.start_date, training_class.end_date),
        seats=seats_words(quota),
        deadline=deadline_of(quota.invitation.reply_by),
        is_open=is_open(training_class),
    )


@agency_page
@require_safe
def home(request: HttpRequest, access: Pass) -> HttpResponse:
    every, today = invited_of(access), localdate()
    past = [one for one in every if not one.is_to_answer and one.ends < today]
    coming = [one for one in every if one not in past]
    context = {
        "access": access,
        "office": access.office,
        "agency": access.link.organization,
        "coming": coming,
        "past": past[:MOST_PAST],
        "needs": offers_of(access),
        "lecturers": asked_of(access),
        "year": today.year,
    }
    return render(request, "desk/agency/home.html", context)
