"""A list sent by an agency: read, looked at, mended, taken over; bad files and double clicks included."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.console.workspace.shell import tab_address
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.nominations.enums import DraftState
from khuevan.nominations.models import DraftLine, RosterDraft
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Điện thoại")
GOOD = (1, "Lò Thị Mai", "12/03/1990", "Chuyên viên", "Sở Công Thương", "0912345678")
BAD = (2, "Vừ A Dính", "31/02/1980", "Chuyên viên", "Sở Công Thương", "12345")


def _file(*rows: tuple[object, ...], name: str = "danh sách.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def _upload(me: Acting, here: World, *files: SimpleUploadedFile) -> str:
    path = f"{tab_address(here.training_class, 'learners')}tai-len/"
    return me.post(path, form=path, lists=list(files))


def _draft(here: World) -> tuple[RosterDraft, str]:
    draft = RosterDraft.objects.get(training_class=here.training_class)
    return draft, f"{tab_address(here.training_class, 'learners')}tai-len/{draft.pk}/"


def test_good_rows_are_taken_and_the_others_wait_to_be_mended() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    page = _upload(me, here, _file(GOOD, BAD))
    assert 'value="31/02/1980"' in page, "what could not be read is there to be mended"
    assert 'value="12345"' in page
    assert here.training_class.enrollments.count() == 0, "nothing is written before somebody looked"
    draft, path = _draft(here)
    me.post(f"{path}nhan/")
    assert [one.full_name for one in here.training_class.enrollments.all()] == ["Lò Thị Mai"]
    page = me.get(tab_address(here.training_class, "learners"))
    assert path in page, "what waits is named on the tab"
    hidden = me.hidden(path)
    me.post(f"{path}dong/1/", seen=hidden["seen"], birth="28/02/1980", phone="0987551302")
    draft.refresh_from_db()
    me.post(f"{path}nhan/")
    assert here.training_class.enrollments.get(full_name="Vừ A Dính").birth_text == "28/02/1980"
    draft.refresh_from_db()
    assert draft.state == DraftState.TAKEN


def test_a_row_is_taken_as_it_is_when_the_officer_says_so() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    _upload(me, here, _file(BAD))
    _found, path = _draft(here)
    me.post(f"{path}dong/0/", take="1")
    taken = here.training_class.enrollments.get()
    assert (taken.full_name, taken.birth_text, taken.phone) == ("Vừ A Dính", "", "")


def test_taking_twice_takes_once() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    _upload(me, here, _file(GOOD, BAD))
    _found, path = _draft(here)
    for _click in range(2):
        me.post(f"{path}nhan/")
    assert here.training_class.enrollments.count() == 1


def test_two_officers_mend_one_row_and_the_second_is_told() -> None:
    here = world(teaching=False, names=())
    me, other = Acting(here.officer), Acting(staff(here.office))
    _upload(me, here, _file(BAD))
    _found, path = _draft(here)
    seen = other.hidden(path)["seen"]
    me.post(f"{path}dong/0/", seen=seen, birth="28/02/1980")
    page = other.post(f"{path}dong/0/", seen=seen, birth="01/01/1981")
    assert any("alert" not in one and one for one in notices(page))
    assert DraftLine.objects.get().values["birth"] == "1980-02-28"


def test_several_files_at_once_and_a_bad_one_does_not_stop_the_others() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    page = _upload(me, here, _file(GOOD), _bad(), _file(BAD, name="hai.xlsx"))
    assert RosterDraft.objects.count() == 2
    assert "hỏng.xlsx" in page
    page = _upload(me, here, _bad())
    assert "hỏng.xlsx" in page
    assert RosterDraft.objects.count() == 2


def _bad() -> SimpleUploadedFile:
    return SimpleUploadedFile("hỏng.xlsx", b"not a workbook")


@pytest.mark.parametrize("name", ["danh-sach.pdf", "danh-sach.doc", "x.exe", "..\\..\\x.xlsx", "a" * 300 + ".xlsx"])
def test_what_is_no_list_is_refused_with_a_sentence(name: str) -> None:
    here = world(teaching=False, names=())
    _upload(Acting(here.officer), here, SimpleUploadedFile(name, b"%PDF-1.4 nothing"))
    assert not RosterDraft.objects.exists()


def test_a_closed_list_takes_no_files() -> None:
    here = world()
    me = Acting(here.officer)
    answer = me.client.get(f"{tab_address(here.training_class, 'learners')}tai-len/")
    assert answer.status_code == 302


def test_letting_go_leaves_the_class_alone() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    _upload(me, here, _file(GOOD))
    draft, path = _draft(here)
    me.post(f"{path}bo/")
    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED
    assert here.training_class.enrollments.count() == 0


def test_a_draft_is_for_its_office_and_its_class() -> None:
    here, there = world(teaching=False, names=()), world(teaching=False, names=())
    me = Acting(here.officer)
    _upload(me, here, _file(GOOD))
    draft, path = _draft(here)
    stranger = Acting(staff(OfficeFactory()))
    assert stranger.client.get(path).status_code == 404
    for button in ("nhan/", "bo/", "dong/0/"):
        assert stranger.status(f"{path}{button}") == 404
    wrong = f"{tab_address(there.training_class, 'learners')}tai-len/{draft.pk}/"
    assert Acting(there.officer).client.get(wrong).status_code == 404
    assert here.training_class.enrollments.count() == 0


def test_two_thousand_rows_are_looked_at_fifty_a_page() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    given = [f"{first}{last}" for first in ("An", "Bình", "Chi", "Dung") for last in map(chr, range(97, 97 + 25))]
    rows = [
        (n, f"Lò {given[n % 100]} {given[n // 100]}", "1990", "Chuyên viên", f"Xã {n % 40}", "0912345678")
        for n in range(2000)
    ]
    page = _upload(me, here, _file(*rows))
    assert page.count("data-row") == 50
    found, path = _draft(here)
    page = me.post(f"{path}nhan/")
    job = Job.objects.get(kind="nominations.take_rows")
    assert here.training_class.enrollments.count() == 0, "so many are taken in the background"
    assert run_now(job).state == JobState.DONE
    assert here.training_class.enrollments.count() == 2000
    found.refresh_from_db()
    assert (found.waiting, found.state) == (0, DraftState.TAKEN)
