"""What a visitor chooses for the display: without script, without account, back where they were."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_theme_text_and_language_are_remembered() -> None:
    client = Client()
    for field, value in (("theme", "dark"), ("text", "large"), ("language", "en")):
        client.post("/tuy-chon/", {field: value, "next": "/lop/"})
    page = client.get("/").content.decode()
    assert '<html lang="en" data-bs-theme="dark" class="text-lg">' in page
    assert "Large text" not in page
    assert "Normal text" in page
    client.post("/tuy-chon/", {"text": "", "language": "vi"})
    page = client.get("/").content.decode()
    assert '<html lang="vi" data-bs-theme="dark">' in page


def test_vietnamese_without_a_choice_whatever_the_browser_prefers() -> None:
    page = Client(headers={"Accept-Language": "en-US,en;q=0.9"}).get("/").content.decode()
    assert '<html lang="vi">' in page
    assert "Trang chủ" in page


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/lop/?trang=2", "/lop/?trang=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("tin/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(asked: str, given: str) -> None:
    response = Client().post("/tuy-chon/", {"theme": "dark", "next": asked})
    assert response.status_code == 302
    assert response.headers["Location"] == given


def test_values_that_are_none_of_ours_are_ignored() -> None:
    client = Client()
    response = client.post("/tuy-chon/", {"theme": '"><script>', "text": "huge", "language": "fr"})
    assert not response.cookies
    client.cookies["khuevan_theme"] = "pink"
    assert "data-bs-theme" not in client.get("/").content.decode()


def test_a_choice_is_made_by_post_alone() -> None:
    assert Client().get("/tuy-chon/?theme=dark").status_code == 405


def test_the_cookies_tell_nobody_else() -> None:
    cookie = Client().post("/tuy-chon/", {"theme": "dark"}).cookies["khuevan_theme"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
