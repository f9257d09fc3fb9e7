"""What the plan, the preparation and the filing of a class still lack."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from khuevan.training.domain.lifeline import Judgement, judge
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


def _plan(training_class: TrainingClass) -> Judgement:
    if training_class.plan:
        return Judgement(complete=True, note=training_class.plan.code)
    started = training_class.state != ClassState.PLANNED
    return Judgement(complete=started, note=_("outside the plan") if started else _("no plan yet"))


def _prepare(training_class: TrainingClass) -> Judgement:
    counts = TrainingClass.objects.filter(pk=training_class.pk).aggregate(
        sessions=Count("sessions", distinct=True),
        lecturers=Count("lecturers", distinct=True),
        venues=Count("venues", distinct=True, filter=Q(venues__is_main=True)),
    )
    missing = [
        word
        for count, word in (
            (counts["sessions"], _("programme")),
            (counts["lecturers"], _("lecturers")),
            (counts["venues"], _("venue")),
        )
        if not count
    ]
    if missing:
        return Judgement(complete=False, note=_("missing: %(what)s") % {"what": ", ".join(missing)})
    return Judgement(complete=True, note=_("%(count)s half days") % {"count": counts["sessions"]})


def _report(training_class: TrainingClass) -> Judgement:
    done = training_class.state == ClassState.REPORTED
    return Judgement(complete=done, note=_("filed") if done else _("not yet"))


judge("plan", _plan)
judge("prepare", _prepare)
judge("report", _report)
