"""What the list of learners still lacks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.queries import head_count
from khuevan.training.domain.lifeline import Judgement, Known, has_reached, judge
from khuevan.training.enums import ClassState


def _closed(known: Known) -> bool:
    return has_reached(known.training_class, ClassState.LIST_CLOSED)


def _nominate(known: Known) -> Judgement:
    count = known.ask(head_count).agencies
    note = ngettext("%(count)s agency", "%(count)s agencies", count) % {"count": thousands(count)}
    return Judgement(complete=bool(count) and _closed(known), note=note if count else _("nobody yet"))


def _list(known: Known) -> Judgement:
    count = known.ask(head_count).learners
    note = ngettext("%(count)s person", "%(count)s people", count) % {"count": thousands(count)}
    return Judgement(complete=_closed(known), note=note if count else _("not yet"))


judge("nominate", _nominate)
judge("list", _list)
