from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrollmentState(models.TextChoices):
    ENROLLED = "enrolled", _("on the list")
    WITHDRAWN = "withdrawn", _("withdrawn")
