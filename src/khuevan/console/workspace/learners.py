"""Learners: the list of the class, one person added, corrected, replaced, taken off and put back."""

from collections.abc import Callable
from typing import Any

from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace import cards
from khuevan.console.workspace.cards import MOST_CHOSEN, badges_address, cards_address, may_print
from khuevan.console.workspace.shell import class_of, tab_address, workspace, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.crud import bulk
from khuevan.core.history import history_of
from khuevan.core.lists import BulkAction
from khuevan.core.permissions import may
from khuevan.core.rows import reasoned
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.domain.enrolling import LATE, OPEN, close_list, reopen_list
from khuevan.nominations.domain.leaving import AFTER_RESULTS, restore_learner, withdraw, withdraw_many
from khuevan.nominations.domain.reach import reach_of
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.interfaces.forms import AddLearnerForm, CorrectLearnerForm, LearnerForm, ReplaceLearnerForm
from khuevan.nominations.interfaces.tables import LearnersFilters, LearnersList
from khuevan.nominations.models import Enrollment, RosterDraft
from khuevan.people.models import Organization
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

CARDS: dict[str, Callable[[TrainingClass, list[Enrollment]], str]] = {"the": badges_address, "the-qr": cards_address}


def _withdraw_chosen(actor: Actor, rows: list[Enrollment], reason: str) -> str:
    gone = withdraw_many(actor, rows[0].training_class, rows, reason=reason)
    words = ngettext("%(count)s learner is off the list.", "%(count)s learners are off the list.", len(gone))
    return words % {"count": len(gone)}


class ClassLearners(LearnersList):
    """The list inside the workspace, with what an officer may do to chosen rows."""

    bulk = (
        BulkAction(
            "go",
            gettext_lazy("Take off the list"),
            "user-off",
            _withdraw_chosen,
            permission="nominations.enroll",
            needs_reason=True,
        ),
        BulkAction("the", gettext_lazy("Print cards"), "id-badge-2", permission="papers.write_paper"),
        BulkAction("the-qr", gettext_lazy("Print personal QR cards"), "qrcode", permission="papers.write_paper"),
    )
    tools = ("console/learners/tools.html",)

    def __init__(self, request: HttpRequest, training_class: TrainingClass) -> None:
        seen = Enrollment.objects.visible_to(request.user).filter(training_class=training_class)
        rows = seen.select_related("organization", "group__venue", "venue")
        rows = rows.annotate(seat=Coalesce("venue", "group__venue"))
        super().__init__(request, rows, subtitle=str(training_class))
        if isinstance(self.filters, LearnersFilters):
            self.filters.offer(training_class.groups.all(), training_class.venues.all())
        self.training_class = training_class
        self.subject = training_class

    @cached_property
    def actions(self) -> list[BulkAction]:
        after = self.training_class.state in AFTER_RESULTS
        return [one for one in super().actions if one.name != "go" or not after]


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    shown = ClassLearners(request, training_class)
    if request.method == "POST" and request.POST.get("viec") in CARDS:
        return HttpResponseRedirect(_cards_of(request, shown, CARDS[request.POST["viec"]]))
    if request.method == "POST":
        return bulk(request, shown, request.get_full_path())
    if shown.wants_workbook:
        return shown.workbook_response(f"hoc-vien-{training_class.slug}")
    drafts = list(RosterDraft.objects.visible_to(request.user).open().filter(training_class=training_class))
    context = {
        "list": shown,
        "drafts": drafts,
        "waiting_rows": sum(draft.waiting for draft in drafts),
        "may_print_cards": may_print(request, training_class),
        "may_print_badges": may(request.user, "papers.write_paper", training_class),
        **_rights(request.user, training_class),
    }
    return workspace(request, training_class, "learners", context)


def _cards_of(
    request: HttpRequest, shown: ClassLearners, address: Callable[[TrainingClass, list[Enrollment]], str]
) -> str:
    """The page that prints cards, for those who are ticked; for very many it prints them all, in parts."""
    chosen = list(shown.chosen()[: MOST_CHOSEN + 1])
    if len(chosen) > MOST_CHOSEN:
        notice(request, _("More than %(count)s are ticked, so the whole list is offered.") % {"count": MOST_CHOSEN})
        chosen = []
    return address(shown.training_class, chosen)


