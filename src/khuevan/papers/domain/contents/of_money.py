"""Papers about the money of a class."""

from typing import Final

from khuevan.papers.domain.contents import money_estimate, money_lists, money_requests
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.training.enums import RecordPurpose

_MONEY, _FILED = PaperGroup.MONEY, RecordPurpose.MONEY

WRITERS: Final[dict[PaperKind, Writer]] = {
    PaperKind.ESTIMATE: Writer("Dự toán kinh phí", "du-toan", _MONEY, money_estimate.estimate, purpose=_FILED),
    PaperKind.ADVANCE_REQUEST: Writer(
        "Giấy đề nghị tạm ứng",
        "de-nghi-tam-ung",
        _MONEY,
        money_requests.advance_request,
        purpose=_FILED,
        targets=money_requests.advance_targets,
    ),
    PaperKind.FEE_LIST: Writer("Bảng kê thù lao", "bang-ke-thu-lao", _MONEY, money_lists.fee_list, purpose=_FILED),
    PaperKind.MONEY_SIGN_LIST: Writer(
        "Danh sách ký nhận tiền",
        "ky-nhan-tien",
        _MONEY,
        money_lists.money_sign_list,
        purpose=_FILED,
        targets=money_lists.signing_targets,
    ),
    PaperKind.MATERIAL_SIGN_LIST: Writer(
        "Danh sách ký nhận tài liệu", "ky-nhan-tai-lieu", _MONEY, money_lists.material_sign_list, purpose=_FILED
    ),
    PaperKind.TRAVEL_CONFIRMATION: Writer(
        "Danh sách xác nhận giấy đi đường",
        "xac-nhan-giay-di-duong",
        _MONEY,
        money_lists.travel_confirmation,
        purpose=_FILED,
    ),
    PaperKind.PAYMENT_CHECKLIST: Writer(
        "Bảng kiểm hợp đồng, nghiệm thu, hóa đơn",
        "bang-kiem-chung-tu",
        _MONEY,
        money_lists.payment_checklist,
        purpose=_FILED,
    ),
    PaperKind.PAYMENT_REQUEST: Writer(
        "Giấy đề nghị thanh toán", "de-nghi-thanh-toan", _MONEY, money_requests.payment_request, purpose=_FILED
    ),
}
