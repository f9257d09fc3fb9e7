"""Words of what lecturers, learners and contacts of venues are told when the programme is made known."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.notifications.domain.kinds import Places, register_kind

_PLACES: Final[Places] = (
    {
        "người nhận": _("name of the recipient"),
        "tên lớp": _("title of the class"),
        "thời gian": _("first and last day of the class"),
        "địa điểm": _("venue"),
        "đơn vị tổ chức": _("the office that runs the class"),
        "lời nhắn": _("the word of the office to this version"),
        "địa chỉ": _("the public page of the class, where there is one"),
    },
    {
        "người nhận": "ông Nguyễn Văn An",
        "tên lớp": "Bồi dưỡng kỹ năng ngoại giao năm 2026",
        "thời gian": "05/10/2026 đến 06/10/2026",
        "địa điểm": "Hội trường Sở Ngoại vụ, số 1 đường Trần Phú",
        "đơn vị tổ chức": "Sở Ngoại vụ tỉnh Khánh Hòa",
        "lời nhắn": "Đề nghị có mặt trước 15 phút.",
        "địa chỉ": "https://lop.khanhhoa.example/lop/boi-duong-2026/",
    },
)
_CHANGES: Final[Places] = (
    {"thay đổi": _("what changed, one line each")},
    {"thay đổi": "- Buổi sáng thứ Hai, 05/10/2026: 07:30 – 11:00 thành 08:00 – 11:30"},
)
_ABOUT: Final = "{tên lớp}\nThời gian: {thời gian}\nĐịa điểm: {địa điểm}"
_CLOSING: Final = """{lời nhắn}

Xem chương trình: {địa chỉ}

Trân trọng.
{đơn vị tổ chức}"""

PROGRAMME: Final = register_kind(
    "nominations.programme",
    _("The programme was made known, to learners and contacts of venues"),
    "Chương trình lớp: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} gửi chương trình lớp:
{_ABOUT}

{{chương trình}}

{_CLOSING}""",
    _PLACES,
    (
        {"chương trình": _("the half days, one line each")},
        {"chương trình": "- Buổi sáng thứ Hai, 05/10/2026, 07:30 – 11:00"},
    ),
)
CHANGE: Final = register_kind(
    "nominations.programme_change",
    _("The programme has changed, to learners and contacts of venues"),
    "Thay đổi chương trình: {tên lớp}",
    f"""Kính gửi {{người nhận}},

Chương trình lớp {{tên lớp}} có thay đổi:
{{thay đổi}}

{_CLOSING}""",
    _PLACES,
    _CHANGES,
    digest=True,
    required=frozenset({"thay đổi"}),
)
LECTURER: Final = register_kind(
    "nominations.programme_lecturer",
    _("The programme was made known or has changed, to a lecturer"),
    "Lịch giảng của ông/bà: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} gửi lịch giảng tại lớp:
{_ABOUT}

{{thay đổi}}

Phần của ông/bà:
{{phần giảng}}

{_CLOSING}""",
    _PLACES,
    _CHANGES,
    (
        {"phần giảng": _("what the lecturer teaches, one line each")},
        {"phần giảng": "- Buổi sáng thứ Hai, 05/10/2026, 08:00: Lễ tân ngoại giao, tại Hội trường Sở Ngoại vụ"},
    ),
    required=frozenset({"phần giảng"}),
)
