"""Files made for one answer: what was built as an attachment, or the sentence that says why not."""

from collections.abc import Callable, Sequence
from typing import IO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from khuevan.core.errors import DomainError
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.lists import PrintedList
from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.workbooks import workbook
from khuevan.training.models import TrainingClass

MAKERS: dict[str, Callable[[TrainingClass, Sequence[PrintedList]], Built]] = {"pdf": pdf, "xlsx": workbook}
"""By the ending in the address."""


_AS_SAID = {"X-Content-Type-Options": "nosniff"}


def attached(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    """A file that is saved, whatever a browser thinks it is; the answer closes it."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type, headers=_AS_SAID)


def download(request: HttpRequest, make: Callable[[], Built], back: str) -> HttpResponse:
    """The file that ``make`` builds; a refusal is said on the page ``back``."""
    try:
        built = make()
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(back)
    disposition = content_disposition_header(True, built.name) or "attachment"
    headers = {**_AS_SAID, "Content-Disposition": disposition}
    return HttpResponse(built.content, content_type=built.content_type, headers=headers)
