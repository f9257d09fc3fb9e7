from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is by its content; the value is its ending, whatever it was called."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    DOC = "doc", _("Word document (97–2003)")
    ODT = "odt", _("OpenDocument text")
    XLSX = "xlsx", _("Excel workbook")
    XLS = "xls", _("Excel workbook (97–2003)")
    ODS = "ods", _("OpenDocument spreadsheet")
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
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
"""What a download says it is; never what the sender's browser said."""


class NumberState(models.TextChoices):
    """A released number may be used again; one that is void stays in the book and is no gap."""

    RESERVED = "reserved", _("reserved")
    USED = "used", _("used")
    RELEASED = "released", _("released")
    VOID = "void", _("not used")
