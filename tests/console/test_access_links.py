"""Personal links at the console: made for a body or a person, shown once, made longer, taken back."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_by_code, link_of, make_link, revoke_links
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import ContactSlot, LinkState, RoleKind
from khuevan.people.models import AccessCode, AccessLink, Contact, Office, Organization, Person
from tests.console.acting import Acting
from tests.factories import OfficeFactory, OrganizationFactory, RoleFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def me(office: Office) -> Acting:
    return Acting(staff(office))


@pytest.fixture
def body() -> Organization:
    return OrganizationFactory(name="UBND xã Diên Khánh")


@pytest.fixture
def contact(body: Organization) -> Contact:
    return Contact.objects.create(
        organization=body, slot=ContactSlot.FOCAL, name="Lê Hữu Phước", email="phuoc@dk.gov.vn"
    )


@pytest.fixture
def person(me: Acting, office: Office) -> Person:
    return add_person(me.user, full_name="Trần Thị Minh Nguyệt", office=office)


def _page(link: AccessLink) -> str:
    return f"/can-bo/duong-dan/{link.pk}/"


def _only_office(me: Acting) -> dict[str, object]:
    """The hidden field of whoever keeps one directory."""
    return {"office": me.user.roles.get().office_id}


def _token_in(page: str) -> str:
    found = re.search(r"http://testserver/vao/([\w-]{43})/", html.unescape(page))
    return found[1] if found else ""


def test_a_link_of_a_body_is_shown_once_with_its_qr_code_and_words_for_zalo(
    me: Acting, body: Organization, contact: Contact
) -> None:
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    assert form in me.get(f"/can-bo/danh-ba/co-quan/{body.pk}/")
    page = me.post(form, form=form, **_only_office(me), contact=contact.pk, days=30)
    token = _token_in(page)
    link = link_of(token)
    assert link is not None
    assert (link.organization, link.contact, link.made_by) == (body, contact, me.user)
    assert timedelta(days=30) <= link.expires_at - timezone.now() < timedelta(days=31)
    assert "data:image/svg+xml;base64," in page
    words = html.unescape(page.split('id="loi-nhan"')[1].split("</textarea>")[0])
    for said in ("Lê Hữu Phước", "UBND xã Diên Khánh", str(link.office), token):
        assert said in words
    again = me.get(_page(link))
    assert token not in again
    assert "data:image" not in again
    assert not Message.objects.exists(), "nobody asked for an e-mail"
    assert not any("access-link" in name for name in me.client.session.keys())  # noqa: SIM118 - no mapping


def test_a_head_request_does_not_use_the_one_showing_up(me: Acting, body: Organization) -> None:
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    sent = me.client.post(form, {**me.hidden(form), **_only_office(me), "days": 30})
    me.client.head(sent.headers["Location"])
    assert _token_in(me.get(sent.headers["Location"]))


def test_the_secret_waits_sealed_in_the_session_of_its_maker(me: Acting, body: Organization) -> None:
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    sent = me.client.post(form, {**me.hidden(form), **_only_office(me), "days": 30})
    colleague = Acting(staff(AccessLink.objects.get().office))
    assert not _token_in(colleague.get(sent.headers["Location"])), "a colleague is not shown it"
    kept = str(dict(me.client.session.items()))
    token = _token_in(me.get(sent.headers["Location"]))
    assert token
    assert token not in kept


def test_a_link_of_a_person_can_go_by_e_mail_as_well(me: Acting, person: Person) -> None:
    form = f"/can-bo/danh-ba/{person.pk}/duong-dan/"
    assert form in me.get(f"/can-bo/danh-ba/{person.pk}/")
    assert "by_email" not in me.get(form), "no address is known"
    person.email = "nguyet@example.vn"
    person.save()
    page = me.post(form, form=form, **_only_office(me), days=90, by_email="on")
    token = _token_in(page)
    message = Message.objects.get()
    assert (message.to_email, message.is_secret) == ("nguyet@example.vn", True)
    assert f"/vao/{token}/" in message.body
    assert token not in message.subject
    assert token not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(verb="people.send_link").count() == 1


def test_without_an_address_nothing_is_made(me: Acting, body: Organization, contact: Contact) -> None:
    other = Contact.objects.create(organization=body, slot=ContactSlot.CLERK, name="Vũ Đức", phone="0912345678")
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    for chosen in (other.pk, ""):
        answer = me.client.post(
            form, {**me.hidden(form), **_only_office(me), "contact": chosen, "days": 30, "by_email": "on"}
        )
        assert answer.status_code == 422
    assert not AccessLink.objects.exists()


@pytest.mark.parametrize("values", [{"days": 9999}, {"days": 0}, {"days": "x"}, {}, {"days": 30, "office": 999_983}])
def test_a_bent_form_makes_nothing(me: Acting, body: Organization, values: dict[str, object]) -> None:
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    assert me.client.post(form, {**me.hidden(form), **_only_office(me), **values}).status_code == 422
    assert not AccessLink.objects.exists()


def test_a_contact_of_another_body_cannot_be_chosen(me: Acting, body: Organization, contact: Contact) -> None:
    elsewhere = Contact.objects.create(organization=OrganizationFactory(), slot=ContactSlot.FOCAL, name="Người khác")
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    assert (
        me.client.post(form, {**me.hidden(form), **_only_office(me), "contact": elsewhere.pk, "days": 30}).status_code
        == 422
    )


def test_two_clicks_make_one_link(me: Acting, body: Organization) -> None:
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    sent = {**me.hidden(form), **_only_office(me), "days": 30}
    first, second = (me.client.post(form, sent) for _turn in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert AccessLink.objects.count() == 1
    assert _token_in(me.get(first.headers["Location"]))


def test_who_keeps_two_directories_says_for_which(me: Acting, body: Organization, office: Office) -> None:
    second = OfficeFactory()
    RoleFactory(user=me.user, office=second)
    form = f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/"
    assert str(second) in me.get(form)
    me.post(form, form=form, office=second.pk, days=30)
    assert AccessLink.objects.get().office == second


def test_a_link_works_longer_and_is_taken_back(me: Acting, office: Office, body: Organization) -> None:
    link, token = make_link(me.user, office=office, organization=body, valid=timedelta(days=2))
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    me.post(f"{_page(link)}gia-han/", form=_page(link), days=60)
    assert link_of(token) == link
    page = me.post(f"{_page(link)}thu-hoi/", form=_page(link), reason="Đổi đầu mối")
    link.refresh_from_db()
    assert link.state == LinkState.REVOKED
    assert "thu-hoi" not in page, "there is no way back"
    assert AuditEntry.objects.get(verb="people.revoke_link").reason == "Đổi đầu mối"
    before = AuditEntry.objects.count()
    me.post(f"{_page(link)}gia-han/", days=60)
    me.post(f"{_page(link)}thu-hoi/")
    assert AuditEntry.objects.count() == before


def test_colleagues_who_do_not_keep_the_directory_look_and_do_nothing(office: Office, body: Organization) -> None:
    link, _token = make_link(staff(office), office=office, organization=body)
    for kind in (RoleKind.LEADER, RoleKind.EDITOR):
        looker = Acting(staff(office, kind))
        assert "thu-hoi" not in looker.get(_page(link))
        assert "/duong-dan/" not in looker.get(f"/can-bo/danh-ba/co-quan/{body.pk}/").replace(_page(link), "")
        assert looker.status(f"/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/", days=30) == 404
        looker.post(f"{_page(link)}thu-hoi/")
    link.refresh_from_db()
    assert (link.state, AccessLink.objects.count()) == (LinkState.VALID, 1)


def test_another_office_sees_none_of_it(me: Acting, office: Office, body: Organization, person: Person) -> None:
    link, _token = make_link(me.user, office=office, organization=body)
    stranger = Acting(staff(OfficeFactory()))
    assert f"/duong-dan/{link.pk}/" in me.get(f"/can-bo/danh-ba/co-quan/{body.pk}/")
    assert f"/duong-dan/{link.pk}/" not in stranger.get(f"/can-bo/danh-ba/co-quan/{body.pk}/")
    for address in (_page(link), f"/can-bo/danh-ba/{person.pk}/duong-dan/"):
        stranger.get(address, status=404)
    assert Client().get(_page(link)).status_code == 302


def test_what_a_code_let_in_is_listed_while_it_lasts(me: Acting, office: Office, body: Organization) -> None:
    by_code = link_by_code(AccessCode(), office=office, organization=body)
    place, page = f"/duong-dan/{by_code.pk}/", f"/can-bo/danh-ba/co-quan/{body.pk}/"
    assert place in me.get(page)
    AccessLink.objects.filter(pk=by_code.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert place not in me.get(page)


def test_the_page_of_a_body_asks_as_much_for_one_link_as_for_three(
    me: Acting, office: Office, body: Organization, contact: Contact
) -> None:
    counts = []
    for number in (1, 2):
        for _turn in range(number):
            make_link(me.user, office=office, organization=body, contact=contact)
        me.get(f"/can-bo/danh-ba/co-quan/{body.pk}/")
        with CaptureQueriesContext(connection) as asked:
            me.get(f"/can-bo/danh-ba/co-quan/{body.pk}/")
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


LIST = "/can-bo/duong-dan/"


def test_the_list_finds_filters_and_takes_many_back(
    me: Acting, office: Office, body: Organization, person: Person
) -> None:
    of_body, token = make_link(me.user, office=office, organization=body)
    of_person, _token = make_link(me.user, office=office, person=person)
    ended, _token = make_link(me.user, office=office, organization=OrganizationFactory(name="Sở Đã Hết Hạn"))
    AccessLink.objects.filter(pk=ended.pk).update(expires_at=timezone.now() - timedelta(days=1))
    page = me.get(LIST)
    for name in ("UBND xã Diên Khánh", "Trần Thị Minh Nguyệt", "Sở Đã Hết Hạn"):
        assert name in page
    found = me.get(LIST, q="dien khanh")
    assert "UBND xã Diên Khánh" in found
    assert "Trần Thị Minh Nguyệt" not in found
    expired = me.get(LIST, condition="expired")
    assert "Sở Đã Hết Hạn" in expired
    assert "UBND xã Diên Khánh" not in expired
    me.post(LIST, form=LIST, viec="thu-hoi", chon=[of_body.pk, of_person.pk], **{"ly-do-thu-hoi": "Kết thúc lớp"})
    assert link_of(token) is None
    states = dict(AccessLink.objects.values_list("pk", "revoked_at"))
    assert (states[of_body.pk] is None, states[of_person.pk] is None, states[ended.pk] is None) == (False, False, True)
    entries = AuditEntry.objects.filter(verb="people.revoke_links")
    assert {(entry.reason, entry.office_key) for entry in entries} == {("Kết thúc lớp", office.pk)}
    assert "UBND xã Diên Khánh" in me.get(LIST, condition="revoked")
    assert me.client.get(LIST, {"xuat": "xlsx"}).headers["Content-Disposition"].endswith('duong-dan-rieng.xlsx"')


def test_nobody_takes_back_links_of_another_office_or_without_keeping_the_directory(
    me: Acting, office: Office, body: Organization
) -> None:
    link, token = make_link(me.user, office=office, organization=body)
    stranger, leader = Acting(staff(OfficeFactory())), Acting(staff(office, RoleKind.LEADER))
    for other in (stranger, leader):
        other.post(LIST, viec="thu-hoi", chon=[link.pk], **{"ly-do-thu-hoi": "x"})
        assert link_of(token) == link
    assert "UBND xã Diên Khánh" not in stranger.get(LIST)
    with pytest.raises(NotAllowedError):
        revoke_links(stranger.user, [link])


def test_the_list_asks_as_much_for_one_link_as_for_three(
    me: Acting, office: Office, body: Organization, contact: Contact
) -> None:
    counts = []
    for number in (1, 2):
        for _turn in range(number):
            make_link(me.user, office=office, organization=body, contact=contact)
        me.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            me.get(LIST)
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]
