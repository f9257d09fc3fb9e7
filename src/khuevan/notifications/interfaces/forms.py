"""Forms of the outbox."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.notifications.domain.templates import LONGEST_BODY, Wording, change_template
from khuevan.notifications.models import MessageTemplate

LONGEST_SUBJECT = 300


class TemplateForm(VerbForm):
    """An office's own words for one kind of message."""

    error_fields: ClassVar[dict[str, str]] = {
        "template_empty": "body",
        "place_not_in_subject": "subject",
        "template_too_long": "body",
        "place_unknown": "body",
        "place_missing": "body",
    }
    subject = forms.CharField(label=pgettext_lazy("e-mail", "Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=pgettext_lazy("message", "Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 18})
    )

    def __init__(self, actor: Actor, data: Any, wording: Wording, office_id: int) -> None:  # noqa: ANN401 - POST data
        self.wording, self.office_id = wording, office_id
        words = {"subject": wording.subject, "body": wording.body}
        super().__init__(actor, data, instance=wording.template, initial=words)

    def perform(self) -> MessageTemplate:
        return change_template(
            self.actor,
            office_id=self.office_id,
            kind=self.wording.kind,
            subject=self.cleaned_data["subject"],
            body=self.cleaned_data["body"],
            seen=self.seen_stamp,
        )
