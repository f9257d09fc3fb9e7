"""Classes with a timetable, made by the verbs: as many days, places and half days as a test wants."""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from khuevan.console.workspace.shell import tab_address
from khuevan.people.models import User
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.timetable.group_changes import add_group
from khuevan.training.domain.timetable.programme import add_item, add_session, add_topic
from khuevan.training.enums import ClassState, DayPart, ItemKind
from khuevan.training.models import ClassTopic, LearnerGroup, Lecturer, ProgrammeItem, Session, TrainingClass, Venue
from tests.factories import OrganizationFactory, PersonFactory, TrainingClassFactory, staff

MONDAY = date(2026, 11, 2)
TIMES = {DayPart.MORNING: (time(7, 30), time(11, 30)), DayPart.AFTERNOON: (time(13, 30), time(17))}
TITLES = ("Lễ tân ngoại giao", "Thông tin đối ngoại", "Kỹ năng đàm phán", "Đón, tiễn đoàn khách nước ngoài")


@dataclass
class Scheduled:
    """A class being prepared, and what stands in its timetable."""

    training_class: TrainingClass
    officer: User
    venues: list[Venue] = field(default_factory=list)
    groups: list[LearnerGroup] = field(default_factory=list)
    topics: list[ClassTopic] = field(default_factory=list)
    lecturers: list[Lecturer] = field(default_factory=list)

    def half_day(
        self,
        day: int = 0,
        part: DayPart = DayPart.MORNING,
        *titles: str,
        venue: Venue | None = None,
        groups: tuple[LearnerGroup, ...] = (),
        lecturers: tuple[Lecturer, ...] = (),
    ) -> Session:
        """On the first day of the class plus ``day``, with a line for each of ``titles``."""
        starts, ends = TIMES[part]
        made = add_session(
            self.officer,
            self.training_class,
            date=self.training_class.start_date + timedelta(days=day),
            part=part,
            starts_at=starts,
            ends_at=ends,
            venue=venue,
            groups=groups,
        )
        for place, title in enumerate(titles):
            self.line(made, title, time(starts.hour + 2 * place, starts.minute), lecturers)
        return made

    def line(
        self, session: Session, title: str, starts_at: time, lecturers: tuple[Lecturer, ...] = ()
    ) -> ProgrammeItem:
        topic = next((one for one in self.topics if one.topic.title == title), None)
        return add_item(
            self.officer,
            session,
            kind=ItemKind.LECTURE,
            starts_at=starts_at,
            title=title,
            class_topic=topic,
            lecturers=lecturers,
        )


def scheduled(days: int = 3, first: date = MONDAY, *, officer: User | None = None, venues: int = 0) -> Scheduled:
    """A class of so many calendar days; without half days yet.  Every venue has a group that sits there."""
    values = {"office": officer.roles.get().office} if officer else {}
    made = TrainingClassFactory(
        start_date=first,
        end_date=first + timedelta(days=days - 1),
        year=first.year,
        state=ClassState.PREPARING,
        published_at=None,
        **values,
    )
    here = Scheduled(made, officer or staff(made.office))
    for place in range(1, venues + 1):
        name = f"Hội trường {place}" if place < 3 else f"Điểm cầu {place}"
        here.venues.append(add_venue(here.officer, made, name=name, is_remote=place > 2, capacity=60 * place))
        here.groups.append(add_group(here.officer, made, name=f"Tổ {place}", venue=here.venues[-1]))
    return here


def filled(sessions: int, *, officer: User | None = None) -> Scheduled:
    """Two weeks, three venues, and so many half days of two lines each, side by side; sixty fill it."""
    here = scheduled(12, officer=officer, venues=3)
    here.topics = [add_topic(here.officer, here.training_class, title=title) for title in TITLES]
    for place in range(3):
        unit, person = OrganizationFactory(), PersonFactory()
        title = f"Phó Trưởng phòng {place + 1}"
        here.lecturers.append(
            add_lecturer(here.officer, here.training_class, person=person, organization=unit, title=title)
        )
    days = [day for day in range(12) if (here.training_class.start_date + timedelta(days=day)).weekday() < 5]
    cells = [(day, part, place) for day in days for part in DayPart for place in range(3)]
    for number, (day, part, place) in enumerate(cells[:sessions]):
        two = (TITLES[number % 4], TITLES[(number + 1) % 4])
        here.half_day(
            day,
            part,
            *two,
            venue=here.venues[place],
            groups=(here.groups[place],),
            lecturers=(here.lecturers[place],),
        )
    return here


def teaching_elsewhere() -> tuple[Scheduled, Session]:
    """A half day of Monday morning whose lecturer teaches another class of the office on Tuesday morning."""
    here = scheduled()
    other = scheduled(officer=here.officer)
    person = PersonFactory()
    theirs = add_lecturer(here.officer, other.training_class, person=person)
    other.half_day(1, DayPart.MORNING, "Lớp kia", lecturers=(theirs,))
    ours = add_lecturer(here.officer, here.training_class, person=person)
    return here, here.half_day(0, DayPart.MORNING, "Lễ tân", lecturers=(ours,))


def programme_path(made: TrainingClass, *words: object) -> str:
    return tab_address(made, "programme") + "".join(f"{word}/" for word in words)


def cells_of(page: str) -> list[str]:
    """The cells of the grid, each with its markup."""
    return re.split(r'<div class="tt-cell', page)[1:]


def cell_of(page: str, day: str, part: str, venue: object = "") -> str:
    wanted = (f'data-date="{day}"', f'data-part="{part}"', f'data-venue="{venue}"')
    found = [cell for cell in cells_of(page) if all(word in cell for word in wanted)]
    assert len(found) == 1, (day, part, venue, len(found))
    return found[0]
