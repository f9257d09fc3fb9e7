"""What the plan, the preparation and the filing of a class still lack."""

from django.utils.translation import gettext as _

from khuevan.training.domain.lifeline import Judgement, Known, judge
from khuevan.training.domain.queries import half_day_count
from khuevan.training.enums import ClassState


def _plan(known: Known) -> Judgement:
    training_class = known.training_class
    if training_class.plan:
        return Judgement(complete=True, note=training_class.plan.code)
    if training_class.planned_class_id:
        return Judgement(complete=True, note=_("in the yearly plan"))
    started = training_class.state != ClassState.PLANNED
    return Judgement(complete=started, note=_("outside the plan") if started else _("no plan yet"))


def _prepare(known: Known) -> Judgement:
    training_class = known.training_class
    half_days = half_day_count(training_class.sessions.all())
    there = (
        (half_days, _("programme")),
        (training_class.lecturers.exists(), _("lecturers")),
        (any(venue.is_main for venue in training_class.venues.all()), _("venue")),
    )
    missing = [word for is_there, word in there if not is_there]
    if missing:
        return Judgement(complete=False, note=_("missing: %(what)s") % {"what": ", ".join(missing)})
    return Judgement(complete=True, note=_("%(count)s half days") % {"count": half_days})


def _report(known: Known) -> Judgement:
    done = known.training_class.state == ClassState.REPORTED
    return Judgement(complete=done, note=_("filed") if done else _("not yet"))


judge("plan", _plan)
judge("prepare", _prepare)
judge("report", _report)
