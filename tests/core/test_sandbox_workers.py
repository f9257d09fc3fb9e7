"""Workers answer many requests, whatever becomes of one of them; Typst is the one we have."""

import dataclasses
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fontpkg_noto_serif
import pytest

from khuevan.core.sandbox import typesetting, workers
from khuevan.core.sandbox.children import Child, Crashed, Late, Limits, Overrun, Program, SandboxError
from khuevan.core.sandbox.typesetting import SEVERAL_PAGES, TypesettingError, typeset
from tests.core.test_sandbox import wait_until_gone

HERE = Path(__file__).parent
FONTS = [Path(fontpkg_noto_serif.ROOT) / "files"]
WANTON = Program("wanton", limits=Limits(memory=512 * 1024 * 1024, cpu_seconds=0), folders=(HERE,))


@pytest.fixture(autouse=True)
def _own_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers of one test meet no other test."""
    own = workers._Pool()
    monkeypatch.setattr(workers, "_pool", own)
    yield
    own.close()


def ask(what: str, *, seconds: float = 20, idle_seconds: float = 60, busy_seconds: int = 60, **more: object) -> str:
    request = {"do": what, **more}
    return workers.ask(WANTON, request, seconds=seconds, idle_seconds=idle_seconds, busy_seconds=busy_seconds).decode()


def sleep(long: float, *, seconds: float = 20) -> str:
    request = {"do": "sleep", "seconds": long}
    return workers.ask(WANTON, request, seconds=seconds, idle_seconds=60, busy_seconds=60).decode()


def number(*, idle_seconds: float = 60) -> int:
    return int(ask("number", idle_seconds=idle_seconds))


def test_one_child_answers_request_after_request() -> None:
    words = "Nguyễn Thị Ánh " * 100_000
    assert ask("say", words=words) == words
    assert number() == number()


def test_a_refused_request_says_why_and_costs_nothing() -> None:
    before = number()
    with pytest.raises(workers.Refused, match="because"):
        ask("refuse")
    assert number() == before


def test_what_a_library_prints_is_no_answer() -> None:
    assert ask("print") == "done"
    assert ask("say", words="x") == "x"


@pytest.mark.parametrize("what", ["loop", "sleep"])
def test_each_request_has_its_own_time(what: str) -> None:
    before = number()
    began = time.monotonic()
    with pytest.raises(Late):
        sleep(60, seconds=0.5) if what == "sleep" else ask(what, seconds=0.5)
    assert time.monotonic() - began < 5
    wait_until_gone(before)
    assert number() != before
    for _turn in range(3):  # together longer than one may take
        sleep(0.3, seconds=0.8)


def test_processor_time_is_for_one_request_and_bounded_even_without_a_clock() -> None:
    began = time.monotonic()
    with pytest.raises(Overrun):
        ask("loop", seconds=60, busy_seconds=0)
    assert time.monotonic() - began < 30
    for _turn in range(2):
        assert ask("work", seconds=60, busy_seconds=1) == "done"


def test_a_request_that_kills_its_worker_fails_and_the_next_does_not() -> None:
    with pytest.raises(Overrun):
        ask("die")
    assert ask("say", words="x") == "x"


def test_a_request_that_wants_too_much_memory_fails_and_the_next_does_not() -> None:
    with pytest.raises(Overrun):
        ask("much")
    assert ask("say", words="x") == "x"


def test_a_worker_killed_between_two_requests_is_replaced_unnoticed() -> None:
    before = number()
    os.kill(before, signal.SIGKILL)
    assert ask("say", words="x") == "x"
    assert number() != before


def test_a_worker_killed_in_the_middle_is_replaced_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    before = number()
    threading.Timer(0.3, os.kill, (before, signal.SIGKILL)).start()
    with caplog.at_level(logging.WARNING):
        assert sleep(1) == "done"
    assert "status -9" in caplog.text
    assert number() != before


def _interrupted(*_arguments: object) -> bytes:
    raise KeyboardInterrupt


def test_an_answer_nobody_waited_for_is_not_given_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("say", words="a") == "a"
    with monkeypatch.context() as interrupted:
        interrupted.setattr(Child, "take", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            ask("say", words="b")
    assert ask("say", words="c") == "c"


def test_an_idle_worker_leaves_and_comes_back_when_asked() -> None:
    before = number(idle_seconds=0.2)
    wait_until_gone(before)
    assert number(idle_seconds=0.2) != before


@pytest.mark.parametrize("words", ["b'?'", "b'+' + bytes([255] * 8)", "b'+' + bytes(7)", "b''"])
def test_an_answer_out_of_shape_is_no_answer(words: str, tmp_path: Path) -> None:
    answer = f"os.read(0, 9) and os.write(1, ({words}).ljust(9)) and 0"
    (tmp_path / "shapeless.py").write_text(f"import os\ndef prepare(settings):\n    return lambda: {answer}\n")
    with pytest.raises(SandboxError):
        workers.ask(Program("shapeless", folders=(tmp_path,)), {}, seconds=20)


def test_a_worker_that_cannot_be_imported_is_a_fault_of_the_installation() -> None:
    with pytest.raises(RuntimeError):
        workers.ask(Program("not_there"), {}, seconds=20)


def test_threads_take_turns_and_get_each_its_own_answer() -> None:
    def say(turn: int) -> bool:
        words = f"{turn} " * 20_000
        return ask("say", words=words) == words

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(say, range(40)))
        assert len(set(threads.map(lambda _turn: number(), range(8)))) == 1


def test_a_worker_outlives_the_thread_that_asked_first() -> None:
    """The kernel tells a child of the death of the thread that started it."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(number()))
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert number() == found[0]


