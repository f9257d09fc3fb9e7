"""An official document written down once: number, symbol, day, who issued and signed it, its file."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField
from khuevan.people.interfaces.choosing import ChoosingForm, OrganizationField, organization_of
from khuevan.people.models import Office
from khuevan.records.domain.keeping import RecordFields, attach_file, change_record, keep_record
from khuevan.records.domain.numbers import doubles
from khuevan.records.interfaces.kinds import kind_of, parted
from khuevan.records.interfaces.known import kept
from khuevan.records.models import Record

SYMBOLS, SIGNERS = "ky-hieu-da-biet", "nguoi-ky-da-biet"
"""Lists of suggestions that the page of the form shows."""

_ACCEPTED = ".pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.jpg,.jpeg,.png"
_MEGABYTE = 1024 * 1024


class RecordForm(ChoosingForm):
    """A document of ``office``: kept when there is no ``instance``, changed otherwise.

    A number that the issuer gave to another document of that year is refused until ``same_number`` says that both are
    right.
    What the office keeps already is not doubled: ``perform`` answers with that document, ``was_kept`` says so, and
    ``file_left`` that it has a file of its own, instead of which the sent one was not taken.
    """

    error_fields: ClassVar = {
        "record_known": "number",
        "number_twice": "number",
        "number_not_taken": "number",
        "number_void": "number",
        "number_has_document": "number",
        "number_from_series": "number",
        "number_day_order": "date",
        "number_day_to_come": "date",
        "record_without_name": "number",
        "file_too_large": "file",
        "file_empty": "file",
        "file_kind": "file",
        "file_damaged": "file",
        "file_protected": "file",
        "file_macros": "file",
    }

    number = forms.CharField(
        label=_("number"),
        max_length=80,
        required=False,
        help_text=_("As in 29, or with its symbol as it is cited: 29/KH-UBND. Empty for a sheet without a number."),
    )
    symbol = forms.CharField(
        label=_("symbol"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": SYMBOLS})
    )
    date = DateField(label=_("date"), required=False)
    issuer = OrganizationField(label=_("issuer"))
    signer = forms.CharField(
        label=_("signer"), max_length=150, required=False, widget=forms.TextInput(attrs={"list": SIGNERS})
    )
    subject = forms.CharField(
        label=_("what it is about"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    same_number = forms.BooleanField(label=_("Both documents really have this number"), required=False)
    file = forms.FileField(label=_("file"), required=False, widget=forms.FileInput(attrs={"accept": _ACCEPTED}))

    def __init__(self, actor: Actor, *args: Any, office: Office, instance: Record | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if instance is None:
            kwargs["initial"] = {"issuer": office.organization, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.office = office
        self.was_kept = self.file_left = False
        self._same_number = self.fields.pop("same_number")
        if self.is_bound and self.add_prefix("same_number") in self.data:
            self._ask_for_the_same_number()
        limit = f"{settings.KHUEVAN_UPLOAD_LIMIT / _MEGABYTE:g}"
        file = self.fields["file"]
        file.help_text = _now("PDF, Word, Excel, OpenDocument or a picture, at most %(limit)s MB.") % {"limit": limit}
        if instance is not None and instance.file:
            file.help_text = _now(
                "Stored: %(name)s. A file sent here takes its place; the old one stays in the history."
            ) % {"name": instance.file_name}

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Record
        values = super().values_of(instance)
        del values["file"]  # a browser never sends a stored file back
        return values

    def full_clean(self) -> None:
        super().full_clean()
        self._ask_for_the_file_again()

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        if error.code == "number_twice":
            self._ask_for_the_same_number()
        self._ask_for_the_file_again()

    def _ask_for_the_file_again(self) -> None:
        sent = self.is_bound and self.files.get(self.add_prefix("file"))
        if sent and self.errors and "file" not in self.errors:
            self.add_error("file", _now("Choose the file once more: a browser does not send it again by itself."))

    def _ask_for_the_same_number(self) -> None:
        """Beside the number, where the warning stands."""
        self.fields["same_number"] = self._same_number
        names = [name for name in self.fields if name != "same_number"]
        self.order_fields([*names[: names.index("number") + 1], "same_number", *names[names.index("number") + 1 :]])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        number, symbol = parted(values.get("number") or "", values.get("symbol") or "")
        return {**values, "number": number, "symbol": symbol}

    def fields_typed(self) -> RecordFields:
        """What was typed, as the verbs take it; an issuer nobody entered yet is entered here."""
        values = self.cleaned_data
        issuer = organization_of(self.actor, values["issuer"])
        if issuer is None:
            raise DomainError("issuer_missing", _("Say which body issued the document."))
        return RecordFields(
            issuer=issuer,
            number=values["number"],
            symbol=values["symbol"],
            date=values["date"],
            kind=kind_of(values["symbol"]),
            signer=values["signer"],
            subject=values["subject"],
        )

    def _warn_of_doubles(self, typed: RecordFields, but: Record | None = None) -> None:
        known = ("issuer", "number", "date", "kind")
        is_same = but is not None and all(getattr(but, name) == typed.get(name, getattr(but, name)) for name in known)
        if is_same or self.cleaned_data.get("same_number"):
            return
        issuer, number, kind = typed["issuer"], typed["number"], typed.get("kind", but.kind if but else "")
        others = doubles(self.office, issuer, number=number, kind=kind, on=typed["date"], but=but)
        if others:
            raise DomainError(
                "number_twice",
                _("%(issuer)s gave this number to another document that year: %(record)s. If both are right, say so."),
                issuer=issuer.name,
                record=str(others[0]),
            )

    def perform(self) -> Any:  # noqa: ANN401 - a Record, or what a subclass makes of it
        with transaction.atomic():
            return self.change(self.instance) if isinstance(self.instance, Record) else self.keep()

    def keep(self) -> Record:
        typed, file = self.fields_typed(), self.cleaned_data["file"]
        found = kept(
            self.actor,
            self.office,
            issuer=typed["issuer"],
            number=typed["number"],
            symbol=typed["symbol"],
            date=typed["date"],
        )
        if found is None:
            self._warn_of_doubles(typed)
            return keep_record(self.actor, office=self.office, file=file, **typed)
        self.was_kept = True
        missing: RecordFields = {}
        if typed["signer"] and not found.signer:
            missing["signer"] = typed["signer"]
        if typed["subject"] and not found.subject:
            missing["subject"] = typed["subject"]
        if missing:
            change_record(self.actor, found, **missing)
        self.file_left = bool(file and found.file)
        if file and not found.file:
            attach_file(self.actor, found, file)
        return found

    def change(self, document: Record) -> Record:
        typed = self.fields_typed()
        if typed["symbol"] == document.symbol:
            del typed["kind"]
        self._warn_of_doubles(typed, document)
        change_record(self.actor, document, seen=self.seen_stamp, **typed)
        if self.cleaned_data["file"]:
            attach_file(self.actor, document, self.cleaned_data["file"])
        return document
