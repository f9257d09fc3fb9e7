"""A list that was sent: kept, looked at row by row, mended in place, let go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, reasoned
from khuevan.nominations.domain.draft_rows import (
    DUPLICATE,
    SETTLED,
    count_waiting,
    line_at,
    line_of,
    mark_twins_anew,
    rewrite,
    row_of,
    stamp_of,
    store,
)
from khuevan.nominations.domain.enrolling import refuse_if_closed
from khuevan.nominations.domain.known import match_lines
from khuevan.nominations.enums import DraftKind, DraftState
from khuevan.nominations.models import DraftLine, DraftPage, RosterDraft
from khuevan.people.models import Organization
from khuevan.readers.roster import Place, RosterRow
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
MOST_TYPED = 20_000
"""Rows that may be typed into one draft."""


@dataclass(frozen=True)
class PagePicture:
    """One page of a scan, as a file (.png, .jpg) to keep and show."""

    content: bytes
    ending: str
    width: int
    height: int


@dataclass(frozen=True)
class Contents:
    """What came of reading a list, ready to be kept: rows, and how the file was understood (``domain.layouts``)."""

    rows: Sequence[RosterRow] = ()
    kind: DraftKind = DraftKind.FILE
    unused: Sequence[str] = ()
    tables: Sequence[dict[str, Any]] = ()
    notes: Sequence[str] = ()
    recalled: bool = False
    pages: Sequence[PagePicture] = ()
    id_columns: dict[str, frozenset[int]] = field(default_factory=dict)


@verb("nominations.begin_draft")
def begin_draft(
    actor: Actor,
    training_class: TrainingClass,
    *,
    name: str,
    content: bytes,
    rows: Iterable[RosterRow] = (),
    unused: Iterable[str] = (),
    agency: Organization | None = None,
    contents: Contents | None = None,
    id_reason: str = "",
) -> RosterDraft:
    """Keeps a list as it was sent (``name``, ``content``) and as it was read (``contents``, or only ``rows``).

    Citizen IDs are left out of the rows unless ``id_reason`` says why they are kept.  Raises ``list_is_closed``,
    ``file_too_large``, ``draft_without_rows`` for what is no picture to type from, ``reason_too_long``.
    """
    require(actor, "nominations.enroll", training_class)
    refuse_if_closed(locked(training_class))
    read = contents or Contents(rows=list(rows), unused=list(unused))
    _refuse_contents(content, read)
    draft = RosterDraft(training_class=training_class, agency=agency, created_by=account_of(actor), **_told_by(read))
    draft.name = name.strip()[-255:]
    draft.id_reason = reasoned(id_reason) if id_reason.strip() else ""
    checked(draft, without=("file",))
    draft.file.save(draft.name, ContentFile(content), save=False)
    draft.save(force_insert=True)
    store(draft, lines_from(draft, read))
    _keep_pages(draft, read.pages)
    draft.save(update_fields=["waiting"])
    record(actor, "nominations.begin_draft", draft)
    return draft


def _told_by(read: Contents) -> dict[str, Any]:
    """Columns of a draft that say how its file was understood."""
    lists = {"unused": list(read.unused), "tables": list(read.tables), "notes": list(read.notes)}
    return {"kind": read.kind, "recalled": read.recalled, **lists}


def _refuse_contents(content: bytes, read: Contents) -> None:
    limit = settings.KHUEVAN_UPLOAD_LIMIT
    if len(content) > limit:
        raise DomainError(
            "file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / 1024 / 1024:.0f}"
        )
    if not read.rows and not read.pages:
        raise DomainError("draft_without_rows", _("The list has no people."))


def lines_from(draft: RosterDraft, read: Contents, start: int = 0) -> list[DraftLine]:
    """Unsaved lines for the rows that were read, each with whom it probably means."""
    nothing: frozenset[int] = frozenset()
    lines = [
        line_of(draft, index, row, read.id_columns.get(row.table, nothing))
        for index, row in enumerate(read.rows, start=start)
    ]
    match_lines(draft, lines)
    return lines


def _keep_pages(draft: RosterDraft, pages: Sequence[PagePicture]) -> None:
    for number, page in enumerate(pages, start=1):
        kept = DraftPage(draft=draft, number=number, width=page.width, height=page.height)
        kept.image.save(f"{number}{page.ending}", ContentFile(page.content), save=False)
        kept.save(force_insert=True)


@verb("nominations.fix_row")
def fix_row(actor: Actor, draft: RosterDraft, index: int, *, seen: str = "", **typed: str) -> DraftLine:
    """Corrects fields of one row (those of ``readers.roster.retyped.RETYPED``) and checks them as a reader does.

    ``seen`` is the stamp of the row as it was shown.  Raises ``draft_is_closed``, ``no_such_row``,
    ``row_is_taken``, ``changed_meanwhile``.
    """
    refuse_unless_open(actor, draft)
    line = line_at(draft, index, lock=True)
    refuse_taken(line)
    refuse_changed(line, seen)
    if unknown := typed.keys() - set(RETYPED):
        raise TypeError(f"not a field of a row: {sorted(unknown)}")
    before, old_key = row_of(line), line.twin_key
    after = retype(before, typed)
    changed = [name for name in RETYPED if getattr(before, name) != getattr(after, name)]
    if {"full_name", "birth", "phone"} & set(changed):
        after = replace(after, problems=[one for one in after.problems if one.field != DUPLICATE])
    rewrite(line, after)
    line.refused, line.is_mended = "", line.is_mended or bool(changed)
    if "organization" in changed:
        line.organization = None
    if changed:
        match_lines(draft, [line])
    line.save()
    mark_twins_anew(draft, {old_key, line.twin_key})
    line.refresh_from_db()
    _record_row(actor, "nominations.fix_row", draft, line, changed)
    return line


@verb("nominations.add_row")
def add_row(actor: Actor, draft: RosterDraft, **typed: str) -> DraftLine:
    """One more row, typed from a scan or forgotten by whoever sent the list; checked as a reader does.

    A draft whose rows were all taken is open again.  Raises ``draft_is_closed`` for a discarded one,
    ``list_is_closed``, ``row_without_name``, ``too_many_rows``.
    """
    require(actor, "nominations.change_draft", draft)
    refuse_if_closed(locked(draft.training_class))
    if locked(draft).state == DraftState.DISCARDED:
        refuse_closed()
    if unknown := typed.keys() - set(RETYPED):
        raise TypeError(f"not a field of a row: {sorted(unknown)}")
    if not typed.get("full_name", "").strip():
        raise DomainError("row_without_name", _("The row has no name."))
    last = draft.lines.order_by("-index").first()
    index = last.index + 1 if last else 0
    if index >= MOST_TYPED:
        raise DomainError("too_many_rows", _("A list takes at most %(count)s rows."), count=MOST_TYPED)
    line = line_of(draft, index, retype(RosterRow(Place("", last.number + 1 if last else 1)), typed))
    line.is_mended = True
    match_lines(draft, [line])
    line.save(force_insert=True)
    mark_twins_anew(draft, [line.twin_key])
    line.refresh_from_db()
    count_waiting(draft)
    draft.state = DraftState.OPEN
    draft.save(update_fields=["waiting", "state"])
    _record_row(actor, "nominations.add_row", draft, line, [name for name in RETYPED if typed.get(name, "").strip()])
    return line


def _record_row(actor: Actor, verb_name: str, draft: RosterDraft, line: DraftLine, fields: list[str]) -> None:
    place = str(Place(line.sheet, line.number))
    record(actor, verb_name, draft, snapshot(draft), {"row": place, "fields": fields})


@verb("nominations.discard_draft")
def discard_draft(actor: Actor, draft: RosterDraft) -> None:
    """Lets go of the rows not taken; a list of which nobody was taken goes with its file.

    Raises ``draft_is_closed``.
    """
    refuse_unless_open(actor, draft)
    before = snapshot(draft)
    left = draft.waiting
    draft.lines.exclude(state__in=SETTLED).delete()
    draft.waiting, draft.state = 0, DraftState.DISCARDED
    if not draft.lines.exists():
        _delete_files(draft)
    draft.save(update_fields=["waiting", "state", "file"])
    record(actor, "nominations.discard_draft", draft, before, {"discarded": left})


def _delete_files(draft: RosterDraft) -> None:
    """The list as it was sent and the pictures of its pages, once this is committed."""
    pages = list(draft.pages.all())
    files = [(file.storage, str(file.name)) for file in (draft.file, *(page.image for page in pages)) if file]
    draft.pages.all().delete()
    draft.file = ""
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


def refuse_unless_open(actor: Actor, draft: RosterDraft) -> None:
    """Locks a draft that may still be worked on.  Raises ``draft_is_closed``."""
    require(actor, "nominations.change_draft", draft)
    if locked(draft).state != DraftState.OPEN:
        refuse_closed()


def refuse_closed() -> None:
    raise DomainError("draft_is_closed", _("This list has been taken over or discarded already."))


def refuse_taken(line: DraftLine) -> None:
    if line.state in SETTLED:
        raise DomainError("row_is_taken", _("This row is already on the list; correct the learner there."))


def refuse_changed(line: DraftLine, seen: str) -> None:
    if seen and seen != stamp_of(line):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )


fact("row", _("row of the list"))
fact("fields", _("corrected"), ((name, LABELS[name]) for name in RETYPED))
fact("discarded", _("rows discarded"))
words(
    verbs={"nominations.add_row": _("typed a row of an uploaded list")},
    kinds={
        "nominations.draftline": _("row of an uploaded list"),
        "nominations.draftpage": _("page of an uploaded list"),
        "nominations.rememberedlayout": _("remembered columns of a list"),
    },
)
