"""The days of a class as a calendar file (iCalendar, RFC 5545) that telephones and mail programs take in.

Hours are written with the zone of Việt Nam, which the file itself describes (UTC+7, no summer time), so that nothing
depends on where it is opened.  Identifiers follow from the rows, and each change made known raises the number of an
event: the same class sent again replaces what stands there.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import capfirst
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

from khuevan.training.domain.timetable.history import Kept, histories_of, turns_of
from khuevan.training.domain.timetable.rows import Row, groups_of, people_of
from khuevan.training.domain.timetable.shown import ShownItem, ShownSession, ShownVenue, shown
from khuevan.training.enums import ClassState, ItemKind
from khuevan.training.models import TrainingClass, Venue

ZONE = "Asia/Ho_Chi_Minh"
TYPE = "text/calendar"
STRUCK_OUT_FOR: Final = timedelta(days=90)
"""So long a half day that fell away is still told as cancelled, for calendars that took it in before."""
OFTEN: Final = timedelta(hours=4)
"""How often calendars are asked to look again."""
_HERE = ZoneInfo(ZONE)
_EAST = timedelta(hours=7)


@dataclass(frozen=True)
class View:
    """Whose calendar it is: everybody's; a learner's (``groups``, None for nobody's) or a lecturer's (``teacher``).

    ``groups`` holds the key of the one group the learner is in, or None for no group; ``seat`` is where they sit when
    a half day is for everybody.
    """

    teacher: int | None = None
    groups: Collection[int | None] | None = None
    seat: Venue | None = None

    def lines(self, session: ShownSession) -> tuple[ShownItem, ...]:
        if self.teacher is None:
            return session.items
        return tuple(item for item in session.items if any(one.person == self.teacher for one in item.lecturers))

    def sees(self, row: Row) -> bool:
        if self.teacher is not None:
            return self.teacher in people_of(row["items"])
        whom = groups_of(row)
        return self.groups is None or whom is None or not whom.isdisjoint(self.groups)


EVERYBODY: Final = View()


def class_calendar(
    training_class: TrainingClass, view: View = EVERYBODY, *, only: Collection[int] | None = None
) -> str:
    """One event a half day, with its place and lines; a class without half days has one event over all its days.

    In Vietnamese, whoever asks for it.  What was cancelled says so, and calendars strike it out.  ``only`` names the
    half days that are told, for a message about a change.
    """
    kept = histories_of([training_class], {training_class.pk: view.sees})[training_class.pk]
    events = [event for event in events_of(training_class, kept, view) if only is None or _key(event) in only]
    return calendar_text(training_class.title, events)


def events_of(training_class: TrainingClass, kept: Sequence[Kept], view: View) -> Iterator[Event]:
    """``kept`` as ``view`` sees it (``programme_history``)."""
    oldest, is_over = timezone.localdate() - STRUCK_OUT_FOR, training_class.state == ClassState.CANCELLED
    with translation.override("vi"):
        for one in kept:
            session = shown(one.row)
            if not one.is_cancelled or is_over or session.date >= oldest:
                yield _half_day(training_class, one, session, view)
        if not kept and view.teacher is None:
            yield _all_days(training_class)


def calendar_text(name: str, events: Iterable[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Khue Van//Calendar of a class//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(ZONE))
    calendar.add("refresh-interval", vDuration(OFTEN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(OFTEN))
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode()


def fingerprint(text: str) -> str:
    """The same for the same days, whenever the file was made."""
    kept = [line for line in text.splitlines() if not line.startswith("DTSTAMP")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:32]


def calendar_name(training_class: TrainingClass) -> str:
    return f"{training_class.slug[:80] or training_class.pk}.ics"


def _half_day(training_class: TrainingClass, kept: Kept, session: ShownSession, view: View) -> Event:
    lines = view.lines(session)
    event = _event(f"buoi-{session.pk}", f"{training_class.title} ({session.get_part_display().lower()})")
    starts, ends = _times(session, lines) if view.teacher is not None else (session.starts_at, session.ends_at)
    event.add("dtstart", datetime.combine(session.date, starts, _HERE))
    event.add("dtend", datetime.combine(session.date, ends, _HERE))
    event.add("sequence", kept.number)
    if kept.changed_at is not None:
        event.add("last-modified", kept.changed_at.replace(microsecond=0))
    _place(event, view.seat if view.seat and not session.group_keys else session.venue)
    described = [*(_line(item) for item in lines), *_groups(session)]
    if described:
        event.add("description", "\n".join(described))
    kinds = dict.fromkeys(capfirst(str(ItemKind(item.kind).label)) for item in lines)
    event.add("categories", list(kinds) or [capfirst(training_class.get_kind_display())])
    _page(event, training_class)
    event.add("status", "CANCELLED" if kept.is_cancelled else "CONFIRMED")
    return event


def _times(session: ShownSession, lines: tuple[ShownItem, ...]) -> tuple[time, time]:
    """From the first line somebody teaches to what follows their last one."""
    last = session.items.index(lines[-1])
    following = session.items[last + 1 :]
    return lines[0].starts_at, following[0].starts_at if following else session.ends_at


def _all_days(training_class: TrainingClass) -> Event:
    event = _event(f"lop-{training_class.pk}", training_class.title)
    event.add("dtstart", training_class.start_date)
    event.add("dtend", _day_after(training_class.end_date))
    turns = turns_of([training_class.pk]).get(training_class.pk, [])
    event.add("sequence", len(turns))
    if turns:
        event.add("last-modified", turns[-1].replace(microsecond=0))
    _place(event, next(iter(training_class.venues.all()), None))
    _page(event, training_class)
    event.add("status", "CANCELLED" if training_class.state == ClassState.CANCELLED else "CONFIRMED")
    return event


def _event(name: str, title: str) -> Event:
    """``dtstamp`` is when this file was made: what a program shows when it has both an old and a new one."""
    event = Event()
    host = urlsplit(settings.KHUEVAN_BASE_URL).hostname or "khuevan"
    event.add("uid", f"{name}@{host}")
    event.add("dtstamp", timezone.now().replace(microsecond=0))
    event.add("summary", title)
    return event


def _key(event: Event) -> int:
    """Of the half day an event tells of."""
    return int(str(event["uid"]).partition("@")[0].removeprefix("buoi-"))


def _place(event: Event, venue: Venue | ShownVenue | None) -> None:
    if venue is not None:
        event.add("location", ", ".join(part for part in (venue.name, venue.address) if part))


def _page(event: Event, training_class: TrainingClass) -> None:
    """The public page of the class, once there is one."""
    if training_class.published_at is not None:
        event.add("url", f"{settings.KHUEVAN_BASE_URL}/lop/{training_class.slug}/")


def _line(item: ShownItem) -> str:
    who = "; ".join(str(one) for one in item.lecturers)
    told = f"{item.starts_at:%H:%M} {item.title}"
    return f"{told} ({who})" if who else told


def _groups(session: ShownSession) -> list[str]:
    return [f"Dành cho: {', '.join(session.groups)}"] if session.groups else []


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
