"""The order of lecturers, guests, lines of the programme: always 1 to n, changed as a whole."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot
from khuevan.core.errors import DomainError


def order_stamp(rows: Iterable[models.Model]) -> str:
    """The order a page shows, to be sent back with the new one."""
    return ",".join(str(row.pk) for row in rows)


def next_place(rows: models.QuerySet[Any]) -> int:
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def put_in_order(actor: Actor, verb_name: str, rows: models.QuerySet[Any], keys: Sequence[int], seen: str) -> None:
    """Numbers ``rows`` from 1 in the order of their primary keys ``keys``; called by verbs, which lock the class.

    ``seen`` is the ``order_stamp`` of what the page showed.  Raises ``changed_meanwhile`` when somebody else changed
    the order, ``list_changed`` when ``keys`` is not exactly what there is.
    """
    stored = list(rows.order_by("order", "pk"))
    if seen and seen != order_stamp(stored):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )
    by_key = {row.pk: row for row in stored}
    if sorted(keys) != sorted(by_key):
        raise DomainError(
            "list_changed", _("Something was added or removed meanwhile. Load the page again, then order it once more.")
        )
    before = {row.pk: snapshot(row) for row in stored}
    moved = _renumber([by_key[key] for key in keys])
    record(actor, verb_name, moved, before)


def put_further(actor: Actor, verb_name: str, rows: models.QuerySet[Any], one: models.Model, by: int) -> None:
    """Puts ``one`` of ``rows`` so many places up (below 0) or down; at the end it stays.  Raises ``gone_meanwhile``."""
    keys = list(rows.order_by("order", "pk").values_list("pk", flat=True))
    if one.pk not in keys:
        raise DomainError(
            "gone_meanwhile", _("Somebody has removed this meanwhile. Load the page again; nothing was changed.")
        )
    place = keys.index(one.pk)
    keys.insert(max(0, min(place + by, len(keys) - 1)), keys.pop(place))
    put_in_order(actor, verb_name, rows, keys, "")


def _renumber(rows: Sequence[Any]) -> list[Any]:
    """Writes the places that differ, in two steps: no two rows may hold one place, not even in between."""
    moved = [(row, place) for place, row in enumerate(rows, start=1) if row.order != place]
    if not moved:
        return []
    model, beyond = type(rows[0]), max(*(row.order for row in rows), len(rows))
    for row, place in moved:
        row.order = beyond + place
    model._base_manager.bulk_update([row for row, _place in moved], ["order"])
    for row, place in moved:
        row.order = place
    model._base_manager.bulk_update([row for row, _place in moved], ["order"])
    return [row for row, _place in moved]
