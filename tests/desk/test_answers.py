"""Forms and buttons of the desk: once, with what was typed kept, and guessing slowed."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from khuevan.core.actors import Bearer
from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.core.guessing import MOST
from khuevan.core.models import FormReceipt, GuessCount
from khuevan.core.once import FIELD, new_token
from khuevan.desk.answers import desk_act, desk_answer
from khuevan.desk.passes import desk_page

pytestmark = pytest.mark.django_db
RIGHT = "204518"


@pytest.fixture(autouse=True)
def no_memory() -> None:
    cache.clear()


class CodeForm(VerbForm):
    """Takes one code and refuses every other."""

    error_fields = {"code_wrong": "code"}
    code = forms.CharField(label="Mã")
    done: list[str] = []

    def perform(self) -> str:
        if self.cleaned_data["code"] == "het-han":
            raise DomainError("code_over", "Mã này không còn hiệu lực.")
        if self.cleaned_data["code"] != RIGHT:
            raise DomainError("code_wrong", "Mã này không đúng.")
        self.done.append("x")
        return f"/lan-{len(self.done)}/"


@desk_page
def _view(request: HttpRequest) -> HttpResponse:
    form = CodeForm(Bearer("Khách"), request.POST or None)
    return desk_answer(request, form, "khuevan/form.html", {}, lambda address: address, guesses="test")


def _send(token: str = "", **values: Any) -> HttpRequest:
    request = RequestFactory().post("/", {FIELD: token or new_token(), **values})
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    return request


def test_a_right_form_works_once_and_leads_on() -> None:
    CodeForm.done.clear()
    token = new_token()
    answers = [_view(_send(token, code=RIGHT)) for _turn in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"] for answer in answers} == {"/lan-1/"}
    assert answers[0].headers["Cache-Control"] == "no-store, private"
    receipt = FormReceipt.objects.get()
    assert (receipt.actor, receipt.address) == (None, "/lan-1/")
    assert not GuessCount.objects.exists(), "a right guess writes nothing"


def test_a_wrong_code_stands_beside_its_field_and_counts() -> None:
    answer = _view(_send(code="123456"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Mã này không đúng." in text
    assert 'value="123456"' in text, "what was typed is still there"
    assert GuessCount.objects.get().count == 1


def test_a_code_that_is_over_or_nothing_at_all_is_no_guess() -> None:
    assert _view(_send(code="het-han")).status_code == 422
    assert _view(_send(code="")).status_code == 422
    assert not GuessCount.objects.exists()


def test_after_ten_wrong_ones_even_the_right_one_waits() -> None:
    CodeForm.done.clear()
    for turn in range(MOST):
        assert _view(_send(code=f"00000{turn}")).status_code == 422
    slowed = _view(_send(code=RIGHT))
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 3000
    assert not CodeForm.done
    shown = RequestFactory().get("/")
    shown.user = AnonymousUser()
    assert _view(shown).status_code == 200, "the form itself can be looked at"


def test_a_button_works_once_and_says_what_stood_in_its_way() -> None:
    done: list[int] = []
    token = new_token()
    for _turn in range(2):
        assert desk_act(_send(token), lambda: done.append(1), "/ve/").headers["Location"] == "/ve/"
    assert done == [1]
    assert desk_act(_send(), lambda: "/khac/", "/ve/").headers["Location"] == "/khac/"

    def refuse() -> str:
        raise DomainError("closed", "Danh sách đã chốt.")

    request = _send()
    assert desk_act(request, refuse, "/ve/").headers["Location"] == "/ve/"
    assert [str(message) for message in get_messages(request)] == ["Danh sách đã chốt."]
