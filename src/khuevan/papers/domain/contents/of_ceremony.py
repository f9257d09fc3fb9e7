"""Papers of the opening and the closing: nobody numbers or sends them, people read from them."""

from typing import Final

from khuevan.papers.domain.contents import (
    class_summary,
    guest_list,
    hall,
    introductions,
    scripts,
    speeches,
)
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.training.enums import RecordPurpose

_CEREMONY = PaperGroup.CEREMONY

WRITERS: Final[dict[PaperKind, Writer]] = {
    PaperKind.GUEST_LIST: Writer(
        "Danh sách khách mời", "danh-sach-khach-moi", _CEREMONY, guest_list.guest_list, None, RecordPurpose.LIST
    ),
    PaperKind.INTRODUCTIONS: Writer(
        "Giới thiệu đại biểu",
        "gioi-thieu-dai-bieu",
        _CEREMONY,
        introductions.introductions,
        None,
        RecordPurpose.SPEECH,
    ),
    PaperKind.OPENING_SCRIPT: Writer(
        "Kịch bản khai giảng", "kich-ban-khai-giang", _CEREMONY, scripts.opening_script, None, RecordPurpose.SPEECH
    ),
    PaperKind.OPENING_SPEECH: Writer(
        "Dự thảo phát biểu khai giảng",
        "phat-bieu-khai-giang",
        _CEREMONY,
        speeches.opening_speech,
        None,
        RecordPurpose.SPEECH,
    ),
    PaperKind.CLOSING_SCRIPT: Writer(
        "Kịch bản bế giảng", "kich-ban-be-giang", _CEREMONY, scripts.closing_script, None, RecordPurpose.SPEECH
    ),
    PaperKind.CLASS_SUMMARY: Writer(
        "Báo cáo tổng kết lớp", "tong-ket-lop", _CEREMONY, class_summary.class_summary, None, RecordPurpose.SPEECH
    ),
    PaperKind.CLOSING_SPEECH: Writer(
        "Dự thảo phát biểu bế giảng",
        "phat-bieu-be-giang",
        _CEREMONY,
        speeches.closing_speech,
        None,
        RecordPurpose.SPEECH,
    ),
    PaperKind.BACKDROP: Writer("Nội dung maket", "maket-phong", _CEREMONY, hall.backdrop),
    PaperKind.COMMENDATION_LIST: Writer(
        "Danh sách khen thưởng", "danh-sach-khen-thuong", _CEREMONY, hall.commendation_list, None, RecordPurpose.LIST
    ),
}
