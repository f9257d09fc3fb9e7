"""Who organises, teaches, speaks and is invited, and where."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.people.domain.persons import know
from khuevan.people.models import Organization, Person
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.ordering import next_place
from khuevan.training.enums import CeremonyKind, OrganizerPart
from khuevan.training.models import (
    CeremonyRole,
    Committee,
    CommitteeMember,
    Guest,
    Lecturer,
    Organizer,
    TrainingClass,
    Venue,
)


@verb("training.add_organizer")
def add_organizer(
    actor: Actor, training_class: TrainingClass, organization: Organization, part: OrganizerPart
) -> Organizer:
    """Adds a body beside the office: in cooperation, or the one that commissioned the class."""
    open_for_change(actor, training_class)
    order = next_place(training_class.organizers.filter(part=part))
    organizer = create(
        Organizer,
        training_class=training_class,
        organization=organization,
        part=part,
        name=organization.name,
        order=order,
    )
    record(actor, "training.add_organizer", organizer)
    return organizer


@verb("training.form_committee")
def form_committee(actor: Actor, training_class: TrainingClass, *, name: str) -> Committee:
    """Gives the class its committee (ban tổ chức), which owns the completion rule."""
    open_for_change(actor, training_class)
    committee = create(Committee, training_class=training_class, name=name)
    record(actor, "training.form_committee", committee)
    return committee


@verb("training.add_committee_member")
def add_committee_member(
    actor: Actor,
    committee: Committee,
    *,
    function: str,
    person: Person | None = None,
    title: str = "",
    organization: Organization | None = None,
    task: str = "",
) -> CommitteeMember:
    """Adds a member, or a unit that will name one.  Raises ``nobody_named``."""
    open_for_change(actor, committee.training_class)
    member = create(
        CommitteeMember,
        committee=committee,
        function=function,
        task=task,
        order=next_place(committee.members.all()),
        **as_of(person, title, organization),
    )
    know(committee.training_class.office_id, [person])
    record(actor, "training.add_committee_member", member)
    return member


@verb("training.add_lecturer")
def add_lecturer(
    actor: Actor,
    training_class: TrainingClass,
    *,
    person: Person | None = None,
    title: str = "",
    organization: Organization | None = None,
) -> Lecturer:
    """Adds a lecturer, or the unit that promised one.  Raises ``nobody_named``."""
    return _add(actor, "training.add_lecturer", Lecturer, training_class, **as_of(person, title, organization))


@verb("training.give_ceremony_role")
def give_ceremony_role(
    actor: Actor,
    training_class: TrainingClass,
    kind: CeremonyKind,
    *,
    person: Person,
    title: str,
    organization: Organization,
) -> CeremonyRole:
    """Says who opens, chairs or closes the class."""
    open_for_change(actor, training_class)
    role = create(CeremonyRole, training_class=training_class, kind=kind, **as_of(person, title, organization))
    know(training_class.office_id, [person])
    record(actor, "training.give_ceremony_role", role)
    return role


@verb("training.invite_guest")
def invite_guest(
    actor: Actor,
    training_class: TrainingClass,
    *,
    person: Person | None = None,
    title: str = "",
    organization: Organization | None = None,
) -> Guest:
    """Adds a guest, never counted as a learner.  Raises ``nobody_named``."""
    return _add(actor, "training.invite_guest", Guest, training_class, **as_of(person, title, organization))


@verb("training.add_venue")
def add_venue(
    actor: Actor,
    training_class: TrainingClass,
    *,
    name: str,
    address: str = "",
    is_remote: bool = False,
    contact: Person | None = None,
    capacity: int | None = None,
) -> Venue:
    """Adds a place; the first one on site is the main venue.  ``capacity``: seats in the room, None where not known."""
    open_for_change(actor, training_class)
    is_main = not is_remote and not training_class.venues.filter(is_main=True).exists()
    venue = create(
        Venue,
        training_class=training_class,
        name=name,
        address=address,
        is_remote=is_remote,
        is_main=is_main,
        contact=contact,
        capacity=capacity,
    )
    know(training_class.office_id, [contact])
    record(actor, "training.add_venue", venue)
    return venue


def _add[M: (Lecturer, Guest)](
    actor: Actor, verb_name: str, model: type[M], training_class: TrainingClass, **values: object
) -> M:
    """The next in line of the class; the class is locked so that two people never take the same place."""
    open_for_change(actor, training_class)
    order = next_place(model.objects.filter(training_class=training_class))
    added = create(model, training_class=training_class, order=order, **values)
    know(training_class.office_id, [added.person])
    record(actor, verb_name, added)
    return added


def as_of(person: Person | None, title: str, organization: Organization | None) -> dict[str, object]:
    """Title and body frozen as of the class.  Raises ``nobody_named``."""
    if person is None and organization is None:
        raise DomainError("nobody_named", _("Name a person, or the body that will send one."))
    return {
        "person": person,
        "title": title.strip(),
        "organization": organization,
        "organization_name": organization.name if organization else "",
    }
