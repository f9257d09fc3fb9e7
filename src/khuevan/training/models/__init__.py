"""A class and everything arranged for it."""

from khuevan.training.models.people import CeremonyRole, Committee, CommitteeMember, Guest, Lecturer, Organizer
from khuevan.training.models.programme import ClassTopic, ProgrammeItem, Session, Topic, Venue
from khuevan.training.models.training_class import StatedCount, TrainingClass

__all__ = [
    "CeremonyRole",
    "ClassTopic",
    "Committee",
    "CommitteeMember",
    "Guest",
    "Lecturer",
    "Organizer",
    "ProgrammeItem",
    "Session",
    "StatedCount",
    "Topic",
    "TrainingClass",
    "Venue",
]
