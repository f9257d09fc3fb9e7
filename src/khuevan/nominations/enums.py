from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrollmentState(models.TextChoices):
    ENROLLED = "enrolled", _("on the list")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DraftState(models.TextChoices):
    OPEN = "open", _("being checked")
    TAKEN = "taken", _("taken over")
    DISCARDED = "discarded", _("discarded")


class DraftKind(models.TextChoices):
    FILE = "file", _("file")
    TEXT = "text", _("pasted text")
    PICTURE = "picture", _("scan or photo")


class LineState(models.TextChoices):
    WAITING = "waiting", _("not taken yet")
    TAKEN = "taken", _("on the list")
    LEFT = "left", _("left out")


class Decision(models.TextChoices):
    """What an officer said of a row that looks like somebody known."""

    OPEN = "open", _("not decided")
    SAME = "same", _("the same person")
    OTHER = "other", _("somebody else")
