"""The life line of a class: the order of its states, and the ten steps an officer sees.

The steps need facts from apps above this one (enrollments, certificates, articles), so each app registers the
functions that judge its own steps when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.errors import DomainError
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

ORDER = [
    ClassState.PLANNED,
    ClassState.PREPARING,
    ClassState.NOMINATING,
    ClassState.LIST_CLOSED,
    ClassState.RUNNING,
    ClassState.RESULTS,
    ClassState.AWARDED,
    ClassState.REPORTED,
]


class StepState(StrEnum):
    DONE = "done"
    GAP = "gap"
    NOW = "now"
    NEXT = "next"


class Known:
    """One class as it is while one page is made: whatever is asked of it goes to the database once.

    ``known.ask(head_count)`` answers like ``head_count(training_class)``.  Not to be kept over a change.
    """

    def __init__(self, training_class: TrainingClass) -> None:
        self.training_class = training_class
        self._answers: dict[Callable[[TrainingClass], Any], Any] = {}

    def ask[T](self, question: Callable[[TrainingClass], T]) -> T:
        if question not in self._answers:
            self._answers[question] = question(self.training_class)
        return self._answers[question]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Judgement:
    """What is so at one step: whether all is there, and the words that say it."""

    complete: bool
    note: "str | Promise"


@dataclass(frozen=True)
class Step:
    """One disc of the life line."""

    number: int
    key: str
    label: "str | Promise"
    state: StepState
    note: "str | Promise"


# The class stands at a step while its state is the one named; None: the step may be done at any time.
STEPS: list[tuple[str, "str | Promise", ClassState | None]] = [
    ("plan", pgettext_lazy("step", "Yearly plan"), ClassState.PLANNED),
    ("prepare", pgettext_lazy("step", "Preparation"), ClassState.PREPARING),
    ("nominate", pgettext_lazy("step", "Nominations"), ClassState.NOMINATING),
    ("list", pgettext_lazy("step", "Final list"), ClassState.LIST_CLOSED),
    ("teach", pgettext_lazy("step", "Teaching, attendance"), ClassState.RUNNING),
    ("results", pgettext_lazy("step", "Results"), ClassState.RESULTS),
    ("award", pgettext_lazy("step", "Certificates"), ClassState.AWARDED),
    ("report", pgettext_lazy("step", "Report, filing"), ClassState.REPORTED),
    ("news", pgettext_lazy("step", "Articles"), None),
    ("after", pgettext_lazy("step", "After the class"), None),
]

# Folded away where a class awards no certificates.
ONLY_WITH_CERTIFICATES = frozenset({"results", "award"})

_judges: dict[str, Callable[[Known], Judgement]] = {}


def judge(step: str, function: Callable[[Known], Judgement]) -> None:
    """Lets an app say what is done and what is missing at one step."""
    _judges[step] = function


def life_line(training_class: TrainingClass, known: Known | None = None) -> list[Step]:
    """The steps of one class with their fixed numbers of ten; a class without certificates has fewer.

    ``known`` is what the caller has asked of the class already.
    """
    known = known or Known(training_class)
    here = ORDER.index(ClassState(training_class.state)) if training_class.state in ORDER else -1
    steps = []
    for number, (key, label, at) in enumerate(STEPS, start=1):
        if key in ONLY_WITH_CERTIFICATES and not training_class.awards_certificates:
            continue
        judged = _judges[key](known) if key in _judges else Judgement(complete=False, note=_("not yet"))
        state = _state(judged, None if at is None else ORDER.index(at), here)
        steps.append(Step(number, key, label, state, judged.note))
    return steps


def _state(judged: Judgement, place: int | None, here: int) -> StepState:
    if judged.complete:
        return StepState.DONE
    if place is None or place > here:
        return StepState.NEXT
    return StepState.NOW if place == here else StepState.GAP


def move(training_class: TrainingClass, to: ClassState) -> None:
    """Moves a class forward to ``to``; called inside verbs, which record the change.

    Steps may be skipped forward (a one-day class has few); going back is a verb of its own with a reason.
    Raises ``wrong_state``.
    """
    if training_class.state not in ORDER or ORDER.index(ClassState(training_class.state)) >= ORDER.index(to):
        raise _wrong_state(training_class, to)
    training_class.state = to
    training_class.save(update_fields=["state"])


def move_back(training_class: TrainingClass, to: ClassState) -> None:
    """Moves a class back to ``to``; called inside verbs, which judge whether that may be and record why.

    Raises ``wrong_state`` unless ``to`` lies before where the class stands.
    """
    now = ClassState(training_class.state)
    if now not in ORDER or to not in ORDER or ORDER.index(to) >= ORDER.index(now):
        raise _wrong_state(training_class, to)
    training_class.state = to
    training_class.save(update_fields=["state"])


def has_reached(training_class: TrainingClass, state: ClassState) -> bool:
    """Whether the class stands at ``state`` or beyond; a cancelled class has reached nothing."""
    if training_class.state not in ORDER:
        return False
    return ORDER.index(ClassState(training_class.state)) >= ORDER.index(state)


def _wrong_state(training_class: TrainingClass, to: ClassState) -> DomainError:
    return DomainError(
        "wrong_state",
        _("The class is at “%(now)s” and cannot go to “%(to)s”."),
        now=ClassState(training_class.state).label,
        to=ClassState(to).label,
    )
