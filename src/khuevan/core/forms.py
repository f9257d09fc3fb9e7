"""Forms that call a verb: its refusal stands beside the field it concerns, and nothing typed is lost."""

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.forms import DeclarativeFieldsMetaclass

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.rows import stamp

_CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "form-select",
    forms.SelectMultiple: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
}


@dataclass(frozen=True)
class Conflict:
    """A value that somebody else stored while this form was open."""

    label: str
    mine: str
    stored: str


class DateField(forms.DateField):
    """A day, by the browser's own calendar; typed as 05/02/2026 where it has none."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y"])
        super().__init__(**kwargs)


class TimeField(forms.TimeField):
    """A time of the day, 24 hours."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%Hh%M", "%H giờ %M"])
        super().__init__(**kwargs)


class StaffForm(forms.Form):
    """A form filled in by ``actor``.

    ``instance`` is the row being changed: its stamp travels with the form, so that the verb can tell when somebody
    else was faster (``changed_meanwhile``); the form then shows both values.  ``error_fields`` puts the refusal with
    that code beside a field.
    """

    error_fields: ClassVar[Mapping[str, str]] = {}
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, instance: models.Model | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        self.actor = actor
        self.instance = instance
        self.conflicts: list[Conflict] = []
        if instance is not None:
            kwargs["initial"] = {**self.values_of(instance), "seen": stamp(instance), **(kwargs.get("initial") or {})}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def values_of(self, instance: models.Model) -> dict[str, Any]:
        """What the fields show of a stored row: by default the columns of the same names."""
        return {name: getattr(instance, name) for name in self.base_fields if hasattr(instance, name)}

    @property
    def seen_stamp(self) -> str:
        return str(self.cleaned_data.get("seen") or "")

    def refuse(self, error: DomainError) -> None:
        """Shows the refusal of a verb; what was typed stays in the form."""
        if error.code == "changed_meanwhile" and self.instance is not None:
            self._show_conflict(self.instance)
        field = self.error_fields.get(error.code)
        self.add_error(field if field in self.fields else None, error.message)

    def _show_conflict(self, instance: models.Model) -> None:
        """Both values of what differs, and a new stamp: saving once more is then a decision."""
        instance.refresh_from_db()
        stored = self.values_of(instance)
        for name, field in self.fields.items():
            mine = self.cleaned_data.get(name)
            if name in stored and (mine or "") != (stored[name] or ""):
                self.conflicts.append(
                    Conflict(str(field.label or name), _shown(field, mine), _shown(field, stored[name]))
                )
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[self.add_prefix("seen")] = stamp(instance)
        self.data = data

    def shown_fields(self) -> list[BoundField]:
        return self.visible_fields()

    @property
    def general_errors(self) -> list[str]:
        return [str(error) for error in self.errors.get(NON_FIELD_ERRORS, [])]


class _AbstractForm(DeclarativeFieldsMetaclass, ABCMeta):
    """Lets a form have methods that a subclass must give."""


class VerbForm(StaffForm, metaclass=_AbstractForm):
    """A form whose ``perform`` calls verbs."""

    @abstractmethod
    def perform(self) -> Any:  # noqa: ANN401 - whatever the verb returns
        """Calls the verb with ``cleaned_data``.  Raises DomainError."""


class ReasonForm(VerbForm):
    """Asks why; for what is taken back, refused or removed."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def _dress(field: forms.Field) -> None:
    """Tabler's classes, and no browser suggestions where names of other people are typed."""
    css = _CLASSES.get(type(field.widget), "form-control")
    if isinstance(field.widget, forms.HiddenInput):
        return
    field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {css}".strip()
    if not isinstance(field.widget, forms.Select | forms.FileInput | forms.CheckboxInput | forms.RadioSelect):
        field.widget.attrs.setdefault("autocomplete", "off")


def _shown(field: forms.Field, value: Any) -> str:  # noqa: ANN401 - any value of a field
    if value in (None, ""):
        return "—"
    choices = dict(getattr(field, "choices", ()) or ()) if isinstance(field, forms.ChoiceField) else {}
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value) or "—"
    return str(choices.get(value, value))
