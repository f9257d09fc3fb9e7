"""What an agency says of a person it names, and how that becomes a row of its answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.errors import DomainError
from khuevan.nominations.domain.book import GENDERS, HONORIFICS
from khuevan.nominations.enums import NominationState
from khuevan.nominations.models import Invitation, Nomination, Quota, Submission
from khuevan.people.enums import Gender
from khuevan.people.identity import NO_ID, seal_citizen_id
from khuevan.people.models import Person, birth_fields
from khuevan.readers.roster import Level, RosterRow
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key

SENSITIVE = ("citizen_id", "ethnicity", "party_member")
"""Kept only where the invitation asks for them and says why (Luật 91/2025/QH15)."""
FIELD_LABELS: dict[str, str | Promise] = {
    "full_name": gettext_lazy("full name"),
    "birth": gettext_lazy("date of birth"),
    "gender": gettext_lazy("gender"),
    "position": gettext_lazy("position"),
    "organization": gettext_lazy("agency"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail"),
    "citizen_id": gettext_lazy("citizen ID"),
    "ethnicity": gettext_lazy("ethnicity"),
    "party_member": gettext_lazy("Party member"),
}
"""What an invitation may ask of a person."""
_TEXTS = ("full_name", "honorific", "position", "organization_name", "phone", "email", "note", "ethnicity")
_FREE_TEXTS = ("position", "organization_name", "note")
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d[ .\-–]?){11}\d(?!\d)")
_MASK = "•••"

type Problem = tuple[str, str, str]
"""Field, sentence, level (``readers.roster.Level``)."""


@dataclass(frozen=True)
class Nominee:
    """One person as an agency names them; ``birth`` is ``1982-06-02`` or ``1982``, ``gender`` a code or Nam, Nữ.

    ``problems`` are what a reader found in the row, each field, sentence and level.
    """

    full_name: str
    birth: str | None = None
    gender: str = ""
    honorific: str = ""
    position: str = ""
    organization_name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    ethnicity: str = ""
    party_member: bool | None = None
    citizen_id: str = ""
    person: Person | None = None
    problems: Sequence[Problem] = ()


def nominee_of_row(row: RosterRow) -> Nominee:
    """A row of a list that was read; what is wrong with it comes along."""
    return Nominee(
        full_name=row.full_name or "",
        birth=row.birth,
        gender=row.gender or "",
        honorific=row.honorific or "",
        position=row.position or "",
        organization_name=row.organization or "",
        phone=row.phone or "",
        email=row.email or "",
        note=row.note or "",
        citizen_id=row.citizen_id or "",
        problems=tuple((one.field, one.message, one.level.value) for one in row.problems),
    )


def nominee_of(nomination: Nomination) -> Nominee:
    """What stands in a row, to be changed in part; without the citizen ID, which is typed again."""
    return Nominee(
        full_name=nomination.full_name,
        birth=str(nomination.birth_date or nomination.birth_year or "") or None,
        gender=nomination.gender,
        honorific=nomination.honorific,
        position=nomination.position,
        organization_name=nomination.organization_name,
        phone=nomination.phone,
        email=nomination.email,
        note=nomination.note,
        ethnicity=nomination.ethnicity,
        party_member=nomination.party_member,
        person=nomination.person,
    )


def new_row(quota: Quota, submission: Submission | None, nominee: Nominee, index: int = 0) -> Nomination:
    """An unsaved row, not in line yet."""
    row = Nomination(
        training_class=quota.invitation.training_class,
        quota=quota,
        submission=submission,
        index=index,
        state=NominationState.WRITTEN,
        organization=quota.organization,
    )
    fill(row, nominee, quota)
    return row


def fill(row: Nomination, nominee: Nominee, quota: Quota) -> None:
    """Sets what is said of the person, unsaved; what cannot be kept as it stands is said in ``problems``."""
    problems: list[Any] = [(field, _ID_NUMBER.sub(_MASK, said), level) for field, said, level in nominee.problems]
    for name in _TEXTS:
        setattr(row, name, _text(name, getattr(nominee, name), problems))
    row.organization_name = row.organization_name or quota.name
    gender = GENDERS.get(nominee.gender, nominee.gender)
    row.gender = gender if gender in Gender.values else ""
    row.honorific = row.honorific or HONORIFICS.get(row.gender, "")
    row.party_member, row.person = nominee.party_member, nominee.person
    _set_birth(row, nominee.birth, problems)
    _set_sensitive(row, nominee, quota.invitation, problems)
    if not row.full_name and not any(field == "full_name" for field, _sentence, _level in problems):
        problems.append(("full_name", _("The row has no name."), Level.ERROR.value))
    row.problems = [list(one) for one in problems]
    set_keys(row)


def set_keys(row: Nomination) -> None:
    row.name_key = name_sort_key(row.full_name)[:600]
    row.search_key = fold(f"{row.full_name} {row.position} {row.organization_name}")[:700]


def has_errors(row: Nomination) -> bool:
    """Whether somebody must mend the row before it can be sent."""
    return any(level == Level.ERROR.value for _field, _sentence, level in row.problems)


def refuse_errors(row: Nomination) -> None:
    """For who is entered one by one: raises the first problem that must be mended, named after its field.

    Codes: ``row_without_name``, ``birth_unreadable``, ``citizen_id_unreadable``, otherwise ``invalid_value``.
    """
    wrong = next(((field, said) for field, said, level in row.problems if level == Level.ERROR.value), None)
    if wrong is None:
        return
    field, said = wrong
    codes = {"birth": "birth_unreadable", "citizen_id": "citizen_id_unreadable"}
    code = "row_without_name" if not row.full_name else codes.get(field, "invalid_value")
    raise DomainError(code, gettext_lazy("%(name)s: %(problem)s"), name=row.full_name or "—", problem=said)


def missing_fields(row: Nomination, invitation: Invitation) -> list[str]:
    """Names of what the invitation asks for and the row does not say (keys of ``FIELD_LABELS``)."""
    said: dict[str, object] = {
        "birth": row.birth_year,
        "organization": row.organization_name,
        "citizen_id": row.citizen_id_sealed,
        "party_member": row.party_member is not None,
    }
    asked = [name for name in invitation.fields if name in FIELD_LABELS]
    return [name for name in asked if not (said[name] if name in said else getattr(row, name))]


def _text(name: str, typed: str, problems: list[Any]) -> str:
    text = " ".join(typed.split()) if name != "note" else typed.strip()
    if name in _FREE_TEXTS:
        text = _ID_NUMBER.sub(_MASK, text)
    longest = int(Nomination._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]  # texts only
    field = "organization" if name == "organization_name" else name
    if len(text) > longest:
        problems.append((field, _("This is too long; write at most %(count)s letters.") % {"count": longest}, "error"))
    elif name == "email" and text and not _is_email(text):
        problems.append((field, _("This is no e-mail address."), Level.ERROR.value))
    return text[:longest]


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _set_birth(row: Nomination, typed: str | None, problems: list[Any]) -> None:
    try:
        born = birth_fields((typed or "").strip())
    except DomainError as error:
        born = birth_fields(None)
        problems.append(("birth", error.message, Level.ERROR.value))
    row.birth_date, row.birth_year = born["birth_date"], born["birth_year"]  # type: ignore[assignment]


def _set_sensitive(row: Nomination, nominee: Nominee, invitation: Invitation, problems: list[Any]) -> None:
    """Keeps what is asked for; the rest is dropped, and that is said."""
    row.citizen_id_sealed, row.citizen_id_hash = NO_ID
    if nominee.citizen_id.strip() and "citizen_id" in invitation.fields:
        try:
            row.citizen_id_sealed, row.citizen_id_hash = seal_citizen_id(nominee.citizen_id)
        except DomainError as error:
            problems.append(("citizen_id", error.message, Level.ERROR.value))
    elif nominee.citizen_id.strip():
        problems[:] = [one for one in problems if one[0] != "citizen_id"]
        problems.append(("citizen_id", _("The citizen ID was not kept: it is not asked for."), Level.NOTICE.value))
    if row.ethnicity and "ethnicity" not in invitation.fields:
        row.ethnicity = ""
        problems.append(("ethnicity", _("The ethnicity was not kept: it is not asked for."), Level.NOTICE.value))
    if row.party_member is not None and "party_member" not in invitation.fields:
        row.party_member = None
        sentence = _("Party membership was not kept: it is not asked for.")
        problems.append(("party_member", sentence, Level.NOTICE.value))
