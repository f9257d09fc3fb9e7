"""Who may come in by a code sent to an e-mail address: people whom offices know by that name and that address.

Only the address in the directory counts.  A list that an agency sends never changes it for somebody known already, so
that nobody reaches another's pages by writing their name beside an address of one's own.
"""

from collections import defaultdict
from hashlib import sha256

from khuevan.people.domain.matching import spellings
from khuevan.people.models import DirectoryEntry
from khuevan.vietnamese.folding import fold


def entries_by_address(name: str, email: str) -> list[DirectoryEntry]:
    """One entry an office, by the name of the office; none at all where it is not clear that one person is meant.

    Two people of one name may share the mailbox of their agency: an office that knows several such people is left out,
    and years of birth that differ from one office to another open nothing.
    """
    address, folded = email.strip().casefold(), fold(name)
    if not address or not folded:
        return []
    rows = DirectoryEntry.objects.filter(
        person__search_key__in=[key[:400] for key in spellings(folded)], person__merged_into=None
    )
    rows = rows.exclude(person__email="").select_related("office__organization", "person")
    by_office: dict[int, list[DirectoryEntry]] = defaultdict(list)
    for row in rows.order_by("office__organization__name", "pk"):
        if row.person.email.casefold() == address:
            by_office[row.office_id].append(row)
    entries = [found[0] for found in by_office.values() if len(found) == 1]
    years = {row.person.birth_year for row in entries if row.person.birth_year}
    return entries if len(years) <= 1 else []


def subject_of(name: str, email: str) -> str:
    """What a code is kept under: the same with and without tone marks, and neither name nor address in it."""
    return sha256(f"{fold(name)}|{email.strip().casefold()}".encode()).hexdigest()