def _rights(actor: Actor, training_class: TrainingClass) -> dict[str, bool]:
    """Which buttons this actor has at this place of the life line."""
    works = may(actor, "nominations.enroll", training_class)
    state = training_class.state
    return {
        "may_upload": works and state in OPEN,
        "may_add": works and state in OPEN | LATE,
        "may_close": works and state in OPEN,
        "may_reopen": works and state == ClassState.LIST_CLOSED,
        "may_work": works,
    }


def _learner(request: HttpRequest, training_class: TrainingClass, learner: int) -> Enrollment:
    seen = Enrollment.objects.visible_to(request.user).filter(training_class=training_class)
    return get_object_or_404(
        seen.select_related("organization", "person", "training_class", "group__venue", "venue"), pk=learner
    )


def learner_address(learner: Enrollment) -> str:
    return reverse("console:class_learner", args=(learner.training_class_id, learner.pk))


@staff_page
def one(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    """One learner: what the list says, how far it reaches, its history."""
    training_class = class_of(request, pk)
    found = _learner(request, training_class, learner)
    context = {
        "learner": found,
        "reach": reach_of(found),
        "history": history_of(found),
        "is_enrolled": found.state == EnrollmentState.ENROLLED,
        "may_leave": training_class.state not in AFTER_RESULTS,
        **_rights(request.user, training_class),
    }
    return workspace(request, training_class, "learners", context, template="console/learners/one.html")


def _form(
    request: HttpRequest,
    training_class: TrainingClass,
    form: LearnerForm,
    heading: str,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    def done(learner: Enrollment) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": learner})
        return learner_address(learner)

    context = {
        **workspace_context(training_class, "learners"),
        "heading": heading,
        "bodies": Organization.objects.visible_to(request.user).values_list("name", flat=True),
        **more,
    }
    return answer_form(request, form, "console/learners/form.html", context, done)


def _working(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for somebody who may change its list; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "nominations.enroll", training_class):
        raise Http404
    return training_class


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _working(request, pk)
    form = AddLearnerForm(request.user, request.POST or None, training_class=training_class)
    return _form(request, training_class, form, _("Add a learner"), cancel=tab_address(training_class, "learners"))


@staff_page
def correct(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    training_class = _working(request, pk)
    found = _learner(request, training_class, learner)
    form = CorrectLearnerForm(request.user, request.POST or None, instance=found)
    more = {"reach": reach_of(found), "cancel": learner_address(found)}
    return _form(request, training_class, form, _("Correct: %(name)s") % {"name": found.full_name}, **more)


@staff_page
def replace(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    training_class = _working(request, pk)
    found = _learner(request, training_class, learner)
    form = ReplaceLearnerForm(request.user, request.POST or None, learner=found)
    heading = _("Somebody else instead of %(name)s") % {"name": found.full_name}
    return _form(request, training_class, form, heading, cancel=learner_address(found))


@staff_page
@require_POST
def leave(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    found = _learner(request, class_of(request, pk), learner)

    def work() -> None:
        withdraw(request.user, found, reason=request.POST.get("reason", ""))
        undo = reverse("console:class_learner_restore", args=(pk, learner))
        notice(request, _("%(name)s is off the list.") % {"name": found.full_name}, undo=undo)

    return act(request, work, learner_address(found))


@staff_page
@require_POST
def restore(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    found = _learner(request, class_of(request, pk), learner)

    def work() -> None:
        restore_learner(request.user, found, reason=request.POST.get("reason", ""))
        notice(request, _("%(name)s is on the list again.") % {"name": found.full_name})

    return act(request, work, learner_address(found))


@staff_page
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        close_list(request.user, training_class)
        undo = reverse("console:class_learners_reopen", args=(pk,))
        notice(request, _("The list is closed. It can still be changed with a reason."), undo=undo)

    return act(request, work, tab_address(training_class, "learners"))


@staff_page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        undone = _("closed by mistake") if "reason" not in request.POST else reasoned(request.POST["reason"])
        reopen_list(request.user, training_class, reason=undone)
        notice(request, _("The list is open again."))

    return act(request, work, tab_address(training_class, "learners"))


urlpatterns = [
    path("", page, name="class_learners"),
    *cards.urlpatterns,
    path("them/", add, name="class_learner_add"),
    path("chot/", close, name="class_learners_close"),
    path("mo-lai/", reopen, name="class_learners_reopen"),
    path("<int:learner>/", one, name="class_learner"),
    path("<int:learner>/sua/", correct, name="class_learner_correct"),
    path("<int:learner>/thay/", replace, name="class_learner_replace"),
    path("<int:learner>/rut/", leave, name="class_learner_leave"),
    path("<int:learner>/tra-lai/", restore, name="class_learner_restore"),
]
