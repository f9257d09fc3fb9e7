"""Named places of papers: what the data of a class does not say and an officer types once for all versions.

A place that stays empty is left out of the paper where it can be, else it stays open ("……").
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.papers.enums import PaperKind


@dataclass(frozen=True)
class Place:
    """``key`` names it in ``Details.values``; ``example`` is Vietnamese like the paper.

    ``is_long`` where each line typed becomes a paragraph of its own.
    """

    key: str
    label: str | Promise
    example: str
    is_long: bool = False


UNIT: Final = Place("unit", _("Unit that drafts it, in “Lưu: VT, ...”"), "VP")
MONEY: Final = Place(
    "money_source",
    _("Source of money"),
    "Kinh phí đào tạo, bồi dưỡng cán bộ, công chức, viên chức được giao năm 2026",
)
PROPOSED_BY: Final = Place("proposed_by", _("Proposed by, in “Theo đề nghị của ...”"), "Chánh Văn phòng Sở")
CARRIED_OUT_BY: Final = Place(
    "carried_out_by",
    _("Who else carries it out, before the committee and the learners"),
    "Chánh Văn phòng Sở, Trưởng phòng Hợp tác quốc tế",
)
AUTHORITY: Final = Place(
    "authority",
    _("Whose decision it is, where it is not the head's"),
    "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA",
)
CONTACT: Final = Place(
    "contact",
    _("Whom to ask: name, post, telephone"),
    "Bà Nguyễn Thị Mai, chuyên viên Văn phòng Sở, điện thoại 0258 3821 111",
)
ADDRESSEES: Final = Place(
    "addressees", _("Addressed to, one a line, where it is another than usual"), "Ban Giám đốc Sở", is_long=True
)
_DECISION: Final = (AUTHORITY, PROPOSED_BY, CARRIED_OUT_BY)
_COURTESY: Final = Place(
    "courtesy", _("Others to greet, one a line"), "Đồng chí Nguyễn Văn An, Phó Chánh Văn phòng", is_long=True
)
_HOST: Final = Place("host", _("Who leads the ceremony (MC)"), "Bà Nguyễn Thị Mai, chuyên viên Văn phòng Sở")
_SPEAKER: Final = Place("speaker", _("Who speaks, where the class does not say"), "Ông Trần Văn Bình, Phó Giám đốc Sở")
_REPORTER: Final = Place("reporter", _("Who reads the summary"), "Ông Lê Văn Nam, Phó Trưởng ban Tổ chức lớp")
_THANKS: Final = Place("thanks", _("Special thanks, one a line"), "Cục Ngoại vụ, Bộ Ngoại giao", is_long=True)
_STRENGTHS: Final = Place(
    "strengths",
    _("What went well, one point a line"),
    "Công tác chuẩn bị chu đáo, chương trình phù hợp với yêu cầu công việc",
    is_long=True,
)
_WEAKNESSES: Final = Place(
    "weaknesses",
    _("What went less well and why, one point a line"),
    "Một số cơ quan, đơn vị gửi danh sách chậm so với thời hạn",
    is_long=True,
)
_REQUESTS: Final = Place(
    "requests",
    _("Requests, one a line"),
    "Tiếp tục bố trí kinh phí mở lớp chuyên sâu trong năm tiếp theo",
    is_long=True,
)

_PLACES: Final[dict[PaperKind, tuple[Place, ...]]] = {
    PaperKind.PROPOSAL: (ADDRESSEES, MONEY, _REQUESTS, UNIT),
    PaperKind.CLASS_PLAN: (
        Place(
            "requirements",
            _("Requirements, one a line"),
            "Nội dung thiết thực, sát với nhiệm vụ; tổ chức an toàn, tiết kiệm, hiệu quả",
            is_long=True,
        ),
        MONEY,
        Place(
            "duties",
            _("Who does what, one a line"),
            "Văn phòng Sở: tham mưu các văn bản, chuẩn bị hội trường, tài liệu; hoàn thành trước ngày 20/9/2026",
            is_long=True,
        ),
        UNIT,
    ),
    PaperKind.OPENING_DECISION: (*_DECISION, MONEY, UNIT),
    PaperKind.COMMITTEE_DECISION: (
        *_DECISION,
        Place(
            "tasks",
            _("Tasks of the whole committee, one a line"),
            "Chuẩn bị nội dung, chương trình và các điều kiện tổ chức lớp",
            is_long=True,
        ),
        UNIT,
    ),
    PaperKind.LECTURER_REQUEST: (
        Place("answer_by", _("Answer until"), "ngày 15 tháng 9 năm 2026"),
        Place(
            "materials_by",
            _("Materials until, and where to"),
            "ngày 25 tháng 9 năm 2026 (email: vp.sngv@khanhhoa.gov.vn)",
        ),
        Place(
            "transport",
            _("Welcoming and seeing off"),
            "Đón tại sân bay Cam Ranh chiều ngày 03 tháng 10 năm 2026, tiễn chiều ngày 04 tháng 10 năm 2026",
        ),
        Place(
            "costs",
            _("Fee, travel and lodging"),
            "Thù lao, chi phí đi lại và lưu trú của báo cáo viên do Sở chi trả theo quy định hiện hành",
        ),
        CONTACT,
        UNIT,
    ),
    PaperKind.INVITATION: (
        Place("answer_by", _("Answer until, where no invitation says it"), "ngày 15 tháng 9 năm 2026"),
        Place(
            "costs",
            _("Who pays for travel, meals and lodging of the learners"),
            "Tiền ăn, ở, đi lại của học viên do cơ quan cử đi học chi trả theo quy định hiện hành",
        ),
        CONTACT,
        UNIT,
    ),
    PaperKind.OPENING_INVITATION: (
        Place("time", _("Time, where the programme does not say it"), "7 giờ 30 ngày 04 tháng 10 năm 2026"),
        Place(
            "note",
            _("To be minded, one a line"),
            "Trang phục: đàn ông mặc com-lê, thắt cà vạt; phụ nữ mặc áo dài",
            is_long=True,
        ),
        CONTACT,
        UNIT,
    ),
    PaperKind.GUEST_LIST: (),
    PaperKind.INTRODUCTIONS: (_COURTESY,),
    PaperKind.OPENING_SCRIPT: (_HOST, _COURTESY, _SPEAKER),
    PaperKind.OPENING_SPEECH: (_SPEAKER, _COURTESY, _THANKS),
    PaperKind.CLOSING_SCRIPT: (_HOST, _COURTESY, _REPORTER, _SPEAKER),
    PaperKind.CLASS_SUMMARY: (_STRENGTHS, _WEAKNESSES, _THANKS),
    PaperKind.CLOSING_SPEECH: (_SPEAKER, _COURTESY, _THANKS),
    PaperKind.BACKDROP: (
        Place(
            "heading",
            _("Name of the class on the backdrop, where it is another"),
            "BỒI DƯỠNG KỸ NĂNG NGHIỆP VỤ ĐỐI NGOẠI",
        ),
    ),
    PaperKind.COMMENDATION_LIST: (),
    PaperKind.RESULT_DECISION: (*_DECISION, UNIT),
    PaperKind.RESULT_NOTICE: (CONTACT, UNIT),
    PaperKind.REPORT: (ADDRESSEES, _STRENGTHS, _WEAKNESSES, _REQUESTS, UNIT),
    PaperKind.THANKS_LETTER: (
        Place(
            "remark",
            _("A word of one's own, one paragraph a line"),
            "Nhiều học viên đã áp dụng ngay các tình huống được hướng dẫn tại lớp",
            is_long=True,
        ),
        UNIT,
    ),
}


def places_of(kind: PaperKind) -> tuple[Place, ...]:
    """The places of one kind of paper, in the order of the form; empty where everything is known."""
    return _PLACES.get(kind, ())
