"""The programme for a wall: A4 across, days by halves, as many pages as it takes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.core.templatetags.khuevan import vn_weekday
from khuevan.papers.domain import wording
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.printing import FONTS
from khuevan.training.domain.timetable.changes import differences
from khuevan.training.domain.timetable.rows import Row
from khuevan.training.domain.timetable.shown import ShownItem, ShownSession, shown
from khuevan.training.domain.timetable.versions import latest, rows_now
from khuevan.training.enums import DayPart
from khuevan.training.models import ProgrammeVersion, TrainingClass
from khuevan.vietnamese.dates import numeric_date

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "programme.typ"


def programme_sheet(actor: Actor, training_class: TrainingClass) -> Built:
    """The half days as they stand now; the foot of each page says whether they were made known like this.

    Raises ``programme_is_empty`` and ``sheet_not_printed``.
    """
    require(actor, "papers.write_paper", training_class)
    rows = rows_now(training_class)
    if not rows:
        raise DomainError("programme_is_empty", _("The programme has no half day yet."))
    facts = Facts(actor, training_class)
    with translation.override("vi"):
        data = sheet_data(facts, rows, latest(training_class))
    try:
        content = typeset(TEMPLATE, data, fonts=FONTS)
    except TypesettingError as error:
        message = _("The programme could not be printed: %(reason)s")
        raise DomainError("sheet_not_printed", message, reason=error.reason) from error
    return Built(f"chuong-trinh-{training_class.slug}.pdf", content, "application/pdf")


def sheet_data(facts: Facts, rows: Sequence[Row], version: ProgrammeVersion | None) -> dict[str, Any]:
    about = facts.training_class
    main = next(iter(facts.venues), None)
    where = ", ".join(filter(None, (main.name, main.address))) if main else ""
    days = wording.sentence_case(wording.period(about.start_date, about.end_date))
    return {
        "title": f"Chương trình: {about.title}",
        "parent": facts.attached.parent,
        "office": facts.attached.office,
        "heading": "Chương trình",
        "details": [wording.class_name(about), f"{days}, tại {where}" if where else days],
        "days": _days([shown(row) for row in rows]),
        "foot": f"{wording.class_name(about)}. {standing_words(rows, version)}",
    }


def standing_words(rows: Sequence[Row], version: ProgrammeVersion | None) -> str:
    """Whether this is the programme that was made known."""
    if version is None:
        return "Chương trình dự kiến"
    if differences(version.rows, rows):
        return f"Có thay đổi chưa công bố so với bản công bố lần {version.number}"
    return f"Bản công bố lần {version.number}, ngày {numeric_date(timezone.localdate(version.published_at))}"


def _days(sessions: Iterable[ShownSession]) -> list[dict[str, Any]]:
    days: dict[Any, dict[str, Any]] = {}
    for session in sessions:
        day = days.setdefault(
            session.date,
            {
                "weekday": wording.sentence_case(vn_weekday(session.date)),
                "date": numeric_date(session.date),
                "morning": [],
                "afternoon": [],
            },
        )
        day["morning" if session.part == DayPart.MORNING else "afternoon"].append(_session(session))
    return list(days.values())


def _session(session: ShownSession) -> dict[str, Any]:
    """The place is named where it is not the main one."""
    venue = session.venue
    return {
        "hours": f"{session.starts_at:%H:%M} – {session.ends_at:%H:%M}",
        "place": "" if venue is None or venue.is_main else venue.name,
        "groups": ", ".join(session.groups),
        "items": [_item(item) for item in session.items],
    }


def _item(item: ShownItem) -> dict[str, str]:
    return {
        "time": f"{item.starts_at:%H:%M}",
        "title": item.title,
        "who": "; ".join(str(one) for one in item.lecturers),
    }
