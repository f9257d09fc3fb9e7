"""An office asks agencies each autumn what their people should learn next year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.people.models import Office, Organization
from khuevan.records.models import Record
from khuevan.training.domain.classes import FIRST_YEAR, LAST_YEAR
from khuevan.training.domain.editing import fresh, remove, write
from khuevan.training.models import NeedAnswer, NeedCall


class CallFields(TypedDict, total=False):
    """What may be said of a call; what is left out stays."""

    reply_by: date
    note: str
    record: Record | None


@verb("training.call_needs")
def call_needs(
    actor: Actor,
    office: Office,
    year: int,
    *,
    reply_by: date,
    agencies: Iterable[Organization] = (),
    note: str = "",
    document: Record | None = None,
) -> NeedCall:
    """Asks agencies what their people need in ``year``.

    Raises ``call_known`` (one a year), ``year_unlikely``, ``deadline_past``, ``document_of_another_office``.
    """
    require(actor, "training.make_plan", office)
    locked(office)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError("year_unlikely", _("%(year)s cannot be the year of a plan."), year=year)
    if NeedCall.objects.filter(office=office, year=year).exists():
        raise DomainError("call_known", _("The agencies were asked for %(year)s already."), year=year)
    call = NeedCall(office=office, year=year, reply_by=reply_by, note=note.strip(), record=document)
    _judge(call)
    checked(call).save(force_insert=True)
    record(actor, "training.call_needs", call)
    _ask(actor, "training.call_needs", call, agencies)
    return call


@verb("training.change_need_call")
def change_call(actor: Actor, call: NeedCall, *, seen: str = "", **fields: Unpack[CallFields]) -> None:
    """Changes the deadline, the word to the agencies or the letter.

    Raises ``call_is_closed``, ``deadline_past``, ``document_of_another_office``, ``changed_meanwhile``.
    """
    require(actor, "training.change_need_call", call)
    before = fresh(call, seen)
    refuse_closed(call)
    is_new_day = fields.get("reply_by", call.reply_by) != call.reply_by
    for name, value in fields.items():
        setattr(call, name, value)
    _judge(call, is_new_day=is_new_day)
    write(actor, "training.change_need_call", call, before, fields)


@verb("training.ask_agencies")
def ask_agencies(actor: Actor, call: NeedCall, agencies: Iterable[Organization]) -> list[NeedAnswer]:
    """Asks further agencies, passing over who was asked already; returns the new ones.  Raises ``call_is_closed``."""
    require(actor, "training.change_need_call", call)
    refuse_closed(locked(call))
    return _ask(actor, "training.ask_agencies", call, agencies)


@verb("training.unask_agencies")
def unask_agencies(actor: Actor, answers: Sequence[NeedAnswer]) -> int:
    """Takes agencies out of a call that have not answered.  Raises ``agency_answered``, and changes nothing then."""
    if not answers:
        raise DomainError("nobody_chosen", _("Choose at least one agency."))
    call = answers[0].call
    require(actor, "training.change_need_call", call)
    locked(call)
    rows = list(call.answers.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in answers]).order_by("pk"))
    answered = [one for one in rows if one.answered_at is not None]
    if answered:
        raise DomainError("agency_answered", _("%(name)s has answered already; it stays."), name=answered[0].name)
    if not rows:
        record(actor, "training.unask_agencies", [])
    for one in rows:
        remove(actor, "training.unask_agencies", one, _("%(name)s has answered already; it stays.") % {"name": one})
    return len(rows)


@verb("training.close_need_call")
def close_call(actor: Actor, call: NeedCall) -> None:
    """Ends a call: agencies see what they sent and change nothing more.  Closing twice changes nothing."""
    require(actor, "training.change_need_call", call)
    before = snapshot(locked(call))
    if call.closed_at is not None:
        record(actor, "training.close_need_call", [])
        return
    call.closed_at = timezone.now()
    call.save(update_fields=["closed_at"])
    record(actor, "training.close_need_call", call, before)


@verb("training.reopen_need_call")
def reopen_call(actor: Actor, call: NeedCall, *, reply_by: date | None = None) -> None:
    """Opens a call again, with a later day where the old one is over.  Raises ``deadline_past``."""
    require(actor, "training.change_need_call", call)
    before = snapshot(locked(call))
    call.closed_at = None
    call.reply_by = reply_by or call.reply_by
    _judge(call)
    call.save(update_fields=["closed_at", "reply_by"])
    record(actor, "training.reopen_need_call", call if snapshot(call) != before else [], before)


def is_open(call: NeedCall) -> bool:
    """Whether agencies may answer and change what they answered: until the day is over, or the call is closed."""
    return call.closed_at is None and timezone.localdate() <= call.reply_by


def refuse_closed(call: NeedCall) -> None:
    if call.closed_at is not None:
        raise DomainError("call_is_closed", _("This call is closed. Open it again first."))


def _ask(actor: Actor, verb_name: str, call: NeedCall, agencies: Iterable[Organization]) -> list[NeedAnswer]:
    known = set(call.answers.values_list("organization", flat=True))
    chosen = {one.pk: one for one in agencies if one.pk not in known}
    new = [checked(NeedAnswer(call=call, organization=one, name=one.name[:250])) for one in chosen.values()]
    NeedAnswer.objects.bulk_create(new)
    record(actor, verb_name, new, office_key=call.office_id)
    return new


def _judge(call: NeedCall, *, is_new_day: bool = True) -> None:
    if is_new_day and call.reply_by < timezone.localdate():
        raise DomainError("deadline_past", _("This day is over already; give the agencies a day to come."))
    if call.record is not None and call.record.office_id != call.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))


words(
    verbs={
        "training.call_needs": _("asked agencies for training needs"),
        "training.change_need_call": _("changed a call for training needs"),
        "training.ask_agencies": _("asked a further agency for training needs"),
        "training.unask_agencies": _("took an agency out of a call for training needs"),
        "training.close_need_call": _("closed a call for training needs"),
        "training.reopen_need_call": _("opened a call for training needs again"),
    }
)
