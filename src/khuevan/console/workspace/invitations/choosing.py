"""Choosing whom to invite: ticked in the tree, in groups, among those of an earlier class, or pasted by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.invitations.catalogue import SOURCES, Catalogue
from khuevan.console.workspace.invitations.shell import (
    INVITE,
    TAB,
    board_address,
    invited_class,
    keys_of,
    keys_text,
    numbers,
)
from khuevan.console.workspace.shell import workspace, workspace_context
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.inviting import Invited, invite, uninvite
from khuevan.nominations.interfaces.pasted_agencies import MOST_LINES, PastedAgency, pasted_agencies
from khuevan.nominations.models import Invitation, Quota
from khuevan.people.domain.naming import HOW_WORDS, Bodies, Found, How, learn_alias
from khuevan.people.models import Organization
from khuevan.training.models import TrainingClass

MOST_EACH = 999


@dataclass(frozen=True)
class Named:
    """A pasted name and what it means; ``field`` and ``seats_field`` name its choice and its number in the form."""

    field: str
    pasted: PastedAgency
    found: Found

    @property
    def seats_field(self) -> str:
        return f"{self.field}-cho"

    @property
    def choices(self) -> list[Organization]:
        """The body found first, then those that may be meant; of one that ended only its heirs."""
        first = [] if self.found.how == How.ENDED else [self.found.organization]
        offered = [*first, *(one.organization for one in self.found.candidates)]
        return list(dict.fromkeys(one for one in offered if one is not None))

    @property
    def sure(self) -> Organization | None:
        if self.found.how == How.ENDED:
            return self.choices[0] if len(self.choices) == 1 else None
        return self.found.organization

    @property
    def how(self) -> str:
        return str(HOW_WORDS[self.found.how])


@staff_page
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """One source at a time; what is ticked is invited at once, so that the next source can be looked at."""
    training_class, invitation = invited_class(request, pk, INVITE)
    shown = Catalogue(request, training_class)
    if request.method == "POST":
        back = request.get_full_path()
        return act(request, lambda: _invite_ticked(request, training_class, invitation, shown), back)
    context = {
        "catalogue": shown,
        "sources": SOURCES.items(),
        "venues": training_class.venues.all(),
        "invited": invitation.quotas.count(),
        "invitation": invitation,
    }
    page = workspace(request, training_class, TAB, context, template="console/invitations/choose.html")
    return form_page(page)


def _invite_ticked(
    request: HttpRequest, training_class: TrainingClass, invitation: Invitation, shown: Catalogue
) -> None:
    """Each with the number typed once for all, or with the number it had before where that is asked for."""
    ticked = shown.ticked(request)
    each = numbers(request.POST.get("moi-don-vi", ""), MOST_EACH)
    as_before = bool(request.POST.get("nhu-truoc"))
    venue = next((one for one in training_class.venues.all() if str(one.pk) == request.POST.get("dia-diem")), None)
    chosen = [
        Invited(one.organization, seats=one.seats if as_before and one.seats is not None else each, venue=venue)
        for one in ticked
    ]
    if not chosen:
        notice(request, _("No agency is ticked, so nothing was done."))
        return
    _said(request, training_class, invite(request.user, invitation, chosen))


def _said(request: HttpRequest, training_class: TrainingClass, quotas: Sequence[Quota]) -> None:
    words = ngettext("%(count)s agency is invited now.", "%(count)s agencies are invited now.", len(quotas))
    keys = keys_text(one.pk for one in quotas)
    undo = f"{reverse('console:class_invite_undo', args=(training_class.pk,))}?dv={keys}" if quotas else ""
    notice(request, words % {"count": thousands(len(quotas))}, undo=undo)


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what the notice of ``choose`` told; agencies that answered meanwhile stay (the verb says so)."""
    training_class, invitation = invited_class(request, pk, INVITE)
    keys = keys_of(request.GET.get("dv", ""))
    quotas = list(Quota.objects.visible_to(request.user).filter(invitation=invitation, pk__in=keys))
    for quota in quotas:
        quota.invitation = invitation

    def work() -> None:
        uninvite(request.user, quotas, reason=_("invited by mistake"))
        words = ngettext(
            "%(count)s agency is no longer invited.", "%(count)s agencies are no longer invited.", len(quotas)
        )
        notice(request, words % {"count": thousands(len(quotas))})

    return act(request, work, reverse("console:class_invite", args=(training_class.pk,)))


