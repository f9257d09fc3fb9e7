"""Real processes of the command line, each over a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

COMMAND = (sys.executable, "-m", "khuevan.config.cli")


def environment(folder: Path, **options: str) -> dict[str, str]:
    """The caller's environment without options of its own."""
    kept = {name: value for name, value in os.environ.items() if "KHUEVAN_" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "KHUEVAN_DATA_DIR": str(folder / "var"), **options}


def khuevan(folder: Path, *arguments: str, **options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(folder, **options),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start(folder: Path, *arguments: str, **options: str) -> "subprocess.Popen[str]":
    """Begins a command; its outputs are pipes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # tests begun in the background; a child would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(folder, **options),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return condition()
