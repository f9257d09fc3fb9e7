"""``khuevan serve``: it says the truth about its port, and nothing of it stays when it ends, however it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from khuevan.config.commands import processes, server
from khuevan.core.errors import DomainError
from tests.config.processes import environment, free_port, khuevan, start, wait_for


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[dict[str, str]], None]) -> Path:
    """A data folder with tables and one office, so that a start takes seconds."""
    folder = tmp_path_factory.mktemp("prepared")
    migrated(environment(folder))
    done = khuevan(folder, "office", "add", "Sở Ngoại vụ", "--admin", "hang")
    assert done.returncode == 0, done.stderr
    return folder


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _ready(folder: Path, port: int, *arguments: str) -> "subprocess.Popen[str]":
    serving = start(folder, "serve", "--port", str(port), *arguments)
    assert serving.stdout
    line = serving.stdout.readline()
    if str(port) not in line:
        serving.kill()
        pytest.fail(f"{line} {serving.communicate(timeout=20)}")
    return serving


def test_a_port_in_use_is_said_in_one_sentence_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = khuevan(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(port) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "var" / "khuevan.sqlite3").exists()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        server.free_address("203.0.113.9", free_port())
    assert refusal.value.code == "address_not_ours"


@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1", "8e3"])
def test_a_port_out_of_range_is_a_wrong_call(tmp_path: Path, port: str) -> None:
    done = khuevan(tmp_path, "serve", "--port", port)
    assert done.returncode == 2
    assert "usage: khuevan" in done.stderr


@pytest.fixture
def stranger() -> Iterator[int]:
    """The port of a server that finds everything in order."""

    class Agreeable(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Agreeable) as other:
        thread = threading.Thread(target=other.serve_forever, daemon=True)
        thread.start()
        yield other.server_port
        other.shutdown()
        thread.join()


def test_the_answer_of_a_stranger_is_not_taken_for_ours(stranger: int) -> None:
    assert not server._answers("127.0.0.1", stranger, "word-of-this-start")


def test_a_start_for_the_network_answers_there_and_dies_whole_when_it_is_killed(prepared: Path) -> None:
    port = free_port()
    serving = _ready(prepared, port, "--host", "0.0.0.0")
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/", headers={"Host": f"{socket.gethostname()}:{port}"})
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        serving.kill()
        serving.communicate(timeout=20)  # returns once no process holds the pipes any more
    assert not _listens(port)


def test_a_request_to_end_is_followed(prepared: Path) -> None:
    port = free_port()
    serving = _ready(prepared, port)
    serving.terminate()
    _output, errors = serving.communicate(timeout=20)
    assert serving.returncode == 0, errors
    assert "Traceback" not in errors
    assert not _listens(port)


def test_ctrl_c_while_tables_are_made_ends_the_start_quietly(tmp_path: Path) -> None:
    serving = start(tmp_path, "serve", "--port", str(free_port()))
    assert wait_for((tmp_path / "var" / "khuevan.sqlite3").exists, 30)
    serving.send_signal(signal.SIGINT)
    _output, errors = serving.communicate(timeout=20)
    assert (serving.returncode, errors) == (130, "")


def test_ctrl_c_while_the_processes_begin_ends_the_start_quietly(prepared: Path) -> None:
    port = free_port()
    serving = start(prepared, "serve", "--port", str(port))
    own = Path(f"/proc/{serving.pid}/task/{serving.pid}/children")
    if not own.exists():
        serving.kill()
        serving.communicate(timeout=20)
        pytest.skip("this system does not show the children of a process")
    assert wait_for(lambda: bool(own.read_text().strip()), 30)
    serving.send_signal(signal.SIGINT)
    _output, errors = serving.communicate(timeout=20)
    assert serving.returncode == 130, errors
    assert "Traceback" not in errors
    assert not _listens(port)


def _children(pid: int) -> list[int]:
    own = Path(f"/proc/{pid}/task/{pid}/children")
    if not own.exists():
        pytest.skip("this system does not show the children of a process")
    return [int(word) for word in own.read_text().split()]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_whatever_is_killed_is_begun_again(prepared: Path) -> None:
    port = free_port()
    serving = _ready(prepared, port)
    try:
        web, worker = _children(serving.pid)
        for victim in (worker, web):
            os.kill(victim, signal.SIGKILL)
            assert wait_for(
                lambda gone=victim: len(_children(serving.pid)) == 2 and gone not in _children(serving.pid), 20
            )
            assert wait_for(lambda: _answers(port), 20)
        assert not Path(f"/proc/{web}").exists()
        new_web = next(pid for pid in _children(serving.pid) if _children(pid))
        assert wait_for(lambda: len(_children(new_web)) == 2, 20)
        inner, _other = _children(new_web)
        os.kill(inner, signal.SIGKILL)
        assert wait_for(lambda: len(_children(new_web)) == 2 and inner not in _children(new_web), 20)
        assert new_web in _children(serving.pid), "the server replaces its own without being begun again"
        assert wait_for(lambda: _answers(port), 20)
    finally:
        serving.terminate()
        _output, errors = serving.communicate(timeout=30)
    assert serving.returncode == 0, errors
    assert "Traceback" not in errors
    assert not _listens(port)


def test_what_ends_by_itself_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PAUSES", (0.0, 0.05, 0.1))
    with processes.running([[sys.executable, "-c", "raise SystemExit(3)"]], {}) as (ending,):
        begun = {ending.process.pid}
        assert wait_for(lambda: bool(begun.add(ending.process.pid)) or not ending.mend(), 30)
    assert len(begun) == 4


def test_what_is_killed_from_outside_is_never_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PAUSES", ())
    monkeypatch.setattr(processes, "KILLED_PAUSE", 0.02)
    with processes.running([[sys.executable, "-c", "import time; time.sleep(60)"]], {}) as (ending,):
        for _turn in range(5):
            victim = ending.process
            victim.kill()
            victim.wait()
            assert wait_for(lambda gone=victim: ending.mend() and ending.process is not gone, 10)


def test_a_server_whose_worker_cannot_run_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "PAUSES", ())
    monkeypatch.setattr(server, "_web", lambda _address, _port: [sys.executable, "-c", "raise SystemExit(1)"])
    monkeypatch.setattr(server, "_wait_until_ready", lambda *_arguments: None)
    monkeypatch.setattr(server, "ask_me", processes.Asked)
    monkeypatch.setenv("KHUEVAN_DATA_DIR", str(tmp_path))
    with pytest.raises(DomainError) as refusal:
        server.serve("127.0.0.1", free_port())
    assert refusal.value.code == "process_keeps_ending"


STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
print("up", flush=True)
time.sleep(60)
"""


def test_what_does_not_end_when_asked_is_ended_with_all_its_own(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "END_DEADLINE", 0.3)
    said = ""

    def both_up() -> bool:
        nonlocal said
        said += capfd.readouterr().out
        return said.count("up") == 2

    with processes.running([[sys.executable, "-c", STUBBORN]], {}) as (stubborn,):
        assert wait_for(both_up, 20)
    assert stubborn.process.returncode == -signal.SIGKILL
    assert wait_for(lambda: not _alive(stubborn.process.pid), 5), "killed too, though the kernel may take a moment"


def _alive(group: int) -> list[list[str]]:
    """The processes of a group that have not ended."""
    found = [_fields(stat) for stat in Path("/proc").glob("[0-9]*/stat")]
    return [fields for fields in found if fields[2:3] == [str(group)] and fields[0] not in {"Z", "X"}]


def _fields(stat: Path) -> list[str]:
    """State, parent, process group … of a process; nothing when it is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []
