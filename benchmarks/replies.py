"""How long agencies wait when all of them send their lists at the same time.

    python benchmarks/replies.py [--small] [--json] [--agencies 500] [--minutes 10] [--database postgres://...]

Each of 500 agencies opens the short address of one class, finds its name, sends a file of 20 people (Excel and Word in
turn), looks at the rows that were read, sends them, and downloads its own letter: eight pages and files with a moment
of thought between, by real HTTP from a browser that has nothing in its cache.  They come at random moments of ten
minutes (40 agencies in 40 seconds with ``--small``).  Server: ``khuevan serve`` as an office starts it, with its
worker, over SQLite, on the same machine as the load.

``upload`` is the answer to the file (it is read, row by row, in the sandbox; the target is p95 below 1.5 s), ``send``
the answer to the list, ``letter`` the Word file; seconds.  Any page that does not come, any answer that is not the
expected one, and any row that is not in the database exactly as it was sent, is an error.
"""

import argparse
import contextlib
import html.parser
import http.client
import io
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

import docx
import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.killed import free_port  # noqa: E402 - it is beside this file
from benchmarks.served.names import Names  # noqa: E402

PEOPLE = 20
THOUGHT = (0.2, 1.5)
"""Seconds between two pages."""
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại")
POSITIONS = ("Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng", "Văn thư", "Công chức Văn hóa - Xã hội")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OK, FOUND = 200, 302


# -- the lists


@dataclass(frozen=True)
class Reply:
    """What one agency is going to send."""

    quota: int
    agency: str
    names: list[str]
    file_name: str
    content: bytes

    @property
    def ending(self) -> str:
        return self.file_name.rsplit(".", 1)[1]


def replies(quotas: list[tuple[int, str]]) -> list[Reply]:
    names = Names(500)
    made = []
    for number, (quota, agency) in enumerate(quotas):
        rows = [_row(names, place, agency) for place in range(1, PEOPLE + 1)]
        ending = ("xlsx", "docx")[number % 2]
        content = (_workbook if ending == "xlsx" else _document)(agency, rows)
        made.append(Reply(quota, agency, [row[1] for row in rows], f"danh sach cu {number}.{ending}", content))
    return made


def _row(names: Names, place: int, agency: str) -> tuple[str, ...]:
    name, gender = names.full_name()
    word = "Nữ" if gender == "female" else "Nam"
    rng = names.rng
    return str(place), name, str(rng.randint(1966, 2001)), word, rng.choice(POSITIONS), agency, names.phone()


