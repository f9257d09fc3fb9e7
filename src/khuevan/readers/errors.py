"""What a reader says when a whole file cannot be read: one sentence a person can act on."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError

_SENTENCES = {
    "missing": _("The file was not found; check its name and folder."),
    "not_a_file": _("This is not an ordinary file; choose the list itself, not a folder or a shortcut."),
    "not_readable": _("The file may not be opened; check the permission to read it."),
    "empty": _("The file is empty."),
    "too_large": _("The file is %(size)s MB; files up to %(limit)s MB are accepted."),
    "damaged": _("The file is damaged or is not what its name says; open it, save it again and send the new copy."),
    "protected": _("The file is protected by a password; remove the password and send it again."),
    "old_word": _("This is a Word file of the old kind (.doc); open it, save it as .docx and send it again."),
    "rich_text": _("This is a rich text file (.rtf); open it in Word, save it as .docx and send it again."),
    "macros": _("The file contains macros, which are never run here; save it as .xlsx or .docx and send that file."),
    "scan": _(
        "The pages of this PDF are pictures without text; open it beside the entry grid on the page of the list and "
        "type the list there, or send the Excel or Word file it was made from."
    ),
    "picture": _(
        "This is a picture; open it beside the entry grid on the page of the list and type the list there, or send "
        "the Excel or Word file it shows."
    ),
    "phone_picture": _(
        "This is a picture of a kind that only telephones show (HEIC); save it as JPEG, or send the Excel or Word file "
        "it shows."
    ),
    "not_drawn": _("Only PDF files and pictures can be opened beside the entry grid."),
    "garbled": _(
        "The letters of this PDF cannot be told from its fonts; send the Excel or Word file it was made from, or open "
        "it beside the entry grid on the page of the list."
    ),
    "too_many_pages": _("The PDF has more than %(limit)s pages; send the pages of the list only."),
    "unsupported": _(
        "This kind of file is not accepted; send the list as an Excel (.xlsx, .xls), Word (.docx), OpenDocument "
        "(.ods), text (.csv) or PDF file."
    ),
    "long_cell": _("A cell holds more than %(limit)s characters, as no list does; is a quotation mark left open?"),
    "suspicious": _("The file unpacks to far more than a list of people can hold and was not opened."),
    "too_slow": _("Reading the list took too long; split it and send the parts, or try again later."),
    "too_many_rows": _("The list has more than %(limit)s rows; split it and send the parts."),
    "too_many_columns": _("The list is wider than %(limit)s columns; delete the columns that do not belong to it."),
    "no_names": _("No column of names was found; the list needs a heading row with “Họ và tên”."),
    "no_plan": _("No table of classes was found; the plan needs a heading row with “Tên lớp” and other columns."),
    "no_classes": _("The plan has a heading row but no class below it."),
    "no_people": _("The list has a heading row but no people below it."),
    "old_font": _("The list is typed in an old font (TCVN3 or VNI); convert it to Unicode and send it again."),
}


class UnreadableFile(DomainError):  # noqa: N818 - it is told to a person as it is named
    """A file none of whose rows can be read; ``code`` is a key of the sentences above."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, _SENTENCES[code], **params)
