#!/usr/bin/env python3
"""The Vietnamese catalogue: `update` from the source, `compile` for Django, `check` for the build.

`compile` runs on a fresh installation, so it needs the standard library alone.
"""

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import catalogue
from catalogue import Entry, Key
from extract import Found, UntranslatableError, from_tree

SOURCE = Path(__file__).resolve().parent.parent / "src" / "khuevan"
PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[-+#0]*\d*(?:\.\d+)?(?P<kind>[a-zA-Z%])")
BRACE = re.compile(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}")


def catalogue_path(source: Path) -> Path:
    return source / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def merge(entries: Iterable[Entry], found: Iterable[Found]) -> list[Entry]:
    """The entries the source needs, with the Vietnamese they had; what it no longer needs is set aside, not lost."""
    merged: dict[Key, Entry] = {}
    for entry in entries:
        known = merged.get(entry.key)
        if known is None or (known.obsolete and not entry.obsolete):
            merged[entry.key] = entry
    used = {item.key: item for item in found}
    plurals = {item.key: item.plural for item in found if item.plural}
    for key in used:
        entry = merged.setdefault(key, Entry(key[1], key[0]))
        entry.obsolete, entry.plural = False, plurals.get(key, "")
        entry.translations = entry.translations[:1]
    for key, entry in merged.items():
        entry.obsolete = key not in used
    return [entry for entry in merged.values() if not entry.obsolete or entry.translated]


def placeholders(text: str) -> list[str]:
    """What gets filled in, sorted: named and positional percent forms, and braces."""
    percents = [match.group() for match in PERCENT.finditer(text) if match["kind"] != "%"]
    return sorted(percents + [match.group() for match in BRACE.finditer(text)])


def edges(text: str) -> tuple[bool, bool]:
    """Whether a text begins and ends with a line break."""
    return text.startswith("\n"), text.endswith("\n")


def problems_of(entry: Entry) -> Iterable[str]:
    """What is wrong with the Vietnamese of one message."""
    if entry.fuzzy:
        yield "fuzzy: look at the Vietnamese and take the mark away"
    elif not entry.translated:
        yield "no Vietnamese"
    for text in filter(None, entry.translations):
        if placeholders(text) != placeholders(entry.plural or entry.message):
            yield f"placeholders differ: {placeholders(entry.plural or entry.message)} and {placeholders(text)}"
        if edges(text) != edges(entry.message):
            yield "begins or ends with a line break in one language only"


def check(source: Path) -> list[str]:
    """Everything that keeps a Vietnamese reader from seeing Vietnamese."""
    found, problems = from_tree(source)
    path = catalogue_path(source)
    entries = catalogue.read(path)
    report = [str(problem) for problem in problems]
    active = {entry.key: entry for entry in entries if not entry.obsolete}
    places = {item.key: item.place for item in found}
    if len(active) != sum(not entry.obsolete for entry in entries):
        report.append("a message stands twice in the catalogue: run tools/messages.py update")
    for key in sorted(places.keys() - active.keys()):
        report.append(f"{places[key]}: not in the catalogue: {key[1]!r}: run tools/messages.py update")
    for key in sorted(active.keys() - places.keys()):
        report.append(f"no longer in the source: {key[1]!r}: run tools/messages.py update")
    for key in sorted(active.keys() & places.keys()):
        report += [f"{places[key]}: {key[1]!r}: {reason}" for reason in problems_of(active[key])]
    fresh = catalogue.render(merge(catalogue.read(path), found))
    if not report and path.exists() and path.read_text(encoding="utf-8") != fresh:
        report.append("the catalogue is not in its agreed form: run tools/messages.py update")
    return report


def update(source: Path) -> list[UntranslatableError]:
    """Write the catalogue anew; returns what could not be taken from the source."""
    path = catalogue_path(source)
    found, problems = from_tree(source)
    entries = merge(catalogue.read(path), found)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue.render(entries), encoding="utf-8")
    missing = sum(not entry.translated for entry in entries if not entry.obsolete)
    print(f"{len(entries)} messages, {missing} without Vietnamese")
    return problems


def compile_catalogue(source: Path) -> None:
    """The .mo beside the .po; its folder is made, so that a tree without any text installs too."""
    path = catalogue_path(source)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".mo").write_bytes(catalogue.binary(catalogue.read(path)))


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="The Vietnamese catalogue.")
    parser.add_argument("command", choices=["update", "compile", "check"])
    parser.add_argument("--source", type=Path, default=SOURCE)
    options = parser.parse_args(arguments)
    try:
        if options.command == "compile":
            compile_catalogue(options.source)
            return 0
        report = update(options.source) if options.command == "update" else check(options.source)
    except catalogue.CatalogueError as error:
        report = [f"{catalogue_path(options.source)}: {error}"]
    for line in report:
        print(line, file=sys.stderr)
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
