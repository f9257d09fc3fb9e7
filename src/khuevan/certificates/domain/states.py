"""Handing over, withholding, voiding and revoking."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require

# Before it is in the holder's hands a certificate may be withheld or voided, afterwards only revoked.
ALLOWED: dict[CertificateState, frozenset[CertificateState]] = {
    CertificateState.PENDING: frozenset(
        {CertificateState.HANDED_OVER, CertificateState.WITHHELD, CertificateState.VOID}
    ),
    CertificateState.WITHHELD: frozenset({CertificateState.HANDED_OVER, CertificateState.VOID}),
    CertificateState.HANDED_OVER: frozenset({CertificateState.REVOKED}),
    CertificateState.VOID: frozenset(),
    CertificateState.REVOKED: frozenset(),
}


@verb("certificates.hand_over")
def hand_over(actor: Actor, certificates: Iterable[Certificate], *, on: date) -> None:
    """Notes that the holders have received their certificates."""
    many = list(certificates)
    before = {certificate.pk: snapshot(certificate) for certificate in many}
    for certificate in many:
        _enter(actor, certificate, CertificateState.HANDED_OVER)
        certificate.handed_over_on = on
    Certificate.objects.bulk_update(many, ["state", "handed_over_on"], batch_size=500)
    record(actor, "certificates.hand_over", many, before)


@verb("certificates.change_state")
def change_state(actor: Actor, certificate: Certificate, to: CertificateState, *, reason: str) -> None:
    """Withholds, voids or revokes, with a reason that the register keeps.  Raises ``reason_missing``."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why."))
    before = snapshot(certificate)
    _enter(actor, certificate, to)
    certificate.state_reason = reason.strip()
    certificate.save(update_fields=["state", "state_reason"])
    record(actor, "certificates.change_state", certificate, before, reason=reason)


def _enter(actor: Actor, certificate: Certificate, to: CertificateState) -> None:
    require(actor, "certificates.change_state", certificate)
    if to not in ALLOWED[CertificateState(certificate.state)]:
        raise DomainError(
            "wrong_state",
            _("Certificate %(number)s is “%(now)s” and cannot become “%(to)s”."),
            number=certificate.number_text,
            now=CertificateState(certificate.state).label,
            to=to.label,
        )
    certificate.state = to
