"""The shapes of the demo's texts.

``organization`` is always a ``short_name`` of the ``organizations.csv`` of the same class; ``topic`` and ``lecturers``
count from 1 as in the lists of the class; ``day`` counts from 0 on the first day of the class.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from khuevan.news.enums import ArticleKind
from khuevan.nominations.enums import SubmissionWay
from khuevan.people.enums import Gender
from khuevan.training.enums import (
    CeremonyKind,
    ClassKind,
    DayPart,
    ItemKind,
    LearnerWord,
    LecturerWord,
    OpeningWord,
    OrganizerPart,
    StatedOf,
)

FRIDAY = 4


@dataclass(frozen=True)
class PlanText:
    number: int
    symbol: str
    date: date
    organization: str
    subject: str


@dataclass(frozen=True)
class OrganizerText:
    organization: str
    part: OrganizerPart


@dataclass(frozen=True)
class VenueText:
    name: str
    address: str


@dataclass(frozen=True)
class TopicText:
    title: str
    hours: int
    field: str = ""


@dataclass(frozen=True)
class LecturerText:
    """``name`` is empty where the seed names only the unit."""

    organization: str
    name: str = ""
    honorific: str = ""
    title: str = ""


@dataclass(frozen=True)
class CeremonyText:
    kind: CeremonyKind
    honorific: str
    name: str
    title: str
    organization: str


@dataclass(frozen=True)
class MemberText:
    """A member of the committee; a unit where ``name`` is empty."""

    function: str
    task: str
    organization: str
    name: str = ""
    honorific: str = ""
    title: str = ""


@dataclass(frozen=True)
class StatedText:
    of: StatedOf
    qualifier: str
    number: int
    noun: str


@dataclass(frozen=True)
class Item:
    kind: ItemKind
    starts_at: time
    title: str
    topic: int | None = None
    lecturers: tuple[int, ...] = ()


@dataclass(frozen=True)
class HalfDay:
    day: int
    part: DayPart
    starts_at: time
    ends_at: time
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Course:
    """What every class has, past or to come."""

    slug: str
    office: str
    title: str
    kind: ClassKind
    need: str
    objective: str
    audience: str
    expected_result: str
    certificate_note: str
    learner_word: LearnerWord
    lecturer_word: LecturerWord
    opening_word: OpeningWord
    venue: VenueText
    topics: tuple[TopicText, ...]
    lecturers: tuple[LecturerText, ...]
    half_days: tuple[HalfDay, ...]


@dataclass(frozen=True)
class ClassFacts(Course):
    """A seed class; ``lists`` names its folder under ``demo/lists``."""

    lists: str = field(kw_only=True)
    year: int = field(kw_only=True)
    start_date: date = field(kw_only=True)
    end_date: date = field(kw_only=True)
    plan: PlanText | None = field(kw_only=True)
    organizers: tuple[OrganizerText, ...] = field(kw_only=True)
    committee_name: str = field(kw_only=True)
    committee: tuple[MemberText, ...] = field(kw_only=True)
    ceremony_roles: tuple[CeremonyText, ...] = field(kw_only=True)
    stated_counts: tuple[StatedText, ...] = field(kw_only=True)


@dataclass(frozen=True)
class ComingClass(Course):
    """A class of "Lớp sắp mở"; ``note`` says on screen that it is demo data."""

    lists: str = field(kw_only=True)
    opens_in_days: int = field(kw_only=True)
    duration_days: int = field(kw_only=True)
    replies_days_before: int = field(kw_only=True)
    seats: int = field(kw_only=True)
    note: str = field(kw_only=True)

    def first_day(self, today: date) -> date:
        """The first day not before the wished one from which the class fits between Monday and Friday."""
        day = today + timedelta(days=self.opens_in_days)
        while day.weekday() + self.duration_days - 1 > FRIDAY:
            day += timedelta(days=1)
        return day

    def last_day(self, today: date) -> date:
        return self.first_day(today) + timedelta(days=self.duration_days - 1)

    def reply_by(self, today: date) -> date:
        """The working day by which agencies should have answered."""
        day = self.first_day(today) - timedelta(days=self.replies_days_before)
        while day.weekday() > FRIDAY:
            day -= timedelta(days=1)
        return day


@dataclass(frozen=True)
class NomineeText:
    """Somebody an agency names; ``birth`` is a year."""

    name: str
    birth: str
    gender: Gender
    position: str
    phone: str


@dataclass(frozen=True)
class AnswerText:
    """How an agency answers: with ``people``, or with the ``reason`` why nobody comes.

    ``number`` and ``symbol`` are those of its own letter where it sends one.
    """

    way: SubmissionWay
    people: tuple[NomineeText, ...] = ()
    reason: str = ""
    number: str = ""
    symbol: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True)
class ContactText:
    name: str
    position: str
    phone: str
    email: str


@dataclass(frozen=True)
class InvitedText:
    """One agency asked to send people; ``answer`` is None while it has not answered."""

    organization: str
    seats: int
    contact: ContactText
    answer: AnswerText | None = None


@dataclass(frozen=True)
class InvitationText:
    """The letter of the class ``class_slug``, its number as e-office gave it, and whom it went to."""

    class_slug: str
    number: str
    symbol: str
    subject: str
    agencies: tuple[InvitedText, ...]


@dataclass(frozen=True)
class PhotoText:
    """``scene`` and ``seed`` go to ``placeholders.draw``."""

    scene: str
    seed: int
    caption: str
    alt: str
    credit: str


@dataclass(frozen=True)
class ArticleText:
    """``body`` is HTML of p, h2, ul and li.  Either ``published_at`` or ``published_days_ago`` is given; then
    ``stamp`` tells the moment.  An article is about ``class_slug`` when that is not empty."""

    slug: str
    office: str
    class_slug: str
    kind: ArticleKind
    title: str
    lead: str
    body: str
    byline: str
    source: str
    photos: tuple[PhotoText, ...]
    published_at: datetime | None = None
    published_days_ago: int = 0

    def stamp(self, now: datetime) -> datetime:
        return self.published_at or now - timedelta(days=self.published_days_ago)
