"""Sentences that are put together when they are shown, in the language of whoever looks."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Text = "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is filled with ``params`` when it is shown."""

    text: Text
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        text = str(self.text)
        return text % self.params if self.params else text
