"""Biển tên: names to stand on the tables, folded from A4 so that both sides can be read."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.printing import FONTS
from khuevan.papers.enums import NameplateGroup, NameplateSize
from khuevan.training.enums import GuestState
from khuevan.training.models import Guest, TrainingClass
from khuevan.training.models.people import OfficialAsOf

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "nameplates.typ"
MOST: Final = 3_000
"""Plates of one file."""
LARGE: Final = 300
"""Plates that are set by a child of their own."""

type Plate = dict[str, Any]


def nameplates(
    actor: Actor,
    training_class: TrainingClass,
    *,
    whom: Sequence[NameplateGroup],
    size: NameplateSize = NameplateSize.LARGE,
    chosen: Sequence[Enrollment] | None = None,
) -> Built:
    """One plate for each person of these groups; whoever is in several has one.  ``chosen`` are the learners meant.

    Raises NotAllowedError, ``no_nameplates``, ``too_many_nameplates``, ``nameplates_not_printed``.
    """
    require(actor, "papers.write_paper", training_class)
    with translation.override("vi"):
        plates = _plates(Facts(actor, training_class), whom, chosen)
    if not plates:
        raise DomainError("no_nameplates", _("Nobody of those chosen is known by name yet."))
    if len(plates) > MOST:
        raise DomainError("too_many_nameplates", _("One file holds at most %(count)s name plates."), count=MOST)
    data = {
        "title": f"Biển tên: {training_class.title}",
        "author": training_class.office.organization.name,
        "size": str(size),
        "plates": plates,
    }
    try:
        content = typeset(TEMPLATE, data, fonts=FONTS, once=len(plates) > LARGE, tagged=False)
    except TypesettingError as error:
        message = _("The name plates could not be printed: %(reason)s")
        raise DomainError("nameplates_not_printed", message, reason=error.reason) from error
    return Built(f"bien-ten-{training_class.slug}.pdf", content, "application/pdf")


def _plates(facts: Facts, whom: Sequence[NameplateGroup], chosen: Sequence[Enrollment] | None) -> list[Plate]:
    met: set[int] = set()
    plates: list[Plate] = []
    people: dict[NameplateGroup, Iterable[OfficialAsOf]] = {
        NameplateGroup.OFFICIALS: facts.ceremony_roles if NameplateGroup.OFFICIALS in whom else (),
        NameplateGroup.GUESTS: _coming(facts) if NameplateGroup.GUESTS in whom else (),
        NameplateGroup.LECTURERS: facts.lecturers if NameplateGroup.LECTURERS in whom else (),
        NameplateGroup.COMMITTEE: facts.members if NameplateGroup.COMMITTEE in whom else (),
    }
    for group in people.values():
        for one in group:
            if one.person is not None and one.person.pk not in met:
                met.add(one.person.pk)
                plates.append(_plate(f"{one.person.rank} {one.person.full_name}", one.title, one.organization_name))
    if NameplateGroup.LEARNERS in whom:
        for learner in facts.learners if chosen is None else chosen:
            if learner.training_class_id == facts.training_class.pk and learner.person_id not in met:
                met.add(learner.person_id)
                plates.append(_plate(learner.full_name, learner.position, learner.organization_name))
    return plates


def _coming(facts: Facts) -> list[Guest]:
    """Who comes instead of a guest is known by a sentence only, so those get no plate."""
    return [one for one in facts.guests if one.state != GuestState.DECLINED]


def _plate(name: str, title: str, body: str) -> Plate:
    return {"name": name.strip(), "lines": [line for line in (title, body) if line]}
