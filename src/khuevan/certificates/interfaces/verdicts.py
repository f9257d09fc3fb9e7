"""What each state of a certificate means, in the same words to whoever checks one and to its holder."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.enums import CertificateState


@dataclass(frozen=True)
class Verdict:
    """What the state of a certificate means to somebody who checks it."""

    tone: str
    icon: str
    heading: str | Promise
    meaning: str | Promise


VERDICTS = {
    CertificateState.HANDED_OVER: Verdict(
        "done", "rosette-discount-check", _("This certificate is genuine"), _("Valid, handed over")
    ),
    CertificateState.PENDING: Verdict(
        "wait", "hourglass", _("This certificate is genuine, not yet handed over"), _("Valid, not yet handed over")
    ),
    CertificateState.WITHHELD: Verdict(
        "wait", "hourglass", _("This certificate is being withheld"), _("Entered in the register, not handed over")
    ),
    CertificateState.VOID: Verdict(
        "warn", "ban", _("This certificate is void"), _("No longer valid: cancelled in the register")
    ),
    CertificateState.REVOKED: Verdict(
        "warn", "ban", _("This certificate was revoked"), _("No longer valid: revoked by the issuer")
    ),
}
