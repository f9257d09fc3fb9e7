"""The timetable of an earlier class of the office taken over: which class, from which day on."""

import hashlib
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.forms import DateField
from khuevan.core.rows import stamp
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.training.domain.calendar import Move, shift
from khuevan.training.domain.timetable.copying import Copied, copy_programme, days_taught
from khuevan.training.interfaces.forms.programme import ClassForm
from khuevan.training.models import TrainingClass

MOST_CLASSES = 200


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when running
    """A class of the office that has a timetable."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - a TrainingClass
        count = ngettext("%(count)d half day", "%(count)d half days", obj.held) % {"count": obj.held}
        return f"{obj.title} ({vn_date(obj.start_date)}, {count})"


class CopyForm(ClassForm):
    """The days are shown before they are taken (``moves``)."""

    error_fields = {"same_class": "source", "nothing_to_copy": "source", "class_of_another_office": "source"}

    source = SourceField(label=_("class to take over from"), queryset=TrainingClass.objects.none())
    start_date = DateField(label=_("first day of teaching becomes"))
    shift_holidays = forms.BooleanField(label=_("jump over public holidays and weekends"), required=False, initial=True)
    with_lecturers = forms.BooleanField(
        label=_("with the units that sent lecturers"),
        required=False,
        initial=True,
        help_text=_("Persons come along only where they teach in this class already."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        own = self.training_class
        rows = TrainingClass.objects.filter(office=own.office_id).exclude(pk=own.pk)
        held = rows.annotate(held=Count("sessions")).filter(held__gt=0).order_by("-start_date", "-pk")
        self.fields["source"].queryset = held  # type: ignore[attr-defined]
        self.fields["source"].empty_label = _now("choose a class") if held.exists() else _now("none yet")  # type: ignore[attr-defined]
        self.initial.setdefault("start_date", own.start_date)

    def moves(self) -> list[Move]:
        """Each day of teaching of the class chosen and what it becomes."""
        values = self.cleaned_data
        return shift(days_taught(values["source"]), values["start_date"], jump_holidays=values["shift_holidays"])

    @property
    def left_out(self) -> set[Any]:
        """Days that become one outside the class: they are left out."""
        own = self.training_class
        return {move.old for move in self.moves() if not own.start_date <= move.new <= own.end_date}

    @property
    def preview_stamp(self) -> str:
        """What the days rest on: asked again when anything of it changes after the preview."""
        values = self.cleaned_data
        parts = [values["source"].pk, values["start_date"], values["shift_holidays"]]
        sessions = [stamp(session) for session in values["source"].sessions.all()]
        own = [stamp(session) for session in self.training_class.sessions.all()]
        return hashlib.sha256("|".join(str(part) for part in [*parts, *sessions, *own]).encode()).hexdigest()[:20]

    def perform(self) -> Copied:
        values = self.values
        source = values.pop("source")
        return copy_programme(self.actor, source, self.training_class, **values)
