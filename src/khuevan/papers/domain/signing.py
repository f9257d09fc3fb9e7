"""A paper was signed and numbered: the document is recorded once and known from then on wherever it is cited.

Number and day come from e-office, or from a series of our own.  What follows from the signature (the letter of the
invitation, the plan of the class, lecturers asked for or thanked) is written by the verbs that own it.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypedDict, Unpack

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import SYSTEM, Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may, require
from khuevan.core.rows import locked, reasoned, unchanged
from khuevan.nominations.domain.inviting import record_letter
from khuevan.nominations.models import Invitation
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.lecturer_letters import LETTERS, signed_to_lecturers, unsigned_to_lecturers
from khuevan.papers.domain.wording import class_name
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.people.domain import letterheads
from khuevan.records.domain.keeping import attach_file, keep_record
from khuevan.records.domain.numbers import series_for, take_number
from khuevan.records.enums import DOCUMENT_KINDS
from khuevan.records.models import Record
from khuevan.training.domain.class_changes import change_class
from khuevan.training.domain.documents import attach_record, detach_record
from khuevan.training.enums import ClassState, RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass

LONGEST_SUBJECT: Final = 500


class SignedFields(TypedDict, total=False):
    """What the register says beside number, symbol and day; ``subject`` is found in the paper when left out."""

    signer: str
    subject: str
    recipients: str
    kept_by_unit: str
    copies: int | None
    sent_on: date | None
    note: str


@verb("papers.record_signed")
def record_signed(
    actor: Actor,
    made: MadePaper,
    *,
    number: str,
    symbol: str,
    date: date | None,
    file: File | None = None,  # type: ignore[type-arg]  # bytes, as uploads are
    purpose: RecordPurpose | None = None,
    seen: str = "",
    **fields: Unpack[SignedFields],
) -> Record:
    """Records the signed document of a version; number 5 is kept as 05.

    It goes into the file of the class, becomes the letter of the invitation or, where the class follows none, its plan.
    ``file`` may come later (``attach_signed_file``).  Raises ``paper_is_signed``, ``date_missing``,
    ``changed_meanwhile`` and what ``records.keep_record`` raises (``record_known``; see ``link_signed``).
    """
    _open(actor, made, seen)
    if number and date is None:
        raise DomainError("date_missing", _("Give the date of the signed document."))
    training_class = made.training_class
    described: dict[str, Any] = {name: value for name, value in fields.items() if value not in (None, "")}
    described.setdefault("subject", subject_of(made))
    document = keep_record(
        actor,
        office=training_class.office,
        issuer=letterheads.issuer_of(training_class.office.organization),
        kind=WRITERS[PaperKind(made.kind)].symbol or "",
        number=number,
        symbol=symbol.strip(),
        date=date,
        file=file,
        **described,
    )
    _becomes(actor, "papers.record_signed", made, document, purpose)
    return document


@verb("papers.link_signed")
def link_signed(
    actor: Actor, made: MadePaper, document: Record, *, purpose: RecordPurpose | None = None, seen: str = ""
) -> Record:
    """The paper became a document that is recorded already.

    Raises ``paper_is_signed``, ``document_of_another_office``, ``document_of_another_paper``, ``changed_meanwhile``.
    """
    _open(actor, made, seen)
    if locked(document).office_id != made.training_class.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    if MadePaper.objects.filter(record=document).exclude(training_class=made.training_class, kind=made.kind).exists():
        raise DomainError("document_of_another_paper", _("Another paper became this document."))
    _becomes(actor, "papers.link_signed", made, document, purpose)
    return document


@verb("papers.take_own_number")
def take_own_number(
    actor: Actor,
    made: MadePaper,
    *,
    date: date,
    number: int | None = None,
    seen: str = "",
    **fields: Unpack[SignedFields],
) -> Record:
    """The next number of the office's own series, of that day, for a paper that is being signed.

    ``number`` chooses one that was reserved or given back.  Raises ``no_series`` where văn thư takes the number in
    e-office, and what taking it and ``record_signed`` raise.
    """
    _open(actor, made, seen)
    kind = PaperKind(made.kind)
    series = series_for(made.training_class.office, WRITERS[kind].symbol or "") if has_number(kind) else None
    if series is None:
        raise DomainError(
            "no_series", _("The office has no series of its own for this kind of paper; record the number of e-office.")
        )
    locked(made.training_class.office)  # before the series, as whoever keeps a document locks them
    taken = take_number(actor, series, on=date, number=number, reason=WRITERS[kind].title)
    symbol = usual_symbol(made.training_class, kind)
    document = record_signed(actor, made, number=str(taken.number), symbol=symbol, date=date, **fields)
    record(actor, "papers.take_own_number", [])
    return document


@verb("papers.forget_signed")
def forget_signed(actor: Actor, made: MadePaper, *, reason: str, seen: str = "") -> None:
    """It was no such document: the version counts as unsigned again, and what followed from it is taken back.

    The document stays in the books of the office; whoever meant it chooses it again (``link_signed``).  Raises
    ``reason_missing``, ``paper_not_signed``, ``changed_meanwhile``.
    """
    require(actor, "papers.record_signed", made.training_class)
    why = reasoned(reason)
    training_class = locked(made.training_class)
    unchanged(locked(made), seen)
    document = made.record
    if document is None:
        raise DomainError("paper_not_signed", _("This paper is not recorded as signed."))
    before = snapshot(made)
    made.record = None
    made.save(update_fields=["record"])
    record(actor, "papers.forget_signed", made, before, reason=why)
    if made.kind in LETTERS:
        _as_allowed(
            actor, "training.change_class", training_class, lambda who: unsigned_to_lecturers(who, made, document)
        )
    if not MadePaper.objects.filter(training_class=training_class, record=document).exists():
        _unfollow(actor, training_class, document, PaperKind(made.kind))


def attach_signed_file(
    actor: Actor,
    made: MadePaper,
    file: File,  # type: ignore[type-arg]  # bytes, as uploads are
    *,
    seen: str = "",
) -> Record:
    """Keeps the scanned or signed file of the document, when it comes later.  Raises ``paper_not_signed`` and what
    ``records.attach_file`` raises."""
    if made.record is None:
        raise DomainError("paper_not_signed", _("This paper is not recorded as signed."))
    attach_file(actor, made.record, file, seen=seen)
    return made.record


def has_number(kind: PaperKind) -> bool:
    """Whether such a paper gets a number of its own."""
    return WRITERS[kind].symbol is not None


def usual_symbol(training_class: TrainingClass, kind: PaperKind, unit: str = "") -> str:
    """QĐ-SNgV; of a công văn SNgV-VP with the unit that wrote it; empty for what has no number."""
    abbreviation = WRITERS[kind].symbol
    head = letterheads.letterhead_of(training_class.office.organization)
    if abbreviation is None or not head.symbol:
        return ""
    if abbreviation:
        return f"{abbreviation}-{head.symbol}"
    by = unit or head.unit_symbol
    return f"{head.symbol}-{by}" if by else head.symbol


def subject_of(made: MadePaper) -> str:
    """What the signed paper is about, in its own words: after "V/v", or below the name of its kind."""
    lines, writer = [str(line) for line in made.words], WRITERS[PaperKind(made.kind)]
    about = next((line for line in lines if line.lower().startswith("v/v")), "")
    if writer.symbol:
        name = DOCUMENT_KINDS.get(writer.symbol, "").casefold()
        below = [after for line, after in pairwise(lines) if name and line.casefold() == name]
        about = below[0] if below else ""
    about = about or f"{writer.title}: {class_name(made.training_class)}"
    if about[1:2].islower() and writer.symbol:
        about = about[:1].lower() + about[1:]
    return about[:LONGEST_SUBJECT]


def _open(actor: Actor, made: MadePaper, seen: str) -> None:
    require(actor, "papers.record_signed", made.training_class)
    locked(made.training_class)
    unchanged(locked(made), seen)
    if made.record_id is not None:
        raise DomainError("paper_is_signed", _("This paper is recorded as signed already."))


def _becomes(actor: Actor, verb_name: str, made: MadePaper, document: Record, purpose: RecordPurpose | None) -> None:
    """The version is this document, which goes where such documents belong."""
    training_class, kind = made.training_class, PaperKind(made.kind)
    before = snapshot(made)
    made.record = document
    made.save(update_fields=["record"])
    record(actor, verb_name, made, before)
    meant = purpose or WRITERS[kind].purpose
    if not training_class.class_records.filter(record=document, purpose=meant).exists():
        attach_record(actor, training_class, document, purpose=meant)
    if kind == PaperKind.INVITATION:
        _letter_of_invitation(actor, training_class, document)
    if kind in LETTERS:
        _as_allowed(
            actor, "training.change_class", training_class, lambda who: signed_to_lecturers(who, made, document)
        )
    if kind == PaperKind.CLASS_PLAN and training_class.plan_id is None and _may_change(training_class):
        _as_allowed(actor, "training.change_class", training_class, lambda who: _follow(who, training_class, document))


def _unfollow(actor: Actor, training_class: TrainingClass, document: Record, kind: PaperKind) -> None:
    for attached in ClassRecord.objects.filter(training_class=training_class, record=document):
        detach_record(actor, attached)
    invitation = Invitation.objects.filter(training_class=training_class, record=document).first()
    if invitation is not None:
        _as_allowed(actor, "nominations.invite", training_class, lambda who: record_letter(who, invitation, None))
    if kind == PaperKind.CLASS_PLAN and training_class.plan_id == document.pk and _may_change(training_class):
        _as_allowed(actor, "training.change_class", training_class, lambda who: _follow(who, training_class, None))


def _letter_of_invitation(actor: Actor, training_class: TrainingClass, document: Record) -> None:
    invitation = Invitation.objects.filter(training_class=training_class, record=None).first()
    if invitation is not None:
        _as_allowed(actor, "nominations.invite", training_class, lambda who: record_letter(who, invitation, document))


def _follow(actor: Actor, training_class: TrainingClass, document: Record | None) -> None:
    change_class(actor, training_class, plan=document)


def _may_change(training_class: TrainingClass) -> bool:
    return training_class.state not in {ClassState.REPORTED, ClassState.CANCELLED}


def _as_allowed(actor: Actor, permission: str, training_class: TrainingClass, work: Callable[[Actor], object]) -> None:
    """A clerk records a number; what officers own follows by itself, and the audit says it was not the clerk's word."""
    work(actor if may(actor, permission, training_class) else SYSTEM)


words(
    verbs={
        "papers.record_signed": _("recorded a paper as signed"),
        "papers.link_signed": _("said which document a paper became"),
        "papers.take_own_number": _("took a number of the office for a paper"),
        "papers.forget_signed": _("took back that a paper was signed"),
    }
)
