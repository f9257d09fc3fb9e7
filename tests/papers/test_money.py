"""Sums, rounding, tax, drafts, proofs: money that must be exactly right."""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.papers.domain.building import WRITERS, build, targets
from khuevan.papers.domain.money import advances, drafting, estimate, expenses, fees, rates, workbooks
from khuevan.papers.domain.money.balance import balance, overspent
from khuevan.papers.domain.money.teaching import half_days_of
from khuevan.papers.domain.money.totals import totals, totals_of
from khuevan.papers.enums import ExpenseGroup, PaperGroup, PaperKind, ProofKind
from khuevan.papers.interfaces.money_holes import lacks
from khuevan.papers.models import BudgetLine, ExpenseRate, LecturerFee
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.cloning import clone_class
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.worklist import work_list
from khuevan.training.enums import ItemKind, RecordPurpose
from tests.factories import OfficeFactory, PersonFactory, TrainingClassFactory, staff
from tests.factories.worlds import World, refused, world
from tests.papers.conftest import opened, words

pytestmark = pytest.mark.django_db
MONEY = [kind for kind, writer in WRITERS.items() if writer.group == PaperGroup.MONEY]


@pytest.fixture
def here() -> World:
    """One lecturer has a morning alone, two share the afternoon by one to three; a fourth teaches nothing."""
    made = world()
    officer, about = made.officer, made.training_class
    first, second, third, _idle = (
        add_lecturer(officer, about, person=PersonFactory(full_name=name), title="Phó Vụ trưởng")
        for name in ("Vũ Duy Thành", "Đỗ Thị Ân", "Lê Văn Bảy", "Trần Rảnh")
    )
    plan = ((0, time(7, 30), first), (1, time(13, 30), second), (1, time(14, 20), third))
    for session, starts_at, lecturer in plan:
        add_item(
            officer,
            made.sessions[session],
            kind=ItemKind.LECTURE,
            starts_at=starts_at,
            title="Bài",
            lecturers=[lecturer],
        )
    return made


def _rate(here: World, group: ExpenseGroup, name: str, amount: int, unit: str = "buổi", **days: Any) -> ExpenseRate:
    return rates.add_rate(here.officer, here.office, group=group, name=name, unit=unit, amount=amount, **days)


def _line(here: World, group: ExpenseGroup = ExpenseGroup.OTHER, **said: Any) -> BudgetLine:
    given = {"name": "Văn phòng phẩm", "unit": "bộ", "quantity": Decimal(1), "price": 100, **said}
    return estimate.add_line(here.officer, here.training_class, group=group, **given)


amounts = st.tuples(
    st.sampled_from(list(ExpenseGroup)),
    st.decimals(0, 999, places=2),
    st.decimals(0, 99, places=2),
    st.none() | st.integers(0, 10**10),
    st.lists(st.integers(1, 10**10), max_size=3),
)


class SumsAgree(TestCase):
    @settings(max_examples=6, deadline=None)
    @given(st.lists(amounts, max_size=8), st.lists(st.integers(1, 10**9), max_size=2))
    def test_planned_and_spent_are_the_sums_of_lines_groups_and_totals(
        self, told: list[Any], beside: list[int]
    ) -> None:
        here = world(teaching=False, names=())
        planned = spent = 0
        for group, quantity, times, price, paid in told:
            line = _line(here, group, quantity=quantity, times=times, price=price)
            exact = quantity * times * (price or 0)
            assert abs(line.planned - exact) <= Decimal("0.5")
            assert line.planned >= exact or exact - line.planned < Decimal("0.5"), "a half goes up"
            planned += line.planned
            for amount in paid:
                expenses.add_expense(here.officer, here.training_class, line=line, name="Chi", amount=amount)
                spent += amount
        for amount in beside:
            expenses.add_expense(here.officer, here.training_class, name="Ngoài dự toán", amount=amount)
            spent += amount
        groups = balance(here.training_class)
        sums = totals(here.training_class)
        assert sums.planned == planned == sum(one.planned for one in groups)
        assert sums.spent == spent == sum(one.spent for one in groups)
        assert sums.left == sum(one.left for one in groups)
        assert [one.group for one in groups if one.group] == [
            one for one in ExpenseGroup if one in {t[0] for t in told}
        ]


