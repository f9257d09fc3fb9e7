"""Materials over real HTTP: what a server of ours answers to large, hostile, doubled and broken uploads."""

import contextlib
import http.client
import json
import re
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from tests.config.processes import environment, free_port, start, wait_for
from tests.desk.test_calendars import read_twice
from tests.training import hostile as h

_FILL = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "khuevan.config.settings"
django.setup()
from tests.factories import SessionFactory, TrainingClassFactory, staff
made = TrainingClassFactory()
SessionFactory(training_class=made)
user = staff(made.office)
user.username = "hang"
user.set_password("mat-khau-dai-1")
user.save()
print(made.slug, made.pk)
"""
_BOUNDARY = "x-ranh-gioi-x"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Site:
    """A running server, and somebody signed in."""

    folder: Path
    port: int
    slug: str
    key: str
    cookies: dict[str, str]

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Cookie": jar, "Referer": self.page(), **headers})
            got = connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/can-bo/lop/{self.key}/tai-lieu/"

    def form(self, content: bytes, name: str = "bai.pdf") -> bytes:
        fields = {"csrfmiddlewaretoken": self.cookies["csrftoken"], "shared": "learners"}
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
        text = "".join(f"--{_BOUNDARY}\r\n{part}\r\n" for part in parts)
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="sent"; filename="{name}"\r\n\r\n'
        return text.encode() + head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()

    def send(self, content: bytes, name: str = "bai.pdf", accept: str = "application/json") -> Answer:
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        path = f"/can-bo/lop/{self.key}/tai-lieu/tai-len/"
        return self.ask("POST", path, self.form(content, name), **{"Content-Type": kind, "Accept": accept})

    def files(self) -> list[Path]:
        below = [self.folder / "var" / name for name in ("uploads", "media")]
        return [one for place in below for one in place.rglob("*") if one.is_file()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[dict[str, str]], None]) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    options = {"KHUEVAN_MATERIAL_LIMIT_MB": "20"}
    migrated(environment(folder))
    made = subprocess.run(
        [sys.executable, "-c", _FILL],
        env=environment(folder, PYTHONPATH=str(Path(__file__).parents[2])),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    serving = start(folder, "serve", "--port", str(port), **options)
    assert serving.stdout and str(port) in serving.stdout.readline()
    here = Site(folder, port, *made.stdout.split()[-2:], {})
    here.ask("GET", "/can-bo/dang-nhap/")
    form = {"csrfmiddlewaretoken": here.cookies["csrftoken"], "login": "hang", "password": "mat-khau-dai-1"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert here.ask("POST", "/can-bo/dang-nhap/", urllib.parse.urlencode(form).encode(), **kind).status == 302
    yield here
    serving.terminate()
    serving.communicate(timeout=30)


def test_a_file_far_beyond_the_limit_is_answered_on_the_page(site: Site) -> None:
    before = site.files()
    answer = site.send(h.PDF + bytes(80_000_000), accept="text/html")
    assert (answer.status, answer.headers["Location"]) == (303, site.page())
    page = site.ask("GET", urllib.parse.urlsplit(site.page()).path).body.decode()
    assert re.search(r'class="notice[^"]*is-warn', page) and "20" in page
    assert wait_for(lambda: site.files() == before, 5)


def test_who_asks_before_sending_is_answered_without_sending(site: Site) -> None:
    headers = {"Expect": "100-continue", "Content-Length": "200000000", "Accept": "application/json"}
    answer = site.ask("POST", f"/can-bo/lop/{site.key}/tai-lieu/tai-len/", None, **headers)
    assert answer.status == 413 and json.loads(answer.body)["error"]


@pytest.mark.parametrize("content", [h.PROGRAM, h.docm(), h.SVG_WITH_SCRIPT, h.HTML, h.mp4()[:-5]])
def test_a_hostile_file_is_answered_with_a_sentence_and_leaves_nothing(site: Site, content: bytes) -> None:
    before = site.files()
    answer = site.send(content)
    told = json.loads(answer.body)
    assert (answer.status, told["kept"], len(told["refused"])) == (422, 0, 1)
    assert wait_for(lambda: site.files() == before, 5)


def test_two_of_one_content_at_once_are_both_kept_in_one_file(site: Site) -> None:
    content, statuses = h.PDF + bytes(9_000_000), []
    before = len(site.files())
    threads = [threading.Thread(target=lambda: statuses.append(site.send(content).status)) for _turn in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert statuses == [200, 200] and wait_for(lambda: len(site.files()) == before + 1, 5)


def _half_sent(site: Site) -> http.client.HTTPConnection:
    body = site.form(h.PDF + bytes(9_000_000))
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.putrequest("POST", f"/can-bo/lop/{site.key}/tai-lieu/tai-len/")
    jar = "; ".join(f"{name}={value}" for name, value in site.cookies.items())
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    for name, value in {"Cookie": jar, "Content-Type": kind, "Content-Length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders(body[: len(body) // 2])
    return connection


def test_uploads_over_slow_lines_leave_the_site_open_to_others(site: Site) -> None:
    before = site.files()
    sending = [_half_sent(site) for _line in range(3)]
    assert wait_for(lambda: len(site.files()) == len(before) + 3, 20), "all three are received at once"
    assert [site.ask("GET", "/healthz").status for _turn in range(8)] == [200] * 8
    for connection in sending:
        connection.close()
    assert wait_for(lambda: site.files() == before, 20)


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(site: Site) -> None:
    before = site.files()
    connection = _half_sent(site)
    assert wait_for(lambda: len(site.files()) > len(before), 10), "it should have begun to arrive"
    connection.close()
    assert wait_for(lambda: site.files() == before, 20)


@pytest.mark.skipif(which("curl") is None, reason="curl is not installed")
def test_curl_fetches_days_that_both_parsers_read(site: Site) -> None:
    address = f"http://127.0.0.1:{site.port}/lop/{site.slug}/lich.ics"
    got = subprocess.run(["curl", "-sSf", address], capture_output=True, timeout=30, check=True)
    (event,) = read_twice(got.stdout.decode()).values()
    assert event["status"] == "CONFIRMED"
