"""Contacts of many bodies: out as Excel, in from Excel with a look at what is meant before anything is kept."""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.organizations.bodies import Organizations
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import act, file_response, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.people.domain.contacts import NewContact, import_contacts
from khuevan.people.domain.naming import Bodies, Found, learn_alias
from khuevan.people.enums import ContactSlot
from khuevan.people.interfaces.contact_sheets import SheetContact, contacts_workbook, read_contacts
from khuevan.people.interfaces.organization_forms import ContactSheetForm
from khuevan.people.models import Contact, Office, Organization

_SALT = "contacts"
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Agency:
    """An agency as a sheet writes it, its rows, and the body it means; ``field`` names the choice in the form."""

    field: str
    text: str
    rows: list[SheetContact]
    found: Found

    @property
    def choices(self) -> list[Organization]:
        """The body found first, then those that may be meant."""
        offered = [self.found.organization] if self.found.organization else []
        return list(dict.fromkeys([*offered, *(one.organization for one in self.found.candidates)]))

    @property
    def problems(self) -> list[str]:
        return [f"{_('Row')} {row.number}: {text}" for row in self.rows for text in row.problems]


@staff_page
def export(request: HttpRequest) -> HttpResponse:
    contacts = Contact.objects.visible_to(request.user).select_related("organization")
    rows = contacts.order_by("organization__protocol_order", "organization__search_key", "slot", "pk")
    content = contacts_workbook(rows, _("Contacts of organizations"), vn_date(timezone.localdate()))
    return file_response(content, "lien-he.xlsx")


@staff_page
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file and shows what it says; nothing is kept yet."""
    office = _office(request)
    form = ContactSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = _read(form.cleaned_data["sheet"])
        except DomainError as error:
            form.add_error("sheet", error.message)
        else:
            return form_page(_preview(request, office, rows, form.cleaned_data["sheet"].name or ""))
    context = {"form": form, "cancel": Organizations.address("")}
    return form_page(
        render(request, "console/organizations/contacts_upload.html", context, status=422 if form.errors else 200)
    )


@staff_page
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the rows whose body is chosen; names decided by hand are remembered when wished."""
    office = _office(request)
    back = reverse("console:contacts_upload")
    try:
        kept = signing.loads(request.POST.get("noi-dung", ""), salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Please send the file again."))
        return HttpResponseRedirect(back)
    agencies = _agencies(office, [SheetContact(**row) for row in kept["rows"]])

    def work() -> str:
        chosen = _chosen(request, agencies)
        if not chosen:
            raise DomainError("nothing_chosen", _("No agency of the list is chosen, so nothing was kept."))
        if request.POST.get("nho"):
            for agency in agencies:
                body = chosen.get(agency.field)
                if body is not None and body != agency.found.organization:
                    learn_alias(request.user, office, agency.text, body)
        rows = [
            _new(row, chosen[one.field]) for one in agencies if one.field in chosen for row in one.rows if _says(row)
        ]
        done = import_contacts(request.user, rows, title=kept["name"])
        words = _("Contacts: %(made)s new, %(changed)s brought up to date, %(same)s the same.")
        undo = reverse("console:directory_change_undo", args=[done.change.pk]) if done.change else ""
        notice(request, words % {"made": done.made, "changed": done.changed, "same": done.same}, undo=undo)
        return Organizations.address("")

    return act(request, work, back)


def _read(file: "UploadedFile[Any]") -> list[SheetContact]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"danh-sach{PurePath(file.name or '').suffix.lower()[:10]}"
        path.write_bytes(file.read())
        return read_contacts(path)


def _preview(request: HttpRequest, office: Office, rows: Sequence[SheetContact], name: str) -> HttpResponse:
    agencies = _agencies(office, rows)
    content = signing.dumps({"name": name[:200], "rows": [asdict(row) for row in rows]}, salt=_SALT, compress=True)
    context = {
        "agencies": sorted(agencies, key=lambda one: one.found.organization is not None),
        "content": content,
        "file": name,
        "count": len(rows),
        "unknown": sum(one.found.organization is None for one in agencies),
        "slots": dict(ContactSlot.choices),
    }
    return render(request, "console/organizations/contacts_preview.html", context)


def _agencies(office: Office, rows: Sequence[SheetContact]) -> list[Agency]:
    by_name: dict[str, list[SheetContact]] = {}
    for row in rows:
        by_name.setdefault(row.agency, []).append(row)
    found = Bodies(office).find(by_name)
    return [Agency(f"co-quan-{place}", text, by_name[text], found[text]) for place, text in enumerate(by_name)]


def _chosen(request: HttpRequest, agencies: Sequence[Agency]) -> dict[str, Organization]:
    """By field: the body somebody chose among those that were offered."""
    chosen = {}
    for agency in agencies:
        offered = {str(one.pk): one for one in agency.choices}
        body = offered.get(request.POST.get(agency.field, ""))
        if body is not None:
            chosen[agency.field] = body
    return chosen


def _says(row: SheetContact) -> bool:
    return bool(row.name or row.phone or row.email)


def _new(row: SheetContact, body: Organization) -> NewContact:
    return NewContact(body, ContactSlot(row.slot), row.name, row.position, row.phone, row.email, row.note)


def _office(request: HttpRequest) -> Office:
    """The office whose names are matched; 404 for who keeps no directory."""
    office = next(
        (one for one in Office.objects.of_staff(request.user) if may(request.user, "people.keep_directory", one)), None
    )
    if office is None:
        raise Http404
    return office
