from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FileKind(models.TextChoices):
    """What a file is by its content; the value is its ending, whatever it was called."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    DOC = "doc", _("Word document (97–2003)")
    ODT = "odt", _("OpenDocument text")
    XLSX = "xlsx", _("Excel workbook")
    XLS = "xls", _("Excel workbook (97–2003)")
    ODS = "ods", _("OpenDocument spreadsheet")
    PPTX = "pptx", _("slides (PowerPoint)")
    PPT = "ppt", _("slides (PowerPoint 97–2003)")
    ODP = "odp", _("OpenDocument slides")
    MP4 = "mp4", _("MP4 video")
    JPEG = "jpg", _("JPEG picture")
    PNG = "png", _("PNG picture")


CONTENT_TYPES: dict[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.DOC: "application/msword",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.PPT: "application/vnd.ms-powerpoint",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
    FileKind.MP4: "video/mp4",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
"""What a download says it is; never what the sender's browser said."""


class NumberState(models.TextChoices):
    """A released number may be used again; one that is void stays in the book and is no gap."""

    RESERVED = "reserved", _("reserved")
    USED = "used", pgettext_lazy("number", "given")
    RELEASED = "released", _("released")
    VOID = "void", _("not used")


DOCUMENT_KINDS: Final = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "": "Công văn",
}
"""Nghị định 30/2020/NĐ-CP, Phụ lục III; a công văn has no abbreviation.  Names of papers are Vietnamese everywhere."""
