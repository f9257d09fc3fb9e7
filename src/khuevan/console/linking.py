"""What the page of a body or person shows of its personal links."""

from django.db.models import QuerySet
from django.utils import timezone

from khuevan.core.actors import Actor
from khuevan.people.models import AccessLink, Organization, Person

SHOWN_LINKS = 8


def in_use(rows: QuerySet[AccessLink]) -> QuerySet[AccessLink]:
    """Without what a code let in for a day and is over."""
    return rows.exclude(made_by=None, expires_at__lt=timezone.now())


def links_of(
    actor: Actor, *, organization: Organization | None = None, person: Person | None = None
) -> QuerySet[AccessLink]:
    """Those of the actor's offices, the latest first."""
    rows = in_use(AccessLink.objects.visible_to(actor))
    rows = rows.select_related("contact", "organization", "person", "made_by")
    return (rows.filter(organization=organization) if organization else rows.filter(person=person))[:SHOWN_LINKS]
