"""The programme for a wall: everything on it, over as many pages as it takes."""

import io
from datetime import date, time, timedelta

import pypdfium2
import pytest

from khuevan.core.permissions import NotAllowedError
from khuevan.papers.domain.programme_sheet import programme_sheet
from khuevan.people.enums import RoleKind
from khuevan.training.domain.timetable.session_changes import change_session, remove_session
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import LearnerGroup, ProgrammeItem, Session, TrainingClass, Venue
from tests.factories import staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db
LONG = "Kỹ năng lễ tân, nghi thức ngoại giao và công tác bảo đảm hậu cần khi đón, tiếp, tiễn các đoàn khách nước ngoài"


@pytest.fixture
def here() -> World:
    return world(names=(), teaching=False)


def pdf_words(content: bytes) -> str:
    """The words of all pages, single blanks between them."""
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def sixty(here: World) -> None:
    """Ten days of three venues side by side, each half day with two long lines."""
    about = here.training_class
    for session in here.sessions:
        remove_session(here.officer, session)
    first = date(2019, 10, 7)
    TrainingClass.objects.filter(pk=about.pk).update(start_date=first, end_date=first + timedelta(days=9))
    venues = [Venue.objects.create(training_class=about, name=f"Điểm cầu số {n}", is_main=n == 1) for n in range(1, 4)]
    groups = [LearnerGroup.objects.create(training_class=about, name=f"Tổ {n}", order=n) for n in range(1, 4)]
    for day in range(10):
        for part, hour in ((DayPart.MORNING, 7), (DayPart.AFTERNOON, 13)):
            for venue, group in zip(venues, groups, strict=True):
                session = Session.objects.create(
                    training_class=about, date=first + timedelta(days=day), part=part,
                    starts_at=time(hour, 30), ends_at=time(hour + 4), venue=venue,
                )  # fmt: skip
                session.groups.add(group)
                for order in (1, 2):
                    ProgrammeItem.objects.create(
                        session=session, order=order, kind=ItemKind.LECTURE, starts_at=time(hour + order, 0),
                        title=f"{LONG} ({session.pk}.{order})",
                    )  # fmt: skip
    about.refresh_from_db()


def test_sixty_half_days_stand_on_several_pages_and_none_is_lost(here: World) -> None:
    sixty(here)
    content = programme_sheet(here.officer, here.training_class).content
    text = "".join(pdf_words(content).split())
    for session in here.training_class.sessions.all():
        for order in (1, 2):
            assert f"({session.pk}.{order})" in text
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    assert 3 < len(pages) < 30
    width, height = pages[0].get_size()
    assert (round(width), round(height)) == (842, 595)


def test_the_foot_says_whether_it_was_made_known_like_this(here: World) -> None:
    def foot() -> str:
        return pdf_words(programme_sheet(here.officer, here.training_class).content)

    assert "Chương trình dự kiến" in foot()
    publish_programme(here.officer, here.training_class)
    assert "Bản công bố lần 1" in foot()
    change_session(here.officer, here.sessions[0], ends_at=time(11, 45))
    assert "Có thay đổi chưa công bố" in foot()


def test_words_are_never_markup(here: World) -> None:
    ProgrammeItem.objects.create(
        session=here.sessions[0], order=1, kind=ItemKind.LECTURE, starts_at=time(8), title='#panic("x") *đậm* $1$'
    )
    assert '#panic("x")' in pdf_words(programme_sheet(here.officer, here.training_class).content)


def test_an_empty_programme_is_not_printed(here: World) -> None:
    for session in here.sessions:
        remove_session(here.officer, session)
    with refused("programme_is_empty"):
        programme_sheet(here.officer, here.training_class)


def test_only_those_who_write_papers_print_it(here: World) -> None:
    for stranger in (staff(here.office, RoleKind.EDITOR), staff(world(names=(), teaching=False).office)):
        with pytest.raises(NotAllowedError):
            programme_sheet(stranger, here.training_class)
