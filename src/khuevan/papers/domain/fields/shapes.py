"""What a named field is: a word, a list of words, or a list of rows with named words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from khuevan.papers.blocks import Paper
from khuevan.papers.domain.facts import Facts
from khuevan.papers.enums import PaperKind
from khuevan.papers.filling.grammar import Schema

EXAMPLE_ROWS = 3


@dataclass(frozen=True)
class Field:
    """``name`` is typed between the brackets; ``examples`` are given in turn to the rows of an invented list.

    A list has ``entries`` of its rows, or none when it is one of plain words.  ``value`` answers for a paper of a class
    with plain data only; ``kinds`` are the papers that know the field, none for all.
    """

    name: str
    description: str | Promise
    examples: tuple[str, ...] = ()
    entries: tuple["Field", ...] = ()
    is_list: bool = False
    value: Callable[[Facts, Paper], Any] | None = None
    kinds: frozenset[PaperKind] = field(default_factory=frozenset)

    def is_known_on(self, kind: PaperKind) -> bool:
        return not self.kinds or kind in self.kinds

    @property
    def schema(self) -> Schema:
        if not self.is_list:
            return "text"
        return [{entry.name: entry.schema for entry in self.entries} if self.entries else "text"]

    def example(self, row: int = 0) -> Any:  # noqa: ANN401 - plain data: words, lists and rows of them
        if not self.is_list:
            return str(row + 1) if self.name == "stt" else self.examples[row % len(self.examples)]
        if not self.entries:
            return list(self.examples)
        return [{entry.name: entry.example(number) for entry in self.entries} for number in range(EXAMPLE_ROWS)]

    @property
    def typed(self) -> str:
        """What an official types into the Word file."""
        if not self.is_list:
            return f"{{{{ {self.name} }}}}"
        return f"{{% for {self.row_name} in {self.name} %}}"

    @property
    def row_name(self) -> str:
        """A short name for one row: hv of hoc_vien."""
        return "".join(part[0] for part in self.name.split("_"))


def text(
    name: str,
    description: str | Promise,
    *examples: str,
    value: Callable[[Facts, Paper], str] | None = None,
    kinds: Iterable[PaperKind] = (),
) -> Field:
    return Field(name, description, examples, value=value, kinds=frozenset(kinds))


def texts(
    name: str,
    description: str | Promise,
    *examples: str,
    value: Callable[[Facts, Paper], Sequence[str]] | None = None,
    kinds: Iterable[PaperKind] = (),
) -> Field:
    return Field(name, description, examples, is_list=True, value=value, kinds=frozenset(kinds))


def rows(
    name: str,
    description: str | Promise,
    *entries: Field,
    value: Callable[[Facts, Paper], Sequence[dict[str, Any]]] | None = None,
    kinds: Iterable[PaperKind] = (),
) -> Field:
    return Field(name, description, entries=entries, is_list=True, value=value, kinds=frozenset(kinds))
