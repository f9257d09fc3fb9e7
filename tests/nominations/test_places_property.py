"""Whatever is done in whatever order: no place is held twice, nobody is lost, nobody is on the list twice."""

from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.errors import DomainError
from khuevan.nominations.domain.confirming import confirm_submission, enter_submission, reject_submission
from khuevan.nominations.domain.deciding import accept, reconsider, refuse, to_reserve
from khuevan.nominations.domain.drafts import begin_draft
from khuevan.nominations.domain.enrolling import add_learner, close_list, reopen_list
from khuevan.nominations.domain.inviting import change_quota
from khuevan.nominations.domain.leaving import replace_learner, restore_learner, withdraw
from khuevan.nominations.domain.reserve import move_up, next_up, reserve_order
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.domain.undoing import undo_import
from khuevan.nominations.domain.withdrawing import replace_nomination, withdraw_nomination
from khuevan.nominations.enums import (
    ConfirmedBy,
    EnrollmentState,
    LineState,
    NominationState,
    SubmissionState,
    SubmissionWay,
)
from khuevan.nominations.models import DraftLine, Enrollment, Nomination, Quota, RosterDraft, Submission
from khuevan.training.domain.arrangements import add_venue
from tests.factories.worlds import InvitedWorld, invited_class, named, roster_row

FAMILY = ("Nguyễn", "H'")
GIVEN = ("An", "Hoà", "Hòa", "Ân")
names = st.builds(lambda family, given: f"{family} Thị {given}", st.sampled_from(FAMILY), st.sampled_from(GIVEN))
births = st.sampled_from(["1980-01-02", "1980", None])

EXPECTED = frozenset(
    {
        "agency_is_full", "already_on_the_list", "already_withdrawn", "cannot_be_reconsidered", "cannot_be_refused",
        "cannot_move_up", "class_is_full", "import_is_used", "list_is_closed", "list_is_empty", "list_is_not_closed",
        "named_before", "not_in_line", "not_on_reserve", "not_proposed", "not_withdrawn", "nothing_to_undo",
        "reason_missing", "seats_below_held", "submission_is_settled", "venue_is_full", "wrong_state",
    }
)  # fmt: skip
"""How an action may be refused; any other refusal is an error of the test or of the code."""


