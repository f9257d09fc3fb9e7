"""Sign-in of staff: in Vietnamese, slowed for guessers, closed for strangers."""

import pytest
from django.test import Client

from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db
ADDRESS = "/can-bo/dang-nhap/"


def _try(client: Client, login: str, password: str) -> object:
    return client.post(ADDRESS, {"login": login, "password": password})


def test_a_colleague_signs_in_by_user_name(client: Client) -> None:
    user = staff(OfficeFactory())
    answer = _try(client, user.username, "mật khẩu thử 123")
    assert (answer.status_code, answer.url) == (302, "/can-bo/")


def test_a_wrong_name_and_a_wrong_password_sound_the_same(client: Client) -> None:
    user = staff(OfficeFactory())
    answers = [_try(client, name, "sai").content.decode() for name in (user.username, "khong-co")]
    for answer in answers:
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer


def test_guessing_is_slowed_in_vietnamese(client: Client) -> None:
    user = staff(OfficeFactory())
    for _turn in range(40):
        answer = _try(client, user.username, "sai")
        if "quá nhiều lần" in answer.content.decode():
            break
    else:
        pytest.fail("forty wrong passwords were never slowed")
    right = _try(client, user.username, "mật khẩu thử 123")
    assert right.status_code != 302


def test_a_closed_account_stays_out(client: Client) -> None:
    user = staff(OfficeFactory())
    user.is_active = False
    user.save()
    answer = client.post(ADDRESS, {"login": user.username, "password": "mật khẩu thử 123"}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "khóa" in answer.content.decode()


def test_nobody_signs_up(client: Client) -> None:
    client.force_login(staff(OfficeFactory()))
    for address in ("/can-bo/dang-ky/", "/accounts/signup/", "/can-bo/signup/"):
        assert client.get(address).status_code == 404


def test_signing_in_never_leads_to_another_site(client: Client) -> None:
    user = staff(OfficeFactory())
    data = {"login": user.username, "password": "mật khẩu thử 123", "next": "https://xau.example/"}
    assert client.post(ADDRESS, data).url == "/can-bo/"
