"""What is read off the frozen words of a certificate by more than one screen."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from khuevan.certificates.domain.queries import Change
from khuevan.certificates.models import Certificate
from khuevan.vietnamese.dates import numeric_date

_BETWEEN = re.compile(r"[^A-Za-z0-9]+")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LONGEST = 120


def frozen_day(certificate: Certificate, key: str) -> date | None:
    """A day among the frozen words, which are JSON."""
    stored = certificate.frozen.get(key)
    return date.fromisoformat(str(stored)) if stored else None


def birth_of(certificate: Certificate) -> str:
    """14/08/1985, or the year alone, as it was at issue."""
    day = frozen_day(certificate, "birth_date")
    return numeric_date(day) if day else str(certificate.frozen.get("birth_year") or "")


def post_of(certificate: Certificate) -> str:
    """Position and agency on one line, as the certificate prints them."""
    return ", ".join(certificate.frozen[key] for key in ("position", "organization") if certificate.frozen.get(key))


def file_name(certificate: Certificate) -> str:
    """``05-GCN-SNgV Nguyen-Van-A.pdf``: letters that every disk and every archive can hold."""
    number, name = (_plain(text) for text in (certificate.number_text, str(certificate.frozen.get("name", ""))))
    return f"{number} {name}"[:_LONGEST].strip() + ".pdf"


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.translate(str.maketrans("đĐƀɃ", "dDbB")))
    return _BETWEEN.sub("-", bare.encode("ascii", "ignore").decode()).strip("-")


@dataclass(frozen=True)
class Said:
    """One word of a certificate beside what the list of the class says, both as people write them."""

    label: str
    frozen: str
    now: str


def said(changes: Iterable[Change]) -> list[Said]:
    return [
        Said(capfirst(str(one.label)), _ISO.sub(r"\3/\2/\1", one.frozen), _ISO.sub(r"\3/\2/\1", one.now))
        for one in changes
    ]
