"""A class and everything arranged for it."""

from khuevan.training.models.documents import ClassRecord, ClassRecordQuerySet
from khuevan.training.models.needs import NeedAnswer, NeedCall, TrainingNeed
from khuevan.training.models.people import CeremonyRole, Committee, CommitteeMember, Guest, Lecturer, Organizer
from khuevan.training.models.plans import PlannedClass, PlannedOrganizer, PlanVersion, TrainingPlan
from khuevan.training.models.programme import ClassTopic, ProgrammeItem, Session, Topic, Venue
from khuevan.training.models.training_class import StatedCount, TrainingClass, TrainingClassQuerySet

__all__ = [
    "CeremonyRole",
    "ClassRecord",
    "ClassRecordQuerySet",
    "ClassTopic",
    "Committee",
    "CommitteeMember",
    "Guest",
    "Lecturer",
    "NeedAnswer",
    "NeedCall",
    "Organizer",
    "PlanVersion",
    "PlannedClass",
    "PlannedOrganizer",
    "ProgrammeItem",
    "Session",
    "StatedCount",
    "Topic",
    "TrainingClass",
    "TrainingClassQuerySet",
    "TrainingNeed",
    "TrainingPlan",
    "Venue",
]
