"""A class of any size costs as many queries as a small one: marking, computing, approving, reopening."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.assessment.domain.reopening import reopen_outcomes
from khuevan.attendance.domain.taking import mark_all_but, undo_act
from khuevan.attendance.enums import Way
from khuevan.people.enums import RoleKind
from tests.factories import staff
from tests.factories.worlds import World, world


def _counts(here: World) -> dict[str, int]:
    leader = staff(here.office, RoleKind.LEADER)
    counts: dict[str, int] = {}

    def count(name: str, call: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as caught:
            call()
        counts[name] = len(caught)

    set_rule(here.officer, here.training_class)
    first, second = here.sessions
    count("mark", lambda: mark_all_but(here.officer, first, [], nonce="a", way=Way.CONSOLE))
    count("undo", lambda: undo_act(here.officer, first, "a", nonce="b"))
    for session in (first, second):
        mark_all_but(here.officer, session, [], nonce="c", way=Way.CONSOLE)
    count("compute", lambda: compute_outcomes(here.officer, here.training_class))
    count("again", lambda: compute_outcomes(here.officer, here.training_class))
    count("approve", lambda: approve_outcomes(leader, here.training_class))
    count("reopen", lambda: reopen_outcomes(leader, here.training_class, reason="x"))
    return counts


@pytest.mark.django_db
def test_thirty_learners_cost_as_many_queries_as_three() -> None:
    names = tuple(f"Nguyễn Văn {first}{second}" for first in "ABCDEG" for second in "aeiou")
    assert _counts(world(names=names)) == _counts(world(names=names[:3]))
