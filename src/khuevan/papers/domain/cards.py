"""Cards: to wear, with a QR code that names nobody or the word of a part; and with a personal code, to keep.

The code that a learner wears leads to the page of the class (``desk.cards``), staff to the learner; it opens nothing of
theirs.  Codes are drawn as pictures of one byte a module, which is what the typesetter takes fastest.

The secret of each personal link is printed and kept nowhere else, so such a card that is lost is made anew and the old
link taken back.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import zxingcpp
from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.codes import grouped
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.qr import LEVEL, qr_svg
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain import wording
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.printing import FONTS
from khuevan.papers.enums import CardSize, NameplateGroup
from khuevan.people.domain.access_links import link_address, make_links
from khuevan.training.enums import GuestState
from khuevan.training.models import TrainingClass, Venue
from khuevan.training.models.people import OfficialAsOf

_TYPST: Final = Path(__file__).resolve().parent.parent / "typst"
BADGES: Final = _TYPST / "badges.typ"
PERSONAL: Final = _TYPST / "cards.typ"
MOST: Final = 500
"""Personal cards of one file: fifty pages."""
MOST_BADGES: Final = 3_000
"""Cards of one file."""

LARGE: Final = 300
"""Cards that are set by a child of their own."""

OTHERS: Final = (NameplateGroup.LECTURERS, NameplateGroup.GUESTS, NameplateGroup.COMMITTEE)
"""Whose cards carry no code."""
_PARTS: Final = {
    NameplateGroup.LECTURERS: "lecturer",
    NameplateGroup.GUESTS: "guest",
    NameplateGroup.COMMITTEE: "committee",
}

type Card = dict[str, Any]


def card_address(card_code: str) -> str:
    """What the code on a card says: where the class is shown, and for staff the learner."""
    return f"{settings.KHUEVAN_BASE_URL}/the/{card_code}/"


def learner_cards(
    actor: Actor, training_class: TrainingClass, learners: Sequence[Enrollment], size: CardSize = CardSize.TABLE
) -> Built:
    """One card for each of these learners of the class, in their order.

    ``learners`` come with ``group__venue`` and ``venue``.  Raises ``no_cards``, ``too_many_cards``,
    ``not_of_this_class``, ``cards_not_printed``.
    """
    require(actor, "papers.write_paper", training_class)
    if any(one.training_class_id != training_class.pk for one in learners):
        raise DomainError("not_of_this_class", _("This belongs to another class."))
    word = wording.learners(training_class).upper()
    places = training_class.venues.count() > 1
    drawn = [_modules(card_address(one.card_code)) for one in learners]
    cards = [
        {
            "part": "learner",
            "word": word,
            "name": one.full_name,
            "lines": _lines(one.position, one.organization_name),
            "where": where_words(one, places=places),
            "code": grouped(one.card_code),
            "qr": modules,
        }
        for one, (_side, modules) in zip(learners, drawn, strict=True)
    ]
    return _printed(training_class, "the-hoc-vien", cards, size, modules=drawn[0][0] if drawn else 0)


def other_badges(
    actor: Actor, training_class: TrainingClass, whom: Iterable[NameplateGroup], size: CardSize = CardSize.TABLE
) -> Built:
    """Cards of lecturers, guests and the committee who are known by name; whoever is in several groups has one.

    Raises ``no_cards``, ``too_many_cards``, ``cards_not_printed``.
    """
    require(actor, "papers.write_paper", training_class)
    with translation.override("vi"):
        cards = _others(Facts(actor, training_class), [one for one in OTHERS if one in set(whom)])
    return _printed(training_class, "the-dai-bieu", cards, size)


def where_words(one: Enrollment, *, places: bool = True) -> list[str]:
    """Group and place of a learner in words; the place only where a class has several."""
    venue = seat_of(one) if places else None
    return [words for words in (one.group.name if one.group else "", venue.name if venue else "") if words]


def seat_of(one: Enrollment) -> Venue | None:
    """Where a learner sits when it is not the main venue: at a place of their own, else where the group sits."""
    return one.venue or (one.group.venue if one.group else None)


def _others(facts: Facts, whom: Sequence[NameplateGroup]) -> list[Card]:
    words = {
        NameplateGroup.LECTURERS: wording.lecturers(facts.training_class),
        NameplateGroup.GUESTS: "khách mời",
        NameplateGroup.COMMITTEE: "ban tổ chức",
    }
    people: dict[NameplateGroup, Iterable[OfficialAsOf]] = {
        NameplateGroup.LECTURERS: facts.lecturers,
        NameplateGroup.GUESTS: [one for one in facts.guests if one.state != GuestState.DECLINED],
        NameplateGroup.COMMITTEE: facts.members,
    }
    cards: dict[int, Card] = {}
    for group in whom:
        for one in people[group]:
            if one.person is not None and one.person.pk not in cards:
                name = f"{one.person.rank} {one.person.full_name}".strip()
                about = {"name": name, "lines": _lines(one.title, one.organization_name)}
                rest: Card = {"where": [], "code": "", "qr": None}
                cards[one.person.pk] = {"part": _PARTS[group], "word": words[group].upper(), **about, **rest}
    return list(cards.values())


def _lines(*words: str) -> list[str]:
    return [line for line in words if line]


def _modules(text: str) -> tuple[int, list[int]]:
    """Side of a code in modules, and its modules row by row: 0 dark, 255 light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL)
    picture = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    return picture.shape[0], list(bytes(memoryview(picture)))


