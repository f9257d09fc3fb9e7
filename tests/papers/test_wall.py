"""Lists to hang up or to send into a chat: in order, and without what is nobody else's business."""

import io
from pathlib import Path

import openpyxl
import pytest

from khuevan.core.permissions import NotAllowedError
from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.wall import wall_list, wall_paper, wall_text
from khuevan.papers.domain.workbooks import workbook
from khuevan.people.enums import OrganizationKind, RoleKind
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import World, world
from tests.papers.conftest import NAMES, opened, pdf_text, words

pytestmark = pytest.mark.django_db

PHONE, BIRTH = "0912345678", "14/08/1985"


@pytest.fixture
def posted(known: World) -> World:
    """Everybody with telephone, birth, e-mail and note; two of other agencies."""
    learners = known.training_class.enrollments
    learners.update(phone=PHONE, email="an@example.com", note="Ăn chay", position="Chuyên viên")
    party = OrganizationFactory(name="Văn phòng Tỉnh ủy", protocol_order=1, kind=OrganizationKind.PARTY)
    learners.filter(full_name="H'Hen Niê").update(organization=party, organization_name=party.name)
    learners.filter(full_name="Đỗ Văn Ân").update(position="", organization=None, organization_name="")
    return known


def everything(here: World, folder: Path) -> dict[str, str]:
    """The words of every form of the list."""
    about = here.training_class
    printed = wall_list(here.officer, about)
    path = folder / "list.pdf"
    path.write_bytes(pdf(about, [printed]).content)
    (page,) = openpyxl.load_workbook(io.BytesIO(workbook(about, [printed]).content)).worksheets
    return {
        "pdf": " ".join(pdf_text(path, "-raw").replace("\u200b", "").split()),
        "xlsx": " ".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None),
        "docx": words(opened(wall_paper(here.officer, about).content)),
        "text": wall_text(here.officer, about),
    }


def test_no_form_of_the_list_tells_telephone_birth_e_mail_or_note(posted: World, tmp_path: Path) -> None:
    birth = posted.training_class.enrollments.first().birth_text
    assert birth
    for form, text in everything(posted, tmp_path).items():
        for private in (PHONE, PHONE[-6:], birth, "1985", "example.com", "Ăn chay"):
            assert private not in text, (form, private)


def test_every_form_has_everybody_as_entered(posted: World, tmp_path: Path) -> None:
    for form, text in everything(posted, tmp_path).items():
        for name in NAMES:
            assert name in text, (form, name)
        assert posted.training_class.title in text
        assert "Danh sách có 05 học viên." in text


def test_the_text_for_a_chat_is_in_protocol_order_line_by_line(posted: World) -> None:
    lines = wall_text(posted.officer, posted.training_class).split("\n")
    assert lines[0] == "DANH SÁCH HỌC VIÊN"
    assert lines[2] == "Ngày 04 tháng 10 năm 2019, tại Khách sạn Ariyana"
    assert lines[4] == "1. H'Hen Niê – Chuyên viên, Văn phòng Tỉnh ủy"
    assert [line.split(" – ")[1] for line in lines[5:8]] == ["Chuyên viên, Sở Công Thương"] * 3
    assert lines[8] == "5. Đỗ Văn Ân"
    assert lines[9:] == ["", "Danh sách có 05 học viên."]


def test_blocks_of_agencies_have_headings_on_paper(posted: World) -> None:
    text = words(opened(wall_paper(posted.officer, posted.training_class, grouped=True).content))
    assert "Khối Đảng 1 H'Hen Niê" in text
    assert "Khối khác 2 " in text


def test_nobody_yet_is_an_empty_list_and_no_error(tmp_path: Path) -> None:
    here = world(teaching=False, names=())
    for text in everything(here, tmp_path).values():
        assert "Danh sách có 00 học viên." in text


def test_it_is_for_officer_clerk_and_leader(posted: World) -> None:
    about = posted.training_class
    for actor in (staff(posted.office, RoleKind.EDITOR), staff(world().office)):
        for make in (wall_list, wall_paper, wall_text):
            with pytest.raises(NotAllowedError):
                make(actor, about)
    assert wall_text(staff(posted.office, RoleKind.CLERK), about)