def test_there_are_never_many_workers() -> None:
    first = number(idle_seconds=100)
    found = [number(idle_seconds=101 + turn) for turn in range(workers._MOST_WORKERS)]
    wait_until_gone(first)
    assert number(idle_seconds=101) == found[0]


def run(program: str) -> str:
    begin = f"import sys\nsys.path[:0] = {[str(HERE.parents[1]), *sys.path]!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + textwrap.dedent(program)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def test_a_forked_process_has_workers_of_its_own() -> None:
    told = run("""
        import json, os, warnings
        warnings.simplefilter("ignore")  # Python warns of what is tried here: a fork beside a thread
        from tests.core.test_sandbox_workers import number, workers
        before = number()
        workers._pool._workers[next(iter(workers._pool._workers))]._turn.acquire()  # another thread is just asking
        reading, writing = os.pipe()
        if not os.fork():
            os.write(writing, json.dumps([number(), number()]).encode())
            sys.exit()
        own = json.loads(os.read(reading, 100))
        os.wait()
        workers._pool._workers[next(iter(workers._pool._workers))]._turn.release()
        print(json.dumps([before, *own, number()]))
    """)
    before, own, own_again, after = json.loads(told)
    assert before == after
    assert own == own_again != before
    wait_until_gone(before, own)


def test_an_ordinary_end_leaves_no_worker() -> None:
    process = int(run("from tests.core.test_sandbox_workers import number\nprint(number())"))
    wait_until_gone(process)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a busy worker ends with its request")
def test_a_killed_parent_leaves_no_busy_worker() -> None:
    program = f"""import sys\nsys.path[:0] = {[str(HERE.parents[1]), *sys.path]!r}
from tests.core.test_sandbox_workers import ask, number
print(number(), flush=True)
ask("loop", seconds=60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        process = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    wait_until_gone(process)


def template(folder: Path, text: str) -> Path:
    path = folder / "page.typ"
    path.write_text("#let data = json(bytes(sys.inputs.data))\n" + text, encoding="utf-8")
    return path


def test_words_stay_words_and_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    page = template(tmp_path, "#data.name")
    made = typeset(page, {"name": '#panic("x") Nguyễn'}, fonts=FONTS, standards=["a-2b"], timestamp=0)
    assert made.startswith(b"%PDF-")
    assert b"pdfaid:part>2<" in made
    assert typeset(page, {"name": '#panic("x") Nguyễn'}, fonts=FONTS, standards=["a-2b"], timestamp=0) == made


def test_a_picture_has_one_page(tmp_path: Path) -> None:
    page = template(tmp_path, "#data.words.join(pagebreak())")
    assert typeset(page, {"words": ["a"]}, fonts=FONTS, format="png", ppi=20).startswith(b"\x89PNG")
    with pytest.raises(TypesettingError) as caught:
        typeset(page, {"words": ["a", "b"]}, fonts=FONTS, format="png", ppi=20)
    assert caught.value.reason == SEVERAL_PAGES


@pytest.mark.parametrize(
    "text",
    [
        '#read("../secret.txt")',
        '#read("/../secret.txt")',
        '#read("/etc/passwd")',
        '#read("link.txt")',
        '#import "@preview/cetz:0.3.4"',
        '#panic("so it is")',
        "#let f(x) = f(x + 1)\n#f(0)",
        "#while true {}",
        "#",
    ],
)
def test_what_a_template_may_not_or_cannot_do_is_said(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "root"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(TypesettingError) as caught:
        typeset(template(folder, text), {}, fonts=FONTS)
    assert caught.value.reason
    (folder / "next.typ").write_text("#sys.inputs.data")
    assert typeset(folder / "next.typ", {}, fonts=FONTS)


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = template(tmp_path, "#for n in range(data.turns) { for m in range(100000) { let x = calc.pow(m, 2) } }")
    monkeypatch.setattr(typesetting, "_SECONDS", 1.0)
    with pytest.raises(TypesettingError, match="more time"):
        typeset(page, {"turns": 100_000}, fonts=FONTS)
    monkeypatch.undo()
    assert typeset(page, {"turns": 1}, fonts=FONTS)


def test_a_page_that_takes_too_much_memory_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    little = dataclasses.replace(typesetting._PROGRAM.limits, memory=500 * 1024 * 1024)
    monkeypatch.setattr(typesetting, "_PROGRAM", dataclasses.replace(typesetting._PROGRAM, limits=little))
    page = template(tmp_path, "#let x = range(1000).map(_ => data.words)\n#for n in range(data.turns) { x = x + x }")
    with pytest.raises(TypesettingError):
        typeset(page, {"words": "x" * 1000, "turns": 40}, fonts=FONTS)
    assert typeset(page, {"words": "x", "turns": 1}, fonts=FONTS)


def test_crashes_are_told_apart_from_overruns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> bytes:
        raise Crashed("x")

    monkeypatch.setattr(workers, "ask", broken)
    with pytest.raises(TypesettingError, match="ended in the middle"):
        typeset(template(tmp_path, "x"), {})
