"""Lists of people that agencies send, read into located, typed rows with named problems."""

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.limits import Limits
from khuevan.readers.roster.model import Level, Place, Problem, Roster, RosterRow
from khuevan.readers.roster.reading import read_roster

__all__ = ["Level", "Limits", "Place", "Problem", "Roster", "RosterRow", "UnreadableFile", "read_roster"]
