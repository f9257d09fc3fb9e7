#!/usr/bin/env python3
"""The pins: every package at one version with its hashes, no host or path of a machine, nothing missing."""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
HOST = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|(?:^|\s)-[if]\s|\s@\s|(?<![\w.])/(?!/)\w+/")


def logical_lines(text: str) -> Iterable[str]:
    """Requirement lines with their continuations joined; comments are left out."""
    joined = text.replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins_of(text: str) -> dict[str, str]:
    """Version by canonical name."""
    matches = (PIN.match(line) for line in logical_lines(text))
    return {canonicalize_name(match["name"]): match["version"] for match in matches if match}


def file_problems(text: str, shown: str) -> Iterable[str]:
    """What is wrong with one requirements file by itself."""
    for number, line in enumerate(text.splitlines(), start=1):
        if HOST.search(line):
            yield f"{shown}:{number}: names a host or a path: {line.strip()}"
    for line in logical_lines(text):
        match = PIN.match(line)
        if match is None:
            yield f"{shown}: not pinned to one version: {line[:60]}"
        elif not HASH.search(line):
            yield f"{shown}: {match['name']} has no hash"


def missing(wanted: Iterable[str], pins: Mapping[str, str], shown: str) -> Iterable[str]:
    """Requirements that the pins do not meet."""
    for text in wanted:
        requirement = Requirement(text)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield f"{shown}: {text} is not met (pinned: {version}); run make pins"


def problems(root: Path) -> Iterable[str]:
    """Everything wrong with requirements/ of a project."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((root / "requirements").glob("*.txt"))}
    for name, text in files.items():
        yield from file_problems(text, f"requirements/{name}")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = pins_of(files.get("runtime.txt", "")), pins_of(files.get("dev.txt", ""))
    needed = project["project"]["dependencies"]
    yield from missing(needed, runtime, "requirements/runtime.txt")
    yield from missing([*needed, *project["dependency-groups"]["dev"]], dev, "requirements/dev.txt")
    for name in sorted(runtime):
        if dev.get(name) != runtime[name]:
            yield f"requirements/dev.txt: {name} is {dev.get(name)}, in runtime.txt {runtime[name]}; run make pins"


def main(root: Path = ROOT) -> int:
    """Print the problems; 1 when there are some."""
    report = list(problems(root))
    print("\n".join(report), file=sys.stderr, end="\n" if report else "")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
