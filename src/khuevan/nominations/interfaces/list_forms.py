"""Forms that bring a list: files that were sent, text that was copied."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.nominations.domain.drafts import begin_draft
from khuevan.nominations.domain.importing import read_list
from khuevan.nominations.enums import DraftKind
from khuevan.nominations.models import RosterDraft
from khuevan.people.interfaces.choosing import ChoosingForm, OrganizationField
from khuevan.training.models import TrainingClass

ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx,.pdf,.jpg,.jpeg,.png"
"""What a browser offers first; what a file is, its contents say."""


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; gives a list."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(widget=ManyFilesInput(attrs={"accept": ACCEPTED}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":  # noqa: ANN401 - what the browser sent
        many = data if isinstance(data, list | tuple) else [data]
        clean = super().clean
        return [clean(one, initial) for one in many]


class ListForm(ChoosingForm):
    """What is said of every list: who sent it, and whether its citizen IDs are kept, which nobody has ticked before."""

    agency = OrganizationField(
        label=_("sent by"),
        required=False,
        may_be_new=False,
        help_text=_("Meant for the rows that name no agency."),
    )
    keep_ids = forms.BooleanField(
        label=_("keep the citizen IDs that stand in the list"),
        required=False,
        help_text=_("Only where the class needs them; otherwise they are left out when the list is read."),
    )
    id_reason = forms.CharField(
        label=_("why citizen IDs are kept"), max_length=300, required=False, help_text=_("Stands in the history.")
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.training_class = training_class

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("keep_ids") and not str(given.get("id_reason") or "").strip():
            self.add_error("id_reason", _("Say what the citizen IDs are needed for."))
        return given

    def begin(self, name: str, content: bytes, kind: DraftKind) -> RosterDraft:
        """Reads one list and keeps it as a draft.  Raises what reader and verb raise."""
        agency = self.cleaned_data["agency"]
        contents = read_list(content, name, office=self.training_class.office, agency=agency, kind=kind)
        reason = self.cleaned_data["id_reason"] if self.cleaned_data.get("keep_ids") else ""
        return begin_draft(
            self.actor,
            self.training_class,
            name=name,
            content=content,
            agency=agency,
            contents=contents,
            id_reason=reason,
        )


class UploadForm(ListForm):
    """Lists as agencies send them; ``refused`` names each file that could not be read, with its sentence."""

    lists = ManyFilesField(
        label=_("lists"),
        help_text=_("Excel, Word (.docx), OpenDocument, CSV, PDF, scans and photos; several at once."),
    )
    field_order = ("lists", "agency", "keep_ids", "id_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.refused: list[str] = []

    def perform(self) -> list[RosterDraft]:
        """Raises ``nothing_read`` when none of the files could be read."""
        drafts = []
        self.refused.clear()
        for file in self.cleaned_data["lists"]:
            name = PurePath(file.name or "").name or "danh-sach"
            try:
                drafts.append(self.begin(name, file.read(), DraftKind.FILE))
            except DomainError as error:
                self.refused.append(f"{file.name}: {error.message}")
        if not drafts:
            raise DomainError("nothing_read", _("None of the files could be read."))
        return drafts

    def refuse(self, error: DomainError) -> None:
        for sentence in self.refused or [error.message]:
            self.add_error("lists", sentence)


class PasteForm(ListForm):
    """A list as it stands in a message."""

    prefix = "dan"
    text = forms.CharField(
        label=_("the list as it was copied"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("From Zalo, an e-mail or a document: one person a line, or a table."),
    )
    field_order = ("text", "agency", "keep_ids", "id_reason")

    def perform(self) -> list[RosterDraft]:
        name = _now("Pasted text, %(day)s") % {"day": vn_date(timezone.localdate())}
        return [self.begin(f"{name}.txt", self.cleaned_data["text"].encode(), DraftKind.TEXT)]

    def refuse(self, error: DomainError) -> None:
        self.add_error("text", error.message)
