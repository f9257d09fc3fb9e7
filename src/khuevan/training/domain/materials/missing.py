"""Which materials a class still waits for, and how its materials go into the file of the class."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from khuevan.core.actors import Actor
from khuevan.training.domain.dossier import Entry, Part, Section, dossier_part
from khuevan.training.domain.materials.keeping import in_order
from khuevan.training.models import ClassTopic, Lecturer, Material, TrainingClass


@dataclass(frozen=True)
class Missing:
    """``late`` are lecturers whose day for sending is over, each with that day."""

    topics: list[ClassTopic]
    late: list[tuple[Lecturer, date | None]]

    def __bool__(self) -> bool:
        return bool(self.topics or self.late)


def missing_in(training_class: TrainingClass) -> Missing:
    """Topics without any material, and lecturers who have sent none in time; two queries."""
    of_topic = Exists(Material.objects.filter(class_topic=OuterRef("pk")))
    of_lecturer = Exists(Material.objects.filter(lecturer=OuterRef("pk")))
    topics = training_class.class_topics.filter(~of_topic).select_related("topic")
    late = training_class.lecturers.filter(~of_lecturer, care__materials_by__lt=timezone.localdate())
    return Missing(list(topics), [(one, one.care.materials_by) for one in late.select_related("care", "person")])


@dossier_part
def materials_part(_actor: Actor, training_class: TrainingClass) -> Part:
    """What was handed out, in the order of the topics, in one line of the index."""
    rows = in_order(training_class.materials.all())
    entries = [
        Entry(
            section=Section.MATERIALS,
            title=one.title,
            name=one.title,
            ending=one.stored.kind,
            day=timezone.localdate(one.added_at),
            author=str(one.lecturer or ""),
            note=one.class_topic.topic.title if one.class_topic else "",
            stored=one.stored.path,
        )
        for one in rows
    ]
    return Part(tuple(entries))
