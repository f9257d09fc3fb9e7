"""Word files to PDF by LibreOffice, where it is installed: several in one start, each start with a profile of its own.

LibreOffice is a large program that needs threads, processes and sockets of its own, so the filter of ``inside.calls``
would stop it.  What it bears: a namespace without a network where the system allows one, no file read but the system's
and none written outside its own folder (Landlock), limits on memory, processor time and file size, a clock, and an end
together with this process.
"""

import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

logger = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024
_LAUNCHER = Path(__file__).with_name("inside") / "office.py"
_OURS = Path(__file__).resolve().parents[3]
SECONDS_TO_START: Final = 60.0
SECONDS_A_FILE: Final = 30.0
MEMORY: Final = 4096 * _MEGABYTE
LARGEST_PDF: Final = 64 * _MEGABYTE
_LAST_WORDS = 2_000


class NoOfficeError(Exception):
    """LibreOffice is not on this machine."""


@dataclass(frozen=True)
class Converted:
    """``pdf`` is empty with a ``trouble``: ``late``, ``not_made`` or ``too_large``."""

    pdf: bytes = b""
    trouble: str = ""


def office_program() -> str | None:
    """The path of soffice: as the option says, else where the system finds it."""
    told = settings.KHUEVAN_SOFFICE
    return shutil.which(told) if told else shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, Converted]:
    """The PDFs of Word files by the same names (letters, digits and hyphens, without an ending).

    One that cannot be made does not stop the others.  Raises ``NoOfficeError``.
    """
    program = office_program()
    if program is None:
        raise NoOfficeError
    with tempfile.TemporaryDirectory(prefix="khuevan-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "in").mkdir()
        (folder / "out").mkdir()
        for key, content in documents.items():
            (folder / "in" / f"{key}.docx").write_bytes(content)
        in_time = _run(program, folder, sorted(documents))
        return {key: _made(folder / "out" / f"{key}.pdf", in_time=in_time) for key in documents}


def _run(program: str, folder: Path, names: list[str]) -> bool:
    """Whether it ended before its time was over."""
    seconds = SECONDS_TO_START + SECONDS_A_FILE * len(names)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
               "--nologo", "--nolockcheck", "--nodefault", "--convert-to", "pdf:writer_pdf_Export",
               "--outdir", str(folder / "out"), *(str(folder / "in" / f"{name}.docx") for name in names)]  # fmt: skip
    told = {
        "command": command,
        "folder": str(folder),
        "ours": str(_OURS),
        "parent": os.getpid(),
        "memory": MEMORY,
        "cpu_seconds": int(seconds * 2) + 1,
        "file_size": LARGEST_PDF,
    }
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own launcher, no shell
            [sys.executable, "-I", "-S", "-X", "utf8", str(_LAUNCHER), json.dumps(told)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _kill(process)
            _remove_dead_sockets()
        if status != 0:
            said.seek(max(0, said.seek(0, os.SEEK_END) - _LAST_WORDS))
            words = ascii(said.read(_LAST_WORDS).decode(errors="replace").strip())[1:-1]
            logger.warning("LibreOffice ended with status %s: %s", status, words)
    return True


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the server's: no keys, no database."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "JAVA_HOME") if name in os.environ}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """It and all that it started in its session; what left the session loses its folder and has no network."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _remove_dead_sockets() -> None:
    """What a killed LibreOffice left behind in /tmp: sockets of ours on which nobody listens."""
    for left in Path("/tmp").glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*"):  # noqa: S108 - its own choice
        with socket.socket(socket.AF_UNIX) as asked:
            try:
                asked.connect(str(left))
            except ConnectionRefusedError:
                left.unlink(missing_ok=True)
            except OSError:
                continue


def _made(path: Path, *, in_time: bool) -> Converted:
    """A plain file of bounded size that begins as a PDF."""
    if path.is_symlink() or not path.is_file():
        return Converted(trouble="not_made" if in_time else "late")
    if path.stat().st_size > LARGEST_PDF:
        return Converted(trouble="too_large")
    content = path.read_bytes()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-64:]:
        return Converted(trouble="not_made" if in_time else "late")
    return Converted(pdf=content)
