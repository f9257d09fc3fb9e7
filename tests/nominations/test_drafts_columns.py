"""Columns said otherwise by hand: the file is read again, what was done to its rows stays, and the agency's next list
is read that way at once."""

import io
from pathlib import Path

import openpyxl
import pytest

from khuevan.nominations.domain.draft_rows import lines_of
from khuevan.nominations.domain.drafts import begin_draft, fix_row
from khuevan.nominations.domain.importing import read_again, read_list
from khuevan.nominations.domain.layouts import chosen_layouts, forget_layout, remembered_for, reread_draft
from khuevan.nominations.domain.taking import leave_rows, take_rows
from khuevan.nominations.enums import DraftKind, LineState
from khuevan.nominations.models import RememberedLayout, RosterDraft
from khuevan.people.models import Organization
from khuevan.readers.roster import UnreadableFile
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db

HEAD = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Ghi nhận", "Số CCCD")
PEOPLE = ("Lò Thị Mai", "Vừ A Dính", "Điểu Văn Sơn", "Trần Quang Lan")
NUMBER = "070185000123"


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def _file() -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *((n, name, 1980 + n, "Sở Y tế", f"Nhóm {n}", NUMBER) for n, name in enumerate(PEOPLE))):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _draft(here: World, agency: Organization | None = None) -> RosterDraft:
    content = _file()
    contents = read_list(content, "a.xlsx", office=here.office, agency=agency)
    return begin_draft(
        here.officer, here.training_class, name="a.xlsx", content=content, contents=contents, agency=agency
    )


def _say(here: World, draft: RosterDraft, role: str = "position", *, remember: bool = True) -> list[int]:
    """Says of the fifth column what it holds; the rows that stayed."""
    layouts = chosen_layouts(draft, {(draft.tables[0]["key"], 4): role})
    result = reread_draft(here.officer, draft, read_again(draft, layouts), layouts, remember=remember)
    return [line.number for line in result.kept]


def _positions(draft: RosterDraft) -> list[str | None]:
    return [line.values.get("position") for line in lines_of(draft)]


def test_how_each_column_was_understood_is_kept_with_its_evidence_and_without_numbers_of_people(here: World) -> None:
    draft = _draft(here)
    (table,) = draft.tables
    roles = {column["heading"]: column["role"] for column in table["columns"]}
    assert roles["Họ và tên"] == "name"
    assert all(column["why"] for column in table["columns"])
    assert NUMBER not in str(draft.tables)
    assert NUMBER not in str([line.original for line in lines_of(draft)])
    assert lines_of(draft)[0].original[1] == PEOPLE[0]


def test_a_column_said_otherwise_is_read_and_rows_done_by_hand_stay(here: World) -> None:
    draft = _draft(here)
    assert _positions(draft) == [None] * 4
    take_rows(here.officer, draft, [0])
    fix_row(here.officer, draft, 1, note="đã gọi điện")
    leave_rows(here.officer, draft, [2])
    kept = [line.pk for line in lines_of(draft)[:3]]
    assert _say(here, draft) == [2, 3, 4]
    lines = lines_of(draft)
    assert [line.pk for line in lines[:3]] == kept
    assert [line.index for line in lines] == [0, 1, 2, 3]
    assert _positions(draft) == [None, None, None, "Nhóm 3"]
    assert [line.state for line in lines] == [LineState.TAKEN, LineState.WAITING, LineState.LEFT, LineState.WAITING]
    assert lines[1].values["note"] == "đã gọi điện"


def test_what_was_said_is_remembered_for_the_agency_and_can_be_forgotten(here: World) -> None:
    agency, other = OrganizationFactory(), OrganizationFactory()
    _say(here, _draft(here, agency))
    again = _draft(here, agency)
    assert again.recalled
    assert _positions(again) == [f"Nhóm {n}" for n in range(4)]
    assert not _draft(here, other).recalled, "another agency meant something else"
    elsewhere = world(teaching=False, names=())
    assert remembered_for(elsewhere.office, agency) == []
    (layout,) = remembered_for(here.office, agency)
    with refused("not_allowed"):
        forget_layout(staff(elsewhere.office), layout)
    forget_layout(here.officer, layout)
    assert not _draft(here, agency).recalled


def test_saying_it_again_changes_what_is_remembered(here: World) -> None:
    draft = _draft(here)
    _say(here, draft)
    _say(here, draft, "note")
    assert RememberedLayout.objects.count() == 1
    assert [line.values.get("note") for line in lines_of(_draft(here))] == [f"Nhóm {n}" for n in range(4)]


def test_nothing_is_remembered_unless_asked(here: World) -> None:
    draft = _draft(here)
    _say(here, draft, remember=False)
    assert _positions(draft)[0] == "Nhóm 0"
    assert not RememberedLayout.objects.exists()


def test_pasted_text_is_a_list_too(here: World) -> None:
    text = "1. Lò Thị Mai, 1990, Chuyên viên, Sở Y tế\n2. Vừ A Dính, 1985, Chuyên viên, Sở Y tế\n"
    contents = read_list(text.encode(), "dán.txt", office=here.office, kind=DraftKind.TEXT)
    draft = begin_draft(here.officer, here.training_class, name="dán.txt", content=text.encode(), contents=contents)
    assert draft.kind == DraftKind.TEXT
    assert [line.values["full_name"] for line in lines_of(draft)] == ["Lò Thị Mai", "Vừ A Dính"]
    with draft.file.open() as file:
        assert file.read() == text.encode()


def test_a_photo_comes_as_a_page_to_type_from(here: World, tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "anh.png"
    Image.new("RGB", (60, 80), "white").save(picture)
    contents = read_list(picture.read_bytes(), picture.name, office=here.office)
    draft = begin_draft(
        here.officer, here.training_class, name=picture.name, content=picture.read_bytes(), contents=contents
    )
    assert (draft.kind, draft.waiting, draft.pages.count()) == (DraftKind.PICTURE, 0, 1)
    with pytest.raises(UnreadableFile):
        read_list(b"\x89PNG\r\n\x1a\n broken", "anh.png", office=here.office)
