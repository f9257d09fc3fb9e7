"""Money of the class, on papers of money and those that tell what it costs; whole accounts only on the list of fees."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.papers.blocks import Paper
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields.shapes import Field, rows, text
from khuevan.papers.domain.money.fees import masked
from khuevan.papers.enums import WITH_ACCOUNTS, PaperKind
from khuevan.papers.models import Advance, BudgetLine, Expense, LecturerFee
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.number_words import number_in_words
from khuevan.vietnamese.numbers import group_thousands

type Row = dict[str, Any]

_PAID = {
    PaperKind.ADVANCE_REQUEST, PaperKind.PAYMENT_REQUEST, PaperKind.PAYMENT_CHECKLIST, PaperKind.REPORT,
    PaperKind.CLASS_SUMMARY,
}  # fmt: skip
_PLANNED = {
    *_PAID, PaperKind.ESTIMATE, PaperKind.PROPOSAL, PaperKind.CLASS_PLAN, PaperKind.OPENING_DECISION,
}  # fmt: skip
_FEES = {PaperKind.FEE_LIST, PaperKind.MONEY_SIGN_LIST, PaperKind.PAYMENT_REQUEST, PaperKind.ESTIMATE}


def _lines(facts: Facts) -> list[BudgetLine]:
    return list(BudgetLine.objects.visible_to(facts.actor).filter(training_class=facts.training_class))


def _fees(facts: Facts) -> list[LecturerFee]:
    seen = LecturerFee.objects.visible_to(facts.actor).filter(lecturer__training_class=facts.training_class)
    return list(seen.select_related("lecturer__person"))


def _advances(facts: Facts) -> list[Advance]:
    return list(Advance.objects.visible_to(facts.actor).filter(training_class=facts.training_class))


def _expenses(facts: Facts) -> list[Expense]:
    return list(Expense.objects.visible_to(facts.actor).filter(training_class=facts.training_class))


def _short(number: Decimal) -> str:
    """2 and 1,5."""
    return f"{number.normalize():f}".replace(".", ",")


def _money(amount: int) -> str:
    return group_thousands(amount)


def _in_words(amounts: Iterable[int]) -> str:
    words = number_in_words(sum(amounts))
    return f"{words[:1].upper()}{words[1:]} đồng"


def _estimate(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {
            "stt": str(number),
            "noi_dung": line.name,
            "don_vi_tinh": line.unit,
            "so_luong": _short(line.quantity),
            "so_lan": _short(line.times),
            "don_gia": _money(line.price) if line.price is not None else "",
            "thanh_tien": _money(line.planned),
            "ghi_chu": line.note,
        }
        for number, line in enumerate(_lines(facts), start=1)
    ]


def _paid_to_lecturers(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {
            "stt": str(number),
            "ho_ten": fee.lecturer.person.addressed if fee.lecturer.person else str(fee.lecturer),
            "so_buoi": _short(fee.half_days),
            "muc": _money(fee.price) if fee.price is not None else "",
            "thanh_tien": _money(fee.total),
            "thue": _money(fee.tax),
            "thuc_nhan": _money(fee.paid_out),
            "so_tai_khoan": fee.account_number if facts.kind in WITH_ACCOUNTS else masked(fee.account_number),
            "ngan_hang": fee.bank,
        }
        for number, fee in enumerate(_fees(facts), start=1)
    ]


def _advanced(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {
            "stt": str(number),
            "ho_ten": one.receiver,
            "chuc_vu": one.position,
            "so_tien": _money(one.amount),
            "ly_do": one.reason,
            "ngay": numeric_date(one.asked_on),
        }
        for number, one in enumerate(_advances(facts), start=1)
    ]


def _spent(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {
            "stt": str(number),
            "noi_dung": one.name,
            "nguoi_nhan": one.paid_to,
            "so_tien": _money(one.amount),
            "ngay": numeric_date(one.paid_on) if one.paid_on else "",
        }
        for number, one in enumerate(_expenses(facts), start=1)
    ]


_NUMBER = text("stt", _("running number"), "1")
_CONTENT = text("noi_dung", _("what is paid for"), "Thù lao báo cáo viên", "Nước uống", "Tài liệu")
_AMOUNT = text("so_tien", _("amount"), "2.000.000", "1.500.000")
_NAME = text("ho_ten", _("full name"), "Ông Vũ Duy Thành", "Bà Phạm Thu Hằng")

FIELDS: Final[tuple[Field, ...]] = (
    rows("kinh_phi", _("lines of the estimate"), _NUMBER, _CONTENT, text("don_vi_tinh", _("unit"), "buổi", "người"),
         text("so_luong", _("quantity"), "10", "56"), text("so_lan", _("times"), "1", "5"),
         text("don_gia", _("price of a unit"), "1.000.000", "40.000"),
         text("thanh_tien", _("amount of the line"), "10.000.000", "11.200.000"), text("ghi_chu", _("note"), ""),
         value=_estimate, kinds=_PLANNED),
    text("tong_kinh_phi", _("sum of the estimate"), "34.200.000",
         value=lambda facts, paper: _money(sum(one.planned for one in _lines(facts))), kinds=_PLANNED),
    text("tong_kinh_phi_bang_chu", _("sum of the estimate in words"), "Ba mươi bốn triệu hai trăm nghìn đồng",
         value=lambda facts, paper: _in_words(one.planned for one in _lines(facts)), kinds=_PLANNED),
    rows("thu_lao", _("fees of the teachers"), _NUMBER, _NAME, text("so_buoi", _("half days taught"), "2", "1,5"),
         text("muc", _("fee of a half day"), "1.000.000"), text("thanh_tien", _("amount before tax"), "2.000.000"),
         text("thue", _("tax withheld"), "200.000"), text("thuc_nhan", _("paid out"), "1.800.000"),
         text("so_tai_khoan", _("account number"), "0011 0040 1234"), text("ngan_hang", _("bank"), "Vietcombank"),
         value=_paid_to_lecturers, kinds=_FEES),
    text("tong_thu_lao", _("sum of the fees, before tax"), "4.000.000",
         value=lambda facts, paper: _money(sum(one.total for one in _fees(facts))), kinds=_FEES),
    text("tong_thuc_nhan", _("sum paid out to the teachers"), "3.600.000",
         value=lambda facts, paper: _money(sum(one.paid_out for one in _fees(facts))), kinds=_FEES),
    rows("tam_ung", _("advances"), _NUMBER, _NAME, text("chuc_vu", _("position"), "Chuyên viên"), _AMOUNT,
         text("ly_do", _("what for"), "Chi tổ chức lớp"), text("ngay", _("day"), "05/01/2026"),
         value=_advanced, kinds=_PAID),
    text("tong_tam_ung", _("sum of the advances"), "3.500.000",
         value=lambda facts, paper: _money(sum(one.amount for one in _advances(facts))), kinds=_PAID),
    rows("khoan_chi", _("what was spent"), _NUMBER, _CONTENT, text("nguoi_nhan", _("paid to"), "Công ty TNHH An Bình"),
         _AMOUNT, text("ngay", _("day"), "09/01/2026"), value=_spent, kinds=_PAID),
    text("tong_chi", _("sum of what was spent"), "30.000.000",
         value=lambda facts, paper: _money(sum(one.amount for one in _expenses(facts))), kinds=_PAID),
    text("tong_chi_bang_chu", _("sum of what was spent, in words"), "Ba mươi triệu đồng",
         value=lambda facts, paper: _in_words(one.amount for one in _expenses(facts)), kinds=_PAID),
)  # fmt: skip
