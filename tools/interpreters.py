"""Finding a Python this project can live in, or bringing one here: by uv, or from Debian's packages.

Like bootstrap.py this runs under any Python from 3.6 on with the standard library alone.
"""

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

ROOT = Path(__file__).resolve().parent.parent
LOWEST = (3, 12)
PREFERRED = ("python3.13", "python3.14", "python3.12", "python3", "python")
FETCHED = "3.13"
DEBIAN = ("python3.13", "python3.12")
DOWNLOAD_SECONDS = 900
MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
# Django needs SQLite 3.37; builds of Python without SQLite, TLS or compression are common where headers were missing.
PROBE = (
    "import sys, ssl, zlib, ctypes, sqlite3, venv\n"
    "good = sys.implementation.name == 'cpython' and sqlite3.sqlite_version_info >= (3, 37)\n"
    "path = getattr(sys, '_base_executable', None) or sys.executable\n"
    "print('%d.%d %d %s' % (sys.version_info[0], sys.version_info[1], good, path))"
)
NO_PYTHON = (
    "Khuê Văn cần Python 3.12 trở lên (có SQLite và SSL): "
    "hãy cài Python 3.13 cùng gói venv, hoặc cài uv, rồi chạy lại.\n"
    "Khue Van needs Python 3.12 or newer (with SQLite and SSL): "
    "install Python 3.13 with its venv package, or uv, and try again."
)


class Failure(Exception):
    """A step of no return; its text is the sentence for the person at the keyboard."""


def clean_environment() -> Dict[str, str]:
    """The environment without what would send packages elsewhere; indexes and proxies set by the user stay."""
    env = dict(os.environ)
    for name in MISLEADING:
        env.pop(name, None)
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", UV_NO_PROGRESS="1", UV_LINK_MODE="copy")
    env.setdefault("UV_HTTP_TIMEOUT", "60")
    env.setdefault("UV_SYSTEM_CERTS", "1")  # offices with their own certificate authority
    return env


def run(command: Sequence[str], seconds: int = DOWNLOAD_SECONDS, loud: bool = False, **extra: str) -> Optional[str]:
    """Standard output, or None when the command is missing, fails or takes too long; `loud` shows why it failed."""
    env = clean_environment()
    env.update(extra)
    try:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            errors="replace",
            env=env,
            cwd=str(ROOT),
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        if loud:
            say(str(problem))
        return None
    if done.returncode == 0:
        return done.stdout
    if loud:
        say("\n".join((done.stdout + done.stderr).strip().splitlines()[-12:]))
    return None


def say(text: str) -> None:
    """Print UTF-8 whatever the locale: an empty environment means ASCII to older Pythons."""
    sys.stdout.flush()
    sys.stdout.buffer.write((text + "\n").encode("utf-8"))
    sys.stdout.flush()


def homes() -> List[str]:
    """HOME and the account's own home, which differ under sudo and in clean rooms."""
    found = [os.path.expanduser("~")]
    try:
        import pwd

        found.append(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):
        pass
    return list(dict.fromkeys(found))


def search_folders() -> Iterator[str]:
    """Folders that may hold an interpreter: PATH first, then pyenv's, uv's and the usual ones."""
    yield from os.environ.get("PATH", os.defpath).split(os.pathsep)
    roots = [os.environ.get("PYENV_ROOT", "")] + [os.path.join(home, ".pyenv") for home in homes()]
    for root in filter(None, roots):
        yield from sorted(glob.glob(os.path.join(root, "versions", "*", "bin")), reverse=True)
    for home in homes():
        yield from sorted(glob.glob(os.path.join(home, ".local", "share", "uv", "python", "*", "bin")), reverse=True)
    yield from ("/usr/local/bin", "/opt/homebrew/bin", "/usr/bin")


def candidates() -> Iterator[str]:
    """Every interpreter file in sight, best name first; none is trusted before it has run."""
    folders = [folder for folder in dict.fromkeys(search_folders()) if folder]
    seen = set()
    for name in PREFERRED:
        for folder in folders:
            path = os.path.join(folder, name)
            if path not in seen and os.access(path, os.X_OK) and not os.path.isdir(path):
                seen.add(path)
                yield path


def probe(path: str) -> Optional[str]:
    """The real path of a usable interpreter >= 3.12, else None. It must run: pyenv's shims exist without a Python."""
    words = (run([path, "-c", PROBE], seconds=30) or "").strip().split(" ", 2)
    if len(words) != 3 or words[1] != "1":
        return None
    major, minor = words[0].split(".")
    return words[2] if (int(major), int(minor)) >= LOWEST else None


def version_of(python: str) -> str:
    """'3.13' of an interpreter."""
    return (run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], seconds=30) or "3").strip()


def find_uv() -> Optional[str]:
    """A uv that answers: on PATH, or fetched earlier by `fetch_uv`."""
    for path in (shutil.which("uv") or "", str(ROOT / ".build" / "uv" / "bin" / "uv")):
        if path and run([path, "--version"], seconds=30):
            return path
    return None


def pips() -> Iterator[List[str]]:
    """Commands that run some pip, of any Python."""
    yield [sys.executable, "-m", "pip"]
    for path in candidates():
        yield [path, "-m", "pip"]
    for name in ("pip3", "pip"):
        found = shutil.which(name)
        if found:
            yield [found]


def fetch_uv() -> Optional[str]:
    """uv from the package index through any pip here, into `.build/uv`."""
    target = str(ROOT / ".build" / "uv")
    for pip in pips():
        if run(pip + ["--version"], seconds=60) is None:
            continue
        command = ["install", "-q", "--require-hashes", "--no-deps", "--upgrade", "--target", target]
        if run(pip + command + ["-r", "requirements/uv.txt"]) is not None:
            return find_uv()
    return None


def python_by_uv(uv: Optional[str]) -> Optional[str]:
    """An interpreter that uv manages or can download."""
    if uv is None:
        return None
    for prepare in ([], ["python", "install", FETCHED]):
        if prepare:
            say("Python {} (uv) ...".format(FETCHED))
            if run([uv] + prepare, seconds=300, UV_HTTP_TIMEOUT="30") is None:
                return None
        found = (run([uv, "python", "find", "--no-python-downloads", ">=3.12"], seconds=60) or "").strip()
        if found and probe(found):
            return probe(found)
    return None


def may_install_packages() -> bool:
    """Whether Debian's package tool is here and we are allowed to use it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(*packages: str) -> bool:
    """Install Debian packages; False when one is not carried."""
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"] + list(packages)
    say("apt-get install {} ...".format(" ".join(packages)))
    if run(install, DEBIAN_FRONTEND="noninteractive") is not None:
        return True
    run(["apt-get", "update", "-q"], seconds=300)
    return run(install, DEBIAN_FRONTEND="noninteractive") is not None


def python_by_apt() -> Optional[str]:
    """A newer Python among Debian's packages, for root only."""
    if not may_install_packages():
        return None
    for refresh in (False, True):
        if refresh:
            run(["apt-get", "update", "-q"], seconds=300)
        for name in DEBIAN:
            policy = run(["apt-cache", "policy", name], seconds=60) or ""
            if "Candidate: 3" in policy and apt(name, name + "-venv"):
                return probe("/usr/bin/" + name)
    return None


def find_python() -> str:
    """A Python >= 3.12 of this machine, or one brought here; raises Failure with the sentence that helps."""
    for path in candidates():
        found = probe(path)
        if found:
            return found
    found = python_by_uv(find_uv()) or python_by_uv(fetch_uv()) or python_by_apt()
    if found is None:
        raise Failure(NO_PYTHON)
    return found
