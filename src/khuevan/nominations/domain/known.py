"""Rows that look like somebody the office knows already: found when a list is read, decided by an officer."""

from collections.abc import Sequence
from itertools import batched

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.nominations.domain.book import GENDERS
from khuevan.nominations.domain.draft_rows import BATCH, SETTLED, line_at, stamp_of
from khuevan.nominations.enums import Decision, DraftState
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.domain.likeness import Traits
from khuevan.people.domain.matching import Certainty, KnownPeople
from khuevan.people.models import DirectoryEntry


def match_lines(draft: RosterDraft, lines: Sequence[DraftLine]) -> None:
    """Sets whom each unsaved or locked line probably means, among the people the office of the class knows.

    Whoever is surely meant and known elsewhere only is recognised when the row is taken, and not shown before.  A row
    that means somebody else now is undecided again.
    """
    office = draft.training_class.office
    named = [line for line in lines if line.values.get("full_name")]
    found = KnownPeople(office).find([_traits(line) for line in named])
    people = [match.person.pk for match in found if match.person]
    seen = {
        key
        for some in batched(people, BATCH)
        for key in DirectoryEntry.objects.filter(office=office, person__in=some).values_list("person", flat=True)
    }
    for line in lines:
        line.match, line.likeness, line.is_sure, line.reasons, line.decision = None, 0, False, [], ""
    for line, match in zip(named, found, strict=True):
        if match.person is None or match.person.pk not in seen:
            continue
        line.match, line.likeness, line.reasons = match.person, match.score, list(match.reasons)
        line.is_sure = match.certainty == Certainty.SURE
        line.decision = Decision.OPEN


def _traits(line: DraftLine) -> Traits:
    values = line.values
    return Traits(
        name=values["full_name"],
        birth=values.get("birth") or "",
        gender=GENDERS.get(values.get("gender") or "", ""),
        phone=values.get("phone") or "",
        email=values.get("email") or "",
        citizen_hash=line.citizen_id_hash,
        organization=values.get("organization") or None,
    )


@verb("nominations.decide_match")
def decide_match(actor: Actor, draft: RosterDraft, index: int, decision: Decision, *, seen: str = "") -> DraftLine:
    """Says whether a row means the known person beside it.

    Raises ``draft_is_closed``, ``no_such_row``, ``row_is_taken``, ``changed_meanwhile``, ``nobody_alike``.
    """
    require(actor, "nominations.change_draft", draft)
    _refuse_closed(draft)
    line = line_at(draft, index, lock=True)
    if line.state in SETTLED:
        raise DomainError("row_is_taken", _("This row is already on the list; correct the learner there."))
    if seen and seen != stamp_of(line):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )
    if line.match_id is None:
        raise DomainError("nobody_alike", _("Nobody known looks like this row any more."))
    line.decision, line.refused = decision, ""
    line.save(update_fields=["decision", "refused"])
    after = {"row": str(line.number), "decision": str(decision)}
    record(actor, "nominations.decide_match", draft, snapshot(draft), after)
    return line


@verb("nominations.decide_sure")
def decide_sure(actor: Actor, draft: RosterDraft) -> int:
    """Says of all rows that surely mean the known person beside them that they do.  Returns how many."""
    require(actor, "nominations.change_draft", draft)
    _refuse_closed(draft)
    sure = draft.lines.waiting().filter(decision=Decision.OPEN, is_sure=True, match__isnull=False)
    count = sure.update(decision=Decision.SAME)
    record(actor, "nominations.decide_sure", draft if count else [], snapshot(draft), {"rows": count})
    return count


def _refuse_closed(draft: RosterDraft) -> None:
    if locked(draft).state != DraftState.OPEN:
        raise DomainError("draft_is_closed", _("This list has been taken over or discarded already."))


fact("rows", _("rows of the list"))
fact("decision", _("somebody known"), Decision.choices)
words(
    verbs={
        "nominations.decide_match": _("said whom a row of an uploaded list means"),
        "nominations.decide_sure": _("agreed to whom the rows of an uploaded list surely mean"),
    }
)
