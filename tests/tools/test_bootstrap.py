"""Installation: an interpreter is believed only after it has run, and a failure is one sentence in two languages."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bootstrap
import interpreters

Program = Callable[[str, str], Path]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Writes an executable shell script and returns its path."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


def test_a_shim_that_only_says_command_not_found_is_no_python(program: Program) -> None:
    shim = program("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    assert interpreters.probe(str(shim)) is None


@pytest.mark.parametrize(
    "answer",
    ["3.11 1 /usr/bin/python3", "2.7 1 /usr/bin/python", "3.13 0 /usr/bin/python3", "", "Python 3.13.0"],
    ids=["too old", "far too old", "without a usable SQLite", "silent", "another program"],
)
def test_an_unfit_interpreter_is_passed_over(program: Program, answer: str) -> None:
    assert interpreters.probe(str(program("python3", f"echo '{answer}'"))) is None


def test_the_running_interpreter_is_fit() -> None:
    assert interpreters.probe(sys.executable)
    assert interpreters.version_of(sys.executable) == f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_a_later_folder_is_tried_when_the_first_answer_is_broken(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = program("a/python3.13", "exit 127")
    good = program("b/python3.13", f"echo '3.13 1 {sys.executable}'")
    monkeypatch.setattr(interpreters, "search_folders", lambda: iter([str(broken.parent), str(good.parent)]))
    assert interpreters.find_python() == sys.executable


def test_pyenv_versions_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "versions/3.13.9/bin").mkdir(parents=True)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert str(tmp_path / "versions/3.13.9/bin") in list(interpreters.search_folders())


def test_without_any_python_one_sentence_in_two_languages(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    monkeypatch.setattr(interpreters, "search_folders", lambda: iter(()))
    for name in ("find_uv", "fetch_uv", "python_by_apt"):
        monkeypatch.setattr(interpreters, name, lambda: None)
    assert bootstrap.main(["--venv", str(tmp_path / "venv")]) == 1
    said = capfdbinary.readouterr().out.decode()
    assert "hãy cài Python 3.13" in said
    assert "install Python 3.13" in said
    assert "Traceback" not in said


def test_without_any_pip_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = bootstrap.run

    def without_ensurepip(command: list[str], **options: object) -> str | None:
        is_venv = command[1:3] == ["-m", "venv"]
        return None if is_venv and "--without-pip" not in command else real(command, **options)

    monkeypatch.setattr(bootstrap, "run", without_ensurepip)
    monkeypatch.setattr(bootstrap, "find_uv", lambda: None)
    monkeypatch.setattr(bootstrap, "pip_wheels", lambda _python: iter(()))
    monkeypatch.setattr(bootstrap, "may_install_packages", lambda: False)
    with pytest.raises(interpreters.Failure, match=r"python3\.\d+-venv"):
        bootstrap.make_venv(sys.executable, tmp_path / "venv")


def test_an_environment_borrows_a_pip_that_ships_as_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import ensurepip

    wheels = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    if not wheels:
        pytest.skip("this Python ships no pip")
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    monkeypatch.setattr(bootstrap, "pip_wheels", lambda _python: iter([str(wheels[-1])]))
    assert bootstrap.ensure_pip(sys.executable, venv)
    assert bootstrap.run([str(venv / "bin/python"), "-m", "pip", "--version"])


def test_the_linked_project_imports_and_says_its_version(tmp_path: Path) -> None:
    venv = tmp_path / "a folder" / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    bootstrap.link_project(venv)
    bootstrap.link_project(venv)
    code = "import importlib.metadata as m, khuevan; print(m.version('khuevan'), khuevan.__file__)"
    version, place = subprocess.check_output([venv / "bin/python", "-c", code], text=True, cwd=tmp_path).split()
    assert version == bootstrap.project_version()
    assert place == str(bootstrap.ROOT / "src/khuevan/__init__.py")
    assert os.access(venv / "bin/khuevan", os.X_OK)


def test_the_command_starts_through_a_link_from_elsewhere(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    bootstrap.link_project(venv)
    script = venv / "bin/khuevan"
    script.write_text(script.read_text().replace("from khuevan.config.cli import main", "def main(): return 7"))
    (tmp_path / "khuevan").symlink_to(script)
    assert subprocess.run([tmp_path / "khuevan"], check=False).returncode == 7


def test_nothing_is_done_when_the_environment_already_fits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (venv / ".khuevan-runtime").write_text(bootstrap.fingerprint("requirements/runtime.txt"))
    monkeypatch.setattr(bootstrap, "install_packages", lambda *_: pytest.fail("installed again"))
    bootstrap.install("runtime", venv)
