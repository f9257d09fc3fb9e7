"""The review of a list in the console: pages, filters, mending in place with and without htmx, columns, agencies,
pictures, taking back; what it costs and who may see it."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.console.workspace.shell import tab_address
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.draft_rows import lines_of
from khuevan.nominations.domain.drafts import Contents, PagePicture, begin_draft
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import Decision, DraftKind, LineState
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.enums import RoleKind
from khuevan.readers.roster import Level, Place, Problem, RosterRow
from tests.console.acting import Acting, notices
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import World, row, world

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def _path(draft: RosterDraft) -> str:
    return f"{tab_address(draft.training_class, 'learners')}tai-len/{draft.pk}/"


def _rows(count: int) -> list[RosterRow]:
    """Every third needs a hand, every fifth has a notice."""
    rows = []
    for n in range(count):
        problems = [Problem("birth", "Ngày này không có thật")] if n % 3 == 0 else []
        problems += [Problem("phone", "Đầu số đã đổi", level=Level.NOTICE)] if n % 5 == 0 else []
        birth = None if n % 3 == 0 else "1980-05-02"
        rows.append(
            RosterRow(Place("Sheet1", n + 2), f"Lò Thị {n}", birth=birth, organization=f"Xã {n % 7}", problems=problems)
        )
    return rows


def _draft(here: World, rows: list[RosterRow], **more: object) -> RosterDraft:
    return begin_draft(here.officer, here.training_class, name="a.xlsx", content=b"x", rows=rows, **more)


def _shown(page: str) -> list[int]:
    return [int(index) for index in re.findall(r'<tbody id="d(\d+)"', page)]


def test_pages_go_by_the_place_of_a_row_forth_and_back(here: World) -> None:
    path, me = _path(_draft(here, _rows(160))), Acting(here.officer)
    assert _shown(me.get(path, xem="tat-ca")) == list(range(50))
    assert _shown(me.get(path, xem="tat-ca", sau="49")) == list(range(50, 100))
    assert _shown(me.get(path, xem="tat-ca", sau="149")) == list(range(150, 160))
    assert _shown(me.get(path, xem="tat-ca", truoc="150")) == list(range(100, 150))
    assert "truoc=50" in me.get(path, xem="tat-ca", sau="49")
    for nonsense in ("x", "-1", "9" * 30, "٣"):
        assert _shown(me.get(path, xem="tat-ca", sau=nonsense)) == list(range(50))


def test_the_rows_that_ask_for_a_hand_come_first_and_each_kind_can_be_seen(here: World) -> None:
    draft, me = _draft(here, _rows(30)), Acting(here.officer)
    path = _path(draft)
    assert _shown(me.get(path)) == list(range(0, 30, 3))
    assert _shown(me.get(path, xem="luu-y")) == list(range(0, 30, 5))
    take_rows(here.officer, draft, [1, 2])
    assert _shown(me.get(path, xem="da-nhan")) == [1, 2]
    assert _shown(me.get(path, xem="tat-ca", q="lo thi 17")) == [17]
    assert _shown(me.get(path, xem="can-xem", q="xa 6")) == [6, 27]
    assert "Sheet1" not in me.get(path, xem="tat-ca", q="khong co ai")


def _queries(here: World, me: Acting, count: int) -> int:
    path = _path(_draft(here, _rows(count)))
    me.get(path, xem="tat-ca")
    with CaptureQueriesContext(connection) as caught:
        me.get(path, xem="tat-ca")
    return len(caught)


def test_a_page_costs_as_many_queries_for_two_hundred_rows_as_for_three(here: World) -> None:
    me = Acting(here.officer)
    few, many = _queries(here, me, 3), _queries(here, me, 200)
    assert few == many
    assert many < 25


def test_mending_one_row_costs_the_same_in_a_long_list(here: World) -> None:
    me, counts = Acting(here.officer), []
    for count in (6, 6, 200):  # the first warms what is kept between requests
        path = _path(_draft(here, _rows(count)))
        with CaptureQueriesContext(connection) as caught:
            answer = me.client.post(f"{path}dong/3/", {"birth": "2/5/1980"}, **HTMX)
        assert answer.status_code == 200
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_a_row_is_mended_in_place_and_only_pieces_come_back(here: World) -> None:
    draft = _draft(here, _rows(6))
    me = Acting(here.officer)
    answer = me.client.post(f"{_path(draft)}dong/3/?xem=can-xem", {"birth": "2/5/1980"}, **HTMX).content.decode()
    assert "<html" not in answer
    assert _shown(answer) == [3]
    assert "data-asks" not in answer
    assert 'id="loc"' in answer, "the numbers follow"
    assert 'id="thanh-nhan"' in answer
    wrong = me.client.post(f"{_path(draft)}dong/0/", {"birth": "31/02/1980"}, **HTMX).content.decode()
    assert "data-asks" in wrong
    assert "31/02/1980" in wrong


def test_a_double_that_is_mended_away_changes_the_other_row_on_the_page_too(here: World) -> None:
    draft = _draft(here, [RosterRow(Place("", n), "Lò Thị Mai", birth="1980") for n in (2, 3)])
    answer = Acting(here.officer).client.post(f"{_path(draft)}dong/0/", {"birth": "1981"}, **HTMX).content.decode()
    assert _shown(answer) == [0, 1]
    assert [line.errors for line in lines_of(draft)] == [0, 0]


def test_whoever_was_second_is_told_beside_the_row(here: World) -> None:
    draft = _draft(here, _rows(3))
    me = Acting(here.officer)
    seen = me.hidden(_path(draft))["seen"]
    me.post(f"{_path(draft)}dong/0/", seen=seen, birth="1980")
    answer = me.client.post(f"{_path(draft)}dong/0/", {"seen": seen, "birth": "1981"}, **HTMX).content.decode()
    assert 'role="alert"' in answer
    assert DraftLine.objects.get(draft=draft, index=0).values["birth"] == "1980"


def test_all_fields_of_a_row_open_with_and_without_a_script(here: World) -> None:
    draft = _draft(here, _rows(3))
    me = Acting(here.officer)
    piece = me.client.get(f"{_path(draft)}dong/1/", **HTMX).content.decode()
    assert 'name="position"' in piece
    answer = me.client.get(f"{_path(draft)}dong/1/?xem=tat-ca")
    assert answer.status_code == 302
    page = me.client.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert 'name="position"' in page
    assert me.client.get(f"{_path(draft)}dong/99/").status_code == 404


def test_leaving_out_bringing_back_and_many_at_once(here: World) -> None:
    draft = _draft(here, _rows(6))
    me, path = Acting(here.officer), _path(draft)
    assert notices(me.post(f"{path}dong/1/bo/"))
    assert lines_of(draft)[1].state == LineState.LEFT
    me.post(f"{path}dong/1/lay-lai/")
    assert lines_of(draft)[1].state == LineState.WAITING
    me.post(f"{path}bo-chon/", chon=["1", "2", "x"])
    assert [line.index for line in lines_of(draft) if line.state == LineState.LEFT] == [1, 2]
    assert _shown(me.get(path, xem="bo-ra")) == [1, 2]


def test_the_doubles_of_a_page_are_left_out_with_one_button(here: World) -> None:
    rows = [RosterRow(Place("", n), "Lò Thị Mai", birth="1980") for n in (2, 3, 4)]
    draft = _draft(here, rows)
    me, path = Acting(here.officer), _path(draft)
    page = me.get(path, xem="trung")
    assert f'action="{path}bo-chon/?xem=trung"' in page
    me.post(f"{path}bo-chon/?xem=trung", chon=re.findall(r'name="chon" value="(\d+)"', page))
    assert [line.state for line in lines_of(draft)] == [LineState.WAITING, LineState.LEFT, LineState.LEFT]
    assert "bo-chon" not in me.get(path, xem="trung")


def test_somebody_known_is_shown_side_by_side_and_decided(here: World) -> None:
    earlier = world(teaching=False, names=())
    earlier.training_class.office = here.office
    earlier.training_class.save()
    enroll(here.officer, earlier.training_class, [row("Điểu Thị Hồng", birth="1985-08-14", position="Trưởng thôn")])
    draft = _draft(here, [RosterRow(Place("", 2), "Điểu Thị Hồng", birth="1985-08-14", position="Phó Chủ tịch xã")])
    me, path = Acting(here.officer), _path(draft)
    page = me.get(path, xem="da-biet")
    assert "Trưởng thôn" in page
    assert "Phó Chủ tịch xã" in page
    me.post(f"{path}dong/0/la-ai/", la="other")
    assert lines_of(draft)[0].decision == Decision.OTHER
    me.post(f"{path}dong/0/la-ai/", la="open")
    me.post(f"{path}chac-chan/")
    assert lines_of(draft)[0].decision == Decision.SAME


def test_what_was_taken_is_taken_back_from_its_notice_and_from_its_page(here: World) -> None:
    draft = _draft(here, _rows(6))
    me, path = Acting(here.officer), _path(draft)
    page = me.post(f"{path}nhan/")
    undo = re.search(rf'action="({re.escape(path)}hoan-tac/\?dot=1)"', page)
    assert undo, "the notice says how to take it back"
    me.post(undo[1])
    assert not here.training_class.enrollments.exists()
    me.post(f"{path}nhan/")
    assert "Lò Thị 1" in me.get(f"{path}hoan-tac/")
    me.post(f"{path}hoan-tac/", reason="Nhầm lớp")
    assert not here.training_class.enrollments.exists()
    assert AuditEntry.objects.filter(verb="nominations.undo_import", reason="Nhầm lớp").exists()
    assert notices(me.post(f"{path}hoan-tac/")), "there is nothing left, and that is said"


def _book(rows: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_columns_are_shown_with_their_evidence_changed_and_remembered(here: World) -> None:
    head = ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Ghi nhận")
    content = _book([head, *((n, f"Lò Thị {name}", 1980, "Sở Y tế", f"Nhóm {n}") for n, name in enumerate("ABCD"))])
    me = Acting(here.officer)
    upload = f"{tab_address(here.training_class, 'learners')}tai-len/"
    page = me.post(upload, form=upload, lists=[SimpleUploadedFile("a.xlsx", content)])
    assert "Ghi nhận" in page
    draft = RosterDraft.objects.get()
    path = _path(draft)
    assert 'name="cot-0-4"' in me.get(f"{path}cot/")
    me.post(f"{path}cot/doc-lai/", **{"cot-0-4": "position", "nho": "1"})
    assert [line.values["position"] for line in lines_of(draft)] == [f"Nhóm {n}" for n in range(4)]
    assert notices(me.post(f"{path}cot/doc-lai/", **{"cot-0-4": "position"})), "nothing changed, and that is said"
    me.post(upload, form=upload, lists=[SimpleUploadedFile("b.xlsx", content)])
    second = RosterDraft.objects.get(name="b.xlsx")
    assert second.recalled
    forget = re.search(rf'action="({re.escape(_path(second))}cot/quen/\d+/)"', me.get(f"{_path(second)}cot/"))
    assert forget
    me.post(forget[1])
    assert "cot/quen/" not in me.get(f"{_path(second)}cot/")


def test_the_agencies_of_a_list_are_set_at_once(here: World) -> None:
    draft = _draft(here, _rows(14))
    body = OrganizationFactory(name="Ủy ban nhân dân xã Lộc Ninh")
    me, path = Acting(here.officer), f"{_path(draft)}co-quan/"
    page = me.get(path)
    key = re.search(r'name="ten" value="(xa 3[^"]*|[^"]*3[^"]*)"', page)
    assert key
    me.post(path, ten=key[1], chon=str(body.pk), nho="1")
    assert [line.organization for line in lines_of(draft) if line.index % 7 == 3] == [body] * 2
    assert notices(me.post(path, ten="khong-co", khac="Sở Y tế"))


def _picture_draft(here: World) -> RosterDraft:
    page = PagePicture(b"\xff\xd8\xffpicture", ".jpg", 600, 800)
    return _draft(here, [], contents=Contents(kind=DraftKind.PICTURE, pages=[page]))


def test_a_scan_is_shown_to_staff_and_typed_row_by_row(here: World) -> None:
    draft = _picture_draft(here)
    me, path = Acting(here.officer), _path(draft)
    page = me.get(path)
    assert f"{path}trang/1/" in page
    assert 'id="nhap"' in page
    picture = me.client.get(f"{path}trang/1/")
    assert b"".join(picture.streaming_content) == b"\xff\xd8\xffpicture"
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert me.client.get(f"{path}trang/2/").status_code == 404
    assert Acting(world().officer).client.get(f"{path}trang/1/").status_code == 404
    values = {"full_name": "Lò Thị Mai", "birth": "1980", "organization": "Sở Y tế"}
    answer = me.client.post(f"{path}them/", values, **HTMX).content.decode()
    assert 'value="Sở Y tế"' in answer, "the agency is filled down"
    assert 'value="Lò Thị Mai"' not in answer
    me.post(f"{path}them/", full_name="Vừ A Dính", birth="31/02/1980")
    assert [(line.values["full_name"], line.errors) for line in lines_of(draft)] == [
        ("Lò Thị Mai", 0),
        ("Vừ A Dính", 1),
    ]
    refused = me.client.post(f"{path}them/", {"full_name": " ", "position": "Trưởng thôn"}, **HTMX).content.decode()
    assert 'role="alert"' in refused
    assert 'value="Trưởng thôn"' in refused, "nothing typed is lost"
    me.post(f"{path}nhan/")
    assert here.training_class.enrollments.get().full_name == "Lò Thị Mai"


def test_pasted_text_is_read_and_text_without_names_is_answered_beside_its_field(here: World) -> None:
    me = Acting(here.officer)
    upload = f"{tab_address(here.training_class, 'learners')}tai-len/"
    text = "1. Lò Thị Mai, 1990, Chuyên viên, Sở Y tế\n2. Vừ A Dính, 1985, Chuyên viên, Sở Y tế"
    page = me.post(f"{upload}dan/", **{"dan-text": text})
    assert "Vừ A Dính" in page
    assert RosterDraft.objects.get().kind == DraftKind.TEXT
    answer = me.client.post(f"{upload}dan/", {"dan-text": "xin chào"})
    assert answer.status_code == 422
    assert "xin chào" in answer.content.decode()


def test_citizen_ids_are_kept_only_when_somebody_ticks_and_says_why(here: World) -> None:
    content = _book([("STT", "Họ và tên", "Số CCCD"), (1, "Lò Thị Mai", "070185000123")])
    me = Acting(here.officer)
    upload = f"{tab_address(here.training_class, 'learners')}tai-len/"
    file = lambda: SimpleUploadedFile("a.xlsx", content)  # noqa: E731 - a fresh one for each sending
    assert "checked" not in re.search(r'<input[^>]*name="keep_ids"[^>]*>', me.get(upload))[0]
    answer = me.client.post(upload, {"lists": file(), "keep_ids": "on"})
    assert answer.status_code == 422
    me.post(upload, lists=file())
    assert not DraftLine.objects.get().citizen_id_sealed
    page = me.post(upload, lists=file(), keep_ids="on", id_reason="Vào khu vực biên giới")
    assert DraftLine.objects.latest("pk").citizen_id_sealed
    assert "070185000123" not in page
    assert "•••• 0123" in page


def test_the_problems_go_back_to_the_agency_as_excel_without_formulas(here: World) -> None:
    rows = _rows(3)
    rows[0].full_name = "=1+1"
    content = Acting(here.officer).client.get(f"{_path(_draft(here, rows))}can-xem.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any("Ngày này không có thật" in str(cell.value) for cell in cells)
    (formula,) = [cell for cell in cells if str(cell.value) == "=1+1"]
    assert formula.data_type == "s"


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER])
def test_colleagues_look_and_touch_nothing(here: World, kind: RoleKind) -> None:
    draft = _draft(here, _rows(3))
    me, path = Acting(staff(here.office, kind)), _path(draft)
    page = me.get(path)
    assert "hx-post" not in page
    for button in ("nhan/", "dong/0/", "dong/0/bo/", "them/", "co-quan/", "cot/doc-lai/", "hoan-tac/"):
        me.post(f"{path}{button}", birth="1980", full_name="Ai đó")
    assert DraftLine.objects.count() == 3
    assert not here.training_class.enrollments.exists()