def test_halves_go_up_and_tax_is_what_is_left_out(here: World) -> None:
    assert _line(here, quantity=Decimal("0.5"), price=1).planned == 1
    assert _line(here, quantity=Decimal("2.5"), times=Decimal("1.5"), price=333_333).planned == 1_249_999
    fee = LecturerFee(half_days=Decimal("1.5"), price=1_333_333, tax_percent=Decimal("12.5"))
    assert (fee.total, fee.tax, fee.paid_out) == (2_000_000, 250_000, 1_750_000)
    assert LecturerFee(half_days=Decimal(1), price=1_005, tax_percent=Decimal(10)).tax == 101
    assert LecturerFee(half_days=Decimal(3), price=None).paid_out == 0


def test_half_days_are_counted_from_the_programme(here: World) -> None:
    taught = half_days_of(here.training_class)
    by_name = {one.person.full_name: taught.get(one.pk) for one in here.training_class.lecturers.all() if one.person}
    assert by_name == {
        "Vũ Duy Thành": Decimal(1),
        "Đỗ Thị Ân": Decimal("0.25"),
        "Lê Văn Bảy": Decimal("0.75"),
        "Trần Rảnh": None,
    }


def test_a_draft_counts_quantities_and_invents_no_price(here: World) -> None:
    start = here.training_class.start_date
    fee = _rate(here, ExpenseGroup.LECTURERS, "Thù lao báo cáo viên cấp vụ", 1_400_000)
    _rate(here, ExpenseGroup.LEARNERS, "Nước uống (cũ)", 15_000, "người/buổi", valid_to=start - timedelta(days=1))
    _rate(here, ExpenseGroup.LEARNERS, "Nước uống", 20_000, "người/buổi", valid_from=start)
    _rate(here, ExpenseGroup.VENUE, "Thuê hội trường loại A", 9_000_000, "ngày")
    _rate(here, ExpenseGroup.VENUE, "Thuê hội trường loại B", 5_000_000, "ngày")
    proposed = {one.key: one for one in drafting.proposed_lines(here.training_class)}
    lecturers, water, hall = (proposed[key] for key in ("thu-lao", "nuoc-uong", "hoi-truong"))
    assert (lecturers.quantity, lecturers.price, lecturers.rate) == (Decimal(2), 1_400_000, fee)
    assert (water.quantity, water.times, water.planned) == (3, 2, 120_000), (
        "3 learners, 2 half days, the rate of the day"
    )
    assert (hall.price, hall.choices) == (None, 2), "two rates fit: an officer chooses"
    assert proposed["tai-lieu"].price is None
    made = drafting.draft_estimate(here.officer, here.training_class, keys={"thu-lao", "nuoc-uong", "tai-lieu"})
    assert [line.order for line in made] == [1, 2, 3]
    assert totals(here.training_class).planned == 2_920_000
    assert {one.key for one in drafting.proposed_lines(here.training_class) if one.is_there} == {
        "thu-lao", "nuoc-uong", "tai-lieu",
    }  # fmt: skip
    with refused("nothing_to_draft"):
        drafting.draft_estimate(here.officer, here.training_class, keys={"thu-lao"})


def test_last_years_estimate_is_copied_with_the_rates_of_this_year(here: World) -> None:
    start = here.training_class.start_date
    old = _rate(here, ExpenseGroup.LECTURERS, "Thù lao", 1_000_000, valid_to=start)
    _rate(here, ExpenseGroup.LECTURERS, "thù lao", 1_800_000, valid_from=start + timedelta(days=1))
    _line(here, ExpenseGroup.LECTURERS, name="Thù lao", price=1_000_000, rate=old)
    _line(here, name="Băng rôn", price=500_000, note="2 bộ")
    copy = clone_class(
        here.officer, here.training_class, title="Lớp năm sau", start_date=start + timedelta(days=365)
    ).training_class
    made = drafting.copy_estimate(here.officer, copy, here.training_class)
    assert [(line.name, line.price) for line in made] == [("Thù lao", 1_800_000), ("Băng rôn", 500_000)]
    assert estimate.remove_lines(here.officer, copy, [line.pk for line in made]) == 2
    with refused("class_of_another_office"):
        drafting.copy_estimate(here.officer, copy, TrainingClassFactory())


