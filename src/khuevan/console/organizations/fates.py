"""What became of a body: said, corrected, taken back; and taking out what was entered by mistake."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.organizations.bodies import Organizations, body_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.domain.organizations import remove_organization
from khuevan.people.domain.succession import take_back_succession
from khuevan.people.interfaces.organization_forms import SuccessionChangeForm, SuccessionForm
from khuevan.people.models import Organization, Succession


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    body = _changeable(request, pk)
    form = SuccessionForm(request.user, request.POST or None, body=body)

    def done(_result: Organization) -> str:
        notice(request, _("Noted what became of %(name)s.") % {"name": body})
        return Organizations.address("_one", pk)

    return answer_form(request, form, "console/organizations/form.html", _context(body, _("What became of it")), done)


@staff_page
def change(request: HttpRequest, pk: int, fate: int) -> HttpResponse:
    body = _changeable(request, pk)
    row = _fate(body, fate)
    form = SuccessionChangeForm(request.user, request.POST or None, instance=row)

    def done(_row: Succession) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": row})
        return Organizations.address("_one", pk)

    return answer_form(
        request, form, "console/organizations/form.html", _context(body, _("Correct what became of it")), done
    )


@staff_page
@require_POST
def take_back(request: HttpRequest, pk: int, fate: int) -> HttpResponse:
    body = _changeable(request, pk)
    row = _fate(body, fate)

    def work() -> None:
        words = str(row)
        take_back_succession(request.user, row)
        notice(request, _("Taken back: %(what)s.") % {"what": words})

    return act(request, work, Organizations.address("_one", pk))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    body = _changeable(request, pk)

    def work() -> str:
        remove_organization(request.user, body)
        notice(request, _("%(name)s is no longer in the list.") % {"name": body.name})
        return Organizations.address("")

    return act(request, work, Organizations.address("_one", pk))


def _changeable(request: HttpRequest, pk: int) -> Organization:
    body = body_of(request, pk)
    if not may(request.user, "people.change_organization", body):
        raise Http404
    return body


def _fate(body: Organization, fate: int) -> Succession:
    return get_object_or_404(body.successions.select_related("successor", "predecessor"), pk=fate)


def _context(body: Organization, heading: str) -> dict[str, object]:
    return {"body": body, "heading": heading, "cancel": Organizations.address("_one", body.pk)}