class Hands:
    """Everything that agencies and officers can do, each chosen by two numbers."""

    def __init__(self, here: InvitedWorld) -> None:
        self.here = here
        self.sent = 0

    def send(self, at: int, what: list[tuple[str, str | None]]) -> None:
        self._send(at, what, SubmissionWay.LINK)

    def send_unproved(self, at: int, what: list[tuple[str, str | None]]) -> None:
        self._send(at, what, SubmissionWay.PAGE)

    def _send(self, at: int, what: list[tuple[str, str | None]], way: SubmissionWay) -> None:
        if self.here.training_class.state == "list_closed":
            return
        before = Nomination.objects.count()
        nominees = [named(name, birth) for name, birth in what]
        self.here.send(*nominees, place=at % len(self.here.quotas), way=way)
        assert Nomination.objects.count() == before + len(what)

    def enter(self, at: int, what: list[tuple[str, str | None]]) -> None:
        enter_submission(self.here.officer, self.quota(at), [named(name, birth) for name, birth in what])

    def confirm(self, at: int, _what: object) -> None:
        if found := self._pick(Submission.objects.filter(state=SubmissionState.UNCONFIRMED), at):
            confirm_submission(self.here.officer, found, how=ConfirmedBy.OFFICER)

    def reject(self, at: int, _what: object) -> None:
        if found := self._pick(Submission.objects.filter(state=SubmissionState.UNCONFIRMED), at):
            reject_submission(self.here.officer, found, reason="Không phải của đơn vị")

    def accept_all(self, _at: int, _what: object) -> None:
        accept(self.here.officer, self.here.training_class, reason="Bổ sung")

    def accept_one(self, at: int, _what: object) -> None:
        if found := self._one(at, NominationState.PROPOSED):
            accept(self.here.officer, self.here.training_class, [found], reason="Bổ sung")

    def refuse(self, at: int, _what: object) -> None:
        if found := self._one(at, NominationState.PROPOSED, NominationState.RESERVE):
            refuse(self.here.officer, [found], reason="Không đúng đối tượng")

    def reserve(self, at: int, _what: object) -> None:
        if found := self._one(at, NominationState.PROPOSED):
            to_reserve(self.here.officer, [found])

    def think_over(self, at: int, _what: object) -> None:
        states = (NominationState.REFUSED, NominationState.ACCEPTED, NominationState.RESERVE, NominationState.WITHDRAWN)
        if found := self._one(at, *states):
            reconsider(self.here.officer, [found])

    def move_up(self, at: int, _what: object) -> None:
        if found := self._one(at, NominationState.RESERVE):
            move_up(self.here.officer, found, reason="Có người rút")

    def next_up(self, _at: int, _what: object) -> None:
        if found := next_up(self.here.invitation):
            move_up(self.here.officer, found, reason="Có người rút")

    def agency_withdraws(self, at: int, _what: object) -> None:
        if found := self._one(at, NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.RESERVE):
            place = [quota.pk for quota in self.here.quotas].index(found.quota_id)
            withdraw_nomination(self.here.bearer(place), found, reason="Bận công tác")

    def agency_replaces(self, at: int, what: list[tuple[str, str | None]]) -> None:
        if found := self._one(at, NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.RESERVE):
            place = [quota.pk for quota in self.here.quotas].index(found.quota_id)
            replace_nomination(self.here.bearer(place), found, named(*what[0]), reason="Bận công tác")

    def officer_withdraws(self, at: int, _what: object) -> None:
        if found := self._pick(Enrollment.objects.filter(state=EnrollmentState.ENROLLED), at):
            withdraw(self.here.officer, found, reason="Không tham gia")

    def officer_replaces(self, at: int, what: list[tuple[str, str | None]]) -> None:
        if found := self._pick(Enrollment.objects.filter(state=EnrollmentState.ENROLLED), at):
            name, birth = what[0]
            replace_learner(self.here.officer, found, reason="Thay người", full_name=name, birth=birth)

    def restore(self, at: int, _what: object) -> None:
        if found := self._pick(Enrollment.objects.filter(state=EnrollmentState.WITHDRAWN), at):
            restore_learner(self.here.officer, found)

    def add(self, at: int, what: list[tuple[str, str | None]]) -> None:
        name, birth = what[0]
        body = self.quota(at).organization
        fields = {"full_name": name, "birth": birth, "organization": body}
        add_learner(self.here.officer, self.here.training_class, reason="Bổ sung", **fields)

    def change(self, at: int, what: list[object]) -> None:
        change_quota(self.here.officer, self.quota(at), seats=len(what))

    def take_list(self, at: int, what: list[tuple[str, str | None]]) -> None:
        rows = [roster_row(name, number, birth=birth) for number, (name, birth) in enumerate(what, start=2)]
        body = self.quota(at).organization
        draft = begin_draft(
            self.here.officer, self.here.training_class, name="ds.xlsx", content=b"x", rows=rows, agency=body
        )
        taken = take_rows(self.here.officer, draft)
        settled = len(taken.taken) + len(taken.reserved) + len(taken.refused)
        assert settled + draft.lines.filter(errors__gt=0).count() == len(what), "no row is lost"

    def undo_list(self, at: int, _what: object) -> None:
        if found := self._pick(RosterDraft.objects.all(), at):
            undo_import(self.here.officer, found)

    def close(self, _at: int, _what: object) -> None:
        close_list(self.here.officer, self.here.training_class)

    def reopen(self, _at: int, _what: object) -> None:
        reopen_list(self.here.officer, self.here.training_class, reason="Bổ sung đơn vị")

    def quota(self, at: int) -> Quota:
        return Quota.objects.get(pk=self.here.quotas[at % len(self.here.quotas)].pk)

    def _one(self, at: int, *states: NominationState) -> Nomination | None:
        found: Nomination | None = self._pick(Nomination.objects.filter(state__in=states), at)
        return found

    @staticmethod
    def _pick(rows: object, at: int) -> object:
        found = list(rows.order_by("pk"))  # type: ignore[attr-defined]
        return found[at % len(found)] if found else None