def test_a_rate_holds_for_its_days_and_a_set_is_taken_only_when_asked(here: World) -> None:
    first = _rate(here, ExpenseGroup.VENUE, "Hội trường", 1, valid_from=date(2019, 1, 1))
    with refused("rate_overlaps"):
        _rate(here, ExpenseGroup.VENUE, "hội trường", 2, valid_from=date(2020, 1, 1))
    rates.end_rate(here.officer, first, on=date(2019, 12, 31))
    second = _rate(here, ExpenseGroup.VENUE, "hội trường", 2, valid_from=date(2020, 1, 1))
    assert rates.rates_in_force(here.office, date(2019, 12, 31)) == [first]
    assert rates.rates_in_force(here.office, date(2020, 1, 1)) == [second]
    with refused("ends_before_it_begins"):
        rates.end_rate(here.officer, second, on=date(2019, 1, 1))
    taken = rates.take_rate_set(here.officer, here.office, "tt-36-2018")
    assert {(one.group, one.amount, one.is_unchecked) for one in taken} == {
        ("lecturers", 2_000_000, True),
        ("commendation", 200_000, True),
    }
    rates.check_rate(here.officer, taken[0])
    assert not ExpenseRate.objects.get(pk=taken[0].pk).is_unchecked
    with refused("rates_are_there"):
        rates.take_rate_set(here.officer, here.office, "tt-36-2018")
    _line(here, rate=second)
    with refused("rate_is_used"):
        rates.remove_rate(here.officer, second)
    with pytest.raises(NotAllowedError):
        rates.add_rate(staff(here.office, RoleKind.LEADER), here.office, name="x", unit="x", amount=1)


def test_an_advance_is_asked_paid_and_settled_in_that_order(here: World) -> None:
    day = timezone.localdate() - timedelta(days=20)
    said = {"receiver": "Phạm Thu Hằng", "amount": 10_000_000, "reason": "Tổ chức lớp", "asked_on": day}
    advance = advances.ask_advance(here.officer, here.training_class, **said, settle_by=day + timedelta(days=9))
    assert totals(here.training_class).advanced == 0, "asked for is not handed out"
    with refused("advance_not_paid"):
        advances.settle_advance(here.officer, advance, on=day)
    with refused("paid_before_asked"):
        advances.pay_advance(here.officer, advance, on=day - timedelta(days=1))
    advances.pay_advance(here.officer, advance, on=day)
    assert [task.key for task in work_list(here.officer) if task.key.startswith("papers.")] == ["papers.advance"]
    with refused("advance_is_paid"):
        advances.remove_advance(here.officer, advance)
    with refused("settled_before_paid"):
        advances.settle_advance(here.officer, advance, on=day - timedelta(days=1))
    advances.settle_advance(here.officer, advance, on=day + timedelta(days=5))
    sums = totals(here.training_class)
    assert (sums.advanced, sums.unsettled) == (10_000_000, 0)
    assert not [task for task in work_list(here.officer) if task.key.startswith("papers.")]
    with refused("advance_is_settled"):
        advances.pay_advance(here.officer, advance, on=None)
    with refused("settled_before_asked"):
        advances.ask_advance(here.officer, here.training_class, **said, settle_by=day - timedelta(days=1))


