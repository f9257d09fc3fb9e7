"""Organizers of a class that change or fall away."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import verb
from khuevan.core.errors import DomainError
from khuevan.training.domain.editing import STAYS, fresh, open_for_change, remove, write
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import Organizer, TrainingClass


@verb("training.change_organizer")
def change_organizer(
    actor: Actor, organizer: Organizer, *, part: OrganizerPart, name: str | None = None, seen: str = ""
) -> None:
    """Changes the part of a body, or the name it had at the time of the class.

    Raises ``lead_missing`` when nobody would lead any more, ``changed_meanwhile``; ``already_there`` when the body has
    that part already.
    """
    training_class = open_for_change(actor, organizer.training_class)
    before = fresh(organizer, seen)
    if part != OrganizerPart.LEAD:
        _another_leads(training_class, organizer)
    values = {"part": part} if name is None else {"part": part, "name": name}
    write(actor, "training.change_organizer", organizer, before, values)


@verb("training.remove_organizer")
def remove_organizer(actor: Actor, organizer: Organizer, *, seen: str = "") -> None:
    """Takes a body off the class.  Raises ``lead_missing`` when nobody would lead any more, ``changed_meanwhile``."""
    training_class = open_for_change(actor, organizer.training_class)
    fresh(organizer, seen)
    _another_leads(training_class, organizer)
    remove(actor, "training.remove_organizer", organizer, STAYS)


def _another_leads(training_class: TrainingClass, organizer: Organizer) -> None:
    others = training_class.organizers.exclude(pk=organizer.pk)
    if organizer.part == OrganizerPart.LEAD and not others.filter(part=OrganizerPart.LEAD).exists():
        raise DomainError("lead_missing", _("A class needs an organizer. Name another one first."))
