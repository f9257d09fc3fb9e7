"""The days of one person in one office as an address that a telephone fetches again and again.

The address names nobody: the key of a row and a code that follows from it and the key of the installation.  A new
revision of the row makes the old address worth nothing.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.nominations.domain.programme_people import seat_of
from khuevan.nominations.models import Enrollment
from khuevan.people.models import DirectoryEntry, Office, Person
from khuevan.training.domain.timetable.class_calendar import View, calendar_text, events_of
from khuevan.training.domain.timetable.history import histories_of, versions_naming
from khuevan.training.models import CalendarFeed, Lecturer, TrainingClass

KEPT_FOR: Final = timedelta(days=400)
"""Classes that ended longer ago are left out."""
_SALT: Final = "khuevan.nominations.personal_calendar"
_LETTERS: Final = 26
"""130 bits in base 32."""

words(
    verbs={
        "nominations.open_feed": _("made the calendar address of a person"),
        "nominations.renew_feed": _("gave a person a new calendar address"),
    },
    kinds={"training.calendarfeed": _("calendar address")},
)


@dataclass(frozen=True)
class _Seen:
    """A class and what one person sees of it."""

    training_class: TrainingClass
    view: View


def feed_of(office: Office, person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(office=office, person=person).first()


def address_of(feed: CalendarFeed) -> str:
    return f"{settings.KHUEVAN_BASE_URL}/lich/{code_of(feed)}.ics"


def feed_address(office: Office, person: Person) -> str:
    """The address of a person, made when there is none yet; for messages and pages of that person alone."""
    feed, _is_new = CalendarFeed.objects.get_or_create(office=office, person=person)
    return address_of(feed)


@verb("nominations.open_feed")
def open_feed(actor: Actor, *, office: Office, person: Person) -> CalendarFeed:
    """The calendar of a person gets its address; once.  By the person themselves, or by staff of the office."""
    _judge(actor, office, person)
    feed, is_new = CalendarFeed.objects.get_or_create(office=office, person=person)
    record(actor, "nominations.open_feed", feed if is_new else [])
    return feed


@verb("nominations.renew_feed")
def renew_feed(actor: Actor, *, office: Office, person: Person) -> CalendarFeed:
    """A new address; the old one shows nothing from now on.  Raises ``no_feed`` where there is none to renew."""
    _judge(actor, office, person)
    feed = feed_of(office, person)
    if feed is None:
        raise DomainError("no_feed", _("This person has no calendar address yet."))
    before = snapshot(locked(feed))
    feed.revision += 1
    feed.save(update_fields=["revision"])
    record(actor, "nominations.renew_feed", feed, before)
    return feed


def code_of(feed: CalendarFeed) -> str:
    text = f"{feed.pk}.{feed.revision}"
    digest = salted_hmac(_SALT, text, algorithm="sha256").digest()
    return f"{feed.pk:x}-{b32encode(digest).decode().lower()[:_LETTERS]}"


def feed_with(code: str) -> CalendarFeed | None:
    """The feed with this code, while the office still knows the person."""
    key, _dash, _rest = code.partition("-")
    if not key or len(key) > 12 or not all(letter in "0123456789abcdef" for letter in key):
        return None
    feed = CalendarFeed.objects.select_related("office__organization", "person").filter(pk=int(key, 16)).first()
    if feed is None or not hmac.compare_digest(code_of(feed).encode(), code.encode()):
        return None
    known = DirectoryEntry.objects.filter(office=feed.office_id, person=_now(feed.person)).exists()
    return feed if known else None


def personal_calendar(feed: CalendarFeed) -> str:
    """What this person learns and teaches in the classes of the office; only their own half days and lines.

    Who teaches in a class is shown what they teach, also when they stand on its list.
    """
    person = _now(feed.person)
    taught = _taught(feed.office, person)
    keys = {one.training_class.pk for one in taught}
    seen = [*taught, *(one for one in _learned(feed.office, person) if one.training_class.pk not in keys)]
    views = {one.training_class.pk: one.view for one in seen}
    kept = histories_of([one.training_class for one in seen], {key: view.sees for key, view in views.items()})
    events = [event for one in seen for event in events_of(one.training_class, kept[one.training_class.pk], one.view)]
    return calendar_text(str(feed.office), events)


def _taught(office: Office, person: Person) -> list[_Seen]:
    """Also where somebody else teaches now, and where only what was made known names them: calendars strike it out."""
    rows, told = Lecturer.ever.filter(person=person), versions_naming(person)
    named = Q(pk__in=rows.values("training_class")) | Q(pk__in=told.values("training_class"))
    classes = TrainingClass.objects.filter(named, office=office, end_date__gte=_oldest())
    return [_Seen(one, View(teacher=person.pk)) for one in classes.order_by("start_date", "pk")]


def _learned(office: Office, person: Person) -> list[_Seen]:
    found = Enrollment.objects.current().filter(person=person, training_class__office=office)
    rows = found.filter(training_class__end_date__gte=_oldest()).select_related(
        "training_class", "group__venue", "venue"
    )
    return [
        _Seen(row.training_class, View(groups=(row.group_id,), seat=seat_of(row)))
        for row in rows.order_by("training_class__start_date", "pk")
    ]


def _oldest() -> date:
    return timezone.localdate() - KEPT_FOR


def _now(person: Person) -> Person:
    """Whoever this person turned out to be."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def _judge(actor: Actor, office: Office, person: Person) -> None:
    """The person by their link, also by one made for an entry that turned out to be them; else staff."""
    if isinstance(actor, Bearer) and actor.office_id == office.pk and actor.person_id is not None:
        holder = Person.objects.filter(pk=actor.person_id).first()
        if holder is not None and _now(holder).pk == person.pk:
            return
    require(actor, "people.keep_directory", office)
