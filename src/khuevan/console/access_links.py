"""Personal links of agencies and people: made, shown once, made longer, taken back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.linking import in_use
from khuevan.console.organizations.bodies import body_of
from khuevan.core.crud import bulk
from khuevan.core.history import readable
from khuevan.core.permissions import may
from khuevan.core.qr import qr_image
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.domain.need_notices import link_purpose
from khuevan.nominations.domain.notice_people import addressees_of
from khuevan.people.domain.access_links import link_address, revoke_link
from khuevan.people.domain.link_messages import link_words
from khuevan.people.interfaces.audit import entries_about
from khuevan.people.interfaces.link_forms import ExtendLinkForm, MakeLinkForm
from khuevan.people.interfaces.link_tables import LinkList, listed
from khuevan.people.models import AccessLink, Organization, Person
from khuevan.people.sealing import UnreadableSecretError, seal, unseal
from khuevan.training.models import NeedAnswer

LONGEST_KEY = 19


@staff_page
def listing(request: HttpRequest) -> HttpResponse:
    """All links of the actor's offices."""
    shown = LinkList(request, listed(in_use(AccessLink.objects.visible_to(request.user).select_related("office"))))
    if request.method == "POST":
        return bulk(request, shown, request.get_full_path())
    if shown.wants_workbook:
        return shown.workbook_response("duong-dan-rieng")
    return render(request, "console/access_links/list.html", {"list": shown, "title": LinkList.title})


@staff_page
def make_for_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """For all the agency may do, or (``nhu-cau``) with words that speak of the needs it is asked for."""
    body = body_of(request, pk)
    back = reverse("console:organizations_one", args=(body.pk,)) + "#duong-dan"
    asked = _needs_asked(request, body)
    if asked is not None:
        back = reverse("console:need_answer", args=(asked.call_id, asked.pk))
    purpose = link_purpose(asked.call) if asked else ""
    initial = {"office": asked.call.office_id, "contact": addressees_of([body.pk]).get(body.pk)} if asked else {}
    form = MakeLinkForm(request.user, request.POST or None, body=body, purpose=purpose, initial=initial)
    return _make(request, form, {"body": body, "cancel": back, "name": str(body), "asked": asked})


def _needs_asked(request: HttpRequest, body: Organization) -> NeedAnswer | None:
    key = request.GET.get("nhu-cau", "")
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < LONGEST_KEY):
        raise Http404
    rows = NeedAnswer.objects.visible_to(request.user).filter(organization=body).select_related("call")
    return get_object_or_404(rows, pk=key)


@staff_page
def make_for_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    back = reverse("console:people_one", args=(person.pk,)) + "#duong-dan"
    form = MakeLinkForm(request.user, request.POST or None, person=person)
    return _make(request, form, {"person": person, "cancel": back, "name": str(person)})


@staff_page
@require_safe
def page(request: HttpRequest, link: int) -> HttpResponse:
    """One link; its address only on the first showing after it was made."""
    found = _seen(request, link)
    token, purpose = _told_now(request, found) if request.method == "GET" else ("", "")
    may_keep = may(request.user, "people.keep_directory", found.office)
    address = link_address(token) if token else ""
    context = {
        "link": found,
        "address": address,
        "qr": qr_image(address) if address else "",
        "words": link_words(found, token, purpose=purpose) if token else "",
        "may_keep": may_keep,
        "extend": ExtendLinkForm(request.user, link=found) if may_keep else None,
        "history": readable(list(entries_about(request.user, found)[:20])),
    }
    return render(request, "console/access_links/one.html", context)


@staff_page
@require_POST
def extend(request: HttpRequest, link: int) -> HttpResponse:
    found = _seen(request, link)
    form = ExtendLinkForm(request.user, request.POST, link=found)

    def work() -> None:
        if form.is_valid():
            form.perform()
            notice(request, _("The link works longer now. Whoever has it need do nothing."))

    return act(request, work, _place(found))


@staff_page
@require_POST
def revoke(request: HttpRequest, link: int) -> HttpResponse:
    found = _seen(request, link)

    def work() -> None:
        revoke_link(request.user, found, reason=request.POST.get("reason", ""))
        notice(request, _("The link is taken back; whoever came in by it is out."))

    return act(request, work, _place(found))


def _make(request: HttpRequest, form: MakeLinkForm, context: dict[str, object]) -> HttpResponse:
    if not form.fields["office"].queryset.exists():  # type: ignore[attr-defined]  # a ModelChoiceField
        raise Http404

    def done(made: tuple[AccessLink, str]) -> str:
        link, token = made
        request.session[_name(link)] = [seal(token), form.purpose]
        return _place(link)

    return answer_form(request, form, "console/access_links/make.html", context, done)


def _seen(request: HttpRequest, pk: int) -> AccessLink:
    links = AccessLink.objects.visible_to(request.user)
    rows = links.select_related("office__organization", "organization", "person", "contact", "made_by")
    return get_object_or_404(rows, pk=pk)


def _told_now(request: HttpRequest, link: AccessLink) -> tuple[str, str]:
    """The secret, once, to the browser that made it, where it waited sealed in the session; and what it is for."""
    sealed, purpose = request.session.pop(_name(link), ("", ""))
    try:
        return (unseal(sealed) if sealed else ""), purpose
    except UnreadableSecretError:
        return "", ""


def _place(link: AccessLink) -> str:
    return reverse("console:access_link", args=(link.pk,))


def _name(link: AccessLink) -> str:
    return f"access-link.{link.pk}"


urlpatterns = [
    path("duong-dan/", listing, name="access_links"),
    path("danh-ba/co-quan/<int:pk>/duong-dan/", make_for_agency, name="organization_link_make"),
    path("danh-ba/<int:pk>/duong-dan/", make_for_person, name="people_link_make"),
    path("duong-dan/<int:link>/", page, name="access_link"),
    path("duong-dan/<int:link>/gia-han/", extend, name="access_link_extend"),
    path("duong-dan/<int:link>/thu-hoi/", revoke, name="access_link_revoke"),
]
