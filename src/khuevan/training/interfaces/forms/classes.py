"""Opening a class, saying what it is, taking it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, ReasonForm, VerbForm
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.domain.class_changes import change_class, discard_class
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.lifeline import ORDER
from khuevan.training.domain.withdrawing import (
    REOPENED_ELSEWHERE,
    cancel_class,
    restore_class,
    step_back,
    unpublish_class,
)
from khuevan.training.enums import ClassKind, ClassState, LearnerWord, LecturerWord, OpeningWord, RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass

_REFUSALS = {
    "class_without_title": "title",
    "ends_before_start": "end_date",
    "date_unlikely": "start_date",
    "sessions_outside": "end_date",
    "plan_of_another_office": "plan",
}


class PlanField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when running
    """The document that plans the class, of those an office keeps."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("label", _("plan it follows"))
        kwargs.setdefault("empty_label", _("none, or not known yet"))
        super().__init__(queryset=Record.objects.none(), required=False, **kwargs)

    def offer(self, rows: QuerySet[Record], *, stands: int | None = None) -> None:
        """``rows`` but the letters that go out and come in when people are named; ``stands`` is offered always."""
        letters = ClassRecord.objects.filter(purpose__in=(RecordPurpose.INVITATION, RecordPurpose.NOMINATION))
        kept = rows.exclude(pk__in=letters.values("record"))
        plans = Record.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk=stands))
        self.queryset = plans.order_by("-date", "-pk")

    def label_from_instance(self, obj: Record) -> str:
        return Truncator(f"{obj}. {obj.subject}" if obj.subject else str(obj)).chars(120)


def _capitalized(choices: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class OpenClassForm(VerbForm):
    """What a class cannot begin without; everything else is said later, in its workspace."""

    error_fields = _REFUSALS
    title = forms.CharField(label=_("title of the class"), max_length=300)
    office = forms.ModelChoiceField(label=_("office that organizes it"), queryset=Office.objects.none())
    kind = forms.ChoiceField(label=_("kind"), initial=ClassKind.REFRESHER)
    start_date = DateField(label=_("first day"))
    end_date = DateField(label=_("last day"))
    plan = PlanField()

    def __init__(self, actor: Actor, *args: Any, offices: Sequence[Office], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.offices = offices
        self.fields["kind"].choices = _capitalized(ClassKind.choices)  # type: ignore[attr-defined]
        office = self.fields["office"]
        office.queryset = Office.objects.filter(pk__in=[one.pk for one in offices])  # type: ignore[attr-defined]
        if len(offices) == 1:
            del self.fields["office"]
        self.fields["plan"].offer(  # type: ignore[attr-defined]
            Record.objects.visible_to(actor).filter(office__in=offices)
        )

    def perform(self) -> TrainingClass:
        values = dict(self.cleaned_data)
        values.pop("seen", None)
        office = values.pop("office", None) or self.offices[0]
        return open_class(self.actor, office=office, **values)


class ClassFactsForm(VerbForm):
    """What the class is, when it is, and the words it uses."""

    error_fields = _REFUSALS
    title = forms.CharField(label=_("title of the class"), max_length=300)
    kind = forms.ChoiceField(label=_("kind"))
    start_date = DateField(label=_("first day"))
    end_date = DateField(label=_("last day"))
    learner_word = forms.ChoiceField(label=_("those who learn are called"))
    lecturer_word = forms.ChoiceField(label=_("those who teach are called"))
    opening_word = forms.ChoiceField(label=_("the first ceremony is called"))
    awards_certificates = forms.BooleanField(label=_("awards certificates"), required=False)
    plan = PlanField()

    def __init__(self, actor: Actor, *args: Any, instance: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = instance
        for name, words in (
            ("kind", ClassKind),
            ("learner_word", LearnerWord),
            ("lecturer_word", LecturerWord),
            ("opening_word", OpeningWord),
        ):
            self.fields[name].choices = _capitalized(words.choices)  # type: ignore[attr-defined]
        kept = Record.objects.visible_to(actor).filter(office=instance.office_id)
        self.fields["plan"].offer(kept, stands=instance.plan_id)  # type: ignore[attr-defined]

    def perform(self) -> TrainingClass:
        fields = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        change_class(self.actor, self.training_class, seen=self.seen_stamp, **fields)
        return self.training_class


def _long(label: Any) -> forms.CharField:  # noqa: ANN401 - words, now or later
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ClassPurposeForm(VerbForm):
    """Why the class is held, for whom, and what they take home."""

    need = _long(_("need"))
    objective = _long(_("objective"))
    audience = _long(_("audience"))
    expected_result = _long(_("expected result"))
    certificate_note = _long(_("who receives a certificate, as announced"))

    def __init__(self, actor: Actor, *args: Any, instance: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = instance

    def perform(self) -> TrainingClass:
        fields = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        change_class(self.actor, self.training_class, seen=self.seen_stamp, **fields)
        return self.training_class


class _BackForm(ReasonForm):
    """Takes something back and says why."""

    def __init__(self, actor: Actor, *args: Any, instance: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = instance
        self.fields["reason"].label = _("reason")


class CancelForm(_BackForm):
    def perform(self) -> TrainingClass:
        cancel_class(self.actor, self.training_class, reason=self.cleaned_data["reason"], seen=self.seen_stamp)
        return self.training_class


class RestoreForm(_BackForm):
    def perform(self) -> TrainingClass:
        restore_class(self.actor, self.training_class, reason=self.cleaned_data["reason"], seen=self.seen_stamp)
        return self.training_class


class UnpublishForm(_BackForm):
    def perform(self) -> TrainingClass:
        unpublish_class(self.actor, self.training_class, reason=self.cleaned_data["reason"])
        return self.training_class


class StepBackForm(_BackForm):
    """To which of the steps behind, and why."""

    to = forms.ChoiceField(label=_("back to"))

    field_order = ("to", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        states = states_behind(self.training_class)
        self.fields["to"].choices = _capitalized(  # type: ignore[attr-defined]
            [(state.value, state.label) for state in reversed(states)]
        )

    def perform(self) -> TrainingClass:
        step_back(
            self.actor,
            self.training_class,
            ClassState(self.cleaned_data["to"]),
            reason=self.cleaned_data["reason"],
            seen=self.seen_stamp,
        )
        return self.training_class


class DiscardForm(VerbForm):
    """Asks for nothing: sending it is the consent."""

    def __init__(self, actor: Actor, *args: Any, instance: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = instance

    def perform(self) -> str:
        title = self.training_class.title
        discard_class(self.actor, self.training_class)
        return title


def states_behind(training_class: TrainingClass) -> list[ClassState]:
    """Where a class may be taken back to; from approved results only reopening them leads back."""
    state = ClassState(training_class.state)
    if state not in ORDER or state in REOPENED_ELSEWHERE:
        return []
    if state == ClassState.REPORTED and training_class.awards_certificates:
        return [ClassState.AWARDED]
    behind = ORDER[: ORDER.index(state)]
    return [one for one in behind if one not in REOPENED_ELSEWHERE]
