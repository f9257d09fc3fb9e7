"""How a line of a plan is told in words: its time, its money, who organizes it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.training.enums import ClassKind, OrganizerPart
from khuevan.training.models import PlannedClass
from khuevan.vietnamese.date_ranges import numeric_range
from khuevan.vietnamese.numbers import group_thousands, roman

type PlanRow = dict[str, Any]
"""One class of a plan as it is frozen in a version: plain values, days as ISO texts, bodies by name."""

COLUMNS = {
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind"),
    "field": gettext_lazy("field"),
    "topic": gettext_lazy("topic"),
    "audience": gettext_lazy("audience"),
    "classes": gettext_lazy("number of classes"),
    "people": gettext_lazy("number of learners"),
    "periods": gettext_lazy("periods (tiết)"),
    "time": gettext_lazy("time"),
    "venue": gettext_lazy("venue"),
    "lead": gettext_lazy("organizer"),
    "co": gettext_lazy("in cooperation with"),
    "commissioned_by": gettext_lazy("commissioned by"),
    "money_source": gettext_lazy("source of money"),
    "estimate": gettext_lazy("estimate (đồng)"),
    "note": gettext_lazy("note"),
    "drop_reason": gettext_lazy("why it will not be held"),
}
"""What of a line is told and compared, in the order of a plan."""

_PLAIN = ("title", "field", "audience", "classes", "people", "periods", "month_from", "month_to", "venue",
          "money_source", "estimate", "note", "is_dropped", "drop_reason", "kind")  # fmt: skip


def row_of(planned: PlannedClass) -> PlanRow:
    """A class of a plan as plain values; ``organizers__organization`` and ``topic`` should be loaded."""
    row: PlanRow = {"key": planned.pk, **{name: getattr(planned, name) for name in _PLAIN}}
    row["kind"] = str(planned.kind)
    row["topic"] = planned.topic.title if planned.topic else ""
    row["first_day"] = planned.first_day.isoformat() if planned.first_day else None
    row["last_day"] = planned.last_day.isoformat() if planned.last_day else None
    bodies = sorted(planned.organizers.all(), key=lambda one: (one.order, one.pk))
    for part in OrganizerPart:
        row[part.value] = [one.organization.name for one in bodies if one.part == part]
    return row


def words_of(row: PlanRow) -> dict[str, str]:
    """What stands in each of ``COLUMNS``."""
    told = {name: _text(row.get(name)) for name in COLUMNS}
    told["kind"] = str(ClassKind(row["kind"]).label) if row.get("kind") else ""
    first, last = row.get("first_day"), row.get("last_day")
    days = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    told["time"] = time_words(row.get("month_from"), row.get("month_to"), days)
    return told


def time_words(month_from: int | None, month_to: int | None, days: tuple[date, date] | None = None) -> str:
    """Days where they are known, else a month, a quarter or months from and to; empty where nothing is known."""
    if days:
        return numeric_range(*days)
    if not month_from or not month_to:
        return ""
    if month_from == month_to:
        return _("Month %(month)s") % {"month": month_from}
    if (month_from, month_to) == (1, 12):
        return _("All year")
    if month_to - month_from == 2 and month_from % 3 == 1:
        return _("Quarter %(quarter)s") % {"quarter": roman((month_from + 2) // 3)}
    return _("Months %(first)s–%(last)s") % {"first": month_from, "last": month_to}


def planned_time(planned: PlannedClass) -> str:
    """When a planned class is to be held, in words."""
    days = (planned.first_day, planned.last_day) if planned.first_day and planned.last_day else None
    return time_words(planned.month_from, planned.month_to, days)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, int):
        return group_thousands(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)
