"""Nhân bản lớp: the new title and first day, and what becomes of each day of teaching."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.core.rows import stamp
from khuevan.training.domain.calendar import Move
from khuevan.training.domain.classes import judge_title_and_days
from khuevan.training.domain.cloning import Cloned, clone_class, shifted_days
from khuevan.training.models import TrainingClass

_WEEKS = timedelta(weeks=52)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class DaysField(forms.CharField):
    """Some days in a row of text: 30/04/2027, 03/05/2027."""

    def clean(self, value: Any) -> list[date]:  # noqa: ANN401 - what was typed
        text = super().clean(value)
        day = DateField()
        found = []
        for word in re.split(r"[\s,;]+", text.strip()):
            try:
                found += [day.clean(word)] if word else []
            except ValidationError as error:
                problem = _("“%(word)s” is not a day; write days as 30/04/2027, with commas between them.")
                raise ValidationError(str(problem) % {"word": word}, code="invalid") from error
        return found


class CloneForm(VerbForm):
    """The days are shown before they are taken: ``previewed`` holds what the officer has seen."""

    error_fields = {
        "class_without_title": "title",
        "date_unlikely": "start_date",
    }
    title = forms.CharField(label=_("title of the new class"), max_length=300)
    start_date = DateField(label=_("first day of the new class"))
    shift_holidays = forms.BooleanField(label=_("jump over public holidays and weekends"), required=False, initial=True)
    days_off = DaysField(
        label=_("further days off"),
        required=False,
        max_length=300,
        help_text=_("Days the government swaps that year, with commas between them, such as 30/04/2027, 03/05/2027."),
    )

    def __init__(self, actor: Actor, *args: Any, source: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        start = next_year(source.start_date, timezone.localdate())
        title = _YEAR.sub(str(start.year), source.title)
        kwargs["initial"] = {"title": title, "start_date": start, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)
        self.source = source

    def moves(self) -> list[Move]:
        """Each day of teaching and what it becomes.  Raises DomainError for a year that cannot be."""
        values = self.cleaned_data
        judge_title_and_days(values["title"], values["start_date"], values["start_date"])
        return shifted_days(
            self.source, values["start_date"], shift_holidays=values["shift_holidays"], days_off=values["days_off"]
        )

    @property
    def preview_stamp(self) -> str:
        """What the days rest on: asked again when anything of it changes after the preview."""
        values = self.cleaned_data
        sessions = [stamp(session) for session in self.source.sessions.all()]
        parts = [values["start_date"], values["shift_holidays"], sorted(values["days_off"]), *sessions]
        return "|".join(str(part) for part in parts)

    def perform(self) -> Cloned:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return clone_class(self.actor, self.source, **values)


def next_year(day: date, today: date) -> date:
    """The same weekday 52 weeks later, or as many times 52 weeks as it takes to come after ``today``."""
    day += _WEEKS
    while day <= today:
        day += _WEEKS
    return day
