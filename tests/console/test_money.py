"""The pages about the money of a class: who sees what, what is typed is understood, deeds are undone."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuevan.core.actors import SYSTEM
from khuevan.core.permissions import NotAllowedError
from khuevan.papers.domain.differing import standing
from khuevan.papers.domain.dossier import entries
from khuevan.papers.domain.looking import compare
from khuevan.papers.domain.making import make_paper
from khuevan.papers.domain.money import fees
from khuevan.papers.domain.money.estimate import add_line
from khuevan.papers.enums import ExpenseGroup, PaperKind, ProofKind
from khuevan.papers.models import Advance, BudgetLine, Expense, ExpenseRate, LecturerFee, MadePaper
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.enums import ItemKind
from tests.console.acting import Acting
from tests.factories import OfficeFactory, PersonFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

PARTS = ("class_money", "class_money_estimate", "class_money_advances", "class_money_expenses", "class_money_fees")
ACCOUNT = "0123456789012"
FEE_LIST = PaperKind.FEE_LIST


@pytest.fixture
def here() -> World:
    made = world()
    lecturer = add_lecturer(
        made.officer, made.training_class, person=PersonFactory(full_name="Vũ Duy Thành"), title="Phó Vụ trưởng"
    )
    add_item(
        made.officer, made.sessions[0], kind=ItemKind.LECTURE, starts_at=made.sessions[0].starts_at, title="Bài",
        lecturers=[lecturer],
    )  # fmt: skip
    return made


def _at(here: World, name: str, *more: int) -> str:
    return reverse(f"console:{name}", args=(here.training_class.pk, *more))


def _undo(page: str) -> str:
    found = re.search(r'action="([^"]*(?:hoan-tac|chua-[a-z-]+)/[^"]*)"', page)
    assert found, "there is an undo"
    return found[1].replace("&amp;", "&")


def test_an_estimate_is_drafted_changed_moved_and_undone(here: World) -> None:
    me = Acting(here.officer)
    empty = me.get(_at(here, "class_money_estimate"))
    assert reverse("console:class_estimate_draft", args=(here.training_class.pk,)) in empty
    draft = _at(here, "class_estimate_draft")
    page = me.post(draft, form=draft, dong=["nuoc-uong", "trang-tri"])
    assert BudgetLine.objects.count() == 2
    me.post(_undo(page))
    assert not BudgetLine.objects.exists()

    add = _at(here, "class_line_add")
    said = {"group": "venue", "name": "Thuê hội trường", "unit": "ngày", "quantity": "2,5", "times": "1"}
    assert 'class="problem"' in me.post(add, form=add, **said, price="2.000,5")
    assert not BudgetLine.objects.exists(), "half a đồng is refused and nothing is lost"
    page = me.post(add, form=add, **said, price="2.000.000 đ")
    (line,) = BudgetLine.objects.all()
    assert (line.quantity, line.price, line.planned) == (Decimal("2.5"), 2_000_000, 5_000_000)
    assert "5.000.000" in page
    second = add_line(
        here.officer, here.training_class, group=ExpenseGroup.VENUE, name="Máy chiếu", unit="ngày", quantity=Decimal(1)
    )
    me.post(_at(here, "class_line_up", second.pk))
    assert [one.name for one in BudgetLine.objects.all()] == ["Máy chiếu", "Thuê hội trường"]
    change = _at(here, "class_line_change", line.pk)
    assert 'value="2.000.000"' in me.get(change)
    stale = me.hidden(change)
    me.post(change, form=change, **said, price="3000000")
    page = me.post(change, **{**stale, **said, "price": "1"})
    line.refresh_from_db()
    assert line.price == 3_000_000, "somebody else was faster"
    me.post(_at(here, "class_line_remove", second.pk))
    assert BudgetLine.objects.count() == 1


def test_advances_expenses_and_proofs_on_screen(here: World) -> None:
    me = Acting(here.officer)
    add = _at(here, "class_advance_add")
    said = {"receiver": "Phạm Thu Hằng", "amount": "10.000.000", "reason": "Mở lớp", "asked_on": "2019-09-20"}
    assert "is-wrong" in me.post(add, form=add, **said, settle_by="2019-09-01"), "the term lies before the day"
    me.post(add, form=add, **said, settle_by="2019-10-20")
    (advance,) = Advance.objects.all()
    pay = _at(here, "class_advance_pay", advance.pk)
    page = me.post(pay, form=pay, on="2019-09-25")
    assert "10.000.000" in me.get(_at(here, "class_money"))
    me.post(_undo(page))
    assert Advance.objects.get().paid_on is None

    add = _at(here, "class_expense_add")
    page = me.post(add, form=add, name="Hội trường", amount="6.000.000", paid_on="2019-10-04", needs=["invoice"])
    (expense,) = Expense.objects.all()
    proof = expense.proofs.get()
    assert proof.kind == ProofKind.INVOICE
    address = _at(here, "class_expense_proof", proof.pk)
    assert address in page
    file = SimpleUploadedFile("hoa-don.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    page = me.post(address, form=address, number="00123", day="2019-10-05", file=file)
    proof.refresh_from_db()
    assert proof.is_there
    assert reverse("console:record_file", args=(proof.record_id,)) in page
    change = _at(here, "class_expense_change", expense.pk)
    assert "is-wrong" in me.post(change, form=change, name="Hội trường", amount="6.000.000", needs=["receipt"])


def test_account_numbers_are_for_officers_and_masked_in_lists(here: World) -> None:
    me = Acting(here.officer)
    fill = _at(here, "class_fees_fill")
    me.post(fill, form=fill, tax_percent="10")
    (fee,) = LecturerFee.objects.all()
    assert (fee.half_days, fee.tax_percent, fee.price) == (Decimal(1), Decimal(10), None)
    change = _at(here, "class_fee_change", fee.pk)
    me.post(change, form=change, half_days="1", price="1.000.000", tax_percent="10", account_number=ACCOUNT, bank="NH")
    listed = me.get(_at(here, "class_money_fees"))
    assert ACCOUNT not in listed
    assert fees.masked(ACCOUNT) in listed
    leader = Acting(staff(here.office, RoleKind.LEADER))
    seen = leader.get(_at(here, "class_money_fees"))
    assert "Vũ Duy Thành" in seen
    assert fees.masked(ACCOUNT) not in seen
    leader.get(change, status=404)
    pay = _at(here, "class_fees_pay")
    page = me.post(pay, form=pay, on="2019-10-04")
    assert LecturerFee.objects.get().paid_on == date(2019, 10, 4)
    me.post(_undo(page))
    assert LecturerFee.objects.get().paid_on is None


def test_the_list_of_fees_with_its_accounts_is_out_of_reach_for_others(here: World) -> None:
    """Its file, words, preview, in the ZIP of its group and in the file of the class."""
    (fee,) = fees.fill_fees(here.officer, here.training_class, tax_percent=Decimal(0))
    fees.change_fee(here.officer, fee, account_number=ACCOUNT, bank="NH")
    made = {kind: make_paper(here.officer, here.training_class, kind) for kind in (FEE_LIST, PaperKind.ESTIMATE)}
    assert any(ACCOUNT in line for line in made[FEE_LIST].words)
    made[FEE_LIST].preview.save("x.pdf", ContentFile(b"%PDF-1.4"))
    tab = reverse("console:class_records", args=(here.training_class.pk,))
    kept = made[FEE_LIST].pk
    addresses = [f"{tab}soan/bang-ke-thu-lao/", *(f"{tab}ban/{kept}{end}" for end in (".docx", ".pdf", "/trang-thai/"))]
    for kind in (RoleKind.CLERK, RoleKind.LEADER, RoleKind.EDITOR):
        actor = staff(here.office, kind)
        other = Acting(actor)
        for address in addresses:
            other.get(address, status=404)
        assert "bang-ke-thu-lao" not in other.get(tab)
        assert ACCOUNT not in other.client.get(f"{tab}soan/bang-ke-thu-lao.docx", follow=True).content.decode()
        with pytest.raises(NotAllowedError):
            make_paper(actor, here.training_class, FEE_LIST)
    clerk = Acting(staff(here.office, RoleKind.CLERK))
    files = []
    for me in (clerk, Acting(here.officer)):
        content = b"".join(me.client.get(f"{tab}goi/kinh-phi.zip").streaming_content)  # type: ignore[arg-type]
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            files.append(file.namelist())
    assert [len(names) for names in files] == [1, 2]
    (line,) = (row for row in entries(here.officer, here.training_class) if "thù lao" in row.entry.title)
    assert not line.path, "the file of the class is for all staff"
    assert not any(one.differs for one in standing(SYSTEM, here.training_class, [FEE_LIST])), "as the worker sees it"
    compare(here.training_class)
    make_paper(here.officer, here.training_class, FEE_LIST)
    assert MadePaper.objects.filter(kind=FEE_LIST).count() == 1


def test_the_pages_in_every_state_for_every_role(here: World, django_assert_max_num_queries: Any) -> None:
    clerk, stranger = Acting(staff(here.office, RoleKind.CLERK)), Acting(staff(OfficeFactory()))
    for part in PARTS:
        assert 'class="nothing"' in clerk.get(_at(here, part)) or part == "class_money"
        stranger.get(_at(here, part), status=404)
    assert clerk.status(_at(here, "class_line_add"), name="x") == 404
    for number in range(60):
        add_line(
            here.officer, here.training_class, group=list(ExpenseGroup)[number % 8], name=f"Dòng {number}", unit="bộ",
            quantity=Decimal(number), price=number * 1_000,
        )  # fmt: skip
    with django_assert_max_num_queries(45):
        page = clerk.get(_at(here, "class_money_estimate"))
    assert page.count('id="dong-') == 60, "no buttons to move for who may not"
    for book in ("du-toan", "thu-lao", "thuc-chi"):
        answer = clerk.client.get(reverse("console:class_money_book", args=(here.training_class.pk, book)))
        assert answer.content.startswith(b"PK")


def test_rates_are_entered_taken_compared_and_ended(here: World) -> None:
    me = Acting(here.officer)
    assert "Thông tư 36/2018/TT-BTC" in me.get(reverse("console:rates"))
    assert not ExpenseRate.objects.exists(), "nothing is taken unasked"
    me.post(reverse("console:rate_set_take"), bo="tt-36-2018")
    assert ExpenseRate.objects.filter(is_unchecked=True).count() == 2
    rate = ExpenseRate.objects.get(group=ExpenseGroup.LECTURERS)
    me.post(reverse("console:rate_check", args=(rate.pk,)))
    end = reverse("console:rate_end", args=(rate.pk,))
    assert "is-wrong" in me.post(end, form=end, on="2017-01-01")
    me.post(end, form=end, on="2020-12-31")
    rate.refresh_from_db()
    assert (rate.is_unchecked, rate.valid_to) == (False, date(2020, 12, 31))
    leader = Acting(staff(here.office, RoleKind.LEADER))
    assert end not in leader.get(reverse("console:rates"))
    leader.get(end, status=404)
    stranger = Acting(staff(OfficeFactory()))
    stranger.get(end, status=404)
