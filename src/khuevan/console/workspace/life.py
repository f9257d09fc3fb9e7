"""Việc với lớp: what moves a whole class along its life line or takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain import classes
from khuevan.training.enums import ClassState
from khuevan.training.interfaces.forms.classes import (
    CancelForm,
    DiscardForm,
    RestoreForm,
    StepBackForm,
    UnpublishForm,
    states_behind,
)
from khuevan.training.models import TrainingClass

type Words = str | Promise

CLOSED = frozenset({ClassState.REPORTED, ClassState.CANCELLED})
"""Nothing is changed in such a class until it is taken back."""


@dataclass(frozen=True)
class Deed:
    """Something one button does; ``verb`` needs no more than the class."""

    label: Words
    icon: str
    verb: Callable[[Actor, TrainingClass], None]
    said: Words


@dataclass(frozen=True)
class Question:
    """Something asked about on a page of its own, with what it means in words."""

    label: Words
    icon: str
    form: type[VerbForm]
    explains: Words
    submit: Words
    said: Words


@dataclass(frozen=True)
class Button:
    """What the page shows of a deed or a question; ``posts`` when pressing it acts at once."""

    label: Words
    icon: str
    address: str
    posts: bool


DEEDS = {
    "chuan-bi": Deed(
        _("Begin the preparation"),
        "clipboard-list",
        classes.begin_preparation,
        _("The class is in preparation now. Programme, lecturers and venue come next."),
    ),
    "cu-hoc-vien": Deed(
        _("Open the nominations"),
        "send",
        classes.open_nominations,
        _("Agencies may send people now. Lists are taken in under “Learners”."),
    ),
    "khai-giang": Deed(
        _("Begin the teaching"),
        "presentation",
        classes.begin_teaching,
        _("The teaching has begun. Attendance is taken half day by half day."),
    ),
    "luu-ho-so": Deed(
        _("File the class"),
        "archive",
        classes.file_report,
        _("The class is reported and filed. Its file stays as it is."),
    ),
    "cong-bo": Deed(
        _("Publish on the portal"), "world", classes.publish_class, _("The public sees the page of this class now.")
    ),
}

QUESTIONS = {
    "lui-buoc": Question(
        _("Go back a step"),
        "arrow-back-up",
        StepBackForm,
        _("Everything entered since then stays. The reason is kept in the history of the class."),
        _("Go back"),
        _("The class went back a step."),
    ),
    "thoi-cong-bo": Question(
        _("Take off the portal"),
        "world-off",
        UnpublishForm,
        _("The public no longer finds the page of the class; its address is kept for it. Nothing is deleted."),
        _("Take off the portal"),
        _("The public no longer sees the class."),
    ),
    "huy": Question(
        _("Cancel the class"),
        "ban",
        CancelForm,
        _("The class does not take place. Everything entered stays; the cancellation can be taken back."),
        _("Cancel the class"),
        _("The class is cancelled."),
    ),
    "khoi-phuc": Question(
        _("Take the cancellation back"),
        "rotate",
        RestoreForm,
        _("The class stands again where it stood before it was cancelled."),
        _("Take the cancellation back"),
        _("The class goes on."),
    ),
    "bo-lop": Question(
        _("Discard the class"),
        "trash",
        DiscardForm,
        _("The class and its programme are deleted and cannot be brought back. The history keeps that it was there."),
        _("Discard the class"),
        _("The class was discarded."),
    ),
}

NEXT_DEED = {
    ClassState.PLANNED: "chuan-bi",
    ClassState.PREPARING: "cu-hoc-vien",
    ClassState.LIST_CLOSED: "khai-giang",
    ClassState.AWARDED: "luu-ho-so",
    ClassState.CANCELLED: "khoi-phuc",
}
NEXT_TAB: dict[str, tuple[str, Words]] = {
    ClassState.NOMINATING: ("learners", _("Go to the list to close it")),
    ClassState.RUNNING: ("results", _("Go to the results")),
    ClassState.RESULTS: ("certificates", _("Go to the certificates")),
}
"""Where the next step is taken on another tab."""


def next_step(training_class: TrainingClass) -> Button | None:
    """The natural next step of the life line, as the main button of the overview."""
    state = training_class.state
    if state == ClassState.RUNNING and not training_class.awards_certificates:
        return _button(training_class, "luu-ho-so")
    if state in NEXT_TAB:
        tab, words = NEXT_TAB[state]
        return Button(words, "arrow-right", tab_address(training_class, tab), posts=False)
    return _button(training_class, NEXT_DEED[ClassState(state)]) if state in NEXT_DEED else None


def menu(training_class: TrainingClass) -> list[Button]:
    """What else can be done with the class as it stands."""
    keys = ["thoi-cong-bo"] if training_class.published_at else ["cong-bo"]
    if training_class.state == ClassState.CANCELLED and not training_class.published_at:
        keys = []
    if states_behind(training_class):
        keys.append("lui-buoc")
    if training_class.state in {ClassState.RESULTS, ClassState.AWARDED, *CLOSED}:
        pass  # it came to results, or it was closed already
    elif training_class.state == ClassState.PLANNED and not training_class.published_at:
        keys += ["huy", "bo-lop"]
    else:
        keys.append("huy")
    clone = Button(_("Clone the class"), "copy", reverse("console:class_clone", args=(training_class.pk,)), posts=False)
    return [clone, *(_button(training_class, key) for key in keys)]


def _button(training_class: TrainingClass, key: str) -> Button:
    one = DEEDS.get(key) or QUESTIONS[key]
    address = reverse("console:class_deed", args=(training_class.pk, key))
    return Button(one.label, one.icon, address, posts=key in DEEDS)


@staff_page
def deed(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    training_class = class_of(request, pk)
    if key in QUESTIONS:
        return _ask(request, training_class, QUESTIONS[key])
    if key not in DEEDS or request.method != "POST":
        raise Http404
    found = DEEDS[key]

    def work() -> None:
        found.verb(request.user, training_class)
        notice(request, str(found.said))

    return act(request, work, tab_address(training_class, "overview"))


def _ask(request: HttpRequest, training_class: TrainingClass, question: Question) -> HttpResponse:
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    sent = request.POST if request.method == "POST" else None  # one of the forms has no fields
    form = question.form(request.user, sent, instance=training_class)
    back = tab_address(training_class, "overview")

    def done(result: Any) -> str:  # noqa: ANN401 - what the form gives
        gone = isinstance(result, str)
        notice(request, f"{question.said} {capfirst(result)}" if gone else str(question.said))
        return reverse("console:classes") if gone else back

    context = {
        **workspace_context(training_class, "overview"),
        "heading": question.label,
        "explains": question.explains,
        "submit": question.submit,
        "cancel": back,
    }
    return answer_form(request, form, "console/classes/form.html", context, done)


def shown_to_officers(training_class: TrainingClass) -> dict[str, Any]:
    """What the overview shows of all this to those who may act."""
    return {"next_step": next_step(training_class), "deeds": menu(training_class)}


def closed_words(training_class: TrainingClass) -> str:
    """Why nothing can be changed now; empty while everything can."""
    if training_class.state not in CLOSED:
        return ""
    return _now("The class is at “%(now)s” and stays as it is. Take it back a step first, and say why.") % {
        "now": training_class.get_state_display()
    }


urlpatterns = [path("viec/<slug:key>/", deed, name="class_deed")]
