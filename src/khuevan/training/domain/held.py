"""What classes tell of the people who taught, organized, opened and visited them: title and body as of the class."""

from collections.abc import Iterator

from khuevan.core.actors import Actor
from khuevan.people.domain.postings import Seen, holds
from khuevan.people.models import Person
from khuevan.training.models import CeremonyRole, CommitteeMember, Guest, Lecturer, TrainingClass

_WAYS = ((Lecturer, ""), (CommitteeMember, "committee__"), (CeremonyRole, ""), (Guest, ""))


@holds
def took_part_as(person: Person, actor: Actor) -> Iterator[Seen]:
    """What classes of the actor's offices froze of a lecturer, a member, a speaker or a guest."""
    classes = TrainingClass.objects.of_staff(actor)
    for model, way in _WAYS:
        rows = model._default_manager.filter(**{"person": person, f"{way}training_class__in": classes})
        for one in rows.select_related(f"{way}training_class").order_by(f"{way}training_class__start_date", "pk"):
            made = one.committee.training_class if isinstance(one, CommitteeMember) else one.training_class
            yield Seen(
                made.start_date, one.title, one.organization_name, made.title, "console:class_overview", (made.pk,)
            )
