"""What corrections and reopened results meet of certificates."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from khuevan.assessment.domain.reopening import objects_to_reopening
from khuevan.certificates.domain.queries import differences
from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.reach import Reached, reaches
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.queries import periods_of
from khuevan.training.models import TrainingClass


@reaches
def _certificates(enrollment: Enrollment) -> Iterable[Reached]:
    """Every certificate that stands keeps its words."""
    training_class = enrollment.training_class
    periods = None
    for certificate in Certificate.objects.standing().filter(enrollment_id=enrollment.pk).order_by("pk"):
        periods = periods_of(training_class) if periods is None else periods
        yield Reached(
            "certificate",
            certificate.number_text,
            frozen=True,
            address_name="console:class_certificates",
            address_args=(training_class.pk,),
            differs=bool(differences(certificate, enrollment, training_class, periods)),
        )


@objects_to_reopening
def _certificates_stand(training_class: TrainingClass) -> DomainError | None:
    standing = Certificate.objects.standing().filter(enrollment__training_class=training_class).count()
    if not standing:
        return None
    return DomainError(
        "certificates_stand",
        _("Certificates of this class stand (%(count)s); void them first, or revoke those handed over."),
        count=standing,
    )
