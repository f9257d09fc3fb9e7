"""One certificate of a class: its words, its state and what may become of it, its history."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.certificates.domain import states
from khuevan.certificates.domain.queries import differences
from khuevan.certificates.domain.wording import verification_url
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.tables import state_badge
from khuevan.certificates.interfaces.words import birth_of, frozen_day, post_of, said
from khuevan.certificates.models import FALLEN, Certificate
from khuevan.console.workspace import certificate_states as deeds
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import vn_date, vn_range
from khuevan.training.domain.queries import periods_of
from khuevan.training.models import TrainingClass

type Words = str | Promise


@dataclass(frozen=True)
class Deed:
    """A button of the page.  ``asks``: "day", "reason" or nothing before; ``explains`` what it means."""

    key: str
    label: Words
    icon: str
    asks: str = ""
    explains: Words = ""


HAND_OVER = Deed("da-trao", _("Handed over"), "check", "day")
WITHHOLD = Deed("giu-lai", _("Hold back"), "hand-stop", "reason")
RELEASE = Deed("thoi-giu", _("Hold back no longer"), "player-play")
TAKE_BACK = Deed("chua-trao", _("Not handed over after all"), "arrow-back-up", "reason")
VOID = Deed(
    "huy",
    _("Void"),
    "ban",
    "reason",
    _("This cannot be undone: the number stays in the register as void, and a verifier sees it."),
)
REVOKE = Deed(
    "thu-hoi",
    _("Revoke"),
    "rosette-discount-check-off",
    "reason",
    _("This cannot be undone: whoever checks the certificate sees that it was revoked, and why."),
)
_BY_STATE = {
    CertificateState.HANDED_OVER: HAND_OVER,
    CertificateState.WITHHELD: WITHHOLD,
    CertificateState.PENDING: RELEASE,
    CertificateState.VOID: VOID,
    CertificateState.REVOKED: REVOKE,
}


def allowed(certificate: Certificate) -> list[Deed]:
    """What may become of it, in the order of ``_BY_STATE``; a handing over noted today may be taken back."""
    found = [deed for to, deed in _BY_STATE.items() if to in states.ALLOWED[CertificateState(certificate.state)]]
    handed_over = certificate.state == CertificateState.HANDED_OVER
    if handed_over and states.notes_of_today([certificate]):
        found.insert(0, TAKE_BACK)
    return found


def _certificate(request: HttpRequest, training_class: TrainingClass, pk: int) -> Certificate:
    return get_object_or_404(deeds.certificates_of(request.user, training_class), pk=pk)


def _facts(certificate: Certificate) -> list[tuple[Words, object]]:
    words = certificate.frozen
    signed = ", ".join([*str(words.get("title") or "").splitlines(), str(words.get("signer") or "")])
    facts: list[tuple[Words, object]] = [
        (_("Full name"), f"{words.get('honorific') or ''} {words['name']}".strip()),
        (_("Born"), birth_of(certificate)),
        (_("Position, agency"), post_of(certificate)),
        (_("Class attended"), words["course"]),
        (_("Dates"), vn_range(frozen_day(certificate, "start_date"), frozen_day(certificate, "end_date"))),
        (_("Periods (tiết)"), words.get("periods")),
        (_("Register"), str(certificate.register)),
        (_("Issued on"), vn_date(certificate.issued_on)),
        (_("Signed by"), signed),
        (_("Handed over on"), vn_date(certificate.handed_over_on)),
        (_("Reason"), certificate.state_reason),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int, certificate: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = _certificate(request, training_class, certificate)
    stands = found.state not in FALLEN
    periods = periods_of(training_class)
    context: dict[str, Any] = {
        "certificate": found,
        "badge": state_badge(found.state),
        "facts": _facts(found),
        "address": verification_url(found),
        "public": reverse("portal:certificate", args=(verification_url(found).rstrip("/").rsplit("/", 1)[-1],)),
        "changes": said(differences(found, found.enrollment, training_class, periods)) if stands else [],
        "deeds": allowed(found) if may(request.user, "certificates.change_state", found) else [],
        "today": timezone.localdate(),
        "history": history_of(found),
    }
    return workspace(request, training_class, "certificates", context, template="console/certificates/one.html")


def _revoke(request: HttpRequest, _training_class: TrainingClass, rows: list[Certificate]) -> None:
    for one in rows:
        reason = request.POST.get("ly-do", "")
        states.change_state(request.user, one, CertificateState.REVOKED, reason=reason)
        notice(request, _now("Certificate %(number)s is revoked. A verifier sees it.") % {"number": one.number_text})


def _hand_over(request: HttpRequest, training_class: TrainingClass, rows: list[Certificate]) -> None:
    """Here somebody looks at this one certificate, so one held back may be handed over, too."""
    states.hand_over(request.user, rows, on=deeds.day_of(request.POST.get("ngay-trao", "")))
    undo = deeds.undo_address("class_certificates_take_back", training_class, rows)
    text = _now("Certificate %(number)s is handed over.")
    for one in rows:
        notice(request, text % {"number": one.number_text}, undo=undo)


DEEDS: dict[str, deeds.Deed] = {
    HAND_OVER.key: _hand_over,
    WITHHOLD.key: deeds.withhold,
    RELEASE.key: deeds.release,
    TAKE_BACK.key: deeds.take_back,
    VOID.key: deeds.void,
    REVOKE.key: _revoke,
}


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, certificate: int, key: str) -> HttpResponse:
    training_class = class_of(request, pk)
    found = _certificate(request, training_class, certificate)
    if key not in DEEDS:
        raise Http404
    back = reverse("console:class_certificate", args=(pk, certificate))
    return act(request, lambda: DEEDS[key](request, training_class, [found]), back)


urlpatterns = [
    path("<int:certificate>/", page, name="class_certificate"),
    path("<int:certificate>/<slug:key>/", deed, name="class_certificate_deed"),
]
