"""The list of classes an officer works on: found without diacritics, filtered by state and year, sorted by column."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.nominations.enums import EnrollmentState
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

ROWS = 50
SORTS = {
    "-ngay": ("-start_date", "-pk"),
    "ngay": ("start_date", "pk"),
    "ten": ("search_key", "pk"),
    "-ten": ("-search_key", "-pk"),
    "-nguoi": ("-learners", "-start_date", "-pk"),
    "nguoi": ("learners", "start_date", "pk"),
}
FIRST_SORT = "-ngay"
CAPTIONS: dict[str, str | Promise] = {
    "-ngay": _("Classes of your office, the latest first."),
    "ngay": _("Classes of your office, the earliest first."),
    "ten": _("Classes of your office by title, from A to Z."),
    "-ten": _("Classes of your office by title, from Z to A."),
    "-nguoi": _("Classes of your office, those with most learners first."),
    "nguoi": _("Classes of your office, those with fewest learners first."),
}


@dataclass(frozen=True)
class Pill:
    """One filter: its value in the address, its words, how many rows it leaves, whether it is on."""

    value: str
    label: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Column:
    """A column that sorts: what the link asks for, and ``aria-sort`` when the list is sorted by it."""

    sort: str
    direction: str


@dataclass(frozen=True)
class ClassList:
    """One page of the list and everything around it; its rows carry ``learners``, the number of people on the list."""

    page: "Page[Any]"
    query: str
    state: str
    year: str
    states: list[Pill]
    years: list[Pill]
    columns: dict[str, Column]
    caption: str
    is_filtered: bool


def class_list(actor: Actor, asked: QueryDict) -> ClassList:
    """What the address asks for; values it does not know count as not asked."""
    query = asked.get("q", "").strip()[:100]
    state = asked.get("trang_thai", "")
    year = asked.get("nam", "")
    sort = asked.get("xep", FIRST_SORT)
    sort = sort if sort in SORTS else FIRST_SORT
    found = _matching(TrainingClass.objects.of_staff(actor), query)
    states = _states(found, year, state)
    years = _years(found, state, year)
    rows = _narrow(found, state, year).select_related("office__organization")
    rows = rows.annotate(learners=Count("enrollments", filter=Q(enrollments__state=EnrollmentState.ENROLLED)))
    page = Paginator(rows.order_by(*SORTS[sort]), ROWS).get_page(asked.get("trang"))
    return ClassList(
        page=page,
        query=query,
        state=state,
        year=year,
        states=states,
        years=years,
        columns={name: _column(name, sort) for name in ("ngay", "ten", "nguoi")},
        caption=str(CAPTIONS[sort]),
        is_filtered=bool(query or state or year),
    )


def starting_words(field: str, query: str) -> Q:
    """Every typed word, folded, at the start of a word of ``field``, a folded key: "ha" finds Hà, not Phạm."""
    found = Q()
    for word in fold(query).split():
        found &= Q(**{f"{field}__regex": rf"(^|\W){re.escape(word)}"})
    return found


def _matching(classes: QuerySet[TrainingClass], query: str) -> QuerySet[TrainingClass]:
    return classes.filter(starting_words("search_key", query))


def _narrow(classes: QuerySet[TrainingClass], state: str, year: str) -> QuerySet[TrainingClass]:
    if state in ClassState.values:
        classes = classes.filter(state=state)
    if year.isdecimal() and len(year) == 4:
        classes = classes.filter(year=int(year))
    return classes


def _states(classes: QuerySet[TrainingClass], year: str, chosen: str) -> list[Pill]:
    counted = dict(_narrow(classes, "", year).order_by().values_list("state").annotate(count=Count("pk")))
    return [
        Pill(state.value, str(state.label), counted.get(state.value, 0), chosen == state.value)
        for state in ClassState
        if state.value in counted or chosen == state.value
    ]


def _years(classes: QuerySet[TrainingClass], state: str, chosen: str) -> list[Pill]:
    counted = _narrow(classes, state, "").order_by("-year").values_list("year").annotate(count=Count("pk"))
    return [Pill(str(year), str(year), count, chosen == str(year)) for year, count in counted]


def _column(name: str, sort: str) -> Column:
    if sort.lstrip("-") != name:
        return Column(sort=f"-{name}" if name == "nguoi" else name, direction="")
    if sort.startswith("-"):
        return Column(sort=name, direction="descending")
    return Column(sort=f"-{name}", direction="ascending")