ACTIONS = [name for name in vars(Hands) if not name.startswith("_") and name != "quota"]
steps = st.tuples(
    st.sampled_from(ACTIONS), st.integers(0, 40), st.lists(st.tuples(names, births), min_size=1, max_size=4)
)


def check(here: InvitedWorld) -> None:
    """What holds between any two actions."""
    rows = list(Nomination.objects.select_related("enrollment", "quota", "submission"))
    held: Counter[int] = Counter()
    for row in rows:
        on_list = row.enrollment is not None and row.enrollment.state == EnrollmentState.ENROLLED
        assert on_list == (row.state == NominationState.ACCEPTED), (row, row.state)
        held[row.quota_id] += row.state in (NominationState.PROPOSED, NominationState.ACCEPTED)
        if row.submission is not None:
            waits = row.submission.state in (SubmissionState.UNCONFIRMED, SubmissionState.REJECTED)
            assert waits == (row.state == NominationState.WRITTEN)
    quotas = list(Quota.objects.filter(invitation=here.invitation).select_related("venue"))
    venues: Counter[int | None] = Counter()
    for quota in quotas:
        assert quota.places is None or held[quota.pk] <= quota.places, (quota, held[quota.pk], quota.places)
        venues[quota.venue_id] += held[quota.pk]
        if quota.venue is not None and quota.venue.capacity is not None:
            assert venues[quota.venue_id] <= quota.venue.capacity
    assert here.invitation.seats is None or sum(held.values()) <= here.invitation.seats
    seats = seats_of(here.invitation)
    assert {quota.pk: seats.held(quota) for quota in quotas} == {quota.pk: held[quota.pk] for quota in quotas}
    learners = Enrollment.objects.filter(state=EnrollmentState.ENROLLED).values_list("pk", "person")
    accepted = [row.enrollment_id for row in rows if row.state == NominationState.ACCEPTED]
    assert sorted(key for key, _person in learners) == sorted(accepted), "everybody on the list is one nomination"
    assert len({person for _key, person in learners}) == len(learners)
    taken = DraftLine.objects.filter(state=LineState.TAKEN, enrollment__state=EnrollmentState.ENROLLED)
    assert all(line.enrollment.nomination.state == NominationState.ACCEPTED for line in taken)
    reserved = DraftLine.objects.filter(state=LineState.RESERVED)
    assert not reserved.filter(enrollment__state=EnrollmentState.ENROLLED).exists()
    waiting = [row.pk for row in rows if row.state == NominationState.RESERVE]
    assert sorted(row.pk for row in reserve_order(here.invitation)) == sorted(waiting)


def walk(here: InvitedWorld, done: list[tuple[str, int, list[tuple[str, str | None]]]]) -> None:
    hands = Hands(here)
    for name, at, what in done:
        action: Callable[[int, object], None] = getattr(hands, name)
        before = Nomination.objects.count()
        try:
            action(at, what)
        except DomainError as error:
            assert error.code in EXPECTED, (name, error.code, error.message)
        here.training_class.refresh_from_db()
        assert Nomination.objects.count() >= before or name == "undo_list", "nobody is lost"
        check(here)


class PlacesTests(TestCase):
    @given(st.lists(steps, max_size=14))
    @settings(max_examples=25, deadline=None)
    def test_agencies_with_places_of_their_own_and_a_total(self, done: list) -> None:  # type: ignore[type-arg]
        walk(invited_class(3, each=2, seats=5, reserve_rule="share"), done)

    @given(st.lists(steps, max_size=12))
    @settings(max_examples=15, deadline=None)
    def test_a_total_and_a_room(self, done: list) -> None:  # type: ignore[type-arg]
        here = invited_class(2, each=None, seats=5)
        room = add_venue(here.officer, here.training_class, name="Hội trường tầng 2", capacity=3)
        add_venue(here.officer, here.training_class, name="Điểm cầu", is_remote=True)
        change_quota(here.officer, here.quotas[0], seats=None, venue=room)
        walk(here, done)
