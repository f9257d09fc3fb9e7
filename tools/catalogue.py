"""Reading and writing gettext catalogues with the standard library.

The text form (.po) is kept so that two people's changes merge: one entry a paragraph, sorted, no line numbers or
dates. The binary form (.mo) is what Django loads; it is made at installation and not kept in git.
"""

import ast
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEADER = (
    "Project-Id-Version: khuevan\n"
    "Language: vi\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
MAGIC = 0x950412DE
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"})

type Key = tuple[str, str]
"""Context ('' for none) and message: what makes an entry unique."""


@dataclass
class Entry:
    """One message: English, its plural if it has one, and the Vietnamese of it ('' while missing)."""

    message: str
    context: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=lambda: [""])
    fuzzy: bool = False
    obsolete: bool = False
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.message)

    @property
    def translated(self) -> bool:
        return all(self.translations) and not self.fuzzy


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the text names the line."""


def parse(text: str) -> list[Entry]:
    """Entries of a .po text without its header; raises CatalogueError."""
    entries = [entry for block in _blocks(text) if (entry := _entry(block)) is not None]
    return [entry for entry in entries if entry.message]


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Paragraphs as (line number, line)."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            block.append((number, line.strip()))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _entry(block: list[tuple[int, str]]) -> Entry | None:
    """One paragraph; None when it holds only comments."""
    entry = Entry("")
    parts: dict[str, str] = {}
    keyword = ""
    for number, raw in block:
        line = raw
        if line.startswith("#~"):
            entry.obsolete = True
            line = line[2:].strip()
        if line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            if line.startswith(("# ", "#.")):
                entry.comments.append(line)
            continue
        if not line.startswith('"'):
            keyword, _, line = line.partition(" ")
            if keyword in parts:
                raise CatalogueError(f"line {number}: {keyword} twice; an empty line must stand between entries")
            parts[keyword] = ""
        parts[keyword] = parts.get(keyword, "") + _unquote(line, number)
    if not parts:
        return None
    unknown = {name for name in parts if name not in {"msgctxt", "msgid", "msgid_plural"} and name[:6] != "msgstr"}
    if unknown or "msgid" not in parts:
        raise CatalogueError(f"line {block[0][0]}: not an entry ({', '.join(sorted(unknown)) or 'no msgid'})")
    entry.message, entry.context = parts["msgid"], parts.get("msgctxt", "")
    entry.plural = parts.get("msgid_plural", "")
    entry.translations = [parts[name] for name in sorted(parts) if name.startswith("msgstr")] or [""]
    return entry


def _unquote(text: str, number: int) -> str:
    """A quoted C string; its escapes are a subset of Python's."""
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str) or not text.startswith('"'):
        raise CatalogueError(f"line {number}: not a quoted text: {text}")
    return value


def render(entries: Iterable[Entry]) -> str:
    """The canonical .po text: entries in use sorted by message, then those out of use, kept for their return."""
    ordered = sorted(entries, key=lambda entry: (entry.obsolete, entry.message, entry.context))
    head = 'msgid ""\nmsgstr ""\n' + "".join(f"{_quote(line)}\n" for line in HEADER.splitlines(keepends=True))
    return "\n".join([head, *(_paragraph(entry) for entry in ordered)])


def _paragraph(entry: Entry) -> str:
    lines = [*entry.comments]
    if entry.fuzzy:
        lines.append("#, fuzzy")
    body = [f"msgctxt {_quote(entry.context)}"] if entry.context else []
    body.append(_keyword("msgid", entry.message))
    if entry.plural:
        body.append(_keyword("msgid_plural", entry.plural))
        body.append(_keyword("msgstr[0]", entry.translations[0]))
    else:
        body.append(_keyword("msgstr", entry.translations[0]))
    if entry.obsolete:
        body = [f"#~ {line}" for text in body for line in text.splitlines()]
    return "\n".join([*lines, *body]) + "\n"


def _keyword(name: str, text: str) -> str:
    """One line, or one line for each line of the text."""
    pieces = text.splitlines(keepends=True)
    if len(pieces) <= 1:
        return f"{name} {_quote(text)}"
    return "\n".join([f'{name} ""', *map(_quote, pieces)])


def _quote(text: str) -> str:
    return '"' + text.translate(ESCAPES) + '"'


def binary(entries: Iterable[Entry]) -> bytes:
    """The .mo form: magic, revision, count, two tables of (length, offset), no hash table, NUL-ended strings."""
    pairs = {b"": HEADER.encode()}
    for entry in entries:
        if entry.obsolete or not entry.translated:
            continue
        name = f"{entry.context}\x04{entry.message}" if entry.context else entry.message
        name += f"\x00{entry.plural}" if entry.plural else ""
        pairs[name.encode()] = "\x00".join(entry.translations).encode()
    names = sorted(pairs)
    start = 28
    offset = start + 16 * len(names)
    tables: list[bytes] = []
    for strings in (names, [pairs[name] for name in names]):
        for string in strings:
            tables.append(struct.pack("<II", len(string), offset))
            offset += len(string) + 1
    head = struct.pack("<7I", MAGIC, 0, len(names), start, start + 8 * len(names), 0, start + 16 * len(names))
    strings = [*names, *(pairs[name] for name in names)]
    return head + b"".join(tables) + b"\x00".join(strings) + b"\x00"


def read(path: Path) -> list[Entry]:
    """Entries of a file; none when the file does not exist yet."""
    return parse(path.read_text(encoding="utf-8")) if path.exists() else []
