"""The words of the demo: what is known of each seed class, classes still to come, and the articles.

Facts are those of the two texts the project started from; what they do not tell (places, times of day, hours a topic
takes, who taught which topic in 2014, tasks in the committee, the closing article, the classes to come) is the demo's
addition.  Dates of classes to come count from the day the demo is made.
"""

from khuevan.demo.texts.model import (
    ArticleText,
    CeremonyText,
    ClassFacts,
    ComingClass,
    HalfDay,
    Item,
    LecturerText,
    MemberText,
    OrganizerText,
    PhotoText,
    PlanText,
    StatedText,
    TopicText,
    VenueText,
)
from khuevan.demo.texts.reading import articles, coming_classes, seed_class, seed_classes

__all__ = [
    "ArticleText",
    "CeremonyText",
    "ClassFacts",
    "ComingClass",
    "HalfDay",
    "Item",
    "LecturerText",
    "MemberText",
    "OrganizerText",
    "PhotoText",
    "PlanText",
    "StatedText",
    "TopicText",
    "VenueText",
    "articles",
    "coming_classes",
    "seed_class",
    "seed_classes",
]
