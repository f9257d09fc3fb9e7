"""Hồ sơ lớp: what every app keeps of a class, as documents to be filed together.

Documents, papers, certificates and articles lie in apps above this one that do not know each other, so each registers
its part when it starts; ``papers`` makes one file of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khuevan.core.actors import Actor
from khuevan.training.models import TrainingClass


class Section(StrEnum):
    """Where in the file of the class something lies; the value is the name of the folder, the first has none."""

    DOCUMENTS = ""
    REPLIES = "Tra loi cua cac co quan"
    UNSIGNED = "Chua ky"
    LISTS = "Danh sach, diem danh"
    RESULTS = "Ket qua"
    CERTIFICATES = "Giay chung nhan"
    MONEY = "Kinh phi"
    MATERIALS = "Tai lieu"
    NEWS = "Tin bai"


@dataclass(frozen=True)
class Entry:
    """One file of a class: ``stored`` in the storage, or ``made`` afresh by the maker of that name from ``argument``.

    ``title`` is tên loại và trích yếu, ``name`` what the file is called beside day and number.  Entries of one
    ``group`` take one line of the index together, which the group's words head.
    """

    section: Section
    title: str
    name: str
    ending: str
    day: date | None = None
    code: str = ""
    author: str = ""
    pages: int | None = None
    note: str = ""
    stored: str = ""
    made: str = ""
    argument: str = ""
    group: str = ""


@dataclass(frozen=True)
class Part:
    """What one app contributes: its entries, and sentences about what is missing."""

    entries: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()


type PartOf = Callable[[Actor, TrainingClass], Part]
type Maker = Callable[[Actor, TrainingClass, str], bytes]

_parts: list[PartOf] = []
_makers: dict[str, Maker] = {}


def dossier_part(function: PartOf) -> PartOf:
    """Lets an app say what belongs into the file of a class; in a fixed number of queries, in an order that stays."""
    if function not in _parts:
        _parts.append(function)
    return function


def maker(name: str) -> Callable[[Maker], Maker]:
    """Registers who makes entries ``made`` under this name: ``function(actor, training_class, argument)``."""

    def register(function: Maker) -> Maker:
        _makers[name] = function
        return function

    return register


def parts_of(actor: Actor, training_class: TrainingClass) -> list[Part]:
    return [function(actor, training_class) for function in _parts]


def made_by(name: str) -> Maker:
    """Raises KeyError for a name that nobody registered."""
    return _makers[name]


def each(parts: Iterable[Part]) -> tuple[list[Entry], list[str]]:
    """All entries and all that is missing, in the order of the apps."""
    entries: list[Entry] = []
    missing: list[str] = []
    for part in parts:
        entries += part.entries
        missing += part.missing
    return entries, missing
