"""A list that came from an invited agency: its rows are the people it names, and take its places."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db.models import Q
from django.utils import timezone

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.book import GENDERS, Book, Entry
from khuevan.nominations.domain.draft_rows import BATCH
from khuevan.nominations.domain.inviting import quota_of
from khuevan.nominations.domain.joining import Joined, invitation_of, nomination_of
from khuevan.nominations.domain.nominees import set_keys
from khuevan.nominations.domain.placing import Doubles, in_line, store_rows
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.enums import ConfirmedBy, NominationState, SubmissionState, SubmissionWay
from khuevan.nominations.models import DraftLine, Enrollment, Invitation, Nomination, Quota, RosterDraft, Submission
from khuevan.people.identity import NO_ID
from khuevan.people.models import birth_fields


def answer_of(draft: RosterDraft, book: Book) -> "AnswerOfList | None":
    """What taking rows of a draft means for its agency; None, without a query, where nobody was invited."""
    if draft.agency_id is None or book.invitation_id is None:
        return None
    invitation = invitation_of(book)
    quota = quota_of(book.training_class, draft.agency_id)
    if quota is None or invitation is None:
        return None
    quota.invitation = invitation
    return AnswerOfList(draft, book, quota)


class AnswerOfList:
    """The places of one agency while rows of its list are taken; a handful of queries for 500 rows.

    Whoever the agency named before, through its page say, is that nomination: who waits for a word has a place.
    """

    def __init__(self, draft: RosterDraft, book: Book, quota: Quota) -> None:
        self.draft, self.quota = draft, quota
        self._book = book
        self._seats = seats_of(quota.invitation)
        self._doubles = Doubles(in_line(quota))
        self._rows: dict[int, Nomination] = {}
        self._known: dict[int, Nomination] = {}
        self._joined = Joined()
        self._took: list[tuple[DraftLine, Enrollment]] = []
        self._waiting: list[Nomination] = []
        book.places = self._seats.free_for_new(quota)

    def prepare(self, lines: Sequence[DraftLine], entries: Sequence[Entry]) -> None:
        """Finds who was named before, so that they keep their places."""
        used: set[int] = set()
        for line, entry in zip(lines, entries, strict=True):
            row = self._rows[line.pk] = self._row_of(line, entry)
            known = self._doubles.find(row)
            if known is not None and known.pk not in used and known.state != NominationState.ACCEPTED:
                used.add(known.pk)
                self._known[line.pk] = known
                entry.has_place = known.state == NominationState.PROPOSED

    def take(self, line: DraftLine, learner: Enrollment) -> None:
        """The row is on the list of the class."""
        self._took.append((line, learner))

    def wait(self, line: DraftLine) -> None:
        """The row found no place; who waits already goes on waiting."""
        if line.pk not in self._known:
            row = self._rows[line.pk]
            row.state, row.placed_at = NominationState.RESERVE, timezone.now()
            if "citizen_id" not in self.quota.invitation.fields:
                row.citizen_id_sealed, row.citizen_id_hash = NO_ID
            self._waiting.append(row)

    def store(self, actor: Actor, verb_name: str) -> None:
        """Writes the nominations, and that the agency has answered."""
        submission = self._submission(actor, verb_name)
        for line, learner in self._took:
            known = self._known.get(line.pk)
            if known is not None:
                self._joined.accept(actor, known, learner, self._seats)
                continue
            row = nomination_of(self.quota, learner, submission)
            row.line, row.index = line, line.index
            self._joined.add(actor, row, learner, self._seats)
        for row in self._waiting:
            row.submission = submission
            self._joined.new.append(row)
        self._joined.store(actor, verb_name)

    def _submission(self, actor: Actor, verb_name: str) -> Submission:
        """The answer this list is, made when its first rows are taken unless its letter was attached before."""
        known = self.quota.submissions.filter(draft=self.draft).first()
        if known is not None:
            return known
        now = timezone.now()
        made = Submission.objects.create(
            quota=self.quota,
            way=SubmissionWay.FILE,
            draft=self.draft,
            state=SubmissionState.CONFIRMED,
            confirmed_how=ConfirmedBy.OFFICER,
            sent_at=self.draft.created_at,
            confirmed_at=now,
            confirmed_by=account_of(actor),
        )
        record(actor, verb_name, made)
        return made

    def _row_of(self, line: DraftLine, entry: Entry) -> Nomination:
        """An unsaved nomination of one row."""
        row = Nomination(
            training_class=self._book.training_class,
            quota=self.quota,
            line=line,
            index=line.index,
            person=entry.person,
            full_name=entry.full_name[:150],
            honorific=entry.honorific[:30],
            gender=GENDERS.get(entry.gender, entry.gender),
            position=entry.position[:250],
            organization_id=self.quota.organization_id,
            organization_name=(entry.organization_name or self.quota.name)[:250],
            phone=entry.phone[:40],
            email=entry.email,
            note=entry.note[:300],
            citizen_id_sealed=line.citizen_id_sealed,
            citizen_id_hash=line.citizen_id_hash,
            **_born(entry),
        )
        set_keys(row)
        return row


def _born(entry: Entry) -> dict[str, Any]:
    """Nothing for what is no birth: the list refuses such a row."""
    try:
        return dict(birth_fields(entry.birth))
    except DomainError:
        return {}


def take_back_nominations(actor: Actor, draft: RosterDraft, lines: Sequence[DraftLine], reason: str) -> None:
    """Undoes what taking these rows meant for their agency, before their learners go; part of ``undo_import``.

    Who was named only by this list is named no more; who was named otherwise too waits for a word again.
    """
    if not Invitation.objects.filter(training_class=draft.training_class_id).exists():
        return
    keys = {line.pk for line in lines}
    learners = {line.enrollment_id for line in lines if line.enrollment_id is not None}
    rows = list(
        Nomination.objects.select_for_update(of=("self",))
        .filter(Q(line__in=keys) | Q(enrollment__in=learners))
        .select_related("quota")
    )
    if not rows:
        return
    before = {row.pk: snapshot(row) for row in rows}
    kept = [row for row in rows if row.line_id not in keys]
    gone = [row for row in rows if row.line_id in keys]
    for row in kept:
        row.state, row.enrollment, row.person = NominationState.PROPOSED, None, None
        row.decided_at, row.decided_by = None, None
    store_rows(kept)
    record(actor, "nominations.undo_import", kept, before, reason=reason)
    told = {pk: {name: old[name] for name in old if name not in Nomination.audit_masked} for pk, old in before.items()}
    names = {name for row in gone for name, value in told[row.pk].items() if value not in (None, "")}
    record(actor, "nominations.undo_import", gone, told, dict.fromkeys(sorted(names)), reason=reason)
    for some in batched([row.pk for row in gone], BATCH):
        Nomination.objects.filter(pk__in=some).delete()
