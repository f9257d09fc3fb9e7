"""A list that was sent: looked at row by row, mended in place, taken over in parts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.nominations.domain.draft_rows import DraftRow, as_read, mark_doubles_anew, put_rows, rows_of
from khuevan.nominations.domain.enrolling import enroll, refuse_if_closed
from khuevan.nominations.enums import DraftState
from khuevan.nominations.models import Enrollment, RosterDraft
from khuevan.people.models import Organization
from khuevan.readers.roster import RosterRow
from khuevan.readers.roster.retyped import RETYPED, retype
from khuevan.training.models import TrainingClass

LABELS = {
    "full_name": _("full name"),
    "birth": _("date of birth"),
    "gender": _("gender"),
    "position": _("position"),
    "organization": _("agency"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "note": _("note"),
}
"""What the columns of a list are called on screen."""


@dataclass
class Taken:
    """What came of taking rows: learners that are new, rows that were refused, rows that had been taken before."""

    taken: list[Enrollment] = field(default_factory=list)
    refused: list[DraftRow] = field(default_factory=list)
    before: list[DraftRow] = field(default_factory=list)


@verb("nominations.begin_draft")
def begin_draft(
    actor: Actor,
    training_class: TrainingClass,
    *,
    name: str,
    content: bytes,
    rows: Iterable[RosterRow],
    unused: Iterable[str] = (),
    agency: Organization | None = None,
) -> RosterDraft:
    """Keeps a list as it was sent (``name``, ``content``) and as it was read (``rows``), to be looked at.

    Citizen IDs are left out of the rows.  Raises ``list_is_closed``, ``file_too_large``, ``draft_without_rows``.
    """
    require(actor, "nominations.enroll", training_class)
    refuse_if_closed(locked(training_class))
    limit = settings.KHUEVAN_UPLOAD_LIMIT
    if len(content) > limit:
        raise DomainError(
            "file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / 1024 / 1024:.0f}"
        )
    read = as_read(rows)
    if not read:
        raise DomainError("draft_without_rows", _("The list has no people."))
    draft = RosterDraft(
        training_class=training_class,
        agency=agency,
        name=name.strip()[-255:],
        unused=list(unused),
        created_by=account_of(actor),
    )
    put_rows(draft, read)
    checked(draft, without=("file",))
    draft.file.save(draft.name, ContentFile(content), save=False)
    draft.save(force_insert=True)
    record(actor, "nominations.begin_draft", draft)
    return draft


@verb("nominations.fix_row")
def fix_row(actor: Actor, draft: RosterDraft, index: int, *, seen: str = "", **typed: str) -> DraftRow:
    """Corrects fields of one row (those of ``readers.roster.retyped.RETYPED``) and checks them as a reader does.

    ``seen`` is the stamp of the row as it was shown.  Raises ``draft_is_closed``, ``no_such_row``,
    ``row_is_taken``, ``changed_meanwhile``.
    """
    _open(actor, draft)
    rows = rows_of(draft)
    row = _row(rows, index)
    if row.taken is not None:
        raise DomainError("row_is_taken", _("This row is already on the list; correct the learner there."))
    if seen and seen != row.stamp:
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )
    if unknown := typed.keys() - set(RETYPED):
        raise TypeError(f"not a field of a row: {sorted(unknown)}")
    before = row.row
    row.row, row.refused = retype(before, typed), ""
    mark_doubles_anew(rows)
    put_rows(draft, rows)
    draft.save(update_fields=["rows", "waiting"])
    changed = [name for name in RETYPED if getattr(before, name) != getattr(row.row, name)]
    record(actor, "nominations.fix_row", draft, snapshot(draft), {"row": str(row.row.place), "fields": changed})
    return row


@verb("nominations.take_rows")
def take_rows(actor: Actor, draft: RosterDraft, indexes: Collection[int] | None = None) -> Taken:
    """Puts rows of a list on the list of the class: the chosen ones, or all that are good.

    A row is taken once, however often this is sent; a refused row stays in the draft with the reason, and a draft
    whose last row was taken is closed.  Raises ``draft_is_closed``, ``no_such_row``, ``list_is_closed``.
    """
    require(actor, "nominations.change_draft", draft)
    locked(draft.training_class)
    if locked(draft).state == DraftState.DISCARDED:
        _refuse_closed()
    rows = rows_of(draft)
    chosen = (
        [row for row in rows if row.is_good] if indexes is None else [_row(rows, at) for at in sorted(set(indexes))]
    )
    result = Taken(before=[row for row in chosen if row.taken is not None])
    new = [row for row in chosen if row.taken is None]
    if not new:
        record(actor, "nominations.take_rows", [])
        return result
    before = snapshot(draft)
    _enroll(actor, draft, new, result)
    put_rows(draft, rows)
    if draft.waiting == 0:
        draft.state = DraftState.TAKEN
    draft.save(update_fields=["rows", "waiting", "state"])
    record(actor, "nominations.take_rows", draft, before, {"taken": len(result.taken), "refused": len(result.refused)})
    return result


def _enroll(actor: Actor, draft: RosterDraft, rows: list[DraftRow], result: Taken) -> None:
    answer = enroll(actor, draft.training_class, [row.row for row in rows], agency=draft.agency)
    refused = {id(refusal.row): refusal.message for refusal in answer.refused}
    enrolled = iter(answer.taken)
    for row in rows:
        if id(row.row) in refused:
            row.refused = refused[id(row.row)]
            result.refused.append(row)
        else:
            enrollment = next(enrolled)
            row.taken, row.refused = enrollment.pk, ""
            result.taken.append(enrollment)


@verb("nominations.discard_draft")
def discard_draft(actor: Actor, draft: RosterDraft) -> None:
    """Lets go of the rows not taken; a list of which nobody was taken goes with its file.

    Raises ``draft_is_closed``.
    """
    _open(actor, draft)
    before = snapshot(draft)
    kept = [row for row in rows_of(draft) if row.taken is not None]
    left = draft.waiting
    put_rows(draft, kept)
    draft.state = DraftState.DISCARDED
    if not kept and draft.file:
        storage, name = draft.file.storage, str(draft.file.name)
        draft.file = ""
        transaction.on_commit(lambda: storage.delete(name))
    draft.save(update_fields=["rows", "waiting", "state", "file"])
    record(actor, "nominations.discard_draft", draft, before, {"discarded": left})


def _open(actor: Actor, draft: RosterDraft) -> None:
    """Locks a draft that may still be worked on."""
    require(actor, "nominations.change_draft", draft)
    if locked(draft).state != DraftState.OPEN:
        _refuse_closed()


def _refuse_closed() -> None:
    raise DomainError("draft_is_closed", _("This list has been taken over or discarded already."))


def _row(rows: list[DraftRow], index: int) -> DraftRow:
    if not 0 <= index < len(rows):
        raise DomainError("no_such_row", _("The list has no such row."))
    return rows[index]


fact("row", _("row of the list"))
fact("fields", _("corrected"), ((name, LABELS[name]) for name in RETYPED))
fact("taken", _("rows taken over"))
fact("refused", _("rows refused"))
fact("discarded", _("rows discarded"))
