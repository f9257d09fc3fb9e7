"""Taking attendance."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.training.enums import ClassState
from khuevan.training.models import Session


@dataclass(frozen=True)
class Mark:
    """What was seen of one learner; a reason is needed where someone is excused."""

    status: AttendanceStatus
    reason: str = ""


@verb("attendance.take")
def take_attendance(
    actor: Actor, session: Session, marks: Mapping[int, Mark], *, way: Way, nonce: str, device: str = ""
) -> list[Attendance]:
    """Marks learners of one half day, by enrollment; returns the marks that were new.

    ``nonce`` names this act of marking: sent again, whatever happened in between, it changes nothing.  A learner marked
    before gets a further mark that supersedes the earlier one.  Raises ``attendance_is_closed``,
    ``excuse_without_reason``, ``not_on_the_list``.
    """
    require(actor, "attendance.take", session.training_class)
    # Locked, two people who mark one half day wait for each other, and nobody leaves the list meanwhile.
    training_class = locked(session.training_class)
    if training_class.state not in {ClassState.LIST_CLOSED, ClassState.RUNNING}:
        raise DomainError("attendance_is_closed", _("Attendance is taken from the closing of the list to the results."))
    _check(session, marks)
    nonces = {f"{nonce}:{session.pk}:{enrollment_id}": enrollment_id for enrollment_id in marks}
    seen = set(Attendance.objects.filter(session=session, nonce__in=nonces).values_list("nonce", flat=True))
    current = {mark.enrollment_id: mark for mark in Attendance.objects.current().filter(session=session)}
    user = account_of(actor)
    added = Attendance.objects.bulk_create(
        checked(
            Attendance(
                session=session,
                enrollment_id=enrollment_id,
                status=marks[enrollment_id].status,
                reason=marks[enrollment_id].reason,
                way=way,
                recorded_by=user,
                device=device,
                nonce=key,
            )
        )
        for key, enrollment_id in nonces.items()
        if key not in seen
    )
    _supersede(current, added)
    record(actor, "attendance.take", added)
    return added


def _check(session: Session, marks: Mapping[int, Mark]) -> None:
    if any(mark.status == AttendanceStatus.EXCUSED and not mark.reason.strip() for mark in marks.values()):
        raise DomainError("excuse_without_reason", _("An excused absence needs its reason."))
    known = set(session.training_class.enrollments.current().values_list("pk", flat=True))
    if not set(marks) <= known:
        raise DomainError("not_on_the_list", _("Somebody marked here is not on the list of the class."))


def _supersede(current: Mapping[int, Attendance], added: list[Attendance]) -> None:
    old = []
    for mark in added:
        if mark.enrollment_id in current:
            current[mark.enrollment_id].superseded_by = mark
            old.append(current[mark.enrollment_id])
    Attendance.objects.bulk_update(old, ["superseded_by"], batch_size=500)
