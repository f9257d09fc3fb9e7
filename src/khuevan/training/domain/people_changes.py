"""Lecturers, guests, parts in the ceremonies and members of the committee that change or fall away."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from khuevan.core.actors import Actor
from khuevan.core.audit import verb
from khuevan.people.domain.persons import know
from khuevan.people.models import Organization, Person
from khuevan.training.domain.arrangements import as_of
from khuevan.training.domain.editing import STAYS, fresh, open_for_change, remove, write
from khuevan.training.domain.ordering import put_in_order
from khuevan.training.enums import CeremonyKind
from khuevan.training.models import (
    CeremonyRole,
    Committee,
    CommitteeMember,
    Guest,
    Lecturer,
    TrainingClass,
)


class OfficialFields(TypedDict, total=False):
    """Who somebody is in the class; what is left out stays.

    The name of a body stays as it was when it was entered, unless another body is given.
    """

    person: Person | None
    title: str
    organization: Organization | None


class MemberFields(OfficialFields, total=False):
    function: str
    task: str


class CeremonyFields(OfficialFields, total=False):
    kind: CeremonyKind


@verb("training.change_lecturer")
def change_lecturer(actor: Actor, lecturer: Lecturer, *, seen: str = "", **fields: Unpack[OfficialFields]) -> None:
    """Names the person a unit sends, or corrects an entry.  Raises ``nobody_named``, ``changed_meanwhile``."""
    _change(actor, "training.change_lecturer", lecturer, seen, fields)


@verb("training.reorder_lecturers")
def reorder_lecturers(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the lecturers in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_change(actor, training_class)
    put_in_order(actor, "training.reorder_lecturers", training_class.lecturers.all(), keys, seen)


@verb("training.remove_lecturer")
def remove_lecturer(actor: Actor, lecturer: Lecturer, *, seen: str = "") -> None:
    """Takes a lecturer off the class and off the lines they were to teach, which the audit names.

    Raises ``changed_meanwhile``.
    """
    open_for_change(actor, lecturer.training_class)
    fresh(lecturer, seen)
    lines = [item.title for item in lecturer.items.all()]
    for item in lecturer.items.all():
        item.lecturers_revision += 1
        item.save(update_fields=["lecturers_revision"])
    remove(actor, "training.remove_lecturer", lecturer, STAYS, {"lines": lines} if lines else None)


@verb("training.change_guest")
def change_guest(actor: Actor, guest: Guest, *, seen: str = "", **fields: Unpack[OfficialFields]) -> None:
    """Corrects a guest.  Raises ``nobody_named``, ``changed_meanwhile``."""
    _change(actor, "training.change_guest", guest, seen, fields)


@verb("training.reorder_guests")
def reorder_guests(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the guests in the order of ``keys``, that of their introduction (``ordering.put_in_order``)."""
    open_for_change(actor, training_class)
    put_in_order(actor, "training.reorder_guests", training_class.guests.all(), keys, seen)


@verb("training.remove_guest")
def remove_guest(actor: Actor, guest: Guest, *, seen: str = "") -> None:
    """Takes a guest off the class.  Raises ``changed_meanwhile``."""
    open_for_change(actor, guest.training_class)
    fresh(guest, seen)
    remove(actor, "training.remove_guest", guest, STAYS)


@verb("training.change_ceremony_role")
def change_ceremony_role(actor: Actor, role: CeremonyRole, *, seen: str = "", **fields: Unpack[CeremonyFields]) -> None:
    """Says otherwise who opens, chairs or closes.  Raises ``nobody_named``, ``changed_meanwhile``."""
    _change(actor, "training.change_ceremony_role", role, seen, fields)


@verb("training.remove_ceremony_role")
def remove_ceremony_role(actor: Actor, role: CeremonyRole, *, seen: str = "") -> None:
    """Takes a part in the ceremony back.  Raises ``changed_meanwhile``."""
    open_for_change(actor, role.training_class)
    fresh(role, seen)
    remove(actor, "training.remove_ceremony_role", role, STAYS)


@verb("training.rename_committee")
def rename_committee(actor: Actor, committee: Committee, *, name: str, seen: str = "") -> None:
    """Changes the name of the committee.  Raises ``invalid_value``, ``changed_meanwhile``."""
    open_for_change(actor, committee.training_class)
    before = fresh(committee, seen)
    write(actor, "training.rename_committee", committee, before, {"name": name})


@verb("training.change_committee_member")
def change_committee_member(
    actor: Actor, member: CommitteeMember, *, seen: str = "", **fields: Unpack[MemberFields]
) -> None:
    """Changes a member, function or task.  Raises ``nobody_named``, ``changed_meanwhile``."""
    _change(actor, "training.change_committee_member", member, seen, fields)


@verb("training.reorder_committee")
def reorder_committee(actor: Actor, committee: Committee, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the members in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_change(actor, committee.training_class)
    put_in_order(actor, "training.reorder_committee", committee.members.all(), keys, seen)


@verb("training.remove_committee_member")
def remove_committee_member(actor: Actor, member: CommitteeMember, *, seen: str = "") -> None:
    """Takes a member off the committee.  Raises ``changed_meanwhile``."""
    open_for_change(actor, member.committee.training_class)
    fresh(member, seen)
    remove(actor, "training.remove_committee_member", member, STAYS)


def _change(
    actor: Actor,
    verb_name: str,
    official: CeremonyRole | CommitteeMember | Guest | Lecturer,
    seen: str,
    fields: Mapping[str, Any],
) -> None:
    home = official.committee if isinstance(official, CommitteeMember) else official
    training_class = open_for_change(actor, home.training_class)
    before = fresh(official, seen)
    values: dict[str, Any] = {"person": official.person, "organization": official.organization, **fields}
    frozen = as_of(values["person"], values.get("title", official.title), values["organization"])
    if values["organization"] == official.organization:
        frozen["organization_name"] = official.organization_name
    know(training_class.office_id, [values["person"]])
    write(actor, verb_name, official, before, {**values, **frozen})
