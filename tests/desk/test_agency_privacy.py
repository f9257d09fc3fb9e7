"""Nobody sees an agency's people but the agency: every address of the desk, opened and sent to by everybody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.desk import urls
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Nomination, Submission
from khuevan.people.domain.access_links import link_path, make_link, revoke_link
from khuevan.people.domain.contacts import add_contact
from khuevan.people.domain.persons import add_person
from khuevan.people.models import AccessLink, Office, Organization
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.lecturers.states import mark_asked, name_by_unit
from khuevan.training.domain.need_calls import call_needs
from khuevan.training.domain.needs import NeedRow, answer_needs
from khuevan.training.models import Lecturer, NeedAnswer
from tests.desk.answering import Browser, typed
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db

ACCEPTED, PROPOSED, UNCONFIRMED = "Nguyễn Thị Được Nhận", "Nguyễn Văn Đang Chờ", "Nguyễn Thị Chưa Xác Nhận"
WRITTEN, BEFORE = "Nguyễn Văn Viết Dở", "Nguyễn Văn Từ Xưa"
CONTACT, SENDER, PHONE = "Lò Thị Đầu Mối", "Lê Văn Bảy", "0912000111"
NEED, LECTURER = "Đón tiếp khách nước ngoài", "Lê Thị Được Cử Giảng"
MARKERS = (ACCEPTED, PROPOSED, UNCONFIRMED, WRITTEN, BEFORE, CONTACT, SENDER, PHONE, NEED, LECTURER, "0258 3850 412")


@dataclass
class Watched:
    """One agency with people in every state, and all the keys that an address may hold."""

    here: InvitedWorld
    keys: dict[str, object]


@pytest.fixture
def watched() -> Watched:
    here = invited_class(2)
    agency = here.quotas[0].organization
    contact = add_contact(here.officer, agency, name=CONTACT, phone="0258 3850 412")
    before = invited_class(1, office=here.office)
    before.quotas[0].organization = agency
    before.quotas[0].save()
    before.send(BEFORE)
    accept(here.officer, before.training_class)
    here.send(ACCEPTED)
    accept(here.officer, here.training_class)
    here.send(PROPOSED)
    here.send(UNCONFIRMED, way=SubmissionWay.PAGE)
    Browser(here).type(WRITTEN, deed="luu")
    assert Nomination.objects.count() == 5
    own = Nomination.objects.get(full_name=ACCEPTED)
    keys = {
        "quota": here.quotas[0].pk,
        "code": here.invitation.code,
        "nomination": own.pk,
        "pk": own.person_id or 1,
        "slug": here.office.slug,
        "purpose": "photos",
        "row": 1,
        "token": "x" * 40,
        "page": 1,
        "material": 1,
        "answer": asked_for_needs(here, agency).pk,
        "lecturer": asked_for_a_lecturer(here, agency).pk,
    }
    make_link(here.officer, office=here.office, organization=agency, contact=contact)
    return Watched(here, keys)


def asked_for_needs(here: InvitedWorld, agency: Organization) -> NeedAnswer:
    today = timezone.localdate()
    call = call_needs(here.officer, here.office, today.year + 1, reply_by=today, agencies=[agency])
    return answer_needs(here.officer, call.answers.get(), [NeedRow(NEED, 7)])


def asked_for_a_lecturer(here: InvitedWorld, agency: Organization) -> Lecturer:
    lecturer = add_lecturer(here.officer, here.training_class, organization=agency)
    mark_asked(here.officer, [lecturer])
    name_by_unit(here.officer, lecturer, full_name=LECTURER, title="Trưởng phòng", phone="0912000333")
    return lecturer


def let_in(office: Office, **whom: object) -> tuple[Client, AccessLink]:
    client = Client()
    link, token = make_link(staff(office), office=office, **whom)  # type: ignore[arg-type]
    assert client.get(link_path(token)).status_code == 302
    return client, link


def nobody(_here: InvitedWorld) -> Client:
    return Client()


def another_agency(here: InvitedWorld) -> Client:
    return let_in(here.office, organization=here.quotas[1].organization)[0]


def the_agency_at_another_office(here: InvitedWorld) -> Client:
    return let_in(OfficeFactory(), organization=here.quotas[0].organization)[0]


def a_person(here: InvitedWorld) -> Client:
    person = add_person(here.officer, full_name="Phạm Văn Khác", office=here.office)
    return let_in(here.office, person=person)[0]


def revoked(here: InvitedWorld) -> Client:
    client, link = let_in(here.office, organization=here.quotas[0].organization)
    revoke_link(here.officer, link)
    return client


def expired(here: InvitedWorld) -> Client:
    client, link = let_in(here.office, organization=here.quotas[0].organization)
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    return client


def forged(here: InvitedWorld) -> Client:
    client, _link = let_in(here.office, organization=here.quotas[1].organization)
    own = AccessLink.objects.filter(organization=here.quotas[0].organization).first()
    assert own is not None
    signed = client.cookies["kv_dv"].value
    client.cookies["kv_dv"] = signed.replace(signed.partition(":")[0], str(own.pk), 1)
    return client


VISITORS: tuple[Callable[[InvitedWorld], Client], ...] = (
    nobody, another_agency, the_agency_at_another_office, a_person, revoked, expired, forged,
)  # fmt: skip


def addresses(keys: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Every address of the desk, with the keys of the watched agency in it."""
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        words = {name: keys[name] for name in pattern.pattern.converters}
        yield str(pattern.name), reverse(f"desk:{pattern.name}", kwargs=words)


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda one: one.__name__)
def test_everybody_else_sees_nothing(visitor: Callable[[InvitedWorld], Client], watched: Watched) -> None:
    client = visitor(watched.here)
    sent = Submission.objects.get(nominations__full_name=UNCONFIRMED)
    said = {"viec": "luu", "reason": "vì thế", "late_reason": "vì thế", "code": "123456", "sender_name": "Kẻ Lạ"}
    data = {**typed("Kẻ Lạ"), **said, "sender_phone": "0", "tra-loi": sent.pk, "nguoi": watched.keys["pk"]}
    before = _standing()
    for name, address in addresses(watched.keys):
        cache.clear()
        answers = [client.get(address), client.post(address, data)]
        for answer in answers:
            shown = unescape(answer.content.decode("utf-8", "replace")) + str(answer.headers)
            assert not [one for one in MARKERS if one in shown], (name, answer.status_code)
            if name.startswith("unit_"):
                assert answer.status_code in (403, 404, 405), (name, answer.status_code)
            if name.startswith("agency_") and name not in ("agency_home", "agency_year", "agency_year_sheet"):
                assert answer.status_code in (403, 404, 405), (name, answer.status_code)
    assert _standing() == before


def test_the_agency_itself_sees_its_people(watched: Watched) -> None:
    """Or the test above could not fail."""
    inside = Browser(watched.here).come_in()
    own = int(str(watched.keys["nomination"]))
    shown = inside.read() + inside.read("known") + inside.read("replace", nomination=own)
    assert not [one for one in (ACCEPTED, PROPOSED, UNCONFIRMED, BEFORE) if one not in shown]
    assert WRITTEN not in shown, "what somebody writes elsewhere is not sent yet"


def test_the_audit_names_no_secret(watched: Watched) -> None:
    browser = Browser(watched.here).come_in()
    browser.type("Hoàng Thị Mới")
    told = str(list(AuditEntry.objects.values())) + str(list(Submission.objects.values("link_id", "notes")))
    assert browser.client.cookies["kv_dv"].value not in told
    assert PHONE not in told


def _standing() -> list[tuple[object, ...]]:
    """What strangers may not change: the answers of the agency and where its people stand."""
    rows = Nomination.objects.exclude(full_name="Kẻ Lạ").order_by("pk").values_list("pk", "state", "full_name")
    answers = Submission.objects.filter(nominations__in=[row[0] for row in rows]).order_by("pk")
    return [*rows, *answers.values_list("pk", "state")]
