"""``khuevan serve``: migrations, static files, two web processes and the worker."""

import argparse
import contextlib
import errno
import http.client
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from django.core.management import execute_from_command_line
from django.utils.translation import gettext as _

from khuevan.config import addresses, lifeline
from khuevan.config.commands import preparing
from khuevan.config.commands.processes import END_DEADLINE, Asked, ask_me, running
from khuevan.core import periodic
from khuevan.core.errors import DomainError
from khuevan.core.jobs.running import work

WEB_PROCESSES = 2
BLOCKING_THREADS = 4
"""Of each process: an upload over a slow line keeps one busy until its last byte has come."""
START_DEADLINE = 60.0


def serve_command(arguments: argparse.Namespace) -> int:
    free_address(arguments.host, arguments.port)
    with preparing.alone():
        preparing.migrate_and_collect()
    address = f"{addresses.url(arguments.host, arguments.port)}/"
    return serve(arguments.host, arguments.port, on_ready=lambda: print(address, flush=True))


def serve(host: str, port: int, on_ready: Callable[[], None] | None = None) -> int:
    """Runs web and worker until a signal ends them; ``on_ready`` is called once the first page answers.

    A process that ends unasked, even by SIGKILL, is begun again.  Returns 0 after a signal, 128 and the signal when it
    came before all was ready.  Raises ``process_keeps_ending`` when one cannot be kept alive.
    """
    address = free_address(host, port)
    start = secrets.token_urlsafe(16)
    environment = {**os.environ, lifeline.PARENT: str(os.getpid()), lifeline.START: start}
    worker = [sys.executable, "-m", "khuevan.config.cli", "worker"]
    asked = ask_me()
    with running([_web(address, port), worker], environment) as kept:
        _wait_until_ready(kept[0].process, address, port, start, asked)
        if asked.signal:
            return 128 + asked.signal
        if on_ready:
            on_ready()
        while not asked.signal:
            if not all(one.mend() for one in kept):
                raise DomainError(
                    "process_keeps_ending",
                    _("A part of the program ends right after its start, again and again. The lines above say why."),
                )
            time.sleep(0.2)
        return 0


def _web(address: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "khuevan.config.web", "--interface", "wsgi", "--workers", str(WEB_PROCESSES)]
    command += ["--host", address, "--port", str(port), "--blocking-threads", str(BLOCKING_THREADS), "--no-ws"]
    command += ["--log-level", "warning", "--respawn-failed-workers"]
    command += ["--no-access-log"]  # addresses of personal links are secrets
    # A little before we lose patience with granian itself.
    return [*command, "--workers-kill-timeout", str(int(END_DEADLINE) - 2), "khuevan.config.wsgi:application"]


def free_address(host: str, port: int) -> str:
    """The number of ``host`` after a proof that the port can be had there.

    Granian's processes share a port, so they would also share it with a stranger without a word.
    """
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise _refusal(error, host, port) from error
    return str(place[0])


def _refusal(error: OSError, host: str, port: int) -> DomainError:
    if error.errno == errno.EADDRINUSE:
        text = _("Port %(port)s is in use by another program. Try another with --port.")
        return DomainError("port_in_use", text, port=port)
    if error.errno == errno.EACCES:
        text = _("Port %(port)s is kept for the administrator of this machine. Try one from 1024 up with --port.")
        return DomainError("port_not_allowed", text, port=port)
    text = _("This machine has no address %(host)s to listen on. Check --host.")
    return DomainError("address_not_ours", text, host=host)


def _wait_until_ready(web: "subprocess.Popen[bytes]", address: str, port: int, start: str, asked: Asked) -> None:
    """Returns when this start's own server answers, or when we were asked to end."""
    deadline = time.monotonic() + START_DEADLINE
    while time.monotonic() < deadline and web.poll() is None:
        if asked.signal or _answers(addresses.within(address), port, start):
            return
        time.sleep(0.1)
    if asked.signal:
        return
    raise DomainError(
        "server_did_not_start",
        _("The server did not start. Is port %(port)s in use? Try another with --port."),
        port=port,
    )


def _answers(address: str, port: int, start: str) -> bool:
    connection = http.client.HTTPConnection(address, port, timeout=2)  # past any proxy of the environment
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status == 200 and answer.getheader(lifeline.START_HEADER) == start
    return False


def worker_command(_arguments: argparse.Namespace) -> int:
    """A worker: beside the web processes, whose parent it ends with, or by itself on this or another machine."""
    asked = ask_me()
    lifeline.end_with_parent()
    beside = threading.Thread(target=periodic.run_forever, args=(asked,), name="periodic", daemon=True)
    beside.start()
    work(asked)
    beside.join(timeout=10)  # a message being sent is sent to its end, so that nobody has to guess whether it arrived
    return 0


def manage(arguments: argparse.Namespace) -> int:
    execute_from_command_line(["khuevan manage", *arguments.arguments])
    return 0
