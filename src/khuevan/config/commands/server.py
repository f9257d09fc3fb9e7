"""``khuevan serve``: migrations, static files, two web processes and the worker."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.utils.translation import gettext as _

from khuevan.core import periodic
from khuevan.core.errors import DomainError

WEB_PROCESSES = 2
START_DEADLINE = 60.0


def prepare() -> None:
    """Brings the database and the static files of the data folder up to date."""
    settings.KHUEVAN_DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def serve_command(arguments: argparse.Namespace) -> int:
    prepare()
    address = f"http://{arguments.host}:{arguments.port}/"
    return serve(arguments.host, arguments.port, on_ready=lambda: print(address, flush=True))


def serve(host: str, port: int, on_ready: Callable[[], None] | None = None) -> int:
    """Runs web and worker until a signal ends them; ``on_ready`` is called once the first page answers."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WEB_PROCESSES)]
    web += ["--blocking-threads", "1", "--host", host, "--port", str(port), "--no-ws", "--log-level", "warning"]
    processes = [
        subprocess.Popen([*web, "khuevan.config.wsgi:application"]),  # noqa: S603 - our own interpreter and words
        subprocess.Popen([sys.executable, "-m", "khuevan.config.cli", "worker"]),
    ]

    def end(_signal: int, _frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        _wait_until_ready(processes[0], port)
        if on_ready:
            on_ready()
        return _watch(processes)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _wait_until_ready(web: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_DEADLINE
    while time.monotonic() < deadline:
        if web.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DomainError(
        "server_did_not_start",
        _("The server did not start. Is port %(port)s in use? Try another with --port."),
        port=port,
    )


def _watch(processes: list["subprocess.Popen[bytes]"]) -> int:
    """Waits; when one process ends the others end too."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    return max(abs(process.poll() or 0) for process in processes) and 1


def worker_command(_arguments: argparse.Namespace) -> int:
    """The worker beside the web processes; ends with its parent."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_args: stop.set())
    signal.signal(signal.SIGINT, lambda *_args: stop.set())
    parent = os.getppid()
    threading.Thread(target=_stop_with_parent, args=(parent, stop), daemon=True).start()
    periodic.run_forever(stop)
    return 0


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    stop.set()


def manage(arguments: argparse.Namespace) -> int:
    execute_from_command_line(["khuevan manage", *arguments.arguments])
    return 0
