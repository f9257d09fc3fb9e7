#!/usr/bin/env python3
"""Fetch the vendored styles, script, fonts and icons with `npm pack`, and hold what is there against a manifest.

There is no Node build: single files are taken out of published packages, each with its licence, and committed.
`--check` needs no network; it compares every file with the sha256 in tools/vendored.json.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = "src/khuevan/static/vendor"
ICONS_FOLDER = "src/khuevan/core/icons"
MANIFEST = "tools/vendored.json"
NOTICE = f"{STATIC}/VENDORED.md"
WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("vietnamese", "latin-ext", "latin")
ICONS = tuple((ROOT / "tools" / "icons.txt").read_text(encoding="utf-8").split())

type Files = dict[str, bytes]
"""Content by path below the project root."""


@dataclass(frozen=True)
class Package:
    """One npm package: what is taken from its unpacked folder."""

    name: str
    version: str
    licence: str
    folder: str
    use: str
    take: Callable[[Path], Files]


def without_map(text: str) -> str:
    """A style or script without the pointer to a source map we do not ship."""
    return re.sub(r"\n?/[*/]# sourceMappingURL=[^\n*]*(?:\*/)?\n?$", "\n", text)


def tabler(package: Path) -> Files:
    """The one style sheet; the package has no licence file, so its banner's names join the text of its sister's."""
    style = without_map((package / "dist/css/tabler.min.css").read_text(encoding="utf-8"))
    names = re.findall(r"^ \* (Copyright .+)$", style, re.MULTILINE)
    if not names:
        raise ValueError("@tabler/core: the banner names no copyright holder")
    licence = "The MIT License (MIT)\n\n" + "\n".join(names) + "\n\n" + MIT
    return {"tabler.min.css": style.encode(), "LICENSE.txt": licence.encode()}


def htmx(package: Path) -> Files:
    """The minified script."""
    return {
        "htmx.min.js": without_map((package / "dist/htmx.min.js").read_text(encoding="utf-8")).encode(),
        "LICENSE.txt": (package / "LICENSE").read_bytes(),
    }


def be_vietnam_pro(package: Path) -> Files:
    """Upright faces of the four weights; every browser that knows `unicode-range` well knows woff2."""
    taken: Files = {"LICENSE.txt": (package / "LICENSE").read_bytes()}
    for weight in WEIGHTS:
        style = (package / f"{weight}.css").read_text(encoding="utf-8")
        taken[f"{weight}.css"] = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", style).encode()
        for subset in SUBSETS:
            name = f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
            taken[name] = (package / name).read_bytes()
    return taken


def icons(package: Path) -> Files:
    """Outline icons on one line each, without the invisible square the drawing program leaves in them."""
    taken: Files = {"LICENSE.txt": (package / "LICENSE").read_bytes()}
    for name in ICONS:
        drawing = (package / f"icons/outline/{name}.svg").read_text(encoding="utf-8")
        drawing = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", drawing)
        drawing = re.sub(r"<!--.*?-->", "", drawing, flags=re.DOTALL)
        drawing = re.sub(r">\s+<", "><", re.sub(r"\s+", " ", drawing)).replace(" >", ">").strip()
        taken[f"{name}.svg"] = (drawing + "\n").encode()
    return taken


MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""

PACKAGES = (
    Package("@tabler/core", "1.6.1", "MIT", f"{STATIC}/tabler", "components of the staff screens", tabler),
    Package("htmx.org", "2.0.11", "0BSD", f"{STATIC}/htmx", "parts of pages", htmx),
    Package("@fontsource/be-vietnam-pro", "5.3.0", "OFL-1.1", f"{STATIC}/be-vietnam-pro", "type", be_vietnam_pro),
    Package("@tabler/icons", "3.51.0", "MIT", ICONS_FOLDER, "icons, written into the page", icons),
)


def fetch(package: Package, scratch: Path) -> Files:
    """The wanted files of one package, by path below the project root."""
    packed = subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(scratch)],
        check=True,
        capture_output=True,
        text=True,
        cwd=scratch,
    )
    listing = json.loads(packed.stdout)
    first = listing[0] if isinstance(listing, list) else next(iter(listing.values()))
    folder = scratch / package.folder.replace("/", "-")
    with tarfile.open(scratch / Path(first["filename"]).name) as archive:
        archive.extractall(folder, filter="data")
    return {f"{package.folder}/{name}": data for name, data in package.take(folder / "package").items()}


def notice() -> str:
    """The page beside the files that says whose they are."""
    rows = [f"| {p.name} | {p.version} | {p.licence} | `{p.folder}` | {p.use} |" for p in PACKAGES]
    head = ["# Vendored files", "", "Fetched by `tools/vendor.py`; do not edit. Each folder holds its licence.", ""]
    return "\n".join([*head, "| npm package | version | licence | folder | for |", "|---|---|---|---|---|", *rows, ""])


def write(root: Path) -> None:
    """Fetch everything, replace the folders, write notice and manifest."""
    manifest = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as scratch:
            files = fetch(package, Path(scratch))
        for old in present(root, package.folder):
            (root / old).unlink()
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        manifest[package.name] = {"version": package.version, "licence": package.licence, "files": hashes}
        print(f"{package.name} {package.version}: {len(files)} files, {sum(map(len, files.values())):,} bytes")
    (root / NOTICE).write_text(notice(), encoding="utf-8")
    (root / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def present(root: Path, folder: str) -> Iterable[str]:
    """Files below a folder, as paths from the root."""
    return sorted(str(path.relative_to(root)) for path in (root / folder).rglob("*") if path.is_file())


def used_icons(root: Path) -> Iterable[tuple[str, str]]:
    """(template, icon) for every icon a template names."""
    for path in sorted((root / "src").rglob("templates/**/*.html")):
        for name in re.findall(r"""{% icon ["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            yield str(path.relative_to(root)), name


def problems(root: Path) -> Iterable[str]:
    """Where the tree and the manifest differ."""
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    if (root / NOTICE).read_text(encoding="utf-8") != notice():
        yield f"{NOTICE}: not what tools/vendor.py writes"
    for package in PACKAGES:
        entry = manifest.get(package.name, {"version": None, "files": {}})
        if entry["version"] != package.version:
            yield f"{package.name}: manifest has {entry['version']}, the script {package.version}"
        wanted = entry["files"]
        here = present(root, package.folder)
        yield from (f"{name}: missing" for name in sorted(wanted.keys() - set(here)))
        yield from (f"{name}: not from the package" for name in here if name not in wanted)
        for name in here:
            if name in wanted and hashlib.sha256((root / name).read_bytes()).hexdigest() != wanted[name]:
                yield f"{name}: changed after it was fetched"
    for template, icon in used_icons(root):
        if icon not in ICONS:
            yield f"{template}: the icon {icon} is not vendored: add it to tools/icons.txt and run make vendor"


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Vendored styles, script, fonts and icons.")
    parser.add_argument("--check", action="store_true", help="compare with the manifest, fetch nothing")
    if not parser.parse_args(arguments).check:
        write(root)
        return 0
    report = list(problems(root))
    print("\n".join(report), file=sys.stderr, end="\n" if report else "")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
