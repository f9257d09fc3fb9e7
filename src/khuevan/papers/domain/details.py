"""What one paper says beyond the data of the class: who signs it, on which grounds, to whom, under which number."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from khuevan.papers.blocks import LONG_HOLE
from khuevan.papers.enums import PaperKind, SigningForm
from khuevan.papers.models import MadePaper, PaperDetails, Signer
from khuevan.people.domain import letterheads
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class Details:
    """``capacity`` are the lines above the signature in capitals; ``bases`` are words after "Căn cứ".

    ``values`` are words an officer gave for named places of the paper; ``record`` is the signed document, if it exists.
    """

    capacity: tuple[str, ...] = (LONG_HOLE,)
    signer: str = LONG_HOLE
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    urgency: str = ""
    drafter: str = ""
    copies: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    record: Record | None = None


def details_of(training_class: TrainingClass, kind: PaperKind, *, on: date | None = None) -> Details:
    """As entered for this paper, else as the office usually has it: its first signer, its standing grounds."""
    day = on or timezone.localdate()
    entered = PaperDetails.objects.filter(training_class=training_class, kind=kind).select_related("signer").first()
    signer = entered.signer if entered and entered.signer else usual_signer(training_class.office, day)
    capacity, name = signing_of(training_class.office, signer)
    return Details(
        capacity=capacity,
        signer=name,
        bases=(*standing_bases(training_class.office, kind, day), *(entered.bases if entered else ())),
        recipients=tuple(entered.recipients) if entered else (),
        urgency=entered.urgency if entered else "",
        drafter=entered.drafter if entered else "",
        copies=entered.copies if entered else None,
        values=dict(entered.values) if entered else {},
    )


def usual_signer(office: Office, on: date) -> Signer | None:
    return next((one for one in office.signers.all() if one.signs(on)), None)


def standing_bases(office: Office, kind: PaperKind, on: date) -> tuple[str, ...]:
    """The standing grounds of this kind of paper that are in force on a day; without kinds: every decision."""
    decisions = {PaperKind.OPENING_DECISION, PaperKind.COMMITTEE_DECISION, PaperKind.RESULT_DECISION}
    return tuple(
        one.text
        for one in office.standing_bases.all()
        if (kind in one.kinds or (not one.kinds and kind in decisions))
        and (one.valid_from is None or one.valid_from <= on)
        and (one.valid_to is None or on <= one.valid_to)
    )


def signing_of(office: Office, signer: Signer | None) -> tuple[tuple[str, ...], str]:
    """The lines above a signature and the name below it; places to fill in where nobody is known to sign."""
    signing = letterheads.letterhead_of(office.organization).signing
    if signer is None:
        return (LONG_HOLE,), LONG_HOLE
    if signer.form == SigningForm.ACTING:
        return (f"Q. {signing.head or signer.title}",), signer.name
    if signer.form == SigningForm.AUTHORISED:
        return (f"TUQ. {signing.head}", signer.title), signer.name
    return signing.lines(signer.title), signer.name


def record_of(training_class: TrainingClass, kind: PaperKind, target: str = "") -> Record | None:
    """The newest signed document that this paper became, if it was recorded."""
    signed = MadePaper.objects.filter(training_class=training_class, kind=kind, target=target, record__isnull=False)
    newest = signed.select_related("record__issuer").order_by("-version").first()
    return newest.record if newest else None
