"""One page of a list and everything that stands around it, ready for ``khuevan/list.html``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRow

from khuevan.core.lists.bulk import BulkAction
from khuevan.core.lists.drawn import Block, Cell, Row
from khuevan.core.lists.filters import ListFilters, PillGroup
from khuevan.core.lists.table import ListTable, layout_of
from khuevan.core.permissions import may
from khuevan.core.screens import file_response
from khuevan.core.search import starts_words
from khuevan.core.templatetags.khuevan import thousands
from khuevan.core.workbooks import Sheet, workbook

ROWS = 50
LONGEST_QUERY = 100
ROWS_ELEMENT = "danh-sach"


@dataclass(frozen=True)
class Order:
    """One order of the rows: its name in the address, its words, the fields, and what the caption says of it."""

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    caption: str | Promise


@dataclass(frozen=True)
class Heading:
    """The head of a column; ``sort`` is what its link asks for, ``direction`` the value of ``aria-sort``."""

    label: str
    css: str
    sort: str
    direction: str


class Listing:
    """A list as an officer works with it.  A subclass names a table and, as needed, what is below."""

    table_class: ClassVar[type[ListTable]]
    filters_class: ClassVar[type[ListFilters] | None] = None
    search: ClassVar[Sequence[str]] = ()
    search_label: ClassVar[str | Promise] = _("Name (tone marks not needed)")
    orders: ClassVar[Sequence[Order]] = ()
    grouped_in: ClassVar[frozenset[str]] = frozenset()
    title: ClassVar[str | Promise] = ""
    bulk: ClassVar[Sequence[BulkAction]] = ()
    tools: ClassVar[Sequence[str]] = ()
    live: ClassVar[bool] = False
    """Whether the rows are found while somebody types; the view answers ``wants_rows`` with ``rows_template``."""
    rows_template: ClassVar[str] = "khuevan/list_typed.html"
    empty_icon: ClassVar[str] = "list"
    empty_title: ClassVar[str | Promise] = _("Nothing here yet")
    empty_text: ClassVar[str | Promise] = ""
    empty_template: ClassVar[str] = ""

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any], *, subtitle: str = "", keep: Sequence[str] = ()
    ) -> None:
        """``rows``: all that the actor may see here; ``keep``: parts of the address that searching must not lose."""
        self.request = request
        self.rows = rows
        self.subtitle = subtitle
        self.keep = [(name, request.GET[name]) for name in keep if request.GET.get(name)]
        self.query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
        self.filters = self.filters_class(request.GET, queryset=rows) if self.filters_class else None
        self.table = layout_of(self.table_class)

    # -- which rows

    @cached_property
    def found(self) -> QuerySet[Any]:
        """All rows that match the typed words."""
        return self.rows.filter(starts_words(self.search, self.query)) if self.query and self.search else self.rows

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """All rows that match words and filters, in the order asked for."""
        rows = self.filters.narrowed(self.found) if self.filters else self.found
        return rows.order_by(*self._fields) if self._fields else rows

    @cached_property
    def sort(self) -> str:
        asked = self.request.GET.get("xep", "")
        if asked in {order.name for order in self.orders} or self._order_of_column(asked):
            return asked
        return self.orders[0].name if self.orders else ""

    @cached_property
    def order(self) -> Order | None:
        return next((order for order in self.orders if order.name == self.sort), None)

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        fields = self.order.fields if self.order else self._order_of_column(self.sort)
        if not fields or fields[-1].lstrip("-") == "pk":
            return fields
        return (*fields, "-pk" if fields[-1].startswith("-") else "pk")

    def _order_of_column(self, name: str) -> tuple[str, ...]:
        column = self.table.base_columns.get(name.lstrip("-"))
        if column is None or not column.order_by or column.orderable is False:
            return ()
        fields = tuple(str(field).replace(".", "__") for field in column.order_by)
        if name.startswith("-"):
            return tuple(field.removeprefix("-") if field.startswith("-") else f"-{field}" for field in fields)
        return fields

    # -- what the page shows

    @cached_property
    def page(self) -> "Page[Any]":
        return Paginator(self.matching, ROWS).get_page(self.request.GET.get("trang"))

    @property
    def pager_template(self) -> str:
        return "khuevan/pager.html"

    @property
    def total(self) -> str:
        """How many rows match, in words or figures."""
        return thousands(self.page.paginator.count)

    @property
    def wants_rows(self) -> bool:
        """Whether a script asks for what changes while somebody types."""
        return self.live and self.request.headers.get("HX-Target") == ROWS_ELEMENT

    @cached_property
    def groups(self) -> list[PillGroup]:
        return self.filters.groups(self.found) if self.filters else []

    @property
    def has_rows(self) -> bool:
        """Whether this page shows any row; asks for the rows and lays none of them out."""
        return bool(self.page.object_list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.query) or bool(self.filters and self.filters.is_on)

    @property
    def caption(self) -> str:
        if self.order:
            return str(self.order.caption)
        head = next((heading for heading in self.headings if heading.direction), None)
        if head is None:
            return ""
        words = _("By %(column)s, downwards.") if head.direction == "descending" else _("By %(column)s.")
        return str(words) % {"column": head.label.lower()}

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self._columns()]

    def _heading(self, column: Any) -> Heading:  # noqa: ANN401 - a bound column of the library
        name, direction, sort = column.name, "", ""
        if self._order_of_column(name):
            sort = name
            first = self.order.fields if self.order else ()
            up, down = self._order_of_column(name), self._order_of_column(f"-{name}")
            if self.sort == name or (first and first[: len(up)] == up):
                direction, sort = "ascending", f"-{name}"
            elif self.sort == f"-{name}" or (first and first[: len(down)] == down):
                direction = "descending"
        css = f"{column.column.css} {column.column.width}".strip()
        label = str(column.header)
        return Heading(label[:1].upper() + label[1:], css, sort, direction)

    def _columns(self) -> Iterator[Any]:
        return (column for column in self.table.columns if column.name not in self.table.only_in_excel)

    @cached_property
    def blocks(self) -> list[Block]:
        rows = list(self._rows())
        if self.sort not in self.grouped_in:
            return [Block("", rows)] if rows else []
        blocks = [
            Block(heading, list(block)) for heading, block in groupby(rows, lambda r: self.table.heading(r.record))
        ]
        names = [block.heading for block in blocks]
        if len(names) < 2 or len(set(names)) < len(names):
            return [Block("", rows)] if rows else []
        return blocks

    def _rows(self) -> Iterator[Row]:
        table = self.table
        columns = [
            (table.drawing(column.name, self.rows.model), column.column.css, column.name == table.row_header)
            for column in table.columns
            if column.name not in table.only_in_excel
        ]
        label = gettext("Choose %(what)s") if self.actions else ""
        for number, record in enumerate(self.page.object_list, start=self.page.start_index()):
            row = BoundRow(record, table)
            cells = [Cell(draw(row), css, is_header) for draw, css, is_header in columns]
            yield Row(
                record,
                number if table.numbered else None,
                cells,
                table.below(record),
                table.attention(record),
                label and label % {"what": record},
            )

    @property
    def span(self) -> int:
        return len(self.headings) + bool(self.actions) + self.table.numbered

    @cached_property
    def actions(self) -> list[BulkAction]:
        """What the actor may do to chosen rows."""
        user = self.request.user
        return [action for action in self.bulk if not action.permission or self._may(user, action.permission)]

    def _may(self, user: Any, permission: str) -> bool:  # noqa: ANN401 - the user model lies above
        return may(user, permission, self.subject)

    subject: Any = None
    """What the permission of a bulk action is asked for; the verb asks again for each row."""

    # -- what leaves the page

    is_too_many: bool = False
    """Whether its rows should not all be held in memory."""

    @property
    def wants_workbook(self) -> bool:
        return self.request.GET.get("xuat") == "xlsx"

    def workbook_response(self, name: str) -> HttpResponse:
        """All matching rows, not only this page, as ``name``.xlsx."""
        content = workbook(
            Sheet(str(self.title), self.subtitle or self.caption, self._excel_headings(), self._excel_rows()),
            many=self.is_too_many,
        )
        return file_response(content, f"{name}.xlsx")

    def _excel_columns(self) -> list[str]:
        return [column.name for column in self.table.columns if column.name not in self.table.not_in_excel]

    def _excel_headings(self) -> list[str]:
        return [str(_("No.")), *(str(self.table.columns[name].header) for name in self._excel_columns())]

    def _excel_rows(self) -> Iterator[list[object]]:
        names = self._excel_columns()
        for number, record in enumerate(self._excel_records(), start=1):
            row = BoundRow(record, self.table)
            yield [number, *(row.get_cell_value(name) for name in names)]

    def _excel_records(self) -> Iterator[Any]:
        yield from self.matching

    def chosen(self) -> QuerySet[Any]:
        """The rows ticked in a POST; ``tat-ca`` stands for all that match, on every page."""
        if self.request.POST.get("tat-ca"):
            return self.matching
        keys = [key for key in self.request.POST.getlist("chon") if key.isdecimal() and len(key) < 19]
        return self.rows.filter(pk__in=keys)
