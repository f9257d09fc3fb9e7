"""Deciding about people agencies named: one by one, many at once, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.invitations.shell import DECIDE, invited_class, keys_of, keys_text
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.deciding import Accepted, accept, reconsider, refuse, to_reserve
from khuevan.nominations.domain.reserve import move_up
from khuevan.nominations.domain.withdrawing import withdraw_nomination
from khuevan.nominations.models import Nomination
from khuevan.training.models import TrainingClass

MOST_TOLD = 5
"""So many people who could not be accepted are named one by one."""


@dataclass(frozen=True)
class Deed:
    """What one button does to one person: the verb, and the sentence that says so."""

    run: Callable[[Actor, Nomination, str], object]
    said: object
    can_be_undone: bool = True


def _accept_one(actor: Actor, nomination: Nomination, reason: str) -> None:
    done = accept(actor, nomination.training_class, [nomination], reason=reason)
    if done.refused:
        raise DomainError("not_accepted", gettext_lazy("%(why)s"), why=done.refused[0].message)


DEEDS = {
    "nhan": Deed(_accept_one, gettext_lazy("%(name)s is accepted and on the list of the class.")),
    "tu-choi": Deed(
        lambda actor, one, reason: refuse(actor, [one], reason=reason), gettext_lazy("%(name)s is refused.")
    ),
    "du-bi": Deed(
        lambda actor, one, _reason: to_reserve(actor, [one]), gettext_lazy("%(name)s is on the reserve list now.")
    ),
    "xet-lai": Deed(
        lambda actor, one, reason: reconsider(actor, [one], reason=reason),
        gettext_lazy("The decision about %(name)s is taken back."),
        can_be_undone=False,
    ),
    "dua-len": Deed(
        lambda actor, one, reason: move_up(actor, one, reason=reason),
        gettext_lazy("%(name)s moved up and is on the list of the class."),
    ),
    "rut": Deed(
        lambda actor, one, reason: withdraw_nomination(actor, one, reason=reason),
        gettext_lazy("%(name)s is withdrawn."),
        can_be_undone=False,
    ),
}

BACK = {"nguoi": "console:class_nominees", "du-bi": "console:class_reserve"}
"""Where a button stands that is not on the page of the agency."""


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, nominee: int, key: str) -> HttpResponse:
    training_class, _invitation = invited_class(request, pk)
    found = _nominee(request, training_class, nominee)
    if key not in DEEDS:
        raise Http404
    one = DEEDS[key]

    def work() -> None:
        one.run(request.user, found, request.POST.get("reason", ""))
        undo = reverse("console:class_nominee_deed", args=(pk, nominee, "xet-lai")) if one.can_be_undone else ""
        notice(request, str(one.said) % {"name": found.full_name}, undo=undo)

    return act(request, work, _back(request, found))


def _nominee(request: HttpRequest, training_class: TrainingClass, nominee: int) -> Nomination:
    rows = Nomination.objects.visible_to(request.user).filter(training_class=training_class)
    found: Nomination = get_object_or_404(rows.select_related("quota__invitation"), pk=nominee)
    found.training_class = found.quota.invitation.training_class = training_class
    return found


def _back(request: HttpRequest, nominee: Nomination) -> str:
    view = BACK.get(request.POST.get("ve", ""))
    if view:
        return reverse(view, args=(nominee.training_class_id,))
    return f"{reverse('console:class_quota', args=(nominee.training_class_id, nominee.quota_id))}#nguoi-{nominee.pk}"


@staff_page
@require_POST
def accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who waits and of whom nothing serious is to be said."""
    training_class, _invitation = invited_class(request, pk, DECIDE)

    def work() -> None:
        said_accepted(
            request, training_class, accept(request.user, training_class, reason=request.POST.get("reason", ""))
        )

    return act(request, work, reverse("console:class_nominees", args=(pk,)))


def said_accepted(request: HttpRequest, training_class: TrainingClass, done: Accepted) -> None:
    """How many are on the list now, and of whoever is not, why."""
    words = ngettext(
        "%(count)s person is accepted and on the list of the class.",
        "%(count)s people are accepted and on the list of the class.",
        len(done.accepted),
    )
    undo = undo_address(training_class, done.accepted)
    notice(request, words % {"count": thousands(len(done.accepted))}, undo=undo)
    for one in done.refused[:MOST_TOLD]:
        messages.error(request, f"{one.nomination.full_name}: {one.message}")
    left = len(done.refused) - MOST_TOLD
    if left > 0:
        words = ngettext("%(count)s more was not accepted.", "%(count)s more were not accepted.", left)
        messages.error(request, words % {"count": thousands(left)})


def undo_address(training_class: TrainingClass, rows: Sequence[Nomination]) -> str:
    if not rows:
        return ""
    keys = keys_text(one.pk for one in rows)
    return f"{reverse('console:class_nominees_undo', args=(training_class.pk,))}?nguoi={keys}"


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what was decided about many."""
    training_class, _invitation = invited_class(request, pk, DECIDE)
    seen = Nomination.objects.visible_to(request.user).filter(training_class=training_class)
    rows = list(seen.filter(pk__in=keys_of(request.GET.get("nguoi", ""))))
    for row in rows:
        row.training_class = training_class

    def work() -> None:
        back = len(reconsider(request.user, rows))
        words = ngettext(
            "The decision about %(count)s person is taken back.",
            "The decisions about %(count)s people are taken back.",
            back,
        )
        notice(request, words % {"count": thousands(back)})

    return act(request, work, reverse("console:class_nominees", args=(pk,)))


urlpatterns = [
    path("nguoi/nhan-het/", accept_all, name="class_nominees_accept"),
    path("nguoi/xet-lai/", undo, name="class_nominees_undo"),
    path("nguoi/<int:nominee>/<slug:key>/", deed, name="class_nominee_deed"),
]
