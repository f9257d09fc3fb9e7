"""All certificates of an office, and the book of each register."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.certificates.domain.states import void
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate, Register
from tests.console.certifying import with_certificates
from tests.factories import CertificateFactory

pytestmark = pytest.mark.django_db


def test_the_office_sees_all_its_certificates_and_none_of_another() -> None:
    here, me, issued = with_certificates()
    other = CertificateFactory()
    page = me.get(reverse("console:certificates"))
    assert all(one.frozen["name"].replace("'", "&#x27;") in page for one in issued)
    assert reverse("console:class_certificates", args=(here.training_class.pk,)) in page
    assert other.frozen["name"] not in page.replace(issued[2].frozen["name"], "")
    assert f"/{other.pk}/" not in page
    assert Client().get(reverse("console:certificates")).status_code == 302


def _link(certificate: Certificate) -> str:
    args = (certificate.enrollment.training_class_id, certificate.pk)
    return f'href="{reverse("console:class_certificate", args=args)}"'


def test_it_is_found_by_class_and_narrowed_by_register_and_state() -> None:
    here, me, issued = with_certificates()
    office_list = reverse("console:certificates")
    assert _link(issued[0]) in me.get(office_list, q="nghiep vu doi ngoai")
    assert _link(issued[0]) not in me.get(office_list, q="tin hoc")
    register = Register.objects.create(office=here.office, year=2018, symbol="GCN-STN")
    old = CertificateFactory(
        enrollment=here.enrollments[0], register=register, issued_on=date(2018, 5, 5), state=CertificateState.VOID
    )
    page = me.get(office_list, so=str(old.register_id))
    assert _link(old) in page
    assert _link(issued[0]) not in page
    assert _link(old) in me.get(office_list, nam="2018", trang_thai="void")
    assert _link(old) not in me.get(office_list, nam="2019")
    assert _link(issued[0]) in me.get(office_list, lop=str(here.training_class.pk))


def test_the_register_book_has_every_number_in_order_void_ones_too() -> None:
    here, me, issued = with_certificates()
    void(here.officer, issued[1:2], reason="In sai họ tên")
    register = Register.objects.get()
    page = me.get(reverse("console:certificates"))
    address = f"?so={register.pk}&amp;xep=so&amp;xuat=xlsx"
    assert address in page
    answer = me.client.get(reverse("console:certificates") + address.replace("&amp;", "&"))
    assert f"so-2019-{register.pk}.xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == [one.number_text for one in issued]
    assert "In sai họ tên" in rows[1]
    assert "GCN-STN, 2019" in str(sheet.cell(2, 1).value)


def test_the_office_list_asks_as_much_for_three_as_for_one() -> None:
    _here, me, issued = with_certificates()
    address = reverse("console:certificates")
    me.get(address)
    with CaptureQueriesContext(connection) as three:
        me.get(address)
    Certificate.objects.filter(pk__in=[one.pk for one in issued[1:]]).delete()
    with CaptureQueriesContext(connection) as one:
        me.get(address)
    assert len(three) <= len(one)
