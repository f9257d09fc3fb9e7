"""The calendar: one month of classes, week by week, with public holidays."""

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.core.actors import Actor
from khuevan.core.screens import staff_page
from khuevan.core.templatetags.khuevan import WEEKDAYS
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.months import MonthClass, calendar_of
from khuevan.training.models import TrainingClass

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """Days of one class that follow each other in one week; ``part`` is said when it is half a day only."""

    training_class: TrainingClass
    first: date
    last: date
    is_settled: bool
    """Whether its programme is written."""
    part: str

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Piece:
    """A stretch of a row of the calendar: a bar, or nothing for as many days."""

    span: int
    bar: Bar | None


@dataclass(frozen=True)
class Day:
    date: date
    is_here: bool
    """Whether it belongs to the month shown."""
    is_today: bool
    holiday: str
    bars: list[Bar]

    @property
    def is_free(self) -> bool:
        return bool(self.holiday) or self.date.weekday() > 4


@dataclass(frozen=True)
class Held:
    """A class with all its days that are shown."""

    one: MonthClass
    days: frozenset[date]


@dataclass(frozen=True)
class Week:
    """Seven days from Monday; bars stand in as many rows as are needed that none covers another."""

    days: list[Day]
    rows: list[list[Piece]]


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[Week]
    today: date

    @property
    def title(self) -> str:
        return _("Month %(month)d of %(year)d") % {"month": self.first.month, "year": self.first.year}

    @property
    def before(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + 31 * DAY).replace(day=1)

    @property
    def is_now(self) -> bool:
        return self.first == self.today.replace(day=1)

    @property
    def days(self) -> list[Day]:
        """The days of this month on which something is."""
        days = (day for week in self.weeks for day in week.days)
        return [day for day in days if day.is_here and (day.bars or day.holiday)]

    @property
    def has_classes(self) -> bool:
        return any(day.bars for week in self.weeks for day in week.days if day.is_here)


def month_of(actor: Actor, first: date) -> Month:
    """The month that begins with ``first``, as the actor's offices hold classes in it."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    free = public_holidays(weeks[0][0], weeks[-1][-1])
    held = _held(actor, [day for days in weeks for day in days])
    today = timezone.localdate()
    return Month(first, [_week(days, first.month, today, free, held) for days in weeks], today)


def _held(actor: Actor, days: list[date]) -> list[Held]:
    """Classes on the days shown, which reach a little into the months before and after."""
    found: dict[int, MonthClass] = {}
    taught: dict[int, set[date]] = defaultdict(set)
    for year, month in sorted({(day.year, day.month) for day in days}):
        for one in calendar_of(actor, year, month):
            found.setdefault(one.training_class.pk, one)
            taught[one.training_class.pk].update(one.days)
    return [Held(one, frozenset(taught[pk])) for pk, one in found.items()]


def _week(days: list[date], month: int, today: date, free: dict[date, str], held: list[Held]) -> Week:
    bars = [_bars(one, days) for one in held]
    shown = [
        Day(
            date=day,
            is_here=day.month == month,
            is_today=day == today,
            holiday=free.get(day, ""),
            bars=[bar for of_class in bars for bar in of_class if bar.first <= day <= bar.last],
        )
        for day in days
    ]
    return Week(shown, _rows([of_class for of_class in bars if of_class], days))


def _bars(held: Held, days: list[date]) -> list[Bar]:
    runs: list[list[date]] = []
    for day in (day for day in days if day in held.days):
        if runs and runs[-1][-1] + DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [Bar(held.one.training_class, run[0], run[-1], held.one.is_settled, _part(held, run)) for run in runs]


def _part(held: Held, run: list[date]) -> str:
    held_then = {(one.date, one.part): one for one in held.one.training_class.sessions.all() if one.date in run}
    return str(next(iter(held_then.values())).get_part_display()) if len(held_then) == 1 else ""


def _rows(classes: list[list[Bar]], days: list[date]) -> list[list[Piece]]:
    """Each class in the first row that is free on all its days, so that its bars keep one height."""
    rows: list[list[Bar]] = []
    for bars in classes:
        taken = {bar.first + DAY * number for bar in bars for number in range(bar.length)}
        row = next((row for row in rows if not any(bar.first <= day <= bar.last for bar in row for day in taken)), None)
        if row is None:
            rows.append(list(bars))
        else:
            row.extend(bars)
    return [_pieces(sorted(row, key=lambda bar: bar.first), days) for row in rows]


def _pieces(bars: list[Bar], days: list[date]) -> list[Piece]:
    begins = {bar.first: bar for bar in bars}
    pieces: list[Piece] = []
    place = 0
    while place < len(days):
        bar = begins.get(days[place])
        pieces.append(Piece(bar.length if bar else 1, bar))
        place += pieces[-1].span
    return pieces


def asked_month(text: str) -> date:
    """``2026-11`` as its first day; this month for anything else."""
    try:
        year, month = (int(part) for part in text.split("-"))
        found = date(year, month, 1)
    except ValueError:
        return timezone.localdate().replace(day=1)
    return found if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().replace(day=1)


@staff_page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    month = month_of(request.user, asked_month(request.GET.get("thang", "")))
    return render(request, "console/calendar.html", {"month": month, "weekdays": WEEKDAYS})


urlpatterns = [path("lop/lich/", show, name="calendar")]
