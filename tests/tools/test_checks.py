"""Each house check fails on a bad sample and passes on a good one."""

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest

import check_budgets
import check_licences
import check_pins
import check_repository
import vendor

ROOT = check_budgets.ROOT
HASH = "--hash=sha256:" + "0" * 64


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("src/a.py", "x = 1\n" * 401, "401 lines"),
        ("src/a.py", "def long():\n" + "    x = 1\n" * 40, "long has 41 lines"),
        ("tests/a.py", "class A:\n    async def long(self):\n" + "        x = 1\n" * 40, "long has 41 lines"),
        ("src/a.py", "def (", "not Python"),
        ("src/app/templates/a.html", "<p>\n" * 151, "151 lines"),
        ("src/app/utils.py", "", "name the file"),
        ("tests/helpers.py", "", "name the file"),
        ("src/app/static/common.js", "", "name the file"),
    ],
)
def test_a_broken_budget_is_named(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    put(tmp_path, name, text)
    (report,) = check_budgets.problems(tmp_path)
    assert name in report
    assert complaint in report
    assert check_budgets.main(tmp_path) == 1


def test_what_just_fits_and_what_is_generated_passes(tmp_path: Path) -> None:
    put(tmp_path, "src/a.py", "def fits():\n" + "    x = 1\n" * 39 + "y = 2\n" * 360)
    put(tmp_path, "src/app/migrations/0001_initial.py", "x = 1\n" * 900)
    put(tmp_path, "src/app/templates/a.html", "<p>\n" * 150)
    assert check_budgets.main(tmp_path) == 0


PROJECT = """
[project]
dependencies = ["Alpha-Package>=2"]
[dependency-groups]
dev = ["beta[extra]>=1"]
"""


def write_pins(root: Path, runtime: str, dev: str) -> list[str]:
    put(root, "pyproject.toml", PROJECT)
    put(root, "requirements/runtime.txt", runtime)
    put(root, "requirements/dev.txt", dev)
    return list(check_pins.problems(root))


def test_good_pins_pass(tmp_path: Path) -> None:
    pin = f"alpha-package==2.1 ; sys_platform != 'win32' \\\n    {HASH} \\\n    {HASH}\n"
    runtime = f"# made\n{pin}    # via x (pyproject.toml)\n"
    assert write_pins(tmp_path, runtime, runtime + f"beta==1.0 {HASH}\n") == []
    assert check_pins.main(tmp_path) == 0


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("gamma==1.0", "has no hash"),
        (f"gamma>=1.0 {HASH}", "not pinned"),
        (f"gamma @ https://example.org/gamma.whl {HASH}", "names a host"),
        ("--extra-index-url https://example.org/simple", "names a host"),
        ("-i https://example.org/simple", "names a host"),
        (f"gamma==1.0 {HASH}\n    # from /somewhere/wheels/gamma.whl", "names a host or a path"),
    ],
)
def test_a_bad_pin_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    good = f"alpha-package==2.1 {HASH}\n"
    report = write_pins(tmp_path, good, f"{good}beta==1.0 {HASH}\n{line}\n")
    assert any(complaint in problem for problem in report), report


def test_pins_behind_pyproject_or_apart_from_each_other_are_named(tmp_path: Path) -> None:
    report = write_pins(tmp_path, f"alpha-package==1.9 {HASH}\n", f"alpha-package==2.0 {HASH}\n")
    assert "requirements/runtime.txt: Alpha-Package>=2 is not met (pinned: 1.9); run make pins" in report
    assert "requirements/dev.txt: beta[extra]>=1 is not met (pinned: None); run make pins" in report
    assert "requirements/dev.txt: alpha-package is 2.0, in runtime.txt 1.9; run make pins" in report


@pytest.mark.parametrize(
    "text",
    [
        "see https://" + "pypi" + ".org/project/x",
        "files." + "pythonhosted" + ".org",
        '"resolved": "https://registry.' + "npmjs" + '.org/x"',
        "cd /" + "root/project",
        "path = '/" + "home/somebody/project'",
    ],
)
def test_hosts_and_places_are_found_in_tracked_files(tmp_path: Path, text: str) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    put(tmp_path, "docs/page.md", f"fine\n{text}\n")
    put(tmp_path, "ignored.log", text)
    put(tmp_path, ".gitignore", "*.log\n")
    (report,) = check_repository.problems(tmp_path)
    assert report.startswith("docs/page.md:2: names ")
    assert check_repository.main(tmp_path) == 1


