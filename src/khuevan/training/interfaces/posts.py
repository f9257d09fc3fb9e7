"""What people last were in the classes of an office: typed once, offered again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from khuevan.core.actors import Actor
from khuevan.people.interfaces.choosing import Posts
from khuevan.people.models import Organization, Person
from khuevan.training.models import CeremonyRole, CommitteeMember, Guest, Lecturer, TrainingClass

_CLASS_OF: tuple[tuple[Any, str], ...] = (
    (Lecturer, "training_class"),
    (CeremonyRole, "training_class"),
    (Guest, "training_class"),
    (CommitteeMember, "committee__training_class"),
)


@dataclass(frozen=True)
class Post:
    """Title and body of an official, and the class that knew them so."""

    day: date
    title: str
    organization: Organization | None
    words: str


def _rows(actor: Actor, people: Sequence[int]) -> list[tuple[date, Any]]:
    mine = TrainingClass.objects.of_staff(actor)
    found: list[tuple[date, Any]] = []
    for model, way in _CLASS_OF:
        rows: QuerySet[Any] = model.objects.filter(**{"person__in": people, f"{way}__in": mine})
        for row in rows.select_related("organization", way):
            training_class = row.committee.training_class if way.startswith("committee") else row.training_class
            if row.post:
                found.append((training_class.start_date, row))
    return sorted(found, key=lambda pair: pair[0])


def last_posts(actor: Actor, people: Sequence[int]) -> Posts:
    """The latest post of each, in words."""
    return {row.person_id: (day, row.post) for day, row in _rows(actor, people)}


def last_post(actor: Actor, person: Person) -> Post | None:
    """The latest post of one."""
    rows = _rows(actor, [person.pk])
    if not rows:
        return None
    day, row = rows[-1]
    return Post(day, row.title, row.organization, row.post)
