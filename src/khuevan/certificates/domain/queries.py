"""Questions about the certificates of a class that more than one screen asks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.domain.wording import Signature, frozen_words
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate, CertificateQuerySet
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.queries import periods_of
from khuevan.training.models import TrainingClass

# What a certificate says of its holder and of the class; who issued and signed it is right as of that day.
COMPARED: dict[str, "str | Promise"] = {
    "name": _("full name"),
    "honorific": _("form of address"),
    "birth_date": _("date of birth"),
    "birth_year": _("year of birth"),
    "position": _("position"),
    "organization": _("agency"),
    "course": _("title of the class"),
    "start_date": _("first day"),
    "end_date": _("last day"),
    "periods": _("periods (tiết)"),
}

_NOBODY = Signature("", "", "", "")


@dataclass(frozen=True)
class Change:
    """One word of a certificate: what is frozen, and what the class says now; dates ISO, empty text for nothing."""

    label: "str | Promise"
    frozen: str
    now: str


@dataclass(frozen=True)
class FrozenDifference:
    """A certificate that stands and no longer says what the class says."""

    certificate: Certificate
    changes: tuple[Change, ...]


def frozen_differences(training_class: TrainingClass) -> list[FrozenDifference]:
    """Certificates of a class that stand and now differ from its list and programme, by number."""
    periods = periods_of(training_class)
    found = []
    for certificate in handover_list(training_class):
        changes = differences(certificate, certificate.enrollment, training_class, periods)
        if changes:
            found.append(FrozenDifference(certificate, changes))
    return found


def differences(
    certificate: Certificate, enrollment: Enrollment, training_class: TrainingClass, periods: int
) -> tuple[Change, ...]:
    """Where the words of a certificate are not those of the objects handed over, saved or not."""
    frozen = certificate.frozen
    now = frozen_words(training_class, enrollment, periods, certificate.issued_on, _NOBODY)
    changes = (Change(label, _said(frozen.get(key)), _said(now[key])) for key, label in COMPARED.items())
    return tuple(change for change in changes if change.frozen != change.now)


def _said(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def handover_list(training_class: TrainingClass) -> CertificateQuerySet:
    """Who gets a certificate of the class, in the order of the register: the list that holders sign."""
    standing: CertificateQuerySet = Certificate.objects.standing()
    return (
        standing.filter(enrollment__training_class=training_class)
        .select_related("register", "enrollment__organization")
        .order_by("register", "number")
    )


def counts_by_state(training_class: TrainingClass) -> dict[CertificateState, int]:
    """How many certificates of the class are in each state, void and revoked ones too; 0 where there are none."""
    found = (
        Certificate.objects.filter(enrollment__training_class=training_class)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return dict.fromkeys(CertificateState, 0) | {CertificateState(state): number for state, number in found}
