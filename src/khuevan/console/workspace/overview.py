"""Overview: what the class is, who holds it, what is missing; every fact is changed from here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace import life, parts
from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, notice, staff_page
from khuevan.training.interfaces.forms.classes import ClassFactsForm, ClassPurposeForm
from khuevan.training.models import TrainingClass

MOST_HISTORY = 20

FORMS: dict[str, tuple[type[VerbForm], str | Promise, str]] = {
    "thong-tin": (ClassFactsForm, _("Change: the class"), "tt"),
    "muc-dich": (ClassPurposeForm, _("Change: purpose"), "md"),
}
"""By the last word of the address: form, heading, and the group of the overview it belongs to."""


def _overview(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    may_change = may(actor, "training.change_class", training_class)
    closed = life.closed_words(training_class)
    groups = parts.groups_of(training_class)
    return {
        "groups": groups if may_change and not closed else [group for group in groups if group.rows],
        "has_committee": parts.has_committee(training_class),
        "topics": training_class.class_topics.select_related("topic"),
        "rule": training_class.completion_rules.order_by("-version").first(),
        "history": history_of(training_class, most=MOST_HISTORY),
        "may_change": may_change and not closed,
        "closed": closed if may_change else "",
        **(life.shown_to_officers(training_class) if may_change else {}),
    }


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    return workspace(request, training_class, "overview", _overview(request.user, training_class))


@staff_page
def change(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What is said of the class itself, one group at a time."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    form_class, heading, anchor = FORMS[key]
    back = parts.place(training_class, anchor)

    def done(row: TrainingClass) -> str:
        notice(request, _now("Saved: %(what)s.") % {"what": row})
        return back

    # the heading of the page keeps the stored title while the form shows another one
    form = form_class(request.user, request.POST or None, instance=class_of(request, pk))
    context = {**workspace_context(training_class, "overview"), "heading": heading, "cancel": back}
    return answer_form(request, form, "console/classes/form.html", context, done)


urlpatterns = [
    path("", page, name="class_overview"),
    path("sua/", change, {"key": "thong-tin"}, name="class_facts"),
    path("sua/muc-dich/", change, {"key": "muc-dich"}, name="class_purpose"),
    *life.urlpatterns,
    *parts.urlpatterns,
]
