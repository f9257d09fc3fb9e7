"""Forms of commendations: whom, what for, how much."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.domain.commending import change_commendation, commend
from khuevan.assessment.models import Commendation
from khuevan.core.forms import VerbForm
from khuevan.nominations.models import Enrollment
from khuevan.training.models import TrainingClass


class LearnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when running
    """A learner of the class, by name with position and agency."""

    def label_from_instance(self, obj: object) -> str:
        return (
            ", ".join(part for part in (obj.full_name, obj.post) if part) if isinstance(obj, Enrollment) else str(obj)
        )


class _Praise(VerbForm):
    error_fields: ClassVar = {"reason_missing": "reason", "reason_too_long": "reason", "already_commended": "learner"}

    reason = forms.CharField(label=_("praised for"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    amount = forms.IntegerField(
        label=_("money (đồng)"), required=False, min_value=0, max_value=2_000_000_000, help_text=_("Empty: no money.")
    )


class CommendForm(_Praise):
    """Puts a learner on the list of commendations."""

    learner = LearnerField(label=_("learner"), queryset=Enrollment.objects.none())
    field_order = ("learner", "reason", "amount")

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        seen = Enrollment.objects.visible_to(self.actor).current().filter(training_class=training_class)
        self.fields["learner"].queryset = seen.filter(commendation=None).by_name()  # type: ignore[attr-defined]

    def perform(self) -> Commendation:
        values = self.cleaned_data
        return commend(self.actor, values["learner"], reason=values["reason"], amount=values["amount"])


class CommendationForm(_Praise):
    """Says otherwise what a learner is praised for."""

    def perform(self) -> Commendation:
        if not isinstance(self.instance, Commendation):
            raise TypeError(self.instance)
        values = self.cleaned_data
        change_commendation(
            self.actor, self.instance, reason=values["reason"], amount=values["amount"], seen=self.seen_stamp
        )
        return self.instance
