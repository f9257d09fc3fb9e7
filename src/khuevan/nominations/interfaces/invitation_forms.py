"""Forms of an invitation: its terms, the places of one agency, what an agency said by telephone."""

import re
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, ReasonForm, TimeField, VerbForm
from khuevan.nominations.domain.confirming import confirm_submission, enter_submission
from khuevan.nominations.domain.inviting import change_invitation, change_quota, prepare_invitation, record_letter
from khuevan.nominations.domain.nominees import FIELD_LABELS, SENSITIVE, Nominee
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.enums import ConfirmedBy, ReserveRule, SubmissionWay
from khuevan.nominations.interfaces.forms import LearnerForm
from khuevan.nominations.models import Invitation, Quota, Submission
from khuevan.nominations.models.invitations import default_fields
from khuevan.records.interfaces.forms import RecordForm
from khuevan.records.models import Record
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.due import due_on
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import Topic, TrainingClass, Venue

END_OF_WORK = time(17)
"""When offices close: until then an answer of the last day is in time."""

ALWAYS = "full_name"
MOST_SEATS = 10_000


class TermsForm(VerbForm):
    """On which terms agencies are asked; ``instance`` is the invitation once it is prepared."""

    error_fields: ClassVar = {
        "deadline_past": "reply_day",
        "deadline_after_class": "reply_day",
        "field_reason_missing": "field_reason",
        "seats_below_held": "seats",
        "years_missing": "years_apart",
        "topic_of_another_office": "topic",
    }

    reply_day = DateField(label=_("answer until"))
    reply_time = TimeField(label=_("at what time"), initial=END_OF_WORK)
    seats = forms.IntegerField(
        label=_("places in total"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Empty where only the places of each agency count. Beyond it people go to the reserve list."),
    )
    positions = forms.CharField(
        label=_("positions asked for"),
        required=False,
        max_length=600,
        help_text=_("Words separated by commas, one of which a position should contain: chuyên viên, văn thư."),
    )
    years_apart = forms.IntegerField(
        label=_("who took no such class for so many years"), required=False, min_value=1, max_value=20
    )
    topic = forms.ModelChoiceField(
        label=_("such a class is one with the topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("any topic of this class"),
    )
    condition_note = forms.CharField(label=_("other conditions in words"), required=False, max_length=500)
    asked = forms.MultipleChoiceField(
        label=_("asked of each person beside the name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_reason = forms.CharField(
        label=_("why citizen ID, ethnicity or Party membership is needed"),
        required=False,
        max_length=300,
        help_text=_("The agencies read it. Ask for no more than the class needs (Luật 91/2025/QH15)."),
    )
    reserve_rule = forms.ChoiceField(
        label=_("who moves up first from the reserve list"), initial=ReserveRule.TIME, widget=forms.RadioSelect
    )
    is_public = forms.BooleanField(
        label=_("agencies may answer by the short address and the QR code in the letter"),
        required=False,
        initial=True,
        help_text=_("Such an answer counts once a code, the letter of the agency or an officer confirms it."),
    )
    note = forms.CharField(
        label=_("word to the agencies"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        instance: Invitation | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.training_class = training_class
        if instance is None:
            first = {"reply_day": due_on(training_class, "nominations"), "asked": default_fields()}
            kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.fields["asked"].choices = _words([pair for pair in FIELD_LABELS.items() if pair[0] != ALWAYS])  # type: ignore[attr-defined]
        self.fields["reserve_rule"].choices = _words(ReserveRule.choices)  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.filter(office=training_class.office_id)  # type: ignore[attr-defined]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Invitation
        until = timezone.localtime(instance.reply_by)
        return {
            **super().values_of(instance),
            "reply_day": until.date(),
            "reply_time": until.time(),
            "positions": ", ".join(instance.positions),
            "asked": [name for name in instance.fields if name != ALWAYS],
        }

    def terms(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        values = self.cleaned_data
        until = datetime.combine(values["reply_day"], values["reply_time"])
        plain = ("seats", "topic", "years_apart", "condition_note", "field_reason", "is_public", "note")
        return {
            **{name: values[name] for name in plain},
            "reply_by": timezone.make_aware(until),
            "positions": tuple(filter(None, (one.strip() for one in re.split(r"[,;\n]", values["positions"])))),
            "fields": [ALWAYS, *values["asked"]],
            "reserve_rule": ReserveRule(values["reserve_rule"]),
        }

    def perform(self) -> Invitation:
        if isinstance(self.instance, Invitation):
            return change_invitation(self.actor, self.instance, seen=self.seen_stamp, **self.terms())
        return prepare_invitation(self.actor, self.training_class, **self.terms())


class LetterForm(RecordForm):
    """The letter to the agencies as e-office numbered it; what the office keeps already is not doubled."""

    def __init__(self, actor: Actor, *args: Any, invitation: Invitation, **kwargs: Any) -> None:  # noqa: ANN401
        self.invitation = invitation
        super().__init__(actor, *args, office=invitation.training_class.office, instance=invitation.record, **kwargs)

    def keep(self) -> Record:
        document = super().keep()
        use_letter(self.actor, self.invitation, document)
        return document


def use_letter(actor: Actor, invitation: Invitation, document: Record) -> None:
    """The letter that asked the agencies, which then stands in the file of the class, too."""
    with transaction.atomic():
        record_letter(actor, invitation, document)
        _file(actor, invitation.training_class, document, RecordPurpose.INVITATION)


class AnswerLetterForm(RecordForm):
    """The agency's own letter, which confirms what somebody sent by the short address."""

    def __init__(self, actor: Actor, *args: Any, submission: Submission, **kwargs: Any) -> None:  # noqa: ANN401
        self.submission = submission
        self.training_class = submission.quota.invitation.training_class
        kwargs["initial"] = {"issuer": submission.quota.organization, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, office=self.training_class.office, **kwargs)

    def keep(self) -> Record:
        document = super().keep()
        _file(self.actor, self.training_class, document, RecordPurpose.NOMINATION)
        confirm_submission(self.actor, self.submission, how=ConfirmedBy.LETTER, record=document)
        return document


def _file(actor: Actor, training_class: TrainingClass, document: Record, purpose: RecordPurpose) -> None:
    """Puts a document into the file of the class, unless it lies there already."""
    if not training_class.class_records.filter(record=document, purpose=purpose).exists():
        attach_record(actor, training_class, document, purpose=purpose)


class QuotaForm(VerbForm):
    """How many one agency may send, and where."""

    error_fields: ClassVar = {"seats_below_held": "seats", "venue_full": "venue", "venue_of_another_class": "venue"}

    seats = forms.IntegerField(
        label=_("places"),
        required=False,
        min_value=0,
        max_value=MOST_SEATS,
        help_text=_("Empty where only the total of the class counts."),
    )
    venue = forms.ModelChoiceField(
        label=_("venue"), queryset=Venue.objects.none(), required=False, empty_label=_("not said")
    )
    priority = forms.IntegerField(
        label=_("priority on the reserve list"),
        min_value=1,
        max_value=999,
        help_text=_("1 moves up first; counts only where the reserve list goes by priority."),
    )
    note = forms.CharField(label=_("note"), required=False, max_length=300)

    def __init__(self, actor: Actor, *args: Any, instance: Quota, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.quota = instance
        venues = instance.invitation.training_class.venues.all()
        if venues:
            self.fields["venue"].queryset = venues  # type: ignore[attr-defined]
        else:
            del self.fields["venue"]

    def perform(self) -> Quota:
        values = self.cleaned_data
        return change_quota(
            self.actor,
            self.quota,
            seen=self.seen_stamp,
            seats=values["seats"],
            venue=values.get("venue"),
            priority=values["priority"],
            note=values["note"],
        )


class DeclineForm(ReasonForm):
    """An agency said by telephone or letter that it sends nobody."""

    reason = forms.CharField(label=_("why nobody is sent"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    sender_name = forms.CharField(label=_("who said so"), max_length=150, required=False)

    def __init__(self, actor: Actor, *args: Any, quota: Quota, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.quota = quota

    def perform(self) -> Submission:
        return decline(
            self.actor,
            self.quota,
            reason=self.cleaned_data["reason"],
            way=SubmissionWay.OFFICER,
            sender_name=self.cleaned_data["sender_name"],
        )


class NomineeForm(LearnerForm):
    """One person an agency named by telephone, entered by an officer; asks what the invitation asks."""

    citizen_id = forms.CharField(label=_("citizen ID"), max_length=20, required=False)
    ethnicity = forms.CharField(label=_("ethnicity"), max_length=60, required=False)
    party_member = forms.NullBooleanField(label=_("Party member"), required=False)

    def __init__(self, actor: Actor, *args: Any, quota: Quota, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs["initial"] = {"organization_name": quota.name, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)
        self.quota = quota
        for name in SENSITIVE:
            if name not in quota.invitation.fields:
                del self.fields[name]

    def perform(self) -> Submission:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return enter_submission(self.actor, self.quota, [Nominee(**values)])


def _words(choices: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - pairs of value and words
    return [(value, capfirst(str(label))) for value, label in choices]
