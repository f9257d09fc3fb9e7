"""Sending a Word template, and saying what a version is good for."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.papers.domain.template_keeping import (
    LookedThrough,
    activate_template,
    look_through,
    note_template,
    upload_template,
)
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.models import PaperTemplate
from khuevan.people.models import Office

_NOTE = _("What is different in this version, for colleagues.")


class TemplateForm(VerbForm):
    """A Word file for papers of ``kind``; looked through before the verb begins, for that may take seconds."""

    file = forms.FileField(label=_("Word file (.docx)"), widget=forms.FileInput(attrs={"accept": ".docx"}))
    note = forms.CharField(label=_("note"), max_length=300, required=False, help_text=_NOTE)
    use = forms.BooleanField(label=_("Use it at once if it has no faults"), required=False, initial=True)

    def __init__(self, actor: Actor, *args: Any, office: Office, kind: PaperKind, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.office = office
        self.kind = kind

    def clean_file(self) -> LookedThrough:
        sent: File[bytes] = self.cleaned_data["file"]
        try:
            return look_through(sent, self.kind, office=self.office)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    def perform(self) -> tuple[PaperTemplate, PaperTemplate | None]:
        """What was kept, and the version that was in use before and is not any more."""
        values = self.cleaned_data
        sent = upload_template(self.actor, office=self.office, looked=values["file"], note=values["note"])
        if not values["use"] or sent.state == TemplateState.FAULTY:
            return sent, None
        return sent, activate_template(self.actor, sent)


class NoteForm(VerbForm):
    note = forms.CharField(label=_("note"), max_length=300, required=False, help_text=_NOTE)

    def perform(self) -> PaperTemplate:
        template = self.instance
        assert isinstance(template, PaperTemplate)  # noqa: S101 - the view gives it
        note_template(self.actor, template, self.cleaned_data["note"], seen=self.seen_stamp)
        return template
