"""What the public sees of classes: the lists, and the facts of one class in the order people ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.assessment.models import Outcome
from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import vn_date, vn_range
from khuevan.nominations.domain.queries import head_count
from khuevan.training.domain.timetable.shown import (
    ShownLecturer,
    ShownSession,
    half_days_and_periods,
    shown_programme,
)
from khuevan.training.enums import CeremonyKind, ClassState, GuestState, LecturerState, OpeningWord, OrganizerPart
from khuevan.training.models import ProgrammeVersion, TrainingClass

FINISHED = frozenset({ClassState.RESULTS, ClassState.AWARDED, ClassState.REPORTED})
"""States in which the numbers of a class no longer move."""


@dataclass(frozen=True)
class Fact:
    """One thing known about a class; a fact that is not known is left out, never shown empty."""

    key: str
    label: str
    lines: list[str]


@dataclass(frozen=True)
class Figure:
    """One number of the results of a class."""

    label: str
    number: int


@dataclass(frozen=True)
class Teaching:
    """A lecturer with the post held, or the unit that sends one, with the topics taught."""

    name: str
    post: str
    topics: list[str]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.post)))


@dataclass(frozen=True)
class About:
    """A class told in facts, for the class page and for the box beside an article."""

    training_class: TrainingClass
    facts: list[Fact]


def published(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes for a public list: the same for everybody, drafts of the reader's own office left out."""
    seen: QuerySet[TrainingClass] = TrainingClass.objects.visible_to(actor)
    return (
        seen.filter(published_at__isnull=False)
        .exclude(state=ClassState.CANCELLED)
        .select_related("office__organization")
        .prefetch_related("venues")
    )


def coming(actor: Actor, today: date | None = None) -> QuerySet[TrainingClass]:
    """Classes that have not ended, the next first."""
    return published(actor).filter(end_date__gte=today or localdate()).order_by("start_date", "pk")


def past(actor: Actor, today: date | None = None) -> QuerySet[TrainingClass]:
    """Classes that have ended, the latest first."""
    return published(actor).filter(end_date__lt=today or localdate()).order_by("-start_date", "-pk")


