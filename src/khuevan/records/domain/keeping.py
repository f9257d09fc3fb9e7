"""Writing a document down once."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create
from khuevan.people.models import Office, Organization
from khuevan.records.models import Record


@verb("records.keep_record")
def keep_record(
    actor: Actor,
    *,
    office: Office,
    issuer: Organization,
    number: str,
    symbol: str,
    date: date,
    kind: str = "",
    signer: str = "",
    subject: str = "",
) -> Record:
    """Keeps a document of any issuer in an office.

    Raises ``record_known`` when the office already keeps one of that issuer, number, symbol and year
    (Nghị định 30/2020: number and symbol are unique per agency and year).
    """
    require(actor, "records.keep_record", office)
    known = Record.objects.filter(office=office, issuer=issuer, number=number, symbol=symbol, date__year=date.year)
    if known.exists():
        raise DomainError("record_known", _("%(record)s is already recorded."), record=f"{number}/{symbol}")
    kept = create(
        Record,
        office=office,
        issuer=issuer,
        number=number,
        symbol=symbol,
        date=date,
        kind=kind,
        signer=signer,
        subject=subject,
    )
    record(actor, "records.keep_record", kept)
    return kept
