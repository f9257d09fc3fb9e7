"""What the pages of an invitation begin with: the class, its invitation, and who may work on it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from khuevan.console.workspace.shell import class_of, tab_address
from khuevan.core.permissions import may
from khuevan.nominations.models import Invitation, Quota
from khuevan.training.models import TrainingClass

TAB = "invitations"
INVITE, DECIDE = "nominations.invite", "nominations.decide"


def board_address(training_class: TrainingClass) -> str:
    return tab_address(training_class, TAB)


def quota_address(quota: Quota, training_class: TrainingClass) -> str:
    return reverse("console:class_quota", args=(training_class.pk, quota.pk))


def invitation_of(request: HttpRequest, training_class: TrainingClass) -> Invitation | None:
    """The invitation of a class the actor works on, with what every page of it needs; None before it is prepared."""
    rows = Invitation.objects.visible_to(request.user).filter(training_class=training_class)
    found = rows.select_related("record__issuer", "topic").first()
    if found is not None:
        found.training_class = training_class
    return found


def invited_class(request: HttpRequest, pk: int, permission: str = "") -> tuple[TrainingClass, Invitation]:
    """The class and its invitation; 404 where there is none, or for somebody without ``permission``."""
    training_class = class_of(request, pk)
    found = invitation_of(request, training_class)
    if found is None or (permission and not may(request.user, permission, training_class)):
        raise Http404
    return training_class, found


def quota_of(request: HttpRequest, invitation: Invitation, pk: int) -> Quota:
    rows = Quota.objects.visible_to(request.user).filter(invitation=invitation)
    found: Quota = get_object_or_404(rows.select_related("organization", "venue", "record"), pk=pk)
    found.invitation = invitation
    return found


def numbers(text: str, most: int) -> int | None:
    """A number of places as typed, None where nothing was; 404 for what no field of ours sends."""
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(most)) or int(text) > most:
        raise Http404
    return int(text)


MOST_KEYS = 20_000


def keys_text(keys: Iterable[int]) -> str:
    """Keys of rows as short as an address wants them: ``3.7-12``; read by ``keys_of``."""
    spans: list[list[int]] = []
    for key in sorted(keys):
        if spans and spans[-1][1] == key - 1:
            spans[-1][1] = key
        else:
            spans.append([key, key])
    return ".".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def keys_of(text: str) -> list[int]:
    """404 for what ``keys_text`` does not write."""
    keys: list[int] = []
    for span in filter(None, text.split(".")):
        first, _dash, last = span.partition("-")
        ends = [first, last or first]
        if not all(end.isdecimal() and len(end) < 16 for end in ends) or int(ends[1]) - int(ends[0]) >= MOST_KEYS:
            raise Http404
        keys += range(int(ends[0]), int(ends[1]) + 1)
        if len(keys) > MOST_KEYS:
            raise Http404
    return keys


def rights(actor: Any, training_class: TrainingClass) -> dict[str, bool]:  # noqa: ANN401 - the user model lies above
    """Which buttons this actor has."""
    return {
        "may_invite": may(actor, INVITE, training_class),
        "may_decide": may(actor, DECIDE, training_class),
    }
