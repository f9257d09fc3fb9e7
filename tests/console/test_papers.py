"""The papers of a class as an officer handles them: made, compared, made anew, signed, downloaded."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from khuevan.console.workspace.papers.board import board
from khuevan.console.workspace.shell import tab_address
from khuevan.nominations.domain.leaving import replace_learner
from khuevan.papers.domain.making import make_paper, set_details
from khuevan.papers.domain.signers import add_signer
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper, PaperDetails
from khuevan.people.enums import RoleKind
from khuevan.records.domain.series import add_series
from khuevan.records.models import Record
from khuevan.training.domain.arrangements import invite_guest
from khuevan.training.models import ClassRecord
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, PersonFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _tab(here: World) -> str:
    return tab_address(here.training_class, "records")


def _page(here: World, slug: str) -> str:
    return f"{_tab(here)}soan/{slug}/"


def _make(me: Acting, here: World, **values: str) -> str:
    return me.post(f"{_tab(here)}soan/", **values)


def _signed(**changes: object) -> dict[str, object]:
    values = {"number": "15", "symbol": "QĐ-SNgV", "date": "2019-09-20", "signer": "Vũ Sỹ Thắng", "for_all": ""}
    return {**values, **changes}


def _words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def _row(page: str, slug: str) -> str:
    """The row of one paper on the tab."""
    return page.split(f'id="vb-{slug}"')[1].split("</tr>", maxsplit=1)[0]


def test_a_paper_is_made_once_and_anew_only_when_the_class_changed() -> None:
    here = world()
    me = Acting(here.officer)
    before = _row(me.get(_tab(here)), "danh-sach")
    assert 'name="loai" value="danh-sach"' in before
    _make(me, here, loai="danh-sach")
    made = MadePaper.objects.get()
    assert (made.version, made.made_by) == (1, here.officer)
    assert 'name="loai"' not in _row(me.get(_tab(here)), "danh-sach"), "nothing to make"
    assert notices(_make(me, here, loai="danh-sach"))
    assert MadePaper.objects.count() == 1
    replace_learner(here.officer, here.enrollments[1], reason="Đi công tác", full_name="Lò Thị Mai")
    page = me.get(_tab(here))
    row = _row(page, "danh-sach")
    assert "Đỗ Văn Ân" in row.split("<ins>")[0]
    assert "Lò Thị Mai" in row.split("<ins>")[1]
    assert 'name="khac"' in page
    _make(me, here, khac="1")
    newest = MadePaper.objects.get(version=2)
    old, new = (
        b"".join(me.client.get(f"{_tab(here)}ban/{one.pk}.docx").streaming_content)  # type: ignore[arg-type]
        for one in (made, newest)
    )
    assert "Đỗ Văn Ân" in _words(old)
    assert "Lò Thị Mai" in _words(new)
    assert 'name="khac"' not in me.get(_tab(here))


def test_what_is_signed_stays_and_later_papers_name_its_number() -> None:
    here = world()
    me = Acting(here.officer)
    for slug in ("quyet-dinh-mo-lop", "danh-sach"):
        _make(me, here, loai=slug)
    made = MadePaper.objects.get(kind=PaperKind.OPENING_DECISION)
    address = reverse("console:class_made_sign", args=(here.training_class.pk, made.pk))
    file = SimpleUploadedFile("15-QD.pdf", PDF)
    page = me.post(address, form=address, **_signed(file=file))
    document = Record.objects.get()
    assert (document.code, document.signer, document.file_name) == ("15/QĐ-SNgV", "Vũ Sỹ Thắng", "15-QD.pdf")
    assert "15/QĐ-SNgV" in page
    assert ClassRecord.objects.get().record == document
    assert me.client.get(address).status_code == 404, "it is signed already"
    replace_learner(here.officer, here.enrollments[1], reason="Đi công tác", full_name="Lò Thị Mai")
    tab = me.get(_tab(here))
    assert "15/QĐ-SNgV" in _row(tab, "quyet-dinh-mo-lop")
    assert 'name="loai"' not in _row(tab, "quyet-dinh-mo-lop")
    _make(me, here, khac="1")
    made.refresh_from_db()
    assert made.record == document
    assert MadePaper.objects.filter(kind=PaperKind.OPENING_DECISION).count() == 1
    assert MadePaper.objects.filter(kind=PaperKind.LEARNER_LIST).count() == 2
    letter = me.client.get(f"{_tab(here)}soan/bao-cao.docx").content
    assert "15/QĐ-SNgV" in _words(letter)
    beside = reverse("console:class_paper_make", args=(here.training_class.pk, "quyet-dinh-mo-lop"))
    assert notices(me.post(beside, ve="quyet-dinh-mo-lop"))
    assert MadePaper.objects.filter(kind=PaperKind.OPENING_DECISION).count() == 1, "not without saying so"
    me.post(beside, **{"ve": "quyet-dinh-mo-lop", "ben-canh": "1"})
    assert MadePaper.objects.filter(kind=PaperKind.OPENING_DECISION).count() == 2


def test_a_number_wrongly_recorded_is_taken_back_and_one_kept_already_is_taken() -> None:
    here = world()
    me = Acting(staff(here.office, RoleKind.CLERK))
    made = make_paper(here.officer, here.training_class, PaperKind.OPENING_DECISION)
    address = reverse("console:class_made_sign", args=(here.training_class.pk, made.pk))
    assert me.client.post(address, _signed(date="")).status_code == 422
    me.post(address, form=address, **_signed())
    forget = reverse("console:class_made_forget", args=(here.training_class.pk, made.pk))
    assert me.client.post(forget, {"reason": ""}).status_code == 422
    me.post(forget, form=forget, reason="Nhầm văn bản")
    made.refresh_from_db()
    assert made.record is None
    assert not ClassRecord.objects.exists()
    me.post(address, form=address, **_signed(number="15/QĐ-SNgV", symbol=""))
    made.refresh_from_db()
    assert made.record == Record.objects.get(), "kept once"


def test_details_are_said_once_and_stand_on_the_paper() -> None:
    here = world()
    me = Acting(here.officer)
    add_signer(here.officer, office=here.office, name="Lê Văn Giám", title="Giám đốc")
    deputy = add_signer(here.officer, office=here.office, name="Trần Phó", title="Phó Giám đốc")
    address = reverse("console:class_paper_details", args=(here.training_class.pk, "quyet-dinh-mo-lop"))
    form = me.get(address)
    assert "Lê Văn Giám" in form
    values = {
        "signer": deputy.pk, "bases": "Quyết định số 1\n\n Quyết định số 2 ", "recipients": "Công an tỉnh",
        "urgency": "", "drafter": "NTM", "copies": "5", "place-proposed_by": "Chánh Văn phòng Sở",
    }  # fmt: skip
    me.post(address, form=address, **values)
    said = PaperDetails.objects.get()
    assert (said.signer, said.bases, said.copies) == (deputy, ["Quyết định số 1", "Quyết định số 2"], 5)
    assert said.values == {"proposed_by": "Chánh Văn phòng Sở"}
    paper = _words(me.client.get(f"{_tab(here)}soan/quyet-dinh-mo-lop.docx").content)
    for words in ("Quyết định số 2", "Công an tỉnh", "Trần Phó", "Chánh Văn phòng Sở"):
        assert words in paper, words
    assert "Trần Phó" in me.get(_page(here, "quyet-dinh-mo-lop"))
    stale = me.hidden(address)
    set_details(here.officer, here.training_class, PaperKind.OPENING_DECISION, drafter="XYZ")
    assert me.client.post(address, {**stale, **values}).status_code == 422, "somebody was faster"


def test_a_paper_to_each_addressee_shares_one_number_and_one_zip() -> None:
    here = world()
    me = Acting(here.officer)
    slug = "giay-moi-khai-giang"
    assert 'class="nothing"' in me.get(_page(here, slug))
    for name in ("Đỗ Ân", "Vũ Đức", "Lò Mai"):
        invite_guest(here.officer, here.training_class, person=PersonFactory(full_name=name), title="Giám đốc")
    _make(me, here, loai=slug, ve=slug)
    assert MadePaper.objects.filter(kind=PaperKind.OPENING_INVITATION).count() == 3
    page = me.get(_page(here, slug), q="do an")
    assert "Đỗ Ân" in page
    assert "Vũ Đức" not in page.split("<tbody>")[1]
    first = MadePaper.objects.filter(kind=PaperKind.OPENING_INVITATION).order_by("pk")[0]
    one = me.get(f"{_page(here, slug)}?gui={first.target}")
    assert first.target_name in one
    me.get(f"{_page(here, slug)}?gui=guest:999983", 404)
    address = reverse("console:class_made_sign", args=(here.training_class.pk, first.pk))
    me.post(address, form=address, **_signed(number="8", symbol="GM-SNgV", for_all="on"))
    signed = set(MadePaper.objects.values_list("record__number", flat=True))
    assert signed == {"08"}
    with zipfile.ZipFile(io.BytesIO(b"".join(me.client.get(f"{_tab(here)}soan/{slug}.zip").streaming_content))) as file:
        assert len(file.namelist()) == 3
    group = me.client.get(f"{_tab(here)}goi/khai-be-giang.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(group.streaming_content))) as file:
        assert len(file.namelist()) == 3
    assert notices(me.client.get(f"{_tab(here)}goi/ket-qua.zip", follow=True).content.decode()), "nothing to pack"


def test_the_tab_asks_as_much_for_many_addressees_as_for_one() -> None:
    here = world()
    me = Acting(here.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            me.get(_tab(here))
        return len(queries)

    invite_guest(here.officer, here.training_class, person=PersonFactory(), title="Giám đốc")
    _make(me, here, loai="giay-moi-khai-giang")
    asked()
    one = asked()
    for name in ("Đỗ Ân", "Vũ Đức", "Lò Mai"):
        invite_guest(here.officer, here.training_class, person=PersonFactory(full_name=name), title="Giám đốc")
    _make(me, here, loai="giay-moi-khai-giang")
    assert asked() == one


def test_what_is_missing_is_one_click_away_and_made_in_no_bundle() -> None:
    here = world()
    row = _row(Acting(here.officer).get(_tab(here)), "quyet-dinh-mo-lop")
    signers = f'href="{reverse("console:signers")}?don-vi={here.office.pk}"'
    assert row.count(signers) == 2, "who signs, on which grounds"
    shown = board(here.officer, here.training_class)
    for group in shown.groups:
        before = MadePaper.objects.count()
        _make(Acting(here.officer), here, nhom=group.word)
        assert MadePaper.objects.count() - before == group.to_make
    assert not MadePaper.objects.filter(kind=PaperKind.OPENING_DECISION).exists()
    for slug in ("ky-nhan-tien", "de-nghi-tam-ung"):
        assert "nơi nhận" not in _row(Acting(here.officer).get(_tab(here)), slug).lower(), slug
        assert "nơi nhận" not in Acting(here.officer).get(_page(here, slug)).split("</h1>")[1].lower(), slug
    assert f'href="{_page(here, "ky-nhan-tien")}"' in Acting(here.officer).get(
        tab_address(here.training_class, "money")
    )


def test_who_does_not_write_papers_finds_no_way_to_them() -> None:
    here = world()
    made = make_paper(here.officer, here.training_class, PaperKind.CLASS_PLAN)
    editor, leader, far = (
        Acting(staff(here.office, RoleKind.EDITOR)),
        Acting(staff(here.office, RoleKind.LEADER)),
        Acting(staff(OfficeFactory())),
    )
    editor.get(_page(here, "ke-hoach"), 404)
    assert editor.status(f"{_tab(here)}soan/", loai="ke-hoach") == 404
    leader.get(_page(here, "ke-hoach"))
    leader.get(reverse("console:class_made_sign", args=(here.training_class.pk, made.pk)), 404)
    far.get(f"{_tab(here)}ban/{made.pk}.docx", 404)
    other = world()
    Acting(other.officer).get(f"{_tab(other)}ban/{made.pk}.docx", 404)


def test_an_office_without_e_office_takes_the_next_number_of_its_series() -> None:
    here = world()
    clerk = staff(here.office, RoleKind.CLERK)
    me = Acting(clerk)
    add_series(clerk, here.office, name="Quyết định", kinds=["QĐ"])
    made = make_paper(here.officer, here.training_class, PaperKind.OPENING_DECISION)
    address = reverse("console:class_made_sign", args=(here.training_class.pk, made.pk))
    assert 'name="so-date"' in me.get(address)
    me.post(f"{address}?so=1", **{"so-date": str(localdate()), "so-signer": "Vũ Sỹ Thắng"})
    made.refresh_from_db()
    assert made.record is not None
    assert (made.record.number, made.record.signer) == ("01", "Vũ Sỹ Thắng")
