from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.people.models import Organization, Person
from khuevan.training.enums import Ceremony, CeremonyKind, GuestState, OpeningWord, OrganizerPart
from khuevan.training.models.training_class import TrainingClass
from khuevan.vietnamese.posts import run_together


class Organizer(models.Model):
    """A body and its part in the class; its name stays what it was that day."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="organizers")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="organized")
    part = models.CharField(_("part"), max_length=20, choices=OrganizerPart)
    name = models.CharField(_("name as of the class"), max_length=250)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("part", "order")
        constraints = (
            models.UniqueConstraint(fields=("training_class", "organization", "part"), name="organizer_once"),
        )

    def __str__(self) -> str:
        return self.name


class Committee(models.Model):
    """Ban tổ chức: owner of the completion rule."""

    training_class = models.OneToOneField(TrainingClass, models.CASCADE, related_name="committee")
    name = models.CharField(_("name"), max_length=200)

    def __str__(self) -> str:
        return self.name


class OfficialAsOf(models.Model):
    """Someone with the title and the body they had when the class was held."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    organization_name = models.CharField(_("body as of the class"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self._with_post(self.person.addressed) if self.person else self.organization_name

    @property
    def in_sentence(self) -> str:
        """The same in the middle of a sentence."""
        return self._with_post(self.person.in_sentence) if self.person else self.organization_name

    def _with_post(self, name: str) -> str:
        return ", ".join(filter(None, (name, self.post)))

    @property
    def post(self) -> str:
        """Phó Giám đốc Sở Ngoại vụ: the title runs into the name of the body, as it is said."""
        return run_together(self.title, self.organization_name)


class CommitteeMember(OfficialAsOf):
    """A member with the task given to them; a unit may be named before it names the person."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members")
    function = models.CharField(_("function"), max_length=80)
    task = models.CharField(_("task"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return super().__str__() or self.function


class CeremonyRole(OfficialAsOf):
    """Who opened, chaired, closed."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="ceremony_roles")
    kind = models.CharField(_("part"), max_length=20, choices=CeremonyKind)
    ceremony = models.CharField(_("ceremony"), max_length=10, choices=Ceremony, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("kind", "order", "pk")

    @property
    def label(self) -> str:
        """What they did, in the word the class uses for its opening (khai giảng, khai mạc) and so for its closing."""
        if self.training_class.opening_word == OpeningWord.COMMENCEMENT:
            if self.kind == CeremonyKind.OPENED_BY:
                return _now("commencement speech")
            if self.kind == CeremonyKind.CLOSED_BY:
                return _now("graduation speech")
        return self.get_kind_display()


class Guest(OfficialAsOf):
    """Invited and introduced by rank; never counted as a learner."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="guests")
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=GuestState, default=GuestState.PLANNED)
    comes_instead = models.CharField(_("who comes instead"), max_length=250, blank=True)
    is_introduced = models.BooleanField(_("is introduced by name"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("order",)
