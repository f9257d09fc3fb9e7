"""The door of the console: one answer for strangers, nothing typed is lost, nothing forged gets a second chance."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Invitation, User
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
ELSEWHERE = {"HTTP_ORIGIN": "https://xau.example"}
INVITE = "/can-bo/thiet-lap/nguoi-dung/moi/"
PASSWORD = "mật khẩu thử 123"


def _signed_in(user: User, **options: bool) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def _typed(office_pk: int) -> dict[str, object]:
    return {
        "mot-lan": "abcdefghijklmnopqrstuvwx",
        "office": office_pk,
        "full_name": "Lê Thị “Bích” Thủy\r\ndòng hai <b>",
        "username": "thuy.le",
        "email": "",
        "kinds": ["officer", "editor"],
    }


def _fields(page: str) -> dict[str, list[str]]:
    """Hidden fields of the kept form, as a browser would send them."""
    form = page[page.index("data-token") :].split("</form>", maxsplit=1)[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', form, re.DOTALL):
        found.setdefault(name, []).append(unescape(value))
    return found


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_a_stranger_gets_one_answer_whatever_exists(method: str) -> None:
    invitation_page = "/can-bo/thiet-lap/loi-moi/1/"
    paths = [
        "/can-bo/",
        "/can-bo/lop/",
        "/can-bo/lop/999/",
        "/can-bo/khong-co/",
        "/can-bo/lop",
        invitation_page,
        INVITE,
    ]
    for path in paths:
        answer = getattr(Client(), method)(path)
        assert (answer.status_code, answer.url) == (302, f"/can-bo/dang-nhap/?next={path}")
        assert not answer.content


def test_the_query_comes_along_to_the_sign_in() -> None:
    assert Client().get("/can-bo/lop/", {"q": "hà"}).url == "/can-bo/dang-nhap/?next=/can-bo/lop/%3Fq%3Dh%25C3%25A0"


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in() -> None:
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/can-bo/lop/?q=a"}
    answer = Client().get("/can-bo/lop/7/phan/", **headers)
    assert answer.headers["HX-Redirect"] == "/can-bo/dang-nhap/?next=/can-bo/lop/%3Fq%3Da"
    headers["HTTP_HX_CURRENT_URL"] = "https://xau.example/can-bo/"
    assert Client().get("/can-bo/lop/7/phan/", **headers).headers["HX-Redirect"].endswith("?next=/can-bo/")


def test_a_form_of_an_ended_session_is_kept_and_works_once_after_signing_in() -> None:
    office = OfficeFactory()
    user = staff(office, RoleKind.ADMINISTRATOR)
    client = _signed_in(user)
    assert client.get(INVITE).status_code == 200
    Session.objects.all().delete()

    typed = _typed(office.pk)
    kept = client.post(INVITE, typed, **HERE)
    assert kept.status_code == 401
    page = kept.content.decode()
    assert "Phiên làm việc đã hết" in page or "Your session has ended" in page
    assert 'href="/can-bo/dang-nhap/?next=/can-bo/dang-nhap/xong/"' in page
    assert f'action="{INVITE}"' in page
    assert not Invitation.objects.exists()
    fields = _fields(page)
    fields.pop("csrfmiddlewaretoken")
    typed = {
        name: [str(v) for v in value] if isinstance(value, list) else [str(value)]
        for name, value in _typed(office.pk).items()
    }
    assert fields == typed

    again = _signed_in(user)
    assert again.get("/can-bo/dang-nhap/xong/").status_code == 200
    first = again.post(INVITE, fields, **HERE)
    second = again.post(INVITE, fields, **HERE)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert [one.username for one in Invitation.objects.all()] == ["thuy.le"]


def test_an_address_that_does_not_exist_keeps_a_form_just_the_same() -> None:
    pages = [Client().post(path, {"a": "b c"}, **HERE) for path in (INVITE, "/can-bo/khong-co/")]
    assert [page.status_code for page in pages] == [401, 401]
    bare = [re.sub(r'(name="csrfmiddlewaretoken"\s+value|action)="[^"]*"', "", page.content.decode()) for page in pages]
    assert bare[0] == bare[1]


@pytest.mark.parametrize("origin", [ELSEWHERE, {"HTTP_ORIGIN": "null"}, {"HTTP_REFERER": "https://xau.example/a"}, {}])
def test_what_another_site_sends_is_never_offered_again(origin: dict[str, str]) -> None:
    answer = Client().post(INVITE, {"full_name": "Kẻ gian"}, **origin)
    assert answer.status_code == 302
    user = staff(OfficeFactory(), RoleKind.ADMINISTRATOR)
    answer = _signed_in(user, enforce_csrf_checks=True).post(INVITE, {"full_name": "Kẻ gian"}, **origin)
    assert answer.status_code == 403
    assert "Kẻ gian" not in answer.content.decode()
    assert "data-token" not in answer.content.decode()


def test_an_old_token_is_answered_with_the_form_and_a_fresh_one() -> None:
    office = OfficeFactory()
    client = _signed_in(staff(office, RoleKind.ADMINISTRATOR), enforce_csrf_checks=True)
    client.get(INVITE)
    stale = {**_typed(office.pk), "csrfmiddlewaretoken": "a" * 64}
    offered = client.post(INVITE, stale, **HERE)
    assert offered.status_code == 403
    assert not Invitation.objects.exists()
    fields = _fields(offered.content.decode())
    assert fields["csrfmiddlewaretoken"] != ["a" * 64]
    assert client.post(INVITE, fields, **HERE).status_code == 302
    assert Invitation.objects.count() == 1


def test_a_kept_form_can_fetch_the_token_that_signing_in_made() -> None:
    office = OfficeFactory()
    user = staff(office, RoleKind.ADMINISTRATOR)
    client = Client(enforce_csrf_checks=True)
    kept = _fields(client.post(INVITE, _typed(office.pk), **HERE).content.decode())
    client.force_login(user)
    kept["csrfmiddlewaretoken"] = [client.get("/can-bo/dang-nhap/dau/").content.decode()]
    assert client.post(INVITE, kept, **HERE).status_code == 302
    assert Invitation.objects.count() == 1


def test_passwords_and_files_are_not_written_into_a_page() -> None:
    sent = {
        "password1": "rất bí mật",
        "oldpassword": "rất bí mật",
        "ghi-chu": "còn đây",
        "tep": SimpleUploadedFile("a", b"x"),
    }
    answer = Client().post("/can-bo/lop/1/", sent, **HERE)
    page = answer.content.decode()
    assert "bí mật" not in page
    assert set(_fields(page)) == {"csrfmiddlewaretoken", "ghi-chu"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_kept_form_takes_the_whole_page_where_a_part_was_asked_for() -> None:
    answer = Client().post("/can-bo/lop/1/", {"a": "b"}, HTTP_HX_REQUEST="true", **HERE)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "body")


def test_whoever_has_to_set_up_a_second_step_sees_nothing_else_before() -> None:
    office = OfficeFactory(requires_second_step=SecondStep.ADMINISTRATORS)
    administrator, officer = staff(office, RoleKind.ADMINISTRATOR), staff(office)
    assert _signed_in(officer).get("/can-bo/lop/").status_code == 200
    client = _signed_in(administrator)
    for path in ("/can-bo/lop/", "/can-bo/khong-co/", "/can-bo/thiet-lap/nguoi-dung/"):
        assert client.get(path).url == f"/can-bo/tai-khoan/buoc-hai/?next={path}"
    page = client.get("/can-bo/tai-khoan/buoc-hai/?next=/can-bo/lop/")
    assert page.status_code == 200
    kept = client.post(INVITE, _typed(office.pk), **HERE)
    assert kept.status_code == 403
    assert _fields(kept.content.decode())["username"] == ["thuy.le"]
    assert not Invitation.objects.exists()
    assert client.post("/can-bo/dang-xuat/").status_code == 302
    office.requires_second_step = SecondStep.EVERYBODY
    office.save()
    assert _signed_in(officer).get("/can-bo/lop/").status_code == 200, "the good answer is remembered for a minute"
    cache.clear()
    assert _signed_in(officer).get("/can-bo/lop/").status_code == 302


def test_pages_outside_the_console_ask_neither_session_nor_account(django_assert_num_queries: object) -> None:
    client = Client()
    client.get("/")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert not answer.cookies
