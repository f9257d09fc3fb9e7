"""The door: a link lets in whoever holds it, a dead one tells nothing, and guessing is slowed."""

import io
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core import visits
from khuevan.core.guessing import MOST, WITHIN
from khuevan.core.log_masks import MaskFilter
from khuevan.core.models import AuditEntry, FormReceipt, GuessCount, VisitCount
from khuevan.core.tokens import new_token
from khuevan.desk.passes import AGENCY, PERSON, Pass, agency_of, agency_page, let_in, person_of, person_page
from khuevan.people.domain.access_links import extend_link, link_path, make_link, revoke_link
from khuevan.people.domain.persons import add_person
from khuevan.people.models import AccessLink, Office, User
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Links:
    """An office, and a link of an agency and one of a person with their secrets."""

    office: Office
    officer: User
    agency: AccessLink
    agency_token: str
    person: AccessLink
    person_token: str


@pytest.fixture
def links() -> Links:
    cache.clear()
    office = OfficeFactory()
    officer = staff(office)
    person = add_person(officer, full_name="Trần Thị Minh Nguyệt", office=office)
    agency = OrganizationFactory(name="UBND xã Diên Khánh")
    return Links(
        office,
        officer,
        *make_link(officer, office=office, organization=agency),
        *make_link(officer, office=office, person=person),
    )


def _visitor(**headers: str) -> Client:
    return Client(headers={"user-agent": FIREFOX, **headers})


def _dead_tokens(links: Links) -> dict[str, str]:
    """One of every kind of link that does not work."""
    body = links.agency.organization
    revoked, revoked_token = make_link(links.officer, office=links.office, organization=body)
    revoke_link(links.officer, revoked)
    expired, expired_token = make_link(links.officer, office=links.office, organization=body)
    AccessLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    good = links.agency_token
    changed = "A" if good[20] != "A" else "B"
    return {
        "never made": new_token(),
        "one letter changed": good[:20] + changed + good[21:],
        "torn": good[:-3],
        "lengthened": f"{good}x",
        "with a piece behind": f"{good}/them",
        "revoked": revoked_token,
        "expired": expired_token,
        "short": "a",
        "strange": "%E1%BB%85%00'\"<b>",
    }


def test_a_link_of_an_agency_lets_in_and_leads_on(links: Links) -> None:
    client = _visitor()
    for address in (link_path(links.agency_token), link_path(links.agency_token).rstrip("/")):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, "/don-vi/")
    cookie = response.cookies[AGENCY]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 60 * 86400 <= cookie["max-age"] < 61 * 86400, "as long as the link"
    assert not cookie["secure"], "the office's own network has no https"
    assert set(client.cookies) == {AGENCY}, "no session, no other cookie"
    assert links.agency_token not in str(response.headers) + response.cookies.output()


def test_a_link_of_a_person_lets_in_beside_it(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.agency_token))
    assert client.get(link_path(links.person_token)).headers["Location"] == "/ca-nhan/"
    assert set(client.cookies) == {AGENCY, PERSON}


@override_settings(SESSION_COOKIE_SECURE=True)
def test_over_https_the_pass_travels_by_https_only(links: Links) -> None:
    assert _visitor().get(link_path(links.agency_token), secure=True).cookies[AGENCY]["secure"]


def test_the_door_sends_no_referrer_and_is_kept_nowhere(links: Links) -> None:
    for address in (link_path(links.agency_token), link_path("khong-co")):
        response = _visitor().get(address)
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store, private"
        assert "noindex" in response.headers["X-Robots-Tag"]
    assert _visitor().get("/roi/").headers["Referrer-Policy"] == "same-origin", "forms must say where they come from"


def test_every_dead_link_gets_one_answer_after_the_same_work(links: Links) -> None:
    answers, works = {}, {}
    for kind, token in _dead_tokens(links).items():
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            response = _visitor().get(f"/vao/{token}/")
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        answers[kind] = (response.status_code, response.content, tuple(sorted(headers.items())))
        works[kind] = [re.sub(r"'[^']*'|\"s\d+_x\d+\"|\d+", "?", query["sql"]) for query in asked.captured_queries]
        GuessCount.objects.all().delete()
    first = answers["never made"]
    assert first[0] == 404
    assert {kind: answer == first for kind, answer in answers.items()} == dict.fromkeys(answers, True)
    assert {kind: work == works["never made"] for kind, work in works.items()} == dict.fromkeys(works, True)


