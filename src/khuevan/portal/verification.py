"""What anybody may learn of a certificate, and how it is found.

The random code on the paper is the key: who has it holds the paper.  A number alone can be guessed, so it leads to a
certificate only when it is complete with its symbol and belongs to exactly one; nothing is ever listed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.verdicts import VERDICTS, Verdict
from khuevan.certificates.models import Certificate
from khuevan.core.codes import grouped, normal


@dataclass(frozen=True)
class Verification:
    """The public part of a certificate, from its frozen words."""

    number: str
    code: str
    verdict: Verdict
    name: str
    honorific: str
    born: str
    organization: str
    course: str
    start: date | None
    end: date | None
    periods: int
    issuer: str
    issued_on: date
    signer: str
    class_slug: str
    checked_at: datetime


def verify(typed: str) -> Verification | None:
    """The certificate with that code, or None.  Open to everybody: the code is the permission."""
    code = normal(typed)
    if code is None:
        return None
    found = Certificate.objects.select_related("enrollment__training_class").filter(code=code).first()
    return _public_part(found) if found else None


def code_for(typed: str) -> str | None:
    """The grouped code that a typed code, or a pasted address of this page, leads to; None when no certificate has it.

    A number never leads to a certificate: numbers are counted up, so anyone could read all holders and their codes.
    """
    code = normal(typed.rstrip("/").rsplit("/", 1)[-1])
    if code is not None and Certificate.objects.filter(code=code).exists():
        return grouped(code)
    return None


def masked_birth(birth_date: str | None, birth_year: int | None) -> str:
    """``**/**/1985``; the year alone when only the year is known."""
    if birth_date:
        return f"**/**/{str(birth_date)[:4]}"
    return str(birth_year or "")


def _public_part(certificate: Certificate) -> Verification:
    words = certificate.frozen
    training_class = certificate.enrollment.training_class
    return Verification(
        number=certificate.number_text,
        code=grouped(certificate.code),
        verdict=VERDICTS[CertificateState(certificate.state)],
        name=words["name"],
        honorific=words.get("honorific") or "",
        born=masked_birth(words.get("birth_date"), words.get("birth_year")),
        organization=words.get("organization") or "",
        course=words["course"],
        start=_day(words.get("start_date")),
        end=_day(words.get("end_date")),
        periods=int(words.get("periods") or 0),
        issuer=words["issuer"],
        issued_on=certificate.issued_on,
        signer=", ".join(part for part in (words.get("signer"), words.get("signer_post")) if part),
        class_slug=training_class.slug if training_class.published_at else "",
        checked_at=timezone.now(),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
