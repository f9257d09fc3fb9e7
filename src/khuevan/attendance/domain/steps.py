"""What the attendance of a class still lacks."""

from django.utils.translation import gettext as _

from khuevan.attendance.domain.queries import session_counts
from khuevan.nominations.domain.queries import head_count
from khuevan.training.domain.lifeline import Judgement, Known, judge


def _teach(known: Known) -> Judgement:
    """A half day is marked when everybody on the list has a mark in it."""
    total = len(known.training_class.sessions.all())
    learners = known.ask(head_count).learners
    taken = sum(1 for count in known.ask(session_counts).values() if count.marked >= learners)
    note = _("%(taken)s of %(total)s half days marked") % {"taken": taken, "total": total}
    return Judgement(complete=bool(total) and taken == total, note=note if total else _("no programme yet"))


judge("teach", _teach)
