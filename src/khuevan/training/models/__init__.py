"""A class and everything arranged for it."""

from khuevan.training.models.documents import ClassRecord, ClassRecordQuerySet
from khuevan.training.models.lecturers import Lecturer, LecturerCare, LecturerQuerySet
from khuevan.training.models.materials import Material, MaterialQuerySet, MaterialsDoor, StoredFile
from khuevan.training.models.needs import NeedAnswer, NeedCall, TrainingNeed
from khuevan.training.models.people import CeremonyRole, Committee, CommitteeMember, Guest, Organizer
from khuevan.training.models.plans import PlannedClass, PlannedOrganizer, PlanVersion, TrainingPlan
from khuevan.training.models.programme import (
    CalendarFeed,
    LearnerGroup,
    ProgrammeItem,
    ProgrammeVersion,
    Session,
    Venue,
)
from khuevan.training.models.topics import ChecklistStep, ClassTopic, HandbookPage, Topic, TopicQuerySet, TopicVersion
from khuevan.training.models.training_class import StatedCount, TrainingClass, TrainingClassQuerySet

__all__ = [
    "CalendarFeed",
    "CeremonyRole",
    "ChecklistStep",
    "ClassRecord",
    "ClassRecordQuerySet",
    "ClassTopic",
    "Committee",
    "CommitteeMember",
    "Guest",
    "HandbookPage",
    "LearnerGroup",
    "Lecturer",
    "LecturerCare",
    "LecturerQuerySet",
    "Material",
    "MaterialQuerySet",
    "MaterialsDoor",
    "NeedAnswer",
    "NeedCall",
    "Organizer",
    "PlanVersion",
    "PlannedClass",
    "PlannedOrganizer",
    "ProgrammeItem",
    "ProgrammeVersion",
    "Session",
    "StatedCount",
    "StoredFile",
    "Topic",
    "TopicQuerySet",
    "TopicVersion",
    "TrainingClass",
    "TrainingClassQuerySet",
    "TrainingNeed",
    "TrainingPlan",
    "Venue",
]
