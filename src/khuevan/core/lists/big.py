"""Lists that may hold a million rows: found by an index, counted up to a thousand, paged by the place of a row."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.core.lists.filters import PillGroup
from khuevan.core.lists.listing import ROWS, Heading, Listing
from khuevan.core.search import Place, SearchIndex
from khuevan.core.templatetags.khuevan import thousands

MOST_COUNTED = 1_000
"""Up to so many matches are known one by one; such a list has counts, pages with numbers and every order."""
ROWS_TYPED, COUNTED_TYPED = 20, 100
"""The same while somebody types; the next page goes on behind the rows shown."""
_AT_ONCE = 2_000
_TOKEN = re.compile(r"(\d{1,18})-(\d{1,9})")


@dataclass
class PlacePage:
    """A page that begins behind one row and ends before another; ``first`` is the number of its first row."""

    object_list: list[Any]
    first: int
    next: str
    previous: str

    def start_index(self) -> int:
        return self.first

    def end_index(self) -> int:
        return self.first + len(self.object_list) - 1

    def has_other_pages(self) -> bool:
        return bool(self.next or self.previous)


class BigListing(Listing, ABC):
    """A list over an index.  ``rows`` must be what the actor may see and no less; its first order is that of the index.

    Pages of what was not counted are ``sau=<key>-<number>``, behind the row of that key, and ``truoc=``, before it: so
    nobody is shown twice or passed over because others came meanwhile.
    """

    index: ClassVar[SearchIndex]

    @abstractmethod
    def scopes(self) -> Sequence[int]:
        """Whose part of the index the actor may read."""

    def visible_at(self, keys: Sequence[int]) -> QuerySet[Any]:
        """Rows by their keys; a list may say the same more cheaply than its ``rows`` do."""
        return self.rows.filter(pk__in=keys)

    # -- which rows

    @cached_property
    def _scopes(self) -> Sequence[int]:
        return self.scopes()

    @cached_property
    def most_counted(self) -> int:
        return COUNTED_TYPED if self.wants_rows else MOST_COUNTED

    @cached_property
    def _found(self) -> list[Place]:
        """The first matches of the words, one more than are counted."""
        found = self.index.find(self._scopes, self.query, self.most_counted + 1)
        also = self.index.also(self.query) if self.query else None
        if also is not None:
            more = self.rows.filter(also).values_list(self.index.order, "pk")[: self.most_counted]
            found = sorted({*found, *more})
        return found

    @cached_property
    def _matching(self) -> list[Place]:
        """The same of words and filters together."""
        if not (self.filters and self.filters.is_on):
            return self._found
        if self._is_counted:
            left = set(self.filters.narrowed(self.found).order_by().values_list("pk", flat=True))
            return [place for place in self._found if place[1] in left]
        return self._find(self.most_counted + 1)

    def _find(self, limit: int, *, after: Place | None = None, before: Place | None = None) -> list[Place]:
        return self.index.find(self._scopes, self.query, limit, after=after, before=before, among=self._among)

    @cached_property
    def _among(self) -> QuerySet[Any] | None:
        if self.filters and self.filters.is_on:
            return self.filters.narrowed(self.rows.model._default_manager.all())
        return None

    @property
    def _is_counted(self) -> bool:
        return len(self._found) <= self.most_counted

    @property
    def is_known(self) -> bool:
        """Whether every matching row is known one by one."""
        return len(self._matching) <= self.most_counted

    @cached_property
    def found(self) -> QuerySet[Any]:
        if self._is_counted:
            return self.rows.filter(pk__in=[record for _key, record in self._found])
        return self.rows.filter(pk__in=self.index.records(self._scopes, self.query))

    @cached_property
    def sort(self) -> str:
        return super().sort if self.is_known else self.orders[0].name

    # -- what the page shows

    @cached_property
    def page(self) -> Any:  # noqa: ANN401 - a Page, or a PlacePage
        if self.sort != self.orders[0].name:
            return super().page
        if not self.is_known or self.wants_rows or {"sau", "truoc"} & self.request.GET.keys():
            return self._page_by_place(ROWS_TYPED if self.wants_rows else ROWS)
        page: Page[Any] = Paginator(self._matching, ROWS).get_page(self.request.GET.get("trang"))
        page.object_list = self._rows_at(list(page.object_list))
        return page

    def _page_by_place(self, size: int) -> PlacePage:
        if before := _TOKEN.fullmatch(self.request.GET.get("truoc", "")):
            edge = self._place(int(before[1]))
            places = self._find(size + 1, before=edge) if edge else []
            if len(places) > size:
                return self._page_of(places[-size:], max(int(before[2]) - size, 2), is_last=False)
        elif after := _TOKEN.fullmatch(self.request.GET.get("sau", "")):
            number = int(after[2])
            edge = self._place(int(after[1])) or next(iter(self._find(min(number, _AT_ONCE))[-1:]), None)
            places = self._find(size + 1, after=edge)
            if places and edge:
                return self._page_of(places[:size], number + 1, is_last=len(places) <= size)
        return self._page_of(self._matching[:size], 1, is_last=len(self._matching) <= size)

    def _page_of(self, places: list[Place], first: int, *, is_last: bool) -> PlacePage:
        following = "" if is_last else f"{places[-1][1]}-{first + len(places) - 1}"
        previous = "" if first == 1 else f"{places[0][1]}-{first}"
        return PlacePage(self._rows_at(places), first, following, previous)

    def _place(self, record: int) -> Place | None:
        key = self.rows.filter(pk=record).values_list(self.index.order, flat=True).first()
        return None if key is None else (key, record)

    def _rows_at(self, places: list[Place]) -> list[Any]:
        """The rows themselves; whoever went meanwhile is left out."""
        rows = {row.pk: row for row in self.visible_at([record for _key, record in places]).order_by()}
        return [rows[record] for _key, record in places if record in rows]

    @property
    def pager_template(self) -> str:
        return "khuevan/pager_by_place.html" if isinstance(self.page, PlacePage) else "khuevan/pager.html"

    @property
    def total(self) -> str:
        if self.is_known:
            return thousands(len(self._matching))
        return _("more than %(number)s") % {"number": thousands(self.most_counted)}

    @cached_property
    def groups(self) -> list[PillGroup]:
        if self.filters and not self._is_counted:
            return self.filters.uncounted()
        return super().groups

    def _heading(self, column: Any) -> Heading:  # noqa: ANN401 - a bound column of the library
        heading = super()._heading(column)
        return heading if self.is_known else Heading(heading.label, heading.css, "", heading.direction)

    # -- what leaves the page

    @property
    def is_too_many(self) -> bool:  # type: ignore[override]  # said of every list by a plain value
        return not self.is_known

    def _excel_records(self) -> Iterator[Any]:
        if self.is_known:
            yield from super()._excel_records()
            return
        edge: Place | None = None
        while places := self._find(_AT_ONCE, after=edge):
            yield from self._rows_at(places)
            edge = places[-1]
