"""How people are found: by words of their name, telephone number, e-mail address, or whole citizen ID."""

from django.db.models import Q

from khuevan.core.search import SearchIndex
from khuevan.people.identity import hash_of_query


def _by_citizen_id(query: str) -> Q | None:
    digest = hash_of_query(query)
    return Q(citizen_id_hash=digest) if digest else None


PEOPLE = SearchIndex(
    table="people_person_search",
    source="people_person",
    key="search_key",
    order="name_key",
    links="people_directoryentry",
    scope="office_id",
    record="person_id",
    numbers=("phone",),
    addresses=("email",),
    also=_by_citizen_id,
)
