"""Papers of a class before and after it, in the order in which it needs them."""

from typing import Final

from khuevan.papers.domain.contents import (
    decisions,
    invitation,
    lecturer_request,
    lists,
    opening_invitation,
    plan,
    proposal,
    report,
    result_notice,
    thanks_letter,
)
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.training.enums import RecordPurpose

_BEFORE, _AFTER = PaperGroup.PREPARING, PaperGroup.RESULTS

WRITERS: Final[dict[PaperKind, Writer]] = {
    PaperKind.PROPOSAL: Writer("Tờ trình", "to-trinh", _BEFORE, proposal.proposal, "TTr", RecordPurpose.PROPOSAL),
    PaperKind.CLASS_PLAN: Writer(
        "Kế hoạch tổ chức lớp", "ke-hoach", _BEFORE, plan.class_plan, "KH", RecordPurpose.PLAN
    ),
    PaperKind.OPENING_DECISION: Writer(
        "Quyết định mở lớp", "quyet-dinh-mo-lop", _BEFORE, decisions.opening_decision, "QĐ", RecordPurpose.DECISION
    ),
    PaperKind.COMMITTEE_DECISION: Writer(
        "Quyết định thành lập ban tổ chức",
        "quyet-dinh-ban-to-chuc",
        _BEFORE,
        decisions.committee_decision,
        "QĐ",
        RecordPurpose.DECISION,
    ),
    PaperKind.LECTURER_REQUEST: Writer(
        "Công văn mời báo cáo viên",
        "cong-van-moi-bao-cao-vien",
        _BEFORE,
        lecturer_request.lecturer_request,
        "",
        RecordPurpose.LECTURER,
        lecturer_request.lecturer_targets,
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
    PaperKind.OPENING_INVITATION: Writer(
        "Giấy mời khai giảng",
        "giay-moi-khai-giang",
        PaperGroup.CEREMONY,
        opening_invitation.opening_invitation,
        "GM",
        RecordPurpose.INVITATION,
        opening_invitation.guest_targets,
    ),
    PaperKind.RESULT_DECISION: Writer(
        "Quyết định công nhận kết quả",
        "quyet-dinh-ket-qua",
        _AFTER,
        decisions.result_decision,
        "QĐ",
        RecordPurpose.DECISION,
    ),
    PaperKind.RESULT_NOTICE: Writer(
        "Thông báo kết quả",
        "thong-bao-ket-qua",
        _AFTER,
        result_notice.result_notice,
        "TB",
        RecordPurpose.NOTICE,
        result_notice.agency_targets,
    ),
    PaperKind.REPORT: Writer("Báo cáo kết quả", "bao-cao", _AFTER, report.report, "BC", RecordPurpose.REPORT),
    PaperKind.THANKS_LETTER: Writer(
        "Công văn cảm ơn báo cáo viên",
        "cong-van-cam-on",
        _AFTER,
        thanks_letter.thanks_letter,
        "",
        RecordPurpose.LECTURER,
        thanks_letter.thanked_targets,
    ),
}
