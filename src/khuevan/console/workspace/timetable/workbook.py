"""The timetable as an Excel file: a row a line."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace.shell import class_of
from khuevan.console.workspace.timetable.board import group_names, lecturer_name
from khuevan.core.screens import file_response, staff_page
from khuevan.core.templatetags.khuevan import vn_weekday
from khuevan.core.workbooks import Sheet, workbook
from khuevan.training.domain.queries import programme_of
from khuevan.training.models import ProgrammeItem, Session, TrainingClass


@staff_page
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    headings = [
        _("Day"),
        _("Weekday"),
        _("Half of the day"),
        _("Venue"),
        capfirst(_("groups of learners")),
        _("From"),
        _("To"),
        _("Periods (tiết)"),
        _("Kind"),
        _("Content"),
        _("Topic"),
        _("Who teaches"),
    ]
    sheet = Sheet(_("Timetable"), str(training_class), headings, list(_rows(training_class)))
    return file_response(workbook(sheet), f"thoi-khoa-bieu-{training_class.slug}.xlsx")


def _rows(training_class: TrainingClass) -> Iterator[list[object]]:
    for session in programme_of(training_class):
        items = list(session.items.all())
        ends = [*(item.starts_at for item in items[1:]), session.ends_at][: len(items)]
        yield from (
            _row(session, item, f"{end:%H:%M}", first=place == 0)
            for place, (item, end) in enumerate(zip(items, ends, strict=True))
        )
        if not items:
            yield [*_half_day(session), f"{session.starts_at:%H:%M}", f"{session.ends_at:%H:%M}", session.periods]


def _half_day(session: Session) -> list[object]:
    return [
        session.date,
        capfirst(vn_weekday(session.date)),
        capfirst(session.get_part_display()),
        session.venue.name if session.venue else "",
        group_names(session.groups.all()),
    ]


def _row(session: Session, item: ProgrammeItem, end: str, *, first: bool) -> list[object]:
    """Periods of the half day stand once, with its first line, so that the column adds up."""
    return [
        *_half_day(session),
        f"{item.starts_at:%H:%M}",
        end,
        session.periods if first else None,
        capfirst(item.get_kind_display()),
        item.title,
        item.class_topic.topic.title if item.class_topic else "",
        ", ".join(lecturer_name(one) for one in item.lecturers.all()),
    ]
