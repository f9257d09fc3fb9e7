"""Filters as pills: every choice with the number of rows it would leave."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, QuerySet


@dataclass(frozen=True)
class Pill:
    """One choice of a filter: its value in the address, its words, how many rows it leaves if counted, whether on."""

    value: str
    label: str
    count: int | None
    is_on: bool


@dataclass(frozen=True)
class PillGroup:
    """One filter; ``all_label`` takes it off."""

    name: str
    label: str
    pills: list[Pill]
    total: int | None

    @property
    def is_on(self) -> bool:
        return any(pill.is_on for pill in self.pills)


class ListFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    """Filters of a list.  A ChoiceFilter becomes a row of pills; ``labels_<name>`` may put words to other values.

    ``hidden_when_single``: a filter with one possible value only is not shown.
    """

    hidden_when_single: ClassVar[bool] = True

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was asked for by the name of its filter; no form is made if nothing was, for that takes long."""
        if not any(self.data.get(name) for name in self.filters):
            return {}
        self.form.is_valid()
        return dict(self.form.cleaned_data)

    def _asked(self, name: str) -> str:
        """Empty if nothing was asked: "None" is a choice of its own in some lists."""
        asked = self.chosen.get(name)
        return "" if asked is None else str(asked)

    def narrowed(self, rows: QuerySet[Any], but: str = "") -> QuerySet[Any]:
        """``rows`` under every filter asked for except ``but``; a value that is none counts as not asked."""
        for name, chosen in self.chosen.items():
            if name != but:
                rows = self.filters[name].filter(rows, chosen)
        return rows

    def groups(self, rows: QuerySet[Any]) -> list[PillGroup]:
        """The pills, one query a filter."""
        groups = []
        for name, one in self.filters.items():
            left = self.narrowed(rows, but=name)
            group = self._group(name, one, left)
            if len(group.pills) > 1 or group.is_on or not self.hidden_when_single:
                groups.append(group)
        return groups

    def uncounted(self) -> list[PillGroup]:
        """All choices that are declared, for lists too long to be counted."""
        groups = []
        for name, one in self.filters.items():
            chosen = self._asked(name)
            choices = ((str(value), str(label)) for value, label in one.extra.get("choices", ()))
            pills = [Pill(value, label, None, value == chosen) for value, label in choices if value]
            if pills:
                groups.append(PillGroup(name, str(one.label or name), pills, None))
        return groups

    def _group(self, name: str, one: Any, rows: QuerySet[Any]) -> PillGroup:  # noqa: ANN401 - a filter of the library
        chosen = self._asked(name)
        words = {str(value): str(label) for value, label in one.extra.get("choices", ())}
        counted = {
            str(value): count
            for value, count in rows.order_by().values_list(one.field_name).annotate(count=Count("pk"))
        }
        known = [value for value in words if value in counted or value == chosen]
        if not words:
            words = self._words_of(name, counted)
            known = sorted(counted, reverse=True)
        pills = [Pill(value, words[value], counted.get(value, 0), value == chosen) for value in known]
        return PillGroup(name, str(one.label or name), pills, sum(counted.values()))

    def _words_of(self, name: str, counted: dict[str, int]) -> dict[str, str]:
        worded = getattr(self, f"labels_{name}", None)
        return worded(list(counted)) if worded else {value: value for value in counted}

    @property
    def is_on(self) -> bool:
        return any(value not in (None, "", []) for value in self.chosen.values())
