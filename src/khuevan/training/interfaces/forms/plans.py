"""The yearly plan: begun, its classes written down, amended, approved, opened as classes."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.boundfield import BoundField
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.core.templatetags.khuevan import thousands, vn_date
from khuevan.people.domain.letterheads import letterhead_of
from khuevan.people.interfaces.choosing import ChoosingForm, OrganizationField, organization_of
from khuevan.people.models import Office
from khuevan.records.interfaces.forms import RecordForm
from khuevan.training.domain.plan_opening import link_class, open_class_of
from khuevan.training.domain.plan_versions import approve
from khuevan.training.domain.planned_classes import (
    MOST_CLASSES,
    MOST_MONEY,
    MOST_PEOPLE,
    MOST_PERIODS,
    Organizing,
    add_planned,
    change_planned,
)
from khuevan.training.domain.plans import change_plan, make_plan
from khuevan.training.enums import ClassKind, OrganizerPart
from khuevan.training.models import PlannedClass, PlanVersion, Topic, TrainingClass, TrainingPlan
from khuevan.vietnamese.numbers import parse_number

FREE_BODIES = 2
"""Empty fields offered for bodies that help; the form shows one more than there are each time it is opened."""


class MoneyField(forms.CharField):
    """Whole đồng as offices write them: 120.000.000."""

    def __init__(self, *, most: int = MOST_MONEY, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "money"}))
        super().__init__(**kwargs)
        self.most = most

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - a stored number, or what was typed
        return thousands(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - what was typed
        text = super().clean(value)
        if not text:
            return None
        number = parse_number(text)
        if number is None or number < 0 or number != number.to_integral_value():
            raise ValidationError(_now("Write whole đồng, as in 120.000.000."), code="invalid")
        if number > self.most:
            raise ValidationError(_now("This is more than any class costs; look at the zeros."), code="too_much")
        return int(number)


class PlanForm(VerbForm):
    """Begins a plan, or names it anew."""

    error_fields: ClassVar = {"plan_known": "year", "year_unlikely": "year", "plan_without_title": "title"}
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("year"), min_value=1945, max_value=2099)
    title = forms.CharField(
        label=_("title of the plan"),
        max_length=300,
        required=False,
        help_text=_("Empty: the usual title with the year."),
    )
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        offices: Sequence[Office] = (),
        instance: TrainingPlan | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.offices = offices
        if instance is not None:
            del self.fields["office"], self.fields["year"]
            self.fields["title"].required, self.fields["title"].help_text = True, ""
        elif len(offices) == 1:
            del self.fields["office"]
        else:
            rows = Office.objects.filter(pk__in=[one.pk for one in offices]).select_related("organization")
            self.fields["office"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def perform(self) -> TrainingPlan:
        given = self.cleaned_data
        if isinstance(self.instance, TrainingPlan):
            change_plan(self.actor, self.instance, title=given["title"], note=given["note"], seen=self.seen_stamp)
            return self.instance
        office = given.get("office") or self.offices[0]
        return make_plan(self.actor, office, given["year"], title=given["title"], note=given["note"])


def _number(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:  # noqa: ANN401 - a lazy text, passed on
    return forms.IntegerField(label=label, min_value=kwargs.pop("least", 0), max_value=most, required=False, **kwargs)


def _month(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401 - a lazy text
    return forms.TypedChoiceField(
        label=label,
        choices=lambda: [("", "—"), *((month, _now("month %(month)d") % {"month": month}) for month in range(1, 13))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class PlannedForm(ChoosingForm):
    """One class of a plan.  Bodies: the one that holds it, those that help (``co_1`` ...), who gave the order."""

    error_fields: ClassVar = {
        "planned_without_title": "title",
        "months_reversed": "month_to",
        "ends_before_start": "last_day",
        "day_outside_year": "first_day",
        "topic_of_another_office": "topic",
    }
    title = forms.CharField(label=_("title of the class"), max_length=300)
    kind = forms.ChoiceField(label=_("kind"), initial=ClassKind.REFRESHER)
    topic = forms.ModelChoiceField(
        label=_("topic"), queryset=Topic.objects.none(), required=False, empty_label=_("none, or not known yet")
    )
    field = forms.CharField(label=_("field"), max_length=120, required=False, help_text=_("Such as “Foreign affairs”."))
    audience = forms.CharField(label=_("audience"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    classes = _number(_("number of classes"), MOST_CLASSES, least=1, initial=1)
    people = _number(_("number of learners"), MOST_PEOPLE, help_text=_("In all these classes together."))
    periods = _number(_("periods (tiết)"), MOST_PERIODS, help_text=_("Of one class; half a day has 4."))
    month_from, month_to = _month(_("from month")), _month(_("to month"))
    first_day = DateField(label=_("first day"), required=False, help_text=_("Once it is known."))
    last_day = DateField(label=_("last day"), required=False)
    venue = forms.CharField(label=_("venue"), max_length=300, required=False)
    lead = OrganizationField(
        label=_("organizer"), required=False, help_text=_("Empty: your office. Type a name of the directory.")
    )
    commissioned_by = OrganizationField(label=_("commissioned by"), required=False)
    money_source = forms.CharField(label=_("source of money"), max_length=200, required=False)
    estimate = MoneyField(label=_("estimate (đồng)"), required=False)
    note = forms.CharField(label=_("note"), max_length=500, required=False)

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        plan: TrainingPlan,
        instance: PlannedClass | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.plan = plan
        self.helping = self._bodies(instance, OrganizerPart.CO)
        names = [f"co_{place}" for place in range(1, len(self.helping) + 1 + FREE_BODIES)]
        self.co_names = names[:12]
        bodies = {
            "lead": next(iter(self._bodies(instance, OrganizerPart.LEAD)), None),
            "commissioned_by": next(iter(self._bodies(instance, OrganizerPart.COMMISSIONED_BY)), None),
            **dict(zip(self.co_names, self.helping, strict=False)),
        }
        kwargs["initial"] = {**bodies, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, instance=instance, **kwargs)
        self._add_bodies(actor)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (value, capfirst(str(label))) for value, label in ClassKind.choices
        ]
        topics: Any = self.fields["topic"]
        topics.queryset = Topic.objects.filter(office=plan.office_id)

    def _bodies(self, planned: PlannedClass | None, part: OrganizerPart) -> list[Any]:
        if planned is None:
            return []
        rows = planned.organizers.filter(part=part).order_by("order", "pk").select_related("organization")
        return [one.organization for one in rows]

    def _add_bodies(self, actor: Actor) -> None:
        for place, name in enumerate(self.co_names, start=1):
            field = OrganizationField(label=_now("works with (%(n)d)") % {"n": place}, required=False)
            field.widget.attrs["class"] = "form-control"
            field.ask_as(actor)
            self.fields[name] = field

    def groups(self) -> list[tuple[str, list[list[BoundField]]]]:
        """The fields as the page lays them out: a heading, then rows of fields beside each other."""
        named: list[tuple[str, list[tuple[str, ...]]]] = [
            (_now("What and for whom"), [("title",), ("kind", "topic", "field"), ("audience",)]),
            (_now("How much"), [("classes", "people", "periods")]),
            (_now("When and where"), [("month_from", "month_to"), ("first_day", "last_day"), ("venue",)]),
            (pgettext("plan", "Who"), [("lead", "commissioned_by"), *self._pairs()]),
            (_now("Money"), [("money_source", "estimate"), ("note",)]),
        ]
        return [(legend, [[self[name] for name in row] for row in rows]) for legend, rows in named]

    def _pairs(self) -> list[tuple[str, ...]]:
        return [tuple(self.co_names[place : place + 2]) for place in range(0, len(self.co_names), 2)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "classes" in values and values["classes"] is None:
            values["classes"] = 1
        return values

    def perform(self) -> PlannedClass:
        with transaction.atomic():
            return self._perform()

    def _perform(self) -> PlannedClass:
        values = dict(self.cleaned_data)
        values.pop("seen", None)
        parts = [("lead", OrganizerPart.LEAD), *((name, OrganizerPart.CO) for name in self.co_names)]
        organizers = []
        for name, part in [*parts, ("commissioned_by", OrganizerPart.COMMISSIONED_BY)]:
            body = organization_of(self.actor, values.pop(name, None))
            if body is not None:
                organizers.append(Organizing(body, part))
        if isinstance(self.instance, PlannedClass):
            change_planned(self.actor, self.instance, organizers=organizers, seen=self.seen_stamp, **values)
            return self.instance
        return add_planned(self.actor, self.plan, organizers=organizers, **values)


class ApprovePlanForm(RecordForm):
    """The signed plan with its number and file; keeping it approves the plan."""

    error_fields: ClassVar = {**RecordForm.error_fields, "document_without_number": "number"}

    def __init__(self, actor: Actor, *args: Any, plan: TrainingPlan, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        issuer = letterhead_of(plan.office.organization).symbol
        symbol = f"KH-{issuer}" if issuer else ""
        kwargs["initial"] = {"subject": plan.title, "symbol": symbol, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, office=plan.office, **kwargs)
        self.fields["number"].required = self.fields["date"].required = True
        self.fields["number"].help_text = _now("As in 15, or with its symbol as it is cited: 15/QĐ-SNgV.")
        self.plan = plan

    def perform(self) -> PlanVersion:
        with transaction.atomic():
            return approve(self.actor, self.plan, super().perform())


class PlanSheetForm(forms.Form):
    """A file with the classes of a plan."""

    sheet = forms.FileField(
        label=_("file with the classes"),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.ods,.docx,.doc,.odt,.csv"}),
        help_text=_(
            "Excel, Word or text, with one class a row under headings; the order of the columns does not matter."
        ),
    )

    def clean_sheet(self) -> Any:  # noqa: ANN401 - an uploaded file
        file = self.cleaned_data["sheet"]
        if not PurePath(file.name or "").suffix:
            raise ValidationError(_now("The name of the file has no ending, such as .xlsx."), code="no_ending")
        return file


class OpenPlannedForm(VerbForm):
    """The days on which a planned class is held; everything else the plan knows."""

    error_fields: ClassVar = {
        "class_without_title": "title",
        "ends_before_start": "end_date",
        "date_unlikely": "start_date",
        "days_missing": "start_date",
    }
    title = forms.CharField(label=_("title of the class"), max_length=300)
    start_date = DateField(label=_("first day"))
    end_date = DateField(label=_("last day"))

    def __init__(self, actor: Actor, *args: Any, planned: PlannedClass, **kwargs: Any) -> None:  # noqa: ANN401
        known = {"title": planned.title, "start_date": planned.first_day, "end_date": planned.last_day}
        kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)
        self.planned = planned

    def perform(self) -> TrainingClass:
        given = self.cleaned_data
        return open_class_of(
            self.actor,
            self.planned,
            start_date=given["start_date"],
            end_date=given["end_date"],
            title=given["title"],
        )


class _ClassField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when running
    def label_from_instance(self, obj: TrainingClass) -> str:
        return Truncator(f"{obj.title}, {vn_date(obj.start_date)}").chars(140)


class LinkPlannedForm(VerbForm):
    """A class that was opened by itself belongs to a line of the plan."""

    training_class = _ClassField(label=_("class that exists"), queryset=TrainingClass.objects.none())

    def __init__(self, actor: Actor, *args: Any, planned: PlannedClass, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, **kwargs)
        self.planned = planned
        rows = TrainingClass.objects.of_staff(actor).filter(office=planned.plan.office_id, planned_class=None)
        around = (planned.plan.year - 1, planned.plan.year, planned.plan.year + 1)
        field: Any = self.fields["training_class"]
        field.queryset = rows.filter(year__in=around).order_by("-start_date", "-pk")

    @property
    def has_choices(self) -> bool:
        field: Any = self.fields["training_class"]
        return bool(field.queryset.exists())

    def perform(self) -> TrainingClass:
        chosen: TrainingClass = self.cleaned_data["training_class"]
        link_class(self.actor, self.planned, chosen)
        return chosen
