"""Asking agencies, and asking once more those that have not answered: by e-mail, by telephone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.domain.notice_kinds import INVITATION
from khuevan.nominations.domain.notice_people import addressees_of
from khuevan.nominations.enums import Answer, SubmissionState
from khuevan.nominations.models import Invitation, Quota, Submission
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import LONGEST, VALID, link_address, make_link
from khuevan.people.models import Contact

AFTER_CLASS: Final = timedelta(days=7)
"""So long after the last day of the class a link sent with its invitation still opens: certificates come late."""


@dataclass(frozen=True)
class Asked:
    """One agency and whom of it to write to."""

    quota: Quota
    contact: Contact


@dataclass(frozen=True)
class Round:
    """Whom one round of e-mail reaches, ``without_address`` whom only the telephone does; ``told`` were told before."""

    mailed: list[Asked] = field(default_factory=list)
    without_address: list[Quota] = field(default_factory=list)
    told: list[Quota] = field(default_factory=list)


def waiting_for(invitation: Invitation) -> list[Quota]:
    """Agencies of which nothing came, not even an answer that waits for its confirmation; in protocol order."""
    came = Submission.objects.filter(quota__invitation=invitation, state=SubmissionState.UNCONFIRMED)
    rows = invitation.quotas.filter(answer=Answer.NONE).exclude(pk__in=came.values("quota"))
    return _of(invitation, rows.by_protocol().select_related("organization", "venue"))


def to_remind(invitation: Invitation) -> Round:
    """Whom a reminder sent now reaches; nobody is reminded twice on one day.  Three queries."""
    today = timezone.localdate()
    waiting = waiting_for(invitation)
    told = [one for one in waiting if one.reminded_at and timezone.localdate(one.reminded_at) == today]
    return _round([one for one in waiting if one not in told], told)


def to_invite(invitation: Invitation, quotas: Iterable[Quota] | None = None) -> Round:
    """Who gets a personal link now: whoever has an address and got none yet.  Three queries."""
    rows = invitation.quotas.by_protocol().select_related("organization", "venue")
    wanted = None if quotas is None else {one.pk for one in quotas}
    chosen = [one for one in _of(invitation, rows) if wanted is None or one.pk in wanted]
    sent = set(
        Message.objects.filter(
            kind=INVITATION, about_type=Quota._meta.label_lower, about_id__in=[str(one.pk) for one in chosen]
        ).values_list("about_id", flat=True)
    )
    told = [one for one in chosen if str(one.pk) in sent]
    return _round([one for one in chosen if str(one.pk) not in sent], told)


@verb("nominations.remind")
def remind(actor: Actor, invitation: Invitation) -> Round:
    """Writes to every agency that has not answered and has an e-mail address, once a day.

    The reminder leads to the short address of the class; where agencies may not answer there, to a new personal link.
    Raises ``nobody_to_remind`` and ``list_not_open``.
    """
    _open(actor, invitation)
    found = to_remind(invitation)
    if not found.mailed:
        raise DomainError(
            "nobody_to_remind",
            _("Nobody was written to: every agency has answered, was reminded today or has no e-mail."),
        )
    before = {one.quota.pk: snapshot(one.quota) for one in found.mailed}
    notices.reminders([(one.quota, _address(actor, invitation, one)) for one in found.mailed])
    _mark_reminded([one.quota for one in found.mailed])
    record(actor, "nominations.remind", [one.quota for one in found.mailed], before)
    return found


@verb("nominations.send_links")
def send_links(actor: Actor, invitation: Invitation, quotas: Sequence[Quota] | None = None) -> Round:
    """Sends each agency's contact its personal link with the invitation; who got one before is passed over.

    Raises ``nobody_to_invite`` and ``list_not_open``.
    """
    _open(actor, invitation)
    found = to_invite(invitation, quotas)
    if not found.mailed:
        raise DomainError(
            "nobody_to_invite", _("Nobody was written to: every agency got its link already or has no e-mail.")
        )
    notices.invitations([(one.quota, _new_link(actor, invitation, one)) for one in found.mailed])
    record(
        actor,
        "nominations.send_links",
        [one.quota for one in found.mailed],
        {one.quota.pk: snapshot(one.quota) for one in found.mailed},
    )
    return found


@verb("nominations.note_call")
def note_call(actor: Actor, quota: Quota, *, note: str | None = None) -> None:
    """Somebody called the agency or wrote on Zalo; ``note`` says what was heard, None leaves the note as it is."""
    require(actor, "nominations.invite", quota.invitation.training_class)
    locked(quota)
    before = snapshot(quota)
    quota.reminded_at = timezone.now()
    if note is not None:
        quota.note = " ".join(note.split())
    checked(quota).save(update_fields=["reminded_at", "note"])
    record(actor, "nominations.note_call", quota, before)


@verb("nominations.forget_call")
def forget_call(actor: Actor, quota: Quota) -> None:
    """Takes the tick of a call back; the note stays."""
    require(actor, "nominations.invite", quota.invitation.training_class)
    locked(quota)
    before = snapshot(quota)
    quota.reminded_at = None
    quota.save(update_fields=["reminded_at"])
    record(actor, "nominations.forget_call", quota, before)


def _open(actor: Actor, invitation: Invitation) -> None:
    training_class = invitation.training_class
    require(actor, "nominations.invite", training_class)
    locked(training_class)
    if training_class.state not in OPEN:
        raise DomainError("list_not_open", _("The list of this class is not open, so no agency is asked to answer."))


def _of(invitation: Invitation, rows: Iterable[Quota]) -> list[Quota]:
    """The rows, each with the invitation that is at hand."""
    found = list(rows)
    for one in found:
        one.invitation = invitation
    return found


def _round(quotas: Sequence[Quota], told: list[Quota]) -> Round:
    contacts = addressees_of(one.organization_id for one in quotas)
    found = Round(told=told)
    for one in quotas:
        contact = contacts.get(one.organization_id)
        if contact is not None and contact.email:
            contact.organization = one.organization
            found.mailed.append(Asked(one, contact))
        else:
            found.without_address.append(one)
    return found


def _address(actor: Actor, invitation: Invitation, one: Asked) -> str:
    return invitation_address(invitation) if invitation.is_public else _new_link(actor, invitation, one)


def _new_link(actor: Actor, invitation: Invitation, one: Asked) -> str:
    """A link that works until the class is over, and two months in any case."""
    training_class = invitation.training_class
    left = training_class.end_date - timezone.localdate() + AFTER_CLASS
    _link, token = make_link(
        actor,
        office=training_class.office,
        organization=one.quota.organization,
        contact=one.contact,
        valid=min(LONGEST, max(VALID, left)),
    )
    return link_address(token)


def _mark_reminded(quotas: Sequence[Quota]) -> None:
    now = timezone.now()
    for one in quotas:
        one.reminded_at = now
    Quota.objects.bulk_update(quotas, ["reminded_at"], batch_size=200)


words(
    verbs={
        "nominations.remind": _("reminded agencies by e-mail"),
        "nominations.send_links": _("sent agencies their personal links"),
        "nominations.note_call": _("noted that an agency was called"),
        "nominations.forget_call": _("took back that an agency was called"),
    }
)
