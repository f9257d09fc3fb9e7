"""What one paper says beyond the data of the class: who signs it, on which grounds, to whom, under which number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from khuevan.papers.blocks import LONG_HOLE
from khuevan.papers.enums import PaperKind, SigningForm
from khuevan.papers.models import MadePaper, PaperDetails, Signer, StandingBasis
from khuevan.people.domain import letterheads
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass

DECISIONS = frozenset({PaperKind.OPENING_DECISION, PaperKind.COMMITTEE_DECISION, PaperKind.RESULT_DECISION})
"""Papers that always stand on grounds."""
AFTERWARDS = frozenset({PaperKind.RESULT_DECISION, PaperKind.RESULT_NOTICE, PaperKind.REPORT, PaperKind.THANKS_LETTER})
"""Papers that are written once the class is over."""


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


class AllDetails:
    """Of every paper of one class, in five queries whatever their number."""

    def __init__(self, training_class: TrainingClass, *, on: date | None = None) -> None:
        self.training_class, self.office = training_class, training_class.office
        self.on = on
        said = PaperDetails.objects.filter(training_class=training_class).select_related("signer")
        self._said = {one.kind: one for one in said}
        self._signers = list(self.office.signers.all())
        self._bases = list(self.office.standing_bases.all())
        signed = MadePaper.objects.filter(training_class=training_class, record__isnull=False).order_by("version")
        self._records = {(one.kind, one.target): one.record for one in signed.select_related("record__issuer")}

    def of(self, kind: PaperKind, target: str = "") -> Details:
        """As entered for this paper, else as the office usually has it: its first signer, its standing grounds."""
        entered = self._said.get(kind)
        signed = self.record_of(kind, target)
        day = self.on or day_of(self.training_class, kind, signed)
        today = self.on or (signed.date if signed and signed.date else timezone.localdate())
        signer = entered.signer if entered and entered.signer else _first(self._signers, today)
        capacity, name = signing_of(self.office, signer)
        return Details(
            capacity=capacity,
            signer=name,
            bases=(*_standing(self._bases, kind, day), *(entered.bases if entered else ())),
            recipients=tuple(entered.recipients) if entered else (),
            urgency=entered.urgency if entered else "",
            drafter=entered.drafter if entered else "",
            copies=entered.copies if entered else None,
            values=dict(entered.values) if entered else {},
            record=signed,
        )

    def record_of(self, kind: PaperKind, target: str = "") -> Record | None:
        """The newest signed document that this paper became, if it was recorded."""
        return self._records.get((kind, target))


def details_of(training_class: TrainingClass, kind: PaperKind, *, on: date | None = None) -> Details:
    """Of one paper; whoever needs several asks ``AllDetails``."""
    return AllDetails(training_class, on=on).of(kind)


def day_of(training_class: TrainingClass, kind: PaperKind, signed: Record | None = None) -> date:
    """The day by which the grounds of a paper are judged: that of the signed document, else today.

    A paper that only now is made of a class long over stands on what was in force in the days of the class.
    """
    if signed and signed.date:
        return signed.date
    held = training_class.end_date if kind in AFTERWARDS else training_class.start_date
    return min(held, timezone.localdate())


def usual_signer(office: Office, on: date) -> Signer | None:
    return _first(office.signers.all(), on)


def standing_bases(office: Office, kind: PaperKind, on: date) -> tuple[str, ...]:
    """The standing grounds of this kind of paper that are in force on a day; without kinds: every decision."""
    return _standing(office.standing_bases.all(), kind, on)


def _first(signers: Iterable[Signer], on: date) -> Signer | None:
    return next((one for one in signers if one.signs(on)), None)


def _standing(bases: Iterable[StandingBasis], kind: PaperKind, on: date) -> tuple[str, ...]:
    return tuple(
        one.text
        for one in bases
        if (kind in one.kinds or (not one.kinds and kind in DECISIONS))
        and (one.valid_from is None or one.valid_from <= on)
        and (one.valid_to is None or on <= one.valid_to)
    )


def signing_of(office: Office, signer: Signer | None) -> tuple[tuple[str, ...], str]:
    """The lines above a signature and the name below it; places to fill in where nobody is known to sign."""
    signing = letterheads.letterhead_of(office.organization).signing
    if signer is None:
        return (LONG_HOLE,), LONG_HOLE
    if signer.form == SigningForm.ACTING:
        return signing.acting(signer.title), signer.name
    if signer.form == SigningForm.AUTHORISED:
        return signing.authorised(signer.title), signer.name
    return signing.lines(signer.title), signer.name


def record_of(training_class: TrainingClass, kind: PaperKind, target: str = "") -> Record | None:
    """The newest signed document that this paper became, if it was recorded."""
    signed = MadePaper.objects.filter(training_class=training_class, kind=kind, target=target, record__isnull=False)
    newest = signed.select_related("record__issuer").order_by("-version").first()
    return newest.record if newest else None
