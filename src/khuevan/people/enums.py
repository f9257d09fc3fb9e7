from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoleKind(models.TextChoices):
    OFFICER = "officer", _("officer")
    LEADER = "leader", _("leader")
    CLERK = "clerk", _("records clerk")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


class SecondStep(models.TextChoices):
    """From whom an office wants a second step at sign-in."""

    NOBODY = "nobody", _("nobody has to")
    ADMINISTRATORS = "administrators", _("administrators have to")
    EVERYBODY = "everybody", _("everybody has to")


class InvitationState(models.TextChoices):
    WAITING = "waiting", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("taken back")


class Gender(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")


class OrganizationKind(models.TextChoices):
    """Blocks in the order of Vietnamese protocol lists; ``Organization.protocol_order`` orders inside and across."""

    PARTY = "party", _("Party bodies")
    COMMITTEE = "committee", _("People's councils and committees")
    MINISTRY = "ministry", _("Ministries and their units")
    DEPARTMENT = "department", _("Provincial departments")
    MASS_ORGANIZATION = "mass_organization", _("Front and mass organizations")
    ARMED_FORCES = "armed_forces", _("Armed forces")
    PRESS = "press", _("Press")
    SCHOOL = "school", _("Schools and institutes")
    DISTRICT = "district", _("Districts, towns and communes")
    OTHER = "other", _("Other bodies")


class SuccessionKind(models.TextChoices):
    """What became of a body: Vietnamese law speaks of đổi tên, sáp nhập, chia tách, chuyển nhiệm vụ, giải thể."""

    RENAMED = "renamed", _("renamed")
    MERGED = "merged", _("merged into another body")
    SPLIT = "split", _("split up")
    TRANSFERRED = "transferred", _("part of its work moved")
    DISSOLVED = "dissolved", _("dissolved")


class ContactSlot(models.TextChoices):
    """What a contact of a body is for."""

    CLERK = "clerk", _("records clerk")
    FOCAL = "focal", _("contact for training")
    LEADER = "leader", _("leader in charge")
    OTHER = "other", _("other contact")


class DirectoryChangeKind(models.TextChoices):
    """What was done to many bodies at once."""

    PROVINCE = "province", _("bodies of a province entered")
    CONTACTS = "contacts", _("contacts imported")
    PROTOCOL = "protocol", _("protocol order changed")


class DuplicateState(models.TextChoices):
    OPEN = "open", _("to be decided")
    DISMISSED = "dismissed", _("two people")
    MERGED = "merged", _("merged")


class LinkState(models.TextChoices):
    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", pgettext_lazy("link", "taken back")


class ConsentPurpose(models.TextChoices):
    """Uses that the law leaves to the person; everything else rests on the office's own task."""

    PHOTOS = "photos", _("photos with my face in articles")
    NEWS = "news", _("news of later classes by e-mail")


class CorrectionState(models.TextChoices):
    OPEN = "open", _("waiting")
    DONE = "done", _("corrected")
    REFUSED = "refused", _("not corrected")