class _Loads(HTMLParser):
    """Addresses that a page asks a browser for, and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.fields: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.addresses += [value for name in ("src", "href", "action") if (value := values.get(name))]
        self.fields += [tag] if tag in {"form", "input", "script"} else []


def test_the_page_of_a_dead_link_is_plain_and_asks_nobody_else(links: Links) -> None:
    token = _dead_tokens(links)["revoked"]
    text = _visitor().get(f"/vao/{token}/?utm=zalo").content.decode()
    loads = _Loads(text)
    assert token not in text
    assert "zalo" not in text
    assert not loads.fields, "nothing to fill in and nothing that could carry the address on"
    assert all(address.startswith(("/", "#")) for address in loads.addresses)
    for words in (str(links.office), "UBND xã Diên Khánh"):
        assert words not in text


def _everything_stored() -> str:
    tables = (AuditEntry, FormReceipt, GuessCount, Session, VisitCount, AccessLink)
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return str([list(table.objects.values()) for table in tables]) + str(sessions)


def test_no_secret_is_logged_stored_or_counted(links: Links) -> None:
    tokens = [links.agency_token, links.person_token, *_dead_tokens(links).values()]
    secrets = [token for token in tokens if len(token) > 20]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskFilter())
    logging.getLogger().addHandler(handler)
    before = visits.memory.present(), AuditEntry.objects.count()
    try:
        for token in tokens:
            for client in (_visitor(), _visitor(), Client(headers={"user-agent": "curl/8"})):
                client.get(f"/vao/{token}/")
                client.head(f"/vao/{token}/")
                client.post(f"/vao/{token}/", {"a": "b"})
    finally:
        logging.getLogger().removeHandler(handler)
    assert "Not Found: /vao/•••" in written.getvalue()
    assert "Method Not Allowed" in written.getvalue()
    stored = _everything_stored()
    for secret in secrets:
        assert secret not in written.getvalue()
        assert secret not in stored
    assert (visits.memory.present(), AuditEntry.objects.count()) == before, "neither counted nor audited"
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"user-agent": "Mozilla/5.0 (compatible; ZaloPreview/1.0)"}),
        ("get", {"user-agent": "Microsoft Office Existence Discovery scan"}),
        ("get", {"sec-purpose": "prefetch;prerender"}),
        ("get", {"user-agent": ""}),
    ],
)
def test_whatever_looks_at_links_beforehand_uses_nothing_up(links: Links, method: str, headers: dict[str, str]) -> None:
    assert getattr(_visitor(**headers), method)(link_path(links.agency_token)).status_code == 302
    links.agency.refresh_from_db()
    assert links.agency.first_used_at is None
    for _turn in range(2):
        assert _visitor().get(link_path(links.agency_token)).status_code == 302
    links.agency.refresh_from_db()
    assert links.agency.first_used_at is not None


def test_only_the_first_use_writes(links: Links) -> None:
    _visitor().get(link_path(links.agency_token))
    with CaptureQueriesContext(connection) as asked:
        assert _visitor().get(link_path(links.agency_token)).status_code == 302
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


def test_the_tenth_wrong_guess_within_an_hour_ends_guessing_for_it(links: Links) -> None:
    client = _visitor()
    for _turn in range(MOST - 1):
        assert client.get(f"/vao/{new_token()}/").status_code == 404
    slowed = client.get(f"/vao/{new_token()}/")
    assert slowed.status_code == 429
    assert 3500 < int(slowed.headers["Retry-After"]) <= 3600
    assert slowed.headers["Referrer-Policy"] == "no-referrer"
    assert slowed.headers["Cache-Control"] == "no-store, private"
    text = slowed.content.decode()
    assert "60" in text
    assert not _Loads(text).fields
    assert client.get(link_path(links.agency_token)).status_code == 429, "or it would tell which guess was right"
    assert Client(REMOTE_ADDR="203.0.113.9").get(link_path(links.agency_token)).status_code == 302
    GuessCount.objects.update(since=timezone.now() - WITHIN)
    assert client.get(link_path(links.agency_token)).status_code == 302


def test_whoever_is_in_stays_in_while_guessing_is_slowed(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.agency_token))
    for _turn in range(MOST):
        client.get(f"/vao/{new_token()}/")
    assert _holder(agency_page, client).status_code == 200


def test_opening_one_dead_link_over_and_over_slows_nobody(links: Links) -> None:
    client = _visitor()
    dead = _dead_tokens(links)["expired"]
    for _turn in range(3 * MOST):
        assert client.get(f"/vao/{dead}/").status_code == 404
    assert client.get(link_path(links.agency_token)).status_code == 302


def _holder(decorator: Callable[..., Callable[..., HttpResponse]], client: Client) -> HttpResponse:
    """What a page for holders of a pass answers to the browser of ``client``."""

    def view(_request: HttpRequest, access: Pass) -> HttpResponse:
        return HttpResponse(f"{access.bearer.label} {access.link.pk} {access.office}")

    return decorator(view)(_request_of(client))


def _request_of(client: Client) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}
    return request


def test_a_pass_says_for_whom_a_browser_stands(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.agency_token))
    client.get(link_path(links.person_token))
    request = _request_of(client)
    agency, person = agency_of(request), person_of(request)
    assert agency is not None
    assert person is not None
    assert (agency.link, person.link, agency.office) == (links.agency, links.person, links.office)
    assert (agency.bearer.organization_id, agency.bearer.person_id) == (links.agency.organization_id, None)
    assert (person.bearer.organization_id, person.bearer.person_id) == (None, links.person.person_id)
    assert (agency.bearer.office_id, agency.bearer.link_id) == (links.office.pk, links.agency.pk)
    assert _holder(agency_page, client).content.decode() == f"UBND xã Diên Khánh {links.agency.pk} {links.office}"
    with CaptureQueriesContext(connection) as asked:
        assert agency_of(request) == agency
    assert not asked.captured_queries, "asked of the database once a request"


def _signed(value: str) -> str:
    """A cookie with any value and the signature of an agency's pass."""
    response = HttpResponse()
    response.set_signed_cookie(AGENCY, value, salt=f"khuevan.desk.{AGENCY}")
    return response.cookies[AGENCY].value


