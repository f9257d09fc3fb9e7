"""What a call for people says: the class, where and when, for how many, until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import vn_date, vn_range, vn_time, vn_weekday
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.models import Invitation, Quota
from khuevan.training.domain.timetable.shown import (
    ShownSession,
    half_days_and_periods,
    is_expected,
    shown_programme,
)
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, Venue

SOON = 3
"""Days before the end of the time to answer from which on it is shown in red."""


@dataclass(frozen=True)
class Deadline:
    """Until when an answer is asked for, in words; ``is_near`` too when it has passed."""

    words: str
    is_near: bool
    is_over: bool


@dataclass(frozen=True)
class Call:
    """One call for people as its page shows it, for all agencies (``quota`` None) or one."""

    invitation: Invitation
    quota: Quota | None
    dates: str
    venue: str
    seats: str
    conditions: list[str]
    deadline: Deadline
    programme: list[ShownSession]
    letter: str
    is_expected: bool = False

    @property
    def asked_for(self) -> str:
        """How many are asked for, as a sentence may begin."""
        if self.quota is None or self.quota.places is None:
            return capfirst(self.seats)
        return _("Places of the agency: %(seats)s") % {"seats": self.seats}

    @property
    def half_days(self) -> int:
        return half_days_and_periods(self.programme)[0]

    @property
    def training_class(self) -> TrainingClass:
        return self.invitation.training_class

    @property
    def is_open(self) -> bool:
        return is_open(self.training_class)

    @property
    def is_cancelled(self) -> bool:
        return self.training_class.state == ClassState.CANCELLED


def is_open(training_class: TrainingClass) -> bool:
    """Whether the list still takes people without a reason."""
    return training_class.state in OPEN


def call_of(invitation: Invitation, quota: Quota | None = None) -> Call:
    """In a number of queries that does not grow with the class."""
    sessions = shown_programme(invitation.training_class)
    return Call(
        invitation=invitation,
        quota=quota,
        dates=_dates(invitation.training_class, sessions),
        venue=_venue(invitation.training_class, quota),
        seats=seats_words(quota) if quota else "",
        conditions=conditions_of(invitation),
        deadline=deadline_of(invitation.reply_by),
        programme=sessions,
        letter=letter_words(invitation),
        is_expected=is_expected(invitation.training_class),
    )


def deadline_of(until: datetime) -> Deadline:
    """``17 giờ 00, thứ Sáu 20/09/2019, còn 4 ngày``."""
    days = (timezone.localdate(until) - timezone.localdate()).days
    day = f"{vn_time(until)}, {vn_weekday(until)} {vn_date(until)}"
    if until < timezone.now():
        return Deadline(_("%(day)s, which has passed") % {"day": day}, is_near=True, is_over=True)
    if days == 0:
        words = _("today, until %(time)s") % {"time": vn_time(until)}
        return Deadline(capfirst(words), is_near=True, is_over=False)
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return Deadline(f"{day}, {left}", is_near=days <= SOON, is_over=False)


def seats_words(quota: Quota) -> str:
    if quota.places is None:
        return _("No number of its own; the places of the class count")
    return ngettext("%(count)s person", "%(count)s people", quota.places) % {"count": quota.places}


def conditions_of(invitation: Invitation) -> list[str]:
    """Who is asked for, a line for each condition."""
    found = [invitation.condition_note]
    if invitation.positions:
        found.append(_("Positions: %(positions)s") % {"positions": ", ".join(invitation.positions)})
    if invitation.years_apart:
        years = ngettext("%(count)s year", "%(count)s years", invitation.years_apart) % {
            "count": invitation.years_apart
        }
        words = (
            _("Has not taken the topic “%(topic)s” for %(years)s")
            if invitation.topic
            else _("Has not taken such a class for %(years)s")
        )
        found.append(words % {"topic": invitation.topic, "years": years})
    return [line for line in found if line]


def letter_words(invitation: Invitation) -> str:
    """``1083/SNgV-LSLT ngày 09/09/2019``; empty where the letter has no number yet."""
    record = invitation.record
    if record is None or not record.number:
        return ""
    if record.date is None:
        return record.code
    return _("%(code)s of %(date)s") % {"code": record.code, "date": vn_date(record.date)}


def _dates(training_class: TrainingClass, sessions: list[ShownSession]) -> str:
    days = ngettext("%(count)d day", "%(count)d days", training_class.duration_days) % {
        "count": training_class.duration_days
    }
    when = f"{vn_range(training_class.start_date, training_class.end_date)}, {days}"
    if not sessions:
        return when
    return _("%(when)s, from %(time)s") % {"when": when, "time": vn_time(sessions[0].starts_at)}


def _venue(training_class: TrainingClass, quota: Quota | None) -> str:
    """Where this agency's people learn; without a place of their own the main one."""
    venue: Venue | None = quota.venue if quota else None
    if venue is None:
        venues = list(training_class.venues.all())
        if quota is None and len(venues) > 1:
            return "; ".join(_place(one) for one in venues)
        venue = venues[0] if venues else None
    return _place(venue) if venue else ""


def _place(venue: Venue) -> str:
    return f"{venue.name}, {venue.address}" if venue.address else venue.name
