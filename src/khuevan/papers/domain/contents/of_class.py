"""Papers of a class before and after it, in the order in which it needs them."""

from typing import Final

from khuevan.papers.domain.contents import decisions, invitation, lists, plan, report
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.training.enums import RecordPurpose

_BEFORE, _AFTER = PaperGroup.PREPARING, PaperGroup.RESULTS

WRITERS: Final[dict[PaperKind, Writer]] = {
    PaperKind.CLASS_PLAN: Writer(
        "Kế hoạch tổ chức lớp", "ke-hoach", _BEFORE, plan.class_plan, "KH", RecordPurpose.PLAN
    ),
    PaperKind.INVITATION: Writer(
        "Công văn đề nghị cử học viên",
        "cong-van-cu-hoc-vien",
        _BEFORE,
        invitation.invitation,
        "",
        RecordPurpose.INVITATION,
    ),
    PaperKind.PROGRAMME: Writer(
        "Chương trình", "chuong-trinh", _BEFORE, lists.programme, None, RecordPurpose.PROGRAMME
    ),
    PaperKind.LEARNER_LIST: Writer(
        "Danh sách học viên", "danh-sach", _BEFORE, lists.learner_list, None, RecordPurpose.LIST
    ),
    PaperKind.OPENING_DECISION: Writer(
        "Quyết định mở lớp", "quyet-dinh-mo-lop", _BEFORE, decisions.opening_decision, "QĐ", RecordPurpose.DECISION
    ),
    PaperKind.RESULT_DECISION: Writer(
        "Quyết định công nhận kết quả",
        "quyet-dinh-ket-qua",
        _AFTER,
        decisions.result_decision,
        "QĐ",
        RecordPurpose.DECISION,
    ),
    PaperKind.REPORT: Writer("Báo cáo kết quả", "bao-cao", _AFTER, report.report, "BC", RecordPurpose.REPORT),
}