def _spoilt(links: Links) -> dict[str, dict[str, str]]:
    """Cookies that are no pass of an agency, by what is wrong with them."""
    good, other = HttpResponse(), HttpResponse()
    let_in(good, links.agency)
    let_in(other, links.person)
    value = good.cookies[AGENCY].value
    key = str(links.agency.pk)
    return {
        "none": {},
        "empty": {AGENCY: ""},
        "only a key": {AGENCY: key},
        "another signature": {AGENCY: f"{key}:{value.split(':', 1)[1][::-1]}"},
        "another key, that signature": {AGENCY: f"{links.person.pk}:{value.split(':', 1)[1]}"},
        "signed for something else": {AGENCY: TimestampSigner(salt="elsewhere").sign(key)},
        "of the other kind": {AGENCY: other.cookies[PERSON].value},
        "a person's key signed as an agency's": {AGENCY: _signed(str(links.person.pk))},
        "no key": {AGENCY: _signed("²")},
        "a key of nothing": {AGENCY: _signed("99999999999999999999")},
    }


def test_nothing_but_a_good_pass_opens_a_page_and_every_refusal_is_the_same(links: Links) -> None:
    answers = {}
    for kind, cookies in _spoilt(links).items():
        request = RequestFactory().get("/")
        request.COOKIES = cookies
        assert agency_of(request) is None, kind
        client = _visitor()
        client.cookies.load(cookies)
        response = client.get("/don-vi/")
        answers[kind] = (response.status_code, response.content)
    assert {answer[0] for answer in answers.values()} == {403}
    assert len(set(answers.values())) == 1


def test_the_signature_of_the_tests_is_that_of_the_desk(links: Links) -> None:
    """Guards the cookies above: signed with the same words, a good key is let in."""
    request = RequestFactory().get("/")
    request.COOKIES = {AGENCY: _signed(str(links.agency.pk))}
    assert agency_of(request) is not None


def test_taking_a_link_back_puts_out_who_came_in_by_it(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.agency_token))
    assert _holder(agency_page, client).status_code == 200
    revoke_link(links.officer, links.agency)
    assert client.get("/don-vi/").status_code == 403


def test_a_pass_ends_with_its_link_and_goes_on_with_it(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.person_token))
    AccessLink.objects.update(expires_at=timezone.now())
    assert person_of(_request_of(client)) is None
    extend_link(links.officer, links.person)
    assert _holder(person_page, client).status_code == 200


def test_leaving_takes_the_passes_away(links: Links) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(link_path(links.agency_token))
    client.get(link_path(links.person_token))
    asked = client.get("/roi/")
    assert asked.status_code == 200
    assert _holder(agency_page, client).status_code == 200, "looking is not leaving"
    assert client.post("/roi/").status_code == 403, "nobody else can make somebody leave"
    token = client.cookies["csrftoken"].value
    sent = client.post("/roi/", {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/roi/xong/")
    assert client.get("/roi/xong/").status_code == 200
    request = _request_of(client)
    assert (agency_of(request), person_of(request)) == (None, None)
    assert client.get("/don-vi/").status_code == 403


def test_staff_who_open_a_link_stand_for_the_agency_there_and_nowhere_else(links: Links) -> None:
    client = _visitor()
    client.force_login(links.officer)
    client.get(link_path(links.agency_token))
    assert agency_of(_request_of(client)).bearer.is_authenticated is False
    links.agency.refresh_from_db()
    assert links.agency.first_used_at is None, "an officer who tries a link is not its holder"
    assert client.get("/can-bo/lop/").status_code == 200


def test_a_pass_opens_nothing_of_the_console(links: Links) -> None:
    client = _visitor()
    client.get(link_path(links.agency_token))
    assert client.get("/can-bo/lop/").status_code == 302
    assert client.get("/can-bo/lop/").headers["Location"].startswith("/can-bo/dang-nhap/")


def test_the_server_writes_no_list_of_addresses() -> None:
    from khuevan.config.commands.server import _web

    assert "--no-access-log" in _web("127.0.0.1", 8000)
    assert settings.SECURE_REFERRER_POLICY == "same-origin", "no other site learns an address of ours"
