"""Certificates issued while worker and web processes are killed with SIGKILL at random moments.

Each round begins a real ``khuevan serve`` over one installation, starts the job by HTTP as an officer's browser does,
reads the progress page several times a second, and kills every now and then the worker, the web server's first process
or one of its two others.  The round holds when the job ends by itself, the register has the numbers 1 to N, the media
folder exactly one file for each, every file was stored once, and the page never claimed more files than there were,
nor fewer than it had claimed before.

Linux only.  Load generator: this process; nothing is timed but the rounds.  Medians over the rounds; without rivals,
because what others do after a kill is not to go on.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tools import blank  # noqa: E402 - after the path is known

COMMAND = (sys.executable, "-m", "khuevan.config.cli")
ROUND_DEADLINE = 600.0
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Điểu", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLES = ("Văn", "Thị", "Hữu", "Ngọc", "Quốc", "Thu", "Minh", "Bích", "Thanh", "Đức")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Loan", "Nghĩa", "Oanh", "Phúc", "Quỳnh", "Tuyền")
SIGNED = {
    "issued_on": "04/10/2019",
    "signature": "moi",
    "authority": "GIÁM ĐỐC SỞ THỬ NGHIỆM",
    "title": "GIÁM ĐỐC",
    "signer": "Vũ Sỹ Thắng",
    "signer_post": "Giám đốc",
}


@dataclass
class Round:
    """What happened in one round.  ``troubles`` are promises that were broken."""

    kills: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    unanswered: int = 0
    seconds: float = 0.0
    longest_standstill: float = 0.0
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """A class whose results are approved, and an officer who is signed in."""

    training_class: int
    register: int
    session: str


# -- inside the installation: run by this script in processes of their own


def prepare(count: int) -> None:
    """Makes a class of ``count`` learners by the verbs; prints a Prepared as JSON."""
    from django.test import Client

    from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
    from khuevan.certificates.domain.issuing import open_register
    from khuevan.people.enums import RoleKind
    from khuevan.people.models import User
    from tests.factories import OfficeFactory, OrganizationFactory, UserFactory, staff
    from tests.factories.worlds import world

    for made in (OfficeFactory, OrganizationFactory, UserFactory):
        made.reset_sequence(User.objects.count() * 10)  # each round is a process of its own
    names = [f"{family} {middle} {given}" for given, middle, family in product(GIVEN, MIDDLES, FAMILIES)]
    here = world(names=tuple(names[:count]))
    for half_day in here.sessions:
        here.mark(half_day)
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(staff(here.office, RoleKind.LEADER), here.training_class)
    book = open_register(here.officer, office=here.office, year=2019, symbol="GCN-STN")
    browser = Client()
    browser.force_login(here.officer)
    print(json.dumps([here.training_class.pk, book.pk, browser.session.session_key]))


def examine(training_class: int, register: int) -> None:
    """Prints as JSON what the database says: numbers, file names, how often each was stored, state of the jobs."""
    from khuevan.certificates.models import Certificate
    from khuevan.core.models import AuditEntry, Job

    certificates = Certificate.objects.filter(register=register).order_by("number")
    keys = [str(key) for key in certificates.values_list("pk", flat=True)]
    stored = AuditEntry.objects.filter(verb="certificates.store_file", subject_id__in=keys)
    jobs = Job.objects.filter(subject_type="training.trainingclass", subject_id=str(training_class))
    found = {
        "numbers": list(certificates.values_list("number", flat=True)),
        "files": list(certificates.values_list("file", flat=True)),
        "stored": stored.count(),
        "jobs": list(jobs.values_list("state", "done", "total", "trouble", "result")),
    }
    print(json.dumps(found))


def inside(environment: dict[str, str], *arguments: object) -> object:
    command = [sys.executable, __file__, "--inside", *map(str, arguments)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


# -- the browser


class Browser:
    """Goes on when a page does not come: that is what this is about."""

    def __init__(self, port: int, session: str) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.session = session
        self.token = "k" * 32
        self.refusals: list[str] = []

    def get(self, path: str) -> str | None:
        return self._open(urllib.request.Request(self.base + path))[1]

    def post(self, path: str, data: dict[str, str]) -> str | None:
        """The address it ended at."""
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.token}).encode()
        headers = {"Origin": self.base, "Referer": f"{self.base}/"}
        return self._open(urllib.request.Request(self.base + path, body, headers))[0]

    def _open(self, request: urllib.request.Request) -> tuple[str | None, str | None]:
        request.add_header("Cookie", f"sessionid={self.session}; csrftoken={self.token}")
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return urllib.parse.urlsplit(answer.url).path, answer.read().decode()
        except urllib.error.HTTPError as error:
            self.refusals.append(f"{request.selector} answered {error.code}")
            return None, None
        except (OSError, http.client.HTTPException):  # the process that answered was killed
            return None, None


# -- the victims


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def victims(serve: int) -> list[tuple[str, int]]:
    found = []
    for child in children(serve):
        words = command_of(child)
        if " worker" in words:
            found += [("worker", child)] * 3  # as often as the three of the web together
        elif "config.web" in words:
            found.append(("web server", child))
            found += [("web process", one) for one in children(child) if "config.web" in command_of(one)]
    return found


def kill_one(serve: int, chance: random.Random) -> str | None:
    candidates = victims(serve)
    if not candidates:
        return None
    name, pid = chance.choice(candidates)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return None
    return name


# -- one round


class Watched:
    """One round: a class, a server, and the page of its job."""

    def __init__(self, environment: dict[str, str], options: argparse.Namespace, chance: random.Random) -> None:
        self.environment = environment
        self.media = Path(environment["KHUEVAN_DATA_DIR"]) / "media"
        self.count: int = options.certificates
        self.chance = chance
        self.kill_every: float = options.kill_every
        self.most_kills: int = options.most_kills
        self.round = Round()
        self.made = Prepared(*inside(environment, "prepare", self.count))  # type: ignore[misc]

    def run(self, port: int) -> Round:
        command = [*COMMAND, "serve", "--port", str(port)]
        log = (self.media.parent / "serve.log").open("a")
        serve = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            if not serve.stdout or str(port) not in serve.stdout.readline():
                raise RuntimeError(f"the server did not start: {Path(log.name).read_text()[-2000:]}")
            began = time.monotonic()
            browser = Browser(port, self.made.session)
            self._issue(browser, serve)
            self.round.troubles += browser.refusals
            self.round.seconds = time.monotonic() - began
        finally:
            serve.terminate()
            serve.wait(30)
            log.close()
        if serve.returncode:
            self._say(f"the server ended with {serve.returncode}")
        self._examine()
        return self.round

    def _issue(self, browser: Browser, serve: "subprocess.Popen[str]") -> None:
        job = None
        next_kill = time.monotonic() + self.kill_every * self.chance.random()
        deadline = moved = time.monotonic()
        deadline += ROUND_DEADLINE
        claimed = 0
        while time.monotonic() < deadline:
            if time.monotonic() >= next_kill and self.round.kills.total() < self.most_kills:
                name = kill_one(serve.pid, self.chance)
                self.round.kills.update([name] if name else [])
                next_kill = time.monotonic() + self.kill_every * self.chance.uniform(0.2, 1.8)
            if serve.poll() is not None:
                return self._say("the server ended by itself")
            if job is None:  # as somebody who clicks again when no page comes
                fields = {**SIGNED, "register": str(self.made.register)}
                job = browser.post(f"/can-bo/lop/{self.made.training_class}/giay-chung-nhan/cap/", fields)
                continue
            page = browser.get(job)
            self.round.looks += 1
            if page is None:
                self.round.unanswered += 1
                time.sleep(0.1)
                continue
            done, is_over = self._look(page)
            if done < claimed:
                self._say(f"the page went back from {claimed} to {done}")
            if done > claimed:
                self.round.longest_standstill = max(self.round.longest_standstill, time.monotonic() - moved)
                moved = time.monotonic()
            claimed = done
            if is_over:
                return None
            time.sleep(0.15)
        return self._say("the job did not come to its end")

    def _look(self, page: str) -> tuple[int, bool]:
        """How many files the page claims, and whether it says that the job is over."""
        figures = re.search(r'<progress[^>]*max="(\d+)"[^>]*value="(\d+)"', page.replace("\n", " "))
        done, total = (int(figures[2]), int(figures[1])) if figures else (0, self.count)
        there = len(self._files())
        if done > there:
            self._say(f"the page claims {done} files, there are {there}")
        if total != self.count:
            self._say(f"the page says {total} in all")
        is_over = "hx-get" not in page
        if is_over and "state-done" not in page:
            self._say("the job stopped: " + " ".join(re.findall(r'role="alert">.*?</div>', page, re.DOTALL)))
        return done, is_over

    def _files(self) -> list[Path]:
        return sorted(self.media.glob(f"certificates/2019/2019-{self.made.register}-*.pdf"))

    def _examine(self) -> None:
        found = inside(self.environment, "examine", self.made.training_class, self.made.register)
        assert isinstance(found, dict)
        there = [str(path.relative_to(self.media)) for path in self._files()]
        everything = [path for path in self.media.rglob(f"*2019-{self.made.register}-*") if path.is_file()]
        checks = {
            "the numbers are not 1 to N": found["numbers"] == list(range(1, self.count + 1)),
            "the files are not those of the register": sorted(found["files"]) == there,
            "there are other files": len(everything) == self.count,
            "a file is not whole": all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in everything),
            f"files were stored {found['stored']} times": found["stored"] == self.count,
            f"the jobs are {found['jobs']}": found["jobs"] == [["done", self.count, self.count, "", []]],
        }
        for trouble, holds in checks.items():
            if not holds:
                self._say(trouble)

    def _say(self, trouble: str) -> None:
        self.round.troubles.append(trouble)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def installation(folder: Path, database: str, redis: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "KHUEVAN_" not in name}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "KHUEVAN_DATA_DIR": str(folder / "var"),
        "KHUEVAN_DATABASE_URL": database,
        "KHUEVAN_REDIS_URL": redis,
    }
    if not database:
        blank.put_into(environment["KHUEVAN_DATA_DIR"])
    subprocess.run([*COMMAND, "manage", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    return environment


def measure(options: argparse.Namespace) -> dict[str, object]:
    rounds = []
    with tempfile.TemporaryDirectory(prefix="khuevan-killed-") as folder:
        environment = installation(Path(folder), options.database, options.redis)
        for number in range(options.rounds):
            chance = random.Random(f"{options.seed}-{number}")
            rounds.append(Watched(environment, options, chance).run(free_port()))
            if not options.json:
                print(f"{number + 1}/{options.rounds}", rounds[-1], flush=True)
        if any(one.troubles for one in rounds):
            sys.stderr.write((Path(folder) / "var" / "serve.log").read_text()[-20_000:])
    kills: Counter[str] = sum((one.kills for one in rounds), Counter())
    return {
        "seed": options.seed,
        "rounds": options.rounds,
        "certificates_a_round": options.certificates,
        "kills": dict(kills),
        "seconds_a_round": round(statistics.median(one.seconds for one in rounds), 1),
        "longest_standstill_s": round(max(one.longest_standstill for one in rounds), 1),
        "pages_read": sum(one.looks for one in rounds),
        "pages_unanswered": sum(one.unanswered for one in rounds),
        "troubles": [f"round {number}: {one}" for number, each in enumerate(rounds, 1) for one in each.troubles],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--small", action="store_true", help="a short run, under 50 seconds")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--certificates", type=int, default=500)
    parser.add_argument("--kill-every", type=float, default=2.0, metavar="SECONDS", help="on average")
    parser.add_argument("--most-kills", type=int, default=60, help="in a round, so that it ends on a slow machine")
    parser.add_argument("--seed", default=str(time.time_ns() % 1_000_000), help="of the moments of the kills")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; default SQLite")
    parser.add_argument("--redis", default="", metavar="URL", help="wakes the worker by Redis")
    options = parser.parse_args()
    if options.small:
        options.rounds, options.certificates = 1, 60
    result = measure(options)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for name, value in result.items():
            print(f"{name:22} {value}")
    return 1 if result["troubles"] else 0


def run_inside(what: str, *numbers: str) -> None:
    import django

    django.setup()
    {"prepare": prepare, "examine": examine}[what](*map(int, numbers))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        run_inside(*sys.argv[2:])
    else:
        sys.exit(main())
