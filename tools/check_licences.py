#!/usr/bin/env python3
"""Every installed package and every vendored file must be one that a program under AGPL-3.0-or-later may use.

A package says its licence in one of three places: an SPDX expression, a trove classifier, or free text. What none of
them tells stands in EXCEPTIONS with the reason, after somebody has read the licence file.
"""

import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "tools" / "vendored.json"
# SPDX identifiers whose terms can be met in a work under AGPL-3.0-or-later. GPL-2.0-only and the CDDL, say, cannot.
ALLOWED = {
    "0BSD",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "ISC",
    "LGPL-2.1-only",  # section 3: may be taken under the GPL 3 instead
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "The Unlicense (Unlicense)": "Unlicense",
    "Zero-Clause BSD (0BSD)": "0BSD",
}
EXCEPTIONS = {
    # canonical name: (SPDX expression, why we know)
    "axe-playwright-python": ("MIT AND MPL-2.0", "LICENSE in the package; the axe script inside is MPL-2.0"),
    "crontab": ("LGPL-2.1-only OR LGPL-3.0-only", "LICENSE and LICENSE3 in the package; only with Redis"),
    "docxtpl": ("LGPL-2.1-only", "named in its metadata, not as a classifier"),
    "pypdfium2": (
        "BSD-3-Clause AND Apache-2.0",
        "LICENSES and BUILD_LICENSES in the package, PDFium and what it is built of",
    ),
    "qrcode": ("BSD-3-Clause", "LICENSE in the package; its classifier means the trademark of the QR code"),
    "text-unidecode": ("GPL-2.0-or-later", "offered under Artistic or GPL-2.0-or-later: we take the second"),
}
NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)


def acceptable(expression: str) -> bool:
    """Whether an SPDX expression can be met: one side of an OR, both sides of an AND."""
    text = expression.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    for word, judge in (("OR", any), ("AND", all)):
        parts = _split(text, word)
        if len(parts) > 1:
            return judge(acceptable(part) for part in parts)
    return text.split(" WITH ")[0].strip() in ALLOWED


def _closing(text: str) -> int:
    """Position of the bracket that closes the first one."""
    depth = 0
    for position, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return position
    return -1


def _split(text: str, word: str) -> list[str]:
    """Cut at a word that stands outside brackets."""
    parts: list[str] = []
    current: list[str] = []
    depth = 0
    for piece in re.split(rf"(\(|\)|\s{word}\s)", text):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth == 0 and piece.strip() == word:
            parts.append("".join(current))
            current = []
        else:
            current.append(piece)
    return [*parts, "".join(current)]


def licence_of(package: Distribution) -> str:
    """SPDX expression of an installed package, '' when it cannot be told."""
    about = package.metadata
    name = re.sub(r"[-_.]+", "-", about["Name"]).lower()
    if name in EXCEPTIONS:
        return EXCEPTIONS[name][0]
    if about.get("License-Expression"):
        return about["License-Expression"]
    lines = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    classifiers = [name for line in lines if (name := line.rsplit(" :: ", 1)[-1]) != "OSI Approved"]
    known = [CLASSIFIERS[line] for line in classifiers if line in CLASSIFIERS]
    if known and len(known) == len(classifiers):
        return " AND ".join(known)
    text = (about.get("License") or "").strip()
    return CLASSIFIERS.get(text, text if text in ALLOWED else "")


def names(root: Path) -> list[str]:
    """Packages named by the pins."""
    files = [root / "requirements" / name for name in ("runtime.txt", "dev.txt")]
    return sorted({name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))})


def problems(root: Path) -> Iterable[str]:
    """Packages and vendored files whose licence is unknown or does not fit."""
    for name in names(root):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # a pin for another platform
        licence = licence_of(package)
        if not licence:
            yield f"{name}: licence unknown; read it and add the package to EXCEPTIONS of tools/check_licences.py"
        elif not acceptable(licence):
            yield f"{name}: {licence} does not fit AGPL-3.0-or-later"
    for name, entry in json.loads(MANIFEST.read_text(encoding="utf-8")).items():
        if not acceptable(entry["licence"]):
            yield f"vendored {name}: {entry['licence']} does not fit AGPL-3.0-or-later"


def main(root: Path = ROOT) -> int:
    """Print the problems; 1 when there are some."""
    report = list(problems(root))
    print("\n".join(report), file=sys.stderr, end="\n" if report else "")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
