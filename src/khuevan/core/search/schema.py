"""The table and the triggers of a search index, on SQLite and on PostgreSQL.

Triggers keep it in step with whatever changes the rows, ``bulk_create`` and ``update()`` included.  SQLite rebuilds a
table to alter it, which its triggers would not survive; so they are taken off before migrations of the app and put back
after them (``kept_through_migrations``), and the index is filled anew then.
"""

# ruff: noqa: S608 - all SQL here is made of declarations in the code

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from khuevan.core.search.index import LONGEST_WORD, SearchIndex
from khuevan.core.search.words import BETWEEN

_NAME, _NUMBER, _ADDRESS = 200, 40, 60
"""Longest parts of the text of a row: an index of PostgreSQL refuses rows of some 2,700 bytes."""
_NUMBER_SIGNS = " .-()+"
_NUMBER_ENDS = "/,;"
_VIEWS = ("spaced", "text", "pieces")
"""Steps from a row to its words, on SQLite: its parser takes no deeper expressions."""


def create(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    """The empty table; triggers and rows come at the end of the migrations."""
    if connection.vendor == "postgresql":
        _run(
            connection,
            f"CREATE TABLE {index.table} (scope bigint NOT NULL, "
            'word varchar(40) COLLATE "C" NOT NULL, place varchar(600) COLLATE "C" NOT NULL, record bigint NOT NULL, '
            'words varchar(310) COLLATE "C" NOT NULL)',
            _primary_key(index),
        )
    else:
        _run(
            connection,
            f"CREATE TABLE {index.table} (scope integer NOT NULL, word text NOT NULL, place text NOT NULL, "
            "record integer NOT NULL, words text NOT NULL, PRIMARY KEY (scope, word, place, record)) WITHOUT ROWID",
        )


def drop(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    disarm(connection, index)
    _run(connection, f"DROP TABLE {index.table}")


def fill(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    """Writes the whole index anew."""
    rows = _rows(connection.vendor, index, index.links, index.source)
    insert = f"INSERT INTO {index.table} (scope, word, place, record, words) {rows} ORDER BY 1, 2, 3, 4"
    if connection.vendor == "postgresql":
        _run(
            connection,
            f"TRUNCATE {index.table}",
            f"ALTER TABLE {index.table} DROP CONSTRAINT {index.table}_pkey",
            insert,
            _primary_key(index),
            f"ANALYZE {index.table}",
        )
    else:
        _run(connection, f"DELETE FROM {index.table}", insert)


def arm(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    """Sets the triggers, once."""
    disarm(connection, index)
    if connection.vendor == "postgresql":
        _run(connection, *_postgres_triggers(index))
    else:
        _run(connection, *_sqlite_views(index), *_sqlite_triggers(index))


def disarm(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    """Takes the triggers off.  Whoever does so fills the index afterwards."""
    tables = set(connection.introspection.table_names())
    for table, name in _trigger_names(connection.vendor, index):
        if table in tables:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            _run(connection, f"DROP TRIGGER IF EXISTS {name}{on_table}")
    if connection.vendor != "postgresql":
        _run(connection, *(f"DROP VIEW IF EXISTS {index.table}_{view}" for view in reversed(_VIEWS)))


def is_armed(connection: BaseDatabaseWrapper, index: SearchIndex) -> bool:
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid::regclass::text IN (%s, %s)"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue, [index.source, index.links])
        there = {name for (name,) in cursor.fetchall()}
    return {name for _table, name in _trigger_names(connection.vendor, index)} <= there


def kept_through_migrations(config: AppConfig, index: SearchIndex) -> None:
    """Takes the triggers off before migrations of an app change its tables, and puts everything back after them."""

    def before(plan: list[Any], using: str, **_more: object) -> None:
        if any(migration.app_label == config.label for migration, _backwards in plan):
            disarm(connections[using], index)

    def after(using: str, **_more: object) -> None:
        connection = connections[using]
        if index.table in connection.introspection.table_names() and not is_armed(connection, index):
            arm(connection, index)
            fill(connection, index)

    pre_migrate.connect(before, sender=config, weak=False, dispatch_uid=f"{index.table}.before")
    post_migrate.connect(after, sender=config, weak=False, dispatch_uid=f"{index.table}.after")


def _primary_key(index: SearchIndex) -> str:
    key = f"{index.table}_pkey PRIMARY KEY (scope, word, place, record) INCLUDE (words)"
    return f"ALTER TABLE {index.table} ADD CONSTRAINT {key}"


def _run(connection: BaseDatabaseWrapper, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# -- the words of a row


def _columns(vendor: str, index: SearchIndex) -> list[str]:
    """SQL: the parts of the text of a row of ``source``: name, numbers, addresses."""
    parts = [f"substr({_spaced(vendor, index.key, BETWEEN)}, 1, {_NAME})"]
    for column in index.numbers:
        digits = _translated(vendor, f"replace({column}, '+84', '0')", _NUMBER_SIGNS, "")
        parts.append(f"substr({_spaced(vendor, digits, _NUMBER_ENDS)}, 1, {_NUMBER})")
    for column in index.addresses:
        lowered = f'lower({column} COLLATE "C")' if vendor == "postgresql" else f"lower({column})"
        parts.append(f"CASE WHEN {column} = '' THEN '' ELSE '@' || substr({lowered}, 1, {_ADDRESS}) END")
    return parts


def _joined(parts: list[str]) -> str:
    """SQL: the parts as one text, single spaces between its words and one before the first."""
    text = "' ' || " + " || ' ' || ".join(parts)
    for _time in range(5):
        text = f"replace({text}, '  ', ' ')"
    return f"rtrim({text})"


def _spaced(vendor: str, text: str, signs: str) -> str:
    return _translated(vendor, text, signs, " ")


def _translated(vendor: str, text: str, signs: str, by: str) -> str:
    if vendor == "postgresql":
        return f"translate({text}, {_quoted(signs)}, {_quoted(by * len(signs))})"
    for sign in signs:
        text = f"replace({text}, {_quoted(sign)}, {_quoted(by)})"
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(vendor: str, index: SearchIndex, links: str, rows: str) -> str:
    """SQL: the rows of the index for ``links`` to ``rows``."""
    scope = f"SELECT DISTINCT link.{index.scope}"
    if vendor != "postgresql":
        pieces = f"{index.table}_pieces AS piece ON piece.id = link.{index.record}"
        return f"{scope}, piece.word, piece.place, piece.id, piece.words FROM {links} AS link JOIN {pieces}"
    return (
        f"{scope}, substr(piece.word, 1, {LONGEST_WORD}), one.{index.order}, one.id, told.words "
        f"FROM {links} AS link JOIN {rows} AS one ON one.id = link.{index.record} "
        f"CROSS JOIN LATERAL (SELECT {_joined(_columns(vendor, index))} AS words OFFSET 0) AS told "
        "CROSS JOIN LATERAL unnest(string_to_array(told.words, ' ') || ARRAY['']) AS piece(word)"
    )


# -- triggers


def _trigger_names(vendor: str, index: SearchIndex) -> list[tuple[str, str]]:
    more = ("emptied",) if vendor == "postgresql" else ()
    return [
        *((index.links, f"{index.table}_link_{event}") for event in ("added", "gone", "moved", *more)),
        *((index.source, f"{index.table}_row_{event}") for event in ("changed", "gone", *more)),
        *([] if vendor == "postgresql" else [(index.source, f"{index.table}_row_changing")]),
    ]


def _sqlite_views(index: SearchIndex) -> list[str]:
    names = [f"part{number}" for number, _part in enumerate(_columns("sqlite", index))]
    parts = ", ".join(f"{part} AS {name}" for name, part in zip(names, _columns("sqlite", index), strict=True))
    spaced, text, pieces = (f"{index.table}_{view}" for view in _VIEWS)
    array = "'[' || replace(json_quote(told.words), ' ', '\",\"') || ']'"
    return [
        f"CREATE VIEW {spaced} AS SELECT id, {index.order} AS place, {parts} FROM {index.source}",
        f"CREATE VIEW {text} AS SELECT id, place, {_joined(names)} AS words FROM {spaced}",
        f"CREATE VIEW {pieces} AS SELECT told.id, told.place, told.words, substr(one.value, 1, {LONGEST_WORD}) AS word "
        f"FROM {text} AS told, json_each({array}) AS one",
    ]


def _sqlite_triggers(index: SearchIndex) -> list[str]:
    """What a row was is read before it changes."""
    table, links, source = index.table, index.links, index.source
    columns = [index.key, index.order, *index.numbers, *index.addresses]

    def put(links: str) -> str:
        return f"INSERT OR IGNORE INTO {table} (scope, word, place, record, words) {_rows('sqlite', index, links, '')};"

    def take(links: str) -> str:
        keys = _rows("sqlite", index, links, "").replace(", piece.words FROM", " FROM")
        return f"DELETE FROM {table} WHERE (scope, word, place, record) IN ({keys});"

    def one(link: str) -> str:
        return f"(SELECT {link}.{index.scope} AS {index.scope}, {link}.{index.record} AS {index.record})"

    of_row = f"(SELECT {index.scope}, {index.record} FROM {links} WHERE {index.record} = OLD.id)"
    changes = f"UPDATE OF {', '.join(columns)} ON {source} WHEN " + " OR ".join(
        f"OLD.{name} IS NOT NEW.{name}" for name in columns
    )
    moves = f"UPDATE OF {index.scope}, {index.record} ON {links}"
    return [
        f"CREATE TRIGGER {table}_link_added AFTER INSERT ON {links} BEGIN {put(one('NEW'))} END",
        f"CREATE TRIGGER {table}_link_gone AFTER DELETE ON {links} BEGIN {take(one('OLD'))} END",
        f"CREATE TRIGGER {table}_link_moved AFTER {moves} BEGIN {take(one('OLD'))} {put(one('NEW'))} END",
        f"CREATE TRIGGER {table}_row_changing BEFORE {changes} BEGIN {take(of_row)} END",
        f"CREATE TRIGGER {table}_row_changed AFTER {changes} BEGIN {put(of_row)} END",
        f"CREATE TRIGGER {table}_row_gone BEFORE DELETE ON {source} BEGIN {take(of_row)} END",
    ]


def _postgres_triggers(index: SearchIndex) -> list[str]:
    """For each statement at once.  Rows are locked while they are read, so that a change meanwhile is waited for."""
    table, links, source = index.table, index.links, index.source
    columns = [index.key, index.order, *index.numbers, *index.addresses]
    held = f"(SELECT * FROM {source} WHERE id IN (SELECT {index.record} FROM {{}}) ORDER BY id FOR SHARE)"
    changed = f"(SELECT {{}}.* FROM was JOIN become USING (id) WHERE ({', '.join(f'was.{name}' for name in columns)}) "
    changed += f"IS DISTINCT FROM ({', '.join(f'become.{name}' for name in columns)}))"

    def put(links: str, rows: str) -> str:
        rows = _rows("postgresql", index, links, rows)
        return f"INSERT INTO {table} (scope, word, place, record, words) {rows} ON CONFLICT DO NOTHING;"

    def take(links: str, rows: str) -> str:
        return (
            f"DELETE FROM {table} AS held USING ({_rows('postgresql', index, links, rows)}) "
            "AS earlier(scope, word, place, record, words) WHERE held.scope = earlier.scope "
            "AND held.word = earlier.word AND held.place = earlier.place AND held.record = earlier.record;"
        )

    was, become = "OLD TABLE AS was", "NEW TABLE AS become"
    added, gone = put("become", held.format("become")), take("was", held.format("was"))
    bodies = (
        ("link_added", links, "INSERT", become, added),
        ("link_gone", links, "DELETE", was, gone),
        ("link_moved", links, "UPDATE", f"{was} {become}", gone + added),
        (
            "row_changed",
            source,
            "UPDATE",
            f"{was} {become}",
            take(links, changed.format("was")) + put(links, changed.format("become")),
        ),
        ("row_gone", source, "DELETE", was, take(links, "was")),
        ("link_emptied", links, "TRUNCATE", "", f"DELETE FROM {table};"),
        ("row_emptied", source, "TRUNCATE", "", f"DELETE FROM {table};"),
    )
    return [statement for body in bodies for statement in _postgres_trigger(table, body)]


def _postgres_trigger(table: str, told: tuple[str, str, str, str, str]) -> list[str]:
    """``told``: its name, the table it is on, the event, the tables it sees, what it does."""
    name, on, event, tables, body = told
    whole = f"{table}_{name}"
    return [
        f"CREATE OR REPLACE FUNCTION {whole}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $body$ BEGIN {body} RETURN NULL; END $body$",
        f"CREATE TRIGGER {whole} AFTER {event} ON {on} {f'REFERENCING {tables} ' if tables else ''}"
        f"FOR EACH STATEMENT EXECUTE FUNCTION {whole}()",
    ]
