"""Two entries that are one person become one, and two again when that was wrong.

The entry that goes stays as a row with its own values and ``merged_into`` set; no office knows it any more.  Whatever
named it, in whichever app, names the kept person, and the merge remembers which rows these were.  What classes and
certificates froze is not touched, nor is the audit.

*Who may.*  The kept entry changes as by ``change_person``, so that permission is enough for it.  The other one
disappears from every directory it stands in: only somebody who keeps the directories of all those offices may do that.
An officer of one office therefore merges an own entry into one that other offices know too, never the other way round.

*Order.*  Merges into one person are taken back in any order.  A later merge that built upon this one is told what was
there before it (``_hand_down``), so that the last one undone leaves everything as it was before the first.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may, require
from khuevan.core.rows import alone, checked, locked, unchanged
from khuevan.people.domain.persons import know, rewrite_person
from khuevan.people.domain.referring import Moved, clash_between, move_back, move_rows, offices_naming
from khuevan.people.enums import DuplicateState
from khuevan.people.models import DirectoryEntry, Office, Person, PersonMerge, PossibleDuplicate

COLUMNS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "honorific": ("honorific",),
    "rank": ("rank",),
    "birth": ("birth_date", "birth_year"),
    "gender": ("gender",),
    "phone": ("phone",),
    "email": ("email",),
    "citizen_id": ("citizen_id_sealed", "citizen_id_hash"),
}
"""What may be taken over from the entry that goes, and the columns that hold it."""

type Values = dict[str, list[Any]]


@verb("people.merge_people")
def merge_people(
    actor: Actor,
    kept: Person,
    merged: Person,
    *,
    take: Collection[str] | None = None,
    seen: tuple[str, str] = ("", ""),
) -> PersonMerge:
    """Makes ``merged`` part of ``kept``.  ``take`` names what is taken over from it, None fills what ``kept`` lacks.

    ``seen`` are the stamps of both entries as somebody compared them.  Raises ``same_person``, ``already_merged``,
    ``known_elsewhere``, ``both_on_one_list``, ``changed_meanwhile``.
    """
    if kept.pk == merged.pk:
        raise DomainError("same_person", _("These are not two entries but one."))
    # Locked before permission is asked: no office knows somebody merged a moment ago, and that deserves its own words.
    _lock(kept, merged)
    _refuse_merged(kept, merged)
    require(actor, "people.change_person", kept)
    _refuse_known_elsewhere(actor, kept, merged)
    unchanged(kept, seen[0])
    unchanged(merged, seen[1])
    _refuse_clash(kept, merged)
    before = {one.pk: snapshot(one) for one in (kept, merged)}
    values = _take_over(kept, merged, take)
    values.update(_unite_directories(kept, merged), pair=_decide_pair(actor, kept, merged))
    moved = move_rows(merged, kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    merge = PersonMerge.objects.create(
        kept=kept, merged=merged, by=account_of(actor), moved=[asdict(part) for part in moved], values=values
    )
    rows = sum(len(part.rows) for part in moved)
    facts = {"merged_entry": merged.full_name, "rows_moved": rows}
    record(actor, "people.merge_people", kept, before[kept.pk], after=facts)
    record(actor, "people.merge_people", merged, before[merged.pk])
    return merge


@verb("people.unmerge_people")
def unmerge_people(actor: Actor, merge: PersonMerge) -> int:
    """Takes a merge back; answers with how many of its rows could not go back, being deleted or somebody else's now.

    What came to the kept person since stays there, and so does a value somebody has corrected since.
    Raises ``merge_undone`` and ``kept_was_merged``.
    """
    kept, merged = merge.kept, merge.merged
    _lock(kept, merged)
    locked(merge)
    if merge.undone_at:
        raise DomainError("merge_undone", _("This merge has been taken back already."))
    if kept.merged_into:
        raise DomainError(
            "kept_was_merged",
            _("%(kept)s was merged into %(other)s afterwards. Take that merge back first."),
            kept=kept.full_name,
            other=kept.merged_into.full_name,
        )
    require(actor, "people.change_person", kept)
    require(actor, "people.unmerge_people", merge)
    before = {one.pk: snapshot(one) for one in (kept, merged)}
    lost = move_back([Moved(**part) for part in merge.moved], kept, merged)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    later = list(kept.merges.filter(undone_at=None).exclude(pk=merge.pk).order_by("pk"))
    _restore_values(kept, merge.values, [one for one in later if one.pk > merge.pk])
    _part_directories(kept, merged, merge.values, later)
    PersonMerge.objects.bulk_update(later, ["values"])
    _reopen_pair(kept, merged, merge.values.get("pair"))
    merge.undone_at, merge.undone_by = timezone.now(), account_of(actor)
    merge.save(update_fields=["undone_at", "undone_by"])
    record(
        actor,
        "people.unmerge_people",
        kept,
        before[kept.pk],
        after={"merged_entry": merged.full_name, "rows_lost": lost},
    )
    record(actor, "people.unmerge_people", merged, before[merged.pk])
    return lost


def absorbed_by(person: Person) -> list[Person]:
    """Everybody who turned out to be this person, through any number of merges."""
    found: list[Person] = []
    ring = [person.pk]
    while ring:
        some = list(Person.objects.filter(merged_into__in=ring))
        found += some
        ring = [one.pk for one in some]
    return found


def _lock(*people: Person) -> None:
    """In the order of their keys, so that two merges of the same people wait for each other and never deadlock.

    Nor do a merge and a list being taken: that one locks people in the order of its rows.
    """
    alone("enroll")
    for one in sorted(people, key=lambda person: person.pk):
        locked(one)


def _refuse_merged(*people: Person) -> None:
    for one in people:
        if one.merged_into:
            raise DomainError(
                "already_merged",
                _("%(name)s has already been merged into %(other)s."),
                name=one.full_name,
                other=one.merged_into.full_name,
            )


def _refuse_known_elsewhere(actor: Actor, kept: Person, merged: Person) -> None:
    if may(actor, "people.keep_everywhere", merged):
        return
    if may(actor, "people.keep_everywhere", kept) and may(actor, "people.change_person", merged):
        sentence = _("Another office knows %(merged)s too. Keep that entry, and merge the other one into it.")
    else:
        sentence = _(
            "Another office knows %(merged)s too. Only somebody who keeps the directories of all these offices may "
            "merge the two."
        )
    raise DomainError("known_elsewhere", sentence, merged=merged.full_name)


def _refuse_clash(kept: Person, merged: Person) -> None:
    clash = clash_between(kept, merged)
    if clash:
        raise DomainError(
            "both_on_one_list",
            _("Both are on the list of %(where)s. Take one of the two off that list first, if they are one person."),
            where=clash.where,
        )


def _columns_of(person: Person, name: str) -> list[Any]:
    """The values of one field as JSON holds them."""
    found = [getattr(person, column) for column in COLUMNS[name]]
    return [value.isoformat() if isinstance(value, date) else value for value in found]


def _set_columns(person: Person, name: str, stored: list[Any]) -> None:
    for column, value in zip(COLUMNS[name], stored, strict=True):
        field = person._meta.get_field(column)
        setattr(person, column, field.to_python(value))  # type: ignore[union-attr]  # a column


def _take_over(kept: Person, merged: Person, take: Collection[str] | None) -> dict[str, Any]:
    """Gives ``kept`` what is taken over; answers with what these fields were before and are after."""
    names = [name for name in COLUMNS if not any(_columns_of(kept, name))] if take is None else list(take)
    before: Values = {}
    after: Values = {}
    for name in names:
        old, new = _columns_of(kept, name), _columns_of(merged, name)
        if old != new and (any(new) or take is not None):
            before[name], after[name] = old, new
            _set_columns(kept, name, new)
    rewrite_person(kept, {})
    checked(kept).save()
    return {"before": before, "after": after}


def _restore_values(kept: Person, values: dict[str, Any], later: list[PersonMerge]) -> None:
    """Gives back what the merge changed, where nobody has changed it since."""
    for name, old in values["before"].items():
        new = values["after"][name]
        builder = next((one for one in later if name in one.values["before"]), None)
        if builder:
            _hand_down(builder, name, old, new)
        elif _columns_of(kept, name) == new:
            _set_columns(kept, name, old)
    rewrite_person(kept, {})
    checked(kept).save()


def _hand_down(later: PersonMerge, name: str, old: list[Any], new: list[Any]) -> None:
    if later.values["before"][name] == new:
        later.values["before"][name] = old


def _unite_directories(kept: Person, merged: Person) -> dict[str, list[int]]:
    """``offices`` knew the entry that goes, ``gained`` are those that did not know the kept one."""
    offices, known = (sorted(one.known_to.values_list("office_id", flat=True)) for one in (merged, kept))
    gained = [office for office in offices if office not in known]
    merged.known_to.all().delete()
    for office in gained:
        know(office, [kept])
    return {"offices": offices, "gained": gained}


def _part_directories(kept: Person, merged: Person, values: dict[str, Any], others: list[PersonMerge]) -> None:
    """Each office knows again whom it knew; the kept one also where a row or another merge has brought them since."""
    for office in Office.objects.filter(pk__in=values["offices"]).order_by("pk"):
        know(office, [merged])
    named = offices_naming(kept) if values["gained"] else set()
    for office_id in values["gained"]:
        heir = next((one for one in others if office_id in one.values["offices"]), None)
        if heir:
            heir.values["gained"] = sorted({*heir.values["gained"], office_id})
        elif office_id not in named:
            DirectoryEntry.objects.filter(office_id=office_id, person=kept).delete()


def _pair(one: Person, other: Person) -> Q:
    first, second = sorted((one.pk, other.pk))
    return Q(first_id=first, second_id=second)


def _decide_pair(actor: Actor, kept: Person, merged: Person) -> str | None:
    """What was said of the two before; None when nobody had asked."""
    pairs = PossibleDuplicate.objects.filter(_pair(kept, merged))
    state = pairs.values_list("state", flat=True).first()
    pairs.update(state=DuplicateState.MERGED, decided_at=timezone.now(), decided_by=account_of(actor))
    return state


def _reopen_pair(kept: Person, merged: Person, state: str | None) -> None:
    pairs = PossibleDuplicate.objects.filter(_pair(kept, merged))
    if state == DuplicateState.DISMISSED:
        pairs.update(state=state)
    else:
        pairs.update(state=DuplicateState.OPEN, decided_at=None, decided_by=None)


words(
    verbs={
        "people.merge_people": _("made two entries one person"),
        "people.unmerge_people": _("took the merge of two entries back"),
    }
)
fact("merged_entry", _("entry merged"))
fact("rows_moved", _("rows of classes and other lists moved"))
fact("rows_lost", _("rows that could not go back"))
