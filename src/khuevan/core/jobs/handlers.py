"""What a kind of job does, written by the app that knows it: ``register`` it from the app's ``jobs.py``."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from khuevan.core.models import Job


@dataclass(frozen=True)
class Step:
    """What one step came to.

    ``done`` counts from the beginning of the job, not of the step.  ``cursor`` is plain JSON, all that the next step
    needs to know.  ``note`` is one sentence beside the progress bar.  ``result`` are sentences to keep and show at the
    end, added to those of earlier steps.  ``total`` replaces the total when the step learned a better one.
    """

    done: int
    cursor: dict[str, Any]
    finished: bool
    note: str = ""
    result: Sequence[str] = ()
    total: int | None = None


class Handler(ABC):
    """One kind of job.  A handler has no memory of its own: everything about a job is in its row.

    ``step`` does one small chunk (about a second) from ``job.cursor`` on.  It runs in one transaction together with the
    progress it reports, so after a crash either both happened or neither; what it does beside the database (a file)
    must come out the same when done twice.  It acts through verbs, as ``job.acting()``: permission is asked again.

    A DomainError out of any method fails the job with its sentence; anything else is tried again a few times.
    """

    kind: ClassVar[str]
    """As in ``certificates.issue``: app and work."""
    label: ClassVar["str | _StrPromise"]
    """The work as a title: "Issuing certificates"."""
    permission: ClassVar[str] = ""
    """Asked of the actor for the subject when the job is started; empty when the caller has asked."""

    @abstractmethod
    def total(self, job: "Job") -> int:
        """How many there are to do, once before the first step; 0 when it cannot be known yet."""

    def prepare(self, job: "Job") -> object:
        """The slow part of a step that needs no transaction (drawing, reading); ``step`` finds it in ``job.prepared``.

        Writes nothing.  Holding no lock, it lets others work meanwhile; its outcome may be thrown away.
        """
        return None

    @abstractmethod
    def step(self, job: "Job") -> Step:
        """One chunk from ``job.cursor`` on."""

    def office_of(self, subject: models.Model) -> int | None:
        """Key of the office whose staff see the job; None leaves it to the one who started it."""
        found = getattr(subject, "office_id", None)
        return int(found) if found is not None else None

    def progress(self, job: "Job") -> str:
        """What is done in numbers, as one translated sentence; empty for the general one."""
        return ""


_handlers: dict[str, Handler] = {}


def register[H: type[Handler]](handler: H) -> H:
    """Class decorator.  A second handler of one kind is a programming error."""
    if handler.kind in _handlers:
        raise ValueError(handler.kind)
    _handlers[handler.kind] = handler()
    return handler


def handler_of(kind: str) -> Handler:
    """Raises KeyError for a kind that nobody registered."""
    return _handlers[kind]


def kinds() -> list[str]:
    return sorted(_handlers)
