"""Topics of the catalogue and pages of the handbook, as an officer writes them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField, VerbForm
from khuevan.people.models import Office
from khuevan.training.domain.topics.catalogue import add_catalogue_topic
from khuevan.training.domain.topics.checklists import MOST_STEPS, read_steps, rows_of, steps_text
from khuevan.training.domain.topics.handbook import add_page, change_page
from khuevan.training.domain.topics.of_class import change_catalogue_topic
from khuevan.training.domain.topics.versions import COLUMNS, is_taught, revise_topic
from khuevan.training.enums import HandbookKind
from khuevan.training.interfaces.forms.programme import SuggestInput
from khuevan.training.models import HandbookPage, Topic, TopicVersion, TrainingClass

_STEP_REFUSALS = ("step_too_long", "step_without_words", "stage_without_steps", "too_many_parts", "too_many_steps")


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy texts
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class TopicContentsForm(VerbForm):
    """Title, field and contents of a topic; ``topic`` is None for one to be added."""

    error_fields: ClassVar = {
        "topic_without_title": "title",
        "topic_known": "title",
        "reason_missing": "reason",
        "reason_too_long": "reason",
    }
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none(), empty_label=None)
    title = forms.CharField(label=_("title of the topic"), max_length=300)
    field = forms.CharField(label=_("field"), max_length=120, required=False, widget=SuggestInput)
    periods = forms.IntegerField(
        label=_("periods (tiết)"), min_value=1, max_value=200, required=False, help_text=_("Half a day is 4 periods.")
    )
    audience = _text(_("audience"), 2)
    objective = _text(_("objective"), 3)
    outline = _text(_("outline"), 7, _("One point a line."))
    method = forms.CharField(label=_("way of teaching"), max_length=300, required=False)
    materials = _text(_("materials needed"), 2)
    basis = _text(_("legal basis and sources"), 5, _("Say of each document whether it was compared with the law."))
    reason = forms.CharField(
        label=_("why it was revised"),
        max_length=300,
        required=False,
        help_text=_("A class has begun to teach these contents: they stay, and a new version is made."),
    )

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        topic: Topic | None = None,
        offices: Sequence[Office] = (),
        instance: TopicVersion | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.topic = topic
        if topic is not None:
            kwargs["initial"] = {"title": topic.title, "field": topic.field}
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.offices = offices
        if topic is not None or len(offices) == 1:
            del self.fields["office"]
        else:
            rows = Office.objects.filter(pk__in=[one.pk for one in offices]).select_related("organization")
            self.fields["office"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        if instance is None or not is_taught(instance):
            del self.fields["reason"]
        _suggest_fields(self.fields["field"].widget, [topic.office_id] if topic else [one.pk for one in offices])

    def values_of(self, instance: models.Model) -> dict[str, Any]:
        return {name: getattr(instance, name) for name in COLUMNS}

    def perform(self) -> Topic:
        given = self.cleaned_data
        contents: Any = {name: given[name] for name in COLUMNS}
        named = {"title": given["title"], "field": given["field"]}
        if self.topic is None:
            office = given.get("office") or self.offices[0]
            return add_catalogue_topic(self.actor, office, **named, **contents)
        change_catalogue_topic(self.actor, self.topic, **named)
        if self.instance is not None or any(contents.values()):
            why = given.get("reason", "")
            revise_topic(self.actor, self.topic, reason=why, seen=self.seen_stamp, **contents)
        return self.topic


def _suggest_fields(widget: Any, offices: Sequence[int]) -> None:  # noqa: ANN401 - a SuggestInput
    rows = Topic.objects.filter(office__in=offices).exclude(field="")
    widget.words = list(rows.order_by("field").values_list("field", flat=True).distinct()[:50])


class HandbookForm(VerbForm):
    """A page of the handbook of ``topic``; a check list is typed one step a line."""

    error_fields: ClassVar = {
        "page_without_title": "title",
        "page_is_empty": "body",
        "class_of_another_office": "training_class",
        **dict.fromkeys(_STEP_REFUSALS, "steps"),
    }
    title = forms.CharField(label=_("title of the page"), max_length=200)
    steps = forms.CharField(
        label=_("steps"),
        required=False,
        max_length=MOST_STEPS * 400,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=_("One step a line: what | who | until when. A line “Giai đoạn: …” begins a stage."),
    )
    body = _text(_("text"), 8, _("A blank line begins a paragraph; “- ” before a line makes a list."))
    basis = _text(_("legal basis and sources"), 4, _("Say of each document whether it was compared with the law."))
    checked_on = DateField(label=_("last compared with the law on"), required=False)
    training_class = forms.ModelChoiceField(
        label=_("learnt in the class"), queryset=TrainingClass.objects.none(), required=False, empty_label=_("no class")
    )

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        topic: Topic,
        kind: HandbookKind,
        instance: HandbookPage | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.topic = topic
        self.kind = kind
        if kind != HandbookKind.CHECKLIST:
            del self.fields["steps"]
        else:
            self.fields["body"].widget.attrs["rows"] = 3
        taught = TrainingClass.objects.of_staff(actor).filter(office=topic.office_id, class_topics__topic=topic)
        self.fields["training_class"].queryset = taught.distinct()  # type: ignore[attr-defined]  # a ModelChoiceField

    def values_of(self, instance: models.Model) -> dict[str, Any]:
        return {**super().values_of(instance), "steps": steps_text(rows_of(instance))}  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "steps" in self.fields and "steps" not in self.errors:
            try:
                values["rows"] = read_steps(values.get("steps", ""))
            except DomainError as error:
                self.refuse(error)
        return values

    def perform(self) -> HandbookPage:
        names = ("title", "body", "basis", "checked_on", "training_class")
        given: Any = {name: self.cleaned_data[name] for name in names}
        rows = self.cleaned_data.get("rows", [])
        if isinstance(self.instance, HandbookPage):
            change_page(self.actor, self.instance, seen=self.seen_stamp, steps=rows, **given)
            return self.instance
        return add_page(self.actor, self.topic, kind=self.kind, steps=rows, **given)
