"""Children that do everything they should not, on Linux with all that its kernel can hold."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from khuevan.core.sandbox import children, scratch
from khuevan.core.sandbox.children import Child, Crashed, Late, Limits, Overrun, Program
from khuevan.core.sandbox.inside import calls
from khuevan.core.sandbox.inside.child import NOT_STARTED
from khuevan.core.sandbox.scratch import Scratch
from khuevan.core.sandbox.strength import strength

HERE = Path(__file__).parent
LIMITS = Limits(memory=512 * 1024 * 1024, cpu_seconds=5)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux only")


@pytest.fixture(scope="module")
def holds_files() -> None:
    if not strength().files:
        pytest.skip("this kernel has no Landlock")


def child(attack: str, *arguments: object, limits: Limits = LIMITS, **options: object) -> Child:
    program = Program("attacks", limits=limits, folders=(HERE,))
    return Child(program, {"attack": attack, "with": arguments}, **options)


def said(attack: str, *arguments: object, limits: Limits = LIMITS, **options: object) -> list[object]:
    """All that it says on its first line."""
    with child(attack, *arguments, limits=limits, **options) as one, one.within(20):
        words = one.rest(most=100_000)
        one.finish()
    return [value for line in words.splitlines() for value in json.loads(line)]


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until_gone(*processes: int) -> None:
    until = time.monotonic() + 10
    while not all(is_gone(process) for process in processes):
        assert time.monotonic() < until, processes
        time.sleep(0.02)


@linux
def test_this_system_holds_calls_and_files() -> None:
    """Where CI runs, both must be so; a machine without Landlock is told so by the skips below."""
    assert strength().calls


def test_more_memory_than_allowed_is_not_had() -> None:
    assert said("much", LIMITS.memory // 4) == [LIMITS.memory // 4]
    with pytest.raises(Overrun):
        said("much", LIMITS.memory)


@pytest.mark.parametrize("attack", ["deaf", "sleep", "hang up"])
def test_what_never_ends_is_killed_in_time(attack: str) -> None:
    began = time.monotonic()
    with child(attack) as one:
        process = one._process.pid
        with one.within(0.5), pytest.raises(Late):
            one.rest(most=10)
            one.finish()
    assert time.monotonic() - began < 5
    assert is_gone(process)


def test_processor_time_is_bounded_even_without_a_clock() -> None:
    with child("deaf", limits=Limits(cpu_seconds=1)) as one, pytest.raises(Overrun):
        one.rest(most=10)
        one.finish()


def test_a_child_that_does_not_listen_is_killed_in_time() -> None:
    with child("sleep") as one, one.within(0.5), pytest.raises(Late):
        one.give_all(b"x" * 10_000_000)


@pytest.mark.parametrize("attack", ["endless", "endless line"])
def test_words_without_end_are_not_taken(attack: str) -> None:
    with child(attack) as one, one.within(20), pytest.raises(Overrun):
        one.rest(most=1_000_000)
    with child(attack) as one, one.within(20), pytest.raises(Overrun):
        list(one.lines(longest=200_000, most=1_000_000))


def test_complaints_without_end_fill_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    with child("chatty") as one, one.within(20):
        with pytest.raises(Crashed):
            one.rest(most=10)
            one.finish()
        assert os.fstat(one._stderr.fileno()).st_size <= LIMITS.file_size
    assert len(caplog.text) < 10_000


def test_last_words_go_to_the_log_in_letters_that_do_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), child("read", 5) as one, one.within(20), pytest.raises(Crashed):
        one.finish()
    assert "TypeError" in caplog.text


@pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGKILL, Overrun), (signal.SIGABRT, Overrun), (signal.SIGSEGV, Crashed)]
)
def test_a_child_killed_in_the_middle_is_explained(number: int, error: type[Exception]) -> None:
    with child("kill itself", number) as one, one.within(20), pytest.raises(error):
        one.take(10)


def test_an_answer_that_ends_too_early_is_none() -> None:
    with child("descriptors") as one, one.within(20), pytest.raises(Crashed):
        one.take(10_000)


@pytest.mark.parametrize(("module", "status"), [("not_there", None), ("attacks", NOT_STARTED)])
def test_what_cannot_be_imported_is_a_fault_of_the_installation(module: str, status: int | None) -> None:
    program = Program(module, limits=LIMITS, folders=(HERE,))
    told = {"attack": "exit", "with": [status]}
    with Child(program, told) as one, one.within(20), pytest.raises(RuntimeError):
        one.finish()


@linux
@pytest.mark.parametrize("attack", ["fork", "run", "exec", "connect", "unix socket", "link", "library"])
def test_python_refuses(attack: str) -> None:
    assert said(attack, outputs=["a.txt"]) == ["PermissionError"]


@linux
@pytest.mark.parametrize(
    ("attack", "error"),
    [
        ("native fork", "EPERM"),
        ("native socket", "EPERM"),
        ("native unix socket", "EPERM"),
        ("native pair", "EPERM"),
        ("native ring", "EPERM"),
        ("native clone3", "ENOSYS"),
        ("native unknown", "ENOSYS"),
        ("native kill parent", "EPERM"),
        ("native kill all", "EPERM"),
        ("native limit parent", "EPERM"),
        ("native lift limit", "EPERM"),
        ("native chroot", "EPERM"),
    ],
)
def test_the_kernel_refuses(attack: str, error: str) -> None:
    assert said(attack) == [error]


@linux
def test_threads_are_for_programs_that_need_them() -> None:
    assert said("thread", limits=Limits(threads=True)) == ["thread"]
    assert said("native fork", limits=Limits(threads=True)) == ["EPERM"]


def test_python_reads_nothing_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    for path in ("/etc/passwd", "/proc/self/environ", str(secret), f"{HERE}/../../pyproject.toml"):
        assert said("read", path) == ["PermissionError"], path
    assert said("list", "/etc") == ["PermissionError"]
    assert said("read", str(secret), readable=[tmp_path]) == ["done"]


@linux
@pytest.mark.usefixtures("holds_files")
def test_the_kernel_opens_nothing_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    for path in ("/etc/passwd", "/proc/self/environ", f"/proc/{os.getpid()}/environ", str(secret)):
        assert said("native read", path) == ["EACCES"], path
    assert said("native read", str(secret), readable=[secret]) == ["done"]
    assert said("native write", str(secret), readable=[tmp_path]) == ["EACCES"]
    assert said("native write", str(tmp_path / "new")) == ["EACCES"]


@linux
@pytest.mark.usefixtures("holds_files")
@pytest.mark.parametrize("attack", ["native symlink", "native link", "native fifo"])
def test_nothing_is_made_in_the_scratch_folder(attack: str) -> None:
    assert said(attack, outputs=["a.txt"]) == ["EACCES"]


@linux
@pytest.mark.usefixtures("holds_files")
def test_the_files_named_beforehand_can_be_filled_and_no_others() -> None:
    with child("files", "a.txt", "b.txt", outputs=["a.txt"]) as one, one.within(20):
        folder = one.scratch.folder
        one.finish()
        assert one.output("a.txt") == b"x" * 1000
        assert [path.name for path in folder.iterdir()] == ["a.txt"]
        with pytest.raises(Crashed):
            one.output("b.txt")
    assert not folder.exists()


def test_a_file_is_as_large_as_allowed_at_most() -> None:
    with child("files", "a.txt", limits=Limits(file_size=500), outputs=["a.txt"]) as one, one.within(20):
        one.rest(most=1000)
        assert len(one.output("a.txt")) <= 500


def test_the_scratch_folder_goes_when_the_child_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(Child, "_started", lambda _self, _told, folder: made.append(Path(folder)) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        child("sleep", outputs=["a.txt"])
    assert made
    assert not made[0].exists()


@pytest.mark.parametrize("kind", ["symlink", "hard link", "fifo", "folder", "gone", "too long"])
def test_only_plain_files_are_taken_back(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    place = Scratch(["a.txt"])
    path = place.folder / "a.txt"
    path.unlink()
    match kind:
        case "symlink":
            path.symlink_to(secret)
        case "hard link":
            path.hardlink_to(secret)
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
            path.chmod(0)
        case "too long":
            path.write_text("x" * 101)
    assert place.read("a.txt", 100) is None
    place.remove()
    assert not place.folder.exists()
    assert secret.read_text() == "secret"


def test_folders_of_the_dead_are_removed_and_those_of_the_living_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scratch._remove_stale.cache_clear()
    living, fresh = Scratch(["a"]), tmp_path / f"{scratch._PREFIX}fresh"
    dead, other = tmp_path / f"{scratch._PREFIX}dead", tmp_path / "other"
    for folder in (fresh, dead, other):
        folder.mkdir()
        (folder / "a").touch()
    link = tmp_path / f"{scratch._PREFIX}link"
    link.symlink_to(other)
    for folder in (living.folder, dead, other):
        os.utime(folder, (0, 0))
    scratch._remove_stale.cache_clear()
    scratch._remove_stale()
    assert not dead.exists()
    assert all((folder / "a").exists() for folder in (living.folder, fresh, other, link))
    living.remove()


def test_a_child_gets_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHUEVAN_SECRET_KEY", "do-not-tell")
    monkeypatch.setenv("PYTHONSTARTUP", "/x")
    with open(__file__) as inherited:  # noqa: PTH123
        os.set_inheritable(inherited.fileno(), True)
        assert said("descriptors") == [0, 1, 2]
    known = {*children._ENVIRONMENT, *children._INHERITED, "LC_CTYPE"}  # the last is Python's own
    assert set(said("environment")) <= known


@linux
@pytest.mark.parametrize("attack", ["deaf", "sleep"])
def test_a_parent_killed_leaves_no_child_and_its_folder_is_found(attack: str, tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        import sys
        sys.path[:0] = {[*sys.path]!r}
        from pathlib import Path
        from khuevan.core.sandbox.children import Child, Program
        program = Program("attacks", folders=(Path({str(HERE)!r}),))
        with Child(program, {{"attack": {attack!r}}}, outputs=["a.txt"]) as child:
            print(child._process.pid, flush=True)
            child.finish()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)}
    ) as parent:
        process = int(parent.stdout.readline())
        time.sleep(0.3)
        assert not is_gone(process)
        parent.kill()
    wait_until_gone(process)
    [left] = tmp_path.iterdir()
    assert left.name.startswith(scratch._PREFIX)


def verdict(machine: calls.Machine, number: int, argument: int = 0, code: int | None = None) -> int:
    """What the kernel would answer: the filter's steps, one after the other."""
    words = {0: number, 4: machine.code if code is None else code, 16: argument & 0xFFFFFFFF}
    steps, place, held = calls.steps(machine, process=77), 0, 0
    while True:
        word, if_true, if_false, value = steps[place]
        place += 1
        match word:
            case calls._LOAD:
                held = words[value]
            case calls._ANSWER:
                return value
            case calls._EQUAL:
                place += if_true if held == value else if_false
            case calls._AT_LEAST:
                place += if_true if held >= value else if_false
            case calls._ABOVE:
                place += if_true if held > value else if_false
            case calls._HAS_BIT:
                place += if_true if held & value else if_false


