"""The one kind of error that a person is meant to read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class DomainError(Exception):
    """A verb refused to act.

    ``code`` is stable and meant for programs; ``message`` is one translated sentence that says what happened,
    what is kept and what to do.  ``params`` fill the ``%(name)s`` places of the message when it is shown.
    """

    def __init__(self, code: str, message: "str | _StrPromise", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.template = message
        self.params = params

    @property
    def message(self) -> str:
        text = str(self.template)
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return self.message


class CountedError(DomainError):
    """A refusal that must leave something behind although the work around it is undone: a wrong guess counts.

    ``count`` writes that.  Whoever ends a transaction because of an error (``core.audit.verb``, ``core.once.once``)
    calls ``work_undone``; it counts when that was the outermost one, for any other would take the count along.
    """

    def __init__(self, code: str, message: "str | _StrPromise", count: Callable[[], object], **params: object) -> None:
        super().__init__(code, message, **params)
        self._count: Callable[[], object] | None = count

    def work_undone(self) -> None:
        if self._count is None or in_larger_work():
            return
        count, self._count = self._count, None
        count()


def in_larger_work() -> bool:
    """Whether a transaction is open that may still be undone; the one that Django wraps around a test is none."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
