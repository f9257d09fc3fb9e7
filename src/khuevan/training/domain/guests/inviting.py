"""Guests as they answer: invited, coming, cannot come, somebody instead; several entered at once; in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.people.domain.persons import add_person
from khuevan.people.models import Organization, Person
from khuevan.training.domain.arrangements import invite_guest
from khuevan.training.domain.editing import fresh, open_for_change, write
from khuevan.training.domain.guests.ranks import Ranked, in_protocol_order
from khuevan.training.domain.ordering import put_in_order
from khuevan.training.enums import GuestState
from khuevan.training.models import Guest, TrainingClass

MOST_AT_ONCE = 200
"""Guests entered together; a longer list is a list of learners."""


@dataclass(frozen=True)
class NewGuest:
    """One line of a list of guests: somebody known, somebody new by ``name``, or only the body that sends somebody."""

    person: Person | None = None
    name: str = ""
    honorific: str = ""
    rank: str = ""
    gender: str = ""
    title: str = ""
    organization: Organization | None = None


@verb("training.set_guest_state")
def set_guest_state(
    actor: Actor,
    guest: Guest,
    state: GuestState | str,
    *,
    comes_instead: str = "",
    is_introduced: bool | None = None,
    note: str | None = None,
    seen: str = "",
) -> None:
    """What a guest answered.  ``comes_instead`` names whoever comes in the place of one who cannot: the seat is taken.

    Raises ``invalid_value``, ``nobody_instead`` where a guest who comes would send somebody too,
    ``changed_meanwhile``.
    """
    open_for_change(actor, guest.training_class)
    before = fresh(guest, seen)
    instead = comes_instead.strip()
    if instead and state != GuestState.DECLINED:
        raise DomainError("nobody_instead", _("Somebody comes instead only of a guest who cannot come."))
    values: dict[str, object] = {"state": state, "comes_instead": instead}
    if is_introduced is not None:
        values["is_introduced"] = is_introduced
    if note is not None:
        values["note"] = note
    write(actor, "training.set_guest_state", guest, before, values)


@verb("training.mark_guests_invited")
def mark_guests_invited(actor: Actor, training_class: TrainingClass) -> list[Guest]:
    """The invitations went out: whoever was still to be invited is invited now; answers stay as they are."""
    open_for_change(actor, training_class)
    waiting = training_class.guests.filter(state=GuestState.PLANNED).select_for_update(of=("self",))
    guests = list(waiting.order_by("order", "pk"))
    before = {one.pk: snapshot(one) for one in guests}
    for one in guests:
        one.state = GuestState.INVITED
    Guest.objects.bulk_update(guests, ["state"])
    record(actor, "training.mark_guests_invited", guests, before)
    return guests


@verb("training.invite_guests")
def invite_guests(actor: Actor, training_class: TrainingClass, lines: Sequence[NewGuest]) -> list[Guest]:
    """Enters several guests, behind those there are; people not known yet come into the directory of the office.

    Raises ``too_many_guests``, ``nobody_named``, ``person_without_name``.
    """
    open_for_change(actor, training_class)
    if len(lines) > MOST_AT_ONCE:
        raise DomainError("too_many_guests", _("At most %(count)s guests are entered at once."), count=MOST_AT_ONCE)
    made = []
    for line in lines:
        person = line.person
        if person is None and line.name:
            person = add_person(
                actor,
                full_name=line.name,
                honorific=line.honorific,
                rank=line.rank,
                gender=line.gender,
                office=training_class.office,
            )
        made.append(
            invite_guest(actor, training_class, person=person, title=line.title, organization=line.organization)
        )
    record(actor, "training.invite_guests", [])
    return made


@verb("training.put_in_protocol_order")
def put_in_protocol_order(actor: Actor, training_class: TrainingClass, *, seen: str = "") -> list[int]:
    """Puts the guests in the order of ``protocol_ranks``.  Returns the order there was, which takes it back.

    Raises ``changed_meanwhile``.
    """
    open_for_change(actor, training_class)
    guests = list(training_class.guests.select_related("organization").order_by("order", "pk"))
    put_in_order(
        actor, "training.put_in_protocol_order", training_class.guests.all(), in_protocol_order(ranked(guests)), seen
    )
    return [one.pk for one in guests]


def ranked(guests: Sequence[Guest]) -> list[Ranked]:
    """What the rule of protocol looks at, of guests in the order they have."""
    return [
        Ranked(
            key=one.pk,
            title=one.title,
            body=one.organization_name,
            body_order=one.organization.protocol_order if one.organization else None,
            place=place,
            is_named=one.person_id is not None,
        )
        for place, one in enumerate(guests)
    ]


def takes_seat(guest: Guest) -> bool:
    """Whether somebody sits there: the guest, or who comes instead."""
    return guest.state != GuestState.DECLINED or bool(guest.comes_instead)


words(
    verbs={
        "training.set_guest_state": _("noted the answer of a guest"),
        "training.mark_guests_invited": _("noted that the guests were invited"),
        "training.invite_guests": _("entered guests from a list"),
        "training.put_in_protocol_order": _("put the guests in protocol order"),
    }
)
