from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrollmentState(models.TextChoices):
    ENROLLED = "enrolled", _("on the list")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DraftState(models.TextChoices):
    OPEN = "open", _("being checked")
    TAKEN = "taken", _("taken over")
    DISCARDED = "discarded", _("discarded")
