"""Asking agencies to send people: the terms, the short address, whom the letter goes to and how many each may send."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, reasoned, unchanged
from khuevan.nominations.domain.nominees import FIELD_LABELS, SENSITIVE
from khuevan.nominations.domain.seats import lock_class, lock_quota, seats_of
from khuevan.nominations.enums import ReserveRule, SubmissionState
from khuevan.nominations.models import Invitation, Nomination, Quota, Submission
from khuevan.nominations.models.invitations import default_fields
from khuevan.people.models import Organization
from khuevan.records.models import Record
from khuevan.training.domain.lifeline import has_reached, move
from khuevan.training.enums import ClassState
from khuevan.training.models import Topic, TrainingClass, Venue

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of the short address: nothing that is read as something else on paper."""
LENGTH = 6
MOST_SEATS = 10_000
MOST_YEARS = 20
MOST_POSITIONS = 20


class Terms(TypedDict, total=False):
    """On which terms agencies are asked, beside the deadline; what is left out has the model's default."""

    seats: int | None
    positions: Sequence[str]
    topic: Topic | None
    years_apart: int | None
    condition_note: str
    fields: Sequence[str] | None
    field_reason: str
    reserve_rule: ReserveRule | str
    is_public: bool
    note: str


class ChangedTerms(Terms, total=False):
    """What of the terms changes; what is left out stays."""

    reply_by: datetime


@dataclass(frozen=True)
class Invited:
    """An agency to be invited, with its own number of places, or None where only the total counts."""

    organization: Organization
    seats: int | None = None
    venue: Venue | None = None
    priority: int = 100


@verb("nominations.prepare_invitation")
def prepare_invitation(
    actor: Actor, training_class: TrainingClass, *, reply_by: datetime, **terms: Unpack[Terms]
) -> Invitation:
    """Sets the terms of a class's invitation, with a short address of its own; the class begins collecting learners.

    Raises ``already_there`` for a second one, ``list_is_closed``, ``deadline_past``, ``deadline_after_class``,
    ``field_reason_missing``, ``years_missing``, ``invalid_value``.
    """
    require(actor, "nominations.invite", training_class)
    before = snapshot(locked(training_class))
    _refuse_closed(training_class)
    if Invitation.objects.filter(training_class=training_class).exists():
        raise DomainError("already_there", _("The invitation of this class is prepared already."))
    invitation = Invitation(training_class=training_class, code=_free_code(), created_by=account_of(actor))
    _set(invitation, {"reply_by": reply_by, **terms})
    invitation.save(force_insert=True)
    record(actor, "nominations.prepare_invitation", invitation)
    if not has_reached(training_class, ClassState.NOMINATING):
        move(training_class, ClassState.NOMINATING)
        record(actor, "nominations.prepare_invitation", training_class, before)
    return invitation


@verb("nominations.change_invitation")
def change_invitation(
    actor: Actor, invitation: Invitation, *, seen: str = "", **terms: Unpack[ChangedTerms]
) -> Invitation:
    """Changes the terms; the short address stays.

    Raises what ``prepare_invitation`` raises, ``seats_below_held`` where more places are held than there would be,
    ``changed_meanwhile``.
    """
    require(actor, "nominations.invite", invitation.training_class)
    training_class = locked(invitation.training_class)
    unchanged(locked(invitation), seen)
    invitation.training_class = training_class
    _refuse_filed(training_class)
    before = snapshot(invitation)
    _set(invitation, terms)
    held = seats_of(invitation).total_held
    if invitation.seats is not None and invitation.seats < held and invitation.seats != before["seats"]:
        raise _below_held(held)
    invitation.save()
    record(actor, "nominations.change_invitation", invitation, before)
    return invitation


@verb("nominations.record_letter")
def record_letter(actor: Actor, invitation: Invitation, document: Record | None) -> None:
    """Says which official letter asked the agencies.  Raises ``document_of_another_office``."""
    require(actor, "nominations.invite", invitation.training_class)
    before = snapshot(locked(invitation))
    if document is not None and document.office_id != invitation.training_class.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    invitation.record = document
    invitation.save(update_fields=["record"])
    record(actor, "nominations.record_letter", invitation, before)


@verb("nominations.invite_agencies")
def invite(actor: Actor, invitation: Invitation, chosen: Sequence[Invited]) -> list[Quota]:
    """Invites agencies; who is invited already is passed over.  Returns the new ones.

    Raises ``list_is_closed``, ``venue_of_another_class``, ``invalid_value``.
    """
    require(actor, "nominations.invite", invitation.training_class)
    invitation = lock_class(invitation.training_class)
    _refuse_closed(invitation.training_class)
    known = set(invitation.quotas.values_list("organization", flat=True))
    venues = set(invitation.training_class.venues.values_list("pk", flat=True))
    new = []
    for one in chosen:
        if one.organization.pk in known:
            continue
        known.add(one.organization.pk)
        _refuse_venue(one.venue, venues)
        quota = Quota(invitation=invitation, organization=one.organization, name=one.organization.name[:250])
        quota.seats, quota.venue, quota.priority = one.seats, one.venue, one.priority
        new.append(checked(quota))
    Quota.objects.bulk_create(new)
    record(actor, "nominations.invite_agencies", new, office_key=invitation.training_class.office_id)
    return new


