"""The columns of a list, by django-tables2; the page itself is laid out by ``khuevan/list.html``."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import django_tables2
from django.core.exceptions import FieldDoesNotExist
from django.db import models


class Column(django_tables2.Column):  # type: ignore[misc]  # django-tables2 is untyped
    """One column.  ``css`` holds classes of its cells: ``wide-only`` hides it on a phone, ``n`` is for numbers."""

    def __init__(self, *args: Any, css: str = "", width: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("empty_values", ())
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.css = css
        self.width = width

    def render(self, value: Any) -> Any:  # noqa: ANN401 - whatever the record holds
        return "" if value is None else value

    def value(self, **kwargs: Any) -> Any:  # noqa: ANN401 - the record's own value, for Excel
        return kwargs["value"]


class ListTable(django_tables2.Table):  # type: ignore[misc]  # django-tables2 is untyped
    """Declares columns; ``render_<column>`` gives HTML, ``value_<column>`` what Excel gets.

    ``row_header`` names the column that names the row.  ``below(record)`` is what a phone shows under it, where the
    other columns are hidden.  ``numbered`` puts the number of the row in front.
    """

    row_header: ClassVar[str] = ""
    numbered: ClassVar[bool] = False
    only_in_excel: ClassVar[frozenset[str]] = frozenset()
    not_in_excel: ClassVar[frozenset[str]] = frozenset()

    def drawing(self, name: str, model: type[models.Model]) -> Callable[[Any], object]:
        """What draws the cells of one column, from a bound row of ``model``: what ``row.get_cell(name)`` gives."""
        return _drawing(self, name, model)

    def below(self, record: Any) -> str:  # noqa: ANN401 - a row of any model
        return ""

    def heading(self, record: Any) -> str:  # noqa: ANN401 - a row of any model
        """The block a row stands in; rows of one block follow each other.  Empty: no blocks."""
        return ""

    def attention(self, record: Any) -> bool:  # noqa: ANN401 - a row of any model
        """Whether the row gets the amber edge of something that is missing."""
        return False


_layouts: dict[type[ListTable], ListTable] = {}


def layout_of(table: type[ListTable]) -> ListTable:
    """A table without rows, one for all requests: lists ask it for columns and cells, and making one copies deeply."""
    if table not in _layouts:
        _layouts[table] = table([])
    return _layouts[table]


@cache
def _drawing(table: ListTable, name: str, model: type[models.Model]) -> Callable[[Any], object]:
    """The library looks up for each cell anew what its ``render`` wants to be told and whether the value is a choice.

    That costs more than the cell itself; here it is looked up once.
    """
    column = table.columns[name]
    render, attribute = column.render, str(column.accessor)
    wanted = list(inspect.signature(render).parameters)
    if wanted == ["record"]:
        return lambda row: render(record=row.record)
    if wanted == ["value"] and _is_plain(model, attribute):
        return lambda row: render(value=getattr(row.record, attribute))
    return lambda row: row.get_cell(name)


def _is_plain(model: type[models.Model], attribute: str) -> bool:
    """Whether the attribute of a row is what its cell shows: no method, no way over relations, no choice."""
    if not hasattr(model, attribute) or callable(getattr(model, attribute)):
        return False
    try:
        return not getattr(model._meta.get_field(attribute), "choices", None)
    except FieldDoesNotExist:
        return True
