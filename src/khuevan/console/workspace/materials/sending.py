"""Files are sent many at once or, by the script of the page, one by one; each is answered for itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.screens import act, notice
from khuevan.training.domain.materials.storing import Received, receive
from khuevan.training.models import Material

JSON = "application/json"
MOST_AT_ONCE = 50


@dataclass
class Came:
    """What came of sending: keys of materials, and a sentence for each file that is none."""

    kept: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def answer_files(
    request: HttpRequest, files: "list[File[Any]]", keep: Callable[[Received], Material], back: str
) -> HttpResponseBase:
    """Keeps every good file and says of every other why not: on the page, or as ``{"kept": 1, "refused": ["…"]}``.

    Files are looked through and stored before the transaction begins, so that nobody waits for a large one.
    """
    came, good = Came(), []
    for place, file in enumerate(files):
        try:
            if place >= MOST_AT_ONCE:
                raise _too_many()
            good.append(receive(file))
        except DomainError as refusal:
            came.refused.append(f"{file.name}: {refusal.message}")
    if request.headers.get("Accept") == JSON:
        once(request, lambda: _keep(good, keep, came, back))
        body = {"kept": len(came.kept), "refused": came.refused}
        return JsonResponse(body, status=422 if came.refused and not came.kept else 200)
    return act(request, lambda: _keep_and_say(request, good, keep, came, back), back)


def _keep(good: list[Received], keep: Callable[[Received], Material], came: Came, back: str) -> str:
    for one in good:
        try:
            came.kept.append(keep(one).pk)
        except DomainError as refusal:
            came.refused.append(f"{one.name}: {refusal.message}")
    return f"{back}#tl-{came.kept[0]}" if came.kept else back


def _keep_and_say(
    request: HttpRequest, good: list[Received], keep: Callable[[Received], Material], came: Came, back: str
) -> str:
    address = _keep(good, keep, came, back)
    for sentence in came.refused or ([] if came.kept else [_("No file was chosen.")]):
        messages.error(request, sentence)
    if came.kept:
        words = ngettext("%(count)s file was taken.", "%(count)s files were taken.", len(came.kept))
        notice(request, words % {"count": len(came.kept)})
    return address


def _too_many() -> DomainError:
    return DomainError(
        "too_many_files", _("Only %(most)s files are taken at once. Send this one again."), most=MOST_AT_ONCE
    )
