"""Papers and lists of a class from the screen: offered, told what they lack, downloaded."""

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.console.workspace.shell import tab_address
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.making import make_paper
from khuevan.papers.enums import PaperKind
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain.class_changes import change_class
from khuevan.training.domain.documents import attach_record
from khuevan.training.enums import RecordPurpose
from tests.console.acting import Acting, notices
from tests.factories import staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


def _tab(here: World) -> str:
    return tab_address(here.training_class, "records")


def _kept(here: World, number: str = "29", *, purpose: str = "", **fields: object) -> Record:
    values = {"symbol": "KH-UBND", "date": date(2019, 9, 25), "issuer": here.office.organization, **fields}
    document = keep_record(here.officer, office=here.office, number=number, **values)  # type: ignore[arg-type]
    if purpose:
        attach_record(here.officer, here.training_class, document, purpose=RecordPurpose(purpose))
    return document


def test_every_paper_is_offered_and_downloads_as_word() -> None:
    here = world()
    me = Acting(here.officer)
    page = me.get(_tab(here))
    for slug, writer in ((writer.slug, writer) for writer in WRITERS.values()):
        assert f"{_tab(here)}soan/{slug}/" in page
        address = f"{_tab(here)}soan/{slug}.docx"
        if writer.targets:
            continue  # one for each addressee: tests/console/test_papers.py
        assert address in page
        answer = me.client.get(address)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert f"{slug}-{here.training_class.slug}.docx" in answer.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
            assert "word/document.xml" in file.namelist()
    assert me.client.get(f"{_tab(here)}soan/tho.docx").status_code == 404


def test_a_paper_says_what_it_lacks_until_the_class_knows_it() -> None:
    here = world()
    me = Acting(here.officer)
    before = me.get(_tab(here)).count('class="sub lacks"')
    change_class(here.officer, here.training_class, audience="Cán bộ phụ trách đối ngoại")
    assert me.get(_tab(here)).count('class="sub lacks"') == before, "the letter still lacks a venue"
    set_rule(here.officer, here.training_class)
    for session in here.sessions:
        here.mark(session)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(staff(here.office, RoleKind.LEADER), here.training_class)
    page = me.get(_tab(here))
    assert page.count('class="sub lacks"') < before, "papers about the results are whole"
    make_paper(here.officer, here.training_class, PaperKind.OPENING_DECISION)
    assert me.get(_tab(here)).count('class="problem"') == page.count('class="problem"') + 1, "made with a hole"


def test_papers_name_the_documents_of_the_class_as_their_basis() -> None:
    here = world()
    _kept(here, purpose="plan", subject="Kế hoạch bồi dưỡng năm 2019", kind="KH")
    answer = Acting(here.officer).client.get(f"{_tab(here)}soan/quyet-dinh-mo-lop.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert "29/KH-UBND" in file.read("word/document.xml").decode()


def test_the_list_for_the_wall_comes_as_word_too() -> None:
    here = world()
    client = Acting(here.officer).client
    answer = client.get(f"{_tab(here)}danh-sach/niem-yet.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        words = file.read("word/document.xml").decode()
    assert all(one.full_name.replace("'", "&apos;") in words or one.full_name in words for one in here.enrollments)
    assert "1985" not in words
    assert client.get(f"{_tab(here)}danh-sach/hoc-vien.docx").status_code == 404


@pytest.mark.parametrize("name", ["hoc-vien", "diem-danh"])
def test_lists_come_as_pdf_and_as_excel(name: str) -> None:
    here = world()
    me = Acting(here.officer)
    page = me.get(_tab(here))
    assert f"{_tab(here)}danh-sach/{name}.pdf" in page
    assert me.client.get(f"{_tab(here)}danh-sach/{name}.pdf").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(me.client.get(f"{_tab(here)}danh-sach/{name}.xlsx").content))
    assert len(book.worksheets) == (2 if name == "diem-danh" else 1), "a sheet for each half day"
    assert me.client.get(f"{_tab(here)}danh-sach/{name}.doc").status_code == 404


def test_the_sign_sheet_of_one_half_day_alone() -> None:
    here = world()
    me = Acting(here.officer)
    address = f"{_tab(here)}danh-sach/diem-danh.xlsx"
    assert re.search(f'name="buoi" value="{here.sessions[1].pk}"', me.get(_tab(here)))
    book = load_workbook(io.BytesIO(me.client.get(address, {"buoi": here.sessions[1].pk}).content))
    assert len(book.worksheets) == 1
    assert notices(me.client.get(address, {"buoi": "999983"}, follow=True).content.decode())


def test_an_editor_gets_no_papers_and_a_leader_does() -> None:
    here = world()
    editor, leader = (Acting(staff(here.office, kind)) for kind in (RoleKind.EDITOR, RoleKind.LEADER))
    assert f"{_tab(here)}soan/" not in editor.get(_tab(here))
    assert notices(editor.client.get(f"{_tab(here)}soan/ke-hoach.docx", follow=True).content.decode())
    assert notices(editor.client.get(f"{_tab(here)}danh-sach/hoc-vien.pdf", follow=True).content.decode())
    assert leader.client.get(f"{_tab(here)}soan/ke-hoach.docx").status_code == 200
    assert f"{_tab(here)}them/" not in leader.get(_tab(here))
