"""What the results of a class still lack."""

from django.utils.translation import gettext as _

from khuevan.assessment.models import Outcome
from khuevan.training.domain.lifeline import Judgement, Known, judge


def _results(known: Known) -> Judgement:
    outcomes = Outcome.objects.filter(enrollment__in=known.training_class.enrollments.current())
    total = outcomes.count()
    if not total:
        return Judgement(complete=False, note=_("not yet"))
    note = _("%(passed)s of %(total)s meet the rule") % {"passed": outcomes.completed().count(), "total": total}
    return Judgement(complete=not outcomes.filter(approved_at=None).exists(), note=note)


judge("results", _results)
