"""A list that was sent waits as a draft: mended in place, taken in parts, never twice."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.bodies import set_agency
from khuevan.nominations.domain.draft_rows import lines_of, stamp_of
from khuevan.nominations.domain.drafts import Contents, add_row, begin_draft, discard_draft, fix_row
from khuevan.nominations.domain.enrolling import add_learner, close_list
from khuevan.nominations.domain.known import decide_match, decide_sure
from khuevan.nominations.domain.layouts import reread_draft
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.domain.taking import bring_back_rows, leave_rows, take_rows
from khuevan.nominations.domain.undoing import undo_import
from khuevan.nominations.enums import Decision, DraftState, LineState
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.enums import RoleKind
from khuevan.readers.roster import Level, Place, Problem, RosterRow, read_roster
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db

CITIZEN_ID = "070182000001"


def _rows() -> list[RosterRow]:
    return [
        RosterRow(Place("", 2), "Đỗ Văn Ân", birth="1970-05-02", gender="Nam", citizen_id=CITIZEN_ID),
        RosterRow(Place("", 3), "Lê Thị Mai", problems=[Problem("birth", "“31/02/1980” không phải là ngày")]),
        RosterRow(Place("", 4), "Vũ Đức", phone="0912345678"),
        RosterRow(Place("", 5), None, problems=[Problem("full_name", "Thiếu họ tên")]),
    ]


def _draft(here: World, rows: list[RosterRow] | None = None, **more: object) -> RosterDraft:
    return begin_draft(
        here.officer,
        here.training_class,
        name="Danh sách Sở Y tế.xlsx",
        content=b"as it was sent",
        rows=_rows() if rows is None else rows,
        unused=["Quê quán"],
        **more,
    )


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def test_a_list_is_kept_as_sent_and_as_read(here: World) -> None:
    draft = RosterDraft.objects.get(pk=_draft(here).pk)
    assert (draft.name, draft.unused, draft.waiting, draft.created_by) == (
        "Danh sách Sở Y tế.xlsx",
        ["Quê quán"],
        4,
        here.officer,
    )
    with draft.file.open() as file:
        assert file.read() == b"as it was sent"
    assert draft.file.name.endswith(".xlsx")
    assert "Danh" not in draft.file.name
    first, second, *_rest = lines_of(draft)
    assert (first.values["full_name"], first.number, first.is_good) == ("Đỗ Văn Ân", 2, True)
    assert [message for _field, message, _level in second.problems] == ["“31/02/1980” không phải là ngày"]
    assert (second.errors, second.notices, second.is_good) == (1, 0, False)
    assert not head_count(here.training_class).learners


def test_no_citizen_id_stands_in_a_draft_or_its_history_and_that_is_said(here: World) -> None:
    rows = _rows()
    rows[2].problems.append(Problem("phone", f"“{CITIZEN_ID}” không phải là số điện thoại"))
    rows[2].problems.append(Problem("citizen_id", "A citizen ID has 12 digits"))
    rows[1].note = f"căn cước {CITIZEN_ID[:3]}-{CITIZEN_ID[3:6]}-{CITIZEN_ID[6:]}"
    draft = RosterDraft.objects.get(pk=_draft(here, rows).pk)
    kept = DraftLine.objects.filter(draft=draft).values()
    assert draft.lines.get(index=1).values["note"] == "căn cước •••"
    assert CITIZEN_ID not in json.dumps(list(kept), default=str)
    assert not any(line["citizen_id_sealed"] or line["citizen_id_hash"] for line in kept)
    assert not any(CITIZEN_ID in json.dumps([entry.before, entry.after]) for entry in AuditEntry.objects.all())
    first, _second, third, _fourth = lines_of(draft)
    for row in (first, third):
        (notice,) = [problem for problem in row.problems if problem[0] == "citizen_id"]
        assert notice[2] == Level.NOTICE.value
        assert notice[1]


def test_good_rows_are_taken_and_the_others_wait(here: World) -> None:
    draft = _draft(here)
    result = take_rows(here.officer, draft)
    assert [one.full_name for one in result.taken] == ["Đỗ Văn Ân", "Vũ Đức"]
    assert (draft.waiting, draft.state) == (2, DraftState.OPEN)
    assert [row.state for row in lines_of(draft)] == [LineState.TAKEN, LineState.WAITING] * 2
    entries = AuditEntry.objects.filter(verb="nominations.take_rows")
    assert entries.get(subject_type="nominations.rosterdraft").after["taken"] == 2
    assert entries.filter(subject_type="nominations.enrollment").count() == 2
    assert entries.filter(subject_type="people.person").count() == 2


def test_a_second_click_takes_nobody_twice(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0, 2])
    stale = RosterDraft.objects.get(pk=draft.pk)
    again = take_rows(here.officer, stale, [0, 2])
    assert (again.taken, [row.index for row in again.before]) == ([], [0, 2])
    assert take_rows(here.officer, stale).taken == []
    assert head_count(here.training_class).learners == 2


def test_a_row_is_mended_in_place_and_the_last_one_closes_the_draft(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft)
    second = lines_of(draft)[1]
    mended = fix_row(here.officer, draft, 1, seen=stamp_of(second), birth="1/2/1980")
    assert (mended.values["birth"], mended.is_good) == ("1980-02-01", True)
    fix_row(here.officer, draft, 3, full_name="Phạm Thị Hoa", organization="Sở Y tế")
    assert len(take_rows(here.officer, draft).taken) == 2
    draft.refresh_from_db()
    assert (draft.state, draft.waiting) == (DraftState.TAKEN, 0)
    assert head_count(here.training_class).learners == 4
    with refused("draft_is_closed"):
        fix_row(here.officer, draft, 1, birth="1981")


def test_a_row_with_a_problem_is_taken_when_it_is_chosen(here: World) -> None:
    draft = _draft(here)
    assert [one.full_name for one in take_rows(here.officer, draft, [1]).taken] == ["Lê Thị Mai"]
    result = take_rows(here.officer, draft, [3])
    assert (result.taken, [row.index for row in result.refused]) == ([], [3])
    assert lines_of(draft)[3].refused


def test_a_refused_row_waits_with_its_reason_until_it_is_mended(here: World) -> None:
    draft = _draft(here, [RosterRow(Place("", 2), "Đỗ Văn Ân", birth="1970-05-02", gender="Nam")])
    add_learner(here.officer, here.training_class, full_name="Đỗ Văn Ân", birth="1970-05-02", gender="male")
    assert [row.index for row in take_rows(here.officer, draft).refused] == [0]
    (row,) = lines_of(RosterDraft.objects.get(pk=draft.pk))
    assert "Đỗ Văn Ân" in row.refused
    assert not row.is_good
    fix_row(here.officer, draft, 0, birth="2/5/1971")
    assert len(take_rows(here.officer, draft).taken) == 1


def test_two_officers_who_mend_one_row_are_told_and_two_rows_are_two(here: World) -> None:
    draft = _draft(here)
    first, second, *_rest = lines_of(draft)
    fix_row(here.officer, draft, 1, seen=stamp_of(second), birth="1980")
    with refused("changed_meanwhile"):
        fix_row(here.officer, draft, 1, seen=stamp_of(second), birth="1981")
    fix_row(here.officer, draft, 0, seen=stamp_of(first), position="Chuyên viên")
    assert lines_of(draft)[1].values["birth"] == "1980"


def test_who_stands_twice_is_judged_anew_after_a_correction(here: World) -> None:
    rows = [RosterRow(Place("", number), "Đỗ Văn Ân", birth="1970") for number in (2, 3)]
    draft = _draft(here, rows)
    fix_row(here.officer, draft, 0, note="x")
    assert [bool(row.errors) for row in lines_of(draft)] == [False, True]
    fix_row(here.officer, draft, 0, full_name="Đỗ Văn Ẩn")
    assert [bool(row.errors) for row in lines_of(draft)] == [False, False]


def test_what_is_taken_or_not_there_is_not_mended(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0])
    with refused("row_is_taken"):
        fix_row(here.officer, draft, 0, birth="1980")
    for index in (-1, 4):
        with refused("no_such_row"):
            fix_row(here.officer, draft, index, birth="1980")
        with refused("no_such_row"):
            take_rows(here.officer, draft, [index])
    with pytest.raises(TypeError):
        fix_row(here.officer, draft, 1, citizen_id=CITIZEN_ID)


def test_a_discarded_list_of_which_nobody_was_taken_leaves_nothing(
    here: World, django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    draft = _draft(here)
    name = draft.file.name
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(here.officer, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.lines.count(), draft.file.name) == (DraftState.DISCARDED, 0, "")
    assert not default_storage.exists(name)
    for again in (lambda: discard_draft(here.officer, draft), lambda: take_rows(here.officer, draft)):
        with refused("draft_is_closed"):
            again()


def test_a_list_that_gave_learners_is_kept_as_sent(
    here: World, django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft)
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(here.officer, draft)
    draft.refresh_from_db()
    assert default_storage.exists(draft.file.name)
    assert [row.values["full_name"] for row in lines_of(draft)] == ["Đỗ Văn Ân", "Vũ Đức"]
    assert AuditEntry.objects.get(verb="nominations.discard_draft").after["discarded"] == 2


def test_the_agency_of_a_list_is_meant_where_a_row_names_none(here: World) -> None:
    agency = OrganizationFactory(name="Sở Y tế tỉnh Bình Phước")
    draft = _draft(here, agency=agency)
    assert {one.organization for one in take_rows(here.officer, draft).taken} == {agency}


def test_a_closed_list_takes_no_draft_and_no_rows(here: World, settings: pytest.fixture) -> None:
    draft = _draft(here)
    with refused("draft_without_rows"):
        _draft(here, [])
    settings.KHUEVAN_UPLOAD_LIMIT = 5
    with refused("file_too_large"):
        _draft(here)
    settings.KHUEVAN_UPLOAD_LIMIT = 1000
    take_rows(here.officer, draft, [0])
    close_list(here.officer, here.training_class)
    with refused("list_is_closed"):
        _draft(here)
    with refused("list_is_closed"):
        take_rows(here.officer, draft)
    assert head_count(here.training_class).learners == 1


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, RoleKind.CLERK, None])
def test_others_touch_no_draft(here: World, kind: RoleKind | None) -> None:
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    draft = _draft(here)
    for change in (
        lambda: begin_draft(actor, here.training_class, name="x.xlsx", content=b"x", rows=_rows()),
        lambda: fix_row(actor, draft, 1, birth="1980"),
        lambda: take_rows(actor, draft),
        lambda: discard_draft(actor, draft),
        lambda: add_row(actor, draft, full_name="Lò Thị Mai"),
        lambda: leave_rows(actor, draft, [0]),
        lambda: bring_back_rows(actor, draft, [0]),
        lambda: decide_match(actor, draft, 0, Decision.SAME),
        lambda: decide_sure(actor, draft),
        lambda: set_agency(actor, draft, "x", name="Sở Y tế"),
        lambda: undo_import(actor, draft),
        lambda: reread_draft(actor, draft, Contents(rows=_rows()), []),
    ):
        with refused("not_allowed"):
            change()
    assert RosterDraft.objects.visible_to(actor).exists() == bool(kind)


def test_a_file_that_was_read_goes_the_whole_way(here: World, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.csv"
    path.write_text("STT,Họ và tên,Năm sinh,Đơn vị\n1,Đỗ Văn Ân,1970,Sở Y tế\n2,Lê Thị Mai,31/02/1980,Sở Y tế\n")
    roster = read_roster(path)
    draft = begin_draft(here.officer, here.training_class, name=path.name, content=path.read_bytes(), rows=roster.rows)
    assert [row.is_good for row in lines_of(draft)] == [True, False]
    assert [one.organization_name for one in take_rows(here.officer, draft).taken] == ["Sở Y tế"]
