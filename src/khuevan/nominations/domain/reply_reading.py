"""One file of a batch of replies, read once: its letter, its list, the agency it is from.  Slow; writes nothing.

``parsed`` touches no database and may run in many threads: each child it starts is its own process.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from khuevan.nominations.domain.drafts import Contents
from khuevan.nominations.domain.importing import TO_TYPE_FROM, contents_of, pages_of
from khuevan.nominations.domain.layouts import as_layouts, remembered_for
from khuevan.nominations.domain.sorting import Sorted, Sorter
from khuevan.nominations.enums import DraftKind
from khuevan.nominations.models import Quota
from khuevan.people.models import Office
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_letter
from khuevan.readers.letters import Letter, letter_of, lines_of_grids
from khuevan.readers.limits import Limits
from khuevan.readers.roster import Roster, roster_of


@dataclass(frozen=True)
class Parsed:
    """Cells and lines of a file; or its pages, of a scan or a photo; or the sentence why it cannot be read."""

    ways: list[list[Grid]] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    pages: Contents | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Reading:
    """What came of a file.  ``contents`` are its people, or its pages to type from; None where it names nobody.

    ``trouble`` says why a file cannot be read at all, ``no_list`` why no people were found in one that can.
    """

    letter: Letter = field(default_factory=Letter)
    contents: Contents | None = None
    sorted: Sorted = field(default_factory=lambda: Sorted(None, ()))
    trouble: str = ""
    no_list: str = ""

    @property
    def is_picture(self) -> bool:
        return self.contents is not None and not self.contents.rows


def parsed(content: bytes) -> Parsed:
    """Opens a file in a child; a refusal comes back as its sentence."""
    limits = Limits()
    with tempfile.TemporaryDirectory(prefix="khuevan-") as folder:
        place = Path(folder) / "reply"
        place.write_bytes(content)
        try:
            ways, lines = read_letter(admit(place, limits), limits)
            return Parsed(ways, lines)
        except UnreadableFile as error:
            if error.code not in TO_TYPE_FROM:
                return Parsed(trouble=error.message)
    try:
        return Parsed(pages=pages_of(content))
    except UnreadableFile as error:
        return Parsed(trouble=error.message)


def reading_of(
    found: Parsed, sorter: Sorter, office: Office, *, name: str, folder: str = "", quota: Quota | None = None
) -> Reading:
    """What a file says, and which agency it is from; ``quota`` where somebody has said so.

    The columns of its lists are understood as the office remembers them of that agency.
    """
    letter = letter_of([*found.lines, *lines_of_grids(found.ways)] if not found.lines else found.lines)
    roster, no_list = _roster(found.ways) if found.ways else (None, "")
    named = [row.organization for row in roster.rows if row.organization] if roster else []
    told = sorter.sort(letter, named, name, folder)
    if quota is not None:
        told = Sorted(quota.pk, told.candidates)
    if found.trouble or found.pages is not None:
        return Reading(letter, found.pages, told, found.trouble)
    if roster is None:
        return Reading(letter, None, told, no_list=no_list)
    agency = sorter.quotas.get(told.quota) if told.quota is not None else None
    recalled = as_layouts(remembered_for(office, agency.organization if agency else None))
    if recalled:
        again, _sentence = _roster(found.ways, recalled)
        roster = again or roster
    return Reading(letter, contents_of(roster, DraftKind.FILE, recalled), told)


def _roster(ways: Sequence[Sequence[Grid]], layouts: Sequence[object] = ()) -> tuple[Roster | None, str]:
    try:
        return roster_of(ways, layouts=layouts), ""
    except UnreadableFile as error:
        return None, error.message
