"""Who cannot come and yet stands in the programme: in the one outsiders read, in the one of now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from khuevan.training.domain.timetable.rows import Row, day_of
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer


@dataclass(frozen=True)
class StillNamed:
    """``known``: named by the version made known last.  ``now``: by the programme as it stands."""

    known: list[Lecturer] = field(default_factory=list)
    now: list[Lecturer] = field(default_factory=list)


def declined_of(lecturers: Iterable[Lecturer]) -> list[Lecturer]:
    return [one for one in lecturers if one.state == LecturerState.DECLINED]


def named_in(lecturers: Iterable[Lecturer], rows: Sequence[Row]) -> list[Lecturer]:
    """Those of ``lecturers`` who said no and whom a half day still to come names, in their order."""
    today = timezone.localdate()
    told = [one for row in rows if day_of(row) >= today for item in row["items"] for one in item["lecturers"]]
    people = {one["person"] for one in told if one["person"] is not None}
    units = {one["key"] for one in told if one["person"] is None}
    return [one for one in declined_of(lecturers) if one.person_id in people or (not one.person_id and one.pk in units)]


def still_named(lecturers: Iterable[Lecturer], known: Sequence[Row], now: Sequence[Row]) -> StillNamed:
    declined = declined_of(lecturers)
    return StillNamed(named_in(declined, known), named_in(declined, now))


def names_of(lecturers: Iterable[Lecturer]) -> str:
    """As they stand in the middle of a sentence, without their posts."""
    return "; ".join(one.person.in_sentence if one.person else one.organization_name for one in lecturers)
