"""A process of its own that works on one class while others do: ``contender.py WORK ...`` (test_places_at_once.py)."""

import json
import sys
from collections import Counter
from itertools import batched

import django

django.setup()

from khuevan.core.errors import DomainError  # noqa: E402
from khuevan.nominations.domain.deciding import accept, reconsider, refuse  # noqa: E402
from khuevan.nominations.domain.reserve import move_up, next_up  # noqa: E402
from khuevan.nominations.domain.withdrawing import withdraw_nomination  # noqa: E402
from khuevan.nominations.enums import NominationState  # noqa: E402
from khuevan.nominations.models import Invitation, Nomination, Quota  # noqa: E402
from khuevan.people.domain.merging import merge_people, unmerge_people  # noqa: E402
from khuevan.people.domain.persons import add_person  # noqa: E402
from khuevan.people.models import User  # noqa: E402
from tests.factories.worlds import InvitedWorld, invited_class  # noqa: E402

ROWS_A_LIST = 3


def prepare(agencies: str, each: str, seats: str) -> None:
    invited_class(int(agencies), each=int(each) or None, seats=int(seats) or None)


def here() -> InvitedWorld:
    invitation = Invitation.objects.select_related("training_class__office").get()
    quotas = list(invitation.quotas.order_by("pk"))
    training_class = invitation.training_class
    return InvitedWorld(training_class.office, User.objects.get(), training_class, invitation, quotas)


def send(places: str, prefix: str, count: str) -> None:
    """Agencies send lists of three in turn; two processes with the same prefix send the same people."""
    world, numbers = here(), [int(place) for place in places.split(",")]
    wait()
    for some in batched(range(int(count)), ROWS_A_LIST):
        for place in numbers:
            world.send(*(f"{prefix} {letters(100 * place + number)}" for number in some), place=place)


def decide(turns: str) -> None:
    """An officer accepts, refuses and moves up while the answers come in; an agency takes people back."""
    world = here()
    wait()
    for turn in range(int(turns)):
        accept(world.officer, world.training_class)
        for state, work in ((NominationState.PROPOSED, refused), (NominationState.ACCEPTED, taken_back)):
            rows = Nomination.objects.filter(state=state).select_related("quota__invitation__training_class")
            row = rows.order_by("pk").first()
            if row is not None and turn % 2:
                work(world, row)
        first = next_up(world.invitation)
        if first is not None:
            try:
                move_up(world.officer, first)
            except DomainError as error:  # somebody else was faster
                if error.code not in ("class_is_full", "venue_is_full", "not_on_reserve"):
                    raise


def refused(world: InvitedWorld, row: Nomination) -> None:
    refuse(world.officer, [row], reason="Không đúng đối tượng")


def taken_back(world: InvitedWorld, row: Nomination) -> None:
    place = [quota.pk for quota in world.quotas].index(row.quota_id)
    withdraw_nomination(world.bearer(place), row)


def waver(turns: str) -> None:
    """An officer accepts everybody, an agency takes somebody back, the officer takes all of that back."""
    world = here()
    wait()
    for _turn in range(int(turns)):
        accept(world.officer, world.training_class)
        rows = world.training_class.nominations.select_related("quota__invitation__training_class").order_by("pk")
        taken_back(world, rows[0])
        reconsider(world.officer, list(rows))


def merge(turns: str) -> None:
    """Somebody makes one of the people named part of another entry, and two again."""
    world = here()
    merged = world.training_class.nominations.exclude(person=None).order_by("pk")[0].person
    assert merged is not None
    kept = add_person(world.officer, office=world.office, full_name="Lương Thị Ánh")
    wait()
    for _turn in range(int(turns)):
        undone = merge_people(world.officer, kept, merged)
        unmerge_people(world.officer, undone)


def judge() -> None:
    rows = list(Nomination.objects.values_list("quota", "state", "full_name"))
    held = Counter(quota for quota, state, _name in rows if state in ("proposed", "accepted"))
    live = Counter((q, name) for q, state, name in rows if state in ("proposed", "accepted", "reserve"))
    learners = list(Invitation.objects.get().training_class.enrollments.current().values_list("person", flat=True))
    told = {
        "rows": len(rows),
        "states": Counter(state for _quota, state, _name in rows),
        "held": [held[quota] for quota in Quota.objects.order_by("pk").values_list("pk", flat=True)],
        "places": [quota.places for quota in Quota.objects.order_by("pk")],
        "named_twice": [name for (_quota, name), count in live.items() if count > 1],
        "learners": len(learners),
        "people": len(set(learners)),
    }
    sys.stdout.write(json.dumps(told))


def letters(number: int) -> str:
    return "".join("ABCDEFGHIK"[int(digit)] for digit in f"{number:03d}")


def wait() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


WORK = {one.__name__: one for one in (prepare, send, decide, waver, merge, judge)}
WORK[sys.argv[1]](*sys.argv[2:])
