"""Lists about money: fees of lecturers, signing for money and materials, travel papers, proofs of expenses."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min

from khuevan.assessment.models import Commendation
from khuevan.attendance.enums import AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.core.permissions import require
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import HOLE, LONG_HOLE, Band, Block, Column, Paper, Row, Table, Text, Title, Total
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import money_parts
from khuevan.papers.domain.contents.money_requests import proof_words
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.money.books import expenses_of, lines_of
from khuevan.papers.domain.money.fees import fees_of
from khuevan.papers.enums import ExpenseGroup, ProofKind
from khuevan.papers.models import Expense, LecturerFee
from khuevan.papers.models.money import whole
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.folding import fold

ROOM = "\n"
"""Two lines for a signature."""

FEES = (
    Column("STT", 14, "center"),
    Column("Họ và tên, chức vụ, đơn vị", 60),
    Column("Số buổi", 15, "right"),
    Column("Mức chi (đồng/buổi)", 27, "right"),
    Column("Thành tiền (đồng)", 28, "right"),
    Column("Thuế khấu trừ (đồng)", 26, "right"),
    Column("Thực nhận (đồng)", 28, "right"),
    Column("Số tài khoản, ngân hàng", 40),
    Column("Ký nhận", 23),
)


def fee_list(facts: Facts) -> Paper:
    """Whole account numbers stand in it.  Raises NotAllowedError for whoever may not see them."""
    require(facts.actor, "papers.change_money", facts.training_class)
    word = wording.lecturers(facts.training_class)
    fees = fees_of(facts.training_class)
    total, tax, paid_out = (sum(getattr(fee, name) for fee in fees) for name in ("total", "tax", "paid_out"))
    sums = [money_parts.money(one) for one in (total, tax, paid_out)]
    half_days = money_parts.number(sum((fee.half_days for fee in fees), Decimal(0)))
    rows: list[Row] = [_fee(place, fee) for place, fee in enumerate(fees, start=1)]
    rows.append(Total(("", "Tổng cộng", half_days, "", *sums, "", "")))
    blocks = (
        Table(FEES, tuple(rows)),
        Text(money_parts.in_words(total), lead="Tổng thù lao:"),
        Text(money_parts.in_words(paid_out), lead="Tổng số tiền thực nhận:"),
        _signed(facts),
    )
    return _list(facts, f"Bảng kê thù lao {word}", blocks, is_landscape=True)


def _fee(place: int, fee: LecturerFee) -> tuple[str, ...]:
    known = fee.price is not None
    tax = f"{money_parts.money(fee.tax)} ({money_parts.number(fee.tax_percent)}%)" if fee.tax_percent else "0"
    return (
        str(place),
        wording.sentence_case(wording.official(fee.lecturer)),
        money_parts.number(fee.half_days),
        money_parts.money(fee.price),
        money_parts.money(fee.total if known else None),
        tax if known else HOLE,
        money_parts.money(fee.paid_out if known else None),
        "\n".join(part for part in (fee.account_number, fee.bank) if part),
        ROOM,
    )


def _list(facts: Facts, title: str, blocks: Sequence[Block], *, is_landscape: bool = False) -> Paper:
    named = Title(title, wording.class_name(facts.training_class))
    return Paper(facts.attached, named, tuple(blocks), is_landscape=is_landscape)


def _signed(facts: Facts) -> Block:
    signer = facts.details.signer.replace(LONG_HOLE, "")
    titles = (money_parts.AUTHOR, money_parts.ACCOUNTANT, money_parts.HEAD)
    return money_parts.signed_by(facts, *titles, name_of_last=signer)


SUPPORT, COMMENDED = "ho-tro", "khen-thuong"

SIGNING = (
    Column("STT", 14, "center"),
    Column("Họ và tên", 44),
    Column("Chức vụ, đơn vị", 54),
    Column("Số tiền (đồng)", 32, "right"),
    Column("Ký nhận", 28),
)


def signing_targets(facts: Facts) -> Sequence[Target]:
    """A list for the support that learners receive, and one for commendations with money."""
    found = [Target(SUPPORT, "Tiền hỗ trợ")]
    return [*found, Target(COMMENDED, "Tiền khen thưởng")] if _commended(facts) else found


def _commended(facts: Facts) -> list[Commendation]:
    seen = Commendation.objects.visible_to(facts.actor).filter(enrollment__training_class=facts.training_class)
    return list(seen.filter(amount__gt=0).select_related("enrollment"))


def money_sign_list(facts: Facts) -> Paper:
    word = wording.learners(facts.training_class)
    if facts.target and facts.target.key == COMMENDED:
        who = [(one.enrollment, one.amount) for one in _commended(facts)]
        title = f"Danh sách {word} ký nhận tiền khen thưởng"
    else:
        amount = support(facts)
        who = [(learner, amount) for learner in facts.learners]
        title = f"Danh sách {word} ký nhận tiền hỗ trợ"
    if not who:
        return _list(facts, title, (_nobody(word),))
    rows: list[Row] = [
        (str(place), one.full_name, _post(one), money_parts.money(amount), ROOM)
        for place, (one, amount) in enumerate(who, start=1)
    ]
    amounts = [amount for _one, amount in who if amount is not None]
    total = sum(amounts) if len(amounts) == len(who) else None
    rows.append(Total(("", "Tổng cộng", "", money_parts.money(total), "")))
    summed = money_parts.in_words(total) if total is not None else f"{LONG_HOLE}."
    return _list(facts, title, (Table(SIGNING, tuple(rows)), Text(summed, lead="Tổng số tiền:"), _signed(facts)))


def support(facts: Facts) -> int | None:
    """What one learner receives, where one line of the estimate for learners says so and no other."""
    lines = [
        line
        for line in lines_of(facts.training_class)
        if line.group == ExpenseGroup.LEARNERS and "ho tro" in fold(line.name) and line.price is not None
    ]
    return whole(lines[0].times * (lines[0].price or 0)) if len(lines) == 1 else None


def _post(learner: Enrollment) -> str:
    return ", ".join(part for part in (learner.position, learner.organization_name) if part)


def _nobody(word: str) -> Text:
    return Text(f"Chưa có {word} trong danh sách.")


MATERIALS = (
    Column("STT", 14, "center"),
    Column("Họ và tên", 46),
    Column("Chức vụ, đơn vị", 62),
    Column("Số bộ", 16, "center"),
    Column("Ký nhận", 34),
)


def material_sign_list(facts: Facts) -> Paper:
    word = wording.learners(facts.training_class)
    title = f"Danh sách {word} ký nhận tài liệu"
    if not facts.learners:
        return _list(facts, title, (_nobody(word),))
    rows: list[Row] = [
        (str(place), one.full_name, _post(one), "01", ROOM) for place, one in enumerate(facts.learners, start=1)
    ]
    rows.append(Total(("", "Tổng cộng", "", wording.count(len(facts.learners)), "")))
    signed = money_parts.signed_by(facts, "Người phát", "Ban tổ chức lớp")
    return _list(facts, title, (Table(MATERIALS, tuple(rows)), signed))


TRAVEL = (
    Column("STT", 14, "center"),
    Column("Họ và tên", 38),
    Column("Chức vụ, đơn vị", 46),
    Column("Giấy đi đường số", 24, "center"),
    Column("Ngày đến", 30, "center"),
    Column("Ngày đi", 30, "center"),
    Column("Ký tên", 20),
)


def travel_confirmation(facts: Facts) -> Paper:
    """Days are those on which a learner was present, where attendance was taken; lecturers have those they teach."""
    about = facts.training_class
    rows: list[Row] = []
    lecturers = [one for one in facts.lecturers if one.person]
    taught = _days_taught(facts)
    if lecturers:
        rows.append(Band(wording.sentence_case(wording.lecturers(about))))
    rows += [
        _travelled(place, one.person.full_name if one.person else "", one.post, taught.get(one.pk))
        for place, one in enumerate(lecturers, start=1)
    ]
    present = _days_present(facts)
    learners = [one for one in facts.learners if not present or one.pk in present]
    if learners:
        rows.append(Band(wording.sentence_case(wording.learners(about))))
    whole_class = (about.start_date, about.end_date)
    rows += [
        _travelled(place, one.full_name, _post(one), present.get(one.pk, whole_class))
        for place, one in enumerate(learners, start=1)
    ]
    said = (
        f"Ban tổ chức xác nhận các ông, bà có tên sau đây đã có mặt tại {wording.class_name(about)}, {_where(facts)}:"
    )
    signed = money_parts.signed_by(facts, money_parts.AUTHOR, "Xác nhận của ban tổ chức")
    title = Title("Danh sách xác nhận giấy đi đường", wording.class_name(about))
    return Paper(
        facts.attached, title, (Text(said), Table(TRAVEL, tuple(rows or [("", LONG_HOLE, *[""] * 5)])), signed)
    )


def _travelled(place: int, name: str, post: str, days: tuple[date, date] | None) -> tuple[str, ...]:
    came, left = (numeric_date(day) for day in days) if days else (HOLE, HOLE)
    return str(place), name, post, "", came, left, ""


def _where(facts: Facts) -> str:
    return f"tại {facts.venues[0].name}" if facts.venues else f"tại {HOLE}"


def _days_taught(facts: Facts) -> dict[int, tuple[date, date]]:
    found = facts.training_class.lecturers.filter(items__isnull=False).annotate(
        first=Min("items__session__date"), last=Max("items__session__date")
    )
    return {one.pk: (one.first, one.last) for one in found}


def _days_present(facts: Facts) -> dict[int, tuple[date, date]]:
    """First and last day by enrollment; empty while no attendance was taken."""
    marks = Attendance.objects.current().visible_to(facts.actor).filter(session__training_class=facts.training_class)
    there = marks.filter(status__in=(AttendanceStatus.PRESENT, AttendanceStatus.LATE)).order_by()
    days = there.values_list("enrollment").annotate(Min("session__date"), Max("session__date"))
    return {enrollment: (first, last) for enrollment, first, last in days}


PROOFS = (
    Column("STT", 14, "center"),
    Column("Nội dung chi", 52),
    Column("Đơn vị, người nhận", 40),
    Column("Số tiền (đồng)", 27, "right"),
    Column("Hợp đồng", 32),
    Column("Nghiệm thu", 32),
    Column("Hóa đơn", 32),
    Column("Ký nhận", 32),
)
MISSING = "Thiếu"


def payment_checklist(facts: Facts) -> Paper:
    """A cell says number and day of a proof, that it is missing, or nothing where it is not needed."""
    expenses = expenses_of(facts.training_class)
    if not expenses:
        return _list(facts, CHECKLIST, (Text("Chưa có khoản chi nào."),))
    rows: list[Row] = [_proofs(place, expense) for place, expense in enumerate(expenses, start=1)]
    total = sum(expense.amount for expense in expenses)
    rows.append(Total(("", "Tổng cộng", "", money_parts.money(total), *[""] * len(ProofKind))))
    missing = sum(not proof.is_there for expense in expenses for proof in expense.proofs.all())
    said = f"{wording.count(missing)} chứng từ." if missing else "Không."
    blocks = (Table(PROOFS, tuple(rows)), Text(said, lead="Còn thiếu:"), _signed(facts))
    return _list(facts, CHECKLIST, blocks, is_landscape=True)


CHECKLIST = "Bảng kiểm hợp đồng, nghiệm thu, hóa đơn"


def _proofs(place: int, expense: Expense) -> tuple[str, ...]:
    needed = {ProofKind(proof.kind): proof for proof in expense.proofs.all()}
    cells = [
        (proof_words(needed[kind], short=True) if needed[kind].is_there else MISSING) if kind in needed else ""
        for kind in ProofKind
    ]
    return str(place), expense.name, expense.paid_to, money_parts.money(expense.amount), *cells
