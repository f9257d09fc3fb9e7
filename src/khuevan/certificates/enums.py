from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    """A certificate is never deleted; a verifier sees each of these."""

    PENDING = "pending", _("not yet handed over")
    HANDED_OVER = "handed_over", _("handed over")
    WITHHELD = "withheld", _("withheld")
    VOID = "void", _("void")
    REVOKED = "revoked", _("revoked")
