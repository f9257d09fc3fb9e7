"""What the list of learners still lacks."""

from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.enums import Answer
from khuevan.nominations.models import Quota
from khuevan.training.domain.lifeline import Judgement, Known, has_reached, judge
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


def _closed(known: Known) -> bool:
    return has_reached(known.training_class, ClassState.LIST_CLOSED)


class Answered(NamedTuple):
    """How many agencies were invited to a class, and how many of them have answered."""

    invited: int
    answered: int


def answered(training_class: TrainingClass) -> Answered:
    quotas = Quota.objects.filter(invitation__training_class=training_class)
    has_answered = Count("pk", filter=~Q(answer=Answer.NONE))
    return Answered(**quotas.aggregate(invited=Count("pk"), answered=has_answered))


def _nominate(known: Known) -> Judgement:
    count = known.ask(head_count).agencies
    replies = known.ask(answered)
    if replies.invited:
        words = ngettext(
            "%(answered)s of %(count)s agency has answered",
            "%(answered)s of %(count)s agencies have answered",
            replies.invited,
        )
        said = words % {"answered": thousands(replies.answered), "count": thousands(replies.invited)}
        return Judgement(complete=bool(count) and _closed(known), note=said)
    note = ngettext("%(count)s agency", "%(count)s agencies", count) % {"count": thousands(count)}
    return Judgement(complete=bool(count) and _closed(known), note=note if count else _("nobody yet"))


def _list(known: Known) -> Judgement:
    count = known.ask(head_count).learners
    note = ngettext("%(count)s person", "%(count)s people", count) % {"count": thousands(count)}
    return Judgement(complete=_closed(known), note=note if count else _("not yet"))


judge("nominate", _nominate)
judge("list", _list)