def in_detail(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """With everything the facts need, in a number of queries that does not grow with the class."""
    versions = ProgrammeVersion.objects.filter(training_class=OuterRef("pk"))
    known = classes.annotate(is_made_known=Exists(versions))
    return known.select_related("office__organization", "plan__issuer", "committee").prefetch_related(
        "organizers",
        "venues",
        "stated_counts",
        "ceremony_roles__person",
        "lecturers__person",
        "lecturers__items__class_topic__topic",
        "class_topics__topic",
        "committee__members__person",
        "guests__person",
        "completion_rules",
    )


def facts_of(training_class: TrainingClass, sessions: list[ShownSession]) -> list[Fact]:
    """Every short fact of the class that is known, in the order of a notice."""
    found = (
        *_times(training_class, sessions),
        *_bodies(training_class),
        *_people(training_class, sessions),
        Fact("topics", _("Topics"), [str(topic) for topic in training_class.class_topics.all()]),
        Fact("certificate", _("Certificate"), certificate_lines(training_class)),
    )
    return [fact for fact in found if any(fact.lines)]


def about(training_class: TrainingClass) -> About:
    return About(training_class, facts_of(training_class, shown_programme(training_class)))


def _times(training_class: TrainingClass, sessions: list[ShownSession]) -> Iterable[Fact]:
    yield Fact("dates", _("Dates"), [vn_range(training_class.start_date, training_class.end_date)])
    yield Fact("duration", _("Duration"), [duration_of(training_class, sessions)])
    if training_class.duration_days > 1:
        opening, closing = _ceremony_days(training_class)
        yield Fact("opening", opening, [vn_date(training_class.start_date)])
        yield Fact("closing", closing, [vn_date(training_class.end_date)])
    yield Fact("venue", _("Venue"), [_venue_line(venue.name, venue.address) for venue in training_class.venues.all()])


def duration_of(training_class: TrainingClass, sessions: list[ShownSession]) -> str:
    """``5 ngày, 10 buổi, 40 tiết``; days alone as long as there is no programme."""
    days = ngettext("%(count)d day", "%(count)d days", training_class.duration_days) % {
        "count": training_class.duration_days
    }
    if not sessions:
        return days
    number, periods = half_days_and_periods(sessions)
    halves = ngettext("%(count)d half day", "%(count)d half days", number) % {"count": number}
    hours = ngettext("%(count)d period", "%(count)d periods", periods) % {"count": periods}
    return f"{days}, {halves}, {hours}"


def _ceremony_days(training_class: TrainingClass) -> tuple[str, str]:
    """Khai mạc goes with bế mạc, khai giảng with bế giảng."""
    if training_class.opening_word == OpeningWord.OPENING:
        return _("Opening day"), _("Closing day")
    return _("Commencement day"), _("Closing ceremony")


def _venue_line(name: str, address: str) -> str:
    return f"{name}, {address}" if address else name


def _bodies(training_class: TrainingClass) -> Iterable[Fact]:
    named: dict[str, list[str]] = {part: [] for part in OrganizerPart}
    for organizer in training_class.organizers.all():
        named[organizer.part].append(organizer.name)
    yield Fact("organizer", _("Organizer"), named[OrganizerPart.LEAD])
    yield Fact("co", _("In cooperation with"), named[OrganizerPart.CO])
    yield Fact("commissioned", _("Commissioned by"), named[OrganizerPart.COMMISSIONED_BY])
    yield Fact("plan", _("According to"), plan_lines(training_class))
    yield Fact("audience", _("For whom"), [training_class.audience])
    yield Fact("counts", _("Took part"), [capfirst(str(count)) for count in training_class.stated_counts.all()])


def plan_lines(training_class: TrainingClass) -> list[str]:
    plan = training_class.plan
    if plan is None:
        return []
    if plan.date is None:
        return [_("Plan No. %(code)s") % {"code": plan.code}]
    return [_("Plan No. %(code)s of %(date)s") % {"code": plan.code, "date": vn_date(plan.date)}]


def _people(training_class: TrainingClass, sessions: list[ShownSession]) -> Iterable[Fact]:
    roles = list(training_class.ceremony_roles.all())
    for kind in (CeremonyKind.CHAIRED_BY, CeremonyKind.OPENED_BY, CeremonyKind.CLOSED_BY):
        mine = [role for role in roles if role.kind == kind]
        if mine:
            yield Fact(kind, capfirst(mine[0].label), [capfirst(str(role)) for role in mine])
    lecturers = [capfirst(str(one)) for one in teaching_of(training_class, sessions)]
    yield Fact("lecturers", capfirst(training_class.get_lecturer_word_display()), lecturers)
    told = {GuestState.INVITED, GuestState.COMING}
    guests = [capfirst(str(one)) for one in training_class.guests.all() if one.state in told]
    yield Fact("guests", _("Guests"), guests)


def certificate_lines(training_class: TrainingClass) -> list[str]:
    """Who receives a certificate: the words of the class, then what the rule in force means."""
    rules = list(training_class.completion_rules.all())
    rule = max(rules, key=lambda one: one.version).sentence if rules else ""
    return [line for line in (training_class.certificate_note, rule) if line]


def teaching_of(training_class: TrainingClass, sessions: list[ShownSession]) -> list[Teaching]:
    """Lecturers in order, each with the topics of the programme lines they hold.

    Once the programme was made known, those whom that version names; a version whose lines name nobody says nothing of
    who teaches.
    """
    told = _told(training_class, sessions) if training_class.is_made_known else []  # type: ignore[attr-defined]
    return told or _as_it_stands(training_class)


def _told(training_class: TrainingClass, sessions: list[ShownSession]) -> list[Teaching]:
    """In the order of the class; whoever was exchanged since stands where the one who comes instead does."""
    topics: dict[tuple[bool, int], dict[str, None]] = {}
    shown: dict[tuple[bool, int], ShownLecturer] = {}
    for item in (item for session in sessions for item in session.items):
        for one in item.lecturers:
            key = (one.person is None, one.person or one.pk)
            shown.setdefault(key, one)
            topics.setdefault(key, {}).update(dict.fromkeys(filter(None, [item.topic])))
    places: dict[int | None, int] = {}
    for number, lecturer in enumerate(training_class.lecturers.all()):
        places[lecturer.pk] = number
        places.setdefault(lecturer.replaces_id, number)
    order = sorted(shown, key=lambda key: places.get(shown[key].pk, len(places)))
    return [Teaching(shown[key].name, shown[key].post, list(topics[key])) for key in order]


def _as_it_stands(training_class: TrainingClass) -> list[Teaching]:
    """Without who said that they cannot come: that is between them and the office."""
    taught = []
    for lecturer in training_class.lecturers.all():
        if lecturer.state != LecturerState.DECLINED:
            person, held = lecturer.person, {item.class_topic for item in lecturer.items.all() if item.class_topic}
            topics = [str(topic) for topic in sorted(held, key=lambda topic: topic.order)]
            name = person.addressed if person else lecturer.organization_name
            taught.append(Teaching(name, lecturer.post if person else "", topics))
    return taught


def results_of(training_class: TrainingClass) -> list[Figure]:
    """The numbers of a class that has ended; none as long as they may still change, and no zero."""
    if training_class.state not in FINISHED:
        return []
    approved = Outcome.objects.completed().filter(enrollment__training_class=training_class, approved_at__isnull=False)
    issued = training_class.enrollments.filter(certificates__isnull=False).distinct().count()
    learners, agencies = head_count(training_class)
    figures = (
        Figure(capfirst(training_class.get_learner_word_display()), learners),
        Figure(_("Agencies"), agencies),
        Figure(_("Met the requirements"), approved.count()),
        Figure(_("Certificates"), issued),
    )
    return [figure for figure in figures if figure.number]
