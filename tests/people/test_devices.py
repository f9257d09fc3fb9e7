"""Where an account is signed in: listed, ended, and ended by a new password."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from khuevan.core.audit import MASK
from khuevan.core.models import AuditEntry
from khuevan.people.browsers import browser_of
from khuevan.people.domain.colleagues import close_account
from khuevan.people.domain.offices import reset_password
from khuevan.people.enums import RoleKind
from khuevan.people.models import SignIn, User
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db
DEVICES = "/can-bo/tai-khoan/thiet-bi/"
PASSWORD = "mật khẩu thử 123"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def _sign_in(user: User, agent: str = WINDOWS, password: str = PASSWORD, address: str = "203.0.113.7") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/can-bo/dang-nhap/", {"login": user.username, "password": password})
    return client


def _is_in(client: Client) -> bool:
    return client.get("/can-bo/lop/").status_code == 200


def _pk(client: Client) -> int:
    return SignIn.objects.get(session_key=client.session.session_key).pk


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Chrome, Windows"),
        (IPHONE, "Safari, iPhone"),
        (f"{WINDOWS} Edg/130.0", "Edge, Windows"),
        (WINDOWS.replace("Chrome", "coc_coc_browser/130 Chrome"), "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Zalo/24", "Zalo, Android"),
    ],
)
def test_browsers_are_told_apart(agent: str, name: str) -> None:
    assert browser_of(agent) == name


def test_a_browser_that_says_nothing_still_has_a_name() -> None:
    assert browser_of("")


def test_signing_in_changes_the_session_key_and_is_told() -> None:
    user = staff(OfficeFactory())
    client = Client(HTTP_USER_AGENT=WINDOWS)
    client.get("/can-bo/dang-nhap/?next=/can-bo/lop/")
    session = client.session
    session["gio"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/can-bo/dang-nhap/", {"login": user.username, "password": PASSWORD})
    assert client.session.session_key != session.session_key
    entry = AuditEntry.objects.get(verb="people.sign_in")
    assert (entry.actor, entry.after) == (user, {"browser": "Chrome, Windows", "address": "127.0.0.1"})
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_the_list_names_browsers_and_marks_this_one() -> None:
    user = staff(OfficeFactory())
    here, telephone = _sign_in(user), _sign_in(user, IPHONE, address="203.0.113.8")
    _sign_in(staff(OfficeFactory()), address="198.51.100.1")
    page = here.get(DEVICES).content.decode()
    for words in ("Chrome, Windows", "Safari, iPhone", "203.0.113.7", "203.0.113.8"):
        assert words in page
    assert "198.51.100.1" not in page
    assert page.count('class="state state-now"') == 1
    assert _is_in(telephone)


def test_one_browser_is_signed_out() -> None:
    user = staff(OfficeFactory())
    here, telephone = _sign_in(user), _sign_in(user, IPHONE)
    assert here.post(f"{DEVICES}{_pk(telephone)}/dang-xuat/").url == DEVICES
    assert not _is_in(telephone)
    assert _is_in(here)
    assert here.post(f"{DEVICES}{_pk(here)}/dang-xuat/").url == "/can-bo/dang-nhap/"
    assert not _is_in(here)
    assert not SignIn.objects.exists()


def test_nobody_signs_a_colleague_out() -> None:
    office = OfficeFactory()
    other = _sign_in(staff(office))
    mine = _sign_in(staff(office, RoleKind.ADMINISTRATOR))
    assert mine.post(f"{DEVICES}{_pk(other)}/dang-xuat/").status_code == 404
    assert _is_in(other)


def test_all_other_browsers_are_signed_out() -> None:
    user = staff(OfficeFactory())
    here, *others = (_sign_in(user) for _turn in range(4))
    assert here.post(f"{DEVICES}dang-xuat-het/").url == DEVICES
    assert _is_in(here)
    assert not any(_is_in(other) for other in others)
    assert AuditEntry.objects.get(verb="people.end_other_sessions").after == {"ended_sessions": 3}


def test_an_own_new_password_ends_the_others_and_keeps_this_one() -> None:
    user = staff(OfficeFactory())
    here, other = _sign_in(user), _sign_in(user, IPHONE)
    began = SignIn.objects.get(pk=_pk(here)).began_at
    old_key = here.session.session_key
    new = "một câu dễ nhớ hơn"
    answer = here.post("/can-bo/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert _is_in(here)
    assert not _is_in(other)
    assert here.session.session_key != old_key
    assert SignIn.objects.get(pk=_pk(here)).began_at == began, "the same sign-in, under its new key"
    assert SignIn.objects.count() == 1
    entry = AuditEntry.objects.get(verb="people.change_password")
    assert entry.after == {"password": MASK}
    assert not _is_in(_sign_in(user))
    assert _is_in(_sign_in(user, password=new))


def test_a_password_from_the_administrator_ends_all_sessions() -> None:
    office = OfficeFactory()
    user = staff(office)
    client = _sign_in(user)
    password = reset_password(staff(office, RoleKind.ADMINISTRATOR), office=office, user=user)
    assert not Session.objects.exists(), "ended at once, not at the next click"
    assert not _is_in(client)
    assert _is_in(_sign_in(user, password=password))


def test_a_closed_account_is_out_at_once() -> None:
    office = OfficeFactory()
    user = staff(office)
    client = _sign_in(user)
    close_account(staff(office, RoleKind.ADMINISTRATOR), office, user)
    assert not Session.objects.exists()
    assert not _is_in(client)
    assert not _is_in(_sign_in(user))


def test_signing_out_forgets_the_browser() -> None:
    client = _sign_in(staff(OfficeFactory()))
    client.post("/can-bo/dang-xuat/")
    assert not SignIn.objects.exists()


def test_presence_is_written_at_most_once_in_five_minutes(django_assert_num_queries: object) -> None:
    user = staff(OfficeFactory())
    client = _sign_in(user)
    row = SignIn.objects.get()
    SignIn.objects.update(seen_at=row.seen_at - timedelta(hours=1))
    client.get("/can-bo/tai-khoan/")
    seen = SignIn.objects.get().seen_at
    client.get("/can-bo/tai-khoan/")
    assert SignIn.objects.get().seen_at == seen
    cache.clear()
    client.get("/can-bo/tai-khoan/")
    assert SignIn.objects.get().seen_at > seen


def test_what_is_over_is_swept_out_at_the_next_sign_in() -> None:
    user = staff(OfficeFactory())
    _sign_in(user)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client = _sign_in(user)
    assert [row.session_key for row in SignIn.objects.all()] == [client.session.session_key]
    assert Session.objects.count() == 1


def test_behind_a_trusted_proxy_the_visitor_counts(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    user = staff(OfficeFactory())
    client = Client(HTTP_USER_AGENT=WINDOWS, HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.50")
    client.post("/can-bo/dang-nhap/", {"login": user.username, "password": PASSWORD})
    assert SignIn.objects.get().address == "203.0.113.50"
