"""One class for whoever teaches it: when, where, what, for whom, whom to call, what is still asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khuevan.core.rows import stamp
from khuevan.core.templatetags.khuevan import thousands
from khuevan.desk.handbook_pages import handbook_of_lecturer
from khuevan.desk.lecturers.frame import around, lecturer_page
from khuevan.desk.lecturers.teaching import Teaching
from khuevan.desk.participants.frame import person_in
from khuevan.desk.passes import Pass
from khuevan.nominations.domain.queries import head_count
from khuevan.people.domain.processing_notice import contacts_of
from khuevan.training.domain.lecturers.care import care_of
from khuevan.training.domain.lecturers.history import Taught, lines_of, taught
from khuevan.training.domain.materials.senders import sent_by
from khuevan.training.domain.timetable.class_calendar import View, class_calendar
from khuevan.training.domain.timetable.shown import ShownSession, is_expected, shown_programme
from khuevan.training.enums import ClassState, LecturerState, Shared
from khuevan.training.interfaces.calendar_files import calendar_response
from khuevan.training.models import Lecturer, LecturerCare, ProgrammeItem, TrainingClass, Venue

_MAPS = "https://www.google.com/maps/search/?"
MOST_BEFORE = 20


@dataclass(frozen=True)
class OwnLine:
    """One line they teach; ``until`` when the next begins."""

    starts_at: time
    until: time
    title: str
    topic: str


@dataclass(frozen=True)
class OwnHalfDay:
    """A half day in which they teach; ``is_planned`` where it was not made known yet."""

    date: date
    part: str
    lines: list[OwnLine]
    venue: "Venue | None"
    groups: tuple[str, ...]
    is_planned: bool

    @property
    def map_address(self) -> str:
        """Where a telephone finds the way; nothing for a place without an address, or a remote point."""
        if self.venue is None or self.venue.is_remote or not self.venue.address:
            return ""
        return _MAPS + urlencode({"api": "1", "query": f"{self.venue.name}, {self.venue.address}"})


def own_half_days(lecturer: Lecturer, sessions: Sequence[ShownSession]) -> list[OwnHalfDay]:
    """As the programme was made known; lines given to them since stand there as planned."""
    venues = {venue.pk: venue for venue in lecturer.training_class.venues.select_related("contact")}
    main = next(iter(venues.values()), None)
    found = []
    for session in sessions:
        ends = [*(item.starts_at for item in session.items[1:]), session.ends_at]
        lines = [
            OwnLine(item.starts_at, end, item.title, item.topic)
            for item, end in zip(session.items, ends, strict=False)
            if any(one.person == lecturer.person_id for one in item.lecturers)
        ]
        if lines:
            venue = venues.get(session.venue.pk) if session.venue else main
            part = session.get_part_display()
            found.append(OwnHalfDay(session.date, part, lines, venue or main, session.groups, is_planned=False))
    return found or _planned(lines_of(lecturer), venues, main)


def own_items(lecturer: Lecturer, sessions: Sequence[ShownSession]) -> set[int]:
    """Keys of their lines in the whole programme."""
    lines = (item for session in sessions for item in session.items)
    return {item.pk for item in lines if any(one.person == lecturer.person_id for one in item.lecturers)}


def _planned(items: Sequence[ProgrammeItem], venues: dict[int, Venue], main: Venue | None) -> list[OwnHalfDay]:
    found: dict[int, OwnHalfDay] = {}
    for item in items:
        session = item.session
        venue = venues.get(session.venue_id or 0, main)
        half_day = found.setdefault(
            session.pk, OwnHalfDay(session.date, session.get_part_display(), [], venue, (), is_planned=True)
        )
        half_day.lines.append(OwnLine(item.starts_at, session.ends_at, item.title, ""))
    return list(found.values())


@lecturer_page
@require_safe
def one_class(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    training_class = lecturer.training_class
    sessions = shown_programme(training_class)
    teaching = Teaching(lecturer, lines_of(lecturer))
    care = care_of(lecturer)
    is_open = training_class.state not in {ClassState.REPORTED, ClassState.CANCELLED}
    context = {
        "state": teaching.state,
        "seen": stamp(lecturer),
        "may_answer": is_open and teaching.is_coming,
        "is_confirmed": lecturer.state == LecturerState.CONFIRMED,
        "is_declined": lecturer.state == LecturerState.DECLINED,
        "half_days": own_half_days(lecturer, sessions),
        "sessions": sessions,
        "mine": own_items(lecturer, sessions),
        "is_expected": is_expected(training_class),
        "learners": learners_words(training_class),
        "contacts": contacts_of(access.office),
        "care": care,
        "has_care": has_care(care),
        "deadline": _deadline(care),
        "materials": list(sent_by(lecturer).select_related("stored").order_by("order", "pk")),
        "own": Shared.OFFICE,
        "may_send": is_open,
        "limit": settings.KHUEVAN_MATERIAL_LIMIT,
        "handbook": handbook_of_lecturer(person_in(access), access.office),
        "before": before(access, training_class),
    }
    return render(request, "desk/lecturer/class.html", {**around(request, access, lecturer), **context})


@lecturer_page
@require_safe
def calendar(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponseBase:
    text = class_calendar(lecturer.training_class, View(teacher=person_in(access).pk))
    return calendar_response(request, text, f"lich-giang-{lecturer.pk}.ics", is_public=False)


def learners_words(training_class: TrainingClass) -> str:
    """Who will sit there, as a number and from how many agencies; never by name."""
    people = head_count(training_class)
    if not people.learners:
        return ""
    number = ngettext("%(count)s person", "%(count)s people", people.learners) % {"count": thousands(people.learners)}
    if not people.agencies:
        return number
    agencies = ngettext("%(count)s agency", "%(count)s agencies", people.agencies) % {
        "count": thousands(people.agencies)
    }
    return _("%(people)s from %(agencies)s") % {"people": number, "agencies": agencies}


def before(access: Pass, training_class: TrainingClass) -> list[Taught]:
    """What they taught for this office before, the latest first; how it was received stays with the office."""
    rows = [one for one in taught(access.office, person_in(access)) if one.is_over]
    return [one for one in rows if one.training_class.pk != training_class.pk][:MOST_BEFORE]


def has_care(care: LecturerCare) -> bool:
    """Whether the office or the lecturer has said anything about coming and going."""
    told = (care.arrives_at, care.leaves_at, care.arrives_by, care.leaves_by, care.met_by, care.seen_off_by)
    return any(told) or any((care.lodging, care.meals, care.note))


def _deadline(care: LecturerCare) -> str:
    """Until when materials are awaited: said in days while that is near."""
    if care.materials_by is None:
        return ""
    left = (care.materials_by - localdate()).days
    if left < 0:
        return _("the day has passed")
    if left == 0:
        return _("that is today")
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}


urlpatterns = [
    path("ca-nhan/giang/<int:lecturer>/", one_class, name="lecturer_class"),
    path("ca-nhan/giang/<int:lecturer>/lich.ics", calendar, name="lecturer_calendar"),
]
