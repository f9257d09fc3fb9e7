"""Word templates of an office from the screen: fields to copy, a file sent, its faults, trying and using it."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.templating import active_template
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.models import PaperTemplate
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world
from tests.papers.conftest import opened, words
from tests.papers.test_templates import with_paragraphs

pytestmark = pytest.mark.django_db

LIST = "/can-bo/quy-uoc/mau-van-ban/"
KIND = f"{LIST}ke-hoach/"


@pytest.fixture
def here() -> World:
    return world()


def send(me: Acting, content: bytes, **values: str) -> str:
    file = SimpleUploadedFile("mau.docx", content)
    return me.post(KIND, form=KIND, file=file, **({"use": "on", "note": ""} | values))


def one(pk: int, part: str = "") -> str:
    return f"{LIST}phien-ban/{pk}/{part}"


def test_from_our_beginning_to_a_paper_of_a_class_in_the_words_of_the_office(here: World) -> None:
    me = Acting(here.officer)
    page = me.get(LIST)
    assert all(writer.title in page for writer in WRITERS.values())
    assert 'class="nothing"' in me.get(KIND)
    begun = me.client.get(f"{KIND}bat-dau/")
    assert begun["Content-Disposition"] == 'attachment; filename="mau-ke-hoach.docx"'
    ours = docx.Document(io.BytesIO(begun.content))
    ours.add_paragraph("In riêng của Sở")
    file = io.BytesIO()
    ours.save(file)
    page = send(me, file.getvalue(), note="Bản đầu")
    template = PaperTemplate.objects.get()
    assert template.state == TemplateState.ACTIVE
    assert "Bản đầu" in me.get(KIND)
    for query in ({}, {"lop": str(here.training_class.pk)}):
        answer = me.client.get(one(template.pk, "thu/"), query)
        assert "In riêng của Sở" in words(opened(answer.content))
    assert "kỹ năng nghiệp vụ đối ngoại" in words(opened(answer.content))
    assert me.client.get(one(template.pk, "tep/")).content == file.getvalue()
    undo = re.search(r'action="([^"]*/thoi-dung/)"', page)
    assert undo
    me.post(undo[1])
    assert active_template(here.office, PaperKind.CLASS_PLAN) is None


def test_faults_are_named_with_their_place_and_the_version_cannot_be_used(here: World) -> None:
    me = Acting(here.officer)
    page = send(me, with_paragraphs("Lớp {{ ten_lopp }}"))
    template = PaperTemplate.objects.get()
    assert template.state == TemplateState.FAULTY
    assert 'id="loi"' in page
    assert "ten_lop”" in page
    assert "{{ ten_lopp }}" in page
    assert one(template.pk, "dung/") not in page
    assert me.status(one(template.pk, "dung/")) == 302
    assert PaperTemplate.objects.get().state == TemplateState.FAULTY
    assert me.client.get(one(template.pk, "thu/")).status_code == 404
    me.post(one(template.pk), form=one(template.pk), note="Sửa lại")
    assert PaperTemplate.objects.get().note == "Sửa lại"


def test_what_is_refused_stands_beside_the_file_and_nothing_is_kept(here: World) -> None:
    me = Acting(here.officer)
    for content in (with_paragraphs("{{ ''.__class__ }}"), b"%PDF-1.7 x", b"x"):
        answer = me.client.post(KIND, {**me.hidden(KIND), "file": SimpleUploadedFile("a.docx", content)})
        assert answer.status_code == 422
        assert 'class="problem" id="id_file_error"' in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_a_version_takes_the_place_of_another_and_undo_gives_it_back(here: World) -> None:
    me = Acting(here.officer)
    send(me, with_paragraphs("Một {{ ten_lop }}"))
    page = send(me, with_paragraphs("Hai {{ ten_lop }}"), use="")
    assert "btn-primary" in page
    first, second = PaperTemplate.objects.order_by("version")
    page = me.post(one(second.pk, "dung/"), seen="")
    assert active_template(here.office, PaperKind.CLASS_PLAN) == second
    undo = re.search(r'class="notice.*?action="([^"]*)"', page, re.S)
    assert undo
    page = me.post(undo[1])
    assert active_template(here.office, PaperKind.CLASS_PLAN) == first
    assert notices(page)
    me.post(one(first.pk, "thoi-dung/"))
    assert active_template(here.office, PaperKind.CLASS_PLAN) is None


def test_every_field_is_found_without_diacritics_and_by_its_paper(here: World) -> None:
    me = Acting(here.officer)
    address = reverse("console:paper_template_fields")
    everything = me.get(address)
    assert "{{ ten_lop }}" in everything
    assert "{%p for hv in hoc_vien %}" in everything
    found = me.get(address, q="so ky hieu")
    assert "{{ so_ky_hieu }}" in found
    assert "{{ ten_lop }}" not in found.split('role="status"')[1]
    assert 'id="thu_lao"' not in me.get(address, loai="ke-hoach")
    assert 'id="thu_lao"' in me.get(address, loai=WRITERS[PaperKind.FEE_LIST].slug)
    assert 'class="nothing"' in me.get(address, q="khong co truong nay")


def test_colleagues_look_and_strangers_see_nothing(here: World) -> None:
    send(Acting(here.officer), with_paragraphs("{{ ten_lop }}"))
    template = PaperTemplate.objects.get()
    leader = Acting(staff(here.office, RoleKind.LEADER))
    assert 'type="file"' not in leader.get(KIND)
    assert 'name="note"' not in leader.get(one(template.pk))
    assert leader.status(KIND, note="x") == 404
    assert leader.status(one(template.pk, "thoi-dung/")) == 404
    stranger = Acting(staff(OfficeFactory()))
    assert 'class="nothing"' in stranger.get(KIND)
    assert stranger.client.get(one(template.pk)).status_code == 404
    for asked in (str(here.training_class.pk), "x", "9" * 30):
        assert stranger.client.get(one(template.pk, "thu/"), {"lop": asked}).status_code == 404
    assert Acting(here.officer).client.get(f"{LIST}khong-co/").status_code == 404
