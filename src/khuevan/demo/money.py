"""Money of the class of 2014, invented in round figures: nothing of it was ever paid."""

from datetime import date, timedelta
from decimal import Decimal

from khuevan.demo.bodies import Scene
from khuevan.demo.stages import Stage
from khuevan.papers.domain.money import advances, drafting, estimate, expenses, fees, rates
from khuevan.papers.domain.money.books import lines_of
from khuevan.papers.enums import ExpenseGroup, ProofKind
from khuevan.training.models import TrainingClass

YEAR = 2014
"""Only the class of this year has money, so that the other one shows the empty pages."""

INVENTED = "Số liệu minh họa, không phải định mức có thật"

RATES = (
    (ExpenseGroup.LECTURERS, "Thù lao báo cáo viên", "buổi", 600_000),
    (ExpenseGroup.PROGRAMME, "In tài liệu", "bộ", 40_000),
    (ExpenseGroup.LEARNERS, "Nước uống giữa giờ", "người/ngày", 10_000),
    (ExpenseGroup.VENUE, "Thuê hội trường, thiết bị", "ngày", 2_000_000),
    (ExpenseGroup.CEREMONY, "In giấy chứng nhận", "giấy", 15_000),
    (ExpenseGroup.CEREMONY, "Phông, băng rôn", "bộ", 1_200_000),
)

SPENT = (
    ("In tài liệu", "Cơ sở in Minh Họa", Decimal("0.9"), "0000101"),
    ("Nước uống", "Cửa hàng Ví Dụ", Decimal("1.1"), "0000102"),
    ("Thuê hội trường", "Trung tâm hội nghị Ví Dụ", Decimal(1), "0000103"),
    ("In giấy chứng nhận", "Cơ sở in Minh Họa", Decimal(1), ""),
)
"""What the line begins with, to whom, the share of what was planned, the number of the invoice."""


def account(scene: Scene, training_class: TrainingClass, stage: Stage) -> None:
    """Rates, estimate and an advance; once the class is over, its fees and expenses, of which some lack a proof."""
    if training_class.year != YEAR:
        return
    officer, start = scene.officer, training_class.start_date
    _agree_rates(scene)
    drafting.draft_estimate(officer, training_class)
    estimate.add_line(
        officer,
        training_class,
        group=ExpenseGroup.MANAGEMENT,
        name="Văn phòng phẩm, quản lý lớp",
        unit="lớp",
        quantity=Decimal(1),
        price=1_000_000,
        note=INVENTED,
    )
    asked = start - timedelta(days=14)
    advance = advances.ask_advance(
        officer,
        training_class,
        receiver=str(officer.full_name),
        position="Chuyên viên",
        amount=10_000_000,
        reason="Chi phục vụ lớp: tài liệu, nước uống, trang trí",
        asked_on=asked,
        settle_by=training_class.end_date + timedelta(days=15),
    )
    advances.pay_advance(officer, advance, on=asked + timedelta(days=3))
    if stage.is_over:
        _spend(scene, training_class)
        advances.settle_advance(officer, advance, on=training_class.end_date + timedelta(days=10))


def _agree_rates(scene: Scene) -> None:
    for group, name, unit, amount in RATES:
        rates.add_rate(
            scene.officer,
            scene.office,
            group=group,
            name=name,
            unit=unit,
            amount=amount,
            basis=INVENTED,
            valid_from=date(YEAR, 1, 1),
        )


def _spend(scene: Scene, training_class: TrainingClass) -> None:
    officer, end = scene.officer, training_class.end_date
    lines = lines_of(training_class)
    for begins, paid_to, share, invoice in SPENT:
        line = next((one for one in lines if one.name.startswith(begins)), None)
        if line is None or not line.planned:
            continue
        amount = int(line.planned * share)
        spent = expenses.add_expense(
            officer, training_class, line=line, name=line.name, paid_to=paid_to, amount=amount, paid_on=end
        )
        proof = spent.proofs.filter(kind=ProofKind.INVOICE).first()
        if proof and invoice:
            expenses.record_proof(officer, proof, number=invoice, day=end)
    for place, fee in enumerate(fees.fill_fees(officer, training_class, tax_percent=Decimal(10)), start=1):
        fees.change_fee(officer, fee, account_number=f"{place:013d}", bank="Ngân hàng Minh Họa")
    fees.pay_fees(officer, training_class, on=end)
