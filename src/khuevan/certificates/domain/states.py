"""Handing over, withholding, voiding and revoking; and taking a mistake back."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import require
from khuevan.core.rows import locked, reasoned

# Before it is in the holder's hands a certificate may be withheld or voided, afterwards only revoked.
ALLOWED: dict[CertificateState, frozenset[CertificateState]] = {
    CertificateState.PENDING: frozenset(
        {CertificateState.HANDED_OVER, CertificateState.WITHHELD, CertificateState.VOID}
    ),
    CertificateState.WITHHELD: frozenset(
        {CertificateState.HANDED_OVER, CertificateState.VOID, CertificateState.PENDING}
    ),
    CertificateState.HANDED_OVER: frozenset({CertificateState.REVOKED}),
    CertificateState.VOID: frozenset(),
    CertificateState.REVOKED: frozenset(),
}

_BY_VERBS_OF_THEIR_OWN = frozenset({CertificateState.HANDED_OVER, CertificateState.PENDING})


@verb("certificates.hand_over")
def hand_over(actor: Actor, certificates: Iterable[Certificate], *, on: date) -> None:
    """Notes that the holders have received their certificates.  Raises ``wrong_state``, ``handed_over_too_early``,
    ``handed_over_too_late`` for a day to come."""
    many = _locked(actor, certificates)
    before = _snapshots(many)
    if on > timezone.localdate():
        raise DomainError("handed_over_too_late", _("The day of handing over lies in the future."))
    for certificate in many:
        _enter(certificate, CertificateState.HANDED_OVER)
        if on < certificate.issued_on:
            raise DomainError("handed_over_too_early", _("A certificate is not handed over before it is issued."))
        certificate.handed_over_on = on
        certificate.state_reason = ""
    _store(many)
    record(actor, "certificates.hand_over", many, before)


@verb("certificates.take_back")
def take_back(actor: Actor, certificates: Iterable[Certificate], *, reason: str) -> None:
    """Undoes a handing over noted by mistake, on the day it was noted; afterwards a certificate is only revoked.

    Each certificate is again what it was before (withheld, with the reason, if it was).  Raises ``reason_missing``,
    ``not_handed_over``, ``noted_another_day``.
    """
    many = _locked(actor, certificates)
    why = reasoned(reason)
    before = _snapshots(many)
    noted = notes_of_today(many)
    for certificate in many:
        if certificate.state != CertificateState.HANDED_OVER:
            raise DomainError(
                "not_handed_over", _("Certificate %(number)s is not handed over."), number=certificate.number_text
            )
        note = noted.get(str(certificate.pk))
        if note is None:
            raise DomainError(
                "noted_another_day",
                _("That certificate %(number)s was handed over was not noted today; revoke it if it must not stand."),
                number=certificate.number_text,
            )
        certificate.state = note.before.get("state", CertificateState.PENDING)
        certificate.state_reason = note.before.get("state_reason", "")
        certificate.handed_over_on = None
    _store(many)
    record(actor, "certificates.take_back", many, before, reason=why)


@verb("certificates.withhold")
def withhold(actor: Actor, certificates: Iterable[Certificate], *, reason: str) -> None:
    """Keeps certificates back, for one reason that the register keeps.  Raises ``reason_missing``, ``wrong_state``."""
    _change(actor, "certificates.withhold", certificates, CertificateState.WITHHELD, reasoned(reason))


@verb("certificates.release")
def release(actor: Actor, certificates: Iterable[Certificate]) -> None:
    """Ends the withholding: the certificates wait for their holders again.  Raises ``wrong_state``."""
    _change(actor, "certificates.release", certificates, CertificateState.PENDING, "")


@verb("certificates.void")
def void(actor: Actor, certificates: Iterable[Certificate], *, reason: str) -> None:
    """Voids certificates that never left the office; their numbers stay in the book, and the learners may be issued
    new ones.  Raises ``reason_missing``, ``wrong_state``."""
    _change(actor, "certificates.void", certificates, CertificateState.VOID, reasoned(reason))


@verb("certificates.change_state")
def change_state(actor: Actor, certificate: Certificate, to: CertificateState, *, reason: str) -> None:
    """Withholds, voids or revokes, with a reason that the register keeps.

    Raises ``reason_missing``, and ``wrong_state`` also for handing over and releasing, which are verbs of their own.
    """
    require(actor, "certificates.change_state", certificate)
    why = reasoned(reason)
    before = snapshot(locked(certificate))
    _enter(certificate, to, but_not=_BY_VERBS_OF_THEIR_OWN)
    certificate.state_reason = why
    certificate.save(update_fields=["state", "state_reason"])
    record(actor, "certificates.change_state", certificate, before, reason=why)


def _change(
    actor: Actor, verb_name: str, certificates: Iterable[Certificate], to: CertificateState, reason: str
) -> None:
    many = _locked(actor, certificates)
    before = _snapshots(many)
    for certificate in many:
        _enter(certificate, to)
        certificate.state_reason = reason
    _store(many)
    record(actor, verb_name, many, before, reason=reason)


def _locked(actor: Actor, certificates: Iterable[Certificate]) -> list[Certificate]:
    """The rows as they are now, locked in one query; the objects handed over are not touched.

    Raises ``not_allowed`` when one of them is not the actor's to change.
    """
    keys = {certificate.pk for certificate in certificates}
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("register").filter(pk__in=keys)
    many = list(rows.order_by("pk"))
    by_office = {certificate.register.office_id: certificate for certificate in many}
    for certificate in by_office.values():
        require(actor, "certificates.change_state", certificate)
    return many


def _snapshots(many: Sequence[Certificate]) -> dict[int, Snapshot]:
    return {certificate.pk: snapshot(certificate) for certificate in many}


def _store(many: Sequence[Certificate]) -> None:
    Certificate.objects.bulk_update(many, ["state", "state_reason", "handed_over_on"], batch_size=500)


def notes_of_today(many: Sequence[Certificate]) -> dict[str, AuditEntry]:
    """The last entry, made today, of the handing over of each certificate: the audit alone knows when it was noted."""
    entries = AuditEntry.objects.filter(
        subject_type=Certificate._meta.label_lower,
        subject_id__in=[str(certificate.pk) for certificate in many],
        verb="certificates.hand_over",
        at__date=timezone.localdate(),
    )
    return {entry.subject_id: entry for entry in entries.order_by("pk")}


def _enter(certificate: Certificate, to: CertificateState, but_not: frozenset[CertificateState] = frozenset()) -> None:
    if to in but_not or to not in ALLOWED[CertificateState(certificate.state)]:
        raise DomainError(
            "wrong_state",
            _("Certificate %(number)s is “%(now)s” and cannot become “%(to)s”."),
            number=certificate.number_text,
            now=CertificateState(certificate.state).label,
            to=to.label,
        )
    certificate.state = to
