"""Issuing: the number, the frozen words and the code, in one transaction; the file after it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from khuevan.assessment.models import Outcome, OutcomeQuerySet
from khuevan.certificates.domain.files import write_whole
from khuevan.certificates.domain.wording import Signature, frozen_words, printed_facts
from khuevan.certificates.models import Certificate, CertificateQuerySet, Register
from khuevan.certificates.rendering import CertificateRenderer
from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.codes import new_code
from khuevan.core.errors import DomainError
from khuevan.core.numbering import take
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.nominations.enums import EnrollmentState
from khuevan.people.models import Office
from khuevan.training.domain.lifeline import move
from khuevan.training.domain.queries import periods_of
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


@verb("certificates.open_register")
def open_register(actor: Actor, *, office: Office, year: int, symbol: str) -> Register:
    """Opens a book of numbers for one year.  Raises ``register_known``."""
    require(actor, "certificates.open_register", office)
    symbol = symbol.strip()
    if Register.objects.filter(office=office, year=year, symbol=symbol).exists():
        raise DomainError("register_known", _("This register is already open."))
    register = create(Register, office=office, year=year, symbol=symbol)
    record(actor, "certificates.open_register", register)
    return register


@verb("certificates.issue")
def issue_certificates(
    actor: Actor, training_class: TrainingClass, register: Register, *, issued_on: date, signature: Signature
) -> list[Certificate]:
    """Enters everybody who completed the class and has no certificate yet into the register.

    Raises ``no_certificates``, ``results_not_approved``, ``register_of_another_office``, ``register_of_another_year``.
    """
    require(actor, "certificates.issue", training_class)
    check_register(training_class, register, issued_on)
    waiting = _waiting(training_class)
    if not waiting:
        record(actor, "certificates.issue", [])
        return []
    periods = periods_of(training_class)
    issued = [
        Certificate(
            register=register,
            number=number,
            number_text=register.code_of(number),
            code=new_code(),
            enrollment=outcome.enrollment,
            frozen=frozen_words(training_class, outcome.enrollment, periods, issued_on, signature),
            issued_on=issued_on,
        )
        for number, outcome in zip(take(register.sequence_key, len(waiting)), waiting, strict=True)
    ]
    Certificate.objects.bulk_create(issued, batch_size=500)
    record(actor, "certificates.issue", issued)
    class_before = snapshot(training_class)
    if training_class.state == ClassState.RESULTS:
        move(training_class, ClassState.AWARDED)
        record(actor, "certificates.issue", training_class, class_before)
    return issued


def _waiting(training_class: TrainingClass) -> list[Outcome]:
    """Approved outcomes of learners who completed the class and have no certificate that stands, by name.

    The class is locked first: two officers who issue at once wait for each other, and the second finds nobody left.
    """
    locked(training_class)
    waiting = waiting_for_certificate(training_class)
    return list(waiting.select_related("enrollment__organization").order_by("enrollment__person__name_key"))


def waiting_for_certificate(training_class: TrainingClass) -> OutcomeQuerySet:
    """Approved outcomes of those whom issuing would enter into the register.  Raises ``results_not_approved``."""
    approved = Outcome.objects.filter(enrollment__training_class=training_class, approved_at__isnull=False)
    if not approved.exists():
        raise DomainError("results_not_approved", _("The results are not approved yet."))
    standing = Certificate.objects.standing().filter(enrollment__training_class=training_class)
    completed: OutcomeQuerySet = (
        approved.completed()
        .filter(enrollment__state=EnrollmentState.ENROLLED)
        .exclude(enrollment__in=standing.values("enrollment"))
    )
    return completed


def without_file(training_class: TrainingClass) -> CertificateQuerySet:
    """Standing certificates of the class whose PDF is still to be drawn, oldest first."""
    standing: CertificateQuerySet = Certificate.objects.standing()
    return standing.filter(enrollment__training_class=training_class, file="").select_related("register").order_by("pk")


def check_register(training_class: TrainingClass, register: Register, issued_on: date) -> None:
    """Whether the class may be entered there.

    Raises ``no_certificates``, ``register_of_another_office``, ``register_of_another_year``.
    """
    if not training_class.awards_certificates:
        raise DomainError("no_certificates", _("This class awards no certificates."))
    if register.office_id != training_class.office_id:
        raise DomainError("register_of_another_office", _("This register belongs to another office."))
    if register.year != issued_on.year:
        raise DomainError(
            "register_of_another_year", _("The register of %(year)s takes only that year."), year=register.year
        )


@verb("certificates.store_file")
def store_file(actor: Actor, certificate: Certificate, pdf: bytes) -> None:
    """Keeps the rendered PDF; a certificate that has its file keeps it.

    The file's name follows from the number, so that a crash between file and row leads to the same file, not to a
    second one.
    """
    require(actor, "certificates.change_state", certificate)
    if locked(certificate).file:
        record(actor, "certificates.store_file", [])
        return
    before = snapshot(certificate)
    year, book = certificate.register.year, certificate.register.pk
    name = f"certificates/{year}/{year}-{book}-{certificate.number:05d}.pdf"
    write_whole(certificate.file.storage, name, pdf)
    certificate.file = name
    certificate.save(update_fields=["file"])
    record(actor, "certificates.store_file", certificate, before)


@dataclass
class Rendered:
    """How many files were made, and which certificates could not be drawn, with the sentence that says why."""

    made: int = 0
    failed: list[tuple[Certificate, str]] = field(default_factory=list)


def render_missing(actor: Actor, training_class: TrainingClass) -> Rendered:
    """Makes the files still missing, each in a transaction of its own; one that fails does not stop the others.

    May be run again.  A certificate that cannot be drawn is voided and, once its words are mended, issued anew.
    """
    renderer = CertificateRenderer()
    rendered = Rendered()
    for certificate in without_file(training_class):
        try:
            store_file(actor, certificate, renderer.render(printed_facts(certificate)))
            rendered.made += 1
        except DomainError as error:
            rendered.failed.append((certificate, error.message))
    return rendered
