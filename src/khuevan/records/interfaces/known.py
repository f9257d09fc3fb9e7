"""What earlier documents of an office say, offered while the next one is written down."""

from dataclasses import dataclass
from datetime import date

from khuevan.core.actors import Actor
from khuevan.people.models import Office, Organization
from khuevan.records.domain.numbers import padded
from khuevan.records.models import Record

_LOOKED_AT = 300
_SHOWN = 40


@dataclass(frozen=True)
class Known:
    """Symbols and signers, the latest first, each once; a signer with the body of the document."""

    symbols: list[str]
    signers: list[tuple[str, str]]


def known(actor: Actor, office: Office) -> Known:
    rows = list(
        Record.objects.visible_to(actor)
        .filter(office=office)
        .order_by("-pk")
        .values_list("symbol", "signer", "issuer__name")[:_LOOKED_AT]
    )
    symbols = dict.fromkeys(symbol for symbol, _signer, _issuer in rows if symbol)
    signers: dict[str, str] = {}
    for _symbol, signer, issuer in rows:
        if signer:
            signers.setdefault(signer, issuer)
    return Known(list(symbols)[:_SHOWN], list(signers.items())[:_SHOWN])


def kept(
    actor: Actor, office: Office, *, issuer: Organization, number: str, symbol: str, date: date | None
) -> Record | None:
    """The document of that number, symbol, day and issuer which the office keeps already."""
    if not number:
        return None
    seen = Record.objects.visible_to(actor).filter(office=office, issuer=issuer)
    return seen.filter(number=padded(number), symbol=symbol, date=date).first()
