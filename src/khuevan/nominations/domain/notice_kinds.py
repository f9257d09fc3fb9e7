"""Words of what agencies, participants and officers are told of a class; offices may change all but their places."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.notifications.domain.kinds import register_kind

type Places = dict[str, str | Promise]

_CLASS: Final[Places] = {
    "tên lớp": _("title of the class"),
    "thời gian": _("first and last day of the class"),
    "địa điểm": _("venue"),
    "đơn vị tổ chức": _("the office that runs the class"),
}
_CLASS_SAMPLE: Final = {
    "tên lớp": "Bồi dưỡng kỹ năng ngoại giao năm 2026",
    "thời gian": "05/10/2026 đến 06/10/2026",
    "địa điểm": "Hội trường Sở Ngoại vụ, số 1 đường Trần Phú",
    "đơn vị tổ chức": "Sở Ngoại vụ tỉnh Khánh Hòa",
}
_AGENCY: Final[Places] = {"tên đơn vị": _("name of the agency as in the letter"), **_CLASS}
_AGENCY_SAMPLE: Final = {"tên đơn vị": "Sở Y tế", **_CLASS_SAMPLE}
_ADDRESS: Final[Places] = {"địa chỉ": _("where the agency answers: its link, or the short address of the class")}
_ADDRESS_SAMPLE: Final = {"địa chỉ": "https://lop.khanhhoa.example/moi/K7M2QX/"}
_LIST: Final[Places] = {"danh sách": _("the people, one a line")}
_LIST_SAMPLE: Final = {"danh sách": "1. Nguyễn Văn An, Trưởng phòng\n2. Trần Thị Bình, Chuyên viên"}
_REASON: Final[Places] = {"lý do": _("the reason given")}

_ABOUT_CLASS: Final = "{tên lớp}\nThời gian: {thời gian}\nĐịa điểm: {địa điểm}"
_CLOSING: Final = "Trân trọng.\n{đơn vị tổ chức}"


def _kind(
    code: str,
    title: str | Promise,
    subject: str,
    body: str,
    *more: tuple[Mapping[str, str | Promise], Mapping[str, str]],
    required: frozenset[str] = frozenset(),
    digest: bool = False,
    base: tuple[Mapping[str, str | Promise], Mapping[str, str]] = (_AGENCY, _AGENCY_SAMPLE),
) -> str:
    return register_kind(f"nominations.{code}", title, subject, body, base, *more, digest=digest, required=required)


INVITATION = _kind(
    "invitation",
    _("Invitation to an agency"),
    "Đề nghị cử người tham gia: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đề nghị quý đơn vị cử người tham gia:
{_ABOUT_CLASS}
Văn bản: {{văn bản}}
Chỉ tiêu: {{chỉ tiêu}}
Điều kiện: {{điều kiện}}
Hạn trả lời: {{hạn trả lời}}

Đơn vị gửi danh sách, hoặc trả lời không cử, tại địa chỉ dưới đây. Địa chỉ mở được trên điện thoại, không cần tài khoản:
{{địa chỉ}}

{{lời nhắn}}

{_CLOSING}""",
    (
        {
            "chỉ tiêu": _("how many people the agency may send"),
            "hạn trả lời": _("the day and hour until which answers are awaited"),
            "văn bản": _("number and date of the letter of invitation"),
            "điều kiện": _("conditions in words"),
            "lời nhắn": _("the word to the agencies"),
        },
        {
            "chỉ tiêu": "3 người",
            "hạn trả lời": "17 giờ 00 ngày 25/09/2026",
            "văn bản": "512/SNgV-VP ngày 10/09/2026",
            "điều kiện": "Lãnh đạo phòng hoặc tương đương",
            "lời nhắn": "Đề nghị ưu tiên người chưa dự lớp năm trước.",
        },
    ),
    (_ADDRESS, _ADDRESS_SAMPLE),
    required=frozenset({"địa chỉ"}),
)

REMINDER = _kind(
    "reminder",
    _("Reminder to an agency that has not answered"),
    "Nhắc trả lời: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} chưa nhận được trả lời của quý đơn vị về việc cử người tham gia:
{_ABOUT_CLASS}
Hạn trả lời: {{hạn trả lời}}

Đề nghị đơn vị gửi danh sách, hoặc trả lời không cử, tại:
{{địa chỉ}}

Nếu đơn vị đã gửi công văn trả lời, xin bỏ qua lời nhắc này.

{_CLOSING}""",
    (
        {"hạn trả lời": _("the day and hour until which answers are awaited")},
        {"hạn trả lời": "17 giờ 00 ngày 25/09/2026"},
    ),
    (_ADDRESS, _ADDRESS_SAMPLE),
    required=frozenset({"địa chỉ"}),
)

_SENDER: Final = (
    {
        "nội dung": _("what was answered: how many people, or nobody"),
        "người gửi": _("who sent the answer"),
        "lúc gửi": _("when it was sent"),
    },
    {"nội dung": "Cử 3 người", "người gửi": "Lê Thị Cúc, 0258 3123 456", "lúc gửi": "09 giờ 12 ngày 20/09/2026"},
)

RECEIVED = _kind(
    "received",
    _("An answer waits for confirmation by the agency"),
    "Trả lời đang chờ xác nhận: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã nhận một trả lời gửi thay mặt đơn vị về việc cử người tham gia:
{_ABOUT_CLASS}
Nội dung: {{nội dung}}
Người gửi: {{người gửi}}
Gửi lúc: {{lúc gửi}}

Trả lời này chưa được tính vì còn chờ xác nhận. Đơn vị xác nhận bằng mã gửi tới đầu mối đã đăng ký, bằng công văn, \
hoặc báo cho cán bộ phụ trách lớp.

Nếu đơn vị không gửi trả lời này, đề nghị báo lại để cán bộ phụ trách từ chối.

{_CLOSING}""",
    _SENDER,
)

