"""Making the programme known, and telling those who are ticked."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.nominations.domain.programme_notices import Told, publish_and_tell, tell_programme
from khuevan.training.models import ProgrammeVersion, TrainingClass


class _WhomForm(VerbForm):
    whom = forms.MultipleChoiceField(required=False, label=_("whom to tell"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, actor: Actor, *args: Any, codes: Collection[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        field: Any = self.fields["whom"]
        field.choices = [(code, code) for code in sorted(codes)]

    def ticked(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["whom"])


class PublishForm(_WhomForm):
    """``rows_seen`` is what was looked at; somebody else's change in between is shown first."""

    note = forms.CharField(
        label=_("word to this version"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in every message and beside the version."),
    )
    rows_seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        self.training_class = training_class
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> Told:
        _version, told = publish_and_tell(
            self.actor,
            self.training_class,
            note=self.cleaned_data["note"],
            whom=self.ticked(),
            seen=self.cleaned_data["rows_seen"],
        )
        return told


class TellForm(_WhomForm):
    """Tells further people of the last version."""

    def __init__(self, actor: Actor, *args: Any, version: ProgrammeVersion, **kwargs: Any) -> None:  # noqa: ANN401
        self.version = version
        super().__init__(actor, *args, **kwargs)

    def perform(self) -> Told:
        return tell_programme(self.actor, self.version, whom=self.ticked())