def _printed(
    training_class: TrainingClass, slug: str, cards: Sequence[Card], size: CardSize, *, modules: int = 0
) -> Built:
    if not cards:
        raise DomainError("no_cards", _("Nobody is chosen, so there is no card to print."))
    if len(cards) > MOST_BADGES:
        raise DomainError("too_many_cards", _("One file holds at most %(count)s cards."), count=MOST_BADGES)
    data = {
        "title": f"Thẻ: {training_class.title}",
        "office": training_class.office.organization.name,
        "course": training_class.title,
        "size": str(size),
        "modules": modules,
        "cards": list(cards),
    }
    try:
        content = typeset(BADGES, data, fonts=FONTS, once=len(cards) > LARGE, tagged=False)
    except TypesettingError as error:
        message = _("The cards could not be printed: %(reason)s")
        raise DomainError("cards_not_printed", message, reason=error.reason) from error
    return Built(f"{slug}-{training_class.slug}.pdf", content, "application/pdf")


def personal_cards(
    actor: Actor, training_class: TrainingClass, learners: Sequence[Enrollment], *, valid: timedelta
) -> Built:
    """New links for these learners of the class, on cards in their order.

    Raises ``too_many_cards``, ``no_cards``, ``cards_not_printed`` and what making links raises.
    """
    require(actor, "papers.write_paper", training_class)
    if not learners:
        raise DomainError("no_cards", _("Nobody is chosen, so there is no card to print."))
    if len(learners) > MOST:
        raise DomainError("too_many_cards", _("One file holds at most %(count)s cards."), count=MOST)
    office = training_class.office
    made = make_links(actor, office=office, people=[one.person for one in learners], valid=valid)
    last = localdate(made[0][0].expires_at)
    cards = [
        {"name": one.full_name, "post": one.post, "qr": qr_svg(link_address(token))}
        for one, (_link, token) in zip(learners, made, strict=True)
    ]
    data = {
        "title": f"Phiếu mã QR cá nhân: {training_class.title}",
        "office": office.organization.name,
        "course": training_class.title,
        "hint": f"Quét mã để vào trang cá nhân. Có hiệu lực đến {last:%d/%m/%Y}. Không cho người khác mượn.",
        "cards": cards,
    }
    try:
        content = typeset(PERSONAL, data, fonts=FONTS)
    except TypesettingError as error:
        message = _("The cards could not be printed: %(reason)s")
        raise DomainError("cards_not_printed", message, reason=error.reason) from error
    return Built(f"phieu-ma-qr-{training_class.slug}.pdf", content, "application/pdf")
