"""Who acts: a signed-in user, a visitor, or the installation itself."""

from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class SystemActor:
    """The installation itself: command line, periodic work, the demo's first steps.  Passes every permission."""

    pk: None = None
    is_authenticated: bool = False
    is_active: bool = True

    def __str__(self) -> str:
        return "khuevan"


SYSTEM: Final = SystemActor()

type Actor = AbstractBaseUser | AnonymousUser | SystemActor


def account_of(actor: Actor) -> Any:  # noqa: ANN401 - the user model is swappable and lies above this layer
    """The stored account behind an actor, or None for a visitor and for the installation itself."""
    return actor if isinstance(actor, AbstractBaseUser) and actor.is_active else None
