"""Questions about results that more than one screen asks."""

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.nominations.domain.expected import expected_of
from khuevan.nominations.enums import EnrollmentState
from khuevan.training.models import Session, TrainingClass

_CLASS, _LEARNER = "enrollment__training_class", "enrollment"


def with_words(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """With all that their sentences are made of, for lists."""
    return outcomes.select_related("enrollment", "rule", "override_by")


def stale_outcomes(training_class: TrainingClass) -> QuerySet[Outcome]:
    """Results, not yet approved, that would be computed anew: a mark, the rule or the programme changed since then."""
    return out_of_date(Outcome.objects.filter(enrollment__training_class=training_class))


def out_of_date(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Those of ``outcomes`` of learners on a list that are older than what they are computed from."""
    newest_rule = (
        CompletionRule.objects.filter(training_class=OuterRef("enrollment__training_class"))
        .order_by("-version")
        .values("version")[:1]
    )
    half_days = (
        Session.objects.filter(training_class=OuterRef("enrollment__training_class"))
        .order_by()
        .values("training_class")
        .annotate(number=Count("pk"))
        .values("number")[:1]
    )
    judged = outcomes.filter(approved_at=None, enrollment__state=EnrollmentState.ENROLLED)
    return judged.annotate(
        last_mark=Max("enrollment__marks__recorded_at"),
        newest_version=Subquery(newest_rule),
        half_days=Subquery(half_days),
    ).filter(Q(computed_at__lt=F("last_mark")) | Q(rule__version__lt=F("newest_version")) | _other_half_days(judged))


def _other_half_days(judged: QuerySet[Outcome]) -> Q:
    """Results over another number of half days than their learner has now.

    In classes whose half days are all for everybody the database compares; the others are counted here, since each
    learner has half days of their own.  Two queries, more only where there are such classes.
    """
    grouped = Session.objects.filter(groups__isnull=False, training_class__in=judged.order_by().values(_CLASS))
    classes = list(TrainingClass.objects.filter(pk__in=grouped.order_by().values("training_class")))
    if not classes:
        return ~Q(total=F("half_days"))
    awaited = expected_of(classes)
    found = judged.filter(enrollment__training_class__in=classes).order_by()
    totals = found.values_list("pk", _CLASS, _LEARNER, "total")
    wrong = [pk for pk, in_class, learner, total in totals if awaited[in_class].total(learner) != total]
    return (~Q(total=F("half_days")) & ~Q(enrollment__training_class__in=classes)) | Q(pk__in=wrong)