def test_an_expense_names_its_missing_proofs_and_keeps_their_files(here: World) -> None:
    hall = _line(here, ExpenseGroup.VENUE, name="Thuê hội trường", price=5_000_000)
    spent = expenses.add_expense(
        here.officer, here.training_class, line=hall, name="Hội trường", paid_to="Khách sạn Ariyana", amount=6_000_000
    )
    kinds = [ProofKind.ACCEPTANCE, ProofKind.CONTRACT, ProofKind.INVOICE]
    assert [proof.kind for proof in spent.proofs.all()] == kinds
    assert lacks(here.training_class)[PaperKind.PAYMENT_REQUEST] != []
    assert [task.key for task in work_list(here.officer) if task.key == "papers.proofs"] == ["papers.proofs"]
    invoice = spent.proofs.get(kind=ProofKind.INVOICE)
    with refused("proof_is_empty"):
        expenses.record_proof(here.officer, invoice, number=" ", day=date(2019, 10, 5))
    file = ContentFile(b"%PDF-1.4\n%%EOF\n", name="hoa-don.pdf")
    expenses.record_proof(here.officer, invoice, number="00123", day=date(2019, 10, 5), file=file)
    (kept,) = here.training_class.class_records.filter(purpose=RecordPurpose.MONEY)
    assert kept.record == invoice.record
    assert kept.record.subject == "Hóa đơn số 00123: Hội trường (Khách sạn Ariyana)"
    with refused("proof_is_there"):
        expenses.change_expense(here.officer, spent, needs=[ProofKind.RECEIPT])
    expenses.change_expense(here.officer, spent, needs=[ProofKind.INVOICE])
    assert lacks(here.training_class)[PaperKind.PAYMENT_REQUEST] == []
    (over,) = overspent(balance(here.training_class))
    assert (over.line, over.over) == (hall, 1_000_000)
    with refused("still_used"):
        estimate.remove_line(here.officer, hall)
    expenses.remove_expense(here.officer, spent)
    estimate.remove_line(here.officer, hall)


def test_fees_are_filled_paid_and_masked(here: World) -> None:
    _rate(here, ExpenseGroup.LECTURERS, "Thù lao báo cáo viên", 1_000_000)
    line = _line(here, ExpenseGroup.LECTURERS, name="Thù lao", price=1_000_000, quantity=Decimal(2))
    made = fees.fill_fees(here.officer, here.training_class, tax_percent=Decimal(10))
    assert [(fee.total, fee.tax, fee.line) for fee in made] == [
        (1_000_000, 100_000, line),
        (250_000, 25_000, line),
        (750_000, 75_000, line),
    ]
    account = {"account_number": "0123456789012", "bank": "Ngân hàng Thử nghiệm", "tax_code": "8001234567"}
    fees.change_fee(here.officer, made[0], **account)
    told = str(list(AuditEntry.objects.filter(verb="papers.change_fee").values_list("before", "after")))
    foreign = ExpenseRate.objects.create(office=OfficeFactory(), group="lecturers", name="x", unit="x", amount=1)
    with refused("rate_of_another_office"):
        fees.change_fee(here.officer, made[0], rate=foreign)
    assert "0123456789012" not in told
    assert "8001234567" not in told
    assert fees.masked("0123456789012") == "•••012"
    assert fees.masked("1234") == "•••"
    paper = words(opened(build(here.officer, here.training_class, PaperKind.FEE_LIST).content))
    assert "0123456789012" in paper
    assert "Một triệu tám trăm nghìn đồng chẵn" in paper, "what is paid out, in words"
    with pytest.raises(NotAllowedError):
        build(staff(here.office, RoleKind.CLERK), here.training_class, PaperKind.FEE_LIST)
    assert totals(here.training_class).spent == 0
    fees.pay_fees(here.officer, here.training_class, on=date(2019, 10, 4))
    assert totals(here.training_class).spent == 2_000_000 == balance(here.training_class)[0].spent
    with refused("fee_is_paid"):
        fees.change_fee(here.officer, fees.fees_of(here.training_class)[0], price=1)
    fees.take_back_payment(here.officer, here.training_class, [made[0].pk])
    assert totals(here.training_class).spent == 1_000_000
    later = TrainingClassFactory(office=here.office)
    again = add_lecturer(here.officer, later, person=made[0].lecturer.person)
    assert fees._known_account(again, later) == account, "nothing is typed twice"


