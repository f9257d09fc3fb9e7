#!/usr/bin/env python3
"""Make `.venv` with the pinned packages, whatever Python this machine starts with.

Runs under any Python from 3.6 on with the standard library alone, because it is what looks for a newer one. Each step
falls back to the next: an interpreter found here, one fetched by uv, one from Debian's packages; uv, the interpreter's
own pip, a pip borrowed from another interpreter. If nothing works, one sentence in Vietnamese and in English says what
to install, and the exit code is 1.

The project is linked, not built: a path file, the metadata that importlib.metadata reads, and the command. So no build
backend has to be fetched, and the link works without network.
"""

import argparse
import glob
import hashlib
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional

from interpreters import (
    ROOT,
    Failure,
    apt,
    find_python,
    find_uv,
    may_install_packages,
    pips,
    probe,
    run,
    say,
    version_of,
)

NO_PIP = (
    "Python {version} trên máy này không có pip: "
    "hãy cài gói python{version}-venv (Debian, Ubuntu) hoặc uv, rồi chạy lại.\n"
    "Python {version} on this machine comes without pip: "
    "install the package python{version}-venv (Debian, Ubuntu) or uv, and try again."
)
NO_PACKAGES = (
    "Không tải được các gói cần dùng: hãy kiểm tra mạng và cấu hình của pip, rồi chạy lại.\n"
    "The packages could not be downloaded: check the network and the configuration of pip, and try again."
)


def pip_wheels(python: str) -> Iterator[str]:
    """Files that hold a pip: downloaded by another Python's pip, or shipped by Debian. Made one by one, as needed."""
    folder = ROOT / ".build" / "pip"
    for pip in pips():
        if run(pip + ["--version"], seconds=60) is None:
            continue
        command = ["download", "-q", "--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version"]
        command += [version_of(python), "-d", str(folder), "-r", "requirements/pip.txt"]
        if run(pip + command) is not None:
            break
    yield from (str(path) for path in sorted(folder.glob("pip-*.whl"), reverse=True))
    yield from sorted(glob.glob("/usr/share/python-wheels/pip-*.whl"), reverse=True)


def make_venv(python: str, venv: Path) -> None:
    """An environment with pip in it, or without pip when uv will fill it."""
    shutil.rmtree(str(venv), ignore_errors=True)
    if find_uv() and run([python, "-m", "venv", "--without-pip", str(venv)]) is not None:
        return
    if run([python, "-m", "venv", str(venv)]) is not None:
        return
    if run([python, "-m", "venv", "--clear", "--without-pip", str(venv)]) is not None and ensure_pip(python, venv):
        return
    version = version_of(python)
    fetched = may_install_packages() and apt("python{}-venv".format(version))
    if not fetched or run([python, "-m", "venv", "--clear", str(venv)], loud=True) is None:
        raise Failure(NO_PIP.format(version=version))


def ensure_pip(python: str, venv: Path) -> bool:
    """Whether the environment has a pip now, borrowed if need be: a wheel of pip can install itself."""
    inner = str(venv / "bin" / "python")
    if run([inner, "-m", "pip", "--version"], seconds=60) is not None:
        return True
    for wheel in pip_wheels(python):
        if run([inner, os.path.join(wheel, "pip"), "install", "-q", "--no-index", wheel]) is not None:
            return True
    return False


