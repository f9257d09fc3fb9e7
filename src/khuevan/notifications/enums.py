from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    HAND = "hand", _("copied into Zalo by hand")


class MessageState(models.TextChoices):
    """Where a message stands on its way out.

    ``unclear``: the connection broke after the text was handed over, so nobody knows whether it arrived; it goes out
    once more with the same Message-ID.  ``folded``: it went out as a part of a digest.
    """

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNCLEAR = "unclear", _("not sure whether it arrived")
    FAILED = "failed", _("could not be sent")
    FOLDED = "folded", _("part of a digest")
    CANCELLED = "cancelled", _("not sent")
