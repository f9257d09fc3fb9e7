"""The words of a certificate: frozen at issue, printed and verified from there ever after.

They are Vietnamese on purpose, whatever language the officer's screen has: a certificate is a Vietnamese document.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from khuevan.certificates.models import Certificate
from khuevan.certificates.rendering import CertificateFacts
from khuevan.core.codes import grouped
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.letterheads import letterhead_of
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.dates import document_date, numeric_date


@dataclass(frozen=True)
class Signature:
    """Who signs, in the form the paper shows: title may be two lines (KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC)."""

    authority: str
    title: str
    signer: str
    signer_post: str


def frozen_words(
    training_class: TrainingClass, enrollment: Enrollment, periods: int, issued_on: date, signature: Signature
) -> dict[str, object]:
    """Everything a certificate says, as plain values; dates ISO, hours in tiết."""
    writes_as = letterhead_of(training_class.office.organization)
    return {
        "name": enrollment.full_name,
        "honorific": enrollment.honorific,
        "birth_date": enrollment.birth_date,
        "birth_year": enrollment.birth_year,
        "position": enrollment.position,
        "organization": enrollment.organization_name,
        "course": training_class.title,
        "start_date": training_class.start_date,
        "end_date": training_class.end_date,
        "periods": periods,
        "issuer": writes_as.signing.body,
        "issuer_letterhead": writes_as.own,
        "issuer_parent": writes_as.parent,
        "place": writes_as.place,
        "issued_on": issued_on,
        "authority": signature.authority,
        "title": signature.title,
        "signer": signature.signer,
        "signer_post": signature.signer_post,
    }


def verification_url(certificate: Certificate) -> str:
    """The public address printed on the certificate."""
    return f"{settings.KHUEVAN_BASE_URL}/gcn/{grouped(certificate.code)}/"


def printed_facts(certificate: Certificate) -> CertificateFacts:
    """The frozen words in the places of the template."""
    words = certificate.frozen
    start, end = (date.fromisoformat(str(words[key])) for key in ("start_date", "end_date"))
    period = (
        f"ngày {numeric_date(start)}" if start == end else f"từ ngày {numeric_date(start)} đến ngày {numeric_date(end)}"
    )
    born = words["birth_date"]
    issued_on = date.fromisoformat(str(words["issued_on"]))
    url = verification_url(certificate)
    return CertificateFacts(
        parent=words["issuer_parent"].upper(),
        office=words["issuer_letterhead"].upper(),
        authority=words["authority"],
        honorific=words["honorific"],
        name=words["name"],
        born=numeric_date(date.fromisoformat(str(born))) if born else str(words["birth_year"] or "") or None,
        born_label="Sinh ngày" if born else "Sinh năm",
        post=", ".join(part for part in (words["position"], words["organization"]) if part),
        completed_line="Đã hoàn thành lớp",
        course=words["course"],
        period=f"{period}, thời lượng {words['periods']} tiết",
        number=certificate.number_text,
        entry=f"Vào sổ số {certificate.number}, năm {certificate.register.year}",
        place=words["place"],
        date=document_date(issued_on),
        title=words["title"],
        signer=words["signer"],
        sample="BẢN MẪU" if settings.KHUEVAN_DEMO else "",
        verify_url=url,
        verify_label=f"Kiểm tra tại {url.split('//', 1)[-1].rstrip('/')}",
    )
