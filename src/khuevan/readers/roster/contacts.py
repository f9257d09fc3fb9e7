"""Telephone numbers, e-mail addresses and citizen IDs from the cells of a list."""

import functools
import re

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.model import Level, Problem
from khuevan.readers.roster.values import Reading, shown, text_value
from khuevan.vietnamese.citizen_ids import IdDoubt, check_citizen_id
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.phones import PhoneChange, foreign_phone, normalise_phone, split_phones

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_INSIDE = re.compile(r"(?<!\d)(\d{12})(?!\d)")
_PASSPORT = re.compile(r"[A-Za-z]{1,2}\d{6,8}")


def read_phone(value: Cell) -> Reading:
    """The first number of the cell; what was restored or renewed, and further numbers, are said."""
    if isinstance(value, str):
        phone = normalise_phone(value)
        if phone is not None and not phone.changes:
            return phone.number, ()
    text = text_value(value, lines=True)
    return _read_phone(text) if text else (None, ())


@functools.lru_cache(maxsize=4096)
def _read_phone(text: str) -> Reading:
    numbers = [part for part in split_phones(text) if any(char.isdigit() for char in part)]
    phone = next((found for part in numbers if (found := normalise_phone(part)) is not None), None)
    params: dict[str, object] = {"value": shown(clean(text))}
    if phone is None:
        foreign = foreign_phone(text)
        if foreign is not None:
            return foreign, (Problem("phone", _("%(value)s is a number of another country."), params, Level.NOTICE),)
        return None, (Problem("phone", _("“%(value)s” is not a telephone number."), params),)
    params["phone"] = phone.number
    sentences = [sentence for change, sentence in _CHANGED.items() if change in phone.changes][:1]
    if len(numbers) > 1:
        sentences.append(_("Of “%(value)s” only %(phone)s was taken."))
    return phone.number, tuple(Problem("phone", sentence, params, Level.NOTICE) for sentence in sentences)


_CHANGED = {
    PhoneChange.PREFIX_RENEWED: _("The old number %(value)s was turned into %(phone)s."),
    PhoneChange.ZERO_RESTORED: _("The lost leading zero of %(phone)s was restored."),
    PhoneChange.EXTENSION_LEFT_OUT: _("Of “%(value)s” the extension was left out."),
}


def read_email(text: str) -> Reading:
    if not text:
        return None, ()
    address = text
    if not _EMAIL.fullmatch(text):
        address = re.sub(r"^mailto:|\s+", "", text, flags=re.IGNORECASE).strip("<>;,.")
    if _EMAIL.fullmatch(address) and ".." not in address and len(address) <= 254:
        return address, ()
    first = next((part for part in re.split(r"[\s;,/<>()]+", text) if _EMAIL.fullmatch(part)), None)
    params: dict[str, object] = {"value": shown(text), "email": first}
    if first is not None:
        return first, (Problem("email", _("Of “%(value)s” only %(email)s was taken."), params, Level.NOTICE),)
    return None, (Problem("email", _("“%(value)s” is not an e-mail address."), params),)


_ZEROS = Problem(
    "citizen_id", _("The lost leading zeros of the citizen ID were restored, please check it."), level=Level.NOTICE
)


def read_citizen_id(value: Cell) -> Reading:
    """Twelve digits (or the nine of the old card), zeros lost in a number cell restored.

    The sentences do not repeat the number: they end up on screens that more people see.
    """
    if isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdigit():
        return value, ()
    text = text_value(value)
    if not text:
        return None, ()
    digits = re.sub(r"[\s.'‘’-]", "", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) in {9, 12}:
            return digits, ()
        short = len(digits) == 8 and isinstance(value, int | float)
        if short or (len(digits) in {10, 11} and not digits.startswith("0")):
            return digits.zfill(9 if short else 12), (_ZEROS,)
    inside = _INSIDE.findall(text)
    if len(inside) == 1:
        return inside[0], ()
    sentence = _("A citizen ID has 12 digits (9 on the old card).")
    if re.fullmatch(r"\d(?:[.,]\d+)?E\+\d+", digits, re.IGNORECASE):
        sentence = _("The spreadsheet rounded the citizen ID; its digits are lost.")
    elif _PASSPORT.fullmatch(digits):
        sentence = _("This is the number of a passport, not a citizen ID.")
    return None, (Problem("citizen_id", sentence),)


_DOUBTS = {
    IdDoubt.PROVINCE: Problem(
        "citizen_id", _("No province has the first three digits of the citizen ID."), level=Level.NOTICE
    ),
    IdDoubt.GENDER: Problem(
        "citizen_id", _("The citizen ID tells the other gender (its fourth digit)."), level=Level.NOTICE
    ),
    IdDoubt.BIRTH_YEAR: Problem(
        "citizen_id", _("The citizen ID tells another year of birth (its fifth and sixth digit)."), level=Level.NOTICE
    ),
}


def doubts_of(citizen_id: str, gender: str | None, birth: str | None) -> tuple[Problem, ...]:
    """What makes a number of twelve digits doubtful beside the gender and the birth of the same row."""
    return _doubts(citizen_id[:6], gender, birth[:4] if birth else None) if len(citizen_id) == 12 else ()


@functools.lru_cache(maxsize=16_384)
def _doubts(first_digits: str, gender: str | None, year: str | None) -> tuple[Problem, ...]:
    """The last six digits are random and tell nothing."""
    doubts = check_citizen_id(f"{first_digits}000000", gender=gender, birth_year=int(year) if year else None)
    return tuple(problem for doubt, problem in _DOUBTS.items() if doubt in doubts)
