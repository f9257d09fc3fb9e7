"""A yearly plan as an Excel file: print-ready, and read back by ``domain.plan_sheets``."""

from collections.abc import Sequence

from django.utils import translation

from khuevan.core.workbooks import Amount, Sheet, workbook
from khuevan.training.domain.plan_versions import rows_of
from khuevan.training.domain.plan_words import PlanRow, words_of
from khuevan.training.models import PlanVersion, TrainingPlan

HEADINGS = ("STT", "Tên lớp", "Lĩnh vực", "Đối tượng", "Số lớp", "Số lượng (người)", "Số tiết/lớp", "Thời gian",
            "Địa điểm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Nguồn kinh phí", "Dự toán (đồng)", "Ghi chú")  # fmt: skip
"""As offices head such tables, in Vietnamese whatever language the screen speaks: the sheet is a paper, and is read
back by these words."""


def plan_workbook(plan: TrainingPlan, version: PlanVersion | None = None) -> bytes:
    """The plan as it stands, or as it was signed; classes struck off are left out."""
    rows = [row for row in (version.rows if version else rows_of(plan)) if not row["is_dropped"]]
    with translation.override("vi"):
        told = [_values(place, row) for place, row in enumerate(rows, start=1)]
        sums = (
            None, "Tổng cộng", None, None, Amount(sum(row["classes"] for row in rows)),
            Amount(sum(row["people"] or 0 for row in rows)), *[None] * 6,
            Amount(sum(row["estimate"] or 0 for row in rows)), None,
        )  # fmt: skip
        return workbook(Sheet(plan.title, plan.office.organization.name, HEADINGS, [*told, sums] if told else []))


def _values(place: int, row: PlanRow) -> Sequence[object]:
    told = words_of(row)
    return (
        place,
        row["title"],
        row["field"],
        row["audience"],
        row["classes"],
        _amount(row["people"]),
        row["periods"],
        told["time"],
        row["venue"],
        told["lead"],
        told["co"],
        row["money_source"],
        _amount(row["estimate"]),
        row["note"],
    )


def _amount(value: int | None) -> Amount | None:
    return None if value is None else Amount(value)
