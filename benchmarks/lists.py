"""How long a page of a long list takes while eight people ask at once, beside Django's own admin over the same rows.

    python benchmarks/lists.py [--small] [--json] [--database postgres://...]

Data: one class of 2,000 learners with ten half days, all marked, and a directory of 10,000 people (a fifth of each with
``--small``).  Server: granian, two processes as ``khuevan serve`` runs it, but with one blocking thread each, so
that a page waiting for its turn on a core is not counted as time inside the application.  Load: eight
connections of one process on the same machine, each asking for random pages of fifty rows, a third of them with a
search; 60 requests of warm-up, then three runs, of which the median is printed.

``server`` is the time inside the application, p95 in milliseconds (the target is below 75); ``answer`` is what the
client waits, which includes standing in line behind seven others on this machine's cores.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 8
WARM_UP = 60
RUNS = 3
WORDS = ("nguyen", "tran an", "ngoc", "h", "duc binh")


@dataclass(frozen=True)
class Target:
    """One list: where it is on the product and in the admin, and how many pages it has."""

    name: str
    product: str
    admin: str
    pages: int


@dataclass(frozen=True)
class Times:
    """Milliseconds of one run."""

    server_p50: float
    server_p95: float
    answer_p50: float
    answer_p95: float


def fill(people: int, learners: int) -> dict[str, object]:
    """Runs in a process of its own, with the database of the environment; prints what the load needs as JSON."""
    program = [sys.executable, "-m", "benchmarks.served.filling", str(people), str(learners)]
    done = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@contextlib.contextmanager
def served(application: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "khuevan.config.web", "--interface", "wsgi", "--workers", "2"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "1", "--no-ws"]
    command += ["--log-level", "error"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    server = subprocess.Popen([*command, application], env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


@dataclass(frozen=True)
class Asked:
    """What the connections ask for: a path with so many pages, named by a word in the query, as somebody signed in."""

    port: int
    path: str
    pages: int
    page_word: str
    session: str


def load(asked: Asked, requests: int) -> Times:
    """``requests`` pages over eight connections."""
    server: list[float] = []
    answer: list[float] = []
    lock = threading.Lock()
    failures: list[str] = []

    def client(seed: int) -> None:
        rng = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=60)
        headers = {"Cookie": f"sessionid={asked.session}", "Host": "127.0.0.1"}
        for _request in range(requests // CONNECTIONS):
            query = f"{asked.page_word}={rng.randint(1, asked.pages)}"
            if rng.random() < 1 / 3:
                query = f"q={rng.choice(WORDS).replace(' ', '+')}"
            begin = time.perf_counter()
            connection.request("GET", f"{asked.path}?{query}", headers=headers)
            response = connection.getresponse()
            body = response.read()
            taken = (time.perf_counter() - begin) * 1000
            with lock:
                if response.status != 200 or len(body) < 5_000:
                    failures.append(f"{asked.path}?{query}: {response.status}")
                answer.append(taken)
                server.append(float(response.getheader("X-Server-Ms") or 0))

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(failures[0])
    return Times(_p(server, 50), _p(server, 95), _p(answer, 50), _p(answer, 95))


def _p(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


def median_run(asked: Asked, requests: int) -> Times:
    load(asked, WARM_UP)
    runs = [load(asked, requests) for _run in range(RUNS)]
    return sorted(runs, key=lambda run: run.server_p95)[RUNS // 2]


def measure(database: str, *, small: bool) -> list[dict[str, object]]:
    people, learners, requests = (2_000, 400, 120) if small else (10_000, 2_000, 480)
    with tempfile.TemporaryDirectory(prefix="khuevan-lists-") as folder:
        os.environ.update(KHUEVAN_DATA_DIR=folder, KHUEVAN_DATABASE_URL=database, KHUEVAN_BASE_URL="http://127.0.0.1")
        os.environ["DJANGO_SETTINGS_MODULE"] = "khuevan.config.settings"
        known = fill(people, learners)
        pk, session = known["class"], str(known["session"])
        of_class = f"/can-bo/lop/{pk}"
        targets = [
            Target("learners", f"{of_class}/hoc-vien/", "/admin/nominations/enrollment/", learners // 50),
            Target("attendance", f"{of_class}/diem-danh/", "", learners // 50),
            Target("people", "/can-bo/danh-ba/", "/admin/people/person/", people // 50),
        ]
        rows = []
        with served("benchmarks.served.timed:application") as port:
            product = {t.name: median_run(Asked(port, t.product, t.pages, "trang", session), requests) for t in targets}
        with served("benchmarks.served.admin:application") as port:
            admin = {
                t.name: median_run(Asked(port, t.admin, t.pages, "p", session), requests) for t in targets if t.admin
            }
        for target in targets:
            row: dict[str, object] = {"database": database.partition(":")[0] or "sqlite", "list": target.name}
            row |= {f"khuevan_{key}": round(value, 1) for key, value in vars(product[target.name]).items()}
            if target.name in admin:
                row |= {f"admin_{key}": round(value, 1) for key, value in vars(admin[target.name]).items()}
            rows.append(row)
        return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", default="", help="postgres://... of an empty database; default: SQLite")
    arguments = parser.parse_args()
    rows = measure(arguments.database, small=arguments.small)
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(f"{row['list']} on {row['database']}, {CONNECTIONS} at once:")
        for name in ("khuevan", "admin"):
            if f"{name}_server_p95" in row:
                figures = ", ".join(f"{key} {row[f'{name}_{key}']} ms" for key in vars(Times(0, 0, 0, 0)))
                print(f"  {name:8} {figures}")


if __name__ == "__main__":
    main()
