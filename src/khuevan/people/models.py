"""Accounts, organizations, the offices that run classes, and the people they train."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.core.errors import DomainError
from khuevan.people.enums import Gender, OrganizationKind, RoleKind
from khuevan.vietnamese.dates import numeric_date


class User(AbstractUser):
    """An account of a member of staff.  One name field: Vietnamese names have no first and last name in that sense."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"password"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"last_login"})

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name


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


class Office(models.Model):
    """An organization, or a unit of one, that runs classes; owner of classes, registers and articles."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="office")
    slug = models.SlugField(_("short address"), max_length=60, unique=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ("organization__name",)

    def __str__(self) -> str:
        return self.organization.name


class Role(models.Model):
    """What a user may do in one office."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    office = models.ForeignKey(Office, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "office", "kind"), name="role_once"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}, {self.office}"


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

    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email"})

    class Meta:
        ordering = ("name_key", "pk")

    def __str__(self) -> str:
        return self.full_name

    @property
    def addressed(self) -> str:
        """The name with its form of address: ông Vũ Sỹ Thắng."""
        return f"{self.honorific} {self.full_name}".strip()