# Numbers from the kernel's tables: read, openat, mmap, futex, exit_group, execve, socket, connect, accept4, ptrace,
# clone, kill, tgkill.
NUMBERS = {
    "x86_64": {"free": (0, 257, 9, 202, 231, 60, 35, 39), "never": (59, 322, 41, 42, 288, 101, 57, 58), "clone": 56,
               "aimed": (62, 234)},
    "aarch64": {"free": (63, 56, 222, 98, 94, 93, 101, 172), "never": (221, 281, 198, 203, 242, 117), "clone": 220,
                "aimed": (129, 131)},
}  # fmt: skip


@pytest.mark.parametrize("name", ["x86_64", "aarch64"])
def test_the_filter_answers_the_same_on_both_machines(name: str) -> None:
    machine, numbers = calls._MACHINES[name], NUMBERS[name]
    assert {verdict(machine, number) for number in (*numbers["free"], 436, 437, 439)} == {calls._ALLOW}
    assert {verdict(machine, number) for number in (*numbers["never"], 424, 425, 434, 438)} == {calls._EPERM}
    assert {verdict(machine, number) for number in (435, 463, 1000, 0x40000029)} == {calls._ENOSYS}
    assert verdict(machine, numbers["clone"], 0x003D0F00) == calls._ALLOW  # as for a thread
    assert verdict(machine, numbers["clone"], 0x01200011) == calls._EPERM  # as for a process
    for number in numbers["aimed"]:
        assert {verdict(machine, number, own) for own in (0, 77)} == {calls._ALLOW}
        assert {verdict(machine, number, other) for other in (1, 78, -1)} == {calls._EPERM}
    assert verdict(machine, 0, code=0x40000003) == calls._KILL
    assert all(0 <= skip < 256 for step in calls.steps(machine, 77) for skip in step[1:3])