def test_every_paper_about_money_can_be_made_empty_and_full(here: World) -> None:
    empty = [build(here.officer, here.training_class, kind) for kind in MONEY]
    assert len({one.name for one in empty}) == len(MONEY) == 8
    _line(
        here,
        ExpenseGroup.LEARNERS,
        name="Hỗ trợ tiền ăn",
        unit="người",
        quantity=Decimal(3),
        price=50_000,
        times=Decimal(2),
    )
    day = date(2019, 9, 20)
    advance = advances.ask_advance(
        here.officer, here.training_class, receiver="Phạm Thu Hằng", amount=1_000_000, reason="Mua nước", asked_on=day
    )
    advances.pay_advance(here.officer, advance, on=day)
    expenses.add_expense(here.officer, here.training_class, name="Nước uống", amount=1_250_500)
    fees.fill_fees(here.officer, here.training_class, tax_percent=Decimal(0))
    told = {}
    for kind in MONEY:
        target = next(iter(targets(here.officer, here.training_class, kind)), None)
        told[kind] = words(opened(build(here.officer, here.training_class, kind, target=target).content))
    assert "Một triệu đồng chẵn" in told[PaperKind.ADVANCE_REQUEST]
    assert "250.500 đồng (Bằng chữ: Hai trăm năm mươi nghìn năm trăm đồng)" in told[PaperKind.PAYMENT_REQUEST]
    assert "300.000 đồng (Bằng chữ: Ba trăm nghìn đồng chẵn)" in told[PaperKind.MONEY_SIGN_LIST]
    assert "Thiếu" in told[PaperKind.PAYMENT_CHECKLIST]
    assert "04/10/2019" in told[PaperKind.TRAVEL_CONFIRMATION]
    assert "H'Hen Niê" in told[PaperKind.MATERIAL_SIGN_LIST]
    assert lacks(here.training_class)[PaperKind.ESTIMATE] == []


def test_workbooks_compute_what_the_papers_say(here: World) -> None:
    _line(here, ExpenseGroup.VENUE, name="=Hội trường", quantity=Decimal("1.5"), price=333_333)
    _line(here, ExpenseGroup.VENUE, name="Máy chiếu", price=None)
    _line(here, ExpenseGroup.OTHER, quantity=Decimal(7), price=1_001)
    fees.fill_fees(here.officer, here.training_class, tax_percent=Decimal(10))
    book = workbooks.estimate_book(here.training_class)
    page = load_workbook(io.BytesIO(book.content)).active
    cells = {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}
    assert cells["G6"] == "=ROUND(D6*E6*F6,0)"
    assert (cells["B6"], page["G6"].number_format) == ("=Hội trường", "#,##0")
    assert page["B6"].data_type == "s", "words are no formula"
    assert cells["G5"] == "=SUM(G6:G7)"
    assert cells["G10"] == "=G5+G8"
    stored = load_workbook(io.BytesIO(book.content), data_only=True).active
    assert stored["G10"].value == 500_000 + 7_007 == totals(here.training_class).planned
    for other in (
        workbooks.fees_book(here.training_class, whole_accounts=False),
        workbooks.balance_book(here.training_class),
    ):
        assert load_workbook(io.BytesIO(other.content)).active.page_setup.orientation == "landscape"


def test_totals_of_many_classes_ask_as_often_as_of_one(here: World, django_assert_max_num_queries: Any) -> None:
    _line(here)
    many = [here.training_class, *TrainingClassFactory.create_batch(3, office=here.office)]
    with django_assert_max_num_queries(4):
        found = totals_of(many)
    assert [found[one.pk].planned for one in many] == [100, 0, 0, 0]


def test_only_officers_change_money(here: World) -> None:
    for kind in (RoleKind.CLERK, RoleKind.LEADER, RoleKind.EDITOR):
        with pytest.raises(NotAllowedError):
            estimate.add_line(
                staff(here.office, kind), here.training_class, group=ExpenseGroup.OTHER, name="x", unit="x",
                quantity=Decimal(1), price=1,
            )  # fmt: skip
    assert not BudgetLine.objects.exists()
