"""What a document is, read off its symbol, so that nobody is asked: 29/KH-UBND is a kế hoạch."""

from typing import Final

from khuevan.records.enums import DOCUMENT_KINDS

ABBREVIATIONS: Final = frozenset(DOCUMENT_KINDS) - {""}


def kind_of(symbol: str) -> str:
    """The abbreviation in front of the symbol; empty for a công văn, whose symbol begins with the body (STTTT-VP)."""
    head = symbol.partition("-")[0].strip()
    return head if head in ABBREVIATIONS else ""


def parted(number: str, symbol: str) -> tuple[str, str]:
    """Number and symbol, also when both were typed as they are cited: 29/KH-UBND."""
    first, slash, rest = (part.strip() for part in number.partition("/"))
    return (first, rest) if slash and not symbol else (number, symbol)