def test_where_the_kernel_holds_nothing_python_still_does(tmp_path: Path) -> None:
    """The hook alone, as on a system without seccomp and Landlock."""
    place, secret = tmp_path / "scratch", tmp_path / "secret"
    place.mkdir()
    (place / "a.txt").touch()
    secret.write_text("x")
    program = textwrap.dedent(f"""
        import os, socket, subprocess, sys
        sys.path += [{str(Path(children.__file__).parents[3])!r}]
        from khuevan.core.sandbox.inside import hooks
        os.chdir({str(place)!r})
        hooks.close(sys.path, {str(place)!r})
        open("a.txt", "w").write("x")
        import json, zipfile  # what it may read, it may import
        for attempt in (
            lambda: open({str(secret)!r}),
            lambda: open("../secret"),
            lambda: open("b.txt/../../secret", "w"),
            lambda: os.open({str(secret)!r}, os.O_RDONLY),
            lambda: open(sys.path[-1] + "/khuevan/new.py", "w"),
            lambda: os.listdir({str(tmp_path)!r}),
            lambda: os.symlink("/etc/passwd", "link"),
            lambda: os.rename("a.txt", "../a.txt"),
            lambda: socket.socket(),
            lambda: subprocess.run(["/bin/true"]),
            lambda: os.system("true"),
            lambda: os.fork(),
        ):
            try:
                attempt()
            except PermissionError:
                print("refused")
    """)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "refused\n" * 12
