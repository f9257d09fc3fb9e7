"""One thing done to many chosen rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from khuevan.core.actors import Actor

type Run = Callable[[Actor, list[Any], str], str]


@dataclass(frozen=True)
class BulkAction:
    """A button of the bar that appears when rows are chosen.

    ``run(actor, rows, reason)`` calls one verb and answers with the sentence that says what happened; None where the
    page of the list does it itself, because it answers with an undo, an address or further fields.  ``question`` is
    what the button asks before (with the number of rows), for what cannot be undone; ``fields_template`` shows further
    fields to fill in, which the page itself reads.
    """

    name: str
    label: str | Promise
    icon: str
    run: Run | None = None
    permission: str = ""
    question: str | Promise = ""
    needs_reason: bool = False
    fields_template: str = ""
