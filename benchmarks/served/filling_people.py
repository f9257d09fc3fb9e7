"""Fills an empty database for ``search.py``: an office that knows all people but those of a second office."""

import json
import sys
from functools import cache
from itertools import batched

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks.served.names import Names  # noqa: E402
from benchmarks.served.tables import make_tables  # noqa: E402
from khuevan.core.actors import SYSTEM  # noqa: E402
from khuevan.core.search import schema  # noqa: E402
from khuevan.people.domain.offices import create_office, create_user  # noqa: E402
from khuevan.people.domain.organizations import add_organization  # noqa: E402
from khuevan.people.domain.persons import new_person  # noqa: E402
from khuevan.people.enums import RoleKind  # noqa: E402
from khuevan.people.models import DirectoryEntry, Office, Person, User  # noqa: E402
from khuevan.people.search import PEOPLE  # noqa: E402

AT_ONCE = 20_000
OTHERS = 10
"""One person in so many is known to the second office only."""


def main(people: int) -> None:
    make_tables()
    call_command("collectstatic", verbosity=0, interactive=False)
    offices = [_office(name) for name in ("Sở Ngoại vụ tỉnh Khánh Hòa", "Sở Nội vụ tỉnh Khánh Hòa")]
    user, _password = create_user(
        SYSTEM, office=offices[0], username="canbo", full_name="Nguyễn Minh Châu", kinds=[RoleKind.OFFICER]
    )
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    schema.disarm(connection, PEOPLE)
    with transaction.atomic():
        _fill(people, offices)
    schema.arm(connection, PEOPLE)
    schema.fill(connection, PEOPLE)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # what its autovacuum does by itself within a minute
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(json.dumps({"session": _session(User.objects.get(pk=user.pk))}))


def _office(name: str) -> Office:
    organization = add_organization(SYSTEM, name=name, place_name="Khánh Hòa")
    return create_office(SYSTEM, organization=organization, slug=f"so-{organization.pk}")


def _fill(people: int, offices: list[Office]) -> None:
    names = Names(2026)
    keys = cache(lambda name: new_person({"full_name": name}, None))
    columns = ("full_name", "gender", "birth_year", "phone", "name_key", "search_key")
    fields = [field.attname for field in Person._meta.concrete_fields if not field.primary_key]
    empty = Person()
    for numbers in batched(range(people), AT_ONCE):
        rows = []
        for _number in numbers:
            name, gender = names.full_name()
            key = keys(name)
            values = (name, gender, names.rng.randint(1960, 2003), names.phone(), key.name_key, key.search_key)
            given = dict(zip(columns, values, strict=True))
            rows.append([given.get(field, getattr(empty, field)) for field in fields])
        _insert(Person._meta.db_table, fields, rows)
    keys_of_people = Person.objects.order_by("pk").values_list("pk", flat=True)
    entries = ([offices[number % OTHERS == OTHERS - 1].pk, key] for number, key in enumerate(keys_of_people.iterator()))
    for some in batched(entries, AT_ONCE):
        _insert(DirectoryEntry._meta.db_table, ["office_id", "person_id"], list(some))


def _insert(table: str, columns: list[str], rows: list[list[object]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _session(user: User) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
