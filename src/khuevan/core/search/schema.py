"""The table and the triggers of a search index, on SQLite and on PostgreSQL.

Triggers keep it in step with whatever changes the rows, ``bulk_create`` and ``update()`` included.  SQLite rebuilds a
table to alter it, which its triggers would not survive; so they are taken off before migrations of the app and put back
after them (``kept_through_migrations``), and the index is filled anew then.  The same happens where an installation has
triggers of another version.
"""

# ruff: noqa: S608 - all SQL here is made of declarations in the code

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from khuevan.core.search.index import LONGEST_WORD, SearchIndex
from khuevan.core.search.words import BETWEEN

LONGEST_NAME, LONGEST_NUMBER, LONGEST_ADDRESS = 200, 40, 60
"""Longest parts of the text of a row: an index of PostgreSQL refuses rows of some 2,700 bytes."""
NUMBER_SIGNS = " .-()+"
NUMBER_ENDS = "/,;"
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


def pause(index: SearchIndex) -> str:
    """The table of SQLite in which a row stands while links are entered without the trigger (``entering``).

    Nobody else writes while a transaction of SQLite does, and a row that is never committed is never seen: so the
    trigger is off for the one who put it there and for nobody else, whatever becomes of the transaction.
    """
    return f"{index.table}_paused"


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
        for name, (event, body) in _postgres_triggers(index).items():
            function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$"
            trigger = f"CREATE TRIGGER {name} AFTER {event} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            _run(connection, function, trigger)
    else:
        _run(connection, f"CREATE TABLE {pause(index)} (id integer)")
        _run(connection, *_sqlite_views(index), *_sqlite_triggers(index).values())


def disarm(connection: BaseDatabaseWrapper, index: SearchIndex) -> None:
    """Takes the triggers off.  Whoever does so fills the index afterwards."""
    tables = set(connection.introspection.table_names())
    for table, name in _trigger_names(connection.vendor, index):
        if table in tables:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            _run(connection, f"DROP TRIGGER IF EXISTS {name}{on_table}")
    if connection.vendor != "postgresql":
        _run(connection, *(f"DROP VIEW IF EXISTS {index.table}_{view}" for view in reversed(_VIEWS)))
        _run(connection, f"DROP TABLE IF EXISTS {pause(index)}")


def is_armed(connection: BaseDatabaseWrapper, index: SearchIndex) -> bool:
    """Whether the triggers are there, in the words of this version."""
    if connection.vendor == "postgresql":
        wanted = {name: body for name, (_on, body) in _postgres_triggers(index).items()}
        catalogue = (
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid::regclass::text IN (%s, %s)"
        )
    else:
        wanted = _sqlite_triggers(index)
        catalogue = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(catalogue, [index.source, index.links])
        return wanted.items() <= dict(cursor.fetchall()).items()


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
    parts = [f"substr({_spaced(vendor, index.key, BETWEEN)}, 1, {LONGEST_NAME})"]
    for column in index.numbers:
        digits = _translated(vendor, f"replace({column}, '+84', '0')", NUMBER_SIGNS, "")
        parts.append(f"substr({_spaced(vendor, digits, NUMBER_ENDS)}, 1, {LONGEST_NUMBER})")
    for column in index.addresses:
        lowered = f'lower({column} COLLATE "C")' if vendor == "postgresql" else f"lower({column})"
        parts.append(f"CASE WHEN {column} = '' THEN '' ELSE '@' || substr({lowered}, 1, {LONGEST_ADDRESS}) END")
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


def _sqlite_triggers(index: SearchIndex) -> dict[str, str]:
    """By name.  What a row was is read before it changes.

    A row is taken from the index by a condition on each column of its key: ``(scope, word, place, record) IN (...)``
    would search by the scope alone and walk over all its words.
    """
    table, links, source = index.table, index.links, index.source
    columns = [index.key, index.order, *index.numbers, *index.addresses]

    def put(links: str) -> str:
        return f"INSERT OR IGNORE INTO {table} (scope, word, place, record, words) {_rows('sqlite', index, links, '')};"

    def take(scopes: str, record: str) -> str:
        return (
            f"DELETE FROM {table} WHERE scope {scopes} "
            f"AND word IN (SELECT CAST(word AS text) FROM {table}_pieces WHERE id = {record}) "
            f"AND place = (SELECT {index.order} FROM {source} WHERE id = {record}) AND record = {record};"
        )

    one = f"(SELECT NEW.{index.scope} AS {index.scope}, NEW.{index.record} AS {index.record})"
    take_one = take(f"= OLD.{index.scope}", f"OLD.{index.record}")
    of_row = f"(SELECT {index.scope}, {index.record} FROM {links} WHERE {index.record} = OLD.id)"
    take_row = take(f"IN (SELECT {index.scope} FROM {links} WHERE {index.record} = OLD.id)", "OLD.id")
    changes = f"UPDATE OF {', '.join(columns)} ON {source} WHEN " + " OR ".join(
        f"OLD.{name} IS NOT NEW.{name}" for name in columns
    )
    moves = f"UPDATE OF {index.scope}, {index.record} ON {links}"
    added = f"AFTER INSERT ON {links} WHEN NOT EXISTS (SELECT 1 FROM {pause(index)})"
    told = {
        "link_added": f"{added} BEGIN {put(one)} END",
        "link_gone": f"AFTER DELETE ON {links} BEGIN {take_one} END",
        "link_moved": f"AFTER {moves} BEGIN {take_one} {put(one)} END",
        "row_changing": f"BEFORE {changes} BEGIN {take_row} END",
        "row_changed": f"AFTER {changes} BEGIN {put(of_row)} END",
        "row_gone": f"BEFORE DELETE ON {source} BEGIN {take_row} END",
    }
    return {f"{table}_{name}": f"CREATE TRIGGER {table}_{name} {what}" for name, what in told.items()}


def _postgres_triggers(index: SearchIndex) -> dict[str, tuple[str, str]]:
    """By name: when, and what is done, for each statement at once.

    Rows are locked while they are read, so that a change meanwhile is waited for.
    """
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
    changes = take(links, changed.format("was")) + put(links, changed.format("become"))
    empty = f"DELETE FROM {table};"
    told = {
        "link_added": (f"INSERT ON {links} REFERENCING {become}", added),
        "link_gone": (f"DELETE ON {links} REFERENCING {was}", gone),
        "link_moved": (f"UPDATE ON {links} REFERENCING {was} {become}", gone + added),
        "row_changed": (f"UPDATE ON {source} REFERENCING {was} {become}", changes),
        "row_gone": (f"DELETE ON {source} REFERENCING {was}", take(links, "was")),
        "link_emptied": (f"TRUNCATE ON {links}", empty),
        "row_emptied": (f"TRUNCATE ON {source}", empty),
    }
    return {f"{table}_{name}": (event, f" BEGIN {body} RETURN NULL; END ") for name, (event, body) in told.items()}
