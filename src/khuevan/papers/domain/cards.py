"""Cards with a personal QR code, for people who are given paper: each opens the pages of one learner.

The secret of each link is printed and kept nowhere else, so a card that is lost is made anew and the old link taken
back.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.qr import qr_svg
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.printing import FONTS
from khuevan.people.domain.access_links import link_address, make_links
from khuevan.training.models import TrainingClass

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "cards.typ"
MOST: Final = 500
"""Cards of one file: fifty pages, set in about two seconds."""


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
        content = typeset(TEMPLATE, data, fonts=FONTS)
    except TypesettingError as error:
        message = _("The cards could not be printed: %(reason)s")
        raise DomainError("cards_not_printed", message, reason=error.reason) from error
    return Built(f"phieu-ma-qr-{training_class.slug}.pdf", content, "application/pdf")
