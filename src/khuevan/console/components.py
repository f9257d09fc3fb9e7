"""A living page of every component, so that the second use is a copy of the first.  Nothing on it is stored."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.console.menu import MENU
from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField, TimeField, VerbForm
from khuevan.core.lists import BulkAction
from khuevan.core.screens import answer_form, notice, staff_page
from khuevan.people.enums import RoleKind
from khuevan.people.interfaces.organization_tables import OrganizationList
from khuevan.people.models import Organization


class SampleForm(VerbForm):
    """One field of every kind; its verb always refuses, so that a refusal can be seen."""

    title = forms.CharField(label=_("full name"), max_length=60, help_text=_("At most 60 letters."))
    text = forms.CharField(label=_("text"), widget=forms.Textarea, required=False)
    day = DateField(label=_("day"))
    clock = TimeField(label=_("from"), required=False)
    number = forms.IntegerField(label=_("number"), min_value=0, required=False)
    kind = forms.ChoiceField(label=_("role"), choices=RoleKind.choices)
    roles = forms.MultipleChoiceField(
        label=_("several of"), choices=RoleKind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    agrees = forms.BooleanField(label=_("an excused absence counts as attended"), required=False)
    file = forms.FileField(label=_("file"), required=False)

    error_fields = {"sample_refusal": "title"}

    def perform(self) -> None:
        raise DomainError("sample_refusal", _("This is how a refusal stands beside its field."))


class SampleList(OrganizationList):
    bulk = (
        BulkAction("nhin", _("Only look"), "eye", lambda _actor, rows, _why: _now("Looked at %d rows.") % len(rows)),
        BulkAction(
            "hoi",
            _("Ask first"),
            "ban",
            lambda _actor, _rows, why: _now("Reason: %s") % why,
            question=_("Something that cannot be undone asks first and wants a reason."),
            needs_reason=True,
        ),
    )


@staff_page
def components(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "thong-bao" in request.POST:
        notice(request, _now("Something was done, and can be undone."), undo=request.path)
        messages.error(request, _now("Something was refused; this is why, and what to do."))
    shown = SampleList(request, Organization.objects.visible_to(request.user))
    form = SampleForm(request.user, request.POST or None, initial={"day": date(2026, 2, 5)})
    context: dict[str, Any] = {"list": shown, "title": _("Components"), "icons": [icon for _label, icon, _name in MENU]}
    return answer_form(request, form, "console/components/page.html", context, lambda _result: request.path)


urlpatterns = [path("thanh-phan/", components, name="components")]