@verb("nominations.change_quota")
def change_quota(
    actor: Actor,
    quota: Quota,
    *,
    seats: int | None,
    venue: Venue | None = None,
    priority: int = 100,
    note: str = "",
    seen: str = "",
) -> Quota:
    """Changes what one agency may send and where; places added from the reserve list become part of the number.

    Raises ``seats_below_held``, ``venue_full``, ``venue_of_another_class``, ``changed_meanwhile``.
    """
    require(actor, "nominations.invite", quota.invitation.training_class)
    lock_quota(quota)
    unchanged(quota, seen)
    invitation = quota.invitation
    _refuse_filed(invitation.training_class)
    before = snapshot(quota)
    _refuse_venue(venue, set(invitation.training_class.venues.values_list("pk", flat=True)))
    now = seats_of(invitation)
    if seats != quota.seats:
        _set_seats(quota, seats, now.held(quota))
    moves = venue is not None and venue.pk != quota.venue_id and venue.capacity is not None
    if moves and venue is not None and now.venue_held(venue.pk) + now.held(quota) > int(venue.capacity or 0):
        raise DomainError("venue_full", _("%(venue)s has no places for this agency any more."), venue=venue.name)
    quota.venue, quota.priority, quota.note = venue, priority, note.strip()
    checked(quota).save()
    record(actor, "nominations.change_quota", quota, before)
    return quota


@verb("nominations.change_quotas")
def change_quotas(actor: Actor, quotas: Sequence[Quota], *, seats: int | None) -> list[Quota]:
    """Gives several agencies of one class the same number of places.

    Raises ``seats_below_held`` naming the first agency that holds more, and changes nothing then.
    """
    invitation, rows = _of_one_class(actor, quotas)
    before = {one.pk: snapshot(one) for one in rows}
    now = seats_of(invitation)
    changed = [one for one in rows if one.seats != seats]
    for one in changed:
        _set_seats(one, seats, now.held(one))
        checked(one)
    Quota.objects.bulk_update(changed, ["seats", "extra"], batch_size=500)
    record(actor, "nominations.change_quotas", changed, before)
    return changed


@verb("nominations.uninvite")
def uninvite(actor: Actor, quotas: Sequence[Quota], *, reason: str) -> int:
    """Takes agencies out of an invitation.  Returns how many.

    Raises ``reason_missing``, and ``agency_answered`` where one of them has named somebody or answered otherwise:
    nothing an agency sent is thrown away; what is only being written goes.
    """
    why = reasoned(reason)
    invitation, rows = _of_one_class(actor, quotas)
    unsent = Submission.objects.filter(quota__in=rows, state=SubmissionState.WRITING)
    Nomination.objects.filter(submission__in=unsent).delete()
    unsent.delete()
    named = set(invitation.training_class.nominations.filter(quota__in=rows).values_list("quota", flat=True))
    named |= set(
        Quota.objects.filter(pk__in=[one.pk for one in rows], submissions__isnull=False).values_list("pk", flat=True)
    )
    if busy := [one for one in rows if one.pk in named]:
        raise DomainError("agency_answered", _("%(name)s has answered already; it stays."), name=busy[0].name)
    before = {one.pk: snapshot(one) for one in rows}
    names = {name for old in before.values() for name, value in old.items() if value not in (None, "")}
    gone = dict.fromkeys(sorted(names))
    office = invitation.training_class.office_id
    record(actor, "nominations.uninvite", rows, before, gone, reason=why, office_key=office)
    Quota.objects.filter(pk__in=list(before)).delete()
    return len(rows)


def invitation_address(invitation: Invitation) -> str:
    """The short address on the letter, with the name of the machine."""
    return f"{settings.KHUEVAN_BASE_URL}/moi/{invitation.code}/"


def invitation_by_code(typed: str) -> Invitation | None:
    """The invitation of a short address as somebody typed it: case, blanks and dashes do not matter."""
    code = re.sub(r"[\s\-–.]+", "", typed).upper()
    if len(code) != LENGTH or not set(code) <= set(SIGNS):
        return None
    return Invitation.objects.select_related("training_class__office__organization").filter(code=code).first()


def note_opened(quota: Quota) -> None:
    """Somebody of the agency has looked at its page; only the first time is written down."""
    Quota.objects.filter(pk=quota.pk, opened_at=None).update(opened_at=timezone.now())


def quota_of(training_class: TrainingClass, organization: Organization | int | None) -> Quota | None:
    """The invitation of one agency to one class, locked after the class; None where it was not invited."""
    if organization is None:
        return None
    found = Quota.objects.select_for_update(of=("self",)).filter(
        invitation__training_class=training_class, organization=organization
    )
    quota = found.select_related("invitation").first()
    if quota is not None:
        quota.invitation.training_class = training_class
    return quota


