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
from khuevan.core.rows import locked, reasoned

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
    """Notes that the holders have received their certificates.  Raises ``wrong_state``, ``handed_over_too_early``."""
    many = [locked(certificate) for certificate in certificates]
    before = {certificate.pk: snapshot(certificate) for certificate in many}
    for certificate in many:
        _enter(actor, certificate, CertificateState.HANDED_OVER)
        if on < certificate.issued_on:
            raise DomainError("handed_over_too_early", _("A certificate is not handed over before it is issued."))
        certificate.handed_over_on = on
        certificate.state_reason = ""
    Certificate.objects.bulk_update(many, ["state", "state_reason", "handed_over_on"], batch_size=500)
    record(actor, "certificates.hand_over", many, before)


@verb("certificates.change_state")
def change_state(actor: Actor, certificate: Certificate, to: CertificateState, *, reason: str) -> None:
    """Withholds, voids or revokes, with a reason that the register keeps.

    Raises ``reason_missing``, and ``wrong_state`` also for handing over, which is a verb of its own.
    """
    why = reasoned(reason)
    before = snapshot(locked(certificate))
    _enter(actor, certificate, to, but_not=CertificateState.HANDED_OVER)
    certificate.state_reason = why
    certificate.save(update_fields=["state", "state_reason"])
    record(actor, "certificates.change_state", certificate, before, reason=why)


def _enter(
    actor: Actor, certificate: Certificate, to: CertificateState, but_not: CertificateState | None = None
) -> None:
    require(actor, "certificates.change_state", certificate)
    if to == but_not or to not in ALLOWED[CertificateState(certificate.state)]:
        raise DomainError(
            "wrong_state",
            _("Certificate %(number)s is “%(now)s” and cannot become “%(to)s”."),
            number=certificate.number_text,
            now=CertificateState(certificate.state).label,
            to=to.label,
        )
    certificate.state = to
