"""One question, one answer: may this actor do that to this object?

Predicates are registered by each app in its ``rules.py`` under names such as ``training.change_class``.  Beside each
predicate stands a queryset method that selects exactly the objects for which it is true; a test holds both equal.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm, has_perm, perm_exists
from rules.predicates import predicate as as_predicate

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.errors import DomainError


class NotAllowedError(DomainError):
    """The actor may see the object but not do this to it."""

    def __init__(self) -> None:
        super().__init__("not_allowed", _("Your role does not allow this. Ask an administrator of your office."))


def permission(name: str, predicate: Callable[[Any, Any], bool]) -> None:
    """Registers ``predicate(actor, obj)`` under ``name``.  A second registration of one name is a programming error."""
    add_perm(name, as_predicate(predicate))


def may(actor: Actor, name: str, obj: object = None) -> bool:
    """Whether ``actor`` may do ``name`` to ``obj``; an unknown name raises, it never means yes."""
    if not perm_exists(name):
        raise KeyError(name)
    if isinstance(actor, SystemActor):
        return True
    return bool(has_perm(name, actor, obj))


def require(actor: Actor, name: str, obj: object = None) -> None:
    """Raises NotAllowedError unless ``may(actor, name, obj)``."""
    if not may(actor, name, obj):
        raise NotAllowedError
