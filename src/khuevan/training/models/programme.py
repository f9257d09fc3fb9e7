from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.people.models import Office, Person
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models.training_class import TrainingClass

PERIODS_PER_SESSION = 4
"""One buổi is four tiết (Sở practice; guidance HD 4067 of Đồng Nai says so in words)."""


class Topic(models.Model):
    """A subject of the office's catalogue, taught in many classes."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="topics")
    title = models.CharField(_("title"), max_length=300)
    field = models.CharField(_("field"), max_length=120, blank=True)

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint(fields=("office", "title"), name="topic_once"),)

    def __str__(self) -> str:
        return self.title


class ClassTopic(models.Model):
    """A topic as one class teaches it."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="class_topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("training_class", "topic"), name="topic_once_per_class"),)

    def __str__(self) -> str:
        return self.topic.title


class Venue(models.Model):
    """A place of the class, on site or remote (điểm cầu), with someone to call."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="venues")
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    is_remote = models.BooleanField(_("remote point"), default=False)
    is_main = models.BooleanField(_("main venue"), default=True)
    contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.PositiveIntegerField(_("seats in the room"), null=True, blank=True)

    class Meta:
        ordering = ("-is_main", "name")

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """Half a day (buổi): what attendance is taken for."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="sessions")
    date = models.DateField(_("date"))
    part = models.CharField(_("half of the day"), max_length=10, choices=DayPart)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    periods = models.PositiveSmallIntegerField(_("periods (tiết)"), default=PERIODS_PER_SESSION)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="sessions")

    class Meta:
        ordering = ("date", "starts_at")
        constraints = (models.UniqueConstraint(fields=("training_class", "date", "part"), name="session_once"),)

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.date:%d/%m/%Y}"


class ProgrammeItem(models.Model):
    """One line of the programme inside a half day."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind)
    starts_at = models.TimeField(_("from"))
    title = models.CharField(_("title"), max_length=300)
    class_topic = models.ForeignKey(ClassTopic, models.PROTECT, null=True, blank=True, related_name="items")
    lecturers: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "training.Lecturer", related_name="items", blank=True
    )
    # Counts the changes of ``lecturers``, which stand in another table, so that ``core.rows.stamp`` notices them.
    lecturers_revision = models.PositiveIntegerField(_("changes of the lecturers"), default=0)

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"lecturers_revision"})

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("session", "order"), name="item_order_once"),)

    def __str__(self) -> str:
        return self.title
