"""Forms for replies that came by post or e-mail: dropped in together, and corrected one by one."""

import json
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField, VerbForm
from khuevan.nominations.domain.reply_files import begin_replies, describe_reply
from khuevan.nominations.domain.sorting import Sign
from khuevan.nominations.domain.unpacking import MOST_FILES
from khuevan.nominations.interfaces.list_forms import ACCEPTED, ManyFilesField
from khuevan.nominations.models import ReplyBatch, ReplyFile
from khuevan.training.models import TrainingClass

SIGNS = {
    Sign.LETTERHEAD: _("letterhead “%(word)s”"),
    Sign.UNIT: _("letterhead of one of its units, “%(word)s”"),
    Sign.HEIR: _("letterhead with an earlier name, “%(word)s”"),
    Sign.ATTACHED: _("the list belongs to a letter of “%(word)s”"),
    Sign.SYMBOL: _("symbol “%(word)s”"),
    Sign.ROWS: _("people of “%(word)s” in the list"),
    Sign.FILE_NAME: _("file name says “%(word)s”"),
    Sign.FOLDER: _("folder “%(word)s”"),
    Sign.EMAIL: _("e-mail address of its contact, %(word)s"),
    Sign.PHONE: _("telephone of its contact, %(word)s"),
    Sign.SIGNER: _("signed by its contact %(word)s"),
    Sign.TEXT: _("the text names “%(word)s”"),
    Sign.PLACE: _("written in %(word)s"),
}
"""What spoke for an agency, in words."""


def evidence_words(stored: object) -> list[str]:
    """The signs of a candidate as they are stored; what is no sign any more is left out."""
    words = []
    for one in stored if isinstance(stored, list) else ():
        match one:
            case [str() as code, str() as word] if code in SIGNS:
                words.append(str(SIGNS[Sign(code)]) % {"word": word})
    return words


class RepliesForm(VerbForm):
    """Files, a ZIP or a folder.  ``paths`` says where each file lay, told by a script: browsers send names only."""

    letters = ManyFilesField(
        label=_("files or a ZIP"),
        required=False,
        help_text=_("Letters and lists as they came: Word, PDF, Excel, scans and photos; up to %(count)s at once."),
    )
    folder = ManyFilesField(
        label=_("or a whole folder"),
        required=False,
        help_text=_("Everything in it and in the folders below."),
    )
    paths = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.training_class = training_class
        self.fields["letters"].widget.attrs["accept"] = f"{ACCEPTED},.zip,.doc"
        self.fields["letters"].help_text = str(self.fields["letters"].help_text) % {"count": MOST_FILES}
        folder = self.fields["folder"].widget.attrs
        folder.pop("accept", None)
        folder["webkitdirectory"] = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not (self._sent("letters") or self._sent("folder")):
            self.add_error("letters", _("Choose files, a ZIP or a folder."))
        return given

    def perform(self) -> ReplyBatch:
        sent = [
            (self._path(field, at, file.name or ""), file.read())
            for field in ("letters", "folder")
            for at, file in enumerate(self._sent(field))
        ]
        name = next((name for name, _content in sent if name.lower().endswith(".zip")), "")
        return begin_replies(self.actor, self.training_class, sent, name)

    def _sent(self, field: str) -> "list[UploadedFile[Any]]":
        return [file for file in self.cleaned_data.get(field) or [] if file]

    def _path(self, field: str, at: int, name: str) -> str:
        """Where a file lay, when what the script said of it ends in the name the browser sent."""
        try:
            path = json.loads(self.cleaned_data.get("paths") or "{}")[field][at]
        except (ValueError, KeyError, IndexError, TypeError):
            return name
        return path if isinstance(path, str) and PurePosixPath(path).name == name else name

    def refuse(self, error: DomainError) -> None:
        self.add_error("letters", error.message)


class DescribeReplyForm(VerbForm):
    """Number, symbol and date as they stand on the letter of the agency."""

    number = forms.CharField(label=_("number"), max_length=20, required=False)
    symbol = forms.CharField(
        label=_("symbol"), max_length=60, required=False, help_text=_("What stands behind the slash, as in SNV-CCVC.")
    )
    date = DateField(label=_("date"), required=False)

    def __init__(self, *args: Any, reply: ReplyFile, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, instance=reply, **kwargs)
        self.reply = reply

    def perform(self) -> ReplyFile:
        given = {name: self.cleaned_data[name] for name in ("number", "symbol", "date")}
        return describe_reply(self.actor, self.reply, **given, seen=self.seen_stamp)
