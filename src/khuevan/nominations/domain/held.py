"""What the lists of learners tell of people: position and agency as of each class."""

from collections.abc import Iterator, Mapping

from khuevan.core.actors import Actor
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.postings import Seen, holds, works_at
from khuevan.people.models import Person


@holds
def learned_as(person: Person, actor: Actor) -> Iterator[Seen]:
    """What lists of the actor's offices froze, whether the learner came or withdrew."""
    learned = Enrollment.objects.visible_to(actor).filter(person=person).select_related("training_class")
    for one in learned.order_by("training_class__start_date", "pk"):
        made = one.training_class
        yield Seen(
            made.start_date, one.position, one.organization_name, made.title, "console:class_learners", (made.pk,)
        )


@works_at
def sent_by(office_id: int) -> Mapping[int, int]:
    """The agency that sent each learner of an office last."""
    learned = Enrollment.objects.filter(training_class__office=office_id).exclude(organization=None)
    return dict(learned.order_by("training_class__start_date", "pk").values_list("person", "organization"))