def test_addresses_of_the_site_and_words_pass(tmp_path: Path) -> None:
    put(tmp_path, "page.html", '<a href="/can-bo/lop/">PyPI, npm, ~/.pyenv/versions, https://example.org/root/x</a>')
    assert check_repository.main(tmp_path) == 0


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND (CDDL-1.0 OR Proprietary)", False),
        ("(MIT OR GPL-2.0-only) AND (Apache-2.0 WITH LLVM-exception)", True),
        ("Artistic License", False),
    ],
)
def test_licence_expressions_are_judged(expression: str, fits: bool) -> None:
    assert check_licences.acceptable(expression) is fits


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT")], "MIT"),
        ([("License", "MIT License")], "MIT"),
        ([("License", "Do what you like")], ""),
        (
            [("Classifier", "License :: OSI Approved"), ("Classifier", "License :: OSI Approved :: BSD License")],
            "BSD-3-Clause",
        ),
        ([("Classifier", "License :: Other/Proprietary License"), ("License", "ask us")], ""),
        ([("Classifier", "License :: OSI Approved :: MIT License"), ("Classifier", "License :: Unheard Of")], ""),
    ],
)
def test_the_licence_of_a_package_is_read_where_it_says_it(fields: list[tuple[str, str]], licence: str) -> None:
    about = Message()
    about["Name"] = "sample"
    for name, value in fields:
        about[name] = value
    assert check_licences.licence_of(SimpleNamespace(metadata=about)) == licence


def test_an_unknown_and_an_unfit_licence_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "requirements/runtime.txt", "silent==1\nclosed==1\nabsent==1\n")
    put(tmp_path, "requirements/dev.txt", "")
    put(tmp_path, "vendored.json", json.dumps({"@x/y": {"licence": "Proprietary"}}))

    def find(name: str) -> SimpleNamespace:
        if name == "absent":
            raise importlib.metadata.PackageNotFoundError
        about = Message()
        about["Name"] = name
        if name == "closed":
            about["License-Expression"] = "LicenseRef-Closed"
        return SimpleNamespace(metadata=about)

    monkeypatch.setattr(check_licences, "distribution", find)
    monkeypatch.setattr(check_licences, "MANIFEST", tmp_path / "vendored.json")
    report = list(check_licences.problems(tmp_path))
    assert [line.split(":")[0] for line in report] == ["closed", "silent", "vendored @x/y"]


def test_vendored_files_are_held_against_the_manifest(tmp_path: Path) -> None:
    for folder in ("tools", vendor.STATIC, vendor.ICONS_FOLDER):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert list(vendor.problems(tmp_path)) == []
    (tmp_path / vendor.STATIC / "htmx/htmx.min.js").write_text("alert(1)")
    (tmp_path / vendor.ICONS_FOLDER / "sun.svg").unlink()
    put(tmp_path, f"{vendor.STATIC}/tabler/extra.css", "")
    put(tmp_path, "src/khuevan/portal/templates/a.html", '{% icon "no-such-icon" %}')
    report = "\n".join(vendor.problems(tmp_path))
    for complaint in (
        "htmx.min.js: changed",
        "sun.svg: missing",
        "extra.css: not from",
        "no-such-icon is not vendored",
    ):
        assert complaint in report
    assert vendor.main(["--check"], tmp_path) == 1


SHAPE = (
    "core/audit",
    "core/models",
    "people/models",
    "portal/views",
    "console/views",
    "certificates/models",
    "news/models",
    "papers/enums",
    "training/rules",
    "training/domain/classes",
    "training/migrations/m0001",
    "vietnamese/names",
    "readers/sheets",
    "notifications/models",
    "desk/doors",
    "records/models",
    "nominations/models",
    "attendance/models",
    "assessment/models",
    "demo/stages",
    "config/settings",
)
BAD_IMPORTS = {
    "core/audit.py": "import khuevan.people.models",
    "portal/views.py": "import khuevan.console.views",
    "certificates/models.py": "import khuevan.news.models",
    "training/rules.py": "import khuevan.training.domain.classes",
    "vietnamese/names.py": "import django",
}
FITTING_IMPORTS = {
    "core/audit.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import khuevan.people.models",
    "portal/views.py": "import khuevan.training.domain.classes",
    "training/migrations/m0001.py": "import khuevan.console.views",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package's shape: empty modules under the names the contracts know."""
    for name in SHAPE:
        put(tmp_path, f"khuevan/{name}.py", "")
        for parent in (tmp_path / "khuevan" / name).parents:
            if parent.is_relative_to(tmp_path / "khuevan"):
                (parent / "__init__.py").touch()
    return tmp_path


def broken_contracts(package: Path) -> str:
    """What import-linter says of the copy under our own contracts."""
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--config", ROOT / "pyproject.toml", "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=package, env=env, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("name", BAD_IMPORTS)
def test_an_import_against_the_layers_is_refused(package: Path, name: str) -> None:
    put(package, f"khuevan/{name}", BAD_IMPORTS[name])
    assert "BROKEN" in broken_contracts(package)


def test_imports_along_the_layers_for_types_and_in_migrations_pass(package: Path) -> None:
    for name, text in FITTING_IMPORTS.items():
        put(package, f"khuevan/{name}", text)
    assert broken_contracts(package) == ""
