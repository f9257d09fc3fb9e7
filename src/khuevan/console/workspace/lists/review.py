"""The review: rows beside the original, by kind and by words, fifty a page; what is wrong, as a file to send back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace.lists.columns import shown_tables
from khuevan.console.workspace.lists.shell import draft_address, draft_of, may_work
from khuevan.console.workspace.lists.shown import ShownLine, entry_fields, labels, letters, shown, written
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.models import Job
from khuevan.core.permissions import may
from khuevan.core.screens import file_response, form_page, staff_page
from khuevan.core.search import starts_words
from khuevan.core.workbooks import Sheet, workbook
from khuevan.nominations.domain.undoing import TAKING
from khuevan.nominations.enums import Decision, DraftKind, DraftState, LineState
from khuevan.nominations.models import DraftLine, LineQuerySet, RosterDraft

ROWS = 50
LONGEST_QUERY = 100
LOOK, NOTICES, DOUBLES, KNOWN, TAKEN, RESERVED, LEFT, ALL = (
    "can-xem", "luu-y", "trung", "da-biet", "da-nhan", "du-bi", "bo-ra", "tat-ca",
)  # fmt: skip

WAITING = Q(state=LineState.WAITING)
KINDS: dict[str, Q] = {
    ALL: Q(),
    LOOK: WAITING & (Q(errors__gt=0) | ~Q(refused="")),
    NOTICES: WAITING & Q(notices__gt=0),
    DOUBLES: WAITING & Q(is_double=True),
    KNOWN: WAITING & ~Q(decision=""),
    TAKEN: Q(state=LineState.TAKEN),
    RESERVED: Q(state=LineState.RESERVED),
    LEFT: Q(state=LineState.LEFT),
}
EXTRA = {
    "good": WAITING & Q(errors=0, refused=""),
    "undecided": WAITING & Q(decision=Decision.OPEN, errors=0, refused=""),
    "sure": WAITING & Q(decision=Decision.OPEN, is_sure=True),
}


def kind_labels() -> dict[str, str]:
    return {
        ALL: _("All"),
        LOOK: _("To be looked at"),
        NOTICES: _("Notices"),
        DOUBLES: _("Doubles"),
        KNOWN: _("Known people"),
        TAKEN: _("Taken over"),
        RESERVED: _("Reserve list"),
        LEFT: _("Left out"),
    }


def counts_of(draft: RosterDraft) -> dict[str, int]:
    """How many rows there are of each kind, in one query over small columns."""
    parts = {f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(_conditions().values())}
    row = draft.lines.order_by().aggregate(**parts)
    return {name: row[f"n{place}"] for place, name in enumerate(_conditions())}


def _conditions() -> dict[str, Q]:
    return {**{name: condition or Q(pk__isnull=False) for name, condition in KINDS.items()}, **EXTRA}


@dataclass(frozen=True)
class Page:
    """Rows by their place in the list: ``before`` and ``after`` are where the neighbouring pages begin, if any."""

    lines: list[DraftLine]
    before: int | None
    after: int | None


def page_of(rows: LineQuerySet, after: int | None, before: int | None) -> Page:
    """Fifty rows after one place or before another; never counted off, so the last page costs what the first does."""
    many = rows.select_related("match")
    if before is not None:
        lines = list(many.filter(index__lt=before).order_by("-index")[: ROWS + 1])
        more = len(lines) > ROWS
        lines = lines[:ROWS][::-1]
        return Page(lines, lines[0].index if more else None, lines[-1].index if lines else None)
    lines = list((many if after is None else many.filter(index__gt=after)).order_by("index")[: ROWS + 1])
    more = len(lines) > ROWS
    lines = lines[:ROWS]
    return Page(lines, lines[0].index if lines and after is not None else None, lines[-1].index if more else None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def kind_of(request: HttpRequest, counts: dict[str, int]) -> str:
    asked = request.GET.get("xem", "")
    if asked in KINDS:
        return asked
    return LOOK if counts[LOOK] else ALL


@staff_page
@require_safe
def review(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = draft_of(request, pk, draft)
    counts = counts_of(found)
    around = surroundings(request, found, counts)
    rows = found.lines.filter(KINDS[around["kind"]])
    if around["query"]:
        rows = rows.filter(starts_words(["search_key"], around["query"]))
    page = page_of(rows, _number(request.GET.get("sau")), _number(request.GET.get("truoc")))
    context = {
        **around,
        "page": page,
        "rows": shown(request.user, found, page.lines, _number(request.GET.get("mo"))),
        "entry": entry_fields({}),
        "tables": shown_tables(found),
        "pictures": list(found.pages.all()) if found.kind == DraftKind.PICTURE else [],
        "job": Job.objects.visible_to(request.user).about(found).unfinished().filter(kind=TAKING).first(),
    }
    return form_page(workspace(request, training_class, "learners", context, template="console/lists/review.html"))


def surroundings(request: HttpRequest, draft: RosterDraft, counts: dict[str, int]) -> dict[str, Any]:
    """What stands around the rows and changes when one of them does: numbers, pills, the bar that takes."""
    works = may_work(request, draft)
    return {
        "draft": draft,
        "asked": request.GET.urlencode(),
        "counts": counts,
        "pills": [
            (name, label, counts[name]) for name, label in kind_labels().items() if counts[name] or name in {ALL, LOOK}
        ],
        "good": counts["good"],
        "look": counts[LOOK],
        "taken": counts[TAKEN],
        "is_open": draft.state == DraftState.OPEN,
        "may_take": works,
        "may_add": draft.state != DraftState.DISCARDED and may(request.user, "nominations.change_draft", draft),
        "kind": kind_of(request, counts),
        "query": request.GET.get("q", "").strip()[:LONGEST_QUERY],
        "may_undo": (counts[TAKEN] or counts[RESERVED]) and may(request.user, "nominations.change_draft", draft),
    }


@staff_page
@require_safe
def row(request: HttpRequest, pk: int, draft: int, index: int) -> HttpResponse:
    """Where a row stands, as a link says it: the page of the review that begins with it."""
    found = draft_of(request, pk, draft)
    line = get_object_or_404(found.lines, index=index)
    after = f"&sau={line.index - 1}" if line.index else ""
    return HttpResponse(status=302, headers={"Location": f"{draft_address(found)}?xem={ALL}{after}#d{line.index}"})


@staff_page
@require_safe
def problems(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """The rows with problems as a workbook, for the agency that sent the list."""
    found = draft_of(request, pk, draft)
    names = labels()
    lines = found.lines.filter(WAITING & (Q(errors__gt=0) | Q(notices__gt=0) | ~Q(refused=""))).order_by("index")
    content = workbook(
        Sheet(
            _("Rows that need a look"),
            found.name,
            [_("Sheet"), _("Row"), *names.values(), _("What is wrong"), _("In the file")],
            _problem_rows(found, lines, list(names)),
        )
    )
    return file_response(content, f"dong-can-xem-{found.pk}.xlsx")


def _problem_rows(draft: RosterDraft, lines: LineQuerySet, names: list[str]) -> Iterator[list[object]]:
    headings = {table["key"]: {one["index"]: one["heading"] for one in table["columns"]} for table in draft.tables}
    for line in lines.iterator(chunk_size=500):
        sentences = [message for _field, message, _level in line.problems] + ([line.refused] if line.refused else [])
        above = headings.get(line.table, {})
        cells = [f"{above.get(at) or letters(at)}: {text}" for at, text in enumerate(line.original) if text.strip()]
        values = [written(name, line.values.get(name)) for name in names]
        yield [line.sheet, line.number, *values, "\n".join(sentences), "; ".join(cells)]


def one_shown(
    request: HttpRequest, draft: RosterDraft, indexes: list[int], opened: int | None = None
) -> list[ShownLine]:
    """Rows by their places, as a page shows them."""
    rows = draft.lines.filter(index__in=indexes).select_related("match").order_by("index")
    return shown(request.user, draft, rows, opened)


urlpatterns = [
    path("<int:draft>/", review, name="class_draft"),
    path("<int:draft>/can-xem.xlsx", problems, name="class_draft_problems"),
    path("<int:draft>/toi/<int:index>/", row, name="class_draft_row"),
]
