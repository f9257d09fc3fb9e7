"""Drafts of the days when rows lay in a JSON column: after the migrations they are worked on as if read today."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from khuevan.nominations.domain.draft_rows import lines_of, stamp_of
from khuevan.nominations.domain.drafts import fix_row
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import DraftState, LineState
from khuevan.nominations.models import RosterDraft
from tests.factories.worlds import world

BEFORE = [("nominations", "0004_draft_lines")]


def _stored(
    number: int, name: str | None, birth: str | None, taken: int | None = None, **more: object
) -> dict[str, object]:
    empty = dict.fromkeys(("gender", "position", "organization", "phone", "email", "note"))
    values = {**empty, "full_name": name, "birth": birth}
    return {"place": ["Sheet1", number], "values": values, "problems": [], "taken": taken, "refused": "", **more}


@pytest.mark.django_db(transaction=True)
def test_an_open_draft_of_the_old_kind_is_mended_and_taken() -> None:
    here = world(teaching=False, names=("Lò Thị Mai",))
    learner = here.enrollments[0]
    executor = MigrationExecutor(connection)
    try:
        executor.migrate(BEFORE)
        old = executor.loader.project_state(BEFORE).apps
        problem = ["birth", "“31/02/1980” không phải là ngày", "error"]
        rows = [
            _stored(2, "Lò Thị Mai", "1985-08-14", taken=learner.pk),
            _stored(3, "Vừ A Dính", None, problems=[problem]),
            _stored(4, "Đỗ Văn Ân", "1970-05-02", refused="Đỗ Văn Ân đã có"),
            _stored(5, "Điểu Hồng", "1971", taken=999_999),
        ]
        draft = old.get_model("nominations", "RosterDraft").objects.create(
            training_class_id=here.training_class.pk, name="cũ.xlsx", rows=rows, waiting=2
        )
        _migrate_all()
        _is_as_read_today(here, draft.pk, learner.pk)
    finally:
        _migrate_all()


def _migrate_all() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "nominations"])


def _is_as_read_today(here: object, pk: int, learner: int) -> None:
    draft = RosterDraft.objects.get(pk=pk)
    first, second, third, fourth = lines_of(draft)
    assert (first.state, first.enrollment_id, first.number, first.sheet) == (LineState.TAKEN, learner, 2, "Sheet1")
    assert (second.state, second.errors, second.is_good) == (LineState.WAITING, 1, False)
    assert third.refused
    assert (fourth.state, fourth.enrollment_id) == (LineState.TAKEN, None)
    officer = here.officer  # type: ignore[attr-defined]
    mended = fix_row(officer, draft, 1, seen=stamp_of(second), birth="28/02/1980")
    assert mended.is_good
    fix_row(officer, draft, 2, birth="02/05/1971")
    assert len(take_rows(officer, draft).taken) == 2
    draft.refresh_from_db()
    assert (draft.state, draft.waiting) == (DraftState.TAKEN, 0)


@pytest.mark.django_db
def test_keys_of_a_moved_row_are_those_of_a_row_read_today() -> None:
    from importlib import import_module

    from khuevan.nominations.domain.drafts import begin_draft
    from khuevan.nominations.models import DraftLine
    from khuevan.readers.roster import Place, RosterRow

    here = world(teaching=False, names=())
    row = RosterRow(Place("Sheet1", 2), "Đỗ Văn Ân", organization="Sở Y tế", phone="0912345678")
    draft = begin_draft(here.officer, here.training_class, name="a.xlsx", content=b"x", rows=[row])
    (now,) = lines_of(draft)
    moved = import_module("khuevan.nominations.migrations.0005_rows_to_lines")._line(
        DraftLine, draft.pk, 0, {**_stored(2, "Đỗ Văn Ân", None), "values": dict(now.values)}, set()
    )
    for name in ("twin_key", "agency_key", "search_key", "values", "number", "sheet", "state", "errors", "notices"):
        assert getattr(moved, name) == getattr(now, name), name
