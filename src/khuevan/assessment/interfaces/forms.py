"""Forms of results: the rule, a decision against it, the approval by a signed decision."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.domain.outcomes import approve_outcomes, override_outcome, set_rule
from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.core.forms import DateField, VerbForm
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain.documents import attach_record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import TrainingClass


class RuleForm(VerbForm):
    """Who receives a certificate; a percentage here, a share in the rule."""

    error_fields: ClassVar = {"share_out_of_range": "percent"}

    percent = forms.DecimalField(
        label=_("least share of half days, in per cent"),
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        initial=100,
        help_text=_(
            "100 is full attendance, as Thông tư 03/2023/TT-BNV asks; a lower share is the committee's own decision."
        ),
    )
    excused_counts = forms.BooleanField(label=_("an excused absence counts as attended"), required=False, initial=True)
    decided_by = forms.CharField(label=_("decided by"), max_length=200, required=False)

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.training_class = training_class
        rule = training_class.completion_rules.order_by("-version").first()
        if rule is not None:
            kwargs["initial"] = {
                "percent": (rule.min_share * 100).normalize(),
                "excused_counts": rule.excused_counts,
                "decided_by": rule.decided_by,
            }
        super().__init__(*args, **kwargs)

    def perform(self) -> CompletionRule:
        values = self.cleaned_data
        return set_rule(
            self.actor,
            self.training_class,
            min_share=Decimal(values["percent"]) / 100,
            excused_counts=values["excused_counts"],
            decided_by=values["decided_by"],
        )


class OverrideForm(VerbForm):
    """Decides otherwise than the rule."""

    error_fields: ClassVar = {"reason_missing": "reason"}

    recognised = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("yes", _("recognised")), ("no", _("not recognised"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.outcome = outcome
        super().__init__(*args, **kwargs)

    def perform(self) -> Outcome:
        values = self.cleaned_data
        override_outcome(self.actor, self.outcome, recognised=values["recognised"], reason=values["reason"])
        return self.outcome


class ApprovalForm(VerbForm):
    """The decision signed on paper or in e-office: chosen when it is recorded, written down once otherwise."""

    error_fields: ClassVar = {"record_known": "number", "record_without_name": "number"}

    decision = forms.ModelChoiceField(
        label=_("decision already recorded"),
        queryset=Record.objects.none(),
        required=False,
        help_text=_("Or write it down here:"),
    )
    number = forms.CharField(label=_("number"), max_length=20, required=False)
    symbol = forms.CharField(label=_("symbol"), max_length=60, required=False)
    date = DateField(label=_("date"), required=False)
    signer = forms.CharField(label=_("signer"), max_length=150, required=False)
    file = forms.FileField(
        label=_("signed file"), required=False, help_text=_("PDF, Word or a picture of the signed page.")
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.training_class = training_class
        super().__init__(*args, **kwargs)
        kept = Record.objects.visible_to(self.actor).filter(office=training_class.office)
        attached = models.Q(class_records__training_class=training_class)
        recent = models.Q(date__gte=training_class.start_date)
        self.fields["decision"].queryset = kept.filter(attached | recent).distinct().order_by("-date", "-pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("decision"):
            for name in ("number", "date"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, _("Choose the decision above, or give its number and date."))
        return values

    def perform(self) -> Record:
        values = self.cleaned_data
        decision = values["decision"] or self._kept()
        if not self.training_class.class_records.filter(record=decision, purpose=RecordPurpose.DECISION).exists():
            attach_record(self.actor, self.training_class, decision, purpose=RecordPurpose.DECISION)
        approve_outcomes(self.actor, self.training_class, decision=decision)
        return decision

    def _kept(self) -> Record:
        values = self.cleaned_data
        office = self.training_class.office
        return keep_record(
            self.actor,
            office=office,
            issuer=office.organization,
            kind="QĐ",
            number=values["number"],
            symbol=values["symbol"],
            date=values["date"],
            signer=values["signer"],
            subject=str(_("Recognition of the results: %(title)s")) % {"title": self.training_class.title[:400]},
            file=values["file"],
        )
