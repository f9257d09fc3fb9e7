"""Writing a document down once, and keeping its file."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.models import Office, Organization
from khuevan.records.domain import numbers
from khuevan.records.models import Record
from khuevan.records.validators import CheckedFile, checked_file
from khuevan.vietnamese.folding import fold


class RecordFields(TypedDict, total=False):
    """What a document is known by, and what the register says of it.

    ``kind`` is the abbreviation of Nghị định 30/2020, Phụ lục III (KH, QĐ, TTr ...), empty for a công văn.
    ``recipients`` stand one a line; ``kept_by_unit`` has the copy for the archive.
    """

    issuer: Organization
    number: str
    symbol: str
    date: date | None
    kind: str
    signer: str
    subject: str
    recipients: str
    kept_by_unit: str
    copies: int | None
    sent_on: date | None
    note: str


@verb("records.keep_record")
def keep_record(
    actor: Actor,
    *,
    office: Office,
    file: File | None = None,  # type: ignore[type-arg]  # bytes, as uploads are
    **fields: Unpack[RecordFields],
) -> Record:
    """Keeps a document of any issuer in an office; a signed sheet may have a subject and no number.

    Raises ``record_without_name``, ``record_known`` when the office already keeps one of that issuer, number, symbol
    and year (Nghị định 30/2020: number and symbol are unique per agency and year), and what ``checked_file`` raises.
    A document of our own with a number of our own series uses that number: what ``numbers.row_for`` raises.
    """
    require(actor, "records.keep_record", office)
    admitted = checked_file(file) if file is not None else None
    kept = Record(office=locked(office))
    _describe(kept, fields)
    checked(kept)
    number = numbers.row_for(kept)
    if admitted:
        _put_file(kept, admitted)
    kept.save(force_insert=True)
    record(actor, "records.keep_record", kept)
    if number is not None:
        numbers.use(actor, number, kept)
    return kept


@verb("records.change_record")
def change_record(actor: Actor, document: Record, *, seen: str = "", **fields: Unpack[RecordFields]) -> None:
    """Corrects what a document is known by; its file stays.

    Raises ``record_without_name``, ``record_known``, ``changed_meanwhile``, and what ``numbers.follow`` and
    ``numbers.row_for`` raise.
    """
    require(actor, "records.keep_record", document.office)
    locked(document.office)
    unchanged(locked(document), seen)
    before = snapshot(document)
    _describe(document, fields)
    checked(document, without=("file",)).save()
    record(actor, "records.change_record", document, before)
    numbers.follow(document)
    if any(before[name] != getattr(document, name) for name in ("number", "kind", "date", "issuer_id")):
        number = numbers.row_for(document)
        if number is not None:
            numbers.use(actor, number, document)


@verb("records.attach_file")
def attach_file(
    actor: Actor,
    document: Record,
    file: File,  # type: ignore[type-arg]  # bytes, as uploads are
    *,
    seen: str = "",
) -> None:
    """Keeps the file of a document, instead of the one it had: that one stays stored, as the history says.

    Sent again, the same file changes nothing.  Raises ``changed_meanwhile`` and what ``checked_file`` raises.
    """
    require(actor, "records.keep_record", document.office)
    admitted = checked_file(file)
    before = snapshot(locked(document))
    if document.file and document.file_sha256 == admitted.sha256:
        record(actor, "records.attach_file", [])
        return
    unchanged(document, seen)
    _put_file(document, admitted)
    document.save(update_fields=["file", "file_name", "file_kind", "file_size", "file_sha256"])
    record(actor, "records.attach_file", document, before)


def _describe(kept: Record, fields: RecordFields) -> None:
    """Raises ``record_without_name`` and ``record_known``."""
    for name, value in fields.items():
        setattr(kept, name, value.strip() if isinstance(value, str) else value)
    kept.number = numbers.padded(kept.number)  # as it is printed and cited
    kept.search_key = fold(f"{kept.code} {kept.subject} {kept.signer}")[:800]
    _refuse_doubles(kept)


def _refuse_doubles(kept: Record) -> None:
    if not kept.number and not kept.subject:
        raise DomainError("record_without_name", _("Give the number of the document, or say what it is about."))
    if not kept.number or kept.date is None:
        return
    known = Record.objects.filter(
        office_id=kept.office_id,
        issuer_id=kept.issuer_id,
        number=kept.number,
        symbol=kept.symbol,
        date__year=kept.date.year,
    )
    if known.exclude(pk=kept.pk).exists():
        raise DomainError("record_known", _("%(record)s is already recorded."), record=kept.code)


def _put_file(kept: Record, admitted: CheckedFile) -> None:
    kept.file.save(admitted.name, ContentFile(admitted.content), save=False)
    kept.file_name = admitted.name
    kept.file_kind = admitted.kind
    kept.file_size = len(admitted.content)
    kept.file_sha256 = admitted.sha256
