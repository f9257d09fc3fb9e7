from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.people.models import Office, Person
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models.lecturers import Lecturer
from khuevan.training.models.topics import ClassTopic
from khuevan.training.models.training_class import TrainingClass

PERIODS_PER_SESSION = 4
"""One buổi is four tiết (Sở practice; guidance HD 4067 of Đồng Nai says so in words)."""


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


class LearnerGroup(models.Model):
    """Tổ, nhóm: a part of the learners of a class.  ``venue`` is where it sits when it is not the main venue."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="groups", verbose_name=_("class"))
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="groups", verbose_name=_("venue")
    )

    class Meta:
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("training_class", "name"), name="group_name_once"),)

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """Half a day (buổi) in one place: what attendance is taken for.

    Several may be held at the same time in different places, each then for its own ``groups``; without groups it is
    for everybody, wherever they sit.
    """

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="sessions")
    date = models.DateField(_("date"))
    part = models.CharField(_("half of the day"), max_length=10, choices=DayPart)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    periods = models.PositiveSmallIntegerField(_("periods (tiết)"), default=PERIODS_PER_SESSION)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="sessions")
    groups: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        LearnerGroup, related_name="sessions", blank=True, verbose_name=_("for the groups")
    )
    # Counts the changes of ``groups``, which stand in another table, so that ``core.rows.stamp`` notices them.
    groups_revision = models.PositiveIntegerField(_("changes of the groups"), default=0)

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"groups_revision"})

    class Meta:
        ordering = ("date", "starts_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("training_class", "date", "part", "venue"), name="session_once_a_venue"),
            models.UniqueConstraint(
                fields=("training_class", "date", "part"), condition=Q(venue=None), name="session_once_nowhere"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.date:%d/%m/%Y}"


class ProgrammeItem(models.Model):
    """One line of the programme inside a half day; ``periods`` where its share of the half day is not by its time."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind)
    starts_at = models.TimeField(_("from"))
    title = models.CharField(_("title"), max_length=300)
    periods = models.PositiveSmallIntegerField(
        _("periods (tiết)"), null=True, blank=True, validators=(MinValueValidator(1),)
    )
    class_topic = models.ForeignKey(ClassTopic, models.PROTECT, null=True, blank=True, related_name="items")
    lecturers: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        Lecturer, related_name="items", blank=True
    )
    # Counts the changes of ``lecturers``, which stand in another table, so that ``core.rows.stamp`` notices them.
    lecturers_revision = models.PositiveIntegerField(_("changes of the lecturers"), default=0)

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"lecturers_revision"})

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("session", "order"), name="item_order_once"),)

    def __str__(self) -> str:
        return self.title


class ProgrammeVersion(models.Model):
    """The programme as it was made known; ``rows`` holds every half day of then (``domain.timetable.versions``)."""

    training_class = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="programme_versions", verbose_name=_("class")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    rows = models.JSONField(_("half days of the programme"), default=list)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("made known on"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made known by")
    )

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"rows"})

    class Meta:
        ordering = ("training_class", "-number")
        constraints = (models.UniqueConstraint(fields=("training_class", "number"), name="programme_version_once"),)

    def __str__(self) -> str:
        return f"{self.training_class} ({self.number})"


class CalendarFeed(models.Model):
    """The address from which a telephone fetches the days of one person in one office, again and again.

    The secret in the address follows from the row and the key of the installation; a new ``revision`` makes the old
    address worth nothing.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="calendar_feeds", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds", verbose_name=_("person"))
    revision = models.PositiveIntegerField(_("address number"), default=1)

    doubles_stay: ClassVar[bool] = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("office", "person"), name="one_calendar_a_person"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"
