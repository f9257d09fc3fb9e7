"""Whose job is it?  Offices and roles lie in layers above, which tell it here when they start.

The predicates ``core.view_job`` and ``core.steer_job`` are registered there too, beside the query.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from khuevan.core.actors import Actor

type Offices = Callable[[Actor], QuerySet[Any, Any]]

_known: list[Offices] = []


def tell_offices(offices: Offices) -> None:
    """``offices(actor)``: a query for the keys of the offices in which an actor is staff."""
    _known[:] = [offices]


def offices_of(actor: Actor) -> QuerySet[Any, Any] | None:
    """None where no layer above knows offices: then nobody shares a job."""
    return _known[0](actor) if _known else None
