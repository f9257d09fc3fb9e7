"""Every address of the installation."""

import os

from allauth.account import views as accounts
from allauth.mfa.base import views as second_step
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path

from khuevan.config import lifeline
from khuevan.console.settings.accepting import invitation
from khuevan.people import access


def healthz(_request: HttpRequest) -> HttpResponse:
    """Answers once the database does, with the word of the start that this process belongs to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    answer = HttpResponse("ok", content_type="text/plain")
    if start := os.environ.get(lifeline.START):
        answer.headers[lifeline.START_HEADER] = start
    return answer


def favicon(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside a PDF or a picture, which name no icon of their own."""
    return HttpResponseRedirect(static("khuevan/mark.svg"))


urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("can-bo/dang-nhap/", accounts.login, name="account_login"),
    path("can-bo/dang-nhap/xong/", access.signed_in, name="account_signed_in"),
    path("can-bo/dang-nhap/dau/", access.token, name="account_token"),
    path("can-bo/tai-khoan/xac-nhan/", second_step.authenticate, name="mfa_authenticate"),
    path("can-bo/moi/<str:token>/", invitation, name="account_invitation"),
    path("can-bo/dang-xuat/", accounts.logout, name="account_logout"),
    path("can-bo/tai-khoan-khoa/", accounts.account_inactive, name="account_inactive"),
    path("can-bo/doi-mat-khau/", accounts.password_change, name="account_change_password"),
    path("can-bo/", include("khuevan.console.urls")),
    path("", include("khuevan.desk.urls")),
    path("", include("khuevan.portal.urls")),
]

handler403 = "khuevan.portal.errors.forbidden"
handler404 = "khuevan.portal.errors.not_found"
handler500 = "khuevan.portal.errors.server_error"