@staff_page
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Names pasted from an old letter: shown with the bodies they mean, then invited."""
    training_class, invitation = invited_class(request, pk, INVITE)
    text = request.POST.get("ten", "")
    context: dict[str, Any] = {"invitation": invitation, "pasted": text, "most": MOST_LINES}
    if request.method == "POST" and text.strip():
        named = _read(request, training_class, text)
        if request.POST.get("viec") == "moi":
            work = lambda: _invite_named(request, training_class, invitation, named)  # noqa: E731
            return act(request, work, reverse("console:class_invite_names", args=(pk,)))
        context |= _preview(invitation, named)
    full = {**workspace_context(training_class, TAB), **context}
    return form_page(render(request, "console/invitations/names.html", full))


def _read(request: HttpRequest, training_class: TrainingClass, text: str) -> list[Named]:
    """What the pasted names mean; too many of them are refused with a sentence."""
    try:
        return _named(training_class, text)
    except DomainError as error:
        messages.error(request, error.message)
        return []


def _named(training_class: TrainingClass, text: str) -> list[Named]:
    pasted = pasted_agencies(text)
    found = Bodies(training_class.office).find([one.name for one in pasted])
    return [Named(f"co-quan-{place}", one, found[one.name]) for place, one in enumerate(pasted)]


def _preview(invitation: Invitation, named: Sequence[Named]) -> dict[str, Any]:
    invited = set(invitation.quotas.values_list("organization", flat=True))
    known = [one for one in named if one.sure is not None and one.sure.pk in invited]
    rows = [one for one in named if one not in known]
    return {
        "named": sorted(rows, key=lambda one: one.sure is not None),
        "known": known,
        "unclear": sum(one.sure is None for one in rows),
        "typed": len(named),
    }


def _invite_named(
    request: HttpRequest, training_class: TrainingClass, invitation: Invitation, named: Sequence[Named]
) -> str:
    chosen = _chosen(request, named)
    if not chosen:
        raise DomainError("nothing_chosen", _("No agency of the list is chosen, so nobody was invited."))
    each = numbers(request.POST.get("moi-don-vi", ""), MOST_EACH)
    if request.POST.get("nho") and may(request.user, "people.keep_directory", training_class.office):
        for one in named:
            body = chosen.get(one.field)
            if body is not None and body != one.found.organization:
                learn_alias(request.user, training_class.office, one.pasted.name, body)
    wanted: dict[int, Invited] = {}
    for one in named:
        if one.field in chosen:
            own = numbers(request.POST.get(one.seats_field, ""), MOST_EACH)
            body = chosen[one.field]
            wanted.setdefault(body.pk, Invited(body, seats=each if own is None else own))
    _said(request, training_class, invite(request.user, invitation, list(wanted.values())))
    return board_address(training_class)


def _chosen(request: HttpRequest, named: Sequence[Named]) -> Mapping[str, Organization]:
    """By field: the body chosen among those that were offered."""
    found = {}
    for one in named:
        offered = {str(body.pk): body for body in one.choices}
        body = offered.get(request.POST.get(one.field, ""))
        if body is not None:
            found[one.field] = body
    return found


urlpatterns = [
    path("chon/", choose, name="class_invite"),
    path("chon/dan-ten/", names, name="class_invite_names"),
    path("chon/thoi/", undo, name="class_invite_undo"),
]
