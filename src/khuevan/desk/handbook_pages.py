"""What of an office's handbook somebody reads without an account: the topics they learn or teach there."""

from django.db.models import QuerySet

from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office, Person
from khuevan.training.domain.topics.handbook import learners_pages
from khuevan.training.enums import ClassState, LecturerState, Shared
from khuevan.training.models import HandbookPage, Lecturer, Material, Topic, TrainingClass


def handbook_of_class(person: Person, training_class: TrainingClass) -> QuerySet[HandbookPage]:
    """What somebody who learns or teaches in a class reads of its topics; nothing for anybody else."""
    mine = _topics(person, training_class.office).filter(uses__training_class=training_class)
    return learners_pages(mine.distinct())


def handbook_of_lecturer(person: Person, office: Office) -> QuerySet[HandbookPage]:
    """Pages of the topics that somebody teaches in the classes of an office."""
    return learners_pages(_taught(person, office))


def handbook_of(person: Person, office: Office) -> QuerySet[HandbookPage]:
    """Everything somebody reads of an office's handbook."""
    return learners_pages(_topics(person, office))


def materials_of(person: Person, office: Office) -> QuerySet[Material]:
    """Files kept with the topics somebody learns or teaches, shared with learners or with everybody."""
    rows = Material.objects.filter(topic__in=_topics(person, office), shared__in=(Shared.LEARNERS, Shared.PUBLIC))
    return rows.select_related("stored", "topic").order_by("topic__title", "order", "pk")


def _topics(person: Person, office: Office) -> QuerySet[Topic]:
    learnt = Enrollment.objects.current().filter(person=person).exclude(training_class__state=ClassState.CANCELLED)
    in_class = Topic.objects.filter(office=office, uses__training_class__in=learnt.values("training_class"))
    return (in_class | Topic.objects.filter(pk__in=_taught(person, office))).distinct()


def _taught(person: Person, office: Office) -> QuerySet[Topic]:
    """Topics of the lines somebody holds; whoever declined or was replaced holds none."""
    lecturers = Lecturer.objects.filter(person=person, replaced_at=None, training_class__office=office)
    lecturers = lecturers.exclude(state=LecturerState.DECLINED).exclude(training_class__state=ClassState.CANCELLED)
    return Topic.objects.filter(office=office, uses__items__lecturers__in=lecturers).distinct()
