"""Files of certificates: one PDF for the printer, an archive, lists to sign."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from khuevan.certificates.domain.states import void, withhold
from khuevan.certificates.models import Certificate
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.console.certifying import tab, with_certificates
from tests.factories import staff

pytestmark = pytest.mark.django_db

PAGE = re.compile(rb"/Type\s*/Page\b")


def test_one_pdf_holds_the_chosen_in_the_order_of_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    here, me, issued = with_certificates(drawn=True)
    me.post(tab(here), viec="in", follow=False, chon=[issued[2].pk, issued[0].pk])
    whole = me.client.get(f"{tab(here)}in/giay-chung-nhan.pdf")
    assert whole.headers["Content-Type"] == "application/pdf"
    assert "attachment" in whole.headers["Content-Disposition"]
    assert len(PAGE.findall(whole.content)) == 3
    two = me.client.get(f"{tab(here)}in/giay-chung-nhan.pdf", {"chon": f"{issued[0].pk},{issued[2].pk}"})
    assert len(PAGE.findall(two.content)) == 2
    for module in ("khuevan.certificates.interfaces.files", "khuevan.console.workspace.certificate_files"):
        monkeypatch.setattr(f"{module}.MOST_PAGES", 2)
    page = me.get(f"{tab(here)}in/")
    assert "phan=1" in page
    assert "phan=2" in page
    last = me.client.get(f"{tab(here)}in/giay-chung-nhan.pdf", {"phan": "2"})
    assert len(PAGE.findall(last.content)) == 1


def test_the_archive_names_each_file_by_number_and_name() -> None:
    here, me, issued = with_certificates(drawn=True)
    void(here.officer, issued[:1], reason="In sai")
    answer = me.client.get(f"{tab(here)}in/giay-chung-nhan.zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["02-GCN-STN H-Hen-Nie.pdf", "03-GCN-STN Hoang-Thi-Bich-Tuyen.pdf"]
        assert archive.testzip() is None
        assert archive.read("02-GCN-STN H-Hen-Nie.pdf").startswith(b"%PDF")


def test_what_has_no_file_is_told_and_left_out() -> None:
    here, me, issued = with_certificates()
    page = me.get(f"{tab(here)}in/")
    assert 'class="problem"' in page
    assert "giay-chung-nhan.zip" not in page
    assert notices(me.client.get(f"{tab(here)}in/giay-chung-nhan.pdf", follow=True).content.decode())
    assert f"{tab(here)}ky-nhan.pdf" in page
    assert len(issued) == 3


def test_a_file_that_vanished_is_said_not_a_broken_page() -> None:
    here, me, issued = with_certificates(drawn=True)
    one = Certificate.objects.get(pk=issued[0].pk)
    one.file.storage.delete(one.file.name)
    for name in ("giay-chung-nhan.pdf", "giay-chung-nhan.zip"):
        page = me.client.get(f"{tab(here)}in/{name}", follow=True).content.decode()
        assert one.number_text in " ".join(notices(page))


def test_lists_to_sign_come_as_pdf_and_excel_and_not_for_an_editor() -> None:
    here, me, issued = with_certificates()
    withhold(here.officer, issued[:1], reason="Chưa nộp ảnh")
    void(here.officer, issued[1:2], reason="In sai")
    for name in ("ky-nhan", "kiem-tra-ho-ten"):
        assert me.client.get(f"{tab(here)}{name}.pdf").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(me.client.get(f"{tab(here)}ky-nhan.xlsx").content))
    values = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}
    assert {issued[0].number_text, "Giữ lại: Chưa nộp ảnh", issued[2].number_text} <= values
    assert issued[1].number_text not in values, "a void one is not handed over"
    editor = Acting(staff(here.office, RoleKind.EDITOR))
    assert notices(editor.client.get(f"{tab(here)}ky-nhan.pdf", follow=True).content.decode())
    assert "ky-nhan" not in editor.get(f"{tab(here)}in/")
