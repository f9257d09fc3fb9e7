"""Accounts, the offices that run classes, roles in them, invitations of colleagues, signed-in browsers."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.people.enums import InvitationState, RoleKind, SecondStep
from khuevan.people.models.organizations import Organization


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
