"""The way in by e-mail: a name and an address, then the code that was sent there.

Every answer is the same whether anybody is known by that name and address or not, and takes the same work: who asks
learns nothing of who attends classes.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.core.actors import Bearer
from khuevan.core.errors import DomainError
from khuevan.core.guessing import note_wrong_guess, refuse_if_slowed
from khuevan.core.once import once
from khuevan.desk.participants.frame import let_in_everywhere, links_beside, own_page
from khuevan.desk.passes import Pass, dead_page, desk_page, let_in
from khuevan.people.domain.access_codes import redeem_code, send_code
from khuevan.people.domain.access_links import link_by_code, link_in_force
from khuevan.people.domain.by_address import entries_by_address, subject_of
from khuevan.people.interfaces.rights_forms import AddressForm, CodeForm

PURPOSE = "desk.person"
CODES = "person-code"
"""The kind of secret that is guessed here."""
_ASKED = "kv_cn_hoi"
"""Name and address between the two pages, in the browser that typed them."""
_SALT = "khuevan.desk.person-asked"
_MINUTES = 20
_NOBODY = Bearer(label="")
_ABOUT = "để vào trang cá nhân"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    form = AddressForm(_NOBODY, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/person/door.html", {"form": form}, status=status)
    name, email = form.cleaned_data["full_name"], form.cleaned_data["email"]
    _send(name, email)
    response = HttpResponseRedirect(reverse("desk:person_code"))
    response.set_cookie(
        _ASKED,
        signing.dumps([name, email], salt=_SALT),  # a cookie holds plain letters only
        max_age=_MINUTES * 60,
        path=reverse("desk:person_door"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
def type_code(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    if asked is None:
        return HttpResponseRedirect(reverse("desk:person_door"))
    form = CodeForm(_NOBODY, request.POST or None)
    if request.method == "POST" and form.is_valid():
        refuse_if_slowed(request, CODES)
        try:
            return _come_in(request, *asked, form.cleaned_data["code"])
        except DomainError:
            note_wrong_guess(request, CODES)
            form.add_error("code", _wrong())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/person/code.html", {"form": form, "email": asked[1]}, status=status)


@own_page
@require_POST
def change_office(request: HttpRequest, access: Pass, pk: int) -> HttpResponse:
    """To the pages of another office that the same code opened."""
    link = next((one for one in links_beside(request, access) if one.pk == pk), None)
    if link is None:
        return dead_page(request, 403)
    response = HttpResponseRedirect(reverse("desk:person_home"))
    let_in(response, link)
    return response


def _send(name: str, email: str) -> None:
    """Where nobody is known the same work is done and taken back."""
    entries = entries_by_address(name, email)
    try:
        with transaction.atomic():
            office = entries[0].office_id if len(entries) == 1 else None
            subject = subject_of(name, email)
            send_code(purpose=PURPOSE, subject=subject, office_id=office, email=email, name=name, about=_ABOUT)
            if not entries:
                transaction.set_rollback(True)
    except DomainError:
        """Sent a moment ago, or too often: the page that follows says where to look."""


def _come_in(request: HttpRequest, name: str, email: str, typed: str) -> HttpResponse:
    """The receipt of the form remembers the links, so that a second click comes in as well."""
    home = reverse("desk:person_home")

    def work() -> str:
        code = redeem_code(purpose=PURPOSE, subject=subject_of(name, email), typed=typed)
        entries = entries_by_address(name, email)
        if not entries:
            raise DomainError("code_over", _wrong())
        made = [link_by_code(code, office=entry.office, person=entry.person) for entry in entries]
        return f"{home}#{'.'.join(str(link.pk) for link in made)}"

    address, _is_new = once(request, work)
    keys = [int(key) for key in address.partition("#")[2].split(".")]
    links = [link for key in keys if (link := link_in_force(key)) is not None]
    if not links:
        raise DomainError("code_over", _wrong())
    response = HttpResponseRedirect(home)
    let_in_everywhere(response, links)
    response.delete_cookie(_ASKED, path=reverse("desk:person_door"), samesite="Lax")
    return response


def _asked(request: HttpRequest) -> tuple[str, str] | None:
    try:
        name, email = signing.loads(request.COOKIES[_ASKED], salt=_SALT, max_age=_MINUTES * 60)
    except (KeyError, signing.BadSignature):
        return None
    return str(name), str(email)


def _wrong() -> str:
    return _("This is not the newest code, or it is not valid any more. Look at the newest message, or ask for a code.")


urlpatterns = [
    path("ca-nhan/vao/", ask, name="person_door"),
    path("ca-nhan/vao/ma/", type_code, name="person_code"),
    path("ca-nhan/don-vi/<int:pk>/", change_office, name="person_office"),
]
