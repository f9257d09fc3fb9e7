"""Whether the class has been told of."""

from django.utils.translation import gettext as _

from khuevan.training.domain.lifeline import Judgement, judge
from khuevan.training.models import TrainingClass


def _news(training_class: TrainingClass) -> Judgement:
    total = training_class.articles.count()
    published = training_class.articles.published().count()
    if published:
        return Judgement(complete=True, note=_("%(count)s published") % {"count": published})
    return Judgement(complete=False, note=_("a draft") if total else _("no article yet"))


judge("news", _news)
