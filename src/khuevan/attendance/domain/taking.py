"""Taking attendance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext_lazy as _

from khuevan.attendance.enums import ATTENDED, AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.nominations.domain.expected import expected
from khuevan.nominations.models import Enrollment
from khuevan.training.enums import ClassState
from khuevan.training.models import Session


@dataclass(frozen=True)
class Mark:
    """What was seen of one learner; a reason is needed where someone is excused."""

    status: AttendanceStatus
    reason: str = ""


@dataclass(frozen=True)
class Act:
    """One act of marking: sent again under its nonce, whatever happened in between, it changes nothing."""

    actor: Actor
    session: Session
    way: Way
    nonce: str
    device: str = ""

    @property
    def prefix(self) -> str:
        """How the nonces of all marks of this act begin."""
        return f"{self.nonce}:{self.session.pk}:"


@verb("attendance.take")
def take_attendance(
    actor: Actor,
    session: Session,
    marks: Mapping[int, Mark],
    *,
    way: Way,
    nonce: str,
    device: str = "",
    seen: Mapping[int, int | None] | None = None,
) -> list[Attendance]:
    """Marks learners of one half day, by enrollment; returns the marks that were new.

    ``nonce`` names this act of marking: sent again, whatever happened in between, it changes nothing.  A learner marked
    before gets a further mark that supersedes the earlier one.  ``seen`` holds, by enrollment, the mark that was on
    the sender's screen (None: no mark).  Raises ``attendance_is_closed``, ``excuse_without_reason``,
    ``not_on_the_list``, ``not_expected``, ``changed_meanwhile``.
    """
    act = Act(actor, session, way, nonce, device)
    _open(act)
    known = _check(session, marks)
    keys = {f"{act.prefix}{enrollment_id}": enrollment_id for enrollment_id in marks}
    done = set(Attendance.objects.filter(session=session, nonce__in=keys).values_list("nonce", flat=True))
    new = {enrollment_id: marks[enrollment_id] for key, enrollment_id in keys.items() if key not in done}
    current = _newest(session)
    _refuse_if_changed(current, {pk: mark for pk, mark in (seen or {}).items() if pk in new})
    added = _write(act, known, new, current)
    record(actor, "attendance.take", added)
    return added


@verb("attendance.mark_all_but")
def mark_all_but(
    actor: Actor,
    session: Session,
    absent_ids: Collection[int],
    *,
    excused: Mapping[int, str] | None = None,
    nonce: str,
    way: Way,
    device: str = "",
    last_seen: int | None = None,
) -> list[Attendance]:
    """Marks those named absent, or excused with a reason, and everybody else who is expected present.

    Returns the marks that were new.
    Who was marked late or leaving early has been there and keeps that mark; a mark that says the same stays too.
    ``last_seen`` is the latest mark of the half day on the sender's sheet (0: none).  Raises ``attendance_is_closed``,
    ``excuse_without_reason``, ``not_on_the_list``, ``not_expected``, ``changed_meanwhile``.
    """
    act = Act(actor, session, way, nonce, device)
    _open(act)
    if Attendance.objects.filter(session=session, nonce__startswith=act.prefix).exists():
        record(actor, "attendance.mark_all_but", [])
        return []
    named = {pk: Mark(AttendanceStatus.ABSENT) for pk in absent_ids}
    named |= {pk: Mark(AttendanceStatus.EXCUSED, why) for pk, why in (excused or {}).items()}
    known = _check(session, named)
    current = _newest(session)
    if last_seen is not None and any(mark.pk > last_seen for mark in current.values()):
        _tell_of_change()
    wanted = {pk: named.get(pk, Mark(AttendanceStatus.PRESENT)) for pk in known}
    new = {pk: mark for pk, mark in wanted.items() if not _says_so(current.get(pk), mark)}
    added = _write(act, known, new, current)
    record(actor, "attendance.mark_all_but", added)
    return added


@verb("attendance.undo")
def undo_act(actor: Actor, session: Session, undone: str, *, nonce: str) -> list[Attendance]:
    """Takes back the act of marking whose nonce is ``undone``: everybody is marked again as before it, or not at all.

    Nothing is deleted: marks are added that supersede those of the act.  Who was marked anew since then keeps that
    mark.  Undoing the undoing brings the marks back.  Raises ``attendance_is_closed``.
    """
    act = Act(actor, session, Way.CONSOLE, nonce)
    _open(act)
    current, known = _newest(session), _check(session, {})
    begun = f"{undone}:{session.pk}:"
    theirs = {pk: mark for pk, mark in current.items() if pk in known and mark.nonce.startswith(begun)}
    if Attendance.objects.filter(session=session, nonce__startswith=act.prefix).exists():
        theirs = {}
    earlier = {
        mark.enrollment_id: Mark(AttendanceStatus(mark.status), mark.reason)
        for mark in Attendance.objects.filter(session=session, superseded_by__nonce__startswith=begun)
    }
    new = {pk: earlier.get(pk, Mark(AttendanceStatus.CLEARED)) for pk in theirs}
    added = _write(act, known, new, current)
    record(actor, "attendance.undo", added)
    return added


def _open(act: Act) -> None:
    """Asks for permission and locks the class: two people who mark one half day wait for each other, and nobody leaves
    the list meanwhile."""
    require(act.actor, "attendance.take", act.session.training_class)
    if locked(act.session.training_class).state not in {ClassState.LIST_CLOSED, ClassState.RUNNING}:
        raise DomainError("attendance_is_closed", _("Attendance is taken from the closing of the list to the results."))


def _check(session: Session, marks: Mapping[int, Mark]) -> dict[int, Enrollment]:
    """Everybody expected in the half day, when the marks are of them and complete."""
    if any(mark.status == AttendanceStatus.EXCUSED and not mark.reason.strip() for mark in marks.values()):
        raise DomainError("excuse_without_reason", _("An excused absence needs its reason."))
    on_list = {enrollment.pk: enrollment for enrollment in session.training_class.enrollments.current()}
    if not marks.keys() <= on_list.keys():
        raise DomainError("not_on_the_list", _("Somebody marked here is not on the list of the class."))
    awaited = expected(session.training_class)
    known = {pk: one for pk, one in on_list.items() if awaited.is_expected(session.pk, pk)}
    strangers = [on_list[pk].full_name for pk in marks if pk not in known]
    if strangers:
        raise DomainError(
            "not_expected",
            _("Not expected in this half day, which is for other groups: %(who)s."),
            who=", ".join(strangers[:5]) + (" …" if len(strangers) > 5 else ""),
        )
    return known


def _newest(session: Session) -> dict[int, Attendance]:
    return {mark.enrollment_id: mark for mark in Attendance.objects.newest().filter(session=session)}


def _refuse_if_changed(current: Mapping[int, Attendance], seen: Mapping[int, int | None]) -> None:
    """A mark taken back is none on the screen."""
    for enrollment_id, mark_id in seen.items():
        mark = current.get(enrollment_id)
        shown = None if mark is None or mark.status == AttendanceStatus.CLEARED else mark.pk
        if shown != mark_id:
            _tell_of_change()


def _tell_of_change() -> NoReturn:
    raise DomainError(
        "changed_meanwhile",
        _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
    )


def _says_so(mark: Attendance | None, wanted: Mark) -> bool:
    if mark is None:
        return False
    if wanted.status == AttendanceStatus.PRESENT:
        return mark.status in ATTENDED
    return mark.status == wanted.status and mark.reason == wanted.reason


def _write(
    act: Act, known: Mapping[int, Enrollment], marks: Mapping[int, Mark], current: Mapping[int, Attendance]
) -> list[Attendance]:
    """Adds the marks of an act; each supersedes the newest one of its learner."""
    user = account_of(act.actor)
    added = Attendance.objects.bulk_create(
        (
            checked(
                Attendance(
                    session=act.session,
                    enrollment=known[enrollment_id],
                    status=mark.status,
                    reason=mark.reason.strip(),
                    way=act.way,
                    recorded_by=user,
                    device=act.device,
                    nonce=f"{act.prefix}{enrollment_id}",
                )
            )
            for enrollment_id, mark in marks.items()
        ),
        batch_size=500,
    )
    old = []
    for mark in added:
        if mark.enrollment_id in current:
            current[mark.enrollment_id].superseded_by = mark
            old.append(current[mark.enrollment_id])
    Attendance.objects.bulk_update(old, ["superseded_by"], batch_size=500)
    return added
