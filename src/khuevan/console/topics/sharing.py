"""Buttons of the handbook: who reads a page, its place, compared with the law, removed and taken back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.office_papers.removed import bring_back, remember
from khuevan.console.topics.shell import handbook_address, page_of, topic_address, topic_of
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.domain.topics.handbook import (
    change_page,
    kept_page,
    move_page,
    remove_page,
    restore_page,
    share_page,
)
from khuevan.training.enums import Shared

_REMOVED = "so-tay"


@staff_page
@require_POST
def share(request: HttpRequest, handbook: int) -> HttpResponse:
    found = page_of(request, handbook, to_keep=True)
    asked = request.POST.get("shared", "")
    if asked not in Shared.values:
        raise Http404

    def work() -> None:
        share_page(request.user, found, Shared(asked), seen=request.POST.get("seen", ""))
        words = {"what": found, "whom": capfirst(str(Shared(asked).label))}
        notice(request, _("“%(what)s” is read by: %(whom)s.") % words)

    return act(request, work, handbook_address(found))


@staff_page
@require_POST
def compared(request: HttpRequest, handbook: int) -> HttpResponse:
    """Somebody looked today whether the basis still holds."""
    found = page_of(request, handbook, to_keep=True)

    def work() -> None:
        change_page(request.user, found, checked_on=timezone.localdate())
        notice(request, _("Noted: compared with the law today."))

    return act(request, work, handbook_address(found))


@staff_page
@require_POST
def remove(request: HttpRequest, handbook: int) -> HttpResponse:
    found = page_of(request, handbook, to_keep=True)

    def work() -> str:
        key, topic = found.pk, found.topic
        values = kept_page(found)
        remove_page(request.user, found, seen=request.POST.get("seen", ""))
        remember(request, _REMOVED, key, values)
        undo = reverse("console:handbook_bring_back", args=(topic.pk, key))
        notice(request, _("Removed: %(what)s.") % {"what": values["title"]}, undo=undo)
        return f"{topic_address(topic)}#so-tay"

    return act(request, work, handbook_address(found))


@staff_page
@require_POST
def restore(request: HttpRequest, subject: int, handbook: int) -> HttpResponse:
    """The undo of a removal, while the session remembers the page."""
    topic = topic_of(request, subject, to_keep=True)
    kept = bring_back(request, _REMOVED, handbook)

    def work() -> None:
        page = restore_page(request.user, topic, kept)
        notice(request, _("It is there again: %(what)s.") % {"what": page})

    return act(request, work, f"{topic_address(topic)}#so-tay")


@staff_page
@require_POST
def move(request: HttpRequest, handbook: int, *, up: bool) -> HttpResponse:
    found = page_of(request, handbook, to_keep=True)
    back = f"{topic_address(found.topic)}#trang-{found.pk}"
    return act(request, lambda: move_page(request.user, found, up=up), back)


urlpatterns = [
    path("so-tay/<int:handbook>/chia-se/", share, name="handbook_share"),
    path("so-tay/<int:handbook>/da-doi-chieu/", compared, name="handbook_compared"),
    path("so-tay/<int:handbook>/bo/", remove, name="handbook_remove"),
    path("<int:subject>/so-tay/<int:handbook>/lay-lai/", restore, name="handbook_bring_back"),
    path("so-tay/<int:handbook>/len/", move, {"up": True}, name="handbook_up"),
    path("so-tay/<int:handbook>/xuong/", move, {"up": False}, name="handbook_down"),
]