def _workbook(agency: str, rows: list[tuple[str, ...]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, agency.upper())
        page.write(1, 0, "DANH SÁCH CỬ HỌC VIÊN")
        for place, row in enumerate((HEADINGS, *rows), start=3):
            page.write_row(place, 0, row)
    return file.getvalue()


def _document(agency: str, rows: list[tuple[str, ...]]) -> bytes:
    document = docx.Document()
    document.add_paragraph(agency.upper())
    document.add_paragraph("DANH SÁCH CỬ HỌC VIÊN")
    table = document.add_table(0, len(HEADINGS))
    for row in (HEADINGS, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# -- the browser


class Form(html.parser.HTMLParser):
    """The fields of the form that is sent to ``action``, as they stand, and what the page loads beside itself."""

    def __init__(self, page: str, action: str = "") -> None:
        super().__init__()
        self.action = action
        self.fields: list[tuple[str, str]] = []
        self.loaded: list[str] = []
        self._is_inside = False
        self._choice = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if (tag == "link" and values.get("rel") == "stylesheet") or tag == "script":
            self.loaded += [values[name] for name in ("href", "src") if name in values]
        if tag == "form":
            self._is_inside = values.get("method", "").lower() == "post" and values.get("action", "") in {
                "",
                self.action,
            }
        if self._is_inside:
            self._field(tag, values)

    def _field(self, tag: str, values: dict[str, str]) -> None:
        name, kind = values.get("name", ""), values.get("type", "text")
        if tag == "input" and name and kind not in {"submit", "button", "file"}:
            if kind not in {"checkbox", "radio"} or "checked" in values:
                self.fields.append((name, values.get("value", "")))
        elif tag == "textarea" and name:
            self.fields.append((name, ""))
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and "selected" in values:
            self.fields.append((self._choice, values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        if tag == "select":
            self._choice = ""


class UnexpectedAnswerError(Exception):
    """A page that a person would not have got past."""


class Browser:
    """One person at one computer: cookies, one connection, and how long each kind of page took in seconds."""

    def __init__(self, port: int, seed: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.rng = random.Random(seed)
        self.times: dict[str, float] = {}

    def get(self, path: str, kind: str = "") -> bytes:
        status, place, body = self._ask("GET", path, b"", {}, kind)
        if status == FOUND:  # one name was meant
            status, _place, body = self._ask("GET", place, b"", {}, kind)
        if status != OK:
            raise UnexpectedAnswerError(f"GET {path} answered {status}")
        return body

    def page(self, path: str, kind: str = "") -> str:
        time.sleep(self.rng.uniform(*THOUGHT))
        return self.get(path, kind).decode()

    def post(self, path: str, body: bytes, content_type: str, kind: str) -> str:
        """The address that follows."""
        time.sleep(self.rng.uniform(*THOUGHT))
        status, place, answer = self._ask("POST", path, body, {"Content-Type": content_type}, kind)
        if status != FOUND or not place:
            said = re.findall(r'class="[^"]*(?:error|alert)[^"]*"[^>]*>([^<]+)', answer.decode(errors="replace"))
            raise UnexpectedAnswerError(f"POST {path} answered {status} {said[:3]}")
        return place

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], kind: str) -> tuple[int, str, bytes]:
        sent = {"Host": self.host, "Origin": f"http://{self.host}", "Accept-Encoding": "gzip", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "GET":
            sent.pop("Origin")
            sent.pop("Accept-Encoding")
        begin = time.perf_counter()
        self.connection.request(method, path, body or None, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        if kind:
            self.times[kind] = time.perf_counter() - begin
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        return answer.status, urllib.parse.urlsplit(answer.headers.get("Location", "")).path, content


def multipart(fields: list[tuple[str, str]], name: str, reply: Reply) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{reply.file_name}"\r\n'
        f"Content-Type: {TYPES[reply.ending]}\r\n\r\n".encode()
    )
    return b"".join([*parts, reply.content, f"\r\n--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def answer(browser: Browser, code: str, reply: Reply) -> None:
    """From the QR code on the letter to the agency's own letter."""
    first = Form(browser.page(f"/moi/{code}/", "call"))
    for path in first.loaded:
        browser.get(path)
    place = f"/moi/{code}/{reply.quota}/"
    browser.page(f"/moi/{code}/?{urllib.parse.urlencode({'ten': reply.agency[-10:]})}")
    upload = Form(browser.page(f"{place}tep/"), f"{place}tep/")
    body, content_type = multipart(upload.fields, "file", reply)
    rows = browser.post(f"{place}tep/", body, content_type, "upload")
    written = Form(browser.page(rows, "rows"), rows)
    fields = [one for one in written.fields if one[0] not in {"sender_name", "sender_phone", "viec"}]
    fields += [("sender_name", "Người Gửi"), ("sender_phone", "0900123456"), ("viec", "gui")]
    form_type = "application/x-www-form-urlencoded"
    done = browser.post(rows, urllib.parse.urlencode(fields).encode(), form_type, "send")
    browser.page(done)
    if not browser.get(f"{place}cong-van.docx", "letter").startswith(b"PK"):
        raise UnexpectedAnswerError("the letter is no Word file")


# -- the run


@dataclass
class Result:
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, browser: Browser, trouble: str) -> None:
        with self.lock:
            for kind, seconds in browser.times.items():
                self.times.setdefault(kind, []).append(seconds)
            if trouble:
                self.errors.append(trouble)


def load(port: int, code: str, wanted: list[Reply], seconds: float, seed: int) -> Result:
    """Every agency at its own moment of ``seconds``."""
    result = Result()
    rng = random.Random(seed)
    begin = time.monotonic() + 1

    def agency(reply: Reply, at: float) -> None:
        time.sleep(max(0.0, begin + at - time.monotonic()))
        browser = Browser(port, reply.quota)
        trouble = ""
        try:
            answer(browser, code, reply)
        except (UnexpectedAnswerError, OSError, http.client.HTTPException) as error:
            trouble = f"{reply.agency}: {type(error).__name__} {error}"
        result.take(browser, trouble)

    threads = [threading.Thread(target=agency, args=(reply, rng.uniform(0, seconds))) for reply in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return result


def inside(*arguments: object) -> dict[str, object]:
    program = ROOT / "benchmarks" / "served" / "filling_replies.py"
    done = subprocess.run(
        [sys.executable, str(program), *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "khuevan.config.cli", "serve", "--port", str(port)]
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            if not server.stdout or str(port) not in server.stdout.readline():
                raise SystemExit(f"the server did not start: {(folder / 'serve.log').read_text()[-2000:]}")
            yield port
        finally:
            server.terminate()
            server.wait(30)


def lost(found: dict[str, object], wanted: list[Reply]) -> list[str]:
    """What is not in the database exactly as it was sent."""
    rows = found["rows"]
    assert isinstance(rows, dict)
    return [reply.agency for reply in wanted if rows.get(str(reply.quota)) != reply.names]


def measure(options: argparse.Namespace) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="khuevan-replies-") as name:
        folder = Path(name)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("KHUEVAN_")}
        os.environ.clear()
        os.environ.update(
            kept,
            DJANGO_SETTINGS_MODULE="khuevan.config.settings",
            PYTHONPATH=f"{ROOT}:{ROOT / 'src'}",
            KHUEVAN_DATA_DIR=str(folder / "var"),
            KHUEVAN_DATABASE_URL=options.database,
        )
        made = inside(options.agencies)
        wanted = replies(made["quotas"])  # type: ignore[arg-type]
        with served(folder) as port:
            result = load(port, str(made["code"]), wanted, options.minutes * 60, options.seed)
        found = inside("examine")
        if result.errors:
            sys.stderr.write((folder / "serve.log").read_text()[-20_000:])
    return {
        "agencies": options.agencies,
        "minutes": options.minutes,
        "seed": options.seed,
        **{kind: _figures(seconds) for kind, seconds in sorted(result.times.items())},
        "answers_sent": found["sent"],
        "rows": sum(map(len, found["rows"].values())),  # type: ignore[attr-defined]
        "lists_not_as_sent": lost(found, wanted),
        "errors": result.errors,
    }


def _figures(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    figures = {"p50": statistics.median(ordered), "p95": p95, "max": ordered[-1]}
    return {name: round(value, 3) for name, value in figures.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--small", action="store_true", help="40 agencies in 40 seconds")
    parser.add_argument("--agencies", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=10, help="in which all agencies come")
    parser.add_argument("--seed", type=int, default=2026, help="of the moments at which they come")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; default SQLite")
    options = parser.parse_args()
    if options.small:
        options.agencies, options.minutes = 40, 40 / 60
    result = measure(options)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for name, value in result.items():
            print(f"{name:18} {value}")
    return 1 if result["errors"] or result["lists_not_as_sent"] else 0


if __name__ == "__main__":
    sys.exit(main())
