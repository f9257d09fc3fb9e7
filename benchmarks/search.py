"""How long finding somebody takes among a million people, beside the search of Django's admin over the same table.

    python benchmarks/search.py [--small] [--json] [--people N] [--database postgres://...]

Data: 1,000,000 people (``--small``: 20,000) with about the frequencies of Vietnamese names, nine in ten known to the
office of the reader and the others to a second one.  Server: granian, one process with one blocking thread, as
``khuevan serve`` runs each of its own.  Load: one connection of one process on the same machine, with the cookies a
browser has by then, that asks what officers type (``served/names.py``): names as far as they are typed, given names,
family names, beginnings of words, two and three words, telephone numbers, names of ethnic groups, nobody.  60 requests
of warm-up, then three runs with other queries, of which the median is printed.

``typed`` is the request that typing causes: ``GET /can-bo/danh-ba/?q=...`` by htmx, answered with the rows, the filters
and the numbers around them; p95 of the time inside the application is the figure (the target is below 30 ms).
``page`` is the whole page for the same words, ``admin`` the changelist of Django's admin with ``icontains`` over the
folded name.  ``answer`` is what the client waits; ``cpu`` is the processor time of the server alone, which a busy
machine leaves as it is.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.served.names import typed  # noqa: E402 - it is beside this file

WARM_UP = 60
RUNS = 3
TARGET = 30
TYPED = {"HX-Request": "true", "HX-Target": "danh-sach"}


@dataclass(frozen=True)
class Times:
    """Milliseconds of one run; ``kinds`` are medians inside the application by kind of query."""

    p50: float
    p95: float
    cpu_p50: float
    cpu_p95: float
    answer_p50: float
    answer_p95: float
    kinds: dict[str, float]


def fill(people: int) -> tuple[str, float]:
    """In a process of its own, with the database of the environment; gives the session and the seconds it took."""
    begin = time.monotonic()
    program = ROOT / "benchmarks" / "served" / "filling_people.py"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        [sys.executable, str(program), str(people)], check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    return str(json.loads(done.stdout.splitlines()[-1])["session"]), time.monotonic() - begin


@contextlib.contextmanager
def served(application: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "khuevan.config.web", "--interface", "wsgi", "--workers", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "1", "--no-ws"]
    command += ["--log-level", "error"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    server = subprocess.Popen([*command, application], env=environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        else:
            raise SystemExit("the server did not start")
        yield port
    finally:
        server.terminate()
        server.wait(20)


@dataclass(frozen=True)
class Asked:
    """Where words go, as whom, and with which headers."""

    port: int
    path: str
    session: str
    headers: dict[str, str]


def run(asked: Asked, seed: int, requests: int) -> Times:
    connection = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=120)
    headers = {"Cookie": f"sessionid={asked.session}", "Host": "127.0.0.1", **asked.headers}
    server, cpu, answer = [], [], []
    kinds: dict[str, list[float]] = defaultdict(list)
    for kind, words in islice(typed(seed), requests):
        begin = time.perf_counter()
        connection.request("GET", f"{asked.path}?q={quote(words)}", headers=headers)
        response = connection.getresponse()
        response.read()
        if token := re.search(r"csrftoken=\w+", response.getheader("Set-Cookie") or ""):
            headers["Cookie"] = f"sessionid={asked.session}; {token[0]}"
        answer.append((time.perf_counter() - begin) * 1000)
        if response.status != 200:
            raise SystemExit(f"{asked.path}?q={words}: {response.status}")
        server.append(float(response.getheader("X-Server-Ms") or 0))
        cpu.append(float(response.getheader("X-Server-Cpu-Ms") or 0))
        kinds[kind].append(server[-1])
    medians = {kind: round(statistics.median(values), 1) for kind, values in kinds.items()}
    return Times(_p(server, 50), _p(server, 95), _p(cpu, 50), _p(cpu, 95), _p(answer, 50), _p(answer, 95), medians)


def _p(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 1)


def median_run(asked: Asked, requests: int) -> Times:
    run(asked, 1, min(WARM_UP, requests))
    runs = [run(asked, 100 + number, requests) for number in range(RUNS)]
    return sorted(runs, key=lambda one: one.p95)[RUNS // 2]


def measure(database: str, people: int) -> dict[str, object]:
    few = people < 100_000
    with tempfile.TemporaryDirectory(prefix="khuevan-search-") as folder:
        os.environ.update(KHUEVAN_DATA_DIR=folder, KHUEVAN_DATABASE_URL=database, KHUEVAN_BASE_URL="http://127.0.0.1")
        os.environ["DJANGO_SETTINGS_MODULE"] = "khuevan.config.settings"
        session, filling = fill(people)
        path = "/can-bo/danh-ba/"
        with served("benchmarks.served.timed:application") as port:
            by_typing = median_run(Asked(port, path, session, TYPED), 120 if few else 600)
            page = median_run(Asked(port, path, session, {}), 60 if few else 200)
        with served("benchmarks.served.admin:application") as port:
            admin = median_run(Asked(port, "/admin/people/person/", session, {}), 40)
    return {
        "database": database.partition(":")[0] or "sqlite",
        "people": people,
        "filled_seconds": round(filling),
        "typed": vars(by_typing),
        "page": vars(page),
        "admin": vars(admin),
        "times_faster_p50": round(admin.p50 / by_typing.p50, 1),
        "times_faster_p95": round(admin.p95 / by_typing.p95, 1),
        "target_p95": TARGET,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--database", default="", help="postgres://... of an empty database; default: SQLite")
    arguments = parser.parse_args()
    result = measure(arguments.database, 20_000 if arguments.small else arguments.people)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return
    print(f"{result['people']:,} people on {result['database']}, filled in {result['filled_seconds']} s")
    for name in ("typed", "page", "admin"):
        times: dict[str, object] = result[name]  # type: ignore[assignment]
        print(f"  {name:6} " + ", ".join(f"{key} {value} ms" for key, value in times.items() if key != "kinds"))
        print("         " + ", ".join(f"{kind} {value}" for kind, value in times["kinds"].items()))  # type: ignore[attr-defined]
    times_faster = f"{result['times_faster_p50']} times as long at p50, {result['times_faster_p95']} at p95"
    print(f"  target of typed: p95 below {TARGET} ms; the admin takes {times_faster}")


if __name__ == "__main__":
    main()
