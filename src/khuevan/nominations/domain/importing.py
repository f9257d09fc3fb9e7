"""From what somebody sent (a file, pasted text, a scan) to the contents of a draft.  Slow; writes nothing."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from khuevan.nominations.domain.drafts import Contents, PagePicture
from khuevan.nominations.domain.layouts import as_layouts, remembered_for, table_json
from khuevan.nominations.enums import DraftKind
from khuevan.nominations.models import RosterDraft
from khuevan.people.models import Office, Organization
from khuevan.readers.pages import page_images
from khuevan.readers.roster import Roster, UnreadableFile, read_pasted, read_roster
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.layouts import Layout, signature_of

TO_TYPE_FROM = frozenset({"scan", "picture", "garbled"})
"""Refusals of the reader (codes of ``UnreadableFile``) after which the pages are shown beside an entry grid."""
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){11}\d(?!\d)")
_MASK = "•••"
MOST_PAGES = 10
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}


def read_list(
    content: bytes,
    name: str,
    *,
    office: Office,
    agency: Organization | None = None,
    kind: DraftKind = DraftKind.FILE,
    layouts: Sequence[Layout] = (),
) -> Contents:
    """A list with what the office remembers of such lists; ``layouts`` are said by hand and go first.

    A scan or a photo comes back as pages without rows.  Raises ``UnreadableFile`` with its sentence.
    """
    recalled = as_layouts(remembered_for(office, agency))
    every = [*layouts, *recalled]
    if kind == DraftKind.TEXT:
        return contents_of(read_pasted(content.decode("utf-8", "replace"), layouts=every), kind, recalled)
    with tempfile.TemporaryDirectory(prefix="khuevan-") as folder:
        place = Path(folder) / f"list{PurePath(name).suffix.lower()[:8]}"
        place.write_bytes(content)
        try:
            return contents_of(read_roster(place, layouts=every), kind, recalled)
        except UnreadableFile as error:
            if error.code not in TO_TYPE_FROM:
                raise
            return pages_of(content)


def read_again(draft: RosterDraft, layouts: Sequence[Layout]) -> Contents:
    """The kept file of a draft, with what was said of its columns."""
    said = [*layouts, *(layout for layout in map(Layout.from_json, draft.layout) if layout is not None)]
    with draft.file.open("rb") as file:
        content = file.read()
    office = draft.training_class.office
    return read_list(content, draft.name, office=office, agency=draft.agency, kind=DraftKind(draft.kind), layouts=said)


def contents_of(roster: Roster, kind: DraftKind, recalled: Sequence[Layout]) -> Contents:
    """What was read as a draft keeps it; numbers of persons are masked in samples."""
    id_columns = {
        table.key: frozenset(column.index for column in table.columns if column.role == Role.CITIZEN_ID.code)
        for table in roster.tables
    }
    return Contents(
        rows=roster.rows,
        kind=kind,
        unused=roster.unused_columns,
        tables=[table_json(table, _masked) for table in roster.tables],
        notes=[str(note) for note in roster.notes],
        recalled=bool(recalled) and _was_recalled(roster, recalled),
        id_columns=id_columns,
    )


def _was_recalled(roster: Roster, recalled: Sequence[Layout]) -> bool:
    known = {layout.signature for layout in recalled}
    return any(signature_of(column.heading for column in table.columns) in known for table in roster.tables)


def _masked(text: str, role: str) -> str:
    if role == Role.CITIZEN_ID.code:
        return _MASK if any(char.isdigit() for char in text) else text
    return _ID_NUMBER.sub(_MASK, text)


def pages_of(content: bytes) -> Contents:
    """The pages of a scan, to type the list from; of a long one the first, which is said."""
    drawn = page_images(content, most=MOST_PAGES)
    pages = [PagePicture(one.data, _ENDINGS[one.media_type], one.width, one.height) for one in drawn.images]
    notes = []
    if drawn.count > len(pages):
        words = _("The first %(count)s of %(total)s pages are shown; send the others as a file of their own.")
        notes.append(words % {"count": len(pages), "total": drawn.count})
    return Contents(kind=DraftKind.PICTURE, pages=pages, notes=notes)
