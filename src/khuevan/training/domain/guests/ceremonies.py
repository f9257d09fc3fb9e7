"""The opening and the closing: who leads, chairs, speaks, hands over, in which order and with which word to the MC."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import verb
from khuevan.core.audit_words import words
from khuevan.training.domain.editing import fresh, open_for_change, write
from khuevan.training.domain.ordering import put_in_order
from khuevan.training.enums import Ceremony, CeremonyKind
from khuevan.training.models import CeremonyRole, TrainingClass

OWN: Final[dict[str, Ceremony]] = {
    CeremonyKind.OPENED_BY: Ceremony.OPENING,
    CeremonyKind.CLOSED_BY: Ceremony.CLOSING,
}
"""Parts that say themselves to which ceremony they belong."""
USUAL: Final[dict[str, Ceremony]] = {
    CeremonyKind.HANDS_OVER: Ceremony.CLOSING,
    CeremonyKind.LEARNER_SPEAKS: Ceremony.CLOSING,
    CeremonyKind.SPEAKS: Ceremony.OPENING,
}
"""Where a part is when nothing is said; all others belong to both ceremonies then."""


@verb("training.set_ceremony")
def set_ceremony(actor: Actor, role: CeremonyRole, *, ceremony: Ceremony | str, note: str = "", seen: str = "") -> None:
    """Says in which ceremony somebody has a part, "" for both, and what the MC should know of it.

    Opening and closing speeches keep their own ceremony.  Raises ``invalid_value``, ``changed_meanwhile``.
    """
    open_for_change(actor, role.training_class)
    before = fresh(role, seen)
    write(actor, "training.set_ceremony", role, before, {"ceremony": OWN.get(role.kind, ceremony), "note": note})


@verb("training.reorder_ceremonies")
def reorder_ceremonies(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the parts in the order of ``keys``: those of one kind are called up so (``ordering.put_in_order``)."""
    open_for_change(actor, training_class)
    put_in_order(actor, "training.reorder_ceremonies", training_class.ceremony_roles.all(), keys, seen)


def ceremonies_of(role: CeremonyRole) -> tuple[Ceremony, ...]:
    """The ceremonies in which this part has its place."""
    said = OWN.get(role.kind) or role.ceremony or USUAL.get(role.kind)
    return (Ceremony(said),) if said else tuple(Ceremony)


def parts_in(roles: Iterable[CeremonyRole], ceremony: Ceremony, *kinds: CeremonyKind) -> list[CeremonyRole]:
    """The parts of one ceremony, of these kinds or of all, in their order."""
    found = [one for one in roles if ceremony in ceremonies_of(one) and (not kinds or one.kind in kinds)]
    return sorted(found, key=lambda one: (one.order, one.pk))


words(
    verbs={
        "training.set_ceremony": _("said in which ceremony somebody has a part"),
        "training.reorder_ceremonies": _("put the parts of the ceremonies in order"),
    }
)
