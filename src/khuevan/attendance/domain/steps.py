"""What the attendance of a class still lacks."""

from django.utils.translation import gettext as _

from khuevan.attendance.models import Attendance
from khuevan.training.domain.lifeline import Judgement, judge
from khuevan.training.models import TrainingClass


def _teach(training_class: TrainingClass) -> Judgement:
    total = training_class.sessions.count()
    marks = Attendance.objects.current().filter(session__training_class=training_class)
    taken = marks.values("session_id").distinct().count()
    note = _("%(taken)s of %(total)s half days marked") % {"taken": taken, "total": total}
    return Judgement(complete=bool(total) and taken == total, note=note if total else _("no programme yet"))


judge("teach", _teach)
