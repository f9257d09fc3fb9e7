"""What an officer says of one paper of a class, and how it was signed."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import DateField, ReasonForm, VerbForm
from khuevan.papers.blocks import LONG_HOLE
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.details import details_of, signing_of, usual_signer
from khuevan.papers.domain.making import set_details
from khuevan.papers.domain.places import Place, places_of
from khuevan.papers.domain.signing import (
    attach_signed_file,
    forget_signed,
    has_number,
    link_signed,
    record_signed,
    take_own_number,
    usual_symbol,
)
from khuevan.papers.enums import PaperGroup, PaperKind, Urgency
from khuevan.papers.models import MadePaper, PaperDetails, Signer
from khuevan.people.domain import letterheads
from khuevan.records.domain.numbers import offered
from khuevan.records.interfaces.kinds import parted
from khuevan.records.interfaces.known import kept
from khuevan.records.models import NumberSeries, Record
from khuevan.training.models import TrainingClass

SIGNERS = "nguoi-ky-da-biet"
"""Suggestions that the page of the form shows."""
_ACCEPTED = ".pdf,.doc,.docx,.odt,.jpg,.jpeg,.png"
_MEGABYTE = 1024 * 1024
_SIGNING = ("signer", "bases", "recipients", "urgency", "drafter", "copies")
_PLACE = "place-"


def has_signature(kind: PaperKind) -> bool:
    """Scripts, lists and the programme have neither signer nor grounds of their own."""
    return WRITERS[kind].symbol is not None or WRITERS[kind].group == PaperGroup.MONEY


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


class DetailsForm(VerbForm):
    """Kept for all versions of one kind of paper; ``instance`` is there once something was said."""

    signer = forms.ChoiceField(label=_("signer"), required=False)
    bases = forms.CharField(
        label=_("further grounds"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, without “Căn cứ”. Standing grounds and documents of the class stand there already."),
    )
    recipients = forms.CharField(
        label=_("further recipients"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, added to “Nơi nhận” before “Lưu”."),
    )
    urgency = forms.ChoiceField(label=_("urgency"), required=False)
    drafter = forms.CharField(label=_("initials of the drafter"), max_length=20, required=False)
    copies = forms.IntegerField(label=_("number of copies"), min_value=1, max_value=10_000, required=False)

    error_fields: ClassVar = {"number_too_large": "copies", "signer_of_another_office": "signer"}

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        kind: PaperKind,
        instance: PaperDetails | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.training_class, self.kind = training_class, kind
        super().__init__(actor, *args, instance=instance, **kwargs)
        for place in places_of(kind):
            self.fields[f"{_PLACE}{place.key}"] = self._place(place, instance)
        if not has_signature(kind):
            for name in _SIGNING:
                del self.fields[name]
            return
        self.fields["signer"].choices = self._signers()  # type: ignore[attr-defined]  # a ChoiceField
        urgencies = [(value, capfirst(str(label))) for value, label in Urgency.choices]
        self.fields["urgency"].choices = urgencies  # type: ignore[attr-defined]  # a ChoiceField

    def _place(self, place: Place, instance: PaperDetails | None) -> forms.CharField:
        css = {"class": "form-control", "autocomplete": "off"}
        widget = forms.Textarea(attrs={"rows": 3, **css}) if place.is_long else forms.TextInput(attrs=css)
        return forms.CharField(
            label=str(place.label),
            required=False,
            max_length=5000 if place.is_long else 500,
            widget=widget,
            initial=instance.values.get(place.key, "") if instance else "",
            help_text=_now("Such as: %(example)s") % {"example": place.example},
        )

    def _signers(self) -> list[tuple[str, str]]:
        office, today = self.training_class.office, timezone.localdate()
        usual = usual_signer(office, today)
        named = _now("As usual: %(who)s") % {"who": usual} if usual else _now("Nobody: the place stays open")
        rows = [one for one in office.signers.all() if one.signs(today) or self._is_chosen(one)]
        return [("", named), *((str(one.pk), self._told(one)) for one in rows)]

    def _is_chosen(self, signer: Signer) -> bool:
        return isinstance(self.instance, PaperDetails) and self.instance.signer_id == signer.pk

    def _told(self, signer: Signer) -> str:
        lines, name = signing_of(self.training_class.office, signer)
        return f"{name} ({' / '.join(lines)})"

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a PaperDetails
        places = {f"{_PLACE}{key}": text for key, text in instance.values.items()}
        return {
            "signer": str(instance.signer_id or ""),
            "bases": "\n".join(instance.bases),
            "recipients": "\n".join(instance.recipients),
            "urgency": instance.urgency,
            "drafter": instance.drafter,
            "copies": instance.copies,
            **places,
        }

    def perform(self) -> PaperDetails:
        sent = self.cleaned_data
        places = {place.key: sent.get(f"{_PLACE}{place.key}", "") for place in places_of(self.kind)}
        fields: dict[str, Any] = {"values": places}
        if has_signature(self.kind):
            chosen = sent["signer"]
            signer = self.training_class.office.signers.filter(pk=chosen).first() if chosen else None
            fields |= {
                "signer": signer,
                "bases": _lines(sent["bases"]),
                "recipients": _lines(sent["recipients"]),
                "urgency": sent["urgency"],
                "drafter": sent["drafter"].strip(),
                "copies": sent["copies"],
            }
        return set_details(self.actor, self.training_class, self.kind, seen=self.seen_stamp, **fields)


class OfMadeForm(VerbForm):
    """About one version; ``others`` are the newest versions to further addressees that may share its number."""

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        made: MadePaper,
        others: "list[MadePaper]",
        for_all: bool = False,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        kwargs["initial"] = {"for_all": for_all, **(kwargs.get("initial") or {})}
        super().__init__(actor, *args, **kwargs)
        self.made, self.others = made, others
        if not others:
            self.fields.pop("for_all", None)

    @property
    def training_class(self) -> TrainingClass:
        return self.made.training_class

    def share(self, document: Record) -> Record:
        """The same number for all addressees, where that was ticked."""
        if self.others and self.cleaned_data.get("for_all"):
            for other in self.others:
                link_signed(self.actor, other, document)
        return document

    def recipients(self) -> str:
        if not self.made.target_name or (self.others and self.cleaned_data.get("for_all")):
            return ""
        return self.made.target_name


class SignedForm(OfMadeForm):
    """Number, symbol, day and signer from e-office, once; a document the office keeps already is taken as it is."""

    number = forms.CharField(
        label=_("number"), max_length=80, help_text=_("As in 15, or with its symbol as it is cited: 15/QĐ-SNgV.")
    )
    symbol = forms.CharField(label=_("symbol"), max_length=60, required=False)
    date = DateField(label=_("date"))
    signer = forms.CharField(
        label=_("signer"), max_length=150, required=False, widget=forms.TextInput(attrs={"list": SIGNERS})
    )
    file = forms.FileField(label=_("signed file"), required=False, widget=forms.FileInput(attrs={"accept": _ACCEPTED}))
    for_all = forms.BooleanField(label=_("The same number on this paper to every addressee"), required=False)

    error_fields: ClassVar = {
        "record_known": "number",
        "date_missing": "date",
        **dict.fromkeys(
            ("file_too_large", "file_empty", "file_kind", "file_damaged", "file_protected", "file_macros"), "file"
        ),
    }

    def __init__(self, actor: Actor, *args: Any, made: MadePaper, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kind = PaperKind(made.kind)
        known = details_of(made.training_class, kind)
        shown = {
            "symbol": usual_symbol(made.training_class, kind, known.values.get("unit", "")),
            "date": timezone.localdate(),
            "signer": "" if known.signer == LONG_HOLE else known.signer,
        }
        super().__init__(actor, *args, made=made, initial=shown, **kwargs)
        if not has_number(kind):  # a list or script: only who signed it and the sheet itself
            del self.fields["number"], self.fields["symbol"]
        limit = f"{settings.KHUEVAN_UPLOAD_LIMIT / _MEGABYTE:g}"
        self.fields["file"].help_text = _now("The scan or the signed PDF, at most %(limit)s MB; it may come later.") % {
            "limit": limit
        }

    def full_clean(self) -> None:
        super().full_clean()
        self._ask_for_the_file_again()

    def refuse(self, error: DomainError) -> None:
        super().refuse(error)
        self._ask_for_the_file_again()

    def _ask_for_the_file_again(self) -> None:
        if self.is_bound and self.files.get("file") and self.errors and "file" not in self.errors:
            self.add_error("file", _now("Choose the file once more: a browser does not send it again by itself."))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        typed = values.get("number") or ""
        number, symbol = parted(typed, "" if "/" in typed else values.get("symbol") or "")
        return {**values, "number": number, "symbol": symbol}

    def perform(self) -> Record:
        sent, file = self.cleaned_data, self.cleaned_data["file"]
        with transaction.atomic():
            found = self._kept()
            if found is not None:
                return self.share(self._linked(found, file))
            document = record_signed(
                self.actor,
                self.made,
                number=sent["number"],
                symbol=sent["symbol"],
                date=sent["date"],
                signer=sent["signer"],
                file=file,
                recipients=self.recipients(),
            )
            return self.share(document)

    def _kept(self) -> Record | None:
        office, sent = self.training_class.office, self.cleaned_data
        return kept(
            self.actor,
            office,
            issuer=letterheads.issuer_of(office.organization),
            number=sent["number"],
            symbol=sent["symbol"],
            date=sent["date"],
        )

    def _linked(self, found: Record, file: Any) -> Record:  # noqa: ANN401 - an uploaded file, or None
        link_signed(self.actor, self.made, found)
        if file and not found.file:
            attach_signed_file(self.actor, self.made, file)
        return found


class OwnNumberForm(OfMadeForm):
    """The next number of the office's own series, or one that was reserved or given back."""

    number = forms.ChoiceField(label=_("number"), required=False)
    date = DateField(label=_("date"))
    signer = forms.CharField(
        label=_("signer"), max_length=150, required=False, widget=forms.TextInput(attrs={"list": SIGNERS})
    )
    for_all = forms.BooleanField(label=_("The same number on this paper to every addressee"), required=False)

    error_fields: ClassVar = {"number_day_to_come": "date", "number_day_past": "date", "number_not_free": "number"}

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        made: MadePaper,
        series: NumberSeries,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        known = details_of(made.training_class, PaperKind(made.kind))
        shown = {"date": timezone.localdate(), "signer": "" if known.signer == LONG_HOLE else known.signer}
        super().__init__(actor, *args, made=made, initial=shown, prefix="so", **kwargs)
        free = [(str(one.number), f"{one.number:02d}: {one.reason}") for one in offered(series, timezone.localdate())]
        self.fields["number"].choices = [("", _now("The next number")), *free]  # type: ignore[attr-defined]
        if not free:
            del self.fields["number"]

    def perform(self) -> Record:
        sent = self.cleaned_data
        with transaction.atomic():
            document = take_own_number(
                self.actor,
                self.made,
                date=sent["date"],
                number=int(sent["number"]) if sent.get("number") else None,
                signer=sent["signer"],
                recipients=self.recipients(),
            )
            return self.share(document)


class ForgetSignedForm(ReasonForm):
    """Takes back that a version was signed."""

    def perform(self) -> MadePaper:
        made: Any = self.instance
        forget_signed(self.actor, made, reason=self.cleaned_data["reason"], seen=self.seen_stamp)
        found: MadePaper = made
        return found
