"""One thing done to many chosen rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from khuevan.core.actors import Actor


@dataclass(frozen=True)
class BulkAction:
    """A button of the bar that appears when rows are chosen.

    ``run(actor, rows, reason)`` calls one verb and answers with the sentence that says what happened; ``question`` is
    what the button asks before (with the number of rows), for what cannot be undone; ``fields_template`` shows further
    fields to fill in, which the page itself reads.
    """

    name: str
    label: str | Promise
    icon: str
    run: Callable[[Actor, list[Any], str], str]
    permission: str = ""
    question: str | Promise = ""
    needs_reason: bool = False
    fields_template: str = ""
