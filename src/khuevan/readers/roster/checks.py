"""Checks over all rows of a list."""

from django.utils.translation import gettext_lazy as _

from khuevan.readers.roster.model import Problem, RosterRow
from khuevan.vietnamese.folding import spelling_key


def mark_doubles(rows: list[RosterRow]) -> None:
    """Name the field ``duplicate`` on every row that repeats the name and birth of a row before it.

    Rows without a birth are doubles only when the organization is the same too: two people of one name are common.
    """
    seen: dict[tuple[str, str, str], RosterRow] = {}
    for row in rows:
        if row.full_name is None:
            continue
        agency = "" if row.birth else spelling_key(row.organization or "")
        first = seen.setdefault((spelling_key(row.full_name), row.birth or "", agency), row)
        if first is not row:
            sentence = _("The same person stands already in %(place)s.")
            row.problems.append(Problem("duplicate", sentence, {"place": first.place}))
