"""Why a file is not kept, one sentence each that says what to do instead."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError


def too_large(limit: float) -> DomainError:
    return DomainError("file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / 1024 / 1024:g}")


def empty() -> DomainError:
    return DomainError("file_empty", _("The file is empty."))


def unknown() -> DomainError:
    return DomainError(
        "file_kind", _("This kind of file is not kept; send PDF, Word, Excel, OpenDocument, JPEG or PNG.")
    )


def unknown_material() -> DomainError:
    return DomainError(
        "file_kind",
        _("This kind of file is not kept; send PDF, PowerPoint, Word, Excel, OpenDocument, JPEG, PNG or MP4."),
    )


def damaged() -> DomainError:
    return DomainError("file_damaged", _("The file is damaged; open it, save it again and send the new copy."))


def protected() -> DomainError:
    return DomainError("file_protected", _("The file is protected by a password; remove it and send the file again."))


def macros() -> DomainError:
    return DomainError("file_macros", _("The file holds macros; save it without them (as .docx or .xlsx) or as PDF."))


def program() -> DomainError:
    return DomainError("file_program", _("This is a program, whatever it is called; programs are not kept."))


def drawing() -> DomainError:
    return DomainError("file_drawing", _("SVG drawings may carry scripts and are not kept; save it as PNG or PDF."))


def web_page() -> DomainError:
    return DomainError("file_page", _("Web pages may carry scripts and are not kept; save the page as PDF."))


def embedded() -> DomainError:
    return DomainError("file_embedded", _("A program is hidden inside the file; remove it and save the file again."))


def too_much_inside() -> DomainError:
    return DomainError("file_bomb", _("The file would unpack to far too much; save it again, or save it as PDF."))


def acts() -> DomainError:
    return DomainError(
        "file_acts", _("The PDF runs a script or starts a program when it is opened; print it to PDF once more.")
    )


def no_video() -> DomainError:
    return DomainError("file_video", _("The video is no MP4 that every telephone plays; save it as MP4 (H.264)."))
