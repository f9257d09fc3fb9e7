"""Accounts, organizations, the offices that run classes, and the people they train."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.core.errors import DomainError
from khuevan.people.enums import Gender, InvitationState, OrganizationKind, RoleKind, SecondStep
from khuevan.vietnamese.dates import numeric_date


class UserManager(DjangoUserManager["User"]):
    use_in_migrations = False

    def administered_by(self, actor: Actor) -> "models.QuerySet[User]":
        """Accounts with a role in an office of which the actor is administrator; same rule as ``administer_user``."""
        if isinstance(actor, SystemActor):
            return self.get_queryset()
        kept = Role.objects.filter(office__in=Office.objects.administered_by(actor))
        return self.get_queryset().filter(models.Exists(kept.filter(user=models.OuterRef("pk"))))


class User(AbstractUser):
    """An account of a member of staff.  One name field: Vietnamese names have no first and last name in that sense."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150)

    objects: ClassVar[UserManager] = UserManager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"password"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"last_login"})

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> "OrganizationQuerySet":
        """All bodies, for staff of any office; same rule as ``people.view_organization``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self if user is not None and user.roles.exists() else self.none()


class Organization(models.Model):
    """A body of the state or beside it.  Bodies that were renamed or merged stay, with the day their name ended."""

    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    symbol = models.CharField(_("symbol in document numbers"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind, default=OrganizationKind.OTHER)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    place_name = models.CharField(_("place named in documents"), max_length=120, blank=True)
    protocol_order = models.PositiveIntegerField(_("protocol order"), default=9999)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)
    search_key = models.CharField(max_length=400, db_index=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ("protocol_order", "search_key", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        return self.short_name or self.name


class OfficeQuerySet(models.QuerySet["Office"]):
    def of_staff(self, actor: Actor) -> "OfficeQuerySet":
        """Offices in which the actor has a role; all of them for the installation itself."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self.filter(roles__user=user).distinct() if user else self.none()

    def administered_by(self, actor: Actor) -> "OfficeQuerySet":
        """Offices of which the actor is administrator; same rule as ``people.administer_office``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self.filter(roles__user=user, roles__kind=RoleKind.ADMINISTRATOR) if user else self.none()


class Office(models.Model):
    """An organization, or a unit of one, that runs classes; owner of classes, registers and articles."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="office")
    slug = models.SlugField(_("short address"), max_length=60, unique=True)
    requires_second_step = models.CharField(
        _("second step at sign-in"), max_length=20, choices=SecondStep, default=SecondStep.NOBODY
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ("organization__name",)

    def __str__(self) -> str:
        return self.organization.name

    def audit_office_id(self) -> int:
        return int(self.pk)


class Role(models.Model):
    """What a user may do in one office."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    office = models.ForeignKey(Office, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "office", "kind"), name="role_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}, {self.office}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        """Invitations to offices the actor administers; same rule as ``people.administer_invitation``."""
        return self.filter(office__in=Office.objects.administered_by(actor))

    def waiting(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A colleague was given a link on which to choose a password; only a hash of the link's secret is kept."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="invitations")
    username = models.CharField(_("user name"), max_length=150)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    kinds = models.JSONField(_("roles"), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.full_name

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.WAITING if self.expires_at > timezone.now() else InvitationState.EXPIRED

    @property
    def role_names(self) -> list[str]:
        return [str(RoleKind(kind).label) for kind in self.kinds]


class SignIn(models.Model):
    """A browser in which an account is signed in, beside its session; kept as long as the session."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user}: {self.began_at}"


class Born(models.Model):
    """A birth as offices know it: the day, or only the year."""

    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def birth_text(self) -> str:
        if self.birth_date:
            return numeric_date(self.birth_date)
        return str(self.birth_year) if self.birth_year else ""


def birth_fields(text: str | None) -> dict[str, date | int | None]:
    """``1982-06-02`` or ``1982`` or None as the two columns of Born.  Raises ``birth_unreadable``."""
    if not text:
        return {"birth_date": None, "birth_year": None}
    try:
        if len(text) == 4:
            return {"birth_date": None, "birth_year": int(text)}
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("birth_unreadable", _("%(text)s is not a date of birth."), text=text) from error
    return {"birth_date": day, "birth_year": day.year}


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """People in the directories of the actor's offices; same rule as ``people.view_person``."""
        if isinstance(actor, SystemActor):
            return self
        kept = DirectoryEntry.objects.filter(office__in=Office.objects.of_staff(actor))
        return self.filter(models.Exists(kept.filter(person=models.OuterRef("pk"))))


class Person(Born):
    """Someone trained, teaching or officiating.  The name stays as entered; keys beside it sort and find it."""

    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=30, blank=True)
    rank = models.CharField(_("rank or degree"), max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name_key = models.CharField(max_length=600, db_index=True)
    search_key = models.CharField(max_length=400, db_index=True)

    objects = PersonQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email"})

    class Meta:
        ordering = ("name_key", "pk")

    def __str__(self) -> str:
        return self.full_name

    @property
    def addressed(self) -> str:
        """The name with its form of address: ông Vũ Sỹ Thắng."""
        return f"{self.honorific} {self.full_name}".strip()


class DirectoryEntry(models.Model):
    """An office knows a person: entered them, taught them, or had them teach.  Only then does it see them."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="directory")
    person = models.ForeignKey(Person, models.CASCADE, related_name="known_to")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("office", "person"), name="person_once_per_directory"),)

    def __str__(self) -> str:
        return f"{self.office}: {self.person}"
