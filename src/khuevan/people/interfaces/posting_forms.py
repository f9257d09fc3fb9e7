"""The form of a position somebody held."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import DateField
from khuevan.people.domain.postings import add_posting, change_posting
from khuevan.people.interfaces.choosing import ChoosingForm, OrganizationField, organization_of
from khuevan.people.models import Person, Posting


class PostingForm(ChoosingForm):
    """``person``: whose position it is, when a new one is entered."""

    error_fields: ClassVar = {"posting_says_nothing": "position", "ends_before_start": "until"}

    position = forms.CharField(label=_("position"), max_length=250, required=False)
    organization = OrganizationField(label=_("agency"), required=False)
    since = DateField(label=_("since"), required=False)
    until = DateField(
        label=_("until"), required=False, help_text=_("Empty as long as the position is held, or when it is not known.")
    )
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.person = person

    def perform(self) -> Posting:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        body = organization_of(self.actor, values.pop("organization"))
        values.update(organization=body, organization_name=body.name if body else "")
        if isinstance(self.instance, Posting):
            change_posting(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return add_posting(self.actor, self.person, **values)
