"""The demo is built once for each module that only looks at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from khuevan.demo.build import Built, build
from khuevan.demo.stages import Stage


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(autouse=True)
def _own_media(settings: Any, demo_folder: Path) -> None:
    settings.MEDIA_ROOT = demo_folder / "media"
    settings.KHUEVAN_DATA_DIR = demo_folder


@pytest.fixture(scope="module")
def finished(django_db_setup: None, django_db_blocker: Any, demo_folder: Path) -> Iterator[Built]:
    """The whole demo, rolled back after the module."""
    yield from _built(Stage.FINISHED, django_db_blocker, demo_folder)


@pytest.fixture(scope="module")
def planned(django_db_setup: None, django_db_blocker: Any, demo_folder: Path) -> Iterator[Built]:
    """The demo before its classes began, rolled back after the module."""
    yield from _built(Stage.PLANNED, django_db_blocker, demo_folder)


def _built(stage: Stage, blocker: Any, folder: Path) -> Iterator[Built]:
    folders = override_settings(MEDIA_ROOT=folder / "media", KHUEVAN_DATA_DIR=folder)
    with blocker.unblock(), transaction.atomic():
        with folders:
            built = build(stage, report=lambda _line: None)
        yield built
        transaction.set_rollback(True)
