"""From the rows of a draft to learners: taken over in parts, left out, brought back."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import batched

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import SYSTEM, Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.jobs.starting import start
from khuevan.core.permissions import require
from khuevan.core.rows import alone, locked
from khuevan.nominations.domain.book import Book, Entry
from khuevan.nominations.domain.draft_rows import BATCH, SETTLED, count_waiting, mark_twins_anew, row_of
from khuevan.nominations.domain.drafts import refuse_closed, refuse_unless_open
from khuevan.nominations.domain.enrolling import refuse_if_closed
from khuevan.nominations.domain.joining import join
from khuevan.nominations.domain.lists_of_agencies import AnswerOfList, answer_of
from khuevan.nominations.enums import Decision, DraftState, LineState
from khuevan.nominations.models import DraftLine, Enrollment, RosterDraft
from khuevan.people.domain.duplicates import FIND_DUPLICATES
from khuevan.people.identity import unseal_citizen_id


@dataclass
class Taken:
    """What came of taking rows: learners that are new, rows that were refused, rows that had been taken before.

    ``reserved`` rows found no place of their agency and stand on the reserve list.  ``batch`` names these rows among
    all that were taken of the draft.
    """

    taken: list[Enrollment] = field(default_factory=list)
    refused: list[DraftLine] = field(default_factory=list)
    before: list[DraftLine] = field(default_factory=list)
    reserved: list[DraftLine] = field(default_factory=list)
    batch: int = 0


@verb("nominations.take_rows")
def take_rows(actor: Actor, draft: RosterDraft, indexes: Collection[int] | None = None) -> Taken:
    """Puts rows of a list on the list of the class: the chosen ones, or all that are good.

    Whoever is known and meant, by a decision or surely, is recognised.  A row is taken once, however often this is
    sent; a refused row stays in the draft with the reason, and a draft whose last row was taken is closed.  Of a list
    of an invited agency so many are taken as it has places; the others go to the reserve list.  Of a list of several
    agencies all are taken, and agencies that were invited get the places they need.  Raises ``draft_is_closed``,
    ``no_such_row``, ``list_is_closed``, ``class_is_full``, ``venue_is_full``.
    """
    require(actor, "nominations.change_draft", draft)
    training_class = locked(draft.training_class)
    if locked(draft).state == DraftState.DISCARDED:
        refuse_closed()
    chosen = _chosen(draft, indexes)
    result = Taken(before=[line for line in chosen if line.state in SETTLED])
    new = [line for line in chosen if line.state == LineState.WAITING]
    if not new:
        record(actor, "nominations.take_rows", [])
        return result
    refuse_if_closed(training_class)
    before = snapshot(draft)
    book = Book(training_class, draft.agency, keep_citizen_ids=draft.keeps_ids)
    alone("enroll")  # before those the agency has in line: a merge of people takes both in this order
    result.batch = 1 + (draft.lines.aggregate(last=Max("batch"))["last"] or 0)
    answer = answer_of(draft, book)
    _enter(book, new, result, answer)
    _note(draft, book)
    told = {"taken": len(result.taken), "refused": len(result.refused)}
    if answer is not None:
        answer.store(actor, "nominations.take_rows")
        told["reserved"] = len(result.reserved)
    record(actor, "nominations.take_rows", draft, before, told)
    book.record(actor, "nominations.take_rows", result.taken)
    if answer is None:  # a list of several agencies, or of one that was not invited
        lines = {line.enrollment_id: line for line in new if line.enrollment_id is not None}
        join(actor, "nominations.take_rows", book, result.taken, lines=lines)
    if draft.state == DraftState.TAKEN:
        look_for_doubles(draft)
    return result


def _note(draft: RosterDraft, book: Book) -> None:
    """What is left of the draft, and which bodies came with it."""
    draft.new_bodies = [*draft.new_bodies, *(body.pk for body in book.new_organizations)]
    close_if_done(draft)
    draft.save(update_fields=["new_bodies", "waiting", "state"])


def look_for_doubles(draft: RosterDraft) -> None:
    """Has those whom a list brought compared with everybody the office knows; for when the whole list was taken.

    One search walks over the whole directory, so there is none for each row taken by hand: whoever of a list that stays
    open was not compared is, with the search of every night.
    """
    new = draft.lines.filter(state=LineState.TAKEN, person_was_new=True, enrollment__isnull=False).order_by()
    if only := sorted(new.values_list("enrollment__person", flat=True)):
        start(SYSTEM, FIND_DUPLICATES, draft.training_class.office, only=only)


def _chosen(draft: RosterDraft, indexes: Collection[int] | None) -> list[DraftLine]:
    lines = draft.lines.select_related("match", "organization").order_by("index")
    if indexes is None:
        return list(lines.good())
    wanted = sorted(set(indexes))
    found = list(lines.filter(index__in=wanted)) if min(wanted, default=0) >= 0 else []
    if len(found) != len(wanted):
        raise DomainError("no_such_row", _("The list has no such row."))
    return found


def _enter(book: Book, lines: list[DraftLine], result: Taken, reply: AnswerOfList | None) -> None:
    entries = [_entry_of(line) for line in lines]
    if reply is not None:
        reply.prepare(lines, entries)
    answers = book.enroll(entries)
    new_people = {person.pk for person in book.new_people}
    taken = []
    for line, answer in zip(lines, answers, strict=True):
        if isinstance(answer, DomainError):
            if reply is not None and answer.code == "no_place_left":
                line.state, line.refused, line.batch = LineState.RESERVED, "", result.batch
                result.reserved.append(line)
                reply.wait(line)
                continue
            line.refused = answer.message[:500]
            result.refused.append(line)
            continue
        line.state, line.enrollment, line.refused = LineState.TAKEN, answer, ""
        line.batch, line.person_was_new = result.batch, answer.person_id in new_people
        result.taken.append(answer)
        taken.append(line)
        if reply is not None:
            reply.take(line, answer)
    _store(taken, result)


def _store(taken: list[DraftLine], result: Taken) -> None:
    """What is the same for all rows is set at once: ``bulk_update`` takes its time for each value."""
    keys = {line.pk for line in taken}
    new = {line.pk for line in taken if line.person_was_new}
    lines = DraftLine.objects
    for some in batched(keys, BATCH):
        lines.filter(pk__in=some).update(state=LineState.TAKEN, batch=result.batch, refused="")
    for some in batched(new, BATCH):
        lines.filter(pk__in=some).update(person_was_new=True)
    lines.bulk_update(taken, ["enrollment"], batch_size=BATCH)
    for some in batched([line.pk for line in result.reserved], BATCH):
        lines.filter(pk__in=some).update(state=LineState.RESERVED, batch=result.batch, refused="")
    lines.bulk_update(result.refused, ["refused"], batch_size=BATCH)


def _entry_of(line: DraftLine) -> Entry:
    """What the row says, and whom and which body an officer says it means."""
    entry = Entry.of_row(row_of(line))
    if line.organization is not None:
        entry = replace(entry, organization=line.organization)
    if line.decision == Decision.SAME or (line.decision == Decision.OPEN and line.is_sure):
        entry = replace(entry, person=line.match)
    elif line.decision == Decision.OTHER:
        entry = replace(entry, stranger=True)
    if line.citizen_id_sealed:
        entry = replace(entry, citizen_id=unseal_citizen_id(line.citizen_id_sealed))
    return entry


@verb("nominations.leave_rows")
def leave_rows(actor: Actor, draft: RosterDraft, indexes: Collection[int]) -> int:
    """Leaves rows out; they stay in the draft and can be brought back.  Returns how many.

    Raises ``draft_is_closed``, ``no_such_row``; what is taken or left already is passed over.
    """
    refuse_unless_open(actor, draft)
    before = snapshot(draft)
    count = _move(draft, indexes, LineState.WAITING, LineState.LEFT)
    record(actor, "nominations.leave_rows", draft if count else [], before, {"rows": count})
    return count


@verb("nominations.bring_back_rows")
def bring_back_rows(actor: Actor, draft: RosterDraft, indexes: Collection[int]) -> int:
    """Brings rows back that were left out, also into a draft that was closed when nothing else was left of it.

    Raises ``draft_is_closed``, ``list_is_closed``, ``no_such_row``.
    """
    require(actor, "nominations.change_draft", draft)
    refuse_if_closed(locked(draft.training_class))
    if locked(draft).state == DraftState.DISCARDED:
        refuse_closed()
    before = snapshot(draft)
    count = _move(draft, indexes, LineState.LEFT, LineState.WAITING)
    record(actor, "nominations.bring_back_rows", draft if count else [], before, {"rows": count})
    return count


def _move(draft: RosterDraft, indexes: Collection[int], old: LineState, new: LineState) -> int:
    lines = [line for line in _chosen(draft, indexes) if line.state == old]
    for line in lines:
        line.state = new
    DraftLine.objects.bulk_update(lines, ["state"], batch_size=BATCH)
    mark_twins_anew(draft, {line.twin_key for line in lines})
    close_if_done(draft)
    draft.save(update_fields=["waiting", "state"])
    return len(lines)


def close_if_done(draft: RosterDraft) -> None:
    """Sets ``waiting`` and the state that follows from it, unsaved: nothing waits any more, or something does again."""
    count_waiting(draft)
    draft.state = DraftState.OPEN if draft.waiting else DraftState.TAKEN


fact("taken", _("rows taken over"))
fact("refused", _("rows refused"))
fact("reserved", _("rows put on the reserve list"))
fact("rows", _("rows of the list"))
words(
    verbs={
        "nominations.leave_rows": _("left rows of an uploaded list out"),
        "nominations.bring_back_rows": _("brought rows of an uploaded list back"),
    }
)
