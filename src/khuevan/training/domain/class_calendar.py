"""The days of a class as a calendar file (iCalendar, RFC 5545) that telephones and mail programs take in.

Hours are written with the zone of Việt Nam, which the file itself describes (UTC+7, no summer time), so that nothing
depends on where it is opened.  Identifiers follow from the rows: the same class sent again replaces what stands there.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as formatted
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from khuevan.training.domain.queries import programme_of
from khuevan.training.enums import ClassState
from khuevan.training.models import Session, TrainingClass, Venue

ZONE = "Asia/Ho_Chi_Minh"
TYPE = "text/calendar"
_HERE = ZoneInfo(ZONE)
_EAST = timedelta(hours=7)


def class_calendar(training_class: TrainingClass) -> str:
    """One event a half day, with its place and lines; a class without half days has one event over all its days.

    In Vietnamese, whoever asks for it.  A cancelled class says so, and calendars strike the events out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Khue Van//Calendar of a class//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(training_class.title))
    with translation.override("vi"):
        events = list(_half_days(training_class)) or [_all_days(training_class)]
    calendar.add_component(_zone())
    for event in events:
        if training_class.state == ClassState.CANCELLED:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode()


def calendar_name(training_class: TrainingClass) -> str:
    return f"{training_class.slug[:80] or training_class.pk}.ics"


def _half_days(training_class: TrainingClass) -> Iterator[Event]:
    fallback = _main_venue(training_class)
    for session in programme_of(training_class):
        event = _event(f"buoi-{session.pk}", f"{training_class.title} ({session.get_part_display().lower()})")
        event.add("dtstart", datetime.combine(session.date, session.starts_at, _HERE))
        event.add("dtend", datetime.combine(session.date, session.ends_at, _HERE))
        _place(event, session.venue or fallback)
        lines = _lines(session)
        if lines:
            event.add("description", "\n".join(lines))
        yield event


def _all_days(training_class: TrainingClass) -> Event:
    event = _event(f"lop-{training_class.pk}", training_class.title)
    event.add("dtstart", training_class.start_date)
    event.add("dtend", _day_after(training_class.end_date))
    _place(event, _main_venue(training_class))
    return event


def _event(name: str, title: str) -> Event:
    """``dtstamp`` is when this file was made: what a program shows when it has both an old and a new one."""
    event = Event()
    host = urlsplit(settings.KHUEVAN_BASE_URL).hostname or "khuevan"
    event.add("uid", f"{name}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    return event


def _place(event: Event, venue: Venue | None) -> None:
    if venue is not None:
        event.add("location", ", ".join(part for part in (venue.name, venue.address) if part))


def _lines(session: Session) -> list[str]:
    return [f"{formatted(item.starts_at, 'H:i')} {item.title}" for item in session.items.all()]


def _main_venue(training_class: TrainingClass) -> Venue | None:
    venues: Iterable[Venue] = training_class.venues.all()
    return next(iter(venues), None)


def _day_after(day: date) -> date:
    """The end of an event over whole days is the first day it does not touch (RFC 5545, 3.6.1)."""
    return day + timedelta(days=1)


def _zone() -> Timezone:
    """Việt Nam has had one time since 1975 and never a summer time since."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", _EAST)
    standard.add("tzoffsetto", _EAST)
    standard.add("tzname", "ICT")
    zone.add_component(standard)
    return zone
