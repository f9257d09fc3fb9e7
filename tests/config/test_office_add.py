"""``khuevan office add``: the first thing written into an empty installation."""

import stat
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from khuevan.config.commands import offices
from khuevan.core.errors import DomainError
from khuevan.people.models import Office, Organization
from tests.config.processes import environment, khuevan, start
from tests.factories.people import OfficeFactory, OrganizationFactory


def _add(name: str, admin: str, parent: str = "") -> None:
    values = {"symbol": "SNgV", "place": "Khánh Hòa", "admin_name": ""}
    offices.add(Namespace(name=name, admin=admin, parent=parent, **values))


def _both(folders: tuple[Path, Path], **options: str) -> list[tuple[int | None, str]]:
    begun = [
        start(folder, "office", "add", name, "--admin", admin, **options)
        for folder, name, admin in zip(folders, ("Sở Nội vụ", "Sở Ngoại vụ"), ("an", "binh"), strict=True)
    ]
    errors = [process.communicate(timeout=120)[1] for process in begun]
    return [(process.returncode, error) for process, error in zip(begun, errors, strict=True)]


def test_two_first_starts_at_once_wait_for_each_other_and_keep_everything_to_themselves(tmp_path: Path) -> None:
    for status, errors in _both((tmp_path, tmp_path)):
        assert status == 0, errors
    made = [tmp_path / "var", *(tmp_path / "var").rglob("*")]
    assert "khuevan.sqlite3" in {path.name for path in made}
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_an_office_and_an_administrator_are_added_once(
    tmp_path: Path, migrated: Callable[[dict[str, str]], None]
) -> None:
    migrated(environment(tmp_path))
    arguments = ("office", "add", "Sở Ngoại vụ tỉnh Khánh Hòa", "--symbol", "SNgV", "--admin", "hang")
    done = khuevan(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert "hang" in done.stdout
    again = khuevan(tmp_path, *arguments)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


@pytest.fixture
def own_database(postgres_url: str) -> Iterator[str]:
    """A second empty database, because others count what is in the first."""
    import psycopg
    from psycopg import sql

    name = f"{urlsplit(postgres_url).path[1:]}_offices"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{postgres_url}_offices"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.postgres
def test_two_machines_with_one_postgres_wait_for_each_other(own_database: str, tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    for status, errors in _both(folders, KHUEVAN_DATABASE_URL=f"{own_database}?sslmode=prefer"):
        assert status == 0, errors


@pytest.mark.django_db
def test_long_names_that_begin_alike_get_addresses_of_their_own() -> None:
    begin = "Trung tâm Bồi dưỡng cán bộ, công chức, viên chức thuộc Sở Nội vụ thành phố "
    for number, place in enumerate(("Hà Nội", "Hải Phòng", "Huế")):
        _add(begin + place, f"admin{number}")
    slugs = list(Office.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[1:] == [f"{slugs[0][:58].rstrip('-')}-2", f"{slugs[0][:58].rstrip('-')}-3"]
    assert all(len(slug) <= 60 for slug in slugs)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Sở Ngoại vụ", [], "so-ngoai-vu"),
        ("Sở Ngoại vụ", ["so-ngoai-vu", "so-ngoai-vu-2"], "so-ngoai-vu-3"),
        ("外事办公室", [], "don-vi"),
        ("…", ["don-vi"], "don-vi-2"),
    ],
)
def test_an_address_is_made_from_the_name(name: str, taken: list[str], slug: str) -> None:
    for known in taken:
        OfficeFactory(slug=known)
    assert offices.free_slug(name) == slug


@pytest.mark.django_db
def test_a_superior_body_is_entered_once() -> None:
    parent = OrganizationFactory(name="UBND tỉnh Khánh Hòa")
    _add("Sở Ngoại vụ tỉnh Khánh Hòa", "hang", parent="UBND tỉnh Khánh Hòa ")
    _add("Sở Nội vụ tỉnh Khánh Hòa", "binh", parent="UBND tỉnh Khánh Hòa")
    assert [office.organization.parent for office in Office.objects.all()] == [parent, parent]


@pytest.mark.django_db
def test_an_office_is_not_added_twice_under_another_address() -> None:
    _add("Sở Ngoại vụ tỉnh Khánh Hòa", "hang")
    with pytest.raises(DomainError) as refusal:
        _add("Sở Ngoại vụ tỉnh Khánh Hòa", "binh")
    assert refusal.value.code == "office_known"
    assert Organization.objects.count() == 1
