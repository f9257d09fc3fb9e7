"""Personal links of lecturers, and of units that shall name one: shown once, or written by e-mail."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.lecturers.rows import rows_of
from khuevan.console.workspace.lecturers.shell import (
    board_address,
    lecturer_address,
    lecturer_of,
    lecturer_page,
    officers_class,
)
from khuevan.core.actors import Actor
from khuevan.core.qr import qr_image
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.lecturer_notices import (
    LecturerRound,
    link_for,
    link_text,
    remind_materials,
    send_links,
)
from khuevan.people.domain.access_links import link_address
from khuevan.people.models import AccessLink
from khuevan.people.sealing import UnreadableSecretError, seal, unseal
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer, TrainingClass

type Send = Callable[[Actor, Sequence[Lecturer]], LecturerRound]


@staff_page
@require_POST
def make(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    """Makes a link; the next page shows it, once."""
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)

    def work() -> str:
        link, token = link_for(request.user, found)
        request.session[_name(found)] = [seal(token), link.pk]
        return lecturer_address(found, "class_lecturer_link_once")

    return act(request, work, board_address(training_class, found))


@staff_page
@require_safe
def once(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    token, link = _told_now(request, found) if request.method == "GET" else ("", None)
    address = link_address(token) if token else ""
    context = {
        "lecturer": found,
        "link": link,
        "address": address,
        "qr": qr_image(address) if address else "",
        "words": link_text(found, token) if token else "",
        "back": board_address(training_class, found),
    }
    return lecturer_page(request, training_class, "console/class_lecturers/link.html", context)


@staff_page
@require_POST
def send(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    return _sent(request, training_class, send_links, [found], board_address(training_class, found))


@staff_page
@require_POST
def send_all(request: HttpRequest, pk: int) -> HttpResponse:
    """To everybody who has not confirmed yet."""
    training_class = officers_class(request, pk)
    known = (LecturerState.CONFIRMED, LecturerState.DECLINED)
    chosen = [row.lecturer for row in rows_of(training_class, may_change=False) if row.lecturer.state not in known]
    return _sent(request, training_class, send_links, chosen, board_address(training_class))


@staff_page
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """To everybody whose materials are late."""
    training_class = officers_class(request, pk)
    late = [row.lecturer for row in rows_of(training_class, may_change=False) if row.materials_are_late]
    return _sent(request, training_class, remind_materials, late, board_address(training_class))


def _sent(
    request: HttpRequest, training_class: TrainingClass, verb: Send, chosen: Sequence[Lecturer], back: str
) -> HttpResponse:
    def work() -> None:
        if not chosen:
            notice(request, _("Nobody waits for such a message."))
            return
        notice(request, round_words(verb(request.user, chosen)))

    return act(request, work, back)


def round_words(told: LecturerRound) -> str:
    """What went out by e-mail, what waits to be copied, whom nobody can reach."""
    count = len(told.mailed)
    said = (
        [ngettext("%(count)s e-mail goes out.", "%(count)s e-mails go out.", count) % {"count": count}] if count else []
    )
    if told.by_hand:
        words = ngettext(
            "%(count)s text waits under Messages to be sent by hand.",
            "%(count)s texts wait under Messages to be sent by hand.",
            len(told.by_hand),
        )
        said.append(words % {"count": len(told.by_hand)})
    if told.told:
        said.append(_("Written to already today: %(who)s.") % {"who": _names(told.told)})
    if told.unknown:
        said.append(_("Neither e-mail nor telephone known: %(who)s.") % {"who": _names(told.unknown)})
    return " ".join(said)


def _names(lecturers: Sequence[Lecturer]) -> str:
    return "; ".join(one.in_sentence for one in lecturers)


def _told_now(request: HttpRequest, lecturer: Lecturer) -> tuple[str, AccessLink | None]:
    """The secret, once, to the browser that made it, where it waited sealed in the session."""
    sealed, key = request.session.pop(_name(lecturer), ("", None))
    try:
        token = unseal(sealed) if sealed else ""
    except UnreadableSecretError:
        token = ""
    return token, AccessLink.objects.visible_to(request.user).filter(pk=key).first() if token else None


def _name(lecturer: Lecturer) -> str:
    return f"lecturer-link.{lecturer.pk}"


urlpatterns = [
    path("gui/", send_all, name="class_lecturers_send"),
    path("nhac-tai-lieu/", remind, name="class_lecturers_remind"),
    path("<int:lecturer>/duong-dan/", make, name="class_lecturer_link"),
    path("<int:lecturer>/duong-dan/mot-lan/", once, name="class_lecturer_link_once"),
    path("<int:lecturer>/gui/", send, name="class_lecturer_send"),
]
