"""How much two people look like one: points for what agrees, points off for what cannot both be true.

The points are weighed for Vietnamese lists, where a name alone says little (one in three is a Nguyễn, and a province
has several of most names), diacritics are lost by some programs, and a birth is often only a year.  Name and full birth
together make a person; name and year do so only with something more.

====================  ======  ==============================================================
what agrees           points
====================  ======  ==============================================================
same name             45      tone styles, i/y, case and look-alike letters set aside
name without marks    40      one of the two was written without any diacritics
other marks only      28      Hùng and Hưng: a slip of the keyboard, or somebody else
similar name          10-30   by rapidfuzz; half the whole name, half the given name
same birth            35
day, month swapped    22
one digit off         15      in two full dates
same year             12      one of the two is only a year, or 1 January (a stopgap for it)
same citizen ID       70      and at least WORTH_A_LOOK, whatever else differs
same telephone        25
same e-mail           20      agencies share theirs
same agency           15      with the same name worth a look
what differs
another name          -10     nothing similar
another birth         -35     -25 when only the years can be compared
another gender        -20
another citizen ID    -45     of the same kind: an old card of 9 digits and a new one of 12 may be one person's
====================  ======  ==============================================================
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from khuevan.vietnamese.folding import fold, match_key
from khuevan.vietnamese.phones import normalise_phone

WORTH_A_LOOK = 60
"""From here on two known people are shown to somebody who decides."""
NEARLY_SURE = 80
"""Same name and same full birth, and nothing that speaks against it."""
SIMILAR = 0.8
"""From this similarity (0 to 1) of two names on, they count as similar."""


class Reason(TextChoices):
    """What agrees between two people, or differs."""

    NAME_SAME = "name_same", _("same name")
    NAME_WITHOUT_MARKS = "name_without_marks", _("same name, one without diacritics")
    NAME_OTHER_MARKS = "name_other_marks", _("same letters, other diacritics")
    NAME_SIMILAR = "name_similar", _("similar name")
    BIRTH_SAME = "birth_same", _("same date of birth")
    DAY_MONTH_SWAPPED = "day_month_swapped", _("day and month of birth swapped")
    BIRTH_ONE_DIGIT_OFF = "birth_one_digit_off", _("date of birth one digit off")
    YEAR_SAME = "year_same", _("same year of birth")
    CITIZEN_ID_SAME = "citizen_id_same", _("same citizen ID")
    PHONE_SAME = "phone_same", _("same telephone")
    EMAIL_SAME = "email_same", _("same e-mail")
    AGENCY_SAME = "agency_same", _("same agency")
    NAME_OTHER = "name_other", _("another name")
    BIRTH_OTHER = "birth_other", _("another birth")
    GENDER_OTHER = "gender_other", _("another gender")
    CITIZEN_ID_OTHER = "citizen_id_other", _("another citizen ID")


AGAINST = frozenset({Reason.NAME_OTHER, Reason.BIRTH_OTHER, Reason.GENDER_OTHER, Reason.CITIZEN_ID_OTHER})
POINTS = {
    Reason.NAME_SAME: 45,
    Reason.NAME_WITHOUT_MARKS: 40,
    Reason.NAME_OTHER_MARKS: 28,
    Reason.BIRTH_SAME: 35,
    Reason.DAY_MONTH_SWAPPED: 22,
    Reason.BIRTH_ONE_DIGIT_OFF: 15,
    Reason.YEAR_SAME: 12,
    Reason.CITIZEN_ID_SAME: 70,
    Reason.PHONE_SAME: 25,
    Reason.EMAIL_SAME: 20,
    Reason.AGENCY_SAME: 15,
    Reason.NAME_OTHER: -10,
    Reason.BIRTH_OTHER: -35,
    Reason.GENDER_OTHER: -20,
    Reason.CITIZEN_ID_OTHER: -45,
}
_YEAR_ONLY_OTHER = -25
_STOPGAP = "-01-01"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of somebody, as entered.

    ``birth`` is ``1982-06-02``, ``1982`` or empty; ``gender`` any code, compared as it stands; ``organization`` the key
    of the body or its name, as long as both sides use the same.  ``name`` must not be empty.
    """

    name: str
    birth: str = ""
    gender: str = ""
    phone: str = ""
    email: str = ""
    citizen_hash: str = ""
    organization: str | int | None = None
    spelled: str = field(init=False, repr=False, compare=False)
    folded: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelled", match_key(self.name))
        object.__setattr__(self, "folded", fold(self.name))


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` is 0 to 100; ``reasons`` are codes of ``Reason``, what agrees first."""

    score: int
    reasons: tuple[str, ...]


def likeness(a: Traits, b: Traits) -> Likeness:
    """How much two people look like one; the same whichever comes first."""
    found = [_name(a, b), *_birth(a.birth, b.birth), *_rest(a, b)]
    points = sum(weight for _reason, weight in found)
    least = WORTH_A_LOOK if any(reason == Reason.CITIZEN_ID_SAME for reason, _weight in found) else 0
    reasons = sorted((reason for reason, _weight in found), key=lambda reason: reason in AGAINST)
    return Likeness(min(100, max(least, points)), tuple(reason.value for reason in reasons))


def _weighed(reason: Reason) -> tuple[Reason, int]:
    return reason, POINTS[reason]


def _name(a: Traits, b: Traits) -> tuple[Reason, int]:
    if a.spelled == b.spelled:
        return _weighed(Reason.NAME_SAME)
    if a.folded == b.folded:
        return _weighed(Reason.NAME_WITHOUT_MARKS if _is_bare(a) or _is_bare(b) else Reason.NAME_OTHER_MARKS)
    alike = similarity(a.folded, b.folded)
    if alike < SIMILAR:
        return _weighed(Reason.NAME_OTHER)
    return Reason.NAME_SIMILAR, round(10 + 20 * (alike - SIMILAR) / (1 - SIMILAR))


def _is_bare(one: Traits) -> bool:
    return one.folded == " ".join(one.name.casefold().split())


def similarity(a: str, b: str) -> float:
    """0 to 1 for two folded names: half the whole, half the given name, which tells brothers apart.

    Parts in another order (given name first) count almost as the same.
    """
    given = fuzz.ratio(a.rpartition(" ")[2], b.rpartition(" ")[2])
    return max(fuzz.ratio(a, b) + given, 1.9 * fuzz.token_sort_ratio(a, b, score_cutoff=95)) / 200


def _birth(a: str, b: str) -> list[tuple[Reason, int]]:
    if not a or not b:
        return []
    if a == b:
        return [_weighed(Reason.BIRTH_SAME if len(a) == 10 else Reason.YEAR_SAME)]
    only_years = len(a) != len(b) or len(a) == 4 or a.endswith(_STOPGAP) or b.endswith(_STOPGAP)
    if only_years:
        return [_weighed(Reason.YEAR_SAME) if a[:4] == b[:4] else (Reason.BIRTH_OTHER, _YEAR_ONLY_OTHER)]
    if a[:4] == b[:4] and a[5:7] == b[8:] and a[8:] == b[5:7]:
        return [_weighed(Reason.DAY_MONTH_SWAPPED)]
    if sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return [_weighed(Reason.BIRTH_ONE_DIGIT_OFF)]
    return [_weighed(Reason.BIRTH_OTHER)]


def _rest(a: Traits, b: Traits) -> list[tuple[Reason, int]]:
    found = []
    if a.citizen_hash and a.citizen_hash == b.citizen_hash:
        found.append(Reason.CITIZEN_ID_SAME)
    elif a.citizen_hash and b.citizen_hash and a.citizen_hash[0] == b.citizen_hash[0]:
        found.append(Reason.CITIZEN_ID_OTHER)
    if a.gender and b.gender and a.gender != b.gender:
        found.append(Reason.GENDER_OTHER)
    if a.phone and b.phone and phone_key(a.phone) == phone_key(b.phone):
        found.append(Reason.PHONE_SAME)
    if a.email and a.email.casefold() == b.email.casefold():
        found.append(Reason.EMAIL_SAME)
    if a.organization and a.organization == b.organization:
        found.append(Reason.AGENCY_SAME)
    return [_weighed(reason) for reason in found]


@lru_cache(maxsize=4096)
def phone_key(text: str) -> str:
    """One number in the numbering of today, however it was written."""
    phone = normalise_phone(text)
    return phone.number if phone else fold(text)
