"""Somebody at a desk: signed in, with the things in hand that a form asks for."""

import io
from typing import Any

import openpyxl
from django.test import Client
from PIL import Image
from playwright.sync_api import FilePayload, Page

from khuevan.people.models import User

PASSWORD = "mật khẩu thử 123"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROSTER_HEAD = ("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Điện thoại")


def sit_down(page: Page, server: Any, user: User, path: str = "/can-bo/") -> Page:
    """Signs ``user`` in without the door and opens ``path``."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    page.goto(f"{server.url}{path}")
    return page


def press(page: Page, words: str, *, within: str = "main") -> None:
    """Clicks the button with exactly these words."""
    page.locator(within).get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str, *, within: str = "main") -> None:
    page.locator(within).get_by_role("link", name=words, exact=True).click()


def open_ask(page: Page, words: str) -> None:
    """Opens the question behind a button that asks first."""
    page.locator("summary", has_text=words).click()


def open_tab(page: Page, words: str) -> None:
    page.get_by_role("navigation", name="Phần của lớp").get_by_role("link", name=words).click()


def roster(*rows: tuple[object, ...], name: str = "danh sách.xlsx") -> FilePayload:
    book = openpyxl.Workbook()
    for row in (ROSTER_HEAD, *rows):
        book.worksheets[0].append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return {"name": name, "mimeType": XLSX, "buffer": buffer.getvalue()}


def photograph(name: str = "IMG_0412.jpg") -> FilePayload:
    buffer = io.BytesIO()
    Image.effect_noise((1600, 1066), 40).convert("RGB").save(buffer, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def signed_page(name: str = "QD-88.pdf") -> FilePayload:
    buffer = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(buffer, "PDF")
    return {"name": name, "mimeType": "application/pdf", "buffer": buffer.getvalue()}
