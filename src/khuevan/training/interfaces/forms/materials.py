"""Materials: several files at once, who reads them and from when, the days of their address."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, StaffForm, VerbForm
from khuevan.training.domain.materials.door import open_door, usual_days
from khuevan.training.domain.materials.keeping import change_material
from khuevan.training.enums import Shared
from khuevan.training.models import ClassTopic, Material, MaterialsDoor, TrainingClass

ACCEPTED = ".pdf,.pptx,.ppt,.ppsx,.odp,.docx,.doc,.odt,.xlsx,.xls,.ods,.jpg,.jpeg,.png,.mp4"
"""What the window for choosing files offers first; what is kept is judged by content."""
_FROM = _("Empty: from the first day of the class on.")


def _shared_choices() -> list[tuple[str, str]]:
    return [(one.value, capfirst(str(one.label))) for one in Shared]


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; gives a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - what the browser sent
        many = data if isinstance(data, list | tuple) else [data]
        one_by_one = super().clean
        return [one_by_one(one, initial) for one in many]


class SharingForm(StaffForm):
    """Who reads, from when on."""

    shared = forms.ChoiceField(label=_("who reads it"), choices=_shared_choices, initial=Shared.LEARNERS)
    shown_from = DateField(label=_("shown from"), required=False, help_text=_FROM)


class SendForm(SharingForm):
    """Several files for one topic of a class, or for all of it; an empty file is judged like every other."""

    sent = ManyFilesField(
        label=pgettext_lazy("materials", "files"),
        allow_empty_file=True,
        max_length=None,
        widget=ManyFilesInput(attrs={"accept": ACCEPTED}),
    )
    class_topic: "forms.ModelChoiceField[ClassTopic]" = forms.ModelChoiceField(
        None, label=_("topic"), required=False, empty_label=_("The whole class")
    )
    field_order = ("sent", "class_topic", "shared", "shown_from")

    def __init__(self, actor: Actor, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        _offer_topics(self, training_class)


class MaterialForm(VerbForm):
    """What one material is called, which topic it is for, who reads it."""

    error_fields = {"material_without_title": "title", "topic_of_another_class": "class_topic"}
    title = forms.CharField(label=_("title"), max_length=250)
    class_topic: "forms.ModelChoiceField[ClassTopic]" = forms.ModelChoiceField(
        None, label=_("topic"), required=False, empty_label=_("The whole class")
    )
    shared = forms.ChoiceField(label=_("who reads it"), choices=_shared_choices)
    shown_from = DateField(label=_("shown from"), required=False, help_text=_FROM)

    def __init__(self, actor: Actor, *args: Any, instance: Material, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.material = instance
        if instance.training_class is None:
            del self.fields["class_topic"]
            del self.fields["shown_from"]
        else:
            _offer_topics(self, instance.training_class)

    def perform(self) -> Material:
        values = {name: self.cleaned_data[name] for name in self.fields if name != "seen"}
        change_material(self.actor, self.material, seen=self.seen_stamp, **values)
        return self.material


class DoorForm(VerbForm):
    """From when until when the address works."""

    error_fields = {"door_days": "closes_on"}
    opens_on = DateField(label=_("open from"))
    closes_on = DateField(label=_("open until"))

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        door: MaterialsDoor | None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        first, last = (door.opens_on, door.closes_on) if door else usual_days(training_class)
        super().__init__(actor, *args, initial={"opens_on": first, "closes_on": last}, **kwargs)
        self.training_class = training_class

    def perform(self) -> MaterialsDoor:
        days = {name: self.cleaned_data[name] for name in ("opens_on", "closes_on")}
        return open_door(self.actor, self.training_class, **days)


def _offer_topics(form: StaffForm, training_class: TrainingClass) -> None:
    field = form.fields["class_topic"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = training_class.class_topics.select_related("topic")
