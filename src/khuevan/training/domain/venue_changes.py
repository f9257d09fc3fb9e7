"""Places of a class that change or fall away."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.people.domain.persons import know
from khuevan.people.models import Person
from khuevan.training.domain.editing import fresh, open_for_change, remove, write
from khuevan.training.models import TrainingClass, Venue

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type RemoveHook = Callable[[Actor, Venue], None]

_remove_hooks: list[RemoveHook] = []


def on_remove_venue(function: RemoveHook) -> RemoveHook:
    """Lets an app let go of a place that is about to be removed, inside the verb's transaction."""
    _remove_hooks.append(function)
    return function


class VenueFields(TypedDict, total=False):
    """What may be said of a place; what is left out stays."""

    name: str
    address: str
    is_remote: bool
    contact: Person | None
    capacity: int | None


@verb("training.change_venue")
def change_venue(actor: Actor, venue: Venue, *, seen: str = "", **fields: Unpack[VenueFields]) -> None:
    """Changes what is said of a place.  Raises ``invalid_value``, ``changed_meanwhile``."""
    open_for_change(actor, venue.training_class)
    before = fresh(venue, seen)
    know(venue.training_class.office_id, [fields.get("contact")])
    write(actor, "training.change_venue", venue, before, fields)


@verb("training.make_main_venue")
def make_main_venue(actor: Actor, venue: Venue, *, seen: str = "") -> None:
    """Makes a place the main venue of its class, in the place of the one that was.  Raises ``changed_meanwhile``."""
    training_class = open_for_change(actor, venue.training_class)
    fresh(venue, seen)
    _set_main(actor, "training.make_main_venue", training_class, venue)


@verb("training.remove_venue")
def remove_venue(actor: Actor, venue: Venue, *, seen: str = "") -> None:
    """Takes a place off the class; after the main venue the next place on site is the main one.

    Raises ``still_used`` while half days, groups or learners have their place there, ``changed_meanwhile``.
    """
    training_class = open_for_change(actor, venue.training_class)
    fresh(venue, seen)
    was_main = venue.is_main
    for hook in _remove_hooks:
        hook(actor, venue)
    remove(actor, "training.remove_venue", venue, _why_it_stays(venue))
    following = training_class.venues.filter(is_remote=False).first()
    if was_main and following:
        _set_main(actor, "training.remove_venue", training_class, following)


def _why_it_stays(venue: Venue) -> "str | _StrPromise":
    if venue.sessions.exists():
        return _("Half days of the programme take place here. Give them another venue, or remove them first.")
    return _("Groups or learners have their place here. Give them another place first.")


def _set_main(actor: Actor, verb_name: str, training_class: TrainingClass, main: Venue) -> None:
    changed = [venue for venue in training_class.venues.all() if venue.is_main != (venue.pk == main.pk)]
    before = {venue.pk: snapshot(venue) for venue in changed}
    for venue in changed:
        venue.is_main = not venue.is_main
    Venue.objects.bulk_update(changed, ["is_main"])
    record(actor, verb_name, changed, before)
