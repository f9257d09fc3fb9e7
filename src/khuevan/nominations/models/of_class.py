from typing import ClassVar, Self

from django.db import models

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models import Office


class OfClassQuerySet[M: models.Model](models.QuerySet[M]):
    """What belongs to a class is seen by staff of its office; ``to_class`` is the way to the class."""

    to_class: ClassVar[str] = "training_class"

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, SystemActor):
            return self
        return self.filter(**{f"{self.to_class}__office__in": Office.objects.of_staff(actor)})
