"""What the attendance of a class still lacks."""

from django.utils.translation import gettext as _

from khuevan.attendance.domain.queries import session_counts
from khuevan.nominations.domain.expected import expected
from khuevan.nominations.domain.queries import head_count
from khuevan.training.domain.lifeline import Judgement, Known, judge


def _teach(known: Known) -> Judgement:
    """A half day is marked when everybody expected has a mark in it."""
    awaited, counts = known.ask(expected), known.ask(session_counts)
    total = len(awaited.by_session)
    learners = known.ask(head_count).learners
    taken = sum(
        1
        for session in awaited.by_session
        if session in counts and counts[session].marked >= awaited.number(session, learners)
    )
    note = _("%(taken)s of %(total)s half days marked") % {"taken": taken, "total": total}
    return Judgement(complete=bool(total) and taken == total, note=note if total else _("no programme yet"))


judge("teach", _teach)
