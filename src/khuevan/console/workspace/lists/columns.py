"""How each column was understood, with its evidence; said otherwise by hand, remembered, forgotten."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.lists.shell import draft_address, draft_of, may_work
from khuevan.console.workspace.lists.shown import letters, role_choices
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.importing import read_again
from khuevan.nominations.domain.layouts import chosen_layouts, forget_layout, remembered_for, reread_draft
from khuevan.nominations.enums import DraftKind
from khuevan.nominations.models import RememberedLayout, RosterDraft
from khuevan.readers.roster.layouts import ROLE_CODES
from khuevan.readers.roster.model import SKIP

MOST_NAMED = 8


@dataclass(frozen=True)
class ShownColumn:
    letter: str
    field: str
    heading: str
    role: str
    label: str
    why: str
    samples: str
    is_used: bool


@dataclass(frozen=True)
class ShownTable:
    """One table of the file; ``used`` counts the columns something is taken from."""

    key: str
    name: str
    heading_row: int | None
    columns: list[ShownColumn]

    @property
    def used(self) -> int:
        return sum(1 for column in self.columns if column.is_used)


def shown_tables(draft: RosterDraft) -> list[ShownTable]:
    words = dict(role_choices())
    return [_table(place, stored, words) for place, stored in enumerate(draft.tables)]


def _table(place: int, stored: dict[str, Any], words: dict[str, str]) -> ShownTable:
    columns = [
        ShownColumn(
            letter=letters(one["index"]),
            field=f"cot-{place}-{one['index']}",
            heading=one["heading"],
            role=one["role"],
            label=words.get(one["role"], one["role"]),
            why=one["why"],
            samples=" · ".join(one["samples"][:3]),
            is_used=one["role"] != SKIP,
        )
        for one in stored["columns"]
    ]
    return ShownTable(stored["key"], stored["name"], stored["heading_row"] or None, columns)


@staff_page
@require_safe
def columns(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """The columns of a list with a choice for each; and what is remembered of such lists."""
    training_class = class_of(request, pk)
    found = draft_of(request, pk, draft)
    context = {
        "draft": found,
        "tables": shown_tables(found),
        "roles": role_choices(),
        "may_take": may_work(request, found) and found.kind != DraftKind.PICTURE,
        "remembered": remembered_for(training_class.office, found.agency),
        "may_forget": may(request.user, "people.keep_directory", training_class.office),
        "back": draft_address(found),
    }
    return form_page(workspace(request, training_class, "learners", context, template="console/lists/columns.html"))


@staff_page
@require_POST
def reread(request: HttpRequest, pk: int, draft: int) -> HttpResponseRedirect:
    """Reads the kept file again with the roles chosen; ``nho`` remembers them."""
    found = draft_of(request, pk, draft)
    if not may(request.user, "nominations.change_draft", found):
        raise Http404
    back = draft_address(found)

    def work() -> None:
        layouts = chosen_layouts(found, _chosen(request, found))
        if not layouts:
            raise DomainError("nothing_changed", _("No column was changed."))
        result = reread_draft(request.user, found, read_again(found, layouts), layouts, remember="nho" in request.POST)
        words = ngettext("%(count)s row was read anew.", "%(count)s rows were read anew.", result.new)
        told = words % {"count": result.new}
        if result.kept:
            rows = ", ".join(str(line.number) for line in result.kept[:MOST_NAMED])
            more = "…" if len(result.kept) > MOST_NAMED else ""
            stayed = ngettext(
                "%(count)s row stayed as it was, taken or mended before: row %(rows)s.",
                "%(count)s rows stayed as they were, taken or mended before: rows %(rows)s.",
                len(result.kept),
            )
            told = f"{told} {stayed % {'count': len(result.kept), 'rows': rows + more}}"
        notice(request, told)

    return act(request, work, back)


def _chosen(request: HttpRequest, draft: RosterDraft) -> dict[tuple[str, int], str]:
    roles = {}
    for place, table in enumerate(draft.tables):
        for column in table["columns"]:
            role = request.POST.get(f"cot-{place}-{column['index']}", "")
            if role in ROLE_CODES:
                roles[table["key"], int(column["index"])] = role
    return roles


@staff_page
@require_POST
def forget(request: HttpRequest, pk: int, draft: int, layout: int) -> HttpResponseRedirect:
    found = draft_of(request, pk, draft)
    office = found.training_class.office
    kept = get_object_or_404(RememberedLayout.objects.filter(office=office), pk=layout)

    def work() -> None:
        forget_layout(request.user, kept)
        notice(request, _("Such lists are read by their headings and contents again."))

    return act(request, work, draft_address(found, "class_draft_columns"))


urlpatterns = [
    path("<int:draft>/cot/", columns, name="class_draft_columns"),
    path("<int:draft>/cot/doc-lai/", reread, name="class_draft_reread"),
    path("<int:draft>/cot/quen/<int:layout>/", forget, name="class_draft_forget"),
]
