"""Whom to write to in one body."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.organizations.bodies import Organizations, body_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.domain.contacts import confirm_contacts, remove_contact
from khuevan.people.interfaces.organization_forms import ContactForm
from khuevan.people.models import Contact, Organization


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    body = _of_keeper(request, pk)
    return _answer(request, body, None, _("Add a contact"))


@staff_page
def change(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    body = _of_keeper(request, pk)
    return _answer(request, body, get_object_or_404(body.contacts, pk=contact), _("Change a contact"))


@staff_page
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """All contacts of a body, or those that were ticked, are still right."""
    body = _of_keeper(request, pk)
    chosen = [key for key in request.POST.getlist("lien-he") if key.isdecimal() and len(key) < 19]

    def work() -> None:
        rows = body.contacts.filter(pk__in=chosen) if chosen else body.contacts.all()
        count = confirm_contacts(request.user, list(rows))
        words = ngettext("%(count)s contact confirmed today.", "%(count)s contacts confirmed today.", count)
        notice(request, words % {"count": count})

    return act(request, work, _place(body))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    body = _of_keeper(request, pk)
    row = get_object_or_404(body.contacts, pk=contact)

    def work() -> None:
        words = str(row)
        remove_contact(request.user, row)
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _place(body))


def _answer(request: HttpRequest, body: Organization, row: Contact | None, heading: str) -> HttpResponse:
    form = ContactForm(request.user, request.POST or None, instance=row, body=body)

    def done(saved: Contact) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": saved})
        return _place(body)

    context = {"body": body, "heading": heading, "cancel": _place(body)}
    return answer_form(request, form, "console/organizations/form.html", context, done)


def _of_keeper(request: HttpRequest, pk: int) -> Organization:
    if not may(request.user, "people.change_directory"):
        raise Http404
    return body_of(request, pk)


def _place(body: Organization) -> str:
    return f"{Organizations.address('_one', body.pk)}#lien-he"
