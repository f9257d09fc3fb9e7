"""Whether the class has been told of."""

from django.utils.translation import gettext as _

from khuevan.training.domain.lifeline import Judgement, Known, judge


def _news(known: Known) -> Judgement:
    articles = known.training_class.articles.all()
    if published := articles.published().count():
        return Judgement(complete=True, note=_("%(count)s published") % {"count": published})
    return Judgement(complete=False, note=_("a draft") if articles.exists() else _("no article yet"))


judge("news", _news)
