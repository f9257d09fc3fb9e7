"""Pairs of people who may be one, as a list, and two entries side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, Listing, ListTable, Order
from khuevan.people.domain.likeness import AGAINST, NEARLY_SURE, Reason
from khuevan.people.domain.merging import COLUMNS
from khuevan.people.identity import masked
from khuevan.people.models import Person, PossibleDuplicate

FIELD_LABELS: dict[str, "str | Promise"] = {
    "full_name": _("full name"),
    "honorific": _("form of address"),
    "rank": _("rank or degree"),
    "birth": _("Born"),
    "gender": _("gender"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "citizen_id": _("citizen ID"),
}
"""Words of what a merge may take over."""


@dataclass(frozen=True)
class Pill:
    """One thing that agrees between two people, or differs."""

    label: str
    is_against: bool


@dataclass(frozen=True)
class ComparedField:
    """One field of two entries; ``taken`` says whose value is proposed: ``first`` or ``second``."""

    name: str
    label: str
    first: str
    second: str
    differs: bool
    taken: str


def pills(reasons: Iterable[str]) -> list[Pill]:
    known = set(Reason.values)
    return [Pill(str(Reason(code).label), Reason(code) in AGAINST) for code in reasons if code in known]


def compared(first: Person, second: Person, kept: str) -> list[ComparedField]:
    """Every field of both; the value of the ``kept`` one is proposed unless only the other one has any."""
    found = []
    for name in COLUMNS:
        mine, theirs = shown(first, name), shown(second, name)
        taken = kept if (mine and theirs) or not (mine or theirs) else ("first" if mine else "second")
        same = mine == theirs and (name != "citizen_id" or first.citizen_id_hash == second.citizen_id_hash)
        found.append(ComparedField(name, capfirst(str(FIELD_LABELS[name])), mine, theirs, not same, taken))
    return found


def shown(person: Person, name: str) -> str:
    """One field as a screen shows it."""
    if name == "birth":
        return person.birth_text
    if name == "gender":
        return capfirst(str(person.get_gender_display()))
    if name == "citizen_id":
        return masked(person.citizen_id_sealed)
    return str(getattr(person, name))


class PairTable(ListTable):
    row_header = "first"
    numbered = True
    first = Column(verbose_name=_("may be one person"), order_by=("first__name_key",), width="w-name")
    reasons = Column(verbose_name=_("what is alike"), orderable=False, css="wide-only")
    score = Column(verbose_name=_("likeness"), order_by=("score", "-pk"), css="r")

    def render_first(self, record: PossibleDuplicate) -> SafeString:
        return format_html(
            '<a href="{}/{}/">{}<br>{}</a>',
            record.first_id,
            record.second_id,
            _described(record.first),
            _described(record.second),
        )

    def value_first(self, record: PossibleDuplicate) -> str:
        return f"{_described(record.first)} / {_described(record.second)}"

    def render_reasons(self, record: PossibleDuplicate) -> SafeString:
        return format_html_join(
            " ",
            '<span class="state {}">{}</span>',
            (("state-warn" if one.is_against else "state-done", capfirst(one.label)) for one in pills(record.reasons)),
        )

    def value_reasons(self, record: PossibleDuplicate) -> str:
        return ", ".join(one.label for one in pills(record.reasons))

    def below(self, record: PossibleDuplicate) -> str:
        return self.value_reasons(record)

    def attention(self, record: PossibleDuplicate) -> bool:
        return record.score >= NEARLY_SURE


def _described(person: Person) -> str:
    return ", ".join(part for part in (person.full_name, person.birth_text) if part)


class PairList(Listing):
    """Pairs that wait for somebody to decide, or were told apart."""

    table_class = PairTable
    title = _("Possible duplicates")
    search = ("first__search_key", "second__search_key")
    orders = (Order("giong", _("Most alike first"), ("-score", "pk"), _("The most alike first.")),)
    empty_icon = "user-check"
    empty_title = _("Nobody seems to be entered twice")
    empty_text = _("Entries that may be one person are listed here after a search for them.")
