"""Issuing from the screen: who receives a certificate, register, day and signature, the job."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import ngettext

from khuevan.certificates.domain.states import void
from khuevan.certificates.models import Certificate, Register
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import pause
from khuevan.core.models import Job
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.console.certifying import WORDS, all_issued, approved, states, tab, with_certificates
from tests.factories import CertificateFactory, staff
from tests.factories.worlds import SIGNATURE, world

pytestmark = pytest.mark.django_db


def test_before_the_results_there_is_the_list_to_sign_and_no_button_to_issue() -> None:
    here = world()
    page = Acting(here.officer).get(tab(here))
    assert said("No certificates yet") in page
    assert f"{tab(here)}kiem-tra-ho-ten.pdf" in page
    assert f"{tab(here)}kiem-tra-ho-ten.xlsx" in page
    assert f"{tab(here)}cap/" not in page


def test_a_class_without_certificates_says_so_and_nothing_else() -> None:
    here = world()
    here.training_class.awards_certificates = False
    here.training_class.save()
    page = Acting(here.officer).get(tab(here))
    assert said("This class awards no certificates.") in page
    assert "kiem-tra-ho-ten" not in page


def test_the_button_says_how_many_and_the_page_why_the_others_not() -> None:
    here = approved(absent=True)
    me = Acting(here.officer)
    page = me.get(tab(here))
    assert f'href="{tab(here)}cap/"' in page
    assert ngettext("Issue %(count)s certificate", "Issue %(count)s certificates", 2) % {"count": 2} in page
    form = me.get(f"{tab(here)}cap/")
    assert "H&#x27;Hen Niê" in form
    assert "0/2" in form, "why she receives none"
    assert "Đỗ Văn Ân" not in form


def test_issuing_opens_a_register_and_goes_to_the_job_that_does_it() -> None:
    here = approved()
    me = Acting(here.officer)
    address = f"{tab(here)}cap/"
    form = me.get(address)
    assert 'value="GCN-STN"' in form, "the symbol of the office is known"
    values = {"register": "moi", "symbol": "GCN-STN", "issued_on": "2019-10-05", "signature": "moi", **WORDS}
    me.post(address, form=address, **values)
    job = Job.objects.get()
    register = Register.objects.get()
    assert (register.office, register.year, register.symbol) == (here.office, 2019, "GCN-STN")
    assert f'hx-get="/can-bo/viec/{job.pk}/so-lieu/"' in me.get(tab(here)), "the tab shows how far it is"
    assert f"{tab(here)}cap/" not in me.get(tab(here)).split('id="noi-dung"')[1], "and no second way to begin"
    run_now(job)
    assert states(here) == ["pending"] * 3
    first = Certificate.objects.order_by("number")[0]
    assert first.file
    assert first.frozen["title"] == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    assert "so-lieu" not in me.get(tab(here))


def test_a_form_sent_twice_begins_once() -> None:
    here = approved()
    me = Acting(here.officer)
    address = f"{tab(here)}cap/"
    values = {"register": "moi", "symbol": "GCN-STN", "issued_on": "2019-10-05", "signature": "moi", **WORDS}
    hidden = me.hidden(address)
    answers = [me.client.post(address, {**hidden, **values}) for _click in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert len({one.headers["Location"] for one in answers}) == 1
    assert (Job.objects.count(), Register.objects.count()) == (1, 1)


def test_who_signed_of_late_and_the_register_of_the_year_are_chosen_not_typed() -> None:
    here, me, issued = with_certificates()
    void(here.officer, issued[:1], reason="In sai")
    address = f"{tab(here)}cap/"
    form = me.get(address)
    register = Register.objects.get()
    chosen = re.search(r'name="signature" value="([0-9a-f]{12})"[^>]*checked', form)
    assert chosen, "the signature of the last certificates is chosen already"
    assert "Vũ Sỹ Thắng" in form
    me.post(address, form=address, register=register.pk, issued_on="2019-10-08", signature=chosen[1])
    run_now(Job.objects.get())
    again = Certificate.objects.get(number=4)
    assert again.frozen["signer"] == SIGNATURE.signer
    assert again.enrollment_id == issued[0].enrollment_id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"signer": ""}, "signer"),
        ({"issued_on": "hôm qua"}, "issued_on"),
        ({"register": "moi", "symbol": ""}, "symbol"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_begins(change: dict[str, str], field: str) -> None:
    here = approved()
    me = Acting(here.officer)
    values = {"register": "moi", "symbol": "GCN-X", "issued_on": "2019-10-05", "signature": "moi", **WORDS, **change}
    answer = me.client.post(f"{tab(here)}cap/", values)
    assert answer.status_code == 422
    wrong = answer.content.decode().split(f'id="o-{field}"')[0].rsplit("class=", 1)[1]
    assert "is-wrong" in wrong
    assert not Job.objects.exists()
    assert not Register.objects.exists()


@pytest.mark.parametrize("foreign", [False, True])
def test_the_register_of_another_year_or_office_is_refused_beside_it(foreign: bool) -> None:
    here, me, issued = with_certificates()
    void(here.officer, issued[:1], reason="In sai")
    register = CertificateFactory().register if foreign else Register.objects.get()
    values = {"register": register.pk, "issued_on": "2020-01-05", "signature": "moi", **WORDS}
    answer = me.client.post(f"{tab(here)}cap/", values)
    assert answer.status_code == 422
    assert "is-wrong" in answer.content.decode().split('id="o-register"')[0].rsplit("class=", 1)[1]


def test_a_new_register_is_not_opened_for_nothing() -> None:
    here, me, _all = with_certificates(drawn=True)
    assert all(Certificate.objects.values_list("file", flat=True))
    values = {"register": "moi", "symbol": "GCN-MOI", "issued_on": "2019-10-05", "signature": "moi", **WORDS}
    assert me.client.post(f"{tab(here)}cap/", values).status_code == 422
    assert Register.objects.count() == 1
    assert notices(me.client.get(f"{tab(here)}cap/", follow=True).content.decode())


@pytest.mark.parametrize("kind", [RoleKind.CLERK, RoleKind.LEADER, RoleKind.EDITOR])
def test_others_of_the_office_see_and_change_nothing(kind: RoleKind) -> None:
    here = approved()
    me = Acting(staff(here.office, kind))
    assert f"{tab(here)}cap/" not in me.get(tab(here))
    assert me.client.get(f"{tab(here)}cap/").status_code == 404
    assert me.status(f"{tab(here)}cap/") == 404
    [certificate, *_rest] = all_issued(here)
    page = me.get(tab(here))
    assert 'value="da-trao"' not in page
    assert me.status(tab(here), viec="da-trao", chon=certificate.pk) == 404
    one = reverse("console:class_certificate", args=(here.training_class.pk, certificate.pk))
    assert f'action="{one}' not in me.get(one)
    assert notices(me.post(f"{one}huy/", **{"ly-do": "x"})), "told that the role does not allow it"
    assert states(here) == ["pending"] * 3


def test_files_that_are_missing_are_made_by_one_button() -> None:
    here, me, issued = with_certificates()
    page = me.get(tab(here))
    assert f'action="{tab(here)}tao-tep/"' in page
    me.post(f"{tab(here)}tao-tep/")
    run_now(Job.objects.get())
    assert all(Certificate.objects.values_list("file", flat=True))
    assert "tao-tep" not in me.get(tab(here))
    assert notices(me.post(f"{tab(here)}tao-tep/")), "nothing is left to make"
    assert Certificate.objects.count() == len(issued)


def test_work_that_stopped_or_waits_is_shown_with_its_buttons() -> None:
    here, me, _issued_now = with_certificates()
    me.post(f"{tab(here)}tao-tep/")
    job = Job.objects.get()
    pause(here.officer, job)
    page = me.get(tab(here))
    assert reverse("console:job_resume", args=(job.pk,)) in page
    assert "tao-tep" not in page
