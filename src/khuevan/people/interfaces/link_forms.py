"""Making a personal link, and letting one work longer."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.people.domain.access_links import VALID, extend_link, make_link
from khuevan.people.domain.link_messages import send_link
from khuevan.people.models import AccessLink, Contact, Office, Organization, Person

DAYS = (7, 30, 60, 90, 180, 365)


def offices_kept(actor: Actor, person: Person | None = None) -> list[Office]:
    """Offices whose directory the actor keeps, and which know ``person``."""
    found = Office.objects.of_staff(actor).select_related("organization")
    known = found.filter(directory__person=person) if person else found
    return [office for office in known.distinct() if may(actor, "people.keep_directory", office)]


def _days_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("works for"),
        choices=lambda: [(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS],
        coerce=int,
        initial=VALID.days,
    )


class MakeLinkForm(VerbForm):
    """A link for one body or one person; for a body, the contact it is given to may be said, and what it is for."""

    error_fields: ClassVar[dict[str, str]] = {"no_email": "by_email", "contact_elsewhere": "contact"}
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none(), empty_label=None)
    contact = forms.ModelChoiceField(
        label=_("given to"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("the agency by and large"),
        help_text=_("The audit then names this contact for whatever is done with the link."),
    )
    days = _days_field()
    by_email = forms.BooleanField(label=_("send it by e-mail as well"), required=False)

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        body: Organization | None = None,
        person: Person | None = None,
        purpose: str = "",
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.body, self.person, self.purpose = body, person, purpose
        super().__init__(actor, *args, **kwargs)
        offices = offices_kept(actor, person)
        office: forms.ModelChoiceField[Office] = self.fields["office"]  # type: ignore[assignment]
        office.queryset = Office.objects.filter(pk__in=[one.pk for one in offices]).select_related("organization")
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0].pk
        contacts = Contact.objects.filter(organization=body) if body else Contact.objects.none()
        if body and contacts:
            self.fields["contact"].queryset = contacts.select_related("organization")  # type: ignore[attr-defined]
        else:
            del self.fields["contact"]
        if not (contacts.exclude(email="").exists() if body else person and person.email):
            del self.fields["by_email"]

    def perform(self) -> tuple[AccessLink, str]:
        given = self.cleaned_data
        link, token = make_link(
            self.actor,
            office=given["office"],
            organization=self.body,
            person=self.person,
            contact=given.get("contact"),
            valid=timedelta(days=given["days"]),
        )
        if given.get("by_email"):
            send_link(self.actor, link, token, purpose=self.purpose)
        return link, token


class ExtendLinkForm(VerbForm):
    """The same link, on the same paper, works longer."""

    days = _days_field()

    def __init__(self, actor: Actor, *args: Any, link: AccessLink, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.link = link
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> AccessLink:
        extend_link(self.actor, self.link, valid=timedelta(days=self.cleaned_data["days"]))
        return self.link