def install_packages(python: str, venv: Path, requirements: str) -> None:
    """Exactly the pinned files, by uv where there is one, else by pip; both refuse a file whose hash differs."""
    inner = str(venv / "bin" / "python")
    uv = find_uv()
    if uv:
        say("uv: {} ...".format(requirements))
        command = [uv, "pip", "install", "-q", "--python", inner, "--require-hashes", "-r", requirements]
        if run(command) is not None:
            return
    if not ensure_pip(python, venv):
        raise Failure(NO_PIP.format(version=version_of(python)))
    say("pip: {} ...".format(requirements))
    command = [inner, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", requirements]
    if run(command, loud=True) is None:
        raise Failure(NO_PACKAGES)


COMMAND = """#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
import sys

from khuevan.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
"""


def link_project(venv: Path) -> None:
    """Make `import khuevan` and the command work from the source tree; replaces the link of any other tool."""
    inner = str(venv / "bin" / "python")
    site = Path((run([inner, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], loud=True) or "").strip())
    for old in list(site.glob("khuevan-*.dist-info")) + list(site.glob("*khuevan.pth")):
        shutil.rmtree(str(old)) if old.is_dir() else old.unlink()
    version = project_version()
    (site / "khuevan.pth").write_text(str(ROOT / "src") + "\n", encoding="utf-8")
    info = site / "khuevan-{}.dist-info".format(version)
    info.mkdir()
    texts = {
        "METADATA": "Metadata-Version: 2.4\nName: khuevan\nVersion: {}\n"
        "License-Expression: AGPL-3.0-or-later\nRequires-Python: >=3.12\n".format(version),
        "INSTALLER": "tools/bootstrap.py\n",
        "entry_points.txt": "[console_scripts]\nkhuevan = khuevan.config.cli:main\n",
    }
    for name, text in texts.items():
        (info / name).write_text(text, encoding="utf-8")
    files = ["khuevan.pth", "../../../bin/khuevan", info.name + "/RECORD"] + [info.name + "/" + name for name in texts]
    (info / "RECORD").write_text("".join(name + ",,\n" for name in files), encoding="utf-8")
    script = venv / "bin" / "khuevan"
    script.write_text(COMMAND, encoding="utf-8")
    script.chmod(0o755)


def project_version() -> str:
    """The version line of pyproject.toml (tomllib is newer than the Pythons this may run under)."""
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version = "):
            return line.split('"')[1]
    raise Failure("pyproject.toml: version?")


def fingerprint(requirements: str) -> str:
    """What an environment depends on; the place counts, because a moved environment is broken."""
    digest = hashlib.sha256((str(ROOT) + project_version()).encode("utf-8"))
    for name in (requirements, "tools/bootstrap.py", "tools/interpreters.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """One installation at a time: `make -j` starts two, and the second then finds the work done."""
    folder = ROOT / ".build"
    folder.mkdir(exist_ok=True)
    with (folder / "install.lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:
            pass
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(kind: str, venv: Path) -> None:
    """Bring `.venv` to the pins of `kind` (runtime or dev); does nothing when it already is there."""
    requirements = "requirements/{}.txt".format(kind)
    stamp = venv / ".khuevan-{}".format(kind)
    mark = fingerprint(requirements)
    inner = probe(str(venv / "bin" / "python"))
    if inner and stamp.exists() and stamp.read_text() == mark:
        os.utime(str(stamp), None)
        return
    if inner is None:
        inner = find_python()
        say("Python {}: {}".format(version_of(inner), inner))
        make_venv(inner, venv)
    install_packages(inner, venv, requirements)
    link_project(venv)
    if run([str(venv / "bin" / "python"), "tools/messages.py", "compile"], loud=True) is None:
        raise Failure("tools/messages.py compile")
    stamp.write_text(mark)
    if kind == "dev":
        (venv / ".khuevan-runtime").write_text(fingerprint("requirements/runtime.txt"))


def main(arguments: Optional[List[str]] = None) -> int:
    """Parse the command line and install."""
    parser = argparse.ArgumentParser(description="Make .venv with the pinned packages.")
    parser.add_argument("--dev", action="store_true", help="also the tools for tests and checks")
    parser.add_argument("--venv", default=str(ROOT / ".venv"), help="folder of the environment")
    options = parser.parse_args(arguments)
    try:
        with alone():
            install("dev" if options.dev else "runtime", Path(options.venv).resolve())
    except Failure as sentence:
        say("\n" + str(sentence))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
