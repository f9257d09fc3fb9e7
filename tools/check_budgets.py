#!/usr/bin/env python3
"""Size budgets and names: files and functions a reader can hold in the head, and no drawers for odds and ends.

Migrations are generated and vendored files are not ours: neither is counted.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "tools", "benchmarks")
FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 150
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc"}


def python_problems(path: Path, shown: str) -> Iterable[str]:
    """A file too long, a function too long; a function counts from `def` to its last line."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield f"{shown}: {lines} lines, at most {FILE_LINES}"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"{shown}:{error.lineno}: not Python"
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{shown}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def template_problems(path: Path, shown: str) -> Iterable[str]:
    """A template too long."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > TEMPLATE_LINES:
        yield f"{shown}: {lines} lines, at most {TEMPLATE_LINES}"


def files(root: Path) -> Iterator[Path]:
    """Our own files below the folders of the project."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not {"migrations", "vendor", "__pycache__"} & set(path.parts):
                yield path


def problems(root: Path) -> Iterable[str]:
    """Every budget broken below a folder."""
    for path in files(root):
        shown = str(path.relative_to(root))
        if path.suffix in {".py", ".js", ".html"} and path.stem in DRAWERS:
            yield f"{shown}: name the file after what is in it"
        if path.suffix == ".py":
            yield from python_problems(path, shown)
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            yield from template_problems(path, shown)


def main(root: Path = ROOT) -> int:
    """Print the problems; 1 when there are some."""
    report = list(problems(root))
    print("\n".join(report), file=sys.stderr, end="\n" if report else "")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
