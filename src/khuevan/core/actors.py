"""Who acts: a signed-in user, a visitor, whoever holds a link, or the installation itself."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Bearer:
    """Somebody without an account who came with a link or a code, or, with nothing granted, through a public page.

    ``label`` is what the audit says of them: an agency, a person, never the link.  What they may do follows from the
    office that let them in and from the agency or person they stand for; keys of rows in layers above.
    """

    label: str
    office_id: int | None = None
    organization_id: int | None = None
    person_id: int | None = None
    link_id: int | None = None
    pk: None = None
    is_authenticated: bool = False
    is_active: bool = True

    def __str__(self) -> str:
        return self.label


type Actor = AbstractBaseUser | AnonymousUser | SystemActor | Bearer


def account_of(actor: Actor) -> Any:  # noqa: ANN401 - the user model is swappable and lies above this layer
    """The stored account behind an actor, or None for visitors, bearers and the installation itself."""
    return actor if isinstance(actor, AbstractBaseUser) and actor.is_active else None
