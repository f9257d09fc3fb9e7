"""A lecturer answers: comes, cannot come, when and by what they travel, what they eat."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.screens import notice
from khuevan.desk.answers import desk_act, desk_answer
from khuevan.desk.lecturers.frame import address, around, lecturer_bearer, lecturer_page
from khuevan.desk.passes import Pass
from khuevan.training.domain.lecturers.care import answer_travel, care_of, care_stamp
from khuevan.training.domain.lecturers.states import confirm, decline
from khuevan.training.models import Lecturer, LecturerCare

_MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a time, by the browser's own calendar; typed as 05/02/2026 13:30 where it has none."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("widget", forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"}))
        kwargs.setdefault("input_formats", [_MOMENT, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"])
        super().__init__(required=False, **kwargs)


class CannotComeForm(VerbForm):
    error_fields: ClassVar = {"reason_missing": "reason", "reason_too_long": "reason"}
    reason = forms.CharField(
        label=_("why you cannot come"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The office reads it, and looks for somebody else; name somebody if you can."),
    )

    def __init__(self, actor: Actor, *args: Any, lecturer: Lecturer, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=lecturer, **kwargs)
        self.lecturer = lecturer

    def perform(self) -> Lecturer:
        decline(self.actor, self.lecturer, self.cleaned_data["reason"], seen=self.seen_stamp)
        return self.lecturer


class TravelForm(VerbForm):
    """What only the lecturer knows; whom they are met by and where they sleep the office writes."""

    error_fields: ClassVar = {"leaves_before_arrival": "leaves_at"}
    arrives_at = MomentField(label=_("you arrive"))
    arrives_by = forms.CharField(
        label=_("by"), required=False, max_length=200, help_text=_("Flight, train, own car; where you want to be met.")
    )
    leaves_at = MomentField(label=_("you leave"))
    leaves_by = forms.CharField(label=_("leaving by"), required=False, max_length=200)
    meals = forms.CharField(
        label=_("meals"), required=False, max_length=300, help_text=_("Which meals you take, and what you do not eat.")
    )
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, actor: Actor, *args: Any, lecturer: Lecturer, **kwargs: Any) -> None:  # noqa: ANN401
        care = care_of(lecturer)
        shown = {name: getattr(care, name) for name in self.base_fields if hasattr(care, name)}
        super().__init__(actor, *args, initial={**shown, "seen": care_stamp(lecturer)}, **kwargs)
        self.lecturer = lecturer

    def perform(self) -> LecturerCare:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return answer_travel(self.actor, self.lecturer, **said, seen=self.seen_stamp)


@lecturer_page
@require_POST
def come(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    def work() -> None:
        confirm(lecturer_bearer(access), lecturer, seen=request.POST.get("seen", ""))
        notice(request, _now("Thank you. The office knows now that you come."))

    return desk_act(request, work, address(lecturer))


@lecturer_page
@require_http_methods(["GET", "HEAD", "POST"])
def cannot(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    form = CannotComeForm(lecturer_bearer(access), request.POST or None, lecturer=lecturer)

    def done(_row: Lecturer) -> str:
        notice(request, _now("The office knows now that you cannot come. Thank you for saying so."))
        return address(lecturer)

    context = {**around(request, access, lecturer), "submit": _now("I cannot come")}
    return desk_answer(request, form, "desk/lecturer/cannot.html", context, done)


@lecturer_page
@require_http_methods(["GET", "HEAD", "POST"])
def travel(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    form = TravelForm(lecturer_bearer(access), request.POST or None, lecturer=lecturer)

    def done(_row: LecturerCare) -> str:
        notice(request, _now("Thank you. The office prepares your visit by this."))
        return address(lecturer, "di-lai")

    context = {**around(request, access, lecturer), "submit": _now("Send")}
    return desk_answer(request, form, "desk/lecturer/travel.html", context, done)


urlpatterns = [
    path("ca-nhan/giang/<int:lecturer>/du/", come, name="lecturer_come"),
    path("ca-nhan/giang/<int:lecturer>/khong-du/", cannot, name="lecturer_cannot"),
    path("ca-nhan/giang/<int:lecturer>/di-lai/", travel, name="lecturer_travel"),
]
