"""Handing over, holding back, voiding and taking back: what one or many certificates of a class go through."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.certificates.domain import states
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces import chosen
from khuevan.certificates.models import Certificate
from khuevan.console.workspace.shell import class_of, tab_address
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField
from khuevan.core.lists import BulkAction
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.training.models import TrainingClass

LONGEST_UNDO = 2_000
"""Letters of an address that takes a deed back; beyond it the list itself offers the way back."""

OFFICERS = "certificates.issue"
"""Asked for the class; the verbs ask ``certificates.change_state`` for each certificate."""

type Deed = Callable[[HttpRequest, TrainingClass, list[Certificate]], str | None]


def certificates_of(actor: Actor, training_class: TrainingClass) -> QuerySet[Certificate]:
    """All certificates of a class that the actor may see, whatever their state."""
    seen = Certificate.objects.visible_to(actor).filter(enrollment__training_class=training_class)
    return seen.select_related("register", "enrollment")


def chosen_of(request: HttpRequest, training_class: TrainingClass) -> list[Certificate]:
    """The certificates that the address names; all of the class when it names none."""
    rows = certificates_of(request.user, training_class).order_by("register", "number")
    asked = request.GET.get("chon", "")
    keys = chosen.read(asked)
    return [one for one in rows if one.pk in keys] if asked else list(rows)


def undo_address(name: str, training_class: TrainingClass, rows: list[Certificate]) -> str:
    keys = chosen.written(one.pk for one in rows)
    address = f"{reverse(f'console:{name}', args=(training_class.pk,))}?chon={keys}"
    return address if len(address) <= LONGEST_UNDO else ""


def day_of(text: str) -> date:
    """A day as a form sent it.  Raises ``day_unreadable``."""
    try:
        day: date = DateField().clean(text)
    except ValidationError as error:
        raise DomainError(
            "day_unreadable", _("Give the day on which they were handed over, as in 05/02/2026.")
        ) from error
    return day


def hand_over(request: HttpRequest, training_class: TrainingClass, rows: list[Certificate]) -> None:
    """Those that wait; who has theirs already and who is held back on purpose is passed over."""
    day = day_of(request.POST.get("ngay-trao", ""))
    waiting = [one for one in rows if one.state == CertificateState.PENDING]
    left = len(rows) - len(waiting)
    if waiting:
        states.hand_over(request.user, waiting, on=day)
        words = ngettext(
            "%(count)s certificate is handed over, on %(day)s.",
            "%(count)s certificates are handed over, on %(day)s.",
            len(waiting),
        )
        undo = undo_address("class_certificates_take_back", training_class, waiting)
        notice(request, words % {"count": len(waiting), "day": vn_date(day)}, undo=undo)
    if left:
        words = ngettext(
            "%(count)s chosen certificate was left as it is: it does not wait to be handed over.",
            "%(count)s chosen certificates were left as they are: they do not wait to be handed over.",
            left,
        )
        notice(request, words % {"count": left})


def withhold(request: HttpRequest, training_class: TrainingClass, rows: list[Certificate]) -> None:
    states.withhold(request.user, rows, reason=_reason(request, "giu-lai"))
    words = ngettext("%(count)s certificate is held back.", "%(count)s certificates are held back.", len(rows))
    undo = undo_address("class_certificates_release", training_class, rows)
    notice(request, words % {"count": len(rows)}, undo=undo)


def release(request: HttpRequest, _training_class: TrainingClass, rows: list[Certificate]) -> None:
    states.release(request.user, rows)
    words = ngettext(
        "%(count)s certificate waits to be handed over again.",
        "%(count)s certificates wait to be handed over again.",
        len(rows),
    )
    notice(request, words % {"count": len(rows)})


def void(request: HttpRequest, _training_class: TrainingClass, rows: list[Certificate]) -> None:
    states.void(request.user, rows, reason=_reason(request, "huy"))
    words = ngettext(
        "%(count)s certificate is void. Its number stays in the register; the learner may be issued a new one.",
        "%(count)s certificates are void. Their numbers stay in the register; the learners may be issued new ones.",
        len(rows),
    )
    notice(request, words % {"count": len(rows)})


def take_back(request: HttpRequest, _training_class: TrainingClass, rows: list[Certificate]) -> None:
    _take_back(request, rows, _reason(request, "chua-trao"))


def _take_back(request: HttpRequest, rows: list[Certificate], reason: str) -> None:
    states.take_back(request.user, rows, reason=reason)
    words = ngettext(
        "%(count)s certificate is as it was before it was handed over.",
        "%(count)s certificates are as they were before they were handed over.",
        len(rows),
    )
    notice(request, words % {"count": len(rows)})


def _reason(request: HttpRequest, name: str) -> str:
    """From the bar of a list, where every deed has its own field, or from the page of one certificate."""
    return request.POST.get(f"ly-do-{name}", request.POST.get("ly-do", "")).strip()


def to_print(_request: HttpRequest, training_class: TrainingClass, rows: list[Certificate]) -> str:
    keys = chosen.written(one.pk for one in rows)
    return f"{reverse('console:class_certificates_print', args=(training_class.pk,))}?chon={keys}"


DEEDS: dict[str, Deed] = {
    "da-trao": hand_over,
    "giu-lai": withhold,
    "thoi-giu": release,
    "chua-trao": take_back,
    "huy": void,
    "in": to_print,
}


_UNDELIVERED = frozenset({CertificateState.PENDING, CertificateState.WITHHELD})
BARS: tuple[tuple[frozenset[CertificateState], BulkAction], ...] = (
    (
        frozenset({CertificateState.PENDING}),
        BulkAction(
            "da-trao",
            _("Handed over"),
            "check",
            permission=OFFICERS,
            fields_template="console/certificates/day.html",
        ),
    ),
    (
        frozenset({CertificateState.PENDING}),
        BulkAction("giu-lai", _("Hold back"), "hand-stop", permission=OFFICERS, needs_reason=True),
    ),
    (
        frozenset({CertificateState.WITHHELD}),
        BulkAction("thoi-giu", _("Hold back no longer"), "player-play", permission=OFFICERS),
    ),
    (
        frozenset({CertificateState.HANDED_OVER}),
        BulkAction(
            "chua-trao",
            _("Not handed over after all"),
            "arrow-back-up",
            permission=OFFICERS,
            question=_("Only what was noted today can be taken back; later a certificate is revoked."),
            needs_reason=True,
        ),
    ),
    (
        _UNDELIVERED,
        BulkAction(
            "huy",
            _("Void"),
            "ban",
            permission=OFFICERS,
            question=_("This cannot be undone: the numbers stay in the register as void, and a verifier sees it."),
            needs_reason=True,
        ),
    ),
    (frozenset(CertificateState), BulkAction("in", _("Print, download"), "printer")),
)
"""What the bar of the list offers, each while a certificate of the class is in one of those states."""


@staff_page
@require_POST
def take_back_chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """The undo of a handing over."""
    return _undone(request, pk, lambda rows: _take_back(request, rows, _now("noted by mistake")))


@staff_page
@require_POST
def release_chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """The undo of holding back."""
    training_class = class_of(request, pk)
    return _undone(request, pk, lambda rows: release(request, training_class, rows))


def _undone(request: HttpRequest, pk: int, deed: Callable[[list[Certificate]], None]) -> HttpResponse:
    training_class = class_of(request, pk)
    rows = chosen_of(request, training_class) if request.GET.get("chon") else []
    return act(request, lambda: deed(rows) if rows else None, tab_address(training_class, "certificates"))


urlpatterns = [
    path("chua-trao/", take_back_chosen, name="class_certificates_take_back"),
    path("thoi-giu/", release_chosen, name="class_certificates_release"),
]
