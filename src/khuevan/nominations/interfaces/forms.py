"""Forms of the list of learners: one person, a reason."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import VerbForm
from khuevan.nominations.domain.correcting import correct_learner
from khuevan.nominations.domain.enrolling import LATE, LearnerFields, add_learner
from khuevan.nominations.domain.leaving import replace_learner
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import Gender
from khuevan.people.interfaces.directory_forms import BirthField
from khuevan.training.models import TrainingClass

REASON = _("The list is closed, so say why: công văn, telephone call and the like.")


class LearnerForm(VerbForm):
    """What stands on the list of one learner."""

    error_fields: ClassVar = {
        "row_without_name": "full_name",
        "already_on_the_list": "full_name",
        "birth_unreadable": "birth",
        "reason_missing": "reason",
    }

    full_name = forms.CharField(label=_("full name"), max_length=150)
    honorific = forms.CharField(label=_("form of address"), max_length=30, required=False)
    birth = BirthField()
    gender = forms.ChoiceField(label=_("gender"), choices=[("", "—"), *Gender.choices], required=False)
    position = forms.CharField(label=_("position"), max_length=250, required=False)
    organization_name = forms.CharField(
        label=_("agency as of the class"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"list": "co-quan-da-biet"}),
        help_text=_("As it shall stand on the list; an agency nobody entered yet is entered with it."),
    )
    phone = forms.CharField(label=_("telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("e-mail"), required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Enrollment
        return {**super().values_of(instance), "birth": instance.birth_text or None}

    def learner_fields(self) -> LearnerFields:
        """What was typed, as the verbs take it."""
        names = LearnerFields.__annotations__
        return {name: value for name, value in self.cleaned_data.items() if name in names}  # type: ignore[return-value]


class AddLearnerForm(LearnerForm):
    """One more learner; once the list is closed, with a reason."""

    reason = forms.CharField(label=_("reason"), max_length=300, required=False, help_text=REASON)

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.training_class = training_class
        super().__init__(*args, **kwargs)
        if training_class.state not in LATE:
            del self.fields["reason"]

    def perform(self) -> Enrollment:
        reason = str(self.cleaned_data.get("reason", ""))
        return add_learner(self.actor, self.training_class, reason=reason, **self.learner_fields())


class CorrectLearnerForm(LearnerForm):
    also_person = forms.BooleanField(
        label=_("also in the directory"),
        required=False,
        initial=True,
        help_text=_("Name, form of address, gender and birth; other classes keep what they wrote."),
    )

    def perform(self) -> Enrollment:
        learner: Any = self.instance
        also = bool(self.cleaned_data["also_person"])
        correct_learner(self.actor, learner, seen=self.seen_stamp, also_person=also, **self.learner_fields())
        return learner  # type: ignore[no-any-return]


class ReplaceLearnerForm(LearnerForm):
    """Somebody else of the same agency comes instead."""

    reason = forms.CharField(label=_("reason"), max_length=300)

    def __init__(self, *args: Any, learner: Enrollment, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.learner = learner
        super().__init__(*args, initial={"organization_name": learner.organization_name}, **kwargs)

    def perform(self) -> Enrollment:
        return replace_learner(self.actor, self.learner, reason=self.cleaned_data["reason"], **self.learner_fields())
