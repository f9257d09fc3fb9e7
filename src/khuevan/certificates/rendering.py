"""From the frozen words of a certificate to its PDF, without any model.

The words come in as data and stay data: the template reads them as JSON strings, so ``#import`` or ``*`` in a name is
printed as it stands.  The PDF is PDF/A-2a (fonts embedded, tagged, letters retrievable as typed) and the same words
always give the same bytes, which lets a later check compare files.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import fontpkg_noto_serif
import fontpkg_playfair_display
import zxingcpp
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.sandbox.typesetting import SEVERAL_PAGES, TypesettingError, typeset

TEMPLATES = Path(__file__).with_name("typst")
FONT_FOLDERS = [Path(package.ROOT) / "files" for package in (fontpkg_noto_serif, fontpkg_playfair_display)]

MAY_BE_EMPTY = frozenset({"parent", "authority", "honorific", "post", "entry", "period", "verify_label", "sample"})
SEVERAL_LINES = frozenset(
    {"parent", "office", "authority", "post", "completed_line", "course", "period", "entry", "title", "verify_label"}
)


@dataclass(frozen=True)
class CertificateFacts:
    """Every word on a certificate, as it was on the day of issue; normalised to NFC, otherwise left as given.

    ``born`` is the text after ``born_label`` ("14/08/1985", or a year); without it the birth is left out.
    ``post`` is position and agency.  ``title`` may have several lines ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC").
    ``date`` is written out ("ngày 06 tháng 6 năm 2014").  ``number`` follows the printed "Số:"; ``entry`` and
    ``verify_label`` are whole lines below it ("Vào sổ số 27, năm 2014", "Kiểm tra tại ...").  ``sample``
    ("BẢN MẪU") marks a paper that is none, at the foot of the page.
    """

    parent: str
    office: str
    authority: str
    honorific: str
    name: str
    post: str
    completed_line: str
    course: str
    period: str
    number: str
    entry: str
    place: str
    date: str
    title: str
    signer: str
    verify_url: str
    verify_label: str
    born: str | None = None
    born_label: str = "Sinh ngày"
    sample: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            words = getattr(self, field.name)
            if isinstance(words, str):
                object.__setattr__(self, field.name, unicodedata.normalize("NFC", words))

    def to_dict(self) -> dict[str, str | None]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "CertificateFacts":
        """Reads what ``to_dict`` wrote; anything else raises ``certificate.facts_unreadable``."""
        try:
            facts = cls(**stored)
        except TypeError as error:
            raise _unreadable() from error
        texts = [value for name, value in facts.to_dict().items() if name != "born"]
        if not all(isinstance(value, str) for value in texts) or not isinstance(facts.born, str | None):
            raise _unreadable()
        return facts


def _unreadable() -> DomainError:
    return DomainError(
        "certificate.facts_unreadable",
        _("The stored words of this certificate cannot be read. The certificate itself was not changed."),
    )


def check_words(facts: CertificateFacts) -> None:
    """Refuses words that would print wrongly without anyone noticing: none at all, or letters that cannot be seen."""
    for name, words in facts.to_dict().items():
        if words is None:
            continue
        if not words.strip() and name not in MAY_BE_EMPTY:
            raise DomainError(
                "certificate.words_missing",
                _("The certificate cannot be made yet: “%(field)s” is empty. Fill it in and try again."),
                field=name,
            )
        seen = words.replace("\n", "") if name in SEVERAL_LINES else words
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in seen):
            raise DomainError(
                "certificate.invisible_letters",
                _("“%(words)s” contains a letter that cannot be seen. Type it again and make the certificate anew."),
                words=words,
            )


def qr_svg(address: str) -> str:
    """The QR code of ``address`` with a quiet zone of four modules; level Q survives a quarter of it being stained."""
    if not address.startswith(("https://", "http://")):
        raise DomainError(
            "certificate.address", _("The address for checking the certificate must start with https://.")
        )
    try:
        code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
        return str(zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True))
    except (ValueError, RuntimeError) as error:
        message = _("The address for checking the certificate is too long for a QR code.")
        raise DomainError("certificate.address", message) from error


def _issued(written: str) -> date:
    """The day inside "ngày 06 tháng 6 năm 2014"; it becomes the date of the PDF."""
    try:
        day, month, year = (int(number) for number in re.findall(r"\d+", written))
        return date(year, month, day)
    except ValueError as error:
        message = _("The date “%(date)s” cannot be read as a day, a month and a year.")
        raise DomainError("certificate.date", message, date=written) from error


def printed_words(facts: CertificateFacts) -> dict[str, object]:
    """What the template reads.  Raises DomainError when a word cannot be printed."""
    check_words(facts)
    issued = _issued(facts.date)
    return {
        **facts.to_dict(),
        "qr": qr_svg(facts.verify_url),
        "issued": [issued.year, issued.month, issued.day],
    }


def moment(facts: CertificateFacts) -> int:
    """The first second of the day of issue, which is when the PDF says it was made."""
    issued = _issued(facts.date)
    return int(datetime(issued.year, issued.month, issued.day, tzinfo=UTC).timestamp())


class CertificateRenderer:
    """Makes certificates one after the other; the sandbox keeps fonts and ornament between them.

    Threads may share a renderer; they take turns.
    """

    def __init__(self, template: Path = TEMPLATES / "certificate.typ") -> None:
        self._template = template

    def render(self, facts: CertificateFacts) -> bytes:
        """The certificate as PDF/A-2a, one page.  Raises DomainError when the words cannot be printed or do not fit."""
        return self._made(facts, "pdf")

    def preview(self, facts: CertificateFacts, *, ppi: float = 110) -> bytes:
        """The certificate as PNG, for the screen; ``ppi`` pixels to the inch."""
        self.render(facts)  # only the PDF names letters the fonts lack
        return self._made(facts, "png", ppi=ppi)

    def _made(self, facts: CertificateFacts, kind: Literal["pdf", "png"], *, ppi: float | None = None) -> bytes:
        words = printed_words(facts)
        try:
            return typeset(
                self._template,
                words,
                fonts=FONT_FOLDERS,
                standards=["a-2a"] if kind == "pdf" else [],
                timestamp=moment(facts),
                format=kind,
                ppi=ppi,
            )
        except TypesettingError as error:
            raise _explained(error.reason) from error


def _too_long() -> DomainError:
    return DomainError(
        "certificate.too_long",
        _("The words do not fit on one page. Shorten the course title or the position and make the certificate anew."),
    )


def _explained(reason: str) -> DomainError:
    """What Typst said, in a sentence a person can act on."""
    if "do not fit" in reason or reason == SEVERAL_PAGES:
        return _too_long()
    if missing := re.search(r'the text `"(.+?)"` could not be displayed', reason):
        return DomainError(
            "certificate.letter_missing",
            _("The fonts of the certificate have no letter “%(letter)s”. Check the spelling of the names."),
            letter=missing[1],
        )
    return DomainError(
        "certificate.not_rendered",
        _("The certificate could not be drawn: %(reason)s"),
        reason=reason,
    )