def _of_one_class(actor: Actor, quotas: Sequence[Quota]) -> tuple[Invitation, list[Quota]]:
    """The class of these agencies, locked, and their rows as they are now."""
    if not quotas:
        raise DomainError("nobody_chosen", _("Choose at least one agency."))
    training_class = quotas[0].invitation.training_class
    require(actor, "nominations.invite", training_class)
    invitation = lock_class(training_class)
    _refuse_filed(invitation.training_class)
    keys = {one.pk for one in quotas}
    rows = list(invitation.quotas.select_for_update().filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(keys):
        raise DomainError("not_invited", _("An agency chosen here is not invited to this class."))
    for one in rows:
        one.invitation = invitation
    return invitation, rows


def _set_seats(quota: Quota, seats: int | None, held: int) -> None:
    if seats is not None and seats < held:
        raise _below_held(held, quota.name)
    quota.seats, quota.extra = seats, 0


def _below_held(held: int, name: str = "") -> DomainError:
    if name:
        sentence = _("%(name)s holds %(count)s places already; it cannot have fewer.")
        return DomainError("seats_below_held", sentence, name=name, count=held)
    return DomainError("seats_below_held", _("%(count)s places are held already; there cannot be fewer."), count=held)


def _refuse_venue(venue: Venue | None, venues: set[int]) -> None:
    if venue is not None and venue.pk not in venues:
        raise DomainError("venue_of_another_class", _("This venue belongs to another class."))


def _refuse_closed(training_class: TrainingClass) -> None:
    if has_reached(training_class, ClassState.LIST_CLOSED) or training_class.state == ClassState.CANCELLED:
        raise DomainError("list_is_closed", _("The list of this class is closed."))


def _refuse_filed(training_class: TrainingClass) -> None:
    if has_reached(training_class, ClassState.RESULTS) or training_class.state == ClassState.CANCELLED:
        raise DomainError("results_are_approved", _("The class is over; its invitation stays as it was."))


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(SIGNS) for _turn in range(LENGTH))
        if not Invitation.objects.filter(code=code).exists():
            return code


def _set(invitation: Invitation, terms: ChangedTerms) -> None:
    """Sets and judges the terms, unsaved."""
    values: dict[str, Any] = dict(terms)
    if "fields" in values:
        asked = default_fields() if values["fields"] is None else list(dict.fromkeys(values["fields"]))
        values["fields"] = ["full_name", *(name for name in asked if name != "full_name")]
    if "positions" in values:
        values["positions"] = [word for one in values["positions"] if (word := " ".join(one.split())[:120])]
    is_new_deadline = values.get("reply_by", invitation.reply_by) != invitation.reply_by
    for name, value in values.items():
        setattr(invitation, name, value.strip() if isinstance(value, str) else value)
    _judge(invitation, is_new_deadline=is_new_deadline)
    checked(invitation)


def _judge(invitation: Invitation, *, is_new_deadline: bool) -> None:
    if is_new_deadline:
        _judge_deadline(invitation)
    if unknown := set(invitation.fields) - FIELD_LABELS.keys():
        raise TypeError(f"nothing that is asked of a person: {sorted(unknown)}")
    if set(SENSITIVE) & set(invitation.fields) and not invitation.field_reason:
        raise DomainError("field_reason_missing", _("Say why citizen ID, ethnicity or Party membership is needed."))
    if invitation.topic is not None and invitation.topic.office_id != invitation.training_class.office_id:
        raise DomainError("topic_of_another_office", _("This topic is of another office."))
    if invitation.topic is not None and not invitation.years_apart:
        raise DomainError("years_missing", _("Say for how many years nobody should have attended the topic."))
    numbers = (
        (invitation.seats, MOST_SEATS),
        (invitation.years_apart, MOST_YEARS),
        (len(invitation.positions), MOST_POSITIONS),
    )
    if any(number is not None and number > most for number, most in numbers):
        raise DomainError("number_too_large", _("A number here is larger than can be meant."))


def _judge_deadline(invitation: Invitation) -> None:
    """A class of the past may be entered with its deadline of then."""
    training_class, day = invitation.training_class, timezone.localtime(invitation.reply_by).date()
    if day > training_class.end_date:
        raise DomainError("deadline_after_class", _("The class is over by then; choose an earlier day."))
    if invitation.reply_by < timezone.now() and training_class.start_date >= timezone.localdate():
        raise DomainError("deadline_past", _("This time is over already; give the agencies a day to come."))


words(
    verbs={
        "nominations.prepare_invitation": _("prepared the invitation of agencies"),
        "nominations.change_invitation": _("changed the terms of the invitation"),
        "nominations.record_letter": _("said which letter invited the agencies"),
        "nominations.invite_agencies": _("invited an agency"),
        "nominations.change_quota": _("changed the places of an agency"),
        "nominations.change_quotas": _("changed the places of agencies"),
        "nominations.uninvite": _("took an agency out of the invitation"),
    },
    kinds={
        "nominations.invitation": _("invitation of agencies"),
        "nominations.quota": _("invited agency"),
    },
)
