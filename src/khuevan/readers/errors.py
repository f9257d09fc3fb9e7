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
    "pdf": _("This is a PDF file; send the Excel or Word file it was made from."),
    "old_word": _("This is a Word file of the old kind (.doc); open it, save it as .docx and send it again."),
    "unsupported": _("This kind of file is not accepted; send the list as .xlsx, .xls, .ods, .csv or .docx."),
    "suspicious": _("The file unpacks to far more than a list of people can hold and was not opened."),
    "too_many_rows": _("The list has more than %(limit)s rows; split it and send the parts."),
    "too_many_columns": _("The list is wider than %(limit)s columns; delete the columns that do not belong to it."),
    "no_names": _("No column of names was found; the list needs a heading row with “Họ và tên”."),
    "no_people": _("The list has a heading row but no people below it."),
    "old_font": _("The list is typed in an old font (TCVN3 or VNI); convert it to Unicode and send it again."),
}


class UnreadableFile(DomainError):  # noqa: N818 - it is told to a person as it is named
    """A file none of whose rows can be read; ``code`` is a key of the sentences above."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, _SENTENCES[code], **params)
