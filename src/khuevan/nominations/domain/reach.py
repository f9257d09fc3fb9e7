"""How far a correction of one learner goes: which lists, papers and certificates hold the words that change.

Papers and certificates lie in apps above this one, so each of them registers a function when it starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.models import Enrollment


@dataclass(frozen=True)
class Reached:
    """One list, paper or certificate that says something of a learner.

    What is ``frozen`` keeps its words; it ``differs`` when these are not what the list says now.  ``address_name`` and
    ``address_args`` lead to it (``django.urls.reverse``); an empty name leads nowhere.
    """

    kind: str
    label: "str | Promise"
    frozen: bool
    address_name: str = ""
    address_args: tuple[object, ...] = ()
    differs: bool = False


@dataclass(frozen=True)
class Reach:
    """Everything that a correction of one learner reaches."""

    reached: tuple[Reached, ...]

    @property
    def live(self) -> tuple[Reached, ...]:
        """What follows by itself."""
        return tuple(one for one in self.reached if not one.frozen)

    @property
    def frozen(self) -> tuple[Reached, ...]:
        """What keeps its words, whatever the list says."""
        return tuple(one for one in self.reached if one.frozen)

    @property
    def differing(self) -> tuple[Reached, ...]:
        """What is frozen and no longer says what the list says."""
        return tuple(one for one in self.reached if one.frozen and one.differs)


_functions: list[Callable[[Enrollment], Iterable[Reached]]] = []


def reaches(function: Callable[[Enrollment], Iterable[Reached]]) -> Callable[[Enrollment], Iterable[Reached]]:
    """Lets an app say what of its own holds words of a learner; usable as a decorator."""
    if function not in _functions:
        _functions.append(function)
    return function


def reach_of(enrollment: Enrollment) -> Reach:
    """What a correction of this learner reaches.

    The values compared with frozen words are those of the object handed over, saved or not: set them to what somebody
    is about to write, and ``differing`` tells what would differ.
    """
    return Reach(tuple(one for function in _functions for one in function(enrollment)))


@reaches
def _lists(enrollment: Enrollment) -> Iterable[Reached]:
    """The lists of the class are drawn from what stands there now."""
    yield Reached(
        "list",
        _("List of learners, sign sheets, attendance and results"),
        frozen=False,
        address_name="console:class_learners",
        address_args=(enrollment.training_class_id,),
    )
