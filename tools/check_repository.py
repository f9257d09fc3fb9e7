#!/usr/bin/env python3
"""No tracked file names a package registry's host or a place on somebody's machine.

A clone must work behind any mirror, and what a file says must hold on every machine. The names are put together here,
so that this file passes its own check.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
]
HOST = re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(host) for host in HOSTS) + r")(?![\w-])")
PLACE = re.compile(r"(?<![\w.~*}])/(?:root|work|Users/\w+|home/\w+|opt/\w+|mnt/\w+|tmp/\w+)/[\w.]")
ALLOWED_PLACES = {
    # file: (text that may stand in it, why)
    "tools/interpreters.py": ("/opt/homebrew/", "where every Homebrew keeps its programs"),
}
SKIPPED = {".woff2", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".pdf", ".xlsx", ".xls", ".docx", ".mo", ".ttf", ".otf"}


def tracked(root: Path) -> list[str]:
    """Files that git has or would add; every file where there is no git."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    return sorted({name for name in listed if name and (root / name).is_file()})


def line_problems(name: str, text: str) -> Iterable[str]:
    """Hosts and places in one file."""
    allowed, _ = ALLOWED_PLACES.get(name, ("", ""))
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.replace(allowed, "") if allowed else raw
        if found := HOST.search(line):
            yield f"{name}:{number}: names the host {found.group()}"
        if found := PLACE.search(line):
            yield f"{name}:{number}: names a place on a machine: {found.group()}"


def problems(root: Path) -> Iterable[str]:
    """Everything found in the tracked text files."""
    for name in tracked(root):
        path = root / name
        if path.suffix.lower() in SKIPPED or "vendor" in path.parts:
            continue
        data = path.read_bytes()
        if b"\0" not in data:
            yield from line_problems(name, data.decode("utf-8", errors="replace"))


def main(root: Path = ROOT) -> int:
    """Print the problems; 1 when there are some."""
    report = list(problems(root))
    print("\n".join(report), file=sys.stderr, end="\n" if report else "")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
