"""Needs of an agency on its own page: prefilled, sent, changed until the day is over; nobody else's are ever seen."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khuevan.core.once import FIELD, new_token
from khuevan.core.rows import stamp
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.contacts import add_contact
from khuevan.people.models import Office, Organization
from khuevan.training.domain.need_calls import call_needs, close_call
from khuevan.training.domain.needs import NeedRow, answer_needs, rows_of
from khuevan.training.enums import NeedWay
from khuevan.training.models import NeedAnswer, NeedCall
from tests.desk.answering import Browser, code_sent
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import invited_class

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
LAST, OTHERS = "Biên giới năm ngoái", "Của cơ quan khác"


@pytest.fixture
def answers() -> list[NeedAnswer]:
    """Two agencies asked, both with what they said a year before, one of them answered."""
    office, agencies = OfficeFactory(), OrganizationFactory.create_batch(2)
    officer, until = staff(office), timezone.localdate() + timedelta(days=9)
    before = call_needs(officer, office, YEAR - 1, reply_by=until, agencies=agencies)
    for one, title in zip(before.answers.order_by("pk"), (LAST, OTHERS), strict=True):
        answer_needs(officer, one, [NeedRow(title, 4, audience="Công chức cấp xã")])
    close_call(officer, before)
    call = call_needs(officer, office, YEAR, reply_by=until, agencies=agencies, note="Mỗi đơn vị một dòng.")
    found = list(call.answers.select_related("organization", "call__office").order_by("pk"))
    answer_needs(officer, found[1], [NeedRow(OTHERS, 2)])
    return found


def let_in(office: Office, agency: Organization) -> Client:
    client = Client()
    _link, token = make_link(staff(office), office=office, organization=agency)
    assert client.get(link_path(token)).status_code == 302
    return client


def come(answer: NeedAnswer) -> Client:
    return let_in(answer.call.office, answer.organization)


def at(answer: NeedAnswer) -> str:
    return reverse("desk:agency_needs", kwargs={"answer": answer.pk})


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def post(client: Client, answer: NeedAnswer, deed: str = "gui", **rows: object) -> tuple[int, str]:
    names = {name.replace("__", "-"): value for name, value in rows.items()}
    data = {FIELD: new_token(), "viec": deed, "seen": stamp(answer), "name": "Lò Thị Đầu Mối", **names}
    response = client.post(at(answer), data)
    return response.status_code, unescape(response.content.decode())


def test_the_form_begins_with_last_year_and_thanks_with_what_was_sent(answers: list[NeedAnswer]) -> None:
    mine = answers[0]
    client = come(mine)
    assert at(mine) in read(client, reverse("desk:agency_home"))
    page = read(client, at(mine))
    assert f'value="{LAST}"' in page
    assert 'value="4"' in page
    assert "Mỗi đơn vị một dòng." in page
    assert OTHERS not in page
    mine.refresh_from_db()
    assert mine.opened_at is not None
    assert f'value="{stamp(mine)}"' in page, "looking at the page is no change made meanwhile"
    more = {"moi0__title": "Lễ tân", "moi0__people": "", "n0__title": LAST, "n0__people": "6"}
    status, page = post(client, mine, "them", **more)
    assert (status, rows_of(mine)) == (200, [])
    assert 'id="moi1"' in page
    assert 'value="6"' in page
    status, page = post(client, mine, **more)
    assert (status, rows_of(mine)) == (422, [])
    assert 'value="Lễ tân"' in page
    status, _page = post(client, mine, **{**more, "moi0__people": "3", "moi0__months": "Quý II"})
    assert status == 302
    mine.refresh_from_db()
    assert [(row.title, row.people, row.months) for row in rows_of(mine)] == [(LAST, 6, ""), ("Lễ tân", 3, "Quý II")]
    assert (mine.way, mine.answered_by) == (NeedWay.LINK, "Lò Thị Đầu Mối")
    page = read(client, at(mine))
    assert "Lễ tân" in page
    assert "<form" not in page.split("<main", 1)[1].split("</main", 1)[0]
    page = read(client, f"{at(mine)}?sua=1")
    left = {"n0__title": LAST, "n0__people": "6", "n0__out": "on", "n1__title": "Lễ tân", "n1__people": "5"}
    assert 'name="n1-out"' in page
    assert post(client, mine, **left)[0] == 302
    assert [(row.title, row.people) for row in rows_of(mine)] == [("Lễ tân", 5)]


def test_no_need_and_the_end_of_the_time(answers: list[NeedAnswer]) -> None:
    mine = answers[0]
    client = come(mine)
    assert post(client, mine)[0] == 422
    assert post(client, mine, "khong", n0__title=LAST, n0__people="6")[0] == 302
    mine.refresh_from_db()
    assert (mine.has_none, rows_of(mine)) == (True, [])
    NeedCall.objects.filter(pk=mine.call_id).update(reply_by=timezone.localdate() - timedelta(days=1))
    assert "sua=1" not in read(client, at(mine))
    status, page = post(client, mine, n0__title="Muộn", n0__people="1")
    assert status == 422
    assert "Muộn" in page
    assert rows_of(mine) == []
    NeedAnswer.objects.filter(pk=mine.pk).update(answered_at=None)
    assert at(mine) not in read(client, reverse("desk:agency_home"))
    assert "sua=1" not in read(client, at(mine))


def test_who_came_in_by_a_code_finds_the_needs_as_well() -> None:
    here = invited_class()
    add_contact(here.officer, here.quotas[0].organization, name="Lê Văn Bảy", email="bay@example.vn")
    until = timezone.localdate() + timedelta(days=9)
    call = call_needs(here.officer, here.office, YEAR, reply_by=until, agencies=[here.quotas[0].organization])
    answer = call.answers.select_related("organization").get()
    browser = Browser(here)
    browser.type("Trần Thị Minh Nguyệt")
    assert read(browser.client, at(answer), 403), "who typed a list has proved nothing yet"
    browser.send("code")
    assert browser.send("done", {"code": code_sent()})[0] == 302
    assert at(answer) in read(browser.client, reverse("desk:agency_home"))
    assert post(browser.client, answer, moi0__title="Lễ tân", moi0__people="3")[0] == 302
    assert [row.title for row in rows_of(answer)] == ["Lễ tân"]


def test_nobody_sees_or_sends_for_another_agency(answers: list[NeedAnswer]) -> None:
    mine, other = answers
    strangers = {
        "another agency": let_in(mine.call.office, other.organization),
        "another office": let_in(OfficeFactory(), mine.organization),
        "nobody": Client(),
    }
    for who, client in strangers.items():
        status = 403 if who == "nobody" else 404
        assert LAST not in read(client, at(mine), status), who
        assert post(client, mine, n0__title="Giả mạo", n0__people="9")[0] == status, who
    assert rows_of(mine) == []
    assert OTHERS in read(strangers["another agency"], at(other))
    assert LAST not in read(strangers["another agency"], f"{at(other)}?sua=1")
