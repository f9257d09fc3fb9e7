"""Who is in which group (tổ), who leads it, and where they sit; somebody new is put where there is most room."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.codes import new_code
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.venue_changes import on_remove_venue
from khuevan.training.models import LearnerGroup, TrainingClass, Venue

MOVE: Final = "nominations.move_learners"
LEAD: Final = "nominations.choose_leader"
SEAT: Final = "nominations.seat_learners"
PLACING: Final = ("group", "leads_group", "venue")
"""Columns of a learner that say where they are."""

words(
    verbs={
        MOVE: _("moved learners to another group"),
        LEAD: _("chose the leader of a group"),
        SEAT: _("gave learners their place"),
        "nominations.renew_card_code": _("gave a card a new code"),
    }
)


@verb("nominations.move_learners")
def move_learners(actor: Actor, learners: Sequence[Enrollment], group: LearnerGroup | None) -> list[Enrollment]:
    """Puts learners of one class into a group, or with None into no group; returns who was elsewhere.

    Whoever led the group they leave leads no more.  Raises ``nobody_chosen``, ``not_of_this_class``,
    ``not_on_the_list``, ``class_is_closed``.
    """
    training_class, rows = _locked_learners(actor, learners)
    refuse_other_class(training_class, group)
    moved = [one for one in rows if one.group_id != (group.pk if group else None)]
    before = {one.pk: snapshot(one) for one in moved}
    for one in moved:
        one.group, one.leads_group = group, False
    _store(actor, MOVE, moved, before)
    return moved


@verb("nominations.seat_learners")
def seat_learners(actor: Actor, learners: Sequence[Enrollment], venue: Venue | None) -> list[Enrollment]:
    """Gives learners a place of their own; None: where their group sits, or the main venue.  Returns who moved.

    Raises ``nobody_chosen``, ``not_of_this_class``, ``not_on_the_list``, ``class_is_closed``.
    """
    training_class, rows = _locked_learners(actor, learners)
    refuse_other_class(training_class, venue)
    moved = [one for one in rows if one.venue_id != (venue.pk if venue else None)]
    before = {one.pk: snapshot(one) for one in moved}
    for one in moved:
        one.venue = venue
    _store(actor, SEAT, moved, before)
    return moved


@verb("nominations.choose_leader")
def choose_leader(actor: Actor, learner: Enrollment, *, leads: bool = True) -> None:
    """Makes a learner the one leader of their group, or takes that back.

    Raises ``not_in_a_group``, ``not_on_the_list``, ``class_is_closed``.
    """
    training_class, (one,) = _locked_learners(actor, [learner])
    if one.group_id is None:
        raise DomainError("not_in_a_group", _("%(name)s is in no group yet."), name=one.full_name)
    others = training_class.enrollments.current().filter(group=one.group_id, leads_group=True).exclude(pk=one.pk)
    changed = [*(others if leads else ()), *([one] if one.leads_group != leads else [])]
    before = {row.pk: snapshot(row) for row in changed}
    for row in changed:
        row.leads_group = row.pk == one.pk and leads
    _store(actor, LEAD, changed, before)
    learner.leads_group = leads


@verb("nominations.renew_card_code")
def renew_card_code(actor: Actor, learner: Enrollment) -> str:
    """A new code for a card that was lost: the old one opens nothing any more.  Returns the new code."""
    require(actor, "nominations.enroll", learner.training_class)
    locked(learner)
    learner.card_code = new_code()
    learner.save(update_fields=["card_code"])
    record(actor, "nominations.renew_card_code", learner, snapshot(learner), {"row": learner.order})
    return learner.card_code


def placing_stamp(training_class: TrainingClass) -> str:
    """Who is where at this moment, in twenty letters: a preview carries it."""
    rows = (
        training_class.enrollments.current().order_by("pk").values_list("pk", "group_id", "gender", "organization_id")
    )
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:20]


def refuse_other_class(training_class: TrainingClass, part: LearnerGroup | Venue | None) -> None:
    if part is not None and part.training_class_id != training_class.pk:
        raise DomainError("not_of_this_class", _("This belongs to another class."))


def one_leader(learner: Enrollment) -> None:
    """For who comes back to the list (unsaved): the group may have found another leader meanwhile."""
    if not learner.leads_group:
        return
    same = Enrollment.objects.current().filter(group=learner.group_id, leads_group=True)
    learner.leads_group = not same.exclude(pk=learner.pk).exists()


def _locked_learners(actor: Actor, learners: Sequence[Enrollment]) -> tuple[TrainingClass, list[Enrollment]]:
    """The class of the learners and their rows, locked."""
    if not learners:
        raise DomainError("nobody_chosen", _("Choose at least one learner."))
    training_class = open_for_change(actor, learners[0].training_class)
    keys = {one.pk for one in learners}
    rows = list(training_class.enrollments.current().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(keys):
        raise DomainError("not_on_the_list", _("Somebody chosen here is not on the list of the class."))
    return training_class, rows


def _store(actor: Actor, verb_name: str, changed: Sequence[Enrollment], before: dict[int, Snapshot]) -> None:
    Enrollment.objects.bulk_update(changed, PLACING, batch_size=500)
    record(actor, verb_name, changed, before)


@on_remove_venue
def _let_go(actor: Actor, venue: Venue) -> None:
    """Who has left the list sits nowhere any more."""
    left = list(Enrollment.objects.filter(venue=venue).exclude(state=EnrollmentState.ENROLLED))
    before = {one.pk: snapshot(one) for one in left}
    for one in left:
        one.venue = None
    Enrollment.objects.bulk_update(left, ["venue"], batch_size=500)
    record(actor, "training.remove_venue", left, before)


class Placing:
    """Where somebody new goes, known from the learners there are: (group, agency, place) of each.

    Whoever comes instead of somebody has their place.  Else the smallest group that has members, and where all of the
    agency sit at one place, there too.
    """

    def __init__(self, rows: Iterable[tuple[int | None, int | None, int | None]]) -> None:
        self._sizes: dict[int, int] = {}
        self._seats: dict[int, set[int | None]] = {}
        for group, agency, venue in rows:
            if group is not None:
                self._sizes[group] = self._sizes.get(group, 0) + 1
            if agency is not None:
                self._seats.setdefault(agency, set()).add(venue)

    def place(self, newcomer: Enrollment, left: Enrollment | None = None) -> None:
        """Sets, unsaved, where a newcomer is."""
        if left is not None:
            newcomer.group_id, newcomer.venue_id, newcomer.leads_group = left.group_id, left.venue_id, left.leads_group
        if newcomer.venue_id is None and left is None:
            newcomer.venue_id = self._seat_of(newcomer.organization_id)
        if newcomer.group_id is None and self._sizes:
            newcomer.group_id = min(self._sizes, key=lambda group: (self._sizes[group], group))
        if newcomer.group_id is not None:
            self._sizes[newcomer.group_id] = self._sizes.get(newcomer.group_id, 0) + 1

    def _seat_of(self, agency: int | None) -> int | None:
        seats = self._seats.get(agency, {None}) if agency is not None else {None}
        return next(iter(seats)) if len(seats) == 1 else None
