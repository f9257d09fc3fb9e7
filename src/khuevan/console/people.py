"""Lists of learners: in protocol order unless asked otherwise, under the blocks they belong to."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khuevan.console.class_list import Pill, starting_words
from khuevan.core.actors import Actor
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.models import TrainingClass

ROWS = 50
PROTOCOL, AGENCY, NAME = "le-tan", "co-quan", "ten"
SORTS = {
    AGENCY: ("organization_name", "person__name_key", "pk"),
    NAME: ("person__name_key", "pk"),
}
PROTOCOL_ORDER = ("organization__protocol_order", "organization_name", "person__name_key")
CAPTIONS = {
    PROTOCOL: _("In protocol order of the agencies, then by name."),
    AGENCY: _("By agency, then by name."),
    NAME: _("By name."),
}


@dataclass(frozen=True)
class Group:
    """Learners under one heading, each with the number of its row; a list with one block only has no heading."""

    heading: str
    rows: list[tuple[int, Enrollment]]


@dataclass(frozen=True)
class Learners:
    page: Page[Enrollment]
    groups: list[Group]
    query: str
    state: str
    sort: str
    caption: str
    states: list[Pill]
    total: int


def in_order(actor: Actor, training_class: TrainingClass) -> QuerySet[Enrollment]:
    seen: QuerySet[Enrollment] = Enrollment.objects.visible_to(actor).filter(training_class=training_class)
    return seen.select_related("organization", "person").by_protocol()  # type: ignore[attr-defined, no-any-return]


def page_of[M: Model](rows: QuerySet[M], asked: QueryDict) -> Page[M]:
    return Paginator(rows, ROWS).get_page(asked.get("trang"))


def learners(actor: Actor, training_class: TrainingClass, asked: QueryDict) -> Learners:
    """What the address asks for, fifty rows at a time."""
    query = asked.get("q", "").strip()[:100]
    state = asked.get("trang_thai", "")
    sort = asked.get("xep", PROTOCOL)
    sort = sort if sort in CAPTIONS else PROTOCOL
    everybody = in_order(actor, training_class)
    found = _matching(everybody, query)
    if state in EnrollmentState.values:
        found = found.filter(state=state)
    page = page_of(found.order_by(*SORTS[sort]) if sort in SORTS else found, asked)
    states = _states(everybody, state)
    return Learners(
        page=page,
        groups=_groups(list(enumerate(page, start=page.start_index())), sort),
        query=query,
        state=state,
        sort=sort,
        caption=str(CAPTIONS[sort]),
        states=states,
        total=sum(pill.count for pill in states),
    )


def _matching(rows: QuerySet[Enrollment], query: str) -> QuerySet[Enrollment]:
    """All typed words in the name of the person, or all of them in the name of the agency."""
    return rows.filter(starting_words("person__search_key", query) | starting_words("organization__search_key", query))


def _states(rows: QuerySet[Enrollment], chosen: str) -> list[Pill]:
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return [
        Pill(state.value, str(state.label), counted.get(state.value, 0), chosen == state.value)
        for state in EnrollmentState
        if state.value in counted or chosen == state.value
    ]


def _groups(rows: list[tuple[int, Enrollment]], sort: str) -> list[Group]:
    """Headings by kind of agency, as long as each kind is one block; protocol may mix them, then none is shown."""
    if sort != PROTOCOL:
        return [Group("", rows)]
    blocks = [Group(heading, list(block)) for heading, block in groupby(rows, _kind)]
    headings = [block.heading for block in blocks]
    if len(headings) < 2 or len(set(headings)) < len(headings):
        return [Group("", rows)]
    return blocks


def _kind(row: tuple[int, Enrollment]) -> str:
    organization: Any = row[1].organization
    return str(organization.get_kind_display()) if organization else ""
