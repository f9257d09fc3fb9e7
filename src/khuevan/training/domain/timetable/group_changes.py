"""Groups of learners (tổ, nhóm): half days may be held for some of them only."""

from collections.abc import Callable, Sequence
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.training.domain.editing import before_results, fresh, open_for_change, remove, write
from khuevan.training.domain.ordering import next_place, put_in_order
from khuevan.training.domain.timetable.programme import judge_parts
from khuevan.training.models import LearnerGroup, TrainingClass, Venue

words(
    verbs={
        "training.add_group": _("added a group of learners"),
        "training.change_group": _("changed a group of learners"),
        "training.reorder_groups": _("put the groups in another order"),
        "training.remove_group": _("removed a group of learners"),
    },
    kinds={"training.learnergroup": _("group of learners")},
)

type RemoveHook = Callable[[Actor, LearnerGroup], None]

_remove_hooks: list[RemoveHook] = []


def on_remove_group(function: RemoveHook) -> RemoveHook:
    """Lets an app let go of a group that is about to be removed, inside the verb's transaction."""
    _remove_hooks.append(function)
    return function


class GroupFields(TypedDict, total=False):
    """What may be said of a group; what is left out stays."""

    name: str
    venue: Venue | None


@verb("training.add_group")
def add_group(actor: Actor, training_class: TrainingClass, *, name: str, venue: Venue | None = None) -> LearnerGroup:
    """Adds a group.  Raises ``group_without_name``, ``group_known``, ``not_of_this_class``."""
    open_for_change(actor, training_class)
    judge_parts(training_class.pk, venue)
    group = create(
        LearnerGroup,
        training_class=training_class,
        name=_free(training_class, name),
        order=next_place(training_class.groups.all()),
        venue=venue,
    )
    record(actor, "training.add_group", group)
    return group


@verb("training.change_group")
def change_group(actor: Actor, group: LearnerGroup, *, seen: str = "", **fields: Unpack[GroupFields]) -> None:
    """Changes what is said of a group; ``venue`` None: the main one.

    Raises ``group_without_name``, ``group_known``, ``not_of_this_class``, ``changed_meanwhile``.
    """
    training_class = open_for_change(actor, group.training_class)
    before = fresh(group, seen)
    judge_parts(training_class.pk, fields.get("venue"))
    if "name" in fields:
        fields["name"] = _free(training_class, fields["name"], group)
    write(actor, "training.change_group", group, before, fields)


@verb("training.reorder_groups")
def reorder_groups(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the groups of a class in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_change(actor, training_class)
    put_in_order(actor, "training.reorder_groups", training_class.groups.all(), keys, seen)


@verb("training.remove_group")
def remove_group(actor: Actor, group: LearnerGroup, *, seen: str = "") -> None:
    """Takes a group off the class.

    Raises ``still_used`` while half days are held for it (they would be for everybody then) or learners are in it,
    ``results_are_approved``, ``changed_meanwhile``.
    """
    before_results(open_for_change(actor, group.training_class))
    fresh(group, seen)
    if group.sessions.exists():
        raise DomainError(
            "still_used", _("Half days of the programme are held for this group. Give them other groups first.")
        )
    for hook in _remove_hooks:
        hook(actor, group)
    remove(actor, "training.remove_group", group, _("Learners are in this group. Move them to another group first."))


def _free(training_class: TrainingClass, name: str, group: LearnerGroup | None = None) -> str:
    """The name, stripped, that no other group of the class has."""
    name = name.strip()
    if not name:
        raise DomainError("group_without_name", _("A group needs a name."))
    others = training_class.groups.exclude(pk=group.pk) if group else training_class.groups.all()
    if others.filter(name=name).exists():
        raise DomainError("group_known", _("The class has a group of this name already."))
    return name
