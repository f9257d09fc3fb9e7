"""Lists of people that agencies send, read into located, typed rows with named problems."""

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.limits import Limits
from khuevan.readers.roster.labels import ROLE_LABELS
from khuevan.readers.roster.layouts import Layout, remembered, signature_of
from khuevan.readers.roster.model import (
    SKIP,
    ColumnReading,
    Level,
    Place,
    Problem,
    Roster,
    RosterRow,
    TableReading,
)  # fmt: skip
from khuevan.readers.roster.reading import read_pasted, read_roster, roster_of
from khuevan.readers.roster.sentences import Sentence

__all__ = [
    "ROLE_LABELS", "SKIP", "ColumnReading", "Layout", "Level", "Limits", "Place", "Problem", "Roster", "RosterRow",
    "Sentence", "TableReading", "UnreadableFile", "read_pasted", "read_roster", "remembered", "roster_of",
    "signature_of",
]  # fmt: skip
