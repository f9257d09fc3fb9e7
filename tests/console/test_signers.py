"""Signers and standing grounds of an office from the screen."""

import re

import pytest
from django.urls import reverse

from khuevan.papers.domain.details import details_of
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import Signer, StandingBasis
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db

PAGE = "/can-bo/quy-uoc/nguoi-ky/"


def _sign(name: str, title: str, **values: str) -> dict[str, str]:
    return {"name": name, "title": title, "form": "by_title", "basis": "", "valid_from": "", "valid_to": "", **values}


def _add(me: Acting, name: str, title: str, **values: str) -> str:
    address = reverse("console:signers_add", args=("nguoi-ky",))
    return me.client.post(address, _sign(name, title, **values), follow=True).content.decode()


def _undo(page: str) -> str:
    found = re.search(r'action="([^"]*/lay-lai/)"', page)
    assert found
    return found[1]


def test_an_office_says_who_signs_and_sees_the_lines_that_will_stand_on_paper() -> None:
    here = world()
    here.office.organization.name = "Sở Ngoại vụ tỉnh Khánh Hòa"
    here.office.organization.save()
    me = Acting(here.officer)
    assert 'class="nothing"' in me.get(PAGE)
    address = reverse("console:signers_add", args=("nguoi-ky",))
    _add(me, "Lê Văn Giám", "Giám đốc")
    page = _add(me, "Trần Phó", "Phó Giám đốc")
    assert "KT. GIÁM ĐỐC" in page
    assert "PHÓ GIÁM ĐỐC" in page
    wrong = me.client.post(address, _sign("Vũ Ủy", "Chánh Văn phòng", form="authorised"))
    assert wrong.status_code == 422
    assert "is-wrong" in wrong.content.decode().split('id="o-basis"')[0].rsplit("class=", 1)[1]
    assert details_of(here.training_class, PaperKind.OPENING_DECISION).signer == "Lê Văn Giám"
    second = Signer.objects.get(name="Trần Phó")
    me.post(reverse("console:signers_up", args=("nguoi-ky", second.pk)))
    assert details_of(here.training_class, PaperKind.OPENING_DECISION).signer == "Trần Phó"


def test_a_removed_signer_comes_back_where_it_stood() -> None:
    here = world()
    me = Acting(here.officer)
    for name in ("Một", "Hai", "Ba"):
        _add(me, name, "Phó Giám đốc", valid_from="2019-01-02")
    second = Signer.objects.get(name="Hai")
    page = me.post(reverse("console:signers_remove", args=("nguoi-ky", second.pk)))
    assert not Signer.objects.filter(name="Hai").exists()
    me.post(_undo(page))
    again = list(Signer.objects.values_list("name", "valid_from__year"))
    assert again == [("Một", 2019), ("Hai", 2019), ("Ba", 2019)]
    assert me.client.post(_undo(page)).status_code == 404, "once is enough"


def test_a_standing_ground_is_written_as_papers_say_it() -> None:
    here = world()
    me = Acting(here.officer)
    address = reverse("console:signers_add", args=("can-cu",))
    text = "Căn cứ Quyết định số 15/2022/QĐ-UBND ngày 20/6/2022;"
    page = me.post(address, form=address, text=text, kinds=["opening_decision"], valid_from="", valid_to="")
    assert "Căn cứ Quyết định số 15/2022/QĐ-UBND ngày 20/6/2022;" in page
    basis = StandingBasis.objects.get()
    assert details_of(here.training_class, PaperKind.OPENING_DECISION).bases == (basis.text,)
    assert details_of(here.training_class, PaperKind.RESULT_DECISION).bases == ()
    me.post(reverse("console:signers_change", args=("can-cu", basis.pk)), text=text, valid_from="", valid_to="")
    assert details_of(here.training_class, PaperKind.RESULT_DECISION).bases == (basis.text,), "none ticked: all"
    me.post(_undo(me.post(reverse("console:signers_remove", args=("can-cu", basis.pk)))))
    assert StandingBasis.objects.get().text == basis.text


def test_an_editor_reads_and_a_stranger_finds_nothing() -> None:
    here = world()
    me, editor = Acting(here.officer), Acting(staff(here.office, RoleKind.EDITOR))
    address = reverse("console:signers_add", args=("nguoi-ky",))
    _add(me, "Lê Văn Giám", "Giám đốc")
    signer = Signer.objects.get()
    assert "Lê Văn Giám" in editor.get(PAGE)
    editor.get(address, 404)
    change = reverse("console:signers_change", args=("nguoi-ky", signer.pk))
    editor.get(change, 404)
    far = Acting(staff(OfficeFactory()))
    far.get(change, 404)
    far.get(PAGE, 404, **{"don-vi": str(here.office.pk)})
    assert not notices(far.get(PAGE))
