"""Which entries of the audit an administrator reads."""

from django.db.models import Model, Q, QuerySet

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.models import AuditEntry
from khuevan.people.models import Office, User


def entries_for(actor: Actor) -> QuerySet[AuditEntry]:
    """Entries about objects of the offices the actor administers, and what their staff did to objects of no office.

    Whatever belongs to another office stays there, even when somebody who works in both did it.
    """
    if isinstance(actor, SystemActor):
        return AuditEntry.objects.all()
    offices = Office.objects.administered_by(actor).values("pk")
    staff = User.objects.administered_by(actor).values("pk")
    return AuditEntry.objects.filter(Q(office_key__in=offices) | Q(office_key=None, actor__in=staff))


def entries_about(actor: Actor, obj: Model) -> QuerySet[AuditEntry]:
    return entries_for(actor).filter(subject_type=obj._meta.label_lower, subject_id=str(obj.pk))
