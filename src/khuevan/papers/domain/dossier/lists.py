"""Lists, attendance and results of a class as Excel files, written when the file of the class is made."""

from collections.abc import Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.assessment.domain.queries import with_words
from khuevan.assessment.models import Outcome
from khuevan.attendance.domain.queries import grid, incomplete_half_days
from khuevan.attendance.enums import AttendanceStatus
from khuevan.core.actors import Actor
from khuevan.core.workbooks import Sheet, workbook
from khuevan.nominations.domain.expected import expected
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain import workbooks
from khuevan.papers.domain.lists import learner_list
from khuevan.papers.domain.money import workbooks as money_books
from khuevan.papers.domain.wording import LEARNERS, class_name, half_day, half_day_of_groups, sentence_case
from khuevan.papers.models import BudgetLine, Expense, ExpenseProof
from khuevan.training.domain.dossier import Entry, Part, Section, dossier_part, maker
from khuevan.training.enums import LearnerWord
from khuevan.training.models import TrainingClass

_MARKS: Final = {
    AttendanceStatus.PRESENT: "Có mặt",
    AttendanceStatus.LATE: "Đến muộn",
    AttendanceStatus.EXCUSED: "Vắng có phép",
    AttendanceStatus.ABSENT: "Vắng không phép",
}
_EXPORTED: Final = "Kết xuất từ phần mềm"


@dossier_part
def lists(_actor: Actor, training_class: TrainingClass) -> Part:
    """In five queries."""
    entries, missing = [], []
    learners = training_class.enrollments.current().count()
    if learners:
        word = LEARNERS[LearnerWord(training_class.learner_word)]
        entries.append(_made(training_class, Section.LISTS, f"Danh sách {word}", "papers.learner_list"))
    else:
        missing.append(_("There is nobody on the list."))
    if learners and training_class.sessions.exists():
        entries.append(_made(training_class, Section.LISTS, "Bảng điểm danh", "papers.attendance"))
    missing += [
        _("Attendance is not complete: %(half_day)s.") % {"half_day": half_day(session)}
        for session in incomplete_half_days([training_class]).get(training_class.pk, [])
    ]
    outcomes = Outcome.objects.filter(enrollment__training_class=training_class)
    approved = list(outcomes.values_list("approved_at", flat=True)[:1])
    if approved:
        entries.append(_made(training_class, Section.RESULTS, "Bảng kết quả", "papers.outcomes"))
    if not approved or approved[0] is None:
        missing.append(_("The results are not approved."))
    return Part(tuple(entries), tuple(missing))


@dossier_part
def money(_actor: Actor, training_class: TrainingClass) -> Part:
    """In four queries."""
    entries = []
    if BudgetLine.objects.filter(training_class=training_class).exists():
        entries.append(_made(training_class, Section.MONEY, "Dự toán kinh phí", "papers.estimate"))
    if Expense.objects.filter(training_class=training_class).exists():
        entries.append(_made(training_class, Section.MONEY, "Bảng đối chiếu dự toán, thực chi", "papers.balance"))
    proofs = ExpenseProof.objects.filter(expense__training_class=training_class).select_related("expense")
    missing = [
        _("%(expense)s: %(proof)s is missing.")
        % {"expense": proof.expense.name, "proof": str(proof.get_kind_display())}
        for proof in proofs.order_by("expense__paid_on", "expense", "kind")
        if not proof.is_there
    ]
    return Part(tuple(entries), tuple(missing))


def _made(training_class: TrainingClass, section: Section, title: str, made: str) -> Entry:
    return Entry(
        section=section,
        title=f"{title}: {class_name(training_class)}",
        name=title,
        ending="xlsx",
        day=training_class.end_date,
        author=training_class.office.organization.name,
        note=_EXPORTED,
        made=made,
    )


@maker("papers.learner_list")
def _learner_list(actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    return workbooks.workbook(training_class, [learner_list(actor, training_class)]).content


@maker("papers.attendance")
def _attendance(actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    """A column a half day, the words in full."""
    learners = _learners(actor, training_class)
    sessions = list(training_class.sessions.prefetch_related("groups").order_by("date", "starts_at", "pk"))
    awaited = expected(training_class)
    cells = grid([learner.pk for learner in learners])
    rows = (
        [
            number,
            learner.full_name,
            learner.organization_name,
            *(
                _mark(cells[learner.pk].get(session.pk)) if awaited.is_expected(session.pk, learner.pk) else "–"
                for session in sessions
            ),
        ]
        for number, learner in enumerate(learners, start=1)
    )
    headings = ["STT", "Họ và tên", "Đơn vị", *(half_day_of_groups(session) for session in sessions)]
    return _sheet("Bảng điểm danh", training_class, headings, rows)


def _mark(cell: object) -> str:
    if cell is None:
        return ""
    said, reason = _MARKS.get(cell.status, ""), cell.reason  # type: ignore[attr-defined]  # a Cell
    return f"{said} ({reason})" if reason else said


@maker("papers.outcomes")
def _outcomes(actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    """Who completed the class and who did not, each with the sentence that says why."""
    asked = Outcome.objects.visible_to(actor).filter(enrollment__training_class=training_class)
    found = {one.enrollment_id: one for one in with_words(asked)}
    rows: list[list[object]] = []
    with translation.override("vi"):
        for number, learner in enumerate(_learners(actor, training_class), start=1):
            outcome = found.get(learner.pk)
            said = ("Hoàn thành" if outcome.completes else "Chưa hoàn thành", outcome.sentence) if outcome else ("", "")
            birth, agency = learner.birth_text, learner.organization_name
            rows.append([number, learner.full_name, birth, learner.position, agency, *said])
    headings = ["STT", "Họ và tên", "Ngày, năm sinh", "Chức vụ", "Đơn vị", "Kết quả", "Lý do"]
    return _sheet("Bảng kết quả", training_class, headings, rows)


@maker("papers.estimate")
def _estimate(_actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    return money_books.estimate_book(training_class).content


@maker("papers.balance")
def _balance(_actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    return money_books.balance_book(training_class).content


def _learners(actor: Actor, training_class: TrainingClass) -> Sequence[Enrollment]:
    seen = Enrollment.objects.visible_to(actor).filter(training_class=training_class)
    return list(seen.current().by_protocol().select_related("organization"))


def _sheet(title: str, training_class: TrainingClass, headings: Sequence[str], rows: object) -> bytes:
    with translation.override("vi"):
        return workbook(Sheet(title, sentence_case(class_name(training_class)), headings, rows))  # type: ignore[arg-type]  # rows of values
