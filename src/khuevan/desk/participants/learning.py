"""What one person learned in the classes of one office, in the order in which people ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.verdicts import VERDICTS, Verdict
from khuevan.certificates.models import Certificate
from khuevan.core.codes import grouped
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office, Person
from khuevan.training.enums import ClassState
from khuevan.training.models import Session, TrainingClass, Venue


@dataclass(frozen=True)
class Owned:
    """A certificate as its holder sees it; only one that was handed over is there as a file."""

    certificate: Certificate
    verdict: Verdict
    code: str

    @property
    def has_file(self) -> bool:
        return self.certificate.state == CertificateState.HANDED_OVER and bool(self.certificate.file)


@dataclass(frozen=True)
class Learned:
    """One class of the person; ``periods`` are counted towards the year only once its result is approved."""

    enrollment: Enrollment
    periods: int
    certificate: Owned | None
    is_coming: bool

    @property
    def training_class(self) -> TrainingClass:
        return self.enrollment.training_class

    @property
    def is_enrolled(self) -> bool:
        return self.enrollment.state == EnrollmentState.ENROLLED

    @property
    def venue(self) -> Venue | None:
        return next(iter(self.training_class.venues.all()), None)

    @property
    def state(self) -> tuple[str, str, "str | Promise"]:
        """Tone, icon and words of how the class stands for this person."""
        if not self.is_enrolled:
            return "warn", "user-off", _("not on the list any more")
        if self.training_class.state == ClassState.CANCELLED:
            return "warn", "ban", _("class cancelled")
        if self.is_coming:
            going_on = self.training_class.start_date <= localdate()
            return ("now", "school", _("going on")) if going_on else ("wait", "calendar", _("coming"))
        outcome = getattr(self.enrollment, "outcome", None)
        if outcome is None or not outcome.approved_at:
            return "wait", "hourglass", _("results not approved yet")
        return ("done", "check", _("completed")) if outcome.completes else ("warn", "x", _("not completed"))


@dataclass(frozen=True)
class Year:
    """Classes of one year that are over, with the periods (tiết) that count."""

    year: int
    periods: int
    learned: list[Learned]


@dataclass(frozen=True)
class Learning:
    coming: list[Learned]
    years: list[Year]
    certificates: list[Owned]

    def of(self, enrollment: Enrollment) -> Learned:
        rows = [*self.coming, *(row for year in self.years for row in year.learned)]
        return next(row for row in rows if row.enrollment.pk == enrollment.pk)


def enrollments_of(person: Person, office: Office) -> QuerySet[Enrollment]:
    """Every line on a list of the office that is this person's, and nobody else's."""
    rows = Enrollment.objects.filter(person=person, training_class__office=office)
    return rows.select_related("training_class__office__organization", "outcome__rule", "outcome__override_by")


def certificates_of(person: Person, office: Office) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(enrollment__person=person, enrollment__training_class__office=office)
    return rows.select_related("enrollment__training_class")


def learning_of(person: Person, office: Office) -> Learning:
    """In three queries, however many classes there are."""
    owned = [_owned(one) for one in certificates_of(person, office).order_by("-issued_on", "-pk")]
    standing: dict[int, Owned] = {}
    for one in reversed(owned):  # the latest one counts
        standing[one.certificate.enrollment_id] = one
    hours = Session.objects.filter(training_class=OuterRef("training_class")).order_by().values("training_class")
    rows = enrollments_of(person, office).annotate(
        class_periods=Coalesce(Subquery(hours.annotate(total=Sum("periods")).values("total")), 0)
    )
    rows = rows.prefetch_related("training_class__venues").order_by("-training_class__start_date", "-pk")
    found = [_learned(row, standing.get(row.pk)) for row in rows]
    coming = [one for one in found if one.is_coming]
    over = _years(one for one in found if not one.is_coming)
    return Learning(coming[::-1], over, owned)


def _years(learned: Iterable[Learned]) -> list[Year]:
    years = []
    for year, part in groupby(learned, key=lambda one: one.training_class.start_date.year):
        rows = list(part)
        years.append(Year(year, sum(row.periods for row in rows), rows))
    return years


def _learned(enrollment: Enrollment, certificate: Owned | None) -> Learned:
    made = enrollment.training_class
    outcome = getattr(enrollment, "outcome", None)
    counts = outcome is not None and outcome.approved_at is not None and outcome.completes
    going = enrollment.state == EnrollmentState.ENROLLED and made.state != ClassState.CANCELLED
    return Learned(
        enrollment,
        enrollment.class_periods if counts else 0,  # type: ignore[attr-defined]  # annotated above
        certificate,
        going and made.end_date >= localdate(),
    )


def _owned(certificate: Certificate) -> Owned:
    state = CertificateState(certificate.state)
    return Owned(certificate, VERDICTS[state], grouped(certificate.code))