CONFIRMED = _kind(
    "confirmed",
    _("An answer was recorded, to the agency"),
    "Đã ghi nhận trả lời: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã ghi nhận trả lời của đơn vị về việc cử người tham gia:
{_ABOUT_CLASS}
Nội dung: {{nội dung}}

{{danh sách}}

Kết quả xét danh sách sẽ được báo sau.

{_CLOSING}""",
    ({"nội dung": _SENDER[0]["nội dung"]}, {"nội dung": "Cử 2 người"}),
    (_LIST, _LIST_SAMPLE),
)

DECLINED = _kind(
    "declined",
    _("That nobody is sent was recorded, to the agency"),
    "Đã ghi nhận không cử người: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã ghi nhận đơn vị không cử người tham gia:
{_ABOUT_CLASS}
Lý do: {{lý do}}

{_CLOSING}""",
    (_REASON, {"lý do": "Trùng kỳ họp của Hội đồng nhân dân."}),
)

ACCEPTED = _kind(
    "accepted",
    _("People were accepted, to the agency"),
    "Người được cử đã được nhận: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã nhận những người sau đây của đơn vị vào danh sách lớp:
{{danh sách}}

{_ABOUT_CLASS}

{_CLOSING}""",
    (_LIST, _LIST_SAMPLE),
    digest=True,
)

REFUSED = _kind(
    "refused",
    _("People were not accepted, to the agency"),
    "Người được cử chưa được nhận: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} chưa nhận những người sau đây của đơn vị vào danh sách lớp {{tên lớp}}:
{{danh sách}}
Lý do: {{lý do}}

Đơn vị có thể cử người khác thay cho đến khi chốt danh sách.

{_CLOSING}""",
    (_LIST, _LIST_SAMPLE),
    (_REASON, {"lý do": "Đã dự lớp cùng nội dung năm 2025."}),
    digest=True,
)

MOVED_UP = _kind(
    "moved_up",
    _("Somebody moved up from the reserve list, to the agency"),
    "Đưa lên danh sách chính thức: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã đưa những người sau đây từ danh sách dự bị lên danh sách chính thức:
{{danh sách}}

{_ABOUT_CLASS}

{_CLOSING}""",
    (_LIST, _LIST_SAMPLE),
    digest=True,
)

CLOSED = _kind(
    "closed",
    _("The list was closed, to the agency"),
    "Đã chốt danh sách: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

Danh sách lớp đã chốt. Người của đơn vị có tên trong danh sách:
{{danh sách}}

{_ABOUT_CLASS}

Nếu cần thay người sau khi đã chốt, đề nghị đơn vị báo sớm và nêu lý do.

{_CLOSING}""",
    (_LIST, _LIST_SAMPLE),
)

CHANGED = _kind(
    "changed",
    _("The list changed after it was closed, to the agency"),
    "Thay đổi sau khi chốt danh sách: {tên lớp}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đã ghi nhận thay đổi trong danh sách đã chốt:
{{thay đổi}}
Lý do: {{lý do}}

{_ABOUT_CLASS}

{_CLOSING}""",
    ({"thay đổi": _("who left and who comes instead")}, {"thay đổi": "Trần Thị Bình thay Nguyễn Văn An."}),
    (_REASON, {"lý do": "Ông An đi công tác đột xuất."}),
    digest=True,
)

PARTICIPANT = _kind(
    "participant",
    _("Accepted, to the participant"),
    "Ông/bà được nhận vào lớp: {tên lớp}",
    f"""Kính gửi {{người nhận}},

Ông/bà được cử và đã được nhận vào danh sách lớp:
{_ABOUT_CLASS}

Lịch học có trong tệp kèm theo; mở tệp để ghi vào lịch trên điện thoại hoặc máy tính.

{_CLOSING}""",
    ({"người nhận": _("name of the participant")}, {"người nhận": "ông Nguyễn Văn An"}),
    base=(_CLASS, _CLASS_SAMPLE),
)

NEWS = _kind(
    "news",
    _("New answers, gathered for the officers"),
    "Trả lời mới của các đơn vị: {tên lớp}",
    """Trả lời mới của các đơn vị về việc cử người tham gia {tên lớp}:

{tin}

Xem và xét tại:
{địa chỉ}""",
    (
        {
            "tin": _("what happened, one line an agency"),
            "địa chỉ": _("the page of the class"),
        },
        {
            "tin": "Sở Y tế: cử 3 người, chờ xác nhận.",
            "địa chỉ": "https://lop.khanhhoa.example/can-bo/lop/12/moi/",
        },
    ),
    base=(_CLASS, _CLASS_SAMPLE),
    digest=True,
)
