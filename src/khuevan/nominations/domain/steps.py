"""What the list of learners still lacks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.queries import agency_count, learner_count
from khuevan.training.domain.lifeline import ORDER, Judgement, judge
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


def _closed(training_class: TrainingClass) -> bool:
    return training_class.state in ORDER and ORDER.index(ClassState(training_class.state)) >= ORDER.index(
        ClassState.LIST_CLOSED
    )


def _nominate(training_class: TrainingClass) -> Judgement:
    count = agency_count(training_class)
    note = ngettext("%(count)s agency", "%(count)s agencies", count) % {"count": thousands(count)}
    return Judgement(complete=bool(count) and _closed(training_class), note=note if count else _("nobody yet"))


def _list(training_class: TrainingClass) -> Judgement:
    count = learner_count(training_class)
    note = ngettext("%(count)s person", "%(count)s people", count) % {"count": thousands(count)}
    return Judgement(complete=_closed(training_class), note=note if count else _("not yet"))


judge("nominate", _nominate)
judge("list", _list)
