"""Every example in the documentation of the library is true: docstrings and docs/vietnamese.md."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import khuevan.vietnamese

PAGE = Path(__file__).parents[2] / "docs" / "vietnamese.md"
MODULES = [module.name for module in pkgutil.iter_modules(khuevan.vietnamese.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"khuevan.vietnamese.{name}"))
    assert failed == 0


def test_examples_of_the_page() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried > 30


def test_the_page_names_every_module() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in MODULES if f"`{name}`" not in text] == []
