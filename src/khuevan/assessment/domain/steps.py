"""What the results of a class still lack."""

from django.utils.translation import gettext as _

from khuevan.assessment.models import Outcome
from khuevan.training.domain.lifeline import Judgement, judge
from khuevan.training.models import TrainingClass


def _results(training_class: TrainingClass) -> Judgement:
    outcomes = Outcome.objects.filter(enrollment__in=training_class.enrollments.current())
    total = outcomes.count()
    if not total:
        return Judgement(complete=False, note=_("not yet"))
    note = _("%(passed)s of %(total)s meet the rule") % {"passed": outcomes.completed().count(), "total": total}
    return Judgement(complete=not outcomes.filter(approved_at=None).exists(), note=note)


judge("results", _results)
