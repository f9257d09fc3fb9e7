"""The file an agency has already: read in the sandbox, then every row of it checked by the agency itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.desk.agencies.answering import Answering
from khuevan.desk.agencies.rows import asked_of
from khuevan.desk.agencies.writing import begin
from khuevan.desk.answers import desk_answer
from khuevan.nominations.domain.drafts import Contents
from khuevan.nominations.domain.importing import read_list
from khuevan.nominations.domain.nominees import nominee_of_row
from khuevan.nominations.domain.submitting import add_rows
from khuevan.nominations.enums import DraftKind
from khuevan.nominations.models import Submission
from khuevan.readers.errors import UnreadableFile

MOST_ROWS = 300
"""People one answer of an agency may bring; a longer list is for an officer."""


class FileForm(VerbForm):
    """A list as a file.  It is read before anything is locked; ``is_unreadable`` offers to type instead."""

    file = forms.FileField(
        label=gettext_lazy("file of the list"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,.doc,.xlsx,.xls,.ods,.csv,.pdf,.jpg,.jpeg,.png,.txt,.odt,.rtf"}
        ),
    )

    def __init__(self, answering: Answering, data: Any = None, files: Any = None) -> None:  # noqa: ANN401
        self.answering = answering
        self.is_unreadable = False
        self.contents = Contents()
        self.content = b""
        super().__init__(answering.actor, data, files)

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.KHUEVAN_UPLOAD_LIMIT
        if (file.size or 0) > limit:
            words = _("The file is larger than %(limit)s MB.") % {"limit": f"{limit / 1024 / 1024:.0f}"}
            raise forms.ValidationError(words)
        self.content = file.read()
        agency = self.answering.quota.organization
        try:
            self.contents = read_list(self.content, file.name or "", office=self.answering.office, agency=agency)
        except UnreadableFile as error:
            self.is_unreadable = True
            raise forms.ValidationError(str(error)) from error
        self._refuse_strange()
        return file

    def _refuse_strange(self) -> None:
        rows = len(self.contents.rows)
        if rows > MOST_ROWS:
            words = _("The list has %(count)s people. More than %(most)s at once are sent to the office as a letter.")
            raise forms.ValidationError(words % {"count": rows, "most": MOST_ROWS})
        if not rows and self.contents.kind != DraftKind.PICTURE:
            self.is_unreadable = True
            raise forms.ValidationError(_("No people were found in this file."))

    @property
    def is_picture(self) -> bool:
        return self.contents.kind == DraftKind.PICTURE

    def perform(self) -> Submission:
        nominees = [nominee_of_row(row) for row in self.contents.rows]
        written = self.answering.writing
        if written is not None and nominees:
            add_rows(self.actor, written, nominees)
            return written
        if written is not None:
            raise DomainError(
                "picture_beside_list",
                _("A list is being written here already. Send it first, or begin anew, then send the picture."),
            )
        name = str(self.cleaned_data["file"].name or "")
        notes = [_("The list came as a picture and was typed.")] if self.is_picture else list(self.contents.notes)
        return begin(self.answering, nominees, file_name=name, content=self.content, notes=notes)


def send_file(answering: Answering) -> HttpResponse:
    """Takes the file and leads to its rows; what cannot be read is said in a sentence, with typing beside it."""
    request = answering.request
    if not answering.may_send:
        return HttpResponseRedirect(answering.address("class"))
    sent = request.method == "POST"
    form = FileForm(answering, request.POST if sent else None, request.FILES if sent else None)
    context = answering.context(
        back=answering.address("class"),
        write_address=answering.address("write"),
        over_address=answering.address("over"),
        asked=asked_of(answering.invitation),
        limit=settings.KHUEVAN_UPLOAD_LIMIT // 1024 // 1024,
        written=answering.writing.nominations.count() if answering.writing else 0,
    )
    response = desk_answer(
        request, form, "desk/agency/file.html", context, lambda _submission: answering.address("write")
    )
    return answering.keep(response)
