"""Whole lists by hand, held against what they really say as the score of the shared lists does."""

import datetime as dt
from pathlib import Path

import pytest

from khuevan.readers.roster import read_roster
from tests.readers.roster.lists import FIELDS, Case, documents, workbooks

TODAY = dt.date(2026, 5, 1)
CASES = (*workbooks.CASES, *documents.CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_and_every_problem(case: Case, tmp_path: Path) -> None:
    rows = read_roster(case.write(tmp_path), today=TODAY).to_json()["rows"]
    assert [tuple(dict(row)[field] for field in FIELDS) for row in rows] == [tuple(row) for row in case.rows]
    named = {(number, problem["field"]) for number, row in enumerate(rows, 1) for problem in row["problems"]}
    assert set(case.problems) <= named
    assert all(problem["message"] for row in rows for problem in row["problems"])
