"""The one kind of error that a person is meant to read."""

from typing import TYPE_CHECKING

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
