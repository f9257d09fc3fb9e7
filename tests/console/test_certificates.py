"""The certificates of a class on screen: the list with its states, one of them, who sees it."""

import io
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from khuevan.certificates.domain.states import hand_over, withhold
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.correcting import correct_learner
from tests.console.acting import Acting, notices, without_address
from tests.console.certifying import states, tab, with_certificates
from tests.factories import CertificateFactory, OfficeFactory, staff

pytestmark = pytest.mark.django_db


def test_the_list_finds_by_name_without_marks_by_number_and_by_code() -> None:
    here, me, issued = with_certificates()
    by_name = {one.frozen["name"]: one for one in issued}
    an, tuyen = by_name["Đỗ Văn Ân"], by_name["Hoàng Thị Bích Tuyền"]
    code = f"{tuyen.code[:4]}-{tuyen.code[4:8]}".lower()
    for query, found in (
        ("do van an", [an]),
        ("tuyen", [tuyen]),
        (an.number_text, [an]),
        (str(tuyen.number), [tuyen]),
        (code, [tuyen]),
        ("khong ai", []),
    ):
        page = me.get(tab(here), q=query)
        shown = [one for one in issued if f"/giay-chung-nhan/{one.pk}/" in page]
        assert shown == found, query


def test_pills_count_the_states_and_excel_has_them_all() -> None:
    here, me, issued = with_certificates()
    withhold(here.officer, issued[:1], reason="Chưa nộp ảnh")
    page = me.get(tab(here), trang_thai="withheld")
    assert "Chưa nộp ảnh" in page
    assert f"/giay-chung-nhan/{issued[1].pk}/" not in page
    answer = me.client.get(tab(here), {"xuat": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 4
    assert {"Đỗ Văn Ân", "14/08/1985", "Sở Công Thương", "Vũ Sỹ Thắng"} <= {value for row in rows for value in row}


def test_handing_over_many_notes_the_day_and_can_be_undone() -> None:
    here, me, issued = with_certificates()
    day = timezone.localdate().isoformat()
    hidden = me.hidden(tab(here))
    values = {**hidden, "viec": "da-trao", "ngay-trao": day, "chon": [one.pk for one in issued[:2]]}
    page, _again = (me.client.post(tab(here), values, follow=True).content.decode() for _click in range(2))
    assert states(here) == ["handed_over", "handed_over", "pending"]
    assert AuditEntry.objects.filter(verb="certificates.hand_over").count() == 2, "once, for both clicks"
    assert Certificate.objects.get(pk=issued[0].pk).handed_over_on == timezone.localdate()
    undo = re.search(r'action="([^"]*chua-trao/[^"]*)"', page)
    assert undo
    me.post(undo[1])
    assert states(here) == ["pending"] * 3


def test_who_is_held_back_is_not_handed_over_in_passing() -> None:
    here, me, issued = with_certificates()
    withhold(here.officer, issued[:1], reason="Chưa nộp ảnh")
    page = me.post(tab(here), viec="da-trao", **{"ngay-trao": "04/10/2019", "tat-ca": "1"})
    assert states(here) == ["withheld", "handed_over", "handed_over"]
    assert len(notices(page)) == 2, "and the list says that one was left as it is"


@pytest.mark.parametrize("day", ["", "32/10/2019", (date.today() + timedelta(days=2)).isoformat(), "2019-10-03"])
def test_an_impossible_day_of_handing_over_is_refused(day: str) -> None:
    here, me, _all = with_certificates()
    page = me.post(tab(here), viec="da-trao", **{"ngay-trao": day, "tat-ca": "1"})
    assert notices(page)
    assert "is-warn" in page
    assert states(here) == ["pending"] * 3


def test_holding_back_needs_a_reason_and_is_undone_by_its_notice() -> None:
    here, me, issued = with_certificates()
    me.post(tab(here), viec="giu-lai", chon=issued[0].pk, **{"ly-do-giu-lai": "  "})
    assert states(here) == ["pending"] * 3
    page = me.post(tab(here), viec="giu-lai", chon=issued[0].pk, **{"ly-do-giu-lai": "Còn nợ bài"})
    assert states(here)[0] == "withheld"
    undo = re.search(r'action="([^"]*thoi-giu/[^"]*)"', page)
    assert undo
    me.post(undo[1])
    assert states(here) == ["pending"] * 3
    withhold(here.officer, issued[:1], reason="Còn nợ bài")
    me.post(tab(here), viec="thoi-giu", chon=issued[0].pk)
    assert states(here) == ["pending"] * 3


def test_voiding_keeps_the_number_and_lets_a_new_one_be_issued() -> None:
    here, me, issued = with_certificates()
    me.post(tab(here), viec="huy", chon=issued[0].pk)
    assert states(here) == ["pending"] * 3, "not without a reason"
    me.post(tab(here), viec="huy", chon=issued[0].pk, **{"ly-do-huy": "In sai họ tên"})
    assert states(here) == ["void", "pending", "pending"]
    page = me.get(tab(here))
    assert issued[0].number_text in page
    assert f"{tab(here)}cap/" in page


def test_taking_back_needs_a_reason_and_only_the_day_it_was_noted() -> None:
    here, me, issued = with_certificates()
    hand_over(here.officer, issued[:2], on=date(2019, 10, 4))
    me.post(tab(here), viec="chua-trao", chon=issued[0].pk)
    assert states(here)[0] == "handed_over"
    me.post(tab(here), viec="chua-trao", chon=issued[0].pk, **{"ly-do-chua-trao": "Ghi nhầm người"})
    assert states(here) == ["pending", "handed_over", "pending"]
    one = reverse("console:class_certificate", args=(here.training_class.pk, issued[1].pk))
    assert f"{one}chua-trao/" in me.get(one)
    AuditEntry.objects.filter(verb="certificates.hand_over").update(at=timezone.now() - timedelta(days=3))
    assert f"{one}chua-trao/" not in me.get(one)
    assert notices(me.post(f"{one}chua-trao/", **{"ly-do": "Ghi nhầm"}))
    assert states(here)[1] == "handed_over"


def test_nothing_ticked_or_an_unknown_deed_changes_nothing() -> None:
    here, me, _all = with_certificates()
    assert notices(me.post(tab(here), viec="in"))
    assert me.status(tab(here), viec="xoa", **{"tat-ca": "1"}) == 404
    assert me.status(f"{tab(here)}chua-trao/?chon=") == 302
    assert states(here) == ["pending"] * 3


def test_certificates_of_another_class_are_not_touched_through_this_one() -> None:
    here, me, issued = with_certificates()
    other = CertificateFactory()
    me.post(tab(here), viec="huy", chon=other.pk, **{"ly-do-huy": "x"})
    me.post(f"{tab(here)}thoi-giu/?chon={other.pk}")
    other.refresh_from_db()
    assert other.state == CertificateState.PENDING
    address = reverse("console:class_certificate", args=(here.training_class.pk, other.pk))
    assert me.client.get(address).status_code == 404
    assert len(issued) == 3


def test_the_page_of_one_tells_its_words_and_where_anybody_checks_it() -> None:
    here, me, issued = with_certificates(drawn=True)
    one = Certificate.objects.get(pk=issued[0].pk)
    page = me.get(reverse("console:class_certificate", args=(here.training_class.pk, one.pk)))
    code = f"{one.code[:4]}-{one.code[4:8]}-{one.code[8:]}"
    assert f"{settings.KHUEVAN_BASE_URL}/gcn/{code}/" in page
    assert reverse("portal:certificate", args=(code,)) in page
    assert reverse("console:certificate_file", args=(one.pk,)) in page
    assert "Vũ Sỹ Thắng" in page
    assert 'style="' not in page


def test_the_buttons_of_one_are_those_its_state_allows() -> None:
    here, me, issued = with_certificates()
    address = reverse("console:class_certificate", args=(here.training_class.pk, issued[0].pk))

    def buttons() -> set[str]:
        return set(re.findall(rf'action="{address}([\w-]+)/"', me.get(address)))

    assert buttons() == {"da-trao", "giu-lai", "huy"}
    me.post(f"{address}giu-lai/", **{"ly-do": "Chưa nộp ảnh"})
    assert buttons() == {"da-trao", "thoi-giu", "huy"}
    me.post(f"{address}da-trao/", **{"ngay-trao": "2019-10-04"})
    assert buttons() == {"chua-trao", "thu-hoi"}
    assert notices(me.post(f"{address}thu-hoi/", **{"ly-do": " "}))
    assert states(here)[0] == "handed_over"
    me.post(f"{address}thu-hoi/", **{"ly-do": "Khai man tuổi"})
    assert buttons() == set()
    page = me.get(address)
    assert "Khai man tuổi" in page
    assert page.count("<tr>") >= 4, "its history tells all of it"


def test_an_unknown_deed_is_not_found_and_a_wrong_one_is_explained() -> None:
    here, me, issued = with_certificates()
    address = reverse("console:class_certificate", args=(here.training_class.pk, issued[0].pk))
    assert me.status(f"{address}dot/") == 404
    assert me.client.get(f"{address}huy/").status_code == 405
    assert issued[0].number_text in " ".join(notices(me.post(f"{address}thu-hoi/", **{"ly-do": "x"})))


def test_what_the_list_says_otherwise_by_now_is_told() -> None:
    here, me, issued = with_certificates()
    assert "khac/" not in me.get(tab(here))
    correct_learner(here.officer, issued[0].enrollment, full_name="Đỗ Văn Ấn", birth="1986-01-02")
    page = me.get(tab(here))
    assert f"{tab(here)}khac/" in page
    assert page.count('class="needs"') == 3, "none has a file, so all three ask for a hand"
    table = me.get(f"{tab(here)}khac/")
    assert "<del>Đỗ Văn Ân</del>" in table
    assert "<ins>Đỗ Văn Ấn</ins>" in table
    assert "<del>14/08/1985</del>" in table
    one = reverse("console:class_certificate", args=(here.training_class.pk, issued[0].pk))
    assert "<ins>02/01/1986</ins>" in me.get(one)


ADDRESSES = (
    "",
    "khac/",
    "cap/",
    "in/",
    "in/giay-chung-nhan.pdf",
    "in/giay-chung-nhan.zip",
    "ky-nhan.pdf",
    "kiem-tra-ho-ten.xlsx",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_office_finds_nothing_and_a_visitor_the_door(address: str) -> None:
    here, _me, _all = with_certificates()
    stranger = Acting(staff(OfficeFactory())).client
    real = stranger.get(f"{tab(here)}{address}")
    missing = stranger.get(f"/can-bo/lop/999983/giay-chung-nhan/{address}")
    assert (real.status_code, missing.status_code) == (404, 404)
    assert without_address(real.content.decode()) == without_address(missing.content.decode())
    assert Client().get(f"{tab(here)}{address}").status_code == 302


def test_the_tab_asks_as_much_for_three_as_for_one() -> None:
    here, me, issued = with_certificates()
    me.get(tab(here))
    with CaptureQueriesContext(connection) as three:
        me.get(tab(here))
    Certificate.objects.filter(pk__in=[one.pk for one in issued[1:]]).delete()
    with CaptureQueriesContext(connection) as one:
        me.get(tab(here))
    assert len(three) <= len(one)
